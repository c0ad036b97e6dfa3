import { addDays } from '@clearline/lending';
import { DAY_MS, dateOf, fromMs, HOUR_MS, startOfDate, toMs } from '../time.ts';
import type { Instant } from '../vocabulary.ts';
import { type CompiledFeature, type CompiledSignals, windowOf } from './compile.ts';
import { standingOf, type Streams } from './counting.ts';
import { asOf, type Found, foundIn, type Observed } from './observed.ts';
import { Running } from './running.ts';
import { EMPTY_STREAM, type Seen, type Stream } from './stream.ts';
import { newTotal, type Total } from './totals.ts';
import { eventsIn } from './window.ts';

/** The last steps down are the ones in which thresholds lie; a long window lists no more than these. */
const DECAY_STEPS_MAX = 64;

/** The value of a feature as of an instant, exact at both edges of its window. */
export const evaluate = (feature: CompiledFeature, streams: Streams, now: Instant, decay: boolean): Observed => {
  const stream = streams[feature.kind];
  if (stream === undefined) return asOf(nothingOf(feature), now, decay);
  const known = stream.followerOf(feature) as Running | undefined;
  // What goes along with the stream nearly always speaks of now as well.
  if (!decay && stream.isWhole && known?.isOf(streams, toMs(now))) return asOf(known.found, now, false);
  const from = windowOf(feature.declaration, toMs(now), (back) => toMs(startOfDate(addDays(dateOf(now), -back))));
  const total = decay ? newTotal(feature) : null;
  const found =
    total === null
      ? runningOf(feature, known, streams, stream, from, toMs(now)).found
      : withDecay(feature, total, streams, stream, from, now);
  const seen = asOf(found, now, decay);
  // What is left of a window that is no longer whole is still shown, but it cannot carry a decision (G5).
  const whole = from === Number.NEGATIVE_INFINITY || from >= stream.completeFrom * DAY_MS;
  return whole ? seen : { ...seen, trouble: 'INCOMPLETE' };
};

/** The value that goes along with the stream, moved on to the instant; made anew where it cannot be. */
const runningOf = (
  feature: CompiledFeature,
  known: Running | undefined,
  streams: Streams,
  stream: Stream,
  from: number,
  now: number,
): Running => {
  if (known?.isOf(streams, now) || known?.moveTo(streams, stream, from, now)) return known;
  const running = new Running(feature, streams, stream, from, now);
  // A look back at an earlier time leaves alone what will be asked for next.
  if (known === undefined || !known.isAfter(now)) stream.follow(feature, running);
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

/** With how time alone changes it: asked for once a decision is being explained, and added up event by event. */
const withDecay = (
  feature: CompiledFeature,
  total: Total,
  streams: Streams,
  stream: Stream,
  from: number,
  now: Instant,
): Found => {
  const events = eventsIn(stream, from, toMs(now));
  const counted: Seen[] = [];
  const repeats: Seen[] = [];
  for (const seen of events) {
    const standing = standingOf(feature, streams, seen);
    if (standing === 'counts') counted.push(seen);
    else if (standing === 'repeats') repeats.push(seen);
  }
  for (const seen of counted) total.add(seen);
  const steps = decayOf(feature, counted);
  return {
    ...foundIn(feature, total),
    ...(steps.length > 0 ? { decay: steps } : {}),
    ...(repeats.length > 0 ? { repeats } : {}),
  };
};

/** The value after each event has left the window, earliest first. */
const decayOf = (feature: CompiledFeature, counted: readonly Seen[]): { at: Instant; value: number | null }[] => {
  const { window, zero } = feature.declaration;
  const rest = newTotal(feature);
  if (window === null || rest === null) return [];
  const steps: { at: Instant; value: number | null }[] = [];
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
