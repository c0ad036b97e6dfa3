import { CHINA_HOLIDAYS, FIXED_HOLIDAYS } from './china-holidays.ts';
import { fromDay, toDay } from './dates.ts';
import type { IsoDate } from './dates.ts';

const YEARS = new Set(CHINA_HOLIDAYS.map((entry) => entry.year));
const WORKING_WEEKENDS = new Set(CHINA_HOLIDAYS.flatMap((entry) => entry.workingWeekends));
const HOLIDAYS = new Set(
  CHINA_HOLIDAYS.flatMap((entry) =>
    entry.holidays.flatMap(([first, last]) =>
      Array.from({ length: toDay(last) - toDay(first) + 1 }, (_, k) => fromDay(toDay(first) + k)),
    ),
  ),
);

/** True when the year's announcement is entered; else only weekends and holidays of fixed date are known. */
export const coversYear = (year: number): boolean => YEARS.has(year);

/** 1970-01-01 was a Thursday. */
const isWeekend = (day: number): boolean => {
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday === 0 || weekday === 6;
};

/** A day on which banks in mainland China work. */
export const isBusinessDay = (date: IsoDate): boolean => {
  if (WORKING_WEEKENDS.has(date)) return true;
  if (HOLIDAYS.has(date) || isWeekend(toDay(date))) return false;
  return coversYear(Number(date.slice(0, 4))) || !FIXED_HOLIDAYS.includes(date.slice(5));
};

/** The date itself if it is a business day, else the next one. */
export const nextBusinessDay = (date: IsoDate): IsoDate => {
  let day = toDay(date);
  while (!isBusinessDay(fromDay(day))) day += 1;
  return fromDay(day);
};

/** The `count`-th business day after a date, the date itself not counted; with zero, the date. */
export const addBusinessDays = (date: IsoDate, count: number): IsoDate => {
  let day = toDay(date);
  for (let left = count; left > 0; left -= 1) day = toDay(nextBusinessDay(fromDay(day + 1)));
  return fromDay(day);
};
