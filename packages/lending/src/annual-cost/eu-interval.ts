import { addMonthsToDay, civilOf, dayNumberOf, isLeapYear, toDay } from '../calendar/dates.ts';
import type { IsoDate } from '../calendar/dates.ts';

export type EuUnit = 'year' | 'month' | 'week' | 'day';

/** An interval in years: whole units and days over the length of a year. */
export interface EuInterval {
  readonly wholeUnits: number;
  readonly unitsPerYear: number;
  readonly days: number;
  readonly daysInYear: 365 | 366;
  readonly years: number;
}

const UNITS_PER_YEAR = { year: 1, month: 12, week: 52, day: 1 } as const;

const stepBack = (day: number, unit: EuUnit, count: number): number => {
  if (unit === 'week') return day - 7 * count;
  if (unit === 'month') return addMonthsToDay(day, -count, 'CLIP');
  return unit === 'year' ? addMonthsToDay(day, -12 * count, 'CLIP') : day;
};

/**
 * The interval between two dates as the EU annual rate counts it (Directive 2008/48/EC, Annex I, remarks; Commission guidelines
 * SWD(2012) 128): whole units are counted back from the later date, and the days left over are divided by 366 if the year
 * that ends where they end holds 29 February, else by 365. The unit 'day' has no whole units.
 */
export const euInterval = (from: IsoDate, to: IsoDate, unit: EuUnit): EuInterval => {
  const start = toDay(from);
  const end = toDay(to);
  let wholeUnits = 0;
  if (unit !== 'day') while (stepBack(end, unit, wholeUnits + 1) >= start) wholeUnits += 1;
  const oddEnd = stepBack(end, unit, wholeUnits);
  const days = oddEnd - start;
  const daysInYear = endsYearWithLeapDay(oddEnd) ? 366 : 365;
  const unitsPerYear = UNITS_PER_YEAR[unit];
  return { wholeUnits, unitsPerYear, days, daysInYear, years: wholeUnits / unitsPerYear + days / daysInYear };
};

const endsYearWithLeapDay = (endDay: number): boolean => {
  const startDay = addMonthsToDay(endDay, -12, 'CLIP');
  for (let { year } = civilOf(startDay); year <= civilOf(endDay).year; year += 1) {
    if (!isLeapYear(year)) continue;
    const leapDay = dayNumberOf(year, 2, 29);
    if (leapDay > startDay && leapDay <= endDay) return true;
  }
  return false;
};
