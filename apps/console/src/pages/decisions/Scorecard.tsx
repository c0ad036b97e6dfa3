import type { DecisionDetail } from '@clearline/client';
import { useText } from '../../i18n/context.tsx';
import { Check } from '../../ui/State.tsx';

type Card = NonNullable<DecisionDetail['scorecard']>;

/** The points of each attribute against the best it could have given; what was lost is the length left open. */
export function Scorecard({ scorecard }: { scorecard: Card }) {
  const { t, prose } = useText();
  const rows = [...scorecard.attributes].sort((a, b) => b.best - b.points - (a.best - a.points));
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t.decision.scorecard}</h2>
        <Check held={scorecard.points >= scorecard.cut}>
          <span className="num">
            {t.decision.points} {scorecard.points} · {t.decision.cut} {scorecard.cut}
          </span>
        </Check>
      </div>
      <div className="bars">
        {rows.map((row) => (
          <div key={row.name} className="bar">
            <span>{prose(row.label)}</span>
            <span className="bar-track" aria-hidden>
              <span className="bar-fill" style={{ width: `${share(row.points, row.best)}%` }} />
            </span>
            <span className="num">{t.decision.pointsOf(row.points, row.best)}</span>
          </div>
        ))}
      </div>
    </section>
  );
}

function share(points: number, best: number): number {
  if (best <= 0) return 0;
  return Math.max(0, Math.min(100, (points / best) * 100));
}
