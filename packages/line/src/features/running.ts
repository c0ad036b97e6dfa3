import { endOfDate, dateOf, fromMs, HOUR_MS, toMs } from '../time.ts';
import type { CompiledFeature } from './compile.ts';
import { isInPlace, standingOf, type Streams } from './counting.ts';
import { type Found, foundIn } from './observed.ts';
import { newOrdered, type Ordered } from './ordered.ts';
import { RecentDeeds } from './recent-deeds.ts';
import type { Follower, Seen, Stream, Tile } from './stream.ts';
import { newTotal, type Total } from './totals.ts';
import { cut, eventsIn, firstOf, lastOf, nextAfter, tilesIn } from './window.ts';

/**
 * A tile of fewer events is added up each time: it takes no longer than adding its sum, and the sums of an everyday
 * borrower’s tiles took more memory than all else in their file.
 */
const KEPT_SUM_FROM = 8;

/**
 * The value of a feature over the window as it moves along a stream. It follows the stream from version to version: an
 * event costs what enters the window and what leaves it, however much the window holds. Whatever it cannot follow (an
 * event out of order where order matters, a question about an earlier time) is worked out anew from the events.
 */
export class Running implements Follower {
  readonly #feature: CompiledFeature;
  /** Null where the order of events matters. */
  readonly #total: Total | null;
  readonly #ordered: Ordered | null;
  /** The stream that the events must follow, if they must follow one. */
  readonly #beside: Stream | undefined;
  /** When each deed of late was last seen, where one sent again counts once. */
  readonly #deeds: RecentDeeds | null;
  /** Deeds sent again, oldest first. */
  #repeats: readonly Seen[] = [];
  /** The window that was taken in: after `from`, up to and including `now`. */
  #from: number;
  #now: number;
  /** When the oldest event of the window leaves it, at the earliest. */
  #leaves = 0;
  /** When the next event that is not in the window yet comes in. */
  #enters = 0;
  #found: Found | null = null;

  /** Works the value out from the events. */
  constructor(feature: CompiledFeature, streams: Streams, stream: Stream, from: number, now: number) {
    this.#feature = feature;
    this.#total = newTotal(feature);
    this.#ordered = this.#total === null ? newOrdered(feature) : null;
    this.#beside = besideOf(feature, streams);
    this.#deeds = feature.declaration.once === undefined ? null : new RecentDeeds(feature, feature.declaration.once);
    this.#from = from;
    this.#now = now;
    this.#deeds?.learn(stream, Number.NEGATIVE_INFINITY, from);
    if (this.#total !== null && feature.declaration.after === undefined) this.#addUp(this.#total, streams, stream);
    else for (const seen of eventsIn(stream, from, now)) this.#take(seen, streams);
    this.#settle(stream);
  }

  /** From when on time alone may change the value. */
  get until(): number {
    return Math.min(this.#leaves, this.#enters);
  }

  get found(): Found {
    this.#found ??= {
      ...(this.#total === null ? (this.#ordered as Ordered).found() : foundIn(this.#feature, this.#total)),
      ...(this.#repeats.length > 0 ? { repeats: this.#repeats } : {}),
    };
    return this.#found;
  }

  /** Whether time alone leaves the value at an instant what it was. */
  isOf(streams: Streams, now: number): boolean {
    return (
      now >= this.#now && now < this.#leaves && now < this.#enters && besideOf(this.#feature, streams) === this.#beside
    );
  }

  /** Whether it has moved on past an instant. */
  isAfter(now: number): boolean {
    return this.#now > now;
  }

  /** Moves the window on; false when the value must be worked out anew. */
  moveTo(streams: Streams, stream: Stream, from: number, now: number): boolean {
    if (now < this.#now || from < this.#from || besideOf(this.#feature, streams) !== this.#beside) return false;
    // Where nothing can have left or come in, there is nothing to look for.
    const leaves = now >= this.#leaves;
    const enters = now >= this.#enters;
    if (leaves)
      for (const seen of eventsIn(stream, this.#from, Math.min(from, this.#now)))
        if (!this.#giveBack(seen, streams)) return false;
    if (enters) {
      this.#deeds?.learn(stream, this.#now, from);
      for (const seen of eventsIn(stream, Math.max(this.#now, from), now)) this.#take(seen, streams);
    }
    this.#from = from;
    this.#now = now;
    if (leaves) this.#leaves = leavesAt(this.#feature, nextAfter(stream, from), now);
    if (enters) this.#enters = nextAfter(stream, now);
    return true;
  }

  added(seen: Seen, isNewest: boolean, stream: Stream): boolean {
    if (!this.#feature.takes(seen)) return true;
    this.#leaves = Math.min(this.#leaves, leavesAt(this.#feature, seen.at, this.#now));
    if (seen.at > this.#now) {
      this.#enters = Math.min(this.#enters, seen.at);
      return true;
    }
    if (isNewest) {
      if (seen.at > this.#from) this.#take(seen, this.#streams(stream));
      // Before the window: nothing to count, and yet a deed in the window could be its echo.
      else this.#deeds?.isEcho(seen);
      return true;
    }
    if (this.#total === null) return false;
    if (this.#deeds === null) {
      if (seen.at > this.#from) this.#take(seen, this.#streams(stream));
      return true;
    }
    // An echo may have come before its deed, and what was thought new need not have been.
    if (!this.#deeds.standsApart(seen, stream)) return false;
    this.#deeds.learnLate(seen);
    if (seen.at > this.#from && isInPlace(this.#feature, this.#streams(stream), seen)) {
      this.#found = null;
      this.#total.add(seen);
    }
    return true;
  }

  removed(seen: Seen): boolean {
    if (!this.#feature.takes(seen)) return true;
    if (this.#total === null || !this.#isPlain) return false;
    if (seen.at <= this.#from || seen.at > this.#now) return true;
    this.#found = null;
    return this.#total.giveBack(seen);
  }

  /** Whole tiles count by what they come to, the tiles that an edge cuts by their events: exact at both edges. */
  #addUp(total: Total, streams: Streams, stream: Stream): void {
    for (const tile of tilesIn(stream, this.#from, this.#now)) {
      const isWhole = firstOf(tile) > this.#from && lastOf(tile) <= this.#now;
      const isLarge = tile.seen.length >= KEPT_SUM_FROM;
      const sum = isWhole && isLarge ? tile.memo(this.#feature, () => sumOf(this.#feature, tile)) : null;
      if (sum === null || !this.#addSum(total, sum))
        for (const seen of isWhole ? tile.seen : cut(tile, this.#from, this.#now)) this.#take(seen, streams);
    }
  }

  /** Adds what a tile comes to; false where a deed in it may be an echo, which only its events can say. */
  #addSum(total: Total, { of, least, first, last }: Sum): boolean {
    if (this.#deeds !== null && first !== null && last !== null) {
      if (!this.#deeds.standApart(first.at, least)) return false;
      this.#deeds.isEcho(last);
    }
    total.addAll(of);
    return true;
  }

  /** No event stands or falls with another one. */
  get #isPlain(): boolean {
    const { once, after } = this.#feature.declaration;
    return once === undefined && after === undefined;
  }

  #streams(stream: Stream): Streams {
    const { after } = this.#feature.declaration;
    return {
      ...(after === undefined || this.#beside === undefined ? {} : { [after.event]: this.#beside }),
      [this.#feature.kind]: stream,
    };
  }

  #take(seen: Seen, streams: Streams): void {
    if (!this.#feature.takes(seen)) return;
    const isEcho = this.#deeds?.isEcho(seen) ?? false;
    if (!isEcho && !isInPlace(this.#feature, streams, seen)) return;
    this.#found = null;
    if (isEcho) this.#repeats = [...this.#repeats, seen];
    else (this.#total ?? (this.#ordered as Ordered)).add(seen);
  }

  #giveBack(seen: Seen, streams: Streams): boolean {
    const standing = standingOf(this.#feature, streams, seen);
    if (standing === 'passed over') return true;
    this.#found = null;
    if (standing === 'counts') return (this.#total ?? (this.#ordered as Ordered)).giveBack(seen);
    this.#repeats = this.#repeats.slice(1);
    return true;
  }

  #settle(stream: Stream): void {
    this.#leaves = leavesAt(this.#feature, nextAfter(stream, this.#from), this.#now);
    this.#enters = nextAfter(stream, this.#now);
  }
}

const besideOf = ({ declaration: { after } }: CompiledFeature, streams: Streams): Stream | undefined =>
  after === undefined ? undefined : streams[after.event];

/** When an event leaves the window. Whole dates leave together. */
const leavesAt = ({ declaration: { window } }: CompiledFeature, at: number, now: number): number => {
  if (window === null) return Number.POSITIVE_INFINITY;
  return 'hours' in window ? at + window.hours * HOUR_MS : toMs(endOfDate(dateOf(fromMs(now))));
};

/** What the events of a tile that the filter lets through come to, none of them taken for an echo. */
interface Sum {
  readonly of: Total;
  readonly first: Seen | null;
  readonly last: Seen | null;
  /** The least time between two of them that follow each other. */
  readonly least: number;
}
const sumOf = (feature: CompiledFeature, tile: Tile): Sum => {
  const of = newTotal(feature);
  if (of === null) throw new Error(`feature ${feature.name} does not add up`);
  let first: Seen | null = null;
  let last: Seen | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const seen of tile.seen) {
    if (!feature.takes(seen)) continue;
    of.add(seen);
    if (last !== null) least = Math.min(least, seen.at - last.at);
    first ??= seen;
    last = seen;
  }
  return { of, first, last, least };
};
