import { addDays } from '@clearline/lending';
import { DAY_MS, dateOf, fromMs, HOUR_MS, hoursBetween, startOfDate, toMs } from '../time.ts';
import type { Instant } from '../vocabulary.ts';
import { type CompiledFeature, type CompiledSignals, windowOf } from './compile.ts';
import { standingOf, type Streams } from './counting.ts';
import { asOf, type Found, type Observed } from './observed.ts';
import { Running } from './running.ts';
import { EMPTY_STREAM, type Seen, type Stream } from './stream.ts';
import { newTotal, type Total } from './totals.ts';
import { cut, tilesIn } from './window.ts';

/** The last steps down are the ones in which thresholds lie; a long window lists no more than these. */
const DECAY_STEPS_MAX = 64;

/** The value of a feature as of an instant, exact at both edges of its window. */
export const evaluate = (feature: CompiledFeature, streams: Streams, now: Instant, decay: boolean): Observed => {
  const stream = streams[feature.kind];
  if (stream === undefined) return asOf(nothingOf(feature), now, decay);
  const { found } = runningAt(feature, streams, stream, now);
  const seen = asOf(decay ? withDecay(feature, found, streams, stream, now) : found, now, decay);
  // What is left of a window that is no longer whole is still shown, but it cannot carry a decision (G5).
  return isWhole(feature, stream, now) ? seen : { ...seen, trouble: 'INCOMPLETE' };
};

/** What a look needs of a feature: its value, whether that is in doubt, and from when on time alone may change either. */
export interface Glimpse {
  value: Observed['value'];
  inDoubt: boolean;
  until: number;
}
export const newGlimpse = (): Glimpse => ({ value: null, inDoubt: false, until: Number.POSITIVE_INFINITY });

/** @param into where to put what is seen: some twenty features are asked at each event, and none of the answers is kept */
export const glimpse = (feature: CompiledFeature, streams: Streams, now: Instant, into: Glimpse): void => {
  const stream = streams[feature.kind];
  if (stream === undefined) {
    into.value = nothingOf(feature).value;
    into.inDoubt = false;
    into.until = Number.POSITIVE_INFINITY;
    return;
  }
  const running = runningAt(feature, streams, stream, now);
  const { found } = running;
  const { since } = found;
  into.value = since === undefined ? found.value : hoursBetween(since.event.occurredAt, now);
  into.inDoubt = found.trouble !== undefined || !isWhole(feature, stream, now);
  // A doubt may pass, and what counts hours moves with the hour.
  if (into.inDoubt) into.until = toMs(now) + 1;
  else into.until = Math.min(running.until, since === undefined ? running.until : nextHourOf(since.at, toMs(now)));
};

/** When the deeds were sent again that a feature counts once; none for nearly everybody. */
export const repeatsOf = (feature: CompiledFeature, streams: Streams, now: Instant): readonly Seen[] => {
  const stream = streams[feature.kind];
  return (stream === undefined ? undefined : runningAt(feature, streams, stream, now).found.repeats) ?? NO_REPEATS;
};
const NO_REPEATS: readonly Seen[] = [];

const nextHourOf = (since: number, now: number): number => since + (Math.floor((now - since) / HOUR_MS) + 1) * HOUR_MS;

const beginOf = (feature: CompiledFeature, now: Instant): number =>
  windowOf(feature.declaration, toMs(now), (back) => toMs(startOfDate(addDays(dateOf(now), -back))));

const isWhole = (feature: CompiledFeature, stream: Stream, now: Instant): boolean => {
  if (stream.isWhole) return true;
  const from = beginOf(feature, now);
  return from === Number.NEGATIVE_INFINITY || from >= stream.completeFrom * DAY_MS;
};

/** The value that goes along with the stream, moved on to the instant; made anew where it cannot be. */
const runningAt = (feature: CompiledFeature, streams: Streams, stream: Stream, now: Instant): Running => {
  const known = stream.followerOf(feature) as Running | undefined;
  const at = toMs(now);
  // What goes along with the stream often speaks of now as well.
  if (known?.isOf(streams, at)) return known;
  const from = beginOf(feature, now);
  if (known?.moveTo(streams, stream, from, at)) return known;
  const running = new Running(feature, streams, stream, from, at);
  // A look back at an earlier time leaves alone what will be asked for next.
  if (known === undefined || !known.isAfter(at)) stream.follow(feature, running);
  return running;
};

/** What nothing at all comes to: most features of an everyday borrower look at events that never came. */
const nothingOf = (feature: CompiledFeature): Found => {
  const known = nothings.get(feature);
  if (known !== undefined) return known;
  const { found } = new Running(feature, {}, EMPTY_STREAM, Number.NEGATIVE_INFINITY, 0);
  nothings.set(feature, found);
  return found;
};
const nothings = new WeakMap<CompiledFeature, Found>();

/** With how time alone changes it: asked for once a decision is being explained. */
const withDecay = (feature: CompiledFeature, found: Found, streams: Streams, stream: Stream, now: Instant): Found => {
  const { window } = feature.declaration;
  const rest = newTotal(feature);
  if (window === null || rest === null) return found;
  const steps = decayOf(feature, window, rest, lastCounted(feature, streams, stream, now));
  return steps.length > 0 ? { ...found, decay: steps } : found;
};

/** The last events of the window that count, newest first; however many it holds, no more are looked at than are listed. */
const lastCounted = (feature: CompiledFeature, streams: Streams, stream: Stream, now: Instant): Seen[] => {
  const counted: Seen[] = [];
  const [from, until] = [beginOf(feature, now), toMs(now)];
  for (const tile of tilesIn(stream, from, until).toReversed())
    for (const seen of cut(tile, from, until).toReversed()) {
      if (standingOf(feature, streams, seen) !== 'counts') continue;
      counted.push(seen);
      if (counted.length === DECAY_STEPS_MAX) return counted;
    }
  return counted;
};

/** The value after each event has left the window, earliest first. */
const decayOf = (
  feature: CompiledFeature,
  window: NonNullable<CompiledFeature['declaration']['window']>,
  rest: Total,
  counted: readonly Seen[],
): { at: Instant; value: number | null }[] => {
  const { zero } = feature.declaration;
  const steps = counted.map((seen) => {
    const at =
      'hours' in window ? fromMs(seen.at + window.hours * HOUR_MS) : endOfDates(seen.event.occurredAt, window.dates);
    const value = rest.result();
    rest.add(seen);
    return { at, value: value === null ? zero : Number.isSafeInteger(value) ? value : null };
  });
  return steps.reverse();
};
const endOfDates = (at: Instant, dates: number): Instant => startOfDate(addDays(dateOf(at), dates));

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
