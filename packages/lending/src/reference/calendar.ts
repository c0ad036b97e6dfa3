import { ratio } from './rational.ts';
import type { Rational } from './rational.ts';

/*
 * The calendar by the platform's own Date, one night at a time. A night is named by the date on which it begins.
 */
const DAY_MS = 86_400_000;
const at = (date: string): Date => new Date(`${date}T00:00:00Z`);
const text = (date: Date): string => date.toISOString().slice(0, 10);

export const nextDay = (date: string): string => text(new Date(at(date).getTime() + DAY_MS));
export const later = (date: string, days: number): string => text(new Date(at(date).getTime() + days * DAY_MS));
export const nights = (from: string, to: string): string[] => {
  const list: string[] = [];
  for (let date = from; date < to; date = nextDay(date)) list.push(date);
  return list;
};

export const monthsLater = (date: string, months: number, roll: boolean): string => {
  const from = at(date);
  const wanted = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(wanted.getUTCFullYear(), wanted.getUTCMonth() + 1, 0)).getUTCDate();
  if (from.getUTCDate() <= last)
    return text(new Date(Date.UTC(wanted.getUTCFullYear(), wanted.getUTCMonth(), from.getUTCDate())));
  return text(new Date(Date.UTC(wanted.getUTCFullYear(), wanted.getUTCMonth(), last + (roll ? 1 : 0))));
};

const daysOfYear = (year: string): number => nights(`${year}-01-01`, `${Number(year) + 1}-01-01`).length;
const yearLengths = new Map<string, number>();
const lengthOfYear = (year: string): number => {
  const known = yearLengths.get(year) ?? daysOfYear(year);
  yearLengths.set(year, known);
  return known;
};

export interface ReferencePeriod {
  readonly start: string;
  readonly end: string;
  /** Contract steps in the period, as a fraction. */
  readonly steps: Rational;
}

/** Length of a period, and whether 29 February is among its days (start excluded, end included). */
const measured = new WeakMap<ReferencePeriod, { readonly length: number; readonly hasLeapDay: boolean }>();
const measure = (period: ReferencePeriod): { readonly length: number; readonly hasLeapDay: boolean } => {
  let known = measured.get(period);
  if (known === undefined) {
    const days = nights(nextDay(period.start), nextDay(period.end));
    known = { length: days.length, hasLeapDay: days.some((day) => day.endsWith('-02-29')) };
    measured.set(period, known);
  }
  return known;
};

/** The share of a year that one night of a period counts. */
export const shareOfNight = (
  dayCount: string,
  step: { readonly every: number; readonly unit: string },
  period: ReferencePeriod,
  night: string,
): Rational => {
  const { length, hasLeapDay } = measure(period);
  const nominal = step.every * (step.unit === 'MONTHS' ? 30 : step.unit === 'WEEKS' ? 7 : 1);
  switch (dayCount) {
    case '30/360':
      return ratio(BigInt(nominal) * period.steps.top, 360n * period.steps.bottom * BigInt(length));
    case 'PERIOD_1/12':
      return ratio(BigInt(step.every) * period.steps.top, 12n * period.steps.bottom * BigInt(length));
    case 'ACT/ACT(Feb29-period)':
      return ratio(1, hasLeapDay ? 366 : 365);
    default:
      return shareOfLateNight(dayCount, night);
  }
};

/** The share of a year that one night of lateness counts. */
export const shareOfLateNight = (dayCount: string, night: string): Rational => {
  switch (dayCount) {
    case 'ACT/ACT(31Dec)':
      return ratio(1, lengthOfYear(nextDay(night).slice(0, 4)));
    case 'ACT/ACT(1Jan)':
      return ratio(1, lengthOfYear(night.slice(0, 4)));
    case 'ACT/364':
      return ratio(1, 364);
    case 'ACT/360':
    case '30/360':
    case 'PERIOD_1/12':
      return ratio(1, 360);
    default:
      return ratio(1, 365);
  }
};
