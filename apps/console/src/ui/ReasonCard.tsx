import { moment, type Reason } from '@clearline/client';
import { useText } from '../i18n/context.tsx';
import { Prose } from './Prose.tsx';
import { State } from './State.tsx';

/** One principal reason: what we saw, our line, what changes it, and the rule behind it. `compact` puts the source beside the value. */
export function ReasonCard({ reason, cited, compact }: { reason: Reason; cited?: boolean; compact?: boolean }) {
  const { t, local, prose } = useText();
  const source = `${local(reason.source)}${reason.observedAt === null ? '' : ` · ${moment(reason.observedAt)}`}`;
  return (
    <article className={cited ? 'reason cited' : 'reason'}>
      <header className="reason-head">
        <h3>{local(reason.title)}</h3>
        {cited === true ? <State tone="bad">{t.desk.cited}</State> : null}
        {reason.ruleId === null || reason.ruleId.startsWith('strategy:') ? null : (
          <span className="muted small">
            {t.decision.rule} <span className="mono">{reason.ruleId}</span>
          </span>
        )}
      </header>
      <dl>
        <dt>{t.decision.saw}</dt>
        <dd>
          {prose(reason.whatWeSaw)}{' '}
          {compact === true ? (
            <span className="muted small together">
              <Prose text={source} />
            </span>
          ) : null}
        </dd>
        <dt>{t.decision.line}</dt>
        <dd>{prose(reason.ourLine)}</dd>
        <dt>{t.decision.changes}</dt>
        <dd>
          {prose(reason.whatChangesIt)}
          {reason.cure.earliestDate === null ? null : (
            <span className="num muted">
              {' '}
              {t.decision.earliest} {reason.cure.earliestDate}
            </span>
          )}
        </dd>
        {compact === true ? null : (
          <>
            <dt>{t.decision.source}</dt>
            <dd className="muted">
              <Prose text={source} />
            </dd>
          </>
        )}
      </dl>
    </article>
  );
}
