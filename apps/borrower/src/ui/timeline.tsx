import { moment, runsOf } from '@clearline/client';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTimeline } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { Card } from './layout.tsx';
import { Loaded } from './loaded.tsx';
import { Prose } from './prose.tsx';

interface Entry {
  readonly key: string;
  readonly at: string;
  readonly text: string;
  readonly note?: ReactNode;
}

/** Things that happened, each with its moment. */
export function EventList({ entries }: { entries: readonly Entry[] }) {
  return (
    <ol className="timeline">
      {entries.map((entry) => (
        <li key={entry.key}>
          <p>
            <Prose text={entry.text} />
          </p>
          <p className="muted">
            <time dateTime={entry.at}>{moment(entry.at)}</time>
          </p>
          {entry.note}
        </li>
      ))}
    </ol>
  );
}

/** The latest of what happened on the line, each leading to its notice or appeal. */
export function TimelineCard({ limit = 6 }: { limit?: number }) {
  const { t, local } = useText();
  const timeline = useTimeline();
  return (
    <Card title={t.timeline.title}>
      <Loaded query={timeline}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="muted">{t.timeline.empty}</p>
          ) : (
            <EventList
              entries={runsOf(items)
                .slice(0, limit)
                .map(({ latest: item, times }, index) => ({
                  key: `${item.at}-${index}`,
                  at: item.at,
                  text: times === 1 ? local(item.text) : t.timeline.several(local(item.text), times),
                  note: (
                    <p className="links">
                      {item.noticeId !== null && (
                        <Link
                          to="/notices/$id"
                          params={{ id: item.noticeId }}
                          aria-label={t.timeline.about(t.timeline.notice, local(item.text))}
                        >
                          {t.timeline.notice}
                        </Link>
                      )}
                      {item.appealId !== null && (
                        <Link
                          to="/appeals/$id"
                          params={{ id: item.appealId }}
                          aria-label={t.timeline.about(t.timeline.appeal, local(item.text))}
                        >
                          {t.timeline.appeal}
                        </Link>
                      )}
                    </p>
                  ),
                }))}
            />
          )
        }
      </Loaded>
    </Card>
  );
}
