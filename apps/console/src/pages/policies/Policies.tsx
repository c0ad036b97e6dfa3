import { moment, type PolicySummary } from '@clearline/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '../../app/links.tsx';
import { useText, wordFor } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { keys } from '../../lib/keys.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { State } from '../../ui/State.tsx';
import { toneOf } from '../../ui/tones.ts';

export function PoliciesPage() {
  const { t } = useText();
  const query = useQuery({ queryKey: keys.policies, queryFn: () => client.listPolicies() });
  return (
    <>
      <PageHead title={t.policies.title} lead={t.policies.lead} />
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="panel">
              <Empty title={t.policies.empty} help={t.policies.emptyHelp} />
            </div>
          ) : (
            <div className="stack">
              {items.map((policy) => (
                <PolicyCard key={policy.version} policy={policy} />
              ))}
            </div>
          )
        }
      </Loaded>
    </>
  );
}

function PolicyCard({ policy }: { policy: PolicySummary }) {
  const { t, prose } = useText();
  const params = { version: policy.version };
  return (
    <article className="panel">
      <div className="panel-head">
        <h2 className="states">
          <Link to="/policies/$version" params={params} className="mono">
            {policy.version}
          </Link>
          <State tone={toneOf(policy.state)}>{wordFor(t.words.policyState, policy.state)}</State>
        </h2>
      </div>
      <Facts
        items={[
          [t.policies.author, policy.author],
          [t.policies.approver, policy.approver ?? t.policies.noApprover],
          [
            t.policies.since,
            <span key="since" className="num">
              {moment(policy.since)}
            </span>,
          ],
        ]}
      />
      <div className="scroll-x" style={{ marginTop: 12 }}>
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">{t.policies.tables}</th>
              <th scope="col">{t.decisions.kind}</th>
              <th scope="col" className="r">
                {t.policy.rule}
              </th>
            </tr>
          </thead>
          <tbody>
            {policy.tables.map((table) => (
              <tr key={table.id}>
                <th scope="row">
                  <Link to="/policies/$version" params={params} search={{ table: table.id }}>
                    {prose(table.name)}
                  </Link>
                </th>
                <td>{t.words.decisionKind[table.decisionKind]}</td>
                <td className="r">{t.policies.rules(table.rules)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </article>
  );
}
