import { addDays } from '@clearline/lending';
import type { Instant, IsoDate } from './vocabulary.ts';

/** Arithmetic on instants and business dates. Instants are ISO strings in UTC; only this file parses them. */
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** A judgement asks for the same instant dozens of times, and parsing it would be a tenth of its work. */
let parsed: { readonly instant: Instant; readonly ms: number } = { instant: '', ms: Number.NaN };
export const toMs = (instant: Instant): number => {
  if (parsed.instant !== instant) parsed = { instant, ms: Date.parse(instant) };
  return parsed.ms;
};
export const fromMs = (ms: number): Instant => new Date(ms).toISOString();
export const plusMs = (instant: Instant, ms: number): Instant => fromMs(toMs(instant) + ms);
export const plusHours = (instant: Instant, hours: number): Instant => plusMs(instant, hours * HOUR_MS);
export const plusDays = (instant: Instant, days: number): Instant => plusMs(instant, days * DAY_MS);
export const hoursBetween = (from: Instant, to: Instant): number => Math.floor((toMs(to) - toMs(from)) / HOUR_MS);
export const wholeDaysBetween = (from: Instant, to: Instant): number => Math.floor((toMs(to) - toMs(from)) / DAY_MS);

/** Offset of the lender’s zone; China keeps one all year, so a constant says it exactly. */
const CHINA_OFFSET_MS = 8 * HOUR_MS;

/** The business date an instant falls on. */
export const dateOf = (instant: Instant): IsoDate => fromMs(toMs(instant) + CHINA_OFFSET_MS).slice(0, 10);
/** The hour of the day (0-23) on the lender’s clock. */
export const hourOfDay = (instant: Instant): number => Number(fromMs(toMs(instant) + CHINA_OFFSET_MS).slice(11, 13));
/** The instant at which a business date begins. */
export const startOfDate = (date: IsoDate): Instant => fromMs(Date.parse(`${date}T00:00:00.000Z`) - CHINA_OFFSET_MS);
/** The instant at which a business date ends (the start of the next). */
export const endOfDate = (date: IsoDate): Instant => startOfDate(addDays(date, 1));
