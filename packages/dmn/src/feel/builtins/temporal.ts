import { dayNumber } from '../../calendar.ts';
import { weekday } from '../properties.ts';
import { dateOf, monthsBetween, parseDate, parseDateTime, parseDuration, parseTime } from '../temporal.ts';
import {
  type DateTimeValue,
  type DateValue,
  type FunctionValue,
  integerOf,
  isDate,
  isDateTime,
  isDays,
  isTime,
  num,
  type TimeValue,
  type Value,
  type Zone,
} from '../values.ts';
import { define, number, single } from './define.ts';
import { secondsOf } from './numbers.ts';

const MIDNIGHT = { hour: 0, minute: 0, second: 0, nano: 0 };

const dateFrom = (value: Value): DateValue | null => {
  if (typeof value === 'string') return parseDate(value);
  if (isDate(value)) return value;
  return isDateTime(value) ? { kind: 'date', year: value.year, month: value.month, day: value.day } : null;
};

const date = (args: readonly Value[]): Value => {
  if (args.length === 1) return dateFrom(single(args[0] ?? null));
  const [year, month, day] = args.map((arg) => integerOf(number(arg)));
  return year == null || month == null || day == null ? null : dateOf(year, month, day);
};

const timeFrom = (value: Value): TimeValue | null => {
  if (typeof value === 'string') return parseTime(value);
  if (isTime(value)) return value;
  // A date is midnight UTC.
  if (isDate(value)) return { kind: 'time', ...MIDNIGHT, zone: { offset: 0 } };
  if (!isDateTime(value)) return null;
  return {
    kind: 'time',
    hour: value.hour,
    minute: value.minute,
    second: value.second,
    nano: value.nano,
    zone: value.zone,
  };
};

const time = (args: readonly Value[]): Value => {
  if (args.length === 1) return timeFrom(single(args[0] ?? null));
  const [hour, minute] = [integerOf(number(args[0])), integerOf(number(args[1]))];
  const seconds = number(args[2]);
  const clock = seconds && secondsOf(seconds);
  if (hour === null || minute === null || !clock || hour < 0 || hour > 23 || minute < 0 || minute > 59) return null;
  const zone = offsetZone(args[3] ?? null);
  return zone === undefined ? null : { kind: 'time', hour, minute, ...clock, zone };
};

/** undefined when the value is no offset. */
const offsetZone = (value: Value): Zone | null | undefined => {
  if (value === null) return null;
  if (!isDays(value)) return undefined;
  const seconds = Number(value.nanos / 1_000_000_000n);
  return Math.abs(seconds) <= 18 * 3_600 ? { offset: seconds } : undefined;
};

const dateAndTime = (args: readonly Value[]): Value => {
  const first = single(args[0] ?? null);
  if (args.length === 1) {
    if (isDateTime(first)) return first;
    if (isDate(first)) return { ...first, kind: 'date and time', ...MIDNIGHT, zone: null };
    if (typeof first !== 'string') return null;
    const day = parseDate(first);
    return day ? { ...day, kind: 'date and time', ...MIDNIGHT, zone: null } : parseDateTime(first);
  }
  const second = single(args[1] ?? null);
  if (!(isDate(first) || isDateTime(first)) || !isTime(second)) return null;
  return { ...second, kind: 'date and time', year: first.year, month: first.month, day: first.day };
};

const duration = ([value]: readonly Value[]): Value => {
  const item = single(value ?? null);
  return typeof item === 'string' ? parseDuration(item) : null;
};

const yearsAndMonths = ([from, to]: readonly Value[]): Value => {
  const [a, b] = [single(from ?? null), single(to ?? null)];
  return (isDate(a) || isDateTime(a)) && (isDate(b) || isDateTime(b)) ? monthsBetween(a, b) : null;
};

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const ofDay =
  (use: (value: DateValue | DateTimeValue, days: number) => Value) =>
  ([value]: readonly Value[]): Value => {
    const item = single(value ?? null);
    return isDate(item) || isDateTime(item) ? use(item, dayNumber(item)) : null;
  };

const firstDay = (year: number): number => dayNumber({ year, month: 1, day: 1 });

/** ISO 8601: the week of a day is that of its Thursday. */
const weekOfYear = (days: number): number => {
  const thursday = days - weekday(days) + 4;
  let year = Math.floor(thursday / 365.2425) + 1970;
  while (firstDay(year + 1) <= thursday) year++;
  while (firstDay(year) > thursday) year--;
  return Math.floor((thursday - firstDay(year)) / 7) + 1;
};

export const TEMPORAL_FUNCTIONS: readonly FunctionValue[] = [
  define('date', ['from', 'year, month, day'], date),
  define('time', ['from', 'hour, minute, second, offset?'], time),
  define('date and time', ['from', 'date, time'], dateAndTime),
  define('duration', ['from'], duration),
  define('years and months duration', ['from, to'], yearsAndMonths),
  define(
    'day of year',
    ['date'],
    ofDay((value, days) => num(days - firstDay(value.year) + 1)),
  ),
  define(
    'day of week',
    ['date'],
    ofDay((_value, days) => WEEKDAYS[weekday(days) - 1] ?? null),
  ),
  define(
    'month of year',
    ['date'],
    ofDay((value) => MONTHS[value.month - 1] ?? null),
  ),
  define(
    'week of year',
    ['date'],
    ofDay((_value, days) => num(weekOfYear(days))),
  ),
];
