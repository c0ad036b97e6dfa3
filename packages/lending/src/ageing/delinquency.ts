import { fromDay, toDay } from '../calendar/dates.ts';
import type { IsoDate } from '../calendar/dates.ts';

interface DaySpan {
  readonly fromDay: number;
  readonly toDay: number;
}

/** Nights between two days, less the nights inside any pause; overlapping pauses count once. */
export const agedDays = (sinceDay: number, day: number, pauses: readonly DaySpan[]): number => {
  let paused = 0;
  let reached = sinceDay;
  for (const pause of pauses.toSorted((a, b) => a.fromDay - b.fromDay)) {
    const from = Math.max(pause.fromDay, reached);
    const to = Math.min(pause.toDay, day);
    if (to <= from) continue;
    paused += to - from;
    reached = to;
  }
  return Math.max(0, day - sinceDay - paused);
};

export interface DelinquencyInput {
  readonly instalments: readonly { readonly due: IsoDate; readonly unpaidFen: bigint }[];
  readonly graceDaysBeforeDelinquent: number;
  readonly pauses: readonly { readonly start: IsoDate; readonly end: IsoDate }[];
  /** Name, first day, last day (null: no end). */
  readonly buckets: readonly (readonly [string, number, number | null])[];
}

export interface Delinquency {
  /** All past due, whether or not its own grace has run. */
  readonly delinquentFen: bigint;
  readonly delinquentDate: IsoDate | null;
  readonly delinquentDays: number;
  readonly pastDueDays: number;
  readonly bucket: string | null;
}

/**
 * Ageing by the oldest unpaid instalment: an instalment due on the day is not yet past due; days of grace come before
 * delinquency; paused nights are taken off delinquency but not off days past due.
 */
export const delinquencyOf = (input: DelinquencyInput, asOf: IsoDate): Delinquency => {
  const day = toDay(asOf);
  const late = input.instalments.filter((instalment) => toDay(instalment.due) < day && instalment.unpaidFen > 0n);
  if (late.length === 0)
    return { delinquentFen: 0n, delinquentDate: null, delinquentDays: 0, pastDueDays: 0, bucket: null };
  const oldestDay = Math.min(...late.map((instalment) => toDay(instalment.due)));
  const sinceDay = oldestDay + input.graceDaysBeforeDelinquent;
  const pauses = input.pauses.map((pause) => ({ fromDay: toDay(pause.start), toDay: toDay(pause.end) }));
  const delinquentDays = agedDays(sinceDay, day, pauses);
  const bucket = input.buckets.find(([, from, to]) => delinquentDays >= from && (to === null || delinquentDays <= to));
  return {
    delinquentFen: late.reduce((sum, instalment) => sum + instalment.unpaidFen, 0n),
    delinquentDate: fromDay(sinceDay),
    delinquentDays,
    pastDueDays: day - oldestDay,
    bucket: bucket?.[0] ?? null,
  };
};
