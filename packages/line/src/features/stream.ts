import type { ObservedEvent } from '../behaviour-event.ts';
import { DAY_MS, toMs } from '../time.ts';
import type { Instant } from '../vocabulary.ts';

/**
 * What a borrower’s events of one kind look like to features: tiles of one day each, raw events inside. Streams and tiles
 * are never changed, only replaced, so what was once added up over a tile stays true for as long as the tile is there.
 */

/** What our own book did, seen as events beside those that feeds report. */
export interface OwnDraw {
  readonly kind: 'OWN_DRAW';
  readonly eventId: string;
  readonly occurredAt: Instant;
  readonly source: 'own';
  readonly amountFen: bigint;
  readonly purpose: string;
}
export interface OwnRepayment {
  readonly kind: 'OWN_REPAYMENT';
  readonly eventId: string;
  readonly occurredAt: Instant;
  readonly source: 'own';
  readonly amountFen: bigint;
  /** Whole days from the draw to this repayment. */
  readonly daysHeld: number;
  readonly settled: boolean;
}
export type StreamEvent = ObservedEvent | OwnDraw | OwnRepayment;
export type StreamKind = StreamEvent['kind'];

/** An event as it counts now: with the last correction applied. */
export interface Seen {
  readonly event: StreamEvent;
  /** When it happened, in milliseconds. */
  readonly at: number;
  /** When we learnt of it. */
  readonly recordedAt: Instant;
}

/** Works something out over a stream and keeps it up as events come and go; false when it has to begin anew. */
export interface Follower {
  /** `isNewest`: the event comes last in the stream. */
  added(seen: Seen, isNewest: boolean, stream: Stream): boolean;
  removed(seen: Seen): boolean;
}

export class Tile {
  readonly day: number;
  /** By time, then id: the same whatever order the events came in. */
  readonly seen: readonly Seen[];
  #memos: Map<object, unknown> | null = null;

  constructor(day: number, seen: readonly Seen[]) {
    this.day = day;
    this.seen = seen;
  }

  /** What a feature comes to over the tile; kept with it, by the feature that asked. */
  memo<M>(feature: object, make: () => M): M {
    this.#memos ??= new Map();
    let memo = this.#memos.get(feature);
    if (memo === undefined) {
      memo = make();
      this.#memos.set(feature, memo);
    }
    return memo as M;
  }

  with(added: Seen): Tile {
    const at = placeOf(this.seen, added);
    if (at === this.seen.length) return new Tile(this.day, this.seen.concat(added));
    return new Tile(this.day, [...this.seen.slice(0, at), added, ...this.seen.slice(at)]);
  }

  without(removed: Seen): Tile {
    return this.only((one) => one !== removed);
  }

  only(kept: (seen: Seen) => boolean): Tile {
    const rest = this.seen.filter(kept);
    return rest.length === this.seen.length ? this : new Tile(this.day, rest);
  }
}

export class Stream {
  /** Ascending by day; none is empty. */
  readonly tiles: readonly Tile[];
  readonly count: number;
  /** Events before this day may have been let go: a window that reaches further back has no value (never a wrong one). */
  readonly completeFrom: number;
  #followers: Map<object, Follower> | null = null;

  constructor(tiles: readonly Tile[], completeFrom: number, count: number) {
    this.tiles = tiles;
    this.completeFrom = completeFrom;
    this.count = count;
  }

  /** Whether nothing was ever let go. */
  get isWhole(): boolean {
    return this.completeFrom === Number.NEGATIVE_INFINITY;
  }

  /** What somebody works out over exactly these events. */
  followerOf(asker: object): Follower | undefined {
    return this.#followers?.get(asker);
  }
  follow(asker: object, follower: Follower): void {
    this.#followers ??= new Map();
    this.#followers.set(asker, follower);
  }

  /**
   * Goes on from the version before it. Followers go along with the newest version: whoever asks the older one again (a
   * command that came to nothing, a reader) has it worked out anew.
   */
  after(before: Stream, told: (follower: Follower) => boolean): this {
    const followers = before.#followers;
    before.#followers = null;
    followers?.forEach((follower, asker) => {
      if (!told(follower)) followers.delete(asker);
    });
    this.#followers = followers;
    return this;
  }
}
export const EMPTY_STREAM = new Stream([], Number.NEGATIVE_INFINITY, 0);

/**
 * No window reaches further back; older tiles leave the file (the facts keep them), but for the newest one and for what
 * still stands.
 */
export const KEPT_DAYS = 100;
/**
 * At most so many events of a kind are held per borrower, beside those of the newest day: that one is kept whole, or whoever
 * signs in a thousand times in a day would have the rules about sign-ins abstain.
 */
const KEPT_MAX = 1_000;

export const dayOf = (at: number): number => Math.floor(at / DAY_MS);
export const seenOf = (event: StreamEvent, recordedAt: Instant): Seen => ({
  event,
  at: toMs(event.occurredAt),
  recordedAt,
});

/** The order of events: by time, then id. */
export const isBefore = (a: Seen, b: Seen): boolean =>
  a.at < b.at || (a.at === b.at && a.event.eventId < b.event.eventId);

const placeOf = (seen: readonly Seen[], added: Seen): number => {
  let place = seen.length;
  while (place > 0 && isBefore(added, seen[place - 1] as Seen)) place -= 1;
  return place;
};

/** The stream with one more event. */
export const addTo = (stream: Stream, added: Seen): Stream => {
  const day = dayOf(added.at);
  const isOld = day < stream.completeFrom;
  if (isOld && subjectsOf(added.event).length === 0) return stream;
  const tiles = [...stream.tiles];
  let place = tiles.length;
  while (place > 0 && (tiles[place - 1] as Tile).day > day) place -= 1;
  const same = tiles[place - 1];
  if (same?.day === day) tiles[place - 1] = same.with(added);
  else tiles.splice(place, 0, new Tile(day, [added]));
  const isNewest = tiles.at(-1)?.seen.at(-1) === added;
  const grown = new Stream(tiles, stream.completeFrom, stream.count + 1);
  if (isOld) return letGo(grown, stream.completeFrom);
  return within(grown.after(stream, (follower) => follower.added(added, isNewest, grown)));
};

export const removeFrom = (stream: Stream, removed: Seen): Stream => {
  const day = dayOf(removed.at);
  const tiles = stream.tiles.flatMap((tile) => {
    if (tile.day !== day) return [tile];
    const rest = tile.without(removed);
    return rest.seen.length === 0 ? [] : [rest];
  });
  const rest = new Stream(tiles, stream.completeFrom, stream.count - 1);
  return rest.after(stream, (follower) => follower.removed(removed));
};

/** Lets the oldest days go when there are too many events, and says from when on the stream is whole. */
const within = (stream: Stream): Stream => {
  if (stream.count <= KEPT_MAX) return stream;
  const oldest = stream.tiles.find(({ day }) => day >= stream.completeFrom);
  return oldest === undefined || oldest === stream.tiles.at(-1) ? stream : within(letGo(stream, oldest.day + 1));
};

/** Lets go what no window can see any more; the newest tile stays, because the last value is not a window. */
export const prune = (stream: Stream, now: number): Stream => {
  const from = dayOf(now) - KEPT_DAYS;
  if (stream.tiles.length < 2 || (stream.tiles[0] as Tile).day >= from) return stream;
  return letGo(stream, from);
};

/** The stream without the days before one, but for the newest tile and for what of them still stands. */
const letGo = (stream: Stream, day: number): Stream => {
  const newest = stream.tiles.at(-1);
  const standing = standingIn(stream);
  const tiles = stream.tiles
    .map((tile) => (tile.day >= day || tile === newest ? tile : tile.only((seen) => standing.has(seen))))
    .filter(({ seen }) => seen.length > 0);
  const count = tiles.reduce((sum, tile) => sum + tile.seen.length, 0);
  return new Stream(tiles, Math.max(stream.completeFrom, day), count);
};

const NOTHING: readonly string[] = [];
/**
 * What a report says that stands until a newer one says something else of the same: an identity card found invalid stays so,
 * whatever is reported of a phone since. What is over once it has happened says nothing of the kind.
 */
const subjectsOf = (event: StreamEvent): readonly string[] => {
  switch (event.kind) {
    case 'DOCUMENT_STATUS':
      return [event.document];
    case 'INCOME_UPDATE':
      return event.contributionMonths3m === undefined ? ['income'] : ['income', 'contributions'];
    case 'BUREAU_UPDATE':
      return ['report'];
    default:
      return NOTHING;
  }
};

/** Which of two reports is the newer: by the date it speaks of where it has one, then by when it was reported. */
export const rankOf = (event: StreamEvent): string =>
  `${'reportDate' in event ? event.reportDate : ''} ${event.occurredAt}`;

/** The newest report of each subject; several where they speak of the very same moment. */
const standingIn = ({ tiles }: Stream): ReadonlySet<Seen> => {
  const newest = new Map<string, { readonly rank: string; readonly seen: readonly Seen[] }>();
  for (const tile of tiles)
    for (const seen of tile.seen)
      for (const subject of subjectsOf(seen.event)) {
        const rank = rankOf(seen.event);
        const known = newest.get(subject);
        if (known === undefined || rank > known.rank) newest.set(subject, { rank, seen: [seen] });
        else if (rank === known.rank) newest.set(subject, { rank, seen: [...known.seen, seen] });
      }
  return new Set([...newest.values()].flatMap(({ seen }) => seen));
};

export const findIn = (stream: Stream, eventId: string): Seen | null => {
  for (const tile of stream.tiles) for (const one of tile.seen) if (one.event.eventId === eventId) return one;
  return null;
};
