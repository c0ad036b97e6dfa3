import { civilOf, dayNumber, daysInMonth, isCivil } from '../calendar.ts';
import type { DateTimeValue, DateValue, DaysDuration, MonthsDuration, TimeOfDay, TimeValue, Zone } from './values.ts';
import { isZoneId, offsetAt, offsetSeconds } from './zones.ts';

export const NANOS = 1_000_000_000n;
const DAY_SECONDS = 86_400n;
const YEAR_MAX = 999_999_999;
const OFFSET_MAX = 18 * 3_600;

const DATE = '(-?(?:[1-9]\\d{4,}|\\d{4}))-(\\d{2})-(\\d{2})';
const TIME = '(\\d{2}):(\\d{2}):(\\d{2})(?:\\.(\\d+))?(Z|z|[+-]\\d{2}:\\d{2}(?::\\d{2})?|@.+)?';
const DATE_ONLY = new RegExp(`^${DATE}$`);
const TIME_ONLY = new RegExp(`^${TIME}$`);
const DATE_TIME = new RegExp(`^${DATE}T${TIME}$`);
const DAYS = /^(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?$/;
const MONTHS = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?$/;

export const dateOf = (year: number, month: number, day: number): DateValue | null =>
  Math.abs(year) <= YEAR_MAX && isCivil({ year, month, day }) ? { kind: 'date', year, month, day } : null;

export const parseDate = (text: string): DateValue | null => {
  const match = DATE_ONLY.exec(text);
  return match ? dateOf(Number(match[1]), Number(match[2]), Number(match[3])) : null;
};

const clockOf = (match: readonly (string | undefined)[], from: number): TimeOfDay | null => {
  const [hour, minute, second] = [Number(match[from]), Number(match[from + 1]), Number(match[from + 2])];
  const nano = Number((match[from + 3] ?? '').slice(0, 9).padEnd(9, '0'));
  const zone = zoneOf(match[from + 4]);
  if (zone === undefined || minute > 59 || second > 59) return null;
  return hour <= 23 ? { hour, minute, second, nano, zone } : null;
};

/** undefined when the text names no zone. */
const zoneOf = (text: string | undefined): Zone | null | undefined => {
  if (text === undefined) return null;
  if (text === 'Z' || text === 'z') return { offset: 0 };
  if (text.startsWith('@')) return isZoneId(text.slice(1)) ? { id: text.slice(1) } : undefined;
  const [hours, minutes, seconds] = [Number(text.slice(1, 3)), Number(text.slice(4, 6)), Number(text.slice(7, 9) || 0)];
  const total = hours * 3_600 + minutes * 60 + seconds;
  if (minutes > 59 || seconds > 59 || total > OFFSET_MAX) return undefined;
  return { offset: text.startsWith('-') ? -total : total };
};

export const parseTime = (text: string): TimeValue | null => {
  const match = TIME_ONLY.exec(text);
  const clock = match && clockOf(match, 1);
  return clock ? { kind: 'time', ...clock } : null;
};

export const parseDateTime = (text: string): DateTimeValue | null => {
  const match = DATE_TIME.exec(text);
  if (!match) return null;
  const date = dateOf(Number(match[1]), Number(match[2]), Number(match[3]));
  // 24:00:00 is midnight of the day after, and the only time with that hour.
  const midnight = match[4] === '24' && match[5] === '00' && match[6] === '00' && !Number(match[7] ?? 0);
  const clock = clockOf(midnight ? match.map((part, index) => (index === 4 ? '00' : part)) : match, 4);
  if (!date || !clock) return null;
  return {
    ...clock,
    ...(midnight ? civilOf(dayNumber(date) + 1) : { year: date.year, month: date.month, day: date.day }),
    kind: 'date and time',
  };
};

export const parseDuration = (text: string): DaysDuration | MonthsDuration | null => {
  const months = MONTHS.exec(text);
  if (months && (months[2] !== undefined || months[3] !== undefined)) {
    const total = Number(months[2] ?? 0) * 12 + Number(months[3] ?? 0);
    return Number.isSafeInteger(total) ? { kind: 'years and months duration', months: signed(months[1], total) } : null;
  }
  const days = DAYS.exec(text);
  if (!days || text.endsWith('T') || days.slice(2, 6).every((part) => part === undefined)) return null;
  const [d, h, m, s] = [2, 3, 4, 5].map((index) => BigInt(days[index] ?? '0')) as [bigint, bigint, bigint, bigint];
  const nanos = (((d * 24n + h) * 60n + m) * 60n + s) * NANOS + BigInt((days[6] ?? '').slice(0, 9).padEnd(9, '0'));
  return { kind: 'days and time duration', nanos: days[1] ? -nanos : nanos };
};

const signed = (sign: string | undefined, value: number): number => (sign && value !== 0 ? -value : value);

/** What `@"…"` stands for. */
export const parseTemporal = (
  text: string,
): DateValue | TimeValue | DateTimeValue | DaysDuration | MonthsDuration | null =>
  parseDate(text) ?? parseDateTime(text) ?? parseTime(text) ?? parseDuration(text);

const two = (value: number): string => String(value).padStart(2, '0');
export const formatDate = ({ year, month, day }: { year: number; month: number; day: number }): string =>
  `${year < 0 ? '-' : ''}${String(Math.abs(year)).padStart(4, '0')}-${two(month)}-${two(day)}`;

export const formatTime = ({ hour, minute, second, nano, zone }: TimeOfDay): string =>
  `${two(hour)}:${two(minute)}:${two(second)}${fraction(nano)}${formatZone(zone)}`;

const fraction = (nano: number): string => (nano === 0 ? '' : `.${String(nano).padStart(9, '0').replace(/0+$/, '')}`);

const formatZone = (zone: Zone | null): string => {
  if (zone === null) return '';
  if ('id' in zone) return `@${zone.id}`;
  if (zone.offset === 0) return 'Z';
  const total = Math.abs(zone.offset);
  const seconds = total % 60;
  return `${zone.offset < 0 ? '-' : '+'}${two(Math.floor(total / 3_600))}:${two(Math.floor(total / 60) % 60)}${seconds ? `:${two(seconds)}` : ''}`;
};

export const formatDateTime = (value: DateTimeValue): string => `${formatDate(value)}T${formatTime(value)}`;

export const formatDuration = (value: DaysDuration | MonthsDuration): string => {
  if (value.kind === 'years and months duration') {
    const months = Math.abs(value.months);
    const [years, rest] = [Math.floor(months / 12), months % 12];
    return `${value.months < 0 ? '-' : ''}P${years ? `${years}Y` : ''}${rest || !years ? `${rest}M` : ''}`;
  }
  const { days, hours, minutes, seconds, nanos } = partsOfDays(value);
  if (value.nanos === 0n) return 'PT0S';
  const clock = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds || nanos ? `${seconds}${fraction(Number(nanos))}S` : ''}`;
  return `${value.nanos < 0n ? '-' : ''}P${days ? `${days}D` : ''}${clock ? `T${clock}` : ''}`;
};

/** Parts of a duration, all without sign. */
export const partsOfDays = ({
  nanos: total,
}: DaysDuration): { days: bigint; hours: bigint; minutes: bigint; seconds: bigint; nanos: bigint } => {
  const all = total < 0n ? -total : total;
  const seconds = all / NANOS;
  return {
    days: seconds / DAY_SECONDS,
    hours: (seconds / 3_600n) % 24n,
    minutes: (seconds / 60n) % 60n,
    seconds: seconds % 60n,
    nanos: all % NANOS,
  };
};

export const clockNanos = ({ hour, minute, second, nano }: TimeOfDay): bigint =>
  BigInt((hour * 60 + minute) * 60 + second) * NANOS + BigInt(nano);

const clockFrom = (nanos: bigint): { hour: number; minute: number; second: number; nano: number } => {
  const seconds = Number(nanos / NANOS);
  return {
    hour: Math.floor(seconds / 3_600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    nano: Number(nanos % NANOS),
  };
};

const EPOCH = { year: 1970, month: 1, day: 1 };
export const offsetOf = (value: TimeValue | DateTimeValue): number | null =>
  value.zone === null ? null : offsetSeconds(value.zone, value.kind === 'time' ? EPOCH : value, value);

/** Nanoseconds of the wall clock since 1970-01-01T00:00:00, zone left aside. */
export const localNanos = (value: DateValue | DateTimeValue): bigint =>
  BigInt(dayNumber(value)) * DAY_SECONDS * NANOS + (value.kind === 'date' ? 0n : clockNanos(value));

/** Nanoseconds since 1970-01-01T00:00:00Z; without a zone the wall clock counts as UTC. */
export const instantNanos = (value: DateValue | DateTimeValue): bigint =>
  localNanos(value) - BigInt(value.kind === 'date' ? 0 : (offsetOf(value) ?? 0)) * NANOS;

/** Nanoseconds of a time since midnight UTC. */
export const timeNanos = (value: TimeValue): bigint => clockNanos(value) - BigInt(offsetOf(value) ?? 0) * NANOS;

const floorDiv = (value: bigint, by: bigint): bigint => (value >= 0n ? value / by : -((-value + by - 1n) / by));

const dateTimeFromLocal = (nanos: bigint, zone: Zone | null): DateTimeValue | null => {
  const day = floorDiv(nanos, DAY_SECONDS * NANOS);
  const civil = civilOf(Number(day));
  if (Math.abs(civil.year) > YEAR_MAX) return null;
  return { kind: 'date and time', ...civil, ...clockFrom(nanos - day * DAY_SECONDS * NANOS), zone };
};

/** A point in time moved by an exact duration; in a named zone the wall clock follows its changes of offset. */
export const addDays = (value: DateTimeValue, duration: DaysDuration): DateTimeValue | null => {
  if (value.zone === null || 'offset' in value.zone)
    return dateTimeFromLocal(localNanos(value) + duration.nanos, value.zone);
  const instant = instantNanos(value) + duration.nanos;
  const offset = offsetAt(value.zone, floorDiv(instant, NANOS));
  return dateTimeFromLocal(instant + BigInt(offset) * NANOS, value.zone);
};

export const addDaysToDate = (value: DateValue, duration: DaysDuration): DateValue | null => {
  const moved = dateTimeFromLocal(localNanos(value) + duration.nanos, null);
  return moved && { kind: 'date', year: moved.year, month: moved.month, day: moved.day };
};

export const addToTime = (value: TimeValue, duration: DaysDuration): TimeValue => {
  const day = DAY_SECONDS * NANOS;
  const nanos = (((clockNanos(value) + duration.nanos) % day) + day) % day;
  return { kind: 'time', ...clockFrom(nanos), zone: value.zone };
};

/** Month arithmetic: the day is cut to the length of the month reached. */
export const addMonths = <T extends DateValue | DateTimeValue>(value: T, { months }: MonthsDuration): T | null => {
  const total = value.year * 12 + value.month - 1 + months;
  const year = Math.floor(total / 12);
  const month = total - year * 12 + 1;
  if (Math.abs(year) > YEAR_MAX) return null;
  return { ...value, year, month, day: Math.min(value.day, daysInMonth(year, month)) };
};

/** Whole months from one calendar date to another, towards zero; clock and zone are left aside, as the standard does. */
export const monthsBetween = (from: DateValue | DateTimeValue, to: DateValue | DateTimeValue): MonthsDuration => {
  const months = (to.year - from.year) * 12 + to.month - from.month;
  const short = to.day - from.day;
  const whole = months > 0 && short < 0 ? months - 1 : months < 0 && short > 0 ? months + 1 : months;
  return { kind: 'years and months duration', months: whole };
};

/** A date as the midnight UTC it begins with. */
export const toMidnight = (date: DateValue): DateTimeValue => ({
  ...date,
  kind: 'date and time',
  hour: 0,
  minute: 0,
  second: 0,
  nano: 0,
  zone: { offset: 0 },
});
