import {
  addDays,
  addLoanEvent,
  type LendingRefusal,
  type LoanAccount,
  type LoanEvent,
  type Posting,
  positionOf,
  postingsForChange,
} from '@clearline/lending';
import type { Context } from '../context.ts';
import type { Loan } from '../file.ts';
import type { RecordedEvent } from '../loan-change.ts';
import { yuan } from '../notices/format.ts';
import { accept, type Outcome, refuse } from '../refusal.ts';
import type { IsoDate } from '../vocabulary.ts';
import { correctAgeing } from './close-day.ts';
import type { Work } from './work.ts';

/** The day on which the ledger takes what has this value date: a closed day is not opened again. */
export const bookedOn = (date: IsoDate, { lastClosedDate }: Pick<Context, 'lastClosedDate'>): IsoDate =>
  lastClosedDate !== null && date <= lastClosedDate ? addDays(lastClosedDate, 1) : date;

const later = (a: IsoDate, b: IsoDate): IsoDate => (a > b ? a : b);

export interface BookedEvent {
  readonly recorded: RecordedEvent;
  readonly account: LoanAccount;
  readonly postings: readonly Posting[];
}

/**
 * Takes an event into a loan, with the postings that bring the ledger from what it holds of the loan to what the loan says
 * now. The day close posts accrual for all loans in one sum, so the ledger holds this one as of the last closed day, or as
 * of a later day through which its own events were posted.
 */
export const bookEvent = (
  loan: Loan & { readonly account: LoanAccount },
  event: LoanEvent,
  context: Context,
): { readonly ok: true; readonly value: BookedEvent } | { readonly ok: false; readonly refusal: LendingRefusal } => {
  const added = addLoanEvent(loan.account, event);
  if (!added.ok) return added;
  const heldThrough = later(loan.postedThrough, context.lastClosedDate ?? loan.postedThrough);
  const postedThrough = later(heldThrough, bookedOn(event.date, context));
  const postings = postingsForChange({
    loanId: loan.id,
    before: positionOf(loan.account, heldThrough),
    after: positionOf(added.value, postedThrough),
  });
  return {
    ok: true,
    value: { recorded: { loanId: loan.id, event, postedThrough }, account: added.value, postings },
  };
};

/** A loan that money or people can still change. */
export const paidOutLoan = (
  loan: Loan | undefined,
  loanId: string,
): Outcome<Loan & { readonly account: LoanAccount }> => {
  if (loan === undefined) return refuse('loan_unknown', { field: 'loanId', value: loanId });
  const { account } = loan;
  return account === null ? refuse('loan_not_open', { field: 'loanId', value: loanId }) : accept({ ...loan, account });
};

/** What follows when a loan’s account changed: ageing put right, and the loan settled when nothing is left of it. */
export const followUp = (work: Work, loanId: string, date: IsoDate): void => {
  correctAgeing(work, loanId, date);
  const loan = work.file.loans[loanId];
  if (loan?.state !== 'ACTIVE' || loan.account === null) return;
  const { settledOn } = positionOf(loan.account, later(date, loan.account.events.at(-1)?.date ?? date));
  if (settledOn !== null) work.add({ type: 'loan.settled', loanId, on: settledOn });
};

/** Why lending says no, in the words of the product; amounts are written in yuan. */
export const refuseByLending = (refusal: LendingRefusal): ReturnType<typeof refuse> => {
  const { code, field, value } = refusal;
  const shown = field.endsWith('Fen') && /^-?\d+$/.test(value) ? yuan(BigInt(value)) : value;
  switch (code) {
    case 'not_positive':
      return refuse('amount_not_positive', { field, value: shown });
    case 'not_a_date':
      return refuse('date_invalid', { field, value: shown });
    case 'before_loan':
      return refuse('date_before_loan', { field, value: shown });
    case 'exceeds_owed':
    case 'exceeds_payoff':
      return refuse('more_than_owed', { field, value: shown });
    case 'loan_closed':
      return refuse('loan_closed', { field, value: shown });
    case 'already_reversed':
      return refuse('already_reversed', { field, value: shown });
    case 'unknown_event':
      return refuse('loan_event_unknown', { field, value: shown });
    default:
      return refuse('loan_terms_impossible', { field, value: shown });
  }
};
