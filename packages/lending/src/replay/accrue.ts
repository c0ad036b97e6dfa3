import { fractionNum, overdueFractionDen, overdueFractionNum } from '../calendar/day-count.ts';
import { PPB } from '../money/rates.ts';
import { divideRounded, maxOf } from '../money/rounding.ts';
import { interestBase, interestOf, rateNow } from './state.ts';
import type { DaySpan, ReplayState, Row } from './state.ts';

/** The parts of [fromDay, toDay) outside the blocked spans. */
const openSpans = (blocked: readonly DaySpan[], fromDay: number, toDay: number): DaySpan[] => {
  let open: DaySpan[] = [{ fromDay, toDay }];
  for (const block of blocked) {
    open = open.flatMap((span) => {
      if (block.toDay <= span.fromDay || block.fromDay >= span.toDay) return [span];
      const before = { fromDay: span.fromDay, toDay: Math.min(span.toDay, block.fromDay) };
      const after = { fromDay: Math.max(span.fromDay, block.toDay), toDay: span.toDay };
      return [before, after].filter((part) => part.fromDay < part.toDay);
    });
  }
  return open;
};

/** The share of a year (over `row.den`) that a row earns between two days. */
export const earningShare = (state: ReplayState, row: Row, fromDay: number, toDay: number): bigint => {
  let share = 0n;
  for (const span of row.spans) {
    const from = Math.max(fromDay, span.fromDay);
    const to = Math.min(toDay, span.toDay);
    if (from >= to) continue;
    const scale = row.den / span.den;
    if (state.blocked.length === 0) {
      share += fractionNum(state.terms.dayCount, span.step, span.period, from, to) * scale;
      continue;
    }
    for (const open of openSpans(state.blocked, from, to))
      share += fractionNum(state.terms.dayCount, span.step, span.period, open.fromDay, open.toDay) * scale;
  }
  return share;
};

/** Earns interest up to a day; every row whose due day is reached falls due on the way. */
export const accrueTo = (state: ReplayState, day: number): void => {
  while (state.day < day) {
    const row = state.rows[state.current];
    if (row === undefined) {
      state.day = day;
      return;
    }
    const end = Math.min(day, row.dueDay);
    const share = earningShare(state, row, state.day, end);
    row.interestRaw += interestBase(state, state.performingFen) * rateNow(state) * share;
    state.day = end;
    if (end === row.dueDay) {
      state.performingFen -= row.principalFen - row.paid.principalFen;
      state.current += 1;
    }
  }
};

/** Everything that remains to be paid of a row. */
export const unpaidPrincipal = (row: Row): bigint => row.principalFen - row.paid.principalFen;
export const unpaidInterest = (state: ReplayState, row: Row): bigint =>
  interestOf(state, row, row.interestRaw) - row.paid.interestFen;

/** What an overdue row's penalty rate is applied to. */
const penaltyBase = (state: ReplayState, row: Row, interestFen: bigint): bigint =>
  state.terms.penaltyBase === 'PRINCIPAL_AND_INTEREST'
    ? unpaidPrincipal(row) + interestFen - row.paid.interestFen
    : unpaidPrincipal(row);

/**
 * Unrounded penalty of a row that fell due, as of a day. Days of grace bear none if the row is paid within them;
 * otherwise penalty counts from the due day. The penalty rate follows the contract rate of each day.
 */
export const penaltyRawAt = (state: ReplayState, row: Row, interestFen: bigint, day: number): bigint => {
  if (day <= row.dueDay + state.terms.graceDays || day <= row.penaltyFromDay) return row.penaltyRaw;
  const base = penaltyBase(state, row, interestFen);
  if (base <= 0n) return row.penaltyRaw;
  let raw = row.penaltyRaw;
  for (const [k, rate] of state.rates.entries()) {
    const from = k === 0 ? row.penaltyFromDay : Math.max(row.penaltyFromDay, rate.fromDay);
    const to = Math.min(day, state.rates[k + 1]?.fromDay ?? day);
    if (from >= to) continue;
    for (const open of openSpans(state.blocked, from, to))
      raw +=
        base *
        rate.ppb *
        state.terms.penaltyMultiplePpb *
        overdueFractionNum(state.terms.dayCount, open.fromDay, open.toDay);
  }
  return raw;
};

/** Penalty a row asks for, given its unrounded penalty; waivers taken off. */
export const penaltyOf = (state: ReplayState, row: Row, raw: bigint): bigint => {
  const accrued = divideRounded(raw, PPB * PPB * overdueFractionDen(state.terms.dayCount), state.terms.rounding);
  return maxOf(accrued + row.carriedPenaltyFen - row.waivedPenaltyFen, row.paid.penaltyFen);
};

export const unpaidPenalty = (state: ReplayState, row: Row): bigint =>
  penaltyOf(state, row, row.penaltyRaw) - row.paid.penaltyFen;

/** Brings the penalty of all rows that fell due up to a day, so that what they owe may change. */
export const accruePenalties = (state: ReplayState, day: number): void => {
  for (const row of state.rows.slice(0, state.current)) {
    if (row.paidOnDay !== null || day <= row.dueDay + state.terms.graceDays) continue;
    row.penaltyRaw = penaltyRawAt(state, row, interestOf(state, row, row.interestRaw), day);
    row.penaltyFromDay = Math.max(row.penaltyFromDay, day);
  }
};
