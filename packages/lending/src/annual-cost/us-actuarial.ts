import { addMonthsToDay, toDay } from '../calendar/dates.ts';
import type { IsoDate } from '../calendar/dates.ts';

/** Regulation Z's unit of time between payments. */
export interface UnitPeriod {
  readonly count: number;
  readonly unit: 'day' | 'week' | 'half-month' | 'month' | 'quarter' | 'year';
}

/** How far the first payment lies from the advance: whole unit periods and a fraction of one. */
export interface FirstInterval {
  readonly wholeUnitPeriods: number;
  readonly oddFraction: number;
}

/** Days in a unit period when a fraction of it is measured (12 CFR 1026, Appendix J (b)(5)). */
const nominalDays = (period: UnitPeriod): number => {
  const days = { day: 1, week: 7, 'half-month': 15, month: 30, quarter: 90, year: 365 } as const;
  return days[period.unit] * period.count;
};

/** The day `count` unit periods before a day. Half-months step by whole months where they can and by 15 days else. */
const stepBack = (day: number, period: UnitPeriod, count: number): number => {
  const units = count * period.count;
  switch (period.unit) {
    case 'month':
      return addMonthsToDay(day, -units, 'CLIP');
    case 'quarter':
      return addMonthsToDay(day, -3 * units, 'CLIP');
    case 'year':
      return addMonthsToDay(day, -12 * units, 'CLIP');
    case 'half-month':
      return addMonthsToDay(day, -Math.floor(units / 2), 'CLIP') - 15 * (units % 2);
    case 'week':
      return day - 7 * units;
    case 'day':
      return day - units;
  }
};

/** Counts whole unit periods back from the first payment; the days left over are the odd fraction. */
export const firstInterval = (advanceDate: IsoDate, firstPaymentDate: IsoDate, period: UnitPeriod): FirstInterval => {
  const advance = toDay(advanceDate);
  const first = toDay(firstPaymentDate);
  let whole = 0;
  while (stepBack(first, period, whole + 1) >= advance) whole += 1;
  return { wholeUnitPeriods: whole, oddFraction: (stepBack(first, period, whole) - advance) / nominalDays(period) };
};

const HALVINGS = 200;

/**
 * US annual percentage rate by the actuarial method (Regulation Z, Appendix J): the periodic rate i with
 * Σ payment_k / ((1+f·i)(1+i)^(t+k)) = amount financed, times the unit periods in a year. The first payment comes t whole unit
 * periods and a fraction f after the advance; the others follow each by one. Null when the payments are less than the advance.
 */
export const usActuarialApr = (
  amountFinanced: number,
  payments: readonly number[],
  interval: FirstInterval,
  unitPeriodsPerYear: number,
): number | null => {
  const excess = (rate: number): number => {
    const odd = 1 + interval.oddFraction * rate;
    return payments.reduce(
      (sum, pay, k) => sum + pay / (odd * (1 + rate) ** (interval.wholeUnitPeriods + k)),
      -amountFinanced,
    );
  };
  if (excess(0) < 0) return null;
  let low = 0;
  let high = 1;
  while (excess(high) > 0) high *= 2;
  for (let k = 0; k < HALVINGS && low < high; k += 1) {
    const middle = (low + high) / 2;
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  return ((low + high) / 2) * unitPeriodsPerYear;
};
