import { PPB } from '../money/rates.ts';
import { divideRounded, minOf } from '../money/rounding.ts';
import { keepInstalment } from '../plan/amortise.ts';
import type { PeriodRate } from '../plan/amortise.ts';
import { principalParts } from '../plan/schedule.ts';
import { earningShare, unpaidPrincipal } from './accrue.ts';
import { hasLevelTotal, rateNow } from './state.ts';
import type { ReplayState, Row } from './state.ts';

/** What a row will still charge from the replay's day to its due day. */
const restRate = (state: ReplayState, row: Row): PeriodRate => ({
  num: rateNow(state) * earningShare(state, row, state.day, row.dueDay),
  den: PPB * row.den,
});

const setParts = (rows: readonly Row[], parts: readonly bigint[]): void => {
  for (const [k, row] of rows.entries()) row.principalFen = row.paid.principalFen + (parts[k] ?? 0n);
};

/** Rows from an index on that repay principal; when only interest-only rows are left, the last of them does. */
const amortisingFrom = (state: ReplayState, index: number): Row[] => {
  const rows = state.rows.slice(index);
  const amortising = rows.filter((row) => !row.interestOnly);
  return amortising.length > 0 ? amortising : rows.slice(-1);
};

/** Same due dates, new equal parts: spreads `balanceFen` over the rows from an index on. */
export const levelAnew = (state: ReplayState, index: number, balanceFen: bigint): void => {
  const rows = amortisingFrom(state, index);
  const rates = rows.map((row) => restRate(state, row));
  place(state, index, balanceFen, rows, rates, principalParts(state.terms, balanceFen, rates));
};

/**
 * Smaller instalments on the same dates, after principal was paid early. Those at the end that already ask for less than the
 * others, as a shorter tenor leaves them, keep their principal: levelled with the others they would grow, principal would
 * come back later than by the plan, and paying early would cost interest.
 */
export const lowerLevel = (state: ReplayState, balanceFen: bigint): void => {
  const rows = amortisingFrom(state, state.current);
  const rates = rows.map((row) => restRate(state, row));
  let parts = principalParts(state.terms, balanceFen, rates);
  // Instalments in multiples are let be: there the last is the remainder.
  if (state.terms.instalmentMultipleFen === null) {
    const kept: bigint[] = [];
    for (const row of rows.toReversed()) {
      const level = parts.slice(0, parts.length - kept.length);
      if ((level.at(-1) ?? 0n) <= unpaidPrincipal(row)) break;
      kept.unshift(unpaidPrincipal(row));
      const keptFen = kept.reduce((sum, part) => sum + part, 0n);
      parts = [...principalParts(state.terms, balanceFen, rates.slice(0, level.length - 1), keptFen), ...kept];
    }
  }
  place(state, state.current, balanceFen, rows, rates, parts);
};

const place = (
  state: ReplayState,
  index: number,
  balanceFen: bigint,
  rows: readonly Row[],
  rates: readonly PeriodRate[],
  parts: readonly bigint[],
): void => {
  if (rows.length === 0) return;
  for (const row of state.rows.slice(index)) row.principalFen = row.paid.principalFen;
  setParts(rows, parts);
  const rate = rates[0] ?? { num: 0n, den: 1n };
  const interest = hasLevelTotal(state.terms)
    ? divideRounded(balanceFen * rate.num, rate.den, state.terms.rounding)
    : 0n;
  state.levelFen = (parts[0] ?? 0n) + interest;
};

/** Same instalment, fewer of them: rows that are no longer needed go. */
export const keepLevel = (state: ReplayState, balanceFen: bigint): void => {
  const rows = amortisingFrom(state, state.current);
  const parts = hasLevelTotal(state.terms)
    ? keepInstalment(
        balanceFen,
        state.levelFen,
        rows.map((row) => restRate(state, row)),
        state.terms.rounding,
      )
    : keepPart(balanceFen, state.levelFen, rows.length);
  for (const row of state.rows.slice(state.current)) row.principalFen = row.paid.principalFen;
  setParts(rows, parts);
  dropEmptyTail(state);
};

const keepPart = (balanceFen: bigint, partFen: bigint, count: number): bigint[] => {
  let balance = balanceFen;
  return Array.from({ length: count }, (_, k) => {
    const part = k === count - 1 ? balance : minOf(partFen, balance);
    balance -= part;
    return part;
  });
};

const isUntouched = (row: Row): boolean =>
  row.feesFen === 0n &&
  row.interestRaw === 0n &&
  row.closedInterestFen === null &&
  row.carriedInterestFen === 0n &&
  row.carriedPenaltyFen === 0n &&
  row.paid.principalFen === 0n;

/** Removes rows at the end that ask for nothing, from an index on: after the current row unless told otherwise. */
export const dropEmptyTail = (state: ReplayState, fromIndex: number = state.current + 1): void => {
  while (state.rows.length > Math.max(fromIndex, 1)) {
    const last = state.rows.at(-1);
    if (last === undefined || unpaidPrincipal(last) > 0n || !isUntouched(last)) return;
    state.rows.pop();
  }
};
