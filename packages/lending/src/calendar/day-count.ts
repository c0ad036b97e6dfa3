import { civilOf, dayNumberOf, isLeapYear } from './dates.ts';

/** How a span of days becomes a fraction of a year. A contract field; 365 is never assumed. */
export type DayCount =
  | 'ACT/365'
  | 'ACT/360'
  | 'ACT/364'
  | '30/360'
  | 'ACT/ACT(31Dec)'
  | 'ACT/ACT(1Jan)'
  | 'ACT/ACT(Feb29-period)'
  | 'PERIOD_1/12';

export const DAY_COUNTS: readonly DayCount[] = [
  'ACT/365',
  'ACT/360',
  'ACT/364',
  '30/360',
  'ACT/ACT(31Dec)',
  'ACT/ACT(1Jan)',
  'ACT/ACT(Feb29-period)',
  'PERIOD_1/12',
];

/** A step between due dates. */
export interface Step {
  readonly every: number;
  readonly unit: 'MONTHS' | 'WEEKS' | 'DAYS';
}

/**
 * A whole instalment period: after `startDay`, up to and including `endDay`. `steps` is how many contract steps it
 * spans, as a fraction: 1/1 for an ordinary one, n/1 for a bullet, days/nominal days for an odd first one.
 */
export interface Period {
  readonly startDay: number;
  readonly endDay: number;
  readonly stepsNum: bigint;
  readonly stepsDen: bigint;
}

/** Numerator units per whole year in the ACT/ACT conventions: a day of a common year weighs 366 of them, of a leap year 365. */
const ACT_ACT_YEAR = 365n * 366n;

/** The denominator under which {@link fractionNum} counts within one period. Constant within the period, so that
 * spans of it can be added before anything is rounded. */
export const fractionDen = (dayCount: DayCount, period: Period): bigint => {
  switch (dayCount) {
    case 'ACT/365':
      return 365n;
    case 'ACT/360':
      return 360n;
    case 'ACT/364':
      return 364n;
    case '30/360':
      return 360n * period.stepsDen * BigInt(period.endDay - period.startDay);
    case 'PERIOD_1/12':
      return 12n * period.stepsDen * BigInt(period.endDay - period.startDay);
    default:
      return ACT_ACT_YEAR;
  }
};

/** The share of a year from `fromDay` to `toDay`, both within the period, over {@link fractionDen}. */
export const fractionNum = (dayCount: DayCount, step: Step, period: Period, fromDay: number, toDay: number): bigint => {
  const days = BigInt(toDay - fromDay);
  switch (dayCount) {
    case '30/360':
      return days * nominalDays(step) * period.stepsNum;
    case 'PERIOD_1/12':
      return days * twelfths(step) * period.stepsNum;
    case 'ACT/ACT(31Dec)':
      return weighByYear(fromDay + 1, toDay + 1);
    case 'ACT/ACT(1Jan)':
      return weighByYear(fromDay, toDay);
    case 'ACT/ACT(Feb29-period)':
      return days * (hasLeapDay(period) ? 365n : 366n);
    default:
      return days;
  }
};

/** The share of a year that a whole period counts, as a fraction: the same as the parts give together, in smaller figures. */
export const wholePeriodShare = (dayCount: DayCount, step: Step, period: Period): { num: bigint; den: bigint } => {
  if (dayCount === '30/360') return { num: nominalDays(step) * period.stepsNum, den: 360n * period.stepsDen };
  if (dayCount === 'PERIOD_1/12') return { num: twelfths(step) * period.stepsNum, den: 12n * period.stepsDen };
  const num = fractionNum(dayCount, step, period, period.startDay, period.endDay);
  return { num, den: fractionDen(dayCount, period) };
};

/** A month counts 30 days, a week 7, a day 1. */
const nominalDays = (step: Step): bigint =>
  BigInt(step.every) * (step.unit === 'MONTHS' ? 30n : step.unit === 'WEEKS' ? 7n : 1n);

/** PERIOD_1/12 speaks of months only; terms with other steps are refused before this is asked. */
const twelfths = (step: Step): bigint => BigInt(step.every);

/** Weighs each night by the length of the year that its label [from, to) falls in. */
const weighByYear = (from: number, to: number): bigint => {
  let weight = 0n;
  let day = from;
  while (day < to) {
    const year = civilOf(day).year;
    const end = Math.min(to, dayNumberOf(year + 1, 1, 1));
    weight += BigInt(end - day) * (isLeapYear(year) ? 365n : 366n);
    day = end;
  }
  return weight;
};

/** True when 29 February lies after the start and not after the end of the period. */
const hasLeapDay = (period: Period): boolean => {
  const first = civilOf(period.startDay).year;
  const last = civilOf(period.endDay).year;
  for (let year = first; year <= last; year += 1) {
    if (!isLeapYear(year)) continue;
    const leapDay = dayNumberOf(year, 2, 29);
    if (leapDay > period.startDay && leapDay <= period.endDay) return true;
  }
  return false;
};

/**
 * The share of a year between two days that belong to no instalment period (an amount overdue): actual days over the
 * convention's year. The 30/360 family counts actual days over 360; ACT/ACT weighs each day by its own year.
 */
export const overdueFractionNum = (dayCount: DayCount, fromDay: number, toDay: number): bigint => {
  if (dayCount === 'ACT/ACT(31Dec)') return weighByYear(fromDay + 1, toDay + 1);
  if (dayCount === 'ACT/ACT(1Jan)') return weighByYear(fromDay, toDay);
  return BigInt(toDay - fromDay);
};

/** The denominator of {@link overdueFractionNum}. */
export const overdueFractionDen = (dayCount: DayCount): bigint => {
  switch (dayCount) {
    case 'ACT/360':
    case '30/360':
    case 'PERIOD_1/12':
      return 360n;
    case 'ACT/364':
      return 364n;
    case 'ACT/ACT(31Dec)':
    case 'ACT/ACT(1Jan)':
      return ACT_ACT_YEAR;
    default:
      return 365n;
  }
};
