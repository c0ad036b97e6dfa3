import type { ObservedEvent } from '../behaviour-event.ts';
import { DAY_MS, toMs } from '../time.ts';
import type { Instant } from '../vocabulary.ts';

/**
 * What a borrower’s events of one kind look like to features: tiles of one day each, raw events inside. A tile is never
 * changed, only replaced, so what was once added up over it stays true for as long as the tile is there.
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

/** How features add up one tile; kept with the tile, by the feature that asked. */
export interface TileMemo {
  /** What the tile comes to with one more event, or null when it has to be added up anew. */
  plus(seen: Seen): TileMemo | null;
  minus(seen: Seen): TileMemo | null;
}

export class Tile {
  readonly day: number;
  /** By time, then id: the same whatever order the events came in. */
  readonly seen: readonly Seen[];
  readonly #memos = new Map<object, TileMemo>();

  constructor(day: number, seen: readonly Seen[]) {
    this.day = day;
    this.seen = seen;
  }

  memo<M extends TileMemo>(feature: object, make: (seen: readonly Seen[]) => M): M {
    let memo = this.#memos.get(feature);
    if (memo === undefined) {
      memo = make(this.seen);
      this.#memos.set(feature, memo);
    }
    return memo as M;
  }

  with(added: Seen): Tile {
    const at = placeOf(this.seen, added);
    const tile = new Tile(this.day, [...this.seen.slice(0, at), added, ...this.seen.slice(at)]);
    tile.#carry(this.#memos, (memo) => memo.plus(added));
    return tile;
  }

  without(removed: Seen): Tile {
    const tile = new Tile(
      this.day,
      this.seen.filter((one) => one !== removed),
    );
    tile.#carry(this.#memos, (memo) => memo.minus(removed));
    return tile;
  }

  /** Aggregates that can be undone are corrected in place; the others are added up again when they are next asked for. */
  #carry(memos: ReadonlyMap<object, TileMemo>, change: (memo: TileMemo) => TileMemo | null): void {
    for (const [feature, memo] of memos) {
      const changed = change(memo);
      if (changed !== null) this.#memos.set(feature, changed);
    }
  }
}

export class Stream {
  /** Ascending by day; none is empty. */
  readonly tiles: readonly Tile[];
  readonly count: number;
  /** Events before this day may have been let go: a window that reaches further back has no value (never a wrong one). */
  readonly completeFrom: number;
  #worked: Map<object, unknown> | null = null;

  constructor(tiles: readonly Tile[], completeFrom: number, count: number) {
    this.tiles = tiles;
    this.completeFrom = completeFrom;
    this.count = count;
  }

  /** What was last worked out over exactly these events for somebody who may ask again. */
  worked(asker: object): unknown {
    return this.#worked?.get(asker);
  }
  keep(asker: object, value: unknown): void {
    this.#worked ??= new Map();
    this.#worked.set(asker, value);
  }
}
export const EMPTY_STREAM = new Stream([], Number.NEGATIVE_INFINITY, 0);

/** No window reaches further back; older tiles leave the file (the facts keep them), but for the newest one. */
export const KEPT_DAYS = 100;
/** At most so many events of a kind are held per borrower, so that memory is bounded whatever a feed sends. */
const KEPT_MAX = 1_000;

export const dayOf = (at: number): number => Math.floor(at / DAY_MS);
export const seenOf = (event: StreamEvent, recordedAt: Instant): Seen => ({
  event,
  at: toMs(event.occurredAt),
  recordedAt,
});

const before = (a: Seen, b: Seen): boolean => a.at < b.at || (a.at === b.at && a.event.eventId < b.event.eventId);

const placeOf = (seen: readonly Seen[], added: Seen): number => {
  let place = seen.length;
  while (place > 0 && before(added, seen[place - 1] as Seen)) place -= 1;
  return place;
};

/** The stream with one more event. */
export const addTo = (stream: Stream, added: Seen): Stream => {
  const day = dayOf(added.at);
  if (day < stream.completeFrom) return stream;
  const tiles = [...stream.tiles];
  let place = tiles.length;
  while (place > 0 && (tiles[place - 1] as Tile).day > day) place -= 1;
  const same = tiles[place - 1];
  if (same?.day === day) tiles[place - 1] = same.with(added);
  else tiles.splice(place, 0, new Tile(day, [added]));
  return within(new Stream(tiles, stream.completeFrom, stream.count + 1));
};

export const removeFrom = (stream: Stream, removed: Seen): Stream => {
  const day = dayOf(removed.at);
  const tiles = stream.tiles.flatMap((tile) => {
    if (tile.day !== day) return [tile];
    const rest = tile.without(removed);
    return rest.seen.length === 0 ? [] : [rest];
  });
  return new Stream(tiles, stream.completeFrom, stream.count - 1);
};

/** Lets the oldest days go when there are too many events, and says from when on the stream is whole. */
const within = (stream: Stream): Stream => {
  if (stream.count <= KEPT_MAX || stream.tiles.length < 2) return stream;
  const [oldest, ...tiles] = stream.tiles as [Tile, ...Tile[]];
  return within(new Stream(tiles, oldest.day + 1, stream.count - oldest.seen.length));
};

/** Lets go what no window can see any more; the newest tile stays, because the last value is not a window. */
export const prune = (stream: Stream, now: number): Stream => {
  const from = dayOf(now) - KEPT_DAYS;
  if (stream.tiles.length < 2 || (stream.tiles[0] as Tile).day >= from) return stream;
  const newest = stream.tiles.at(-1) as Tile;
  const tiles = stream.tiles.filter((tile) => tile.day >= from || tile === newest);
  const count = tiles.reduce((sum, tile) => sum + tile.seen.length, 0);
  return new Stream(tiles, Math.max(stream.completeFrom, from), count);
};

export const findIn = (stream: Stream, eventId: string): Seen | null => {
  for (const tile of stream.tiles) for (const one of tile.seen) if (one.event.eventId === eventId) return one;
  return null;
};
