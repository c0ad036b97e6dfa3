import type { Counterfactual, LocalText } from '@clearline/client';
import { useText } from '../i18n/context.tsx';
import { longDay } from '../lib/format.ts';
import { Card } from './layout.tsx';
import { Badge } from './status.tsx';

/** The smallest changes that would have led to another answer, or, under a heading that asks and promises none, the honest word (N187). */
export function Counterfactuals({ items, none }: { items: readonly Counterfactual[]; none: LocalText | null }) {
  const { t, local, language, prose } = useText();
  if (items.length === 0 && none === null) return null;
  return (
    <Card title={items.length === 0 ? t.counterfactuals.titleOfNone : t.counterfactuals.title}>
      {items.length === 0 && none !== null && <p>{prose(none)}</p>}
      <ul className="plain-list">
        {items.map((item) => (
          <li key={item.text.zh} className="counterfactual">
            <p>{prose(item.text)}</p>
            {item.changes.map((change) => (
              <p key={change.input} className="change">
                <span>{prose(change.label)}</span>
                <span className="num">
                  {local(change.from)} → <strong>{local(change.to)}</strong>
                </span>
              </p>
            ))}
            <div className="row-between">
              {item.verified && (
                <Badge tone="good" icon="check">
                  {t.counterfactuals.verified}
                </Badge>
              )}
              {item.byDate !== null && (
                <span className="muted">{t.counterfactuals.by(longDay(item.byDate, language))}</span>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
