import { addLoanEvent, allocationOf, positionOf } from '@clearline/lending';
import type { BorrowerFile, IsoDate, RepaymentPart } from '@clearline/line';
import type { RepaymentQuote as Contract } from '../contract/borrower.ts';
import { instalmentRows } from './loan-view.ts';
import type { ViewOf } from './view-of.ts';

const eventId = 'quote';

/** What one part would pay and leave, found by adding it to the loan’s own record and looking. */
function effectOf(file: BorrowerFile, part: RepaymentPart, date: IsoDate) {
  const account = file.loans[part.loanId]?.account;
  if (!account) throw new Error(`a repayment was planned for loan ${part.loanId}, which is not open`);
  const { amountFen, mode, surplus } = part;
  const added = addLoanEvent(account, { kind: 'repayment', id: eventId, date, amountFen, mode, surplus });
  if (!added.ok)
    throw new Error(`a repayment of loan ${part.loanId} was planned and is refused: ${added.refusal.message}`);
  const interestOf = (of: typeof account): bigint =>
    positionOf(of, date).instalments.reduce((sum, row) => sum + row.interestFen, 0n);
  const after = positionOf(added.value, date);
  return {
    allocation: allocationOf(added.value, eventId),
    interestSavedFen: interestOf(account) - interestOf(added.value),
    rowsAfter: instalmentRows(after.instalments).filter((row) => row.status !== 'PAID'),
  };
}

/** What a planned repayment would do; the rows that remain are shown when it is about one loan. */
export function repaymentQuoteView(
  file: BorrowerFile,
  parts: readonly RepaymentPart[],
  date: IsoDate,
): ViewOf<typeof Contract> {
  const effects = parts.map((part) => effectOf(file, part, date));
  const sum = (pick: (effect: (typeof effects)[number]) => bigint): bigint =>
    effects.reduce((total, effect) => total + pick(effect), 0n);
  const [only, ...others] = effects;
  return {
    amountFen: parts.reduce((total, part) => total + part.amountFen, 0n),
    principalFen: sum((effect) => effect.allocation.principalFen),
    interestFen: sum((effect) => effect.allocation.interestFen),
    penaltyFen: sum((effect) => effect.allocation.penaltyFen),
    feesFen: sum((effect) => effect.allocation.feesFen),
    interestSavedFen: sum((effect) => (effect.interestSavedFen > 0n ? effect.interestSavedFen : 0n)),
    rowsAfter: only === undefined || others.length > 0 ? [] : only.rowsAfter,
  };
}
