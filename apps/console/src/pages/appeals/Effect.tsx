import type { AppealDesk, AppealOutcome } from '@clearline/client';
import { useText } from '../../i18n/context.tsx';
import { money } from '../../lib/format.ts';

/** What an outcome does to line and money, before it is proposed. */
export function Effect({
  desk,
  outcome,
  mistaken,
}: {
  desk: AppealDesk;
  outcome: AppealOutcome | null;
  mistaken: number;
}) {
  const { t, language } = useText();
  if (outcome === null) return null;
  const { restriction } = desk;
  const lines: string[] = [];
  if (outcome === 'overturned' || outcome === 'partly') {
    lines.push(outcome === 'overturned' ? t.desk.effectOverturn : t.desk.effectPartly);
    const before = restriction?.limitBeforeFen ?? null;
    const after = restriction?.limitAfterFen ?? null;
    lines.push(
      before !== null && after !== null && before !== after
        ? t.desk.effectLimit(money(after, language), money(before, language))
        : t.desk.effectLimitSame,
    );
    if (mistaken > 0) lines.push(t.desk.effectRule(mistaken));
  } else {
    lines.push(t.desk.effectUphold);
  }
  lines.push(t.desk.effectLoans);
  return (
    <div>
      <h3>{t.desk.effect}</h3>
      <ul className="effect small">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
