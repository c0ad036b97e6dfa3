import { type DecisionDetail, moment } from '@clearline/client';
import { useQuery } from '@tanstack/react-query';
import { Link, useParam } from '../../app/links.tsx';
import { useText, wordFor } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { shortId } from '../../lib/format.ts';
import { keys } from '../../lib/keys.ts';
import { mayDo } from '../../session/pages.ts';
import { useMember } from '../../session/session.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { InputsTable } from '../../ui/InputsTable.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ReasonCard } from '../../ui/ReasonCard.tsx';
import { Check, State } from '../../ui/State.tsx';
import { actorWord } from '../../ui/actor.ts';
import { toneOf } from '../../ui/tones.ts';
import { LogEntry } from './LogEntry.tsx';
import { Replay } from './Replay.tsx';
import { Scorecard } from './Scorecard.tsx';
import { Trace } from './Trace.tsx';

export function DecisionPage() {
  const id = useParam('id');
  const query = useQuery({
    queryKey: keys.decision(id),
    queryFn: () => client.getDecision({ params: { id } }),
    // A decision does not change, and each reading is recorded.
    refetchOnWindowFocus: false,
    staleTime: 300_000,
  });
  return (
    <Loaded query={query} rows={12}>
      {(decision) => <Detail decision={decision} />}
    </Loaded>
  );
}

function Detail({ decision }: { decision: DecisionDetail }) {
  const { t } = useText();
  const member = useMember();
  const action = (code: string) => wordFor(t.words.action, code);
  return (
    <>
      <PageHead
        tabTitle={`${t.decision.title} ${shortId(decision.id)}`}
        title={
          <span className="states">
            <span>{t.words.decisionKind[decision.kind]}</span>
            <State tone={toneOf(decision.action)}>{action(decision.action)}</State>
          </span>
        }
        lead={
          <>
            <span className="num">{moment(decision.at)}</span> · {actorWord(decision.actor, t)} ·{' '}
            {mayDo(member.roles, 'borrowerFile') ? (
              <Link to="/borrowers/$id" params={{ id: decision.borrowerId }}>
                {decision.borrowerMaskedName}
              </Link>
            ) : (
              decision.borrowerMaskedName
            )}
            {decision.action === decision.proposedAction || decision.proposedAction === 'NONE' ? null : (
              <> · {t.decisions.capped(action(decision.proposedAction))}</>
            )}
          </>
        }
      />
      <div className="cols-main">
        <div className="stack">
          <Reasons decision={decision} />
          <section className="panel">
            <h2>{t.decision.inputs}</h2>
            <InputsTable inputs={decision.inputs} />
          </section>
          <Trace trace={decision.trace} inputs={decision.inputs} />
          {decision.scorecard === null ? null : <Scorecard scorecard={decision.scorecard} />}
        </div>
        <aside className="stack">
          <Replay decisionId={decision.id} />
          <Checks decision={decision} />
          <Versions decision={decision} />
          <LogEntry decisionId={decision.id} />
        </aside>
      </div>
    </>
  );
}

function Reasons({ decision }: { decision: DecisionDetail }) {
  const { t, local, prose } = useText();
  return (
    <section className="stack section" style={{ gap: 10 }}>
      <h2 style={{ marginBottom: 0 }}>{t.decision.reasons}</h2>
      {decision.reasons.length === 0 ? (
        <div className="panel muted">{t.decision.noReasons}</div>
      ) : (
        decision.reasons.map((reason) => <ReasonCard key={`${reason.code}-${reason.ruleId}`} reason={reason} />)
      )}
      {decision.reasons.length === 0 ? null : (
        <div className="panel">
          <h2>{t.decision.counterfactuals}</h2>
          {decision.counterfactuals.length === 0 ? (
            <p className="muted">
              {decision.noCounterfactual === null ? t.decision.noCounterfactuals : local(decision.noCounterfactual)}
            </p>
          ) : (
            <ul style={{ paddingLeft: 18 }}>
              {decision.counterfactuals.map((item) => (
                <li key={item.text.en}>
                  {prose(item.text)}{' '}
                  <Check held={item.verified}>{item.verified ? t.decision.verified : t.decision.notVerified}</Check>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </section>
  );
}

function Checks({ decision }: { decision: DecisionDetail }) {
  const { t, local, prose } = useText();
  const names: Readonly<Record<string, string>> = t.decision.guarantee;
  return (
    <section className="panel">
      <h2>{t.decision.checks}</h2>
      <ul className="checks">
        {decision.guaranteeChecks.map((check) => (
          <li key={check.id}>
            <Check held={check.held}>
              {check.id} {wordFor(names, check.id)}
            </Check>
            <span className="muted small">
              {local(check.note) === ''
                ? check.held
                  ? t.decision.checkHeld
                  : t.decision.checkBroken
                : prose(check.note)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Versions({ decision }: { decision: DecisionDetail }) {
  const { t } = useText();
  const { versions } = decision;
  return (
    <section className="panel">
      <h2>{t.decision.versions}</h2>
      <Facts
        items={[
          [
            t.decision.policy,
            <Link key="policy" to="/policies/$version" params={{ version: versions.policy }} className="mono">
              {versions.policy}
            </Link>,
          ],
          [
            t.decision.parameters,
            <span key="parameters" className="mono">
              {versions.parameters}
            </span>,
          ],
          versions.scorecard === null
            ? null
            : [
                t.decision.scorecardVersion,
                <span key="scorecard" className="mono">
                  {versions.scorecard}
                </span>,
              ],
          [t.decision.behaviour, versions.behaviour],
        ]}
      />
      <p className="muted small" style={{ marginTop: 10 }}>
        {t.decision.hash}
      </p>
      <p className="mono">{decision.recordHash}</p>
    </section>
  );
}
