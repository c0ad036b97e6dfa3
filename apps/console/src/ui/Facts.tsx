import type { ReactNode } from 'react';
import { Prose } from './Prose.tsx';

/** Labelled values, dates and figures in their texts unbroken; null entries are left out. */
export function Facts({
  items,
  label,
}: {
  items: readonly (readonly [label: string, value: ReactNode, big?: 'big'] | null)[];
  label?: string;
}) {
  return (
    <dl className="facts" aria-label={label}>
      {items.map((item) =>
        item === null ? null : (
          <div key={item[0]} className={item[2]}>
            <dt>{item[0]}</dt>
            <dd>{typeof item[1] === 'string' ? <Prose text={item[1]} /> : item[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
