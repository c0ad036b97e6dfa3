import { isBefore, type Seen, type Stream, type Tile } from './stream.ts';

/** Where a window cuts a stream. Events of a tile are in order, and so are tiles: places are found by halving. */

export const firstOf = (tile: Tile): number => (tile.seen[0] as Seen).at;
export const lastOf = (tile: Tile): number => (tile.seen.at(-1) as Seen).at;

/** How many of the first things in a list lie at or before a moment. */
const countUntil = <T>(things: readonly T[], at: number, of: (thing: T) => number): number => {
  let low = 0;
  let high = things.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (of(things[middle] as T) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
};
const atOf = (seen: Seen): number => seen.at;

/** Tiles that hold events after one moment, up to and including another, in order. */
export const tilesIn = ({ tiles }: Stream, after: number, until: number): readonly Tile[] => {
  const from = countUntil(tiles, after, lastOf);
  const to = countUntil(tiles, until, firstOf);
  return from === 0 && to === tiles.length ? tiles : tiles.slice(from, to);
};

/** The events of a tile after one moment, up to and including another. */
export const cut = (tile: Tile, after: number, until: number): readonly Seen[] => {
  const { seen } = tile;
  const to = lastOf(tile) <= until ? seen.length : countUntil(seen, until, atOf);
  const from = firstOf(tile) > after ? 0 : countUntil(seen, after, atOf);
  return from === 0 && to === seen.length ? seen : seen.slice(from, to);
};

const NONE: readonly Seen[] = [];

/** Events after one moment, up to and including another, in order. */
export const eventsIn = (stream: Stream, after: number, until: number): readonly Seen[] => {
  const newest = stream.tiles.at(-1);
  if (newest === undefined || after >= until || lastOf(newest) <= after) return NONE;
  // What is asked for most is what came last.
  const second = stream.tiles.at(-2);
  if (second === undefined || lastOf(second) <= after) return cut(newest, after, until);
  const tiles = tilesIn(stream, after, until);
  const [only] = tiles;
  // Most of what is asked for lies within one day.
  if (tiles.length === 1 && only !== undefined) return cut(only, after, until);
  return tiles.flatMap((tile) => cut(tile, after, until));
};

/** When the first event after a moment happened; infinity for none. */
export const nextAfter = ({ tiles }: Stream, at: number): number => {
  const newest = tiles.at(-1);
  if (newest === undefined || lastOf(newest) <= at) return Number.POSITIVE_INFINITY;
  const tile = tiles[countUntil(tiles, at, lastOf)];
  return tile === undefined ? Number.POSITIVE_INFINITY : (tile.seen[countUntil(tile.seen, at, atOf)] as Seen).at;
};

/** Whether one of the events that come before another, after a moment, passes a test; the nearest are asked first. */
export const hasBefore = ({ tiles }: Stream, seen: Seen, after: number, passes: (one: Seen) => boolean): boolean => {
  for (let place = countUntil(tiles, seen.at, firstOf) - 1; place >= 0; place -= 1) {
    const tile = tiles[place] as Tile;
    if (lastOf(tile) <= after) return false;
    for (let at = tile.seen.length - 1; at >= 0; at -= 1) {
      const one = tile.seen[at] as Seen;
      if (one.at <= after) return false;
      if (isBefore(one, seen) && passes(one)) return true;
    }
  }
  return false;
};
