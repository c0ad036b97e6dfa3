import { isIsoDate, type LoanAccount, type LoanEvent, positionOf } from '@clearline/lending';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile, Loan } from '../file.ts';
import { derivedId } from '../ids.ts';
import { type LoanChange, type LoanProposal, NEEDS_TWO, NOT_PERFORMING_DAYS } from '../loan-change.ts';
import { plainNotice } from '../notices/build.ts';
import { loanChangeEffect, LOAN_CHANGE_TITLES } from '../notices/loan-words.ts';
import { type Outcome, refuse } from '../refusal.ts';
import type { IsoDate } from '../vocabulary.ts';
import { bookedOn, bookEvent, followUp, paidOutLoan, refuseByLending } from './book-loan.ts';
import { liftWhatNoLongerHolds } from './cure.ts';
import { begin, done, type Work } from './work.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;
type Result = Outcome<readonly FactBody[]>;
type PaidOut = Loan & { readonly account: LoanAccount };
type Refused = ReturnType<typeof refuse> | null;

/** A person changes a loan; what two people must make waits for the second. */
export const changeLoan = (file: BorrowerFile, command: Of<'change_loan'>, context: Context): Result => {
  if (context.actor.kind !== 'staff') return refuse('staff_only');
  const loan = paidOutLoan(file.loans[command.loanId], command.loanId);
  if (!loan.ok) return loan;
  const { change, reason } = command;
  if (reason.zh.trim() === '' || reason.en.trim() === '') return refuse('text_needed', { field: 'reason' });
  const two = needsTwo(loan.value, change);
  const date = two ? context.businessDate : command.date;
  const refused = refusedDate(date, context) ?? refusedByGuarantee(loan.value, change, date);
  if (refused) return refused;
  const work = begin(file, context);
  const id = derivedId(context.commandId, 'loan-change');
  const person = context.actor.staffNo;
  if (!two) return apply(work, loan.value, { id, change, reason, by: person, secondBy: null }, date, context);

  // What the second person could not approve is refused to the first.
  const possible = bookEvent(loan.value, eventOf(loan.value, change, id, date), context);
  if (!possible.ok) return refuseByLending(possible.refusal);
  if (Object.values(file.loanProposals).some((other) => other.loanId === loan.value.id && other.state === 'WAITING'))
    return refuse('loan_change_waiting', { field: 'loanId', value: loan.value.id });
  const proposal: LoanProposal = {
    id,
    loanId: loan.value.id,
    change,
    reason,
    proposedBy: person,
    proposedAt: context.now,
    state: 'WAITING',
    decidedBy: null,
  };
  work.add({ type: 'loan.change_proposed', proposal });
  return done(work);
};

/** The second person’s word on a proposed change; it counts from this day. */
export const approveLoanChange = (file: BorrowerFile, command: Of<'approve_loan_change'>, context: Context): Result => {
  const { actor } = context;
  if (actor.kind !== 'staff') return refuse('staff_only');
  const proposal = file.loanProposals[command.proposalId];
  if (proposal === undefined) return refuse('loan_change_unknown', { field: 'proposalId', value: command.proposalId });
  if (proposal.state !== 'WAITING')
    return refuse('loan_change_done', { field: 'proposalId', value: command.proposalId });
  if (proposal.proposedBy === actor.staffNo) return refuse('same_person');
  const { loanId, change, reason, proposedBy } = proposal;
  const work = begin(file, context);
  if (!command.approved) {
    const { proposalId, note } = command;
    work.add({ type: 'loan.change_rejected', loanId, proposalId, by: actor.staffNo, note });
    return done(work);
  }
  const loan = paidOutLoan(file.loans[loanId], loanId);
  if (!loan.ok) return loan;
  const date = context.businessDate;
  const refused = refusedByGuarantee(loan.value, change, date);
  if (refused) return refused;
  return apply(
    work,
    loan.value,
    { id: proposal.id, change, reason, by: proposedBy, secondBy: actor.staffNo },
    date,
    context,
  );
};

interface Decided {
  readonly id: string;
  readonly change: LoanChange;
  readonly reason: LoanProposal['reason'];
  readonly by: string;
  readonly secondBy: string | null;
}

const apply = (work: Work, loan: PaidOut, decided: Decided, date: IsoDate, context: Context): Result => {
  const { id, change, secondBy } = decided;
  const booked = bookEvent(loan, eventOf(loan, change, id, date), context);
  if (!booked.ok) return refuseByLending(booked.refusal);
  work.add({
    type: 'loan.changed',
    loanId: loan.id,
    change,
    reason: decided.reason,
    by: decided.by,
    secondBy,
    proposalId: secondBy === null ? null : id,
    bookedOn: bookedOn(date, context),
    recorded: booked.value.recorded,
    postings: booked.value.postings,
  });
  work.add({
    type: 'notice.issued',
    notice: plainNotice(
      'LOAN_CHANGED',
      id,
      LOAN_CHANGE_TITLES[change.kind],
      loanChangeEffect(change, loan, date, decided.reason),
      context,
    ),
  });
  followUp(work, loan.id, context.businessDate);
  liftWhatNoLongerHolds(work, context);
  return done(work);
};

const needsTwo = (loan: PaidOut, change: LoanChange): boolean => {
  if (change.kind !== 'reversal') return NEEDS_TWO.includes(change.kind);
  const target = loan.account.events.find((event) => event.id === change.ofId);
  return target !== undefined && NEEDS_TWO.some((kind) => kind === target.kind);
};

const refusedDate = (date: IsoDate, context: Context): Refused => {
  if (!isIsoDate(date)) return refuse('date_invalid', { field: 'date', value: date });
  return date > context.businessDate ? refuse('date_in_future', { field: 'date', value: context.businessDate }) : null;
};

/** G7: terms of a loan already drawn never get worse, and a cost is added only where a default made it. */
const refusedByGuarantee = (loan: PaidOut, change: LoanChange, date: IsoDate): Refused => {
  if (date < loan.account.terms.startDate) return refuse('date_before_loan', { field: 'date', value: date });
  const position = positionOf(loan.account, date);
  switch (change.kind) {
    case 'rate_change':
      return change.annualRatePpb < position.annualRatePpb
        ? null
        : refuse('rate_not_lower', { field: 'annualRatePpb' });
    case 'restructure':
      return change.annualRatePpb <= position.annualRatePpb
        ? null
        : refuse('rate_not_lower', { field: 'annualRatePpb' });
    case 'fee':
      return position.daysPastDue > 0 ? null : refuse('cost_not_agreed', { field: 'amountFen' });
    case 'charge_off':
    case 'write_off':
      return position.daysPastDue >= NOT_PERFORMING_DAYS
        ? null
        : refuse('still_performing', { field: 'kind', value: NOT_PERFORMING_DAYS });
    case 'reversal': {
      const target = loan.account.events.find((event) => event.id === change.ofId);
      // Money is taken back by its payment, which names every loan it touched.
      return target === undefined ||
        target.kind === 'repayment' ||
        target.kind === 'recovery' ||
        target.kind === 'credit_refund'
        ? refuse('loan_event_unknown', { field: 'ofId', value: change.ofId })
        : null;
    }
    default:
      return null;
  }
};

/** A restructure keeps the rhythm of the contract. */
const eventOf = (loan: PaidOut, change: LoanChange, id: string, date: IsoDate): LoanEvent =>
  change.kind === 'restructure'
    ? { ...change, id, date, every: loan.terms.method === 'BULLET' ? 1 : loan.terms.every, unit: loan.terms.unit }
    : { ...change, id, date };
