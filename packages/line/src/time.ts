import { addDays } from '@clearline/lending';
import type { Instant, IsoDate } from './vocabulary.ts';

/** Arithmetic on instants and business dates. Instants are ISO strings in UTC; only this file parses them. */
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** A judgement asks for the same few instants dozens of times, and parsing them would be a tenth of its work. */
let parsed: { readonly instant: Instant; readonly ms: number } = { instant: '', ms: Number.NaN };
let parsedBefore = parsed;
export const toMs = (instant: Instant): number => {
  if (parsed.instant === instant) return parsed.ms;
  const found = parsedBefore.instant === instant ? parsedBefore : { instant, ms: Date.parse(instant) };
  parsedBefore = parsed;
  parsed = found;
  return found.ms;
};
/** Features over one kind of events all end with the same event. */
let written: { readonly ms: number; readonly instant: Instant } = { ms: Number.NaN, instant: '' };
export const fromMs = (ms: number): Instant => {
  if (written.ms !== ms) written = { ms, instant: textOf(ms) };
  return written.instant;
};

/** Years that are written with four digits: 0 to 9999. */
const [FOUR_DIGITS_FROM, FOUR_DIGITS_TO] = [Date.UTC(-1, 11, 31) + DAY_MS, Date.UTC(10_000, 0, 1)];
const twoDigits = Array.from({ length: 60 }, (_none, n) => String(n).padStart(2, '0'));

/** As `Date` writes it (N109). A decision says of some thousand moments when they are; they fall on a few days. */
const textOf = (ms: number): Instant => {
  if (!Number.isInteger(ms) || ms < FOUR_DIGITS_FROM || ms >= FOUR_DIGITS_TO) return new Date(ms).toISOString();
  const day = Math.floor(ms / DAY_MS);
  let date = days.get(day);
  if (date === undefined) {
    date = new Date(day * DAY_MS).toISOString().slice(0, 11);
    if (days.size === DATES_KEPT) days.clear();
    days.set(day, date);
  }
  const rest = ms - day * DAY_MS;
  const seconds = Math.floor(rest / 1000);
  const minutes = Math.floor(seconds / 60);
  const clock = `${twoDigits[Math.floor(minutes / 60)]}:${twoDigits[minutes % 60]}:${twoDigits[seconds % 60]}`;
  return `${date}${clock}.${String(rest % 1000).padStart(3, '0')}Z`;
};
/** Days ask for their text and their start again and again; a few years of them are all that a run meets. */
const DATES_KEPT = 2_000;
const days = new Map<number, string>();

export const plusMs = (instant: Instant, ms: number): Instant => fromMs(toMs(instant) + ms);
export const plusHours = (instant: Instant, hours: number): Instant => plusMs(instant, hours * HOUR_MS);
export const plusDays = (instant: Instant, days: number): Instant => plusMs(instant, days * DAY_MS);
export const hoursBetween = (from: Instant, to: Instant): number => Math.floor((toMs(to) - toMs(from)) / HOUR_MS);
export const wholeDaysBetween = (from: Instant, to: Instant): number => Math.floor((toMs(to) - toMs(from)) / DAY_MS);

/** Offset of the lender’s zone; China keeps one all year, so a constant says it exactly. */
const CHINA_OFFSET_MS = 8 * HOUR_MS;

/** The business date an instant falls on; nearly all that is asked about falls on one day. */
export const dateOf = (instant: Instant): IsoDate => {
  const day = Math.floor((toMs(instant) + CHINA_OFFSET_MS) / DAY_MS);
  if (named.day !== day) named = { day, date: fromMs(day * DAY_MS).slice(0, 10) };
  return named.date;
};
let named: { readonly day: number; readonly date: IsoDate } = { day: Number.NaN, date: '' };
/** The hour of the day (0-23) on the lender’s clock. */
export const hourOfDay = (instant: Instant): number => {
  const hour = Math.floor((toMs(instant) + CHINA_OFFSET_MS) / HOUR_MS) % 24;
  return hour < 0 ? hour + 24 : hour;
};
/** The lender’s calendar and clock at an instant, to the second, with their offset: `2026-11-28 00:00:05 +08:00`. */
export const lenderClockText = (instant: Instant): string =>
  `${fromMs(toMs(instant) + CHINA_OFFSET_MS)
    .slice(0, 19)
    .replace('T', ' ')} +08:00`;
/** The instant at which a business date begins. */
export const startOfDate = (date: IsoDate): Instant => {
  const known = begun.get(date);
  if (known !== undefined) return known;
  const at = fromMs(Date.parse(`${date}T00:00:00.000Z`) - CHINA_OFFSET_MS);
  if (begun.size === DATES_KEPT) begun.clear();
  begun.set(date, at);
  return at;
};
const begun = new Map<IsoDate, Instant>();
/** The instant at which a business date ends (the start of the next). */
export const endOfDate = (date: IsoDate): Instant => {
  const known = ended.get(date);
  if (known !== undefined) return known;
  const at = startOfDate(addDays(date, 1));
  if (ended.size === DATES_KEPT) ended.clear();
  ended.set(date, at);
  return at;
};
const ended = new Map<IsoDate, Instant>();
