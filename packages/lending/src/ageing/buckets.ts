import type { AgeingBucket } from '../position.ts';

/** The first day of each bucket, hardest first. */
const BUCKETS: readonly (readonly [AgeingBucket, number])[] = [
  ['D361_PLUS', 361],
  ['D271_360', 271],
  ['D181_270', 181],
  ['D91_180', 91],
  ['D61_90', 61],
  ['D31_60', 31],
  ['D1_30', 1],
];

/** The ageing bucket of days past due. */
export const bucketOf = (daysPastDue: number): AgeingBucket =>
  BUCKETS.find(([, from]) => daysPastDue >= from)?.[0] ?? 'CURRENT';

/** The first day of each bucket. */
export const BUCKET_STARTS: readonly number[] = BUCKETS.map(([, from]) => from);
