import { type DataQuality, moment } from '@clearline/client';
import { useQuery } from '@tanstack/react-query';
import { useText } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { keys } from '../../lib/keys.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { State } from '../../ui/State.tsx';

const refreshMs = 15_000;

/** Whether the data that decisions rest on can be trusted: feeds, what went wrong with them, doubts in files. */
export function DataQualityPage() {
  const { t } = useText();
  const query = useQuery({
    queryKey: keys.dataQuality,
    queryFn: () => client.dataQuality(),
    refetchInterval: refreshMs,
  });
  return (
    <>
      <PageHead title={t.dataQuality.title} lead={t.dataQuality.lead} />
      <Loaded query={query}>
        {(quality) => (
          <div className="stack">
            {quality.stream !== null && <Stream stream={quality.stream} />}
            <Feeds feeds={quality.feeds} />
            <Incidents incidents={quality.incidents} feeds={quality.feeds} />
            <Doubts doubts={quality.doubts} />
          </div>
        )}
      </Loaded>
    </>
  );
}

const when = (at: string | null): string => (at === null ? '—' : moment(at));

function Stream({ stream }: { stream: NonNullable<DataQuality['stream']> }) {
  const { t } = useText();
  const words = t.dataQuality;
  return (
    <section className="panel">
      <h2>{words.stream}</h2>
      <SmallTable
        text={[1]}
        heads={[words.subject, words.state, words.waiting, words.lastEvent, words.rejected]}
        rows={[
          {
            key: stream.subject,
            cells: [
              <span key="subject" className="mono">
                {stream.subject}
              </span>,
              <State key="state" tone={stream.connected ? 'good' : 'bad'}>
                {stream.connected ? words.connected : words.away}
              </State>,
              stream.waiting === null ? '—' : count(stream.waiting),
              when(stream.lastEventAt),
              count(stream.rejected),
            ],
          },
        ]}
      />
    </section>
  );
}

/** Whole words of it: on a phone the table scrolls, and “vendor.devi-ces” is no name. */
function FeedName({ name }: { name: string }) {
  return <span className="mono nowrap">{name}</span>;
}

function Feeds({ feeds }: { feeds: DataQuality['feeds'] }) {
  const { t, local, language } = useText();
  const words = t.dataQuality;
  return (
    <section className="panel">
      <h2>{words.feeds}</h2>
      {feeds.length === 0 ? (
        <Empty title={words.noFeeds} help={words.noFeedsHelp} />
      ) : (
        <SmallTable
          text={[1, 2]}
          heads={[
            words.feed,
            words.health,
            words.carries,
            words.lastBeat,
            words.lastEvent,
            words.events,
            words.late,
            words.conflicts,
          ]}
          rows={feeds.map((feed) => ({
            key: feed.feed,
            cells: [
              <FeedName key="feed" name={feed.feed} />,
              <State key="health" tone={feed.trouble === null ? 'good' : 'bad'}>
                {feed.trouble === null ? words.well : words.kinds[feed.trouble]}
              </State>,
              feed.carries.map(local).join(language === 'zh' ? '、' : ', ') || '—',
              when(feed.lastBeatAt),
              when(feed.lastEventAt),
              count(feed.events),
              count(feed.lateEvents),
              count(feed.conflicts),
            ],
          }))}
        />
      )}
      {feeds.some(({ conflicts }) => conflicts > 0) && <p className="muted small">{words.conflictsHelp}</p>}
    </section>
  );
}

function Incidents({ incidents, feeds }: Pick<DataQuality, 'incidents' | 'feeds'>) {
  const { t, local, language } = useText();
  const words = t.dataQuality;
  /** What may not act against a borrower while an incident of the feed lasts. */
  const carriedBy = (feed: string) =>
    (feeds.find((one) => one.feed === feed)?.carries ?? []).map(local).join(language === 'zh' ? '、' : ', ') || '—';
  return (
    <section className="panel">
      <h2>{words.incidents}</h2>
      {incidents.length === 0 ? (
        <Empty title={words.noIncidents} help={words.noIncidentsHelp} />
      ) : (
        <SmallTable
          text={[1, 2, 3]}
          heads={[words.feed, words.what, words.held, words.state, words.openedAt, words.closedAt]}
          rows={incidents.map((incident) => ({
            key: incident.id,
            cells: [
              <FeedName key="feed" name={incident.feed} />,
              words.kinds[incident.kind],
              carriedBy(incident.feed),
              <State key="state" tone={incident.closedAt === null ? 'bad' : 'quiet'}>
                {incident.closedAt === null ? words.open : words.closed}
              </State>,
              when(incident.openedAt),
              when(incident.closedAt),
            ],
          }))}
        />
      )}
      {incidents.some(({ closedAt }) => closedAt === null) && <p className="muted small">{words.openHelp}</p>}
    </section>
  );
}

function Doubts({ doubts }: { doubts: DataQuality['doubts'] }) {
  const { t, local } = useText();
  const words = t.dataQuality;
  return (
    <section className="panel">
      <h2>{words.doubts}</h2>
      {doubts.length === 0 ? (
        <Empty title={words.noDoubts} help={words.noDoubtsHelp} />
      ) : (
        <SmallTable
          text={[1]}
          heads={[words.what, words.source, words.borrowers, words.times, words.lastSeen]}
          rows={doubts.map((doubt) => ({
            key: `${doubt.kind} ${local(doubt.source)}`,
            cells: [
              words.kinds[doubt.kind],
              local(doubt.source),
              count(doubt.borrowers),
              count(doubt.count),
              when(doubt.lastAt),
            ],
          }))}
        />
      )}
    </section>
  );
}
