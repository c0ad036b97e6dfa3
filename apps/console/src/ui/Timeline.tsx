import { moment } from '@clearline/client';
import type { ReactNode } from 'react';

/** What happened, with the time of each. */
export function Timeline({
  items,
}: {
  items: readonly { readonly key: string; readonly at: string; readonly text: ReactNode }[];
}) {
  return (
    <ol className="timeline">
      {items.map((item) => (
        <li key={item.key}>
          <time dateTime={item.at}>{moment(item.at)}</time>
          {item.text}
        </li>
      ))}
    </ol>
  );
}
