import { Temporal } from 'temporal-polyfill';
import { civilOf, dayNumber } from '../calendar.ts';
import type { CivilDate } from '../calendar.ts';
import type { TimeOfDay, Zone } from './values.ts';

/** Offsets of a zone repeat every 400 years and the library ends at ±271,821 years, so far years are looked up in near ones. */
const nearYear = (year: number): number =>
  year > 9_999 || year < -9_999 ? 2_000 + (((year % 400) + 400) % 400) : year;

const known = new Map<string, boolean>();
/** Whether a zone of that name exists. Pure in effect: the answer for a name never changes while a program runs. */
export const isZoneId = (id: string): boolean => {
  const cached = known.get(id);
  if (cached !== undefined) return cached;
  let valid = false;
  try {
    Temporal.PlainDateTime.from({ year: 2000, month: 1, day: 1 }).toZonedDateTime(id);
    // The library reads names in any case; the zone database writes every part of one with a capital.
    valid = /^[A-Z][\w+-]*(?:\/[A-Z][\w+-]*)*$/.test(id);
  } catch (problem) {
    if (!(problem instanceof RangeError)) throw problem;
  }
  known.set(id, valid);
  return valid;
};

/** Offset from UTC in seconds of a wall clock in a zone; a time without a date counts as on 1970-01-01. */
export const offsetSeconds = (zone: Zone, date: CivilDate, time: TimeOfDay): number => {
  if ('offset' in zone) return zone.offset;
  const zoned = Temporal.PlainDateTime.from({
    year: nearYear(date.year),
    month: date.month,
    day: date.day,
    hour: time.hour,
    minute: time.minute,
    second: time.second,
  }).toZonedDateTime(zone.id);
  return zoned.offsetNanoseconds / 1e9;
};

/** The wall clock in a zone at a count of seconds since 1970-01-01T00:00:00Z. */
export const offsetAt = (zone: Zone, seconds: bigint): number => {
  if ('offset' in zone) return zone.offset;
  const civil = civilOf(Number(seconds / 86_400n));
  const near = dayNumber({ ...civil, year: nearYear(civil.year) }) - dayNumber(civil);
  const instant = Temporal.Instant.fromEpochMilliseconds(Number(seconds + BigInt(near) * 86_400n) * 1_000);
  return instant.toZonedDateTimeISO(zone.id).offsetNanoseconds / 1e9;
};
