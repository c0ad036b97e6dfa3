import { later, nights } from './calendar.ts';

/*
 * Ageing by counting nights one by one.
 */
export interface ReferenceAgeing {
  readonly instalments: readonly { readonly due: string; readonly unpaid: bigint }[];
  readonly graceDays: number;
  readonly pauses: readonly { readonly start: string; readonly end: string }[];
  readonly buckets: readonly (readonly [string, number, number | null])[];
}

export const referenceDelinquency = (input: ReferenceAgeing, asOf: string) => {
  const late = input.instalments.filter((row) => row.unpaid > 0n && nights(row.due, asOf).length > 0);
  const oldest = late.map((row) => row.due).toSorted()[0];
  if (oldest === undefined) return { amount: 0n, since: null, days: 0, pastDueDays: 0, bucket: null };
  const since = later(oldest, input.graceDays);
  const counted = nights(since, asOf).filter(
    (night) => !input.pauses.some((pause) => pause.start <= night && night < pause.end),
  );
  const days = counted.length;
  return {
    amount: late.reduce((sum, row) => sum + row.unpaid, 0n),
    since,
    days,
    pastDueDays: nights(oldest, asOf).length,
    bucket: input.buckets.find(([, from, to]) => from <= days && days <= (to ?? Infinity))?.[0] ?? null,
  };
};
