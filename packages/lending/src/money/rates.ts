import { divideRounded } from './rounding.ts';
import type { DayCount } from '../calendar/day-count.ts';

/** One, in parts per billion. */
export const PPB = 1_000_000_000n;

/** Days a quoted daily rate is multiplied by to give the annual one; 365 unless the contract counts 360 or 364. */
export const daysInRateYear = (dayCount: DayCount): bigint => {
  if (dayCount === 'ACT/360' || dayCount === '30/360' || dayCount === 'PERIOD_1/12') return 360n;
  return dayCount === 'ACT/364' ? 364n : 365n;
};

/**
 * The daily rate shown beside an annual one, in parts per billion, half even. Interest is never computed from this
 * figure (it may have been rounded): it is computed from the annual rate and the day count.
 */
export const dailyRatePpb = (annualRatePpb: bigint, dayCount: DayCount): bigint =>
  divideRounded(annualRatePpb, daysInRateYear(dayCount), 'HALF_EVEN');

/** Simple annual rate of a daily one: ×365, or ×360 for lenders whose contracts say so. */
export const simpleAnnualRatePpb = (dailyPpb: bigint, basis: 365n | 360n | 364n): bigint => dailyPpb * basis;

/** Decimal percent text ("10.95") to parts per billion; null when it is not a number or has more than 7 decimals. */
export const percentToPpb = (text: string): bigint | null => {
  const match = /^(-?)(\d+)(?:\.(\d{1,7}))?$/.exec(text);
  if (match === null) return null;
  const size = BigInt(match[2] ?? '0') * 10_000_000n + BigInt((match[3] ?? '').padEnd(7, '0'));
  return match[1] === '-' ? -size : size;
};
