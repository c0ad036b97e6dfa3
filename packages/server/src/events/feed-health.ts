import {
  type Delivery,
  type FeedState,
  type FeedTrouble,
  feedBeat,
  feedDelivered,
  feedTrouble,
  type HeartbeatEvent,
  type Instant,
  newFeed,
  unsoundSourcesOf,
} from '@clearline/line';
import { newId, type Queries } from '@clearline/store';

type FeedQueries = Pick<Queries, 'feeds' | 'putFeeds' | 'openIncident' | 'closeIncident' | 'dataIncidents'>;

/** How many open incidents are looked for at a start; feeds are a handful. */
const OPEN_INCIDENTS_MAX = 500;

/**
 * Keeps watch over the feeds of a book: what they promised, when they were last heard, whether they replay. Decisions ask
 * it which sources they may not rest on; incidents open and close by themselves.
 */
export class FeedHealth {
  readonly #queries: FeedQueries;
  readonly #feeds = new Map<string, FeedState>();
  readonly #open = new Map<string, string>();
  readonly #changed = new Set<string>();

  private constructor(queries: FeedQueries) {
    this.#queries = queries;
  }

  /** As it stood when the book was last worked. */
  static async load(queries: FeedQueries): Promise<FeedHealth> {
    const health = new FeedHealth(queries);
    for (const feed of await queries.feeds()) health.#feeds.set(feed.feed, feed);
    for (const incident of await queries.dataIncidents(OPEN_INCIDENTS_MAX))
      if (incident.closedAt === null) health.#open.set(`${incident.feed} ${incident.kind}`, incident.id);
    return health;
  }

  beat({ source, ...beat }: Omit<HeartbeatEvent, 'kind' | 'eventId'>, now: Instant): void {
    this.#put(feedBeat(this.#of(source), beat, now));
  }

  delivered(feed: string, delivery: Delivery, now: Instant): void {
    this.#put(feedDelivered(this.#of(feed), delivery, now));
  }

  unsoundSources(now: Instant): readonly string[] {
    return unsoundSourcesOf(this.#feeds.values(), now);
  }

  states(): readonly FeedState[] {
    return [...this.#feeds.values()].sort((a, b) => (a.feed < b.feed ? -1 : 1));
  }

  /** Writes what changed, opens incidents for feeds newly in trouble, closes those that are over. */
  async settle(now: Instant): Promise<void> {
    const changed = [...this.#changed];
    this.#changed.clear();
    await this.#queries.putFeeds(changed.map((feed) => this.#of(feed)));
    for (const feed of this.#feeds.values())
      for (const kind of ['OUTAGE', 'REPLAYED'] as const)
        await this.#settleIncident(feed.feed, kind, feedTrouble(feed, now) === kind, now);
  }

  async #settleIncident(feed: string, kind: FeedTrouble, inTrouble: boolean, now: Instant): Promise<void> {
    const key = `${feed} ${kind}`;
    const open = this.#open.get(key);
    if (inTrouble && open === undefined) {
      const id = newId();
      this.#open.set(key, id);
      await this.#queries.openIncident({ id, feed, kind, openedAt: now });
    } else if (!inTrouble && open !== undefined) {
      this.#open.delete(key);
      await this.#queries.closeIncident(open, now);
    }
  }

  #of(feed: string): FeedState {
    return this.#feeds.get(feed) ?? newFeed(feed);
  }
  #put(state: FeedState): void {
    this.#feeds.set(state.feed, state);
    this.#changed.add(state.feed);
  }
}
