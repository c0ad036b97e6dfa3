import { fromDay } from '../calendar/dates.ts';
import type { IsoDate } from '../calendar/dates.ts';
import type { LoanTerms } from '../terms.ts';
import { accruePenalties, accrueTo, penaltyOf, unpaidInterest, unpaidPenalty, unpaidPrincipal } from './accrue.ts';
import { noneOwed, rateNow, rowsOf } from './state.ts';
import type { ReplayState, Row } from './state.ts';

export interface NewPlan {
  readonly instalments: number;
  readonly every: number;
  readonly unit: LoanTerms['unit'];
  readonly firstDueDate: IsoDate;
  readonly annualRatePpb: bigint;
}

/** Terms for the debt as it stands on a day, under a new plan. Interest-only counts of the old plan do not carry over. */
export const respreadTerms = (old: LoanTerms, plan: NewPlan, startDate: IsoDate, principalFen: bigint): LoanTerms => {
  const { interestOnlyInstalments: _only, principalGraceInstalments: _grace, ...rest } = old;
  return { ...rest, ...plan, startDate, principalFen };
};

/** Freezes every row at what it has been paid and returns what was still owed on them, principal included. */
export const closeAllRows = (state: ReplayState, day: number): Row['paid'] => {
  accrueTo(state, day);
  accruePenalties(state, day);
  const owed = noneOwed();
  for (const row of state.rows) {
    owed.principalFen += unpaidPrincipal(row);
    owed.interestFen += unpaidInterest(state, row);
    owed.penaltyFen += unpaidPenalty(state, row);
    owed.feesFen += row.feesFen - row.paid.feesFen;
    freeze(state, row);
  }
  state.performingFen = 0n;
  return owed;
};

const freeze = (state: ReplayState, row: Row): void => {
  row.principalFen = row.paid.principalFen;
  row.closedInterestFen = row.paid.interestFen;
  row.carriedInterestFen = 0n;
  row.carriedPenaltyFen += row.paid.penaltyFen - penaltyOf(state, row, row.penaltyRaw);
  row.feesFen = row.paid.feesFen;
};

/** True for rows that stay as history when the rest of a plan is gone. */
export const wasPaid = (row: Row): boolean =>
  row.paid.principalFen > 0n || row.paid.interestFen > 0n || row.paid.penaltyFen > 0n || row.paid.feesFen > 0n;

/**
 * Spreads all outstanding principal over a new plan from a day; does nothing when a late record has left none. Unpaid interest, penalty and fees become part of its first
 * instalment and bear nothing. Rows on which something was paid stay, as history.
 */
export const respread = (state: ReplayState, day: number, plan: NewPlan): void => {
  if (state.rows.every((row) => unpaidPrincipal(row) === 0n)) return;
  const owed = closeAllRows(state, day);
  const kept = state.rows.filter(wasPaid);
  const terms = respreadTerms(state.terms, plan, fromDay(day), owed.principalFen);
  const { rows, levelFen } = rowsOf(terms, (kept.at(-1)?.n ?? 0) + 1);
  const first = rows[0];
  if (first !== undefined) {
    first.carriedInterestFen = owed.interestFen;
    first.carriedPenaltyFen = owed.penaltyFen;
    first.feesFen = owed.feesFen;
  }
  if (plan.annualRatePpb !== rateNow(state)) state.rates.push({ fromDay: day, ppb: plan.annualRatePpb });
  state.terms = terms;
  state.rows = [...kept, ...rows];
  state.current = kept.length;
  state.performingFen = owed.principalFen;
  state.flatBaseFen = owed.principalFen;
  state.levelFen = levelFen;
};
