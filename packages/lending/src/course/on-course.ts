import type { Rounding } from '../money/rounding.ts';

/**
 * How a loan’s balances move from its last event on if nothing else happens, as a flat list of whole numbers: made once
 * by `accrualCourse`, then read on any later day at the cost of a few multiplications. Sums over a book need no replay.
 *
 * Every balance is a sum of parts, each `fixed + rounded((rest + restPerDay·n) / den)` after n days, where
 * rounding sees the whole quotient. All figures stay below 2^52, so that plain numbers hold them exactly; the head says
 * up to which day that is so.
 */
export type AccrualCourse = readonly number[];

/** What the ledger’s control accounts and the overdue total ask of a loan, in fen. Plain numbers: exact below 2^52. */
export interface CourseBalances {
  principalOutstandingFen: number;
  interestAccruedFen: number;
  penaltyAccruedFen: number;
  feesDueFen: number;
  overdueFen: number;
}

const ROUNDINGS = ['HALF_EVEN', 'HALF_UP', 'UP', 'DOWN', 'HALF_DOWN'] as const;

/** How a course writes down a rounding. Nothing in one is negative, so that up is up and down is down. */
export const placeOfRounding = (rounding: Rounding): number =>
  ROUNDINGS.indexOf(rounding === 'CEILING' ? 'UP' : rounding === 'FLOOR' ? 'DOWN' : rounding);

/** First day, last day, place in `ROUNDINGS`, principal, unpaid fees, number of interest pieces, number of debts. */
export const HEAD = 7;
/** First day, fixed, then the running quotient: whole, whole per day, rest, rest per day, denominator. */
export const PIECE = 7;
/** First day overdue, owed but for penalty; first day of penalty, penalty owed before it, fixed; running quotient. */
export const DEBT = 10;

/** Whether a course speaks of a day; other days are for a replay. */
export const courseCovers = (course: AccrualCourse | Float64Array, day: number): boolean =>
  day >= (course[0] as number) && day <= (course[1] as number);

/** The balances on a day (since 1970-01-01) that the course covers, written into `into`. */
export const balancesOnCourse = (
  course: AccrualCourse | Float64Array,
  day: number,
  into: CourseBalances,
): CourseBalances => {
  const rounding = course[2] as number;
  const pieces = course[5] as number;
  const debts = course[6] as number;
  into.principalOutstandingFen = course[3] as number;
  into.feesDueFen = course[4] as number;
  let at = HEAD;
  for (let next = at + PIECE; next < HEAD + pieces * PIECE && (course[next] as number) <= day; next += PIECE) at = next;
  into.interestAccruedFen =
    (course[at + 1] as number) + quotient(course, at + 2, day - (course[at] as number), rounding);
  let penaltyFen = 0;
  let overdueFen = 0;
  at = HEAD + pieces * PIECE;
  for (let n = 0; n < debts; n += 1, at += DEBT) {
    const penaltyFrom = course[at + 2] as number;
    const penalty =
      day < penaltyFrom
        ? (course[at + 3] as number)
        : Math.max(0, (course[at + 4] as number) + quotient(course, at + 5, day - penaltyFrom, rounding));
    penaltyFen += penalty;
    if (day >= (course[at] as number)) overdueFen += (course[at + 1] as number) + penalty;
  }
  into.penaltyAccruedFen = penaltyFen;
  into.overdueFen = overdueFen;
  return into;
};

/** `whole + wholePerDay·n + (rest + restPerDay·n) / den`, rounded once. Nothing in it is negative. */
const quotient = (course: AccrualCourse | Float64Array, at: number, days: number, rounding: number): number => {
  const den = course[at + 4] as number;
  const numerator = (course[at + 2] as number) + (course[at + 3] as number) * days;
  let whole = Math.floor(numerator / den);
  let remainder = numerator - whole * den;
  // The division of plain numbers may round up to a whole number that the exact quotient just misses.
  if (remainder < 0) {
    whole -= 1;
    remainder += den;
  }
  whole += (course[at] as number) + (course[at + 1] as number) * days;
  if (remainder === 0) return whole;
  switch (ROUNDINGS[rounding]) {
    case 'DOWN':
      return whole;
    case 'UP':
      return whole + 1;
    case 'HALF_UP':
      return 2 * remainder >= den ? whole + 1 : whole;
    case 'HALF_DOWN':
      return 2 * remainder > den ? whole + 1 : whole;
    default:
      return 2 * remainder > den || (2 * remainder === den && whole % 2 === 1) ? whole + 1 : whole;
  }
};
