import type { Allocation, LoanPosition, PaidParts } from '../position.ts';
import type { AccountCode } from './chart.ts';

/** One side of an entry. In every list the debits equal the credits; amounts are never negative. */
export interface Posting {
  readonly account: AccountCode;
  readonly debitFen: bigint;
  readonly creditFen: bigint;
  readonly loanId?: string;
}

/** What became of a payment: asked of the rail, confirmed by it, or failed. */
export type FlightState = 'PENDING' | 'POSTED' | 'VOID';

/** A balanced pair; a negative amount goes the other way, and nothing is posted for zero. */
const transfer = (debit: AccountCode, credit: AccountCode, amountFen: bigint, loanId?: string): Posting[] => {
  if (amountFen === 0n) return [];
  if (amountFen < 0n) return transfer(credit, debit, -amountFen, loanId);
  const of = loanId === undefined ? {} : { loanId };
  return [
    { account: debit, debitFen: amountFen, creditFen: 0n, ...of },
    { account: credit, debitFen: 0n, creditFen: amountFen, ...of },
  ];
};

/** Money to the borrower. It leaves the funds when asked for, becomes principal when confirmed, and returns when it failed. */
export const postingsForDisbursement = (payment: {
  readonly loanId: string;
  readonly amountFen: bigint;
  readonly state: FlightState;
}): Posting[] => {
  const { loanId, amountFen, state } = payment;
  if (state === 'PENDING') return transfer('DISBURSEMENTS_IN_FLIGHT', 'FUNDS', amountFen, loanId);
  if (state === 'VOID') return transfer('FUNDS', 'DISBURSEMENTS_IN_FLIGHT', amountFen, loanId);
  return transfer('LOAN_PRINCIPAL', 'DISBURSEMENTS_IN_FLIGHT', amountFen, loanId);
};

/** Money from the borrower, before it is spread over loans: {@link postingsForRepayment} follows on confirmation. */
export const postingsForCollection = (payment: {
  readonly amountFen: bigint;
  readonly state: FlightState;
}): Posting[] => {
  const { amountFen, state } = payment;
  if (state === 'PENDING') return transfer('COLLECTIONS_IN_FLIGHT', 'COLLECTIONS_UNALLOCATED', amountFen);
  if (state === 'VOID') return transfer('COLLECTIONS_UNALLOCATED', 'COLLECTIONS_IN_FLIGHT', amountFen);
  return transfer('FUNDS', 'COLLECTIONS_IN_FLIGHT', amountFen);
};

/** What a confirmed collection pays of one loan. */
export const postingsForRepayment = (repayment: {
  readonly loanId: string;
  readonly allocation: Allocation;
}): Posting[] => {
  const { loanId, allocation } = repayment;
  const from = 'COLLECTIONS_UNALLOCATED';
  return [
    ...transfer(from, 'FEES_RECEIVABLE', allocation.feesFen, loanId),
    ...transfer(from, 'PENALTY_RECEIVABLE', allocation.penaltyFen, loanId),
    ...transfer(from, 'INTEREST_RECEIVABLE', allocation.interestFen, loanId),
    ...transfer(from, 'LOAN_PRINCIPAL', allocation.principalFen, loanId),
    ...transfer(from, 'BORROWER_CREDIT', allocation.creditFen, loanId),
  ];
};

/** Interest and penalty earned since the last posting; negative where a late record took some back. */
export const postingsForAccrual = (accrual: {
  readonly loanId?: string;
  readonly interestFen: bigint;
  readonly penaltyFen: bigint;
}): Posting[] => [
  ...transfer('INTEREST_RECEIVABLE', 'INTEREST_INCOME', accrual.interestFen, accrual.loanId),
  ...transfer('PENALTY_RECEIVABLE', 'PENALTY_INCOME', accrual.penaltyFen, accrual.loanId),
];

/** A fee charged; negative for one waived. (A penalty waived is a negative accrual.) */
export const postingsForFee = (fee: { readonly loanId: string; readonly amountFen: bigint }): Posting[] =>
  transfer('FEES_RECEIVABLE', 'FEE_INCOME', fee.amountFen, fee.loanId);

/** Raises the loss allowance of a book by an amount; negative releases it. */
export const postingsForProvision = (changeFen: bigint): Posting[] =>
  transfer('LOSS_EXPENSE', 'LOSS_ALLOWANCE', changeFen);

/** Takes a debt off the books against the allowance. */
export const postingsForWriteOff = (debt: {
  readonly loanId: string;
  readonly principalFen: bigint;
  readonly interestFen: bigint;
  readonly penaltyFen: bigint;
  readonly feesFen: bigint;
}): Posting[] => [
  ...transfer('LOSS_ALLOWANCE', 'LOAN_PRINCIPAL', debt.principalFen, debt.loanId),
  ...transfer('LOSS_ALLOWANCE', 'INTEREST_RECEIVABLE', debt.interestFen, debt.loanId),
  ...transfer('LOSS_ALLOWANCE', 'PENALTY_RECEIVABLE', debt.penaltyFen, debt.loanId),
  ...transfer('LOSS_ALLOWANCE', 'FEES_RECEIVABLE', debt.feesFen, debt.loanId),
];

/** Money collected on a debt already written off. */
export const postingsForRecovery = (recovery: { readonly loanId: string; readonly amountFen: bigint }): Posting[] =>
  transfer('COLLECTIONS_UNALLOCATED', 'RECOVERY_INCOME', recovery.amountFen, recovery.loanId);

/**
 * Gives back what a borrower paid beyond the debt; as any payment out, it leaves the funds when it is asked for. Once it is
 * confirmed, {@link postingsForChange} frees what was owed back and this uses it.
 */
export const postingsForRefund = (refund: {
  readonly loanId: string;
  readonly amountFen: bigint;
  readonly state: FlightState;
}): Posting[] => {
  const { loanId, amountFen, state } = refund;
  if (state !== 'POSTED') return postingsForDisbursement({ loanId, amountFen, state });
  return transfer('COLLECTIONS_UNALLOCATED', 'DISBURSEMENTS_IN_FLIGHT', amountFen, loanId);
};

/** The bank took back a collection that it had confirmed; {@link postingsForChange} undoes what it had paid. */
export const postingsForReturn = (payment: { readonly amountFen: bigint }): Posting[] =>
  transfer('COLLECTIONS_UNALLOCATED', 'FUNDS', payment.amountFen);

/** Money that reached the bank account without an order of ours. */
export const postingsForReceipt = (payment: { readonly amountFen: bigint }): Posting[] =>
  transfer('FUNDS', 'COLLECTIONS_UNALLOCATED', payment.amountFen);

/** All that has happened to a loan's money since it was paid out, as its position tells. */
interface Cumulative extends PaidParts {
  readonly interestEarnedFen: bigint;
  readonly penaltyEarnedFen: bigint;
  readonly feesChargedFen: bigint;
  readonly creditFen: bigint;
  readonly recoveredFen: bigint;
  readonly writtenOff: PaidParts;
}

const NO_PARTS: PaidParts = { feesFen: 0n, penaltyFen: 0n, interestFen: 0n, principalFen: 0n };

const cumulativeOf = (position: LoanPosition): Cumulative => {
  const writtenOff = position.writtenOff ?? NO_PARTS;
  let parts: PaidParts = { ...NO_PARTS, principalFen: position.principalPrepaidFen };
  let feesChargedFen = writtenOff.feesFen;
  for (const { paid, feesFen } of position.instalments) {
    parts = partsOf((part) => parts[part] + paid[part]);
    feesChargedFen += feesFen;
  }
  const { interestEarnedFen, penaltyEarnedFen, creditFen, recoveredFen } = position;
  return { ...parts, interestEarnedFen, penaltyEarnedFen, feesChargedFen, creditFen, recoveredFen, writtenOff };
};

const partsOf = (amountOf: (part: keyof PaidParts) => bigint): PaidParts => ({
  feesFen: amountOf('feesFen'),
  penaltyFen: amountOf('penaltyFen'),
  interestFen: amountOf('interestFen'),
  principalFen: amountOf('principalFen'),
});

/**
 * What takes the ledger from one position of a loan to another: earned, charged, paid, owed back, written off, recovered.
 * A late record may change what other payments paid, and a reversal undoes one: the difference of the positions holds all
 * of it, so that each control account equals the loan afterwards (L73). Money in or out of the funds is not part of it;
 * what repayments and recoveries took is drawn from the unallocated collections.
 * @param before what the ledger holds, as of the day through which it was posted
 */
export const postingsForChange = (change: {
  readonly loanId: string;
  readonly before: LoanPosition;
  readonly after: LoanPosition;
}): Posting[] => {
  const { loanId } = change;
  const before = cumulativeOf(change.before);
  const after = cumulativeOf(change.after);
  const risen = (figure: Exclude<keyof Cumulative, 'writtenOff'>): bigint => after[figure] - before[figure];
  const allocation: Allocation = { ...partsOf(risen), creditFen: risen('creditFen'), perInstalment: [] };
  return [
    ...postingsForAccrual({
      loanId,
      interestFen: risen('interestEarnedFen'),
      penaltyFen: risen('penaltyEarnedFen'),
    }),
    ...postingsForFee({ loanId, amountFen: risen('feesChargedFen') }),
    ...postingsForWriteOff({ loanId, ...partsOf((part) => after.writtenOff[part] - before.writtenOff[part]) }),
    ...postingsForRepayment({ loanId, allocation }),
    ...postingsForRecovery({ loanId, amountFen: risen('recoveredFen') }),
  ];
};

/** Capital put into a book. */
export const postingsForFunding = (amountFen: bigint): Posting[] => transfer('FUNDS', 'CAPITAL', amountFen);

/** The reversal of postings: the only way to correct them. */
export const reversalOf = (postings: readonly Posting[]): Posting[] =>
  postings.map((posting) => ({ ...posting, debitFen: posting.creditFen, creditFen: posting.debitFen }));

/** Debits less credits; zero for anything that may be recorded. */
export const imbalanceOf = (postings: readonly Posting[]): bigint =>
  postings.reduce((sum, posting) => sum + posting.debitFen - posting.creditFen, 0n);
