import { moment, type WorkItem } from '@clearline/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '../../app/links.tsx';
import { useText, wordFor } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { hoursUntil } from '../../lib/format.ts';
import { keys } from '../../lib/keys.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { useLenderNow } from '../../session/clock.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { State } from '../../ui/State.tsx';
import { linkWithin } from '../../lib/link.ts';

export function TodayPage() {
  const { t } = useText();
  const query = useQuery({ queryKey: keys.today, queryFn: () => client.today(), refetchInterval: 60_000 });
  return (
    <>
      <PageHead title={t.today.title} lead={t.today.lead} />
      <Loaded query={query} rows={8}>
        {(today) => (
          <div className="stack">
            <WorkList items={today.items} counts={today.counts} />
            <p className="muted small">
              {today.lastDayClose === null ? t.today.noClose : t.common.labelled(t.today.lastClose, today.lastDayClose)}
            </p>
          </div>
        )}
      </Loaded>
    </>
  );
}

/** The counts come from the API, which may know more items than it lists; they double as filters. */
function WorkList({ items, counts }: { items: readonly WorkItem[]; counts: Readonly<Record<string, number>> }) {
  const { t } = useText();
  const [url, setUrl] = useUrlState();
  const kind = url['kind'];
  const kinds = Object.entries(counts).filter(([, n]) => n > 0);
  const total = kinds.reduce((sum, [, n]) => sum + n, 0);
  const shown = items.filter((item) => kind === undefined || item.kind === kind).sort(byDeadline);
  return (
    <div>
      <div className="chips" role="group" aria-label={t.today.countsLabel}>
        <Chip
          word={t.today.kindAll}
          n={total}
          pressed={kind === undefined}
          onPress={() => setUrl({ kind: undefined })}
        />
        {kinds.map(([code, n]) => (
          <Chip
            key={code}
            word={wordFor(t.words.workKind, code)}
            n={n}
            pressed={kind === code}
            onPress={() => setUrl({ kind: code })}
          />
        ))}
      </div>
      <div className="panel flush">
        {shown.length === 0 ? (
          <Empty title={t.today.empty} help={t.today.emptyHelp} />
        ) : (
          <ul className="work-list" aria-label={t.today.itemsLabel}>
            {shown.map((item) => (
              <li key={`${item.kind}-${item.id}`}>
                <WorkRow item={item} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function Chip({ word, n, pressed, onPress }: { word: string; n: number; pressed: boolean; onPress: () => void }) {
  return (
    <button type="button" className="chip" aria-pressed={pressed} onClick={onPress}>
      <span>{word}</span>
      <span className="num">{n}</span>
    </button>
  );
}

/** The part of a page on which a kind of work is done. */
const TAB_OF: Readonly<Partial<Record<WorkItem['kind'], string>>> = {
  RESTRICTION_PROPOSAL: 'restrictions',
  RENEWAL: 'restrictions',
  LOAN_CHANGE_APPROVAL: 'loans',
  RECONCILIATION_CASE: 'rail',
};

function WorkRow({ item }: { item: WorkItem }) {
  const { t, prose } = useText();
  const { path, search: given } = linkWithin(item.link);
  const tab = TAB_OF[item.kind];
  const search = tab === undefined ? given : { tab, ...given };
  return (
    <Link to={{ path }} search={search} className="work-item">
      <span className="work-kind muted">{t.words.workKind[item.kind]}</span>
      <span className="work-what">
        <span className="work-title">{prose(item.title)}</span>{' '}
        {item.borrowerMaskedName === null ? null : <span className="muted nowrap">{item.borrowerMaskedName}</span>}
      </span>
      <Clock item={item} />
      <span className="muted num small" title={t.today.waitingSince}>
        {t.common.since} {moment(item.since)}
      </span>
    </Link>
  );
}

function Clock({ item }: { item: WorkItem }) {
  const { t } = useText();
  const now = useLenderNow();
  if (item.dueBy === null) {
    const days = Math.floor(-hoursUntil(item.since, now) / 24);
    return (
      <State tone="quiet" title={t.today.noDue}>
        {days < 1 ? t.today.new : t.today.waited(t.today.days(days))}
      </State>
    );
  }
  const hours = hoursUntil(item.dueBy, now);
  // A started day counts whole, as in the queue of appeals.
  const text = t.today.days(Math.max(1, Math.ceil(Math.abs(hours) / 24)));
  if (item.overdue) {
    return (
      <State tone="bad" title={`${t.today.dueBy} ${moment(item.dueBy)}`}>
        {hours < 0 ? t.today.overdueBy(text) : t.today.overdue}
      </State>
    );
  }
  return (
    <State tone={hours < 72 ? 'attention' : 'quiet'} title={`${t.today.dueBy} ${moment(item.dueBy)}`}>
      {t.today.due(text)}
    </State>
  );
}

function byDeadline(a: WorkItem, b: WorkItem): number {
  if (a.overdue !== b.overdue) return a.overdue ? -1 : 1;
  const due = (item: WorkItem) => item.dueBy ?? '9999';
  return due(a).localeCompare(due(b)) || a.since.localeCompare(b.since);
}
