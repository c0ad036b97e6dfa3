import type { LoanAccount } from '../account.ts';
import { toDay } from '../calendar/dates.ts';
import { overdueFractionDen } from '../calendar/day-count.ts';
import { PPB } from '../money/rates.ts';
import { gcd } from '../money/rounding.ts';
import { snapshotOn } from '../position-of.ts';
import type { Snapshot } from '../position-of.ts';
import { earningShare, penaltyOf, penaltyRawAt, unpaidPrincipal } from '../replay/accrue.ts';
import { interestOf, rateNow } from '../replay/state.ts';
import type { ReplayState, Row } from '../replay/state.ts';
import { placeOfRounding } from './on-course.ts';
import type { AccrualCourse } from './on-course.ts';

/** Figures and what a day adds to them stay below this, so that sums of two are still exact. */
const EXACT_MAX = 2 ** 52;
const FOREVER = 2_000_000;

/** A figure too large, or a balance that does not run straight: the loan has no course. */
class NotStraight extends Error {}

/**
 * The course of a loan after all its events (see `on-course.ts`); null where its balances do not run straight between
 * due days (a pause that ends later, day counts that weigh each year by its length) or figures are too large for
 * plain numbers. On the days it covers it says exactly what `balancesOf` says.
 */
export const accrualCourse = (account: LoanAccount): AccrualCourse | null => {
  const last = account.events.at(-1)?.date ?? account.terms.startDate;
  const snapshot = snapshotOn(account, last);
  const { state } = snapshot;
  const from = Math.max(toDay(last), state.day);
  const { dayCount } = state.terms;
  if (dayCount === 'ACT/ACT(31Dec)' || dayCount === 'ACT/ACT(1Jan)') return null;
  if (state.blocked.some((span) => span.toDay > from && !isForEver(span.fromDay, span.toDay, from))) return null;
  try {
    return courseFrom(snapshot, from);
  } catch (error) {
    if (error instanceof NotStraight) return null;
    throw error;
  }
};

const isForEver = (fromDay: number, toDay: number, day: number): boolean =>
  fromDay <= day && toDay === Number.MAX_SAFE_INTEGER;

const courseFrom = (snapshot: Snapshot, from: number): AccrualCourse => {
  const { state } = snapshot;
  let through = FOREVER;
  const parts = interestPieces(snapshot, from);
  const debts = state.rows.flatMap((row, index) => debtsOf(snapshot, row, index, from));
  const sum = (of: (row: Row) => bigint): number => exact(state.rows.reduce((total, row) => total + of(row), 0n));
  for (const [k, piece] of parts.entries()) {
    const until = lastExactDay(piece, 0, 4);
    if (until < (parts[k + 1]?.[0] ?? FOREVER)) through = Math.min(through, until);
  }
  for (const debt of debts) through = Math.min(through, lastExactDay(debt, 2, 7));
  return [
    from,
    through,
    placeOfRounding(state.terms.rounding),
    sum(unpaidPrincipal),
    sum((row) => row.feesFen - row.paid.feesFen),
    parts.length,
    debts.length,
    ...parts.flat(),
    ...debts.flat(),
  ];
};

/** The last day on which rest + rest per day × days, at `at`, is held exactly. */
const lastExactDay = (part: readonly number[], dayAt: number, at: number): number => {
  const [rest, perDay] = [part[at] as number, part[at + 1] as number];
  return perDay === 0 ? FOREVER : Math.min(FOREVER, (part[dayAt] as number) + Math.floor((EXACT_MAX - rest) / perDay));
};

/** One piece from each day on which the loan’s interest begins to run at another pace. */
const interestPieces = (snapshot: Snapshot, from: number): number[][] => {
  const { state, outlook } = snapshot;
  const edges = new Set([from]);
  for (const row of state.rows)
    for (const day of [row.dueDay, ...row.spans.flatMap((span) => [span.fromDay, span.toDay])])
      if (day > from) edges.add(day);
  const days = [...edges].sort((a, b) => a - b);
  const paidFen = state.rows.reduce((sum, row) => sum + row.paid.interestFen, 0n);
  return days.map((day, k) => {
    const end = days[k + 1];
    let fixedFen = -paidFen;
    let running: number[] | null = null;
    for (const [index, row] of state.rows.entries()) {
      const { baseFen, interestFen } = outlook[index] ?? { baseFen: 0n, interestFen: 0n };
      const isDue = index < state.current || row.dueDay <= day;
      const pace = isDue || end === undefined ? null : paceOf(state, row, baseFen, day, end);
      if (pace === null) {
        const raw = isDue ? 0n : rawOn(state, row, baseFen, day);
        fixedFen += isDue ? interestFen : interestOf(state, row, raw);
      } else if (running !== null) throw new NotStraight();
      else {
        running = runningOf(pace.raw, pace.perDay, PPB * row.den);
        fixedFen += row.carriedInterestFen;
      }
    }
    return [day, exact(fixedFen), ...(running ?? STILL)];
  });
};

const STILL = [0, 0, 0, 0, 1];

const rawOn = (state: ReplayState, row: Row, baseFen: bigint, day: number): bigint =>
  row.interestRaw + baseFen * rateNow(state) * earningShare(state, row, state.day, day);

/** What a row earns from a day on, unrounded, and per day until `end`; null when it earns nothing. */
const paceOf = (
  state: ReplayState,
  row: Row,
  baseFen: bigint,
  day: number,
  end: number,
): { readonly raw: bigint; readonly perDay: bigint } | null => {
  const first = row.spans[0];
  if (row.closedInterestFen !== null || first === undefined || first.fromDay >= end) return null;
  const share = earningShare(state, row, day, end);
  if (share === 0n) return null;
  const days = BigInt(end - day);
  if (share % days !== 0n) throw new NotStraight();
  return { raw: rawOn(state, row, baseFen, day), perDay: baseFen * rateNow(state) * (share / days) };
};

/** A row as a debt, in a list: when it is overdue, what it owes beside penalty, and how its penalty runs. None when it owes nothing. */
const debtsOf = (snapshot: Snapshot, row: Row, index: number, from: number): number[][] => {
  const { state, outlook } = snapshot;
  const interestFen = outlook[index]?.interestFen ?? 0n;
  const owedFen = unpaidPrincipal(row) + interestFen - row.paid.interestFen + row.feesFen - row.paid.feesFen;
  const overdueFrom = row.dueDay + state.terms.graceDays + 1;
  const penaltyFrom = Math.max(overdueFrom, row.penaltyFromDay + 1, from);
  const raw = penaltyRawAt(state, row, interestFen, penaltyFrom);
  const perDay = penaltyRawAt(state, row, interestFen, penaltyFrom + 1) - raw;
  const beforeFen = penaltyOf(state, row, row.penaltyRaw) - row.paid.penaltyFen;
  if (owedFen === 0n && beforeFen === 0n && perDay === 0n && raw === row.penaltyRaw) return [];
  const common = gcd(state.terms.penaltyMultiplePpb, PPB);
  if (raw % common !== 0n || perDay % common !== 0n) throw new NotStraight();
  const den = (PPB * PPB * overdueFractionDen(state.terms.dayCount)) / common;
  const fixedFen = row.carriedPenaltyFen - row.waivedPenaltyFen - row.paid.penaltyFen;
  return [
    [
      overdueFrom,
      exact(owedFen),
      penaltyFrom,
      exact(beforeFen),
      exact(fixedFen),
      ...runningOf(raw / common, perDay / common, den),
    ],
  ];
};

/** A running quotient with whole parts taken out, so that what is left is small. */
const runningOf = (raw: bigint, perDay: bigint, den: bigint): number[] => {
  if (raw < 0n || perDay < 0n) throw new NotStraight();
  return [raw / den, perDay / den, raw % den, perDay % den, den].map(exact);
};

const exact = (figure: bigint): number => {
  const plain = Number(figure);
  if (Math.abs(plain) >= EXACT_MAX) throw new NotStraight();
  return plain;
};
