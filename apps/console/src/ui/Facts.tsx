import type { ReactNode } from 'react';

/** Labelled values; null entries are left out. */
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
            <dd>{item[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
