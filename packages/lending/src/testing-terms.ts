import { addLoanEvent, openLoan } from './account.ts';
import type { LoanAccount } from './account.ts';
import { STANDARD_ALLOCATION } from './allocation-rule.ts';
import type { LoanEvent } from './replay/loan-event.ts';
import type { LendingRefusal } from './result.ts';
import type { LoanTerms } from './terms.ts';

/** 12,000.00 over twelve months at 0.03% a day: the terms that tests vary. */
export const TERMS: LoanTerms = {
  loanId: 'loan',
  currency: 'CNY',
  principalFen: 1_200_000n,
  startDate: '2026-01-31',
  method: 'EQUAL_INSTALMENT',
  instalments: 12,
  every: 1,
  unit: 'MONTHS',
  annualRatePpb: 109_500_000n,
  dayCount: 'ACT/365',
  rounding: 'HALF_EVEN',
  instalmentMultipleFen: null,
  penaltyMultiplePpb: 1_500_000_000n,
  graceDays: 0,
  allocation: STANDARD_ALLOCATION,
};

/** A loan with events, all of which must be accepted. */
export const loanWith = (terms: LoanTerms, events: readonly LoanEvent[] = []): LoanAccount => {
  const opened = openLoan(terms);
  if (!opened.ok) throw new Error(`${opened.refusal.field}: ${opened.refusal.message}`);
  return events.reduce((account, event) => {
    const added = addLoanEvent(account, event);
    if (!added.ok) throw new Error(`${event.id}: ${added.refusal.field}: ${added.refusal.message}`);
    return added.value;
  }, opened.value);
};

/** Why an event is refused; fails if it is not. */
export const refusalOf = (account: LoanAccount, event: LoanEvent): Pick<LendingRefusal, 'code' | 'field'> => {
  const added = addLoanEvent(account, event);
  if (added.ok) throw new Error(`${event.id} was accepted`);
  return { code: added.refusal.code, field: added.refusal.field };
};

export const pay = (
  id: string,
  date: string,
  amountFen: bigint,
  mode: 'DUE' | 'EARLY_PART' | 'EARLY_FULL' = 'DUE',
  surplus: 'SHORTER_TENOR' | 'SMALLER_INSTALMENT' | 'NEXT_INSTALMENT' = 'NEXT_INSTALMENT',
): LoanEvent => ({ kind: 'repayment', id, date, amountFen, mode, surplus });
