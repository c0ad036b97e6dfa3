import { plusMs, toMs } from './time.ts';
import type { Instant } from './vocabulary.ts';

/**
 * The health of the feeds that events come through. A feed that has once said how often it will report is out when it
 * misses three reports in a row; one that delivers many old events at once is replaying. Either way nothing that rests on
 * it may act against a borrower until it is well again (G5): the fault is ours, and it mends itself.
 */
export interface FeedState {
  readonly feed: string;
  /** Keys of the policy’s sources whose values come through it: as its heartbeats say, and until one does, as its events show. */
  readonly carries: readonly string[];
  /** Null until the first heartbeat: nobody misses what was never promised. */
  readonly everySeconds: number | null;
  readonly lastBeatAt: Instant | null;
  readonly lastEventAt: Instant | null;
  readonly events: number;
  readonly lateEvents: number;
  /** Reports refused because their event id was known with other content (N123). */
  readonly conflicts: number;
  /** Late events since `from`, as long as they keep coming; not those that amend earlier ones. */
  readonly burst: { readonly from: Instant; readonly last: Instant; readonly count: number } | null;
}
export type FeedTrouble = 'OUTAGE' | 'REPLAYED';

const BEATS_MISSED_MAX = 3;
/** A heartbeat may be under way for so long at least. */
const BEAT_UNDER_WAY_MS = 10 * 60_000;
/** So many late events with no pause between them are a replay, not stragglers. */
const BURST_MIN = 20;
const BURST_PAUSE_MS = 10 * 60_000;

export const newFeed = (feed: string): FeedState => ({
  feed,
  carries: [],
  everySeconds: null,
  lastBeatAt: null,
  lastEventAt: null,
  events: 0,
  lateEvents: 0,
  conflicts: 0,
  burst: null,
});

/**
 * A heartbeat heard. It counts from when it arrives, so that a clock that runs a little behind does no harm; one that was under
 * way for longer than the feed may be silent, as when a queue is worked off after an outage, says only that the feed was alive then.
 */
export const feedBeat = (
  state: FeedState,
  beat: { readonly everySeconds: number; readonly carries: readonly string[]; readonly occurredAt: Instant },
  now: Instant,
): FeedState => {
  const { everySeconds, carries, occurredAt } = beat;
  const silentMs = Math.max(everySeconds * 1000 * BEATS_MISSED_MAX, BEAT_UNDER_WAY_MS);
  const at = toMs(now) - toMs(occurredAt) > silentMs ? occurredAt : now;
  const isOlder = state.lastBeatAt !== null && toMs(at) < toMs(state.lastBeatAt);
  return isOlder ? state : { ...state, everySeconds, carries, lastBeatAt: at };
};

/** What came through a feed at once. */
export interface Delivery {
  readonly taken: number;
  /** Keys of the policy’s sources whose values the events taken make. */
  readonly carries: readonly string[];
  /** How many of those taken were late. */
  readonly late: number;
  /** How many of the late amend an earlier event, and say of it what was not said yet: late by nature, and no replay (N195). */
  readonly amending: number;
  readonly conflicts: number;
}
export const feedDelivered = (
  state: FeedState,
  { taken, carries, late, amending, conflicts }: Delivery,
  now: Instant,
): FeedState => {
  return {
    ...state,
    carries: state.lastBeatAt === null ? withAll(state.carries, carries) : state.carries,
    lastEventAt: taken > 0 ? now : state.lastEventAt,
    events: state.events + taken,
    lateEvents: state.lateEvents + late,
    conflicts: state.conflicts + conflicts,
    burst: late === amending ? state.burst : burstWith(state.burst, late - amending, now),
  };
};

const withAll = (known: readonly string[], more: readonly string[]): readonly string[] => {
  const fresh = more.filter((one) => !known.includes(one));
  return fresh.length === 0 ? known : [...known, ...fresh];
};

const burstWith = (burst: FeedState['burst'], late: number, now: Instant): FeedState['burst'] =>
  burst !== null && now <= plusMs(burst.last, BURST_PAUSE_MS)
    ? { from: burst.from, last: now, count: burst.count + late }
    : { from: now, last: now, count: late };

export const feedTrouble = (state: FeedState, now: Instant): FeedTrouble | null => {
  const { everySeconds, lastBeatAt, burst } = state;
  if (everySeconds !== null && lastBeatAt !== null) {
    const missedAt = plusMs(lastBeatAt, everySeconds * 1000 * BEATS_MISSED_MAX);
    if (toMs(now) > toMs(missedAt)) return 'OUTAGE';
  }
  if (burst !== null && burst.count >= BURST_MIN && now <= plusMs(burst.last, BURST_PAUSE_MS)) return 'REPLAYED';
  return null;
};

/** Sources of the policy that nothing adverse may rest on now. */
export const unsoundSourcesOf = (feeds: Iterable<FeedState>, now: Instant): string[] => {
  const unsound = new Set<string>();
  for (const feed of feeds) if (feedTrouble(feed, now) !== null) for (const source of feed.carries) unsound.add(source);
  return [...unsound].sort();
};
