import { addLoanEvent } from './account.ts';
import type { LoanAccount } from './account.ts';
import type { IsoDate } from './calendar/dates.ts';
import type { Allocation, InstalmentState } from './position.ts';
import { allocationOf, positionOf } from './position-of.ts';
import type { Surplus } from './replay/loan-event.ts';
import { ok } from './result.ts';
import type { LendingRefusal, Result } from './result.ts';

export interface EarlyRepaymentQuote {
  readonly amountFen: bigint;
  /** What would settle the loan on the day. */
  readonly payoffFen: bigint;
  readonly allocation: Allocation;
  /** Interest that would have come by the plan and will not. */
  readonly interestSavedFen: bigint;
  readonly newRows: readonly InstalmentState[];
}

const QUOTE_ID = 'quote';

/** What an early repayment would do, without doing it. Refused as the repayment itself would be. */
export const quoteEarlyRepayment = (
  account: LoanAccount,
  date: IsoDate,
  amount: bigint | 'FULL',
  surplus: Surplus = 'SHORTER_TENOR',
): Result<EarlyRepaymentQuote, LendingRefusal> => {
  const before = positionOf(account, date);
  const amountFen = amount === 'FULL' ? before.payoffFen : amount;
  const mode = amountFen === before.payoffFen ? 'EARLY_FULL' : 'EARLY_PART';
  const added = addLoanEvent(account, { kind: 'repayment', id: QUOTE_ID, date, amountFen, mode, surplus });
  if (!added.ok) return added;
  const after = positionOf(added.value, date);
  return ok({
    amountFen,
    payoffFen: before.payoffFen,
    allocation: allocationOf(added.value, QUOTE_ID),
    interestSavedFen: interestOf(before.instalments) - interestOf(after.instalments),
    newRows: after.instalments,
  });
};

const interestOf = (rows: readonly InstalmentState[]): bigint => rows.reduce((sum, row) => sum + row.interestFen, 0n);
