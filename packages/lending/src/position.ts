import type { IsoDate } from './calendar/dates.ts';

export interface PaidParts {
  readonly feesFen: bigint;
  readonly penaltyFen: bigint;
  readonly interestFen: bigint;
  readonly principalFen: bigint;
}

export const sumOfParts = (parts: PaidParts): bigint =>
  parts.feesFen + parts.penaltyFen + parts.interestFen + parts.principalFen;

/** One instalment as it stands on a day. Amounts are what it asks for in all; `paidFen` of them has been paid. */
export interface InstalmentState {
  readonly n: number;
  readonly dueDate: IsoDate;
  readonly principalFen: bigint;
  /** Of the whole period, taking the schedule as met from the day on. */
  readonly interestFen: bigint;
  /** Up to the day. */
  readonly penaltyFen: bigint;
  readonly feesFen: bigint;
  readonly paidFen: bigint;
  readonly paid: PaidParts;
  /** An instalment in its grace days is DUE, not OVERDUE. */
  readonly status: 'PAID' | 'DUE' | 'OVERDUE' | 'FUTURE';
  readonly paidOn: IsoDate | null;
}

export type AgeingBucket =
  | 'CURRENT'
  | 'D1_30'
  | 'D31_60'
  | 'D61_90'
  | 'D91_180'
  | 'D181_270'
  | 'D271_360'
  | 'D361_PLUS';

/** What a loan owes and has cost on a day. */
export interface LoanPosition {
  readonly asOf: IsoDate;
  /** Of all principal not repaid, due or not; zero once written off. */
  readonly principalOutstandingFen: bigint;
  /** Earned and unpaid up to the day. */
  readonly interestAccruedFen: bigint;
  readonly penaltyAccruedFen: bigint;
  /** All unpaid fees. */
  readonly feesDueFen: bigint;
  /** All that is due on or before the day and unpaid, penalty included. */
  readonly dueFen: bigint;
  /** The part of `dueFen` past its due date and grace. */
  readonly overdueFen: bigint;
  /** Settles the loan in full on the day: interest to that day only. */
  readonly payoffFen: bigint;
  readonly daysPastDue: number;
  readonly oldestUnpaidDueDate: IsoDate | null;
  readonly bucket: AgeingBucket;
  readonly nextDue: { readonly date: IsoDate; readonly amountFen: bigint } | null;
  readonly settledOn: IsoDate | null;
  readonly instalments: readonly InstalmentState[];
  /** Cumulative since the start, paid or not. */
  readonly interestEarnedFen: bigint;
  /** Cumulative since the start, waived amounts taken off. */
  readonly penaltyEarnedFen: bigint;
  /** Principal paid ahead of the plan with a choice that re-levelled it; the instalments and this make up the principal. */
  readonly principalPrepaidFen: bigint;
  /**
   * Paid beyond the debt because a later record changed the picture, less what was given back. Below zero when the payment
   * that made it was reversed after the money had gone back: then the borrower owes it.
   */
  readonly creditFen: bigint;
  readonly chargedOffOn: IsoDate | null;
  readonly writtenOffFen: bigint;
  /** Of which; what `postingsForWriteOff` takes off each account. */
  readonly writtenOff: PaidParts | null;
  readonly recoveredFen: bigint;
  readonly annualRatePpb: bigint;
}

/**
 * What one repayment paid, in all and per instalment, where instalment 0 stands for principal paid ahead of the plan.
 * `creditFen` is what found no debt.
 */
export interface Allocation extends PaidParts {
  readonly creditFen: bigint;
  readonly perInstalment: readonly (PaidParts & { readonly n: number })[];
}
