import { addDays } from '@clearline/lending';
import type { RecordedInput } from '../decision-record.ts';
import { DAY_MS, dateOf, endOfDate, fromMs, HOUR_MS, hoursBetween, startOfDate, toMs } from '../time.ts';
import type { Instant } from '../vocabulary.ts';
import { type CompiledFeature, type CompiledSignals, fieldOf, testOf, windowOf } from './compile.ts';
import { hasPlace, speedBetween } from './speed.ts';
import { EMPTY_STREAM, type Seen, type Stream, type StreamKind, type Tile } from './stream.ts';
import { newTotal, type Total } from './totals.ts';

/** Why a value cannot carry a decision (G5). */
export type Trouble = 'OUTAGE' | 'CONTRADICTORY' | 'INCOMPLETE';

/** A value with its date, and how time alone would change it. */
export interface Observed {
  readonly value: number | string | boolean | null;
  readonly observedAt: Instant | null;
  readonly decay?: RecordedInput['decay'];
  readonly trouble?: Trouble;
  /** Deeds sent twice that were counted once, newest last. */
  readonly repeats?: readonly Seen[];
}

export type Streams = Readonly<Partial<Record<StreamKind, Stream>>>;

/** The last steps down are the ones in which thresholds lie; a long window lists no more than these. */
const DECAY_STEPS_MAX = 64;
/** Whole hours after which policies ask again about something that grows by itself. */
const HOURS_ASKED = [24, 48, 72, 168, 720];

/**
 * The value of a feature as of an instant, exact at both edges of its window: whole tiles count by what they come to,
 * the tiles that an edge cuts by their events.
 */
export const evaluate = (feature: CompiledFeature, streams: Streams, now: Instant, decay: boolean): Observed => {
  const stream = streams[feature.kind] ?? EMPTY_STREAM;
  const from = windowOf(feature.declaration, toMs(now), (back) => toMs(startOfDate(addDays(dateOf(now), -back))));
  // What is left of a window that is no longer whole is still shown, but it cannot carry a decision (G5).
  const whole = from === Number.NEGATIVE_INFINITY || from >= stream.completeFrom * DAY_MS;
  const found = decay
    ? valueIn(feature, streams, stream, from, now, true)
    : keptValue(feature, streams, stream, from, now);
  const seen = asOf(found, now, decay);
  return whole ? seen : { ...seen, trouble: 'INCOMPLETE' };
};

/** A value whose date may be `NOW`: it speaks of the instant of the question, whichever that is. */
type Found = Observed & { readonly since?: Seen };
const NOW: Instant = 'now';

const asOf = (found: Found, now: Instant, decay: boolean): Observed => {
  if (found.since !== undefined) return hoursSince(found.since, now, decay);
  return found.observedAt === NOW ? { ...found, observedAt: now } : found;
};

/** A value, and between which instants (the first included, the last not) time alone leaves it as it is. */
interface Kept {
  readonly from: number;
  readonly until: number;
  /** The stream that its events must follow, if they must follow one. */
  readonly beside: Stream | undefined;
  readonly found: Found;
}
/**
 * Streams are replaced, never changed, so a value is kept with its stream until an event of it leaves the window or one of
 * the future enters. An event of one kind then costs nothing of the features over the others.
 */
const keptValue = (feature: CompiledFeature, streams: Streams, stream: Stream, from: number, now: Instant): Found => {
  // One empty stream serves everybody for ever: what is kept with it would never be let go.
  if (stream === EMPTY_STREAM) return valueIn(feature, streams, stream, from, now, false);
  const nowMs = toMs(now);
  const { after } = feature.declaration;
  const beside = after === undefined ? undefined : streams[after.event];
  const known = stream.worked(feature) as Kept | undefined;
  if (known !== undefined && nowMs >= known.from && nowMs < known.until && known.beside === beside) return known.found;
  const found = valueIn(feature, streams, stream, from, now, false);
  const value: Kept = { from: nowMs, until: changesAt(feature, stream, from, now), beside, found };
  stream.keep(feature, value);
  return found;
};

/** When time alone may next change a value: at the earliest end of an event’s stay in the window, or a beginning of one. */
const changesAt = (
  { declaration: { window } }: CompiledFeature,
  { tiles }: Stream,
  from: number,
  now: Instant,
): number => {
  const nowMs = toMs(now);
  let first = Number.POSITIVE_INFINITY;
  let entering = Number.POSITIVE_INFINITY;
  for (let t = tiles.length - 1; t >= 0; t -= 1) {
    const tile = tiles[t] as Tile;
    if (lastOf(tile) <= from) break;
    // Whole tiles in the middle of the window hold neither edge.
    if (firstOf(tile) > from && lastOf(tile) <= nowMs) {
      first = firstOf(tile);
      continue;
    }
    for (let n = tile.seen.length - 1; n >= 0; n -= 1) {
      const { at } = tile.seen[n] as Seen;
      if (at <= from) break;
      if (at > nowMs) entering = at;
      else first = at;
    }
  }
  if (window === null) return entering;
  return Math.min(entering, 'hours' in window ? first + window.hours * HOUR_MS : toMs(endOfDate(dateOf(now))));
};

const valueIn = (
  feature: CompiledFeature,
  streams: Streams,
  stream: Stream,
  from: number,
  now: Instant,
  decay: boolean,
): Found => {
  const total = newTotal(feature);
  const nowMs = toMs(now);
  if (total === null) return oneByOne(feature, stream, from, nowMs);
  const { once, after } = feature.declaration;
  if (once === undefined && after === undefined && !decay)
    return observed(feature, addUp(feature, total, stream, from, nowMs));

  const { counted, repeats } = countedOf(feature, streams, stream, from, nowMs);
  for (const seen of counted) total.add(seen);
  const steps = decay ? decayOf(feature, counted) : [];
  return {
    ...observed(feature, total),
    ...(steps.length > 0 ? { decay: steps } : {}),
    ...(repeats.length > 0 ? { repeats } : {}),
  };
};

/** How many signals are lit; each needs its own window whole. */
export const evaluateSignals = (signals: CompiledSignals, streams: Streams, now: Instant): Observed => {
  const parts = signals.parts.map(({ feature, atLeast }) => ({
    seen: evaluate(feature, streams, now, false),
    atLeast,
  }));
  const trouble = parts.find(({ seen }) => seen.trouble !== undefined)?.seen.trouble;
  const lit = parts.filter(({ seen, atLeast }) => typeof seen.value === 'number' && seen.value >= atLeast);
  const newest = lit
    .map(({ seen }) => seen.observedAt ?? now)
    .sort()
    .at(-1);
  return { value: lit.length, observedAt: newest ?? now, ...(trouble === undefined ? {} : { trouble }) };
};

const observed = (feature: CompiledFeature, total: Total): Found => {
  const value = total.result();
  if (value === null) return zeroOf(feature);
  // A table compares integers up to 2^53; a sum beyond that is a broken feed, not money.
  if (!Number.isSafeInteger(value)) return { value: null, observedAt: null, trouble: 'CONTRADICTORY' };
  return { value, observedAt: total.latest === null ? NOW : fromMs(total.latest) };
};
/** That nothing happened is known as of now; that nothing is known is known of no time. */
const zeroOf = ({ declaration: { zero } }: CompiledFeature): Found => ({
  value: zero,
  observedAt: zero === null ? null : NOW,
});

const addUp = (feature: CompiledFeature, total: Total, stream: Stream, from: number, now: number): Total => {
  for (const tile of tilesWithin(stream, from, now))
    if (firstOf(tile) > from && lastOf(tile) <= now) total.addAll(tile.memo(feature, (seen) => totalOf(feature, seen)));
    else for (const seen of cut(tile, from, now)) total.add(seen);
  return total;
};

/** The events of a tile that lie in the window. Most windows that cut a tile are short and reach up to now. */
const cut = ({ seen }: Tile, from: number, now: number): readonly Seen[] => {
  let end = seen.length;
  while (end > 0 && (seen[end - 1] as Seen).at > now) end -= 1;
  let start = end;
  while (start > 0 && (seen[start - 1] as Seen).at > from) start -= 1;
  return start === 0 && end === seen.length ? seen : seen.slice(start, end);
};

const totalOf = (feature: CompiledFeature, events: readonly Seen[]): Total => {
  const total = newTotal(feature);
  if (total === null) throw new Error(`feature ${feature.name} does not add up`);
  for (const seen of events) total.add(seen);
  return total;
};

const firstOf = (tile: Tile): number => (tile.seen[0] as Seen).at;
const lastOf = (tile: Tile): number => (tile.seen.at(-1) as Seen).at;

/** Tiles that hold events of the window, in order. Most windows are short: the search begins at the newest. */
const tilesWithin = ({ tiles }: Stream, from: number, now: number): readonly Tile[] => {
  let end = tiles.length;
  while (end > 0 && firstOf(tiles[end - 1] as Tile) > now) end -= 1;
  let start = end;
  while (start > 0 && lastOf(tiles[start - 1] as Tile) > from) start -= 1;
  return start === 0 && end === tiles.length ? tiles : tiles.slice(start, end);
};

/** Events of the window that the filter lets through, in order. */
const within = (feature: CompiledFeature, stream: Stream, from: number, now: number): Seen[] => {
  const found: Seen[] = [];
  for (const tile of tilesWithin(stream, from, now))
    for (const seen of cut(tile, from, now)) if (feature.takes(seen)) found.push(seen);
  return found;
};

/** Events that count: not a deed sent twice, and following what they must follow. */
const countedOf = (
  feature: CompiledFeature,
  streams: Streams,
  stream: Stream,
  from: number,
  now: number,
): { counted: Seen[]; repeats: Seen[] } => {
  const { once, after } = feature.declaration;
  // Whether an event repeats another does not depend on where the window begins: look a little further back.
  const reach = once === undefined ? 0 : once.withinSeconds * 1000;
  const found = within(feature, stream, from - reach, now);
  const isRepeat = once === undefined ? () => false : repeatsAmong(found, once.same, reach);
  const counted: Seen[] = [];
  const repeats: Seen[] = [];
  found.forEach((seen, n) => {
    if (isRepeat(n)) {
      if (seen.at > from) repeats.push(seen);
    } else if (seen.at > from && (after === undefined || follows(seen, after, streams))) counted.push(seen);
  });
  return { counted, repeats };
};

/** Tells, asked in order, whether an event is like an earlier one within reach. Most have no neighbour to be compared with. */
const repeatsAmong = (found: readonly Seen[], same: readonly string[], reach: number): ((n: number) => boolean) => {
  const lastSame = new Map<string, number>();
  const isNear = (n: number): boolean => {
    const [a, b] = [found[n], found[n + 1]];
    return a !== undefined && b !== undefined && b.at - a.at <= reach;
  };
  return (n) => {
    if (!isNear(n - 1) && !isNear(n)) return false;
    const seen = found[n] as Seen;
    const key = JSON.stringify(same.map((field) => String(fieldOf(seen, field))));
    const before = lastSame.get(key);
    lastSame.set(key, seen.at);
    return before !== undefined && seen.at - before <= reach;
  };
};

const follows = (seen: Seen, after: NonNullable<CompiledFeature['declaration']['after']>, streams: Streams): boolean =>
  (streams[after.event]?.tiles ?? []).some((tile) =>
    tile.seen.some((one) => one.at <= seen.at && seen.at - one.at <= after.withinMinutes * 60_000),
  );

/** The value after each event has left the window, earliest first. */
const decayOf = (feature: CompiledFeature, counted: readonly Seen[]): { at: Instant; value: number | null }[] => {
  const { window, zero } = feature.declaration;
  if (window === null) return [];
  const steps: { at: Instant; value: number | null }[] = [];
  const rest = totalOf(feature, []);
  for (const seen of counted.slice(-DECAY_STEPS_MAX).reverse()) {
    const at =
      'hours' in window ? fromMs(seen.at + window.hours * HOUR_MS) : endOfDates(seen.event.occurredAt, window.dates);
    const value = rest.result();
    steps.push({ at, value: value === null ? zero : Number.isSafeInteger(value) ? value : null });
    rest.add(seen);
  }
  return steps.reverse();
};
const endOfDates = (at: Instant, dates: number): Instant => startOfDate(addDays(dateOf(at), dates));

const oneByOne = (feature: CompiledFeature, stream: Stream, from: number, now: number): Found => {
  const seen = within(feature, stream, from, now);
  switch (feature.aggregate) {
    case 'last':
      return newestOf(feature, seen);
    case 'hours_since_last':
      return sinceOf(seen.at(-1));
    case 'hours_since_new':
      return sinceOf(newestFirst(feature, seen));
    default:
      return fastest(feature, seen);
  }
};

const sinceOf = (since: Seen | undefined): Found => ({
  value: null,
  observedAt: null,
  ...(since === undefined ? {} : { since }),
});

const nothing = (feature: CompiledFeature): Observed => ({ value: feature.declaration.zero, observedAt: null });

/** The newest event’s value. Two that speak of the same moment and differ, or one at odds with itself, say nothing (G5). */
const newestOf = (feature: CompiledFeature, seen: readonly Seen[]): Observed => {
  const { by, contradictions = [] } = feature.declaration;
  const rank = (one: Seen): string => `${by === undefined ? '' : String(fieldOf(one, by))} ${one.event.occurredAt}`;
  let newest: Seen | undefined;
  for (const one of seen) if (newest === undefined || rank(one) >= rank(newest)) newest = one;
  if (newest === undefined) return nothing(feature);
  const last = newest;
  const value = feature.valueOf(last);
  const observedAt = by === undefined ? last.event.occurredAt : startOfDate(String(fieldOf(last, by)));
  const differs = seen.some((one) => rank(one) === rank(last) && feature.valueOf(one) !== value);
  const atOdds = contradictions.some((tests) => tests.every((test) => testOf(test)(last)));
  if (value === null) return nothing(feature);
  const trouble = differs || atOdds ? ({ trouble: 'CONTRADICTORY' } as const) : {};
  return { value: typeof value === 'bigint' ? Number(value) : value, observedAt, ...trouble };
};

/** Grows by itself, so its decay is one step past each asked-for line. */
const hoursSince = (seen: Seen, now: Instant, decay: boolean): Observed => {
  const value = hoursBetween(seen.event.occurredAt, now);
  const { occurredAt: observedAt } = seen.event;
  if (!decay) return { value, observedAt };
  return {
    value,
    observedAt,
    decay: HOURS_ASKED.filter((hours) => hours > value).map((hours) => ({
      at: fromMs(seen.at + hours * HOUR_MS),
      value: hours,
    })),
  };
};

const newestFirst = (feature: CompiledFeature, seen: readonly Seen[]): Seen | undefined => {
  const first = new Map<string, Seen>();
  for (const one of seen) {
    const key = String(feature.valueOf(one));
    if (!first.has(key)) first.set(key, one);
  }
  return first.size > 1 ? [...first.values()].at(-1) : undefined;
};

const fastest = (feature: CompiledFeature, seen: readonly Seen[]): Found => {
  let fastestKmh: number | null = null;
  let at: Instant = '';
  const placed = seen.filter(hasPlace);
  for (let i = 1; i < placed.length; i += 1) {
    const [before, one] = [placed[i - 1] as Seen, placed[i] as Seen];
    const kmh = speedBetween(before, one);
    if (fastestKmh !== null && kmh <= fastestKmh) continue;
    fastestKmh = kmh;
    at = one.event.occurredAt;
  }
  return fastestKmh === null ? zeroOf(feature) : { value: fastestKmh, observedAt: at };
};
