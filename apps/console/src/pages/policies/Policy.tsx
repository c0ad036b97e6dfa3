import { moment, type PolicyDetail } from '@clearline/client';
import { useQuery } from '@tanstack/react-query';
import { useParam } from '../../app/links.tsx';
import { Select, Tabs } from 'antd';
import { useText, wordFor } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { keys } from '../../lib/keys.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Check, State } from '../../ui/State.tsx';
import { toneOf } from '../../ui/tones.ts';
import { unitText } from '../../lib/unit-text.ts';
import { DecisionGrid } from './DecisionGrid.tsx';

export function PolicyPage() {
  const version = useParam('version');
  const query = useQuery({
    queryKey: keys.policy(version),
    queryFn: () => client.getPolicy({ params: { version } }),
    staleTime: 60_000,
  });
  return (
    <Loaded query={query} rows={12}>
      {(policy) => <Detail policy={policy} />}
    </Loaded>
  );
}

function Detail({ policy }: { policy: PolicyDetail }) {
  const { t } = useText();
  const [url, setUrl] = useUrlState();
  const passed = policy.scenarios.filter((scenario) => scenario.passed).length;
  return (
    <>
      <PageHead
        tabTitle={`${t.policies.title} ${policy.version.slice(0, 12)}`}
        title={
          <span className="states">
            <span>{t.policies.title}</span>
            <span className="mono muted" style={{ fontSize: 'inherit' }} title={policy.version}>
              {policy.version.slice(0, 12)}
            </span>
            <State tone={toneOf(policy.state)}>{wordFor(t.words.policyState, policy.state)}</State>
          </span>
        }
        lead={
          <>
            {t.policies.author} {policy.author} · {t.policies.approver} {policy.approver ?? t.policies.noApprover} ·{' '}
            <span className="num">{moment(policy.since)}</span>
          </>
        }
      />
      <Tabs
        activeKey={url['tab'] ?? 'tables'}
        onChange={(tab) => setUrl({ tab })}
        items={[
          { key: 'tables', label: t.policy.tabs.tables, children: <Tables policy={policy} /> },
          { key: 'parameters', label: t.policy.tabs.parameters, children: <Parameters policy={policy} /> },
          {
            key: 'scenarios',
            label: `${t.policy.tabs.scenarios} ${passed}/${policy.scenarios.length}`,
            children: <Scenarios policy={policy} passed={passed} />,
          },
        ]}
      />
    </>
  );
}

function Tables({ policy }: { policy: PolicyDetail }) {
  const { t, local } = useText();
  const [url, setUrl] = useUrlState();
  const table = policy.details.find((candidate) => candidate.id === url['table']) ?? policy.details[0];
  if (table === undefined) return <Empty title={t.policies.empty} help={t.policies.emptyHelp} />;
  return (
    <div className="stack">
      <Select
        aria-label={t.policy.choose}
        value={table.id}
        style={{ maxWidth: 420 }}
        options={policy.details.map((candidate) => ({
          value: candidate.id,
          label: `${local(candidate.name)} · ${t.policies.rules(candidate.rules.length)}`,
        }))}
        onChange={(next) => setUrl({ table: next })}
      />
      <DecisionGrid key={table.id} table={table} parameters={policy.parameters} />
    </div>
  );
}

function Parameters({ policy }: { policy: PolicyDetail }) {
  const { t, local, language } = useText();
  return (
    <div className="panel scroll-x">
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t.policy.name}</th>
            <th scope="col" className="r">
              {t.policy.value}
            </th>
            <th scope="col">{t.policy.from}</th>
            <th scope="col">{t.policy.reference}</th>
          </tr>
        </thead>
        <tbody>
          {policy.parameters.map((parameter) => (
            <tr key={`${parameter.name}-${parameter.from}`}>
              <th scope="row">
                {local(parameter.label)} <div className="mono muted">{parameter.name}</div>
              </th>
              <td className="r">{unitText(parameter.value, language)}</td>
              <td className="num">{parameter.from}</td>
              <td>{parameter.reference}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Scenarios({ policy, passed }: { policy: PolicyDetail; passed: number }) {
  const { t, local } = useText();
  const nameOf = (id: string) => {
    const table = policy.tables.find((candidate) => candidate.id === id);
    return table === undefined ? id : local(table.name);
  };
  return (
    <div className="panel scroll-x">
      <table className="grid">
        <caption>{t.policy.scenarioSummary(passed, policy.scenarios.length)}</caption>
        <thead>
          <tr>
            <th scope="col">{t.policy.scenario}</th>
            <th scope="col">{t.policy.table}</th>
            <th scope="col">{t.common.status}</th>
          </tr>
        </thead>
        <tbody>
          {policy.scenarios.map((scenario) => (
            <tr key={`${scenario.table}-${scenario.name.en}`}>
              <th scope="row">{local(scenario.name)}</th>
              <td>{nameOf(scenario.table)}</td>
              <td>
                <Check held={scenario.passed}>{scenario.passed ? t.policy.passed : t.policy.failed}</Check>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
