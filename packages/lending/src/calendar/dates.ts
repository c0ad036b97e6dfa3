/**
 * Proleptic Gregorian dates as strings, and as whole days since 1970-01-01 where the arithmetic happens. No clock and no
 * time zone: a business date is a label that the caller chose.
 */

/** 'YYYY-MM-DD'. */
export type IsoDate = string;

const SHAPE = /^\d{4}-\d{2}-\d{2}$/;

export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Days in a month (1-12). */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeapYear(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);

/** True for a date that exists, written as 'YYYY-MM-DD'; 31 February is not one. */
export const isIsoDate = (text: unknown): text is IsoDate => {
  if (typeof text !== 'string' || !SHAPE.test(text)) return false;
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8, 10));
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(Number(text.slice(0, 4)), month);
};

/** Days since 1970-01-01 of a civil date (the shifted-era method: the year is taken to begin in March). */
export const dayNumberOf = (year: number, month: number, day: number): number => {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
};

export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The civil date of a day number. */
export const civilOf = (dayNumber: number): CivilDate => {
  const z = dayNumber + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
};

const digit = (text: string, at: number): number => text.charCodeAt(at) - 48;

/** Day number of a valid date string. Reads the digits in place because positions are asked for by the million. */
export const toDay = (date: IsoDate): number =>
  dayNumberOf(
    digit(date, 0) * 1000 + digit(date, 1) * 100 + digit(date, 2) * 10 + digit(date, 3),
    digit(date, 5) * 10 + digit(date, 6),
    digit(date, 8) * 10 + digit(date, 9),
  );

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);

/** The date string of a day number, for years 0 to 9999. */
export const fromDay = (dayNumber: number): IsoDate => {
  const { year, month, day } = civilOf(dayNumber);
  return `${year < 1000 ? String(year).padStart(4, '0') : year}-${two(month)}-${two(day)}`;
};

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: IsoDate, to: IsoDate): number => toDay(to) - toDay(from);

/** The date `days` later (earlier when negative). */
export const addDays = (date: IsoDate, days: number): IsoDate => fromDay(toDay(date) + days);

/** What to do when the day of the month does not exist in the month arrived at. */
export type MonthEnd = 'CLIP' | 'ROLL_TO_FIRST_OF_NEXT';

/** Day number `months` after a day number, by day of the month; see {@link MonthEnd} for the days that do not exist. */
export const addMonthsToDay = (dayNumber: number, months: number, monthEnd: MonthEnd): number => {
  const { year, month, day } = civilOf(dayNumber);
  const index = year * 12 + (month - 1) + months;
  const toYear = Math.floor(index / 12);
  const toMonth = index - toYear * 12 + 1;
  const length = daysInMonth(toYear, toMonth);
  if (day <= length) return dayNumberOf(toYear, toMonth, day);
  return dayNumberOf(toYear, toMonth, length) + (monthEnd === 'CLIP' ? 0 : 1);
};

/** `months` later, clipped to the end of a shorter month: 31 January + 1 is 28 or 29 February. */
export const addMonthsClipped = (date: IsoDate, months: number): IsoDate =>
  fromDay(addMonthsToDay(toDay(date), months, 'CLIP'));
