import { type CloseFailure, moment } from '@clearline/client';
import { useText } from '../../i18n/context.tsx';
import { Prose } from '../../ui/Prose.tsx';
import { BorrowerLink } from './BorrowerLink.tsx';

/** Borrowers whose day could not be closed, each with the reason; the others’ days are closed all the same. */
export function CloseFailures({ failures }: { failures: readonly CloseFailure[] }) {
  const { t } = useText();
  if (failures.length === 0) return null;
  const people = new Set(failures.map((failure) => failure.borrowerId)).size;
  return (
    <section className="panel stack">
      <div>
        <h2>{t.dayCloses.failures(people)}</h2>
        <p className="muted">{t.dayCloses.failuresHelp}</p>
      </div>
      {failures.map((failure) => (
        <Failure key={`${failure.date}/${failure.borrowerId}`} failure={failure} />
      ))}
    </section>
  );
}

function Failure({ failure }: { failure: CloseFailure }) {
  const { t, prose } = useText();
  return (
    <div>
      <p>
        <strong className="num">{failure.date}</strong> <BorrowerLink id={failure.borrowerId} />{' '}
        {failure.tries === 0 ? null : (
          <span className="muted small">
            <Prose text={t.dayCloses.tried(failure.tries, moment(failure.lastFailedAt))} />
          </span>
        )}
      </p>
      <p>{prose(failure.reason)}</p>
      {failure.detail === '' ? null : (
        <details>
          <summary>{t.dayCloses.technical}</summary>
          {/* What a program said is quoted as it is, for the engineer who mends it. */}
          <code lang="en">{failure.detail}</code>
        </details>
      )}
    </div>
  );
}
