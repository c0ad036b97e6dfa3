import type { RecordedInput } from '../decision-record.ts';
import { fromMs, HOUR_MS, hoursBetween } from '../time.ts';
import type { Instant } from '../vocabulary.ts';
import type { CompiledFeature } from './compile.ts';
import type { Seen } from './stream.ts';
import type { Total } from './totals.ts';

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

/** A value whose date may be `NOW`, or which counts from an event: it speaks of the instant of the question, whichever that is. */
export type Found = Observed & { readonly since?: Seen };
const NOW: Instant = 'now';

/** A value as of the instant of the question. */
export const asOf = (found: Found, now: Instant, decay: boolean): Observed => {
  if (found.since !== undefined) return hoursSince(found.since, now, decay);
  if (found.observedAt !== NOW) return found;
  const { value, repeats } = found;
  // No spreads: an everyday event of a feed asks for some twenty values that nothing has happened to.
  return repeats === undefined && found.decay === undefined && found.trouble === undefined
    ? { value, observedAt: now }
    : { ...found, observedAt: now };
};

/** Whole hours after which policies ask again about something that grows by itself. */
const HOURS_ASKED = [24, 48, 72, 168, 720];

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

/** That nothing happened is known as of now; that nothing is known is known of no time. */
export const zeroOf = ({ declaration: { zero } }: CompiledFeature): Found => ({
  value: zero,
  observedAt: zero === null ? null : NOW,
});

/** What a total says. */
export const foundIn = (feature: CompiledFeature, total: Total): Found => {
  const value = total.result();
  if (value === null) return zeroOf(feature);
  // A table compares integers up to 2^53; a sum beyond that is a broken feed, not money.
  if (!Number.isSafeInteger(value)) return { value: null, observedAt: null, trouble: 'CONTRADICTORY' };
  return { value, observedAt: total.latest === null ? NOW : fromMs(total.latest) };
};
