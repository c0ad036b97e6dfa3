import {
  allocationOf,
  isIsoDate,
  type LoanAccount,
  type LoanEvent,
  positionOf,
  postingsForCollection,
  postingsForReceipt,
  postingsForReturn,
  type Posting,
} from '@clearline/lending';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import type { AppliedRepayment, FactBody, RepaymentPart } from '../fact.ts';
import type { BorrowerFile, Loan } from '../file.ts';
import { derivedId } from '../ids.ts';
import { yuan } from '../notices/format.ts';
import type { RecordedEvent } from '../loan-change.ts';
import { plainNotice } from '../notices/build.ts';
import { REPAYMENT_REVERSED, repaymentReversedEffect } from '../notices/loan-words.ts';
import { type Outcome, accept, refuse } from '../refusal.ts';
import { unrecoveredOf } from '../selectors.ts';
import type { IsoDate } from '../vocabulary.ts';
import { bookedOn, bookEvent, followUp, paidOutLoan, refuseByLending } from './book-loan.ts';
import { liftWhatNoLongerHolds } from './cure.ts';
import { begin, done, type Work } from './work.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;
type Result = Outcome<readonly FactBody[]>;

/** Repaying. Nothing here looks at the line’s state or its restrictions: repayment always works (G7). */
export const repay = (file: BorrowerFile, command: Of<'repay'>, context: Context): Result => {
  const pending = Object.values(file.payments).some(
    (payment) => payment.direction === 'IN' && payment.state === 'PENDING',
  );
  if (pending) return refuse('repayment_pending');
  const planned = planRepayment(file, command, context.businessDate);
  if (!planned.ok) return planned;
  const parts = planned.value;
  const amountFen = parts.reduce((sum, part) => sum + part.amountFen, 0n);
  const work = begin(file, context);
  work.add({
    type: 'repayment.requested',
    paymentId: derivedId(context.commandId, 'payment'),
    amountFen,
    parts,
    postings: postingsForCollection({ amountFen, state: 'PENDING' }),
  });
  return done(work);
};

/** Which loan gets how much: one loan as asked, or everything due across loans, the longest overdue first. */
export const planRepayment = (
  file: BorrowerFile,
  command: Omit<Of<'repay'>, 'type'>,
  date: IsoDate,
): Outcome<readonly RepaymentPart[]> => {
  if (command.amountFen !== null && command.amountFen <= 0n)
    return refuse('amount_not_positive', { field: 'amountFen', value: command.amountFen });
  return command.loanId === null ? acrossLoans(file, command, date) : oneLoan(file, command.loanId, command, date);
};

const oneLoan = (
  file: BorrowerFile,
  loanId: string,
  command: Omit<Of<'repay'>, 'type'>,
  date: IsoDate,
): Outcome<readonly RepaymentPart[]> => {
  const loan = file.loans[loanId];
  if (loan === undefined) return refuse('loan_unknown', { field: 'loanId', value: loanId });
  if (loan.state === 'WRITTEN_OFF') return writtenOff(loan, command, date);
  if (loan.state !== 'ACTIVE' || loan.account === null)
    return refuse('loan_not_open', { field: 'loanId', value: loanId });
  const position = positionOf(loan.account, date);
  const amountFen = command.mode === 'EARLY_FULL' ? position.payoffFen : (command.amountFen ?? position.dueFen);
  if (amountFen === 0n) return refuse('nothing_due', { field: 'mode', value: command.mode });
  if (amountFen > position.payoffFen)
    return refuse('overpayment', { field: 'amountFen', value: yuan(position.payoffFen) });
  const mode = amountFen === position.payoffFen ? 'EARLY_FULL' : command.mode;
  return accept([{ loanId, amountFen, mode, surplus: command.surplus }]);
};

/** A debt written off can still be paid; what comes in is a recovery. */
const writtenOff = (
  loan: Loan,
  command: Omit<Of<'repay'>, 'type'>,
  date: IsoDate,
): Outcome<readonly RepaymentPart[]> => {
  const owed = unrecoveredOf(loan, date);
  const amountFen = command.amountFen ?? owed;
  if (amountFen === 0n) return refuse('nothing_due', { field: 'mode', value: command.mode });
  if (amountFen > owed) return refuse('overpayment', { field: 'amountFen', value: yuan(owed) });
  return accept([{ loanId: loan.id, amountFen, mode: 'DUE', surplus: command.surplus }]);
};

const acrossLoans = (
  file: BorrowerFile,
  command: Omit<Of<'repay'>, 'type'>,
  date: IsoDate,
): Outcome<readonly RepaymentPart[]> => {
  const open = Object.values(file.loans)
    .filter((loan): loan is Loan & { account: LoanAccount } => loan.state === 'ACTIVE' && loan.account !== null)
    .map((loan) => ({ loan, position: positionOf(loan.account, date) }))
    .sort(
      (a, b) => b.position.daysPastDue - a.position.daysPastDue || (a.loan.requestedAt < b.loan.requestedAt ? -1 : 1),
    );
  const owed = (position: { dueFen: bigint; payoffFen: bigint }): bigint =>
    command.mode === 'EARLY_FULL' ? position.payoffFen : position.dueFen;
  const total = open.reduce((sum, { position }) => sum + owed(position), 0n);
  if (total === 0n) return refuse('nothing_due', { field: 'mode', value: command.mode });
  let rest = command.amountFen ?? total;
  if (rest > total) return refuse('overpayment', { field: 'amountFen', value: yuan(total) });
  const parts: RepaymentPart[] = [];
  for (const { loan, position } of open) {
    const wanted = owed(position);
    const amountFen = wanted < rest ? wanted : rest;
    if (amountFen === 0n) continue;
    parts.push({
      loanId: loan.id,
      amountFen,
      mode: amountFen === position.payoffFen ? 'EARLY_FULL' : 'DUE',
      surplus: command.surplus,
    });
    rest -= amountFen;
  }
  return accept(parts);
};

/** The rail’s answer about money coming in: allocate, accrue to the day, post, settle. */
export const repaymentAnswered = (file: BorrowerFile, command: Of<'payment_answered'>, context: Context): Result => {
  const payment = file.payments[command.paymentId];
  if (!payment) return refuse('payment_unknown', { field: 'paymentId', value: command.paymentId });
  const work = begin(file, context);
  const { amountFen } = payment;
  if (payment.state !== 'PENDING') {
    // A repayment that bounced later had succeeded first.
    const sameAnswer = (payment.state !== 'FAILED') === command.succeeded;
    return sameAnswer
      ? done(work)
      : refuse('payment_answered_otherwise', { field: 'paymentId', value: command.paymentId });
  }
  if (!isIsoDate(command.date)) return refuse('date_invalid', { field: 'date', value: command.date });
  if (!command.succeeded) {
    const failure = command.failure ?? {
      zh: '扣款未成功，请核对账户后再试。',
      en: 'The collection failed; check the account and try again.',
    };
    work.add({
      type: 'repayment.failed',
      paymentId: payment.id,
      date: command.date,
      failure,
      postings: postingsForCollection({ amountFen, state: 'VOID' }),
    });
    return done(work);
  }
  const { applied, postings } = applyParts(file, payment.id, payment.parts, command.date, context);
  work.add({
    type: 'repayment.received',
    paymentId: payment.id,
    date: command.date,
    bookedOn: bookedOn(command.date, context),
    applied,
    postings: [...postingsForCollection({ amountFen, state: 'POSTED' }), ...postings],
  });
  return finish(work, applied, context);
};

/** Money that came without an order of ours, entered by a person from the bank’s own record, by its value date. */
export const recordRepayment = (file: BorrowerFile, command: Of<'record_repayment'>, context: Context): Result => {
  if (context.actor.kind !== 'staff') return refuse('staff_only');
  const loan = paidOutLoan(file.loans[command.loanId], command.loanId);
  if (!loan.ok) return loan;
  const { amountFen, date, surplus } = command;
  const reference = command.reference.trim();
  if (amountFen <= 0n) return refuse('amount_not_positive', { field: 'amountFen', value: amountFen });
  if (reference === '') return refuse('reference_needed', { field: 'reference' });
  const refused = refusedDate(date, loan.value.terms.startDate, context);
  if (refused) return refused;
  // One bank reference is one payment, whoever enters it and however often.
  const paymentId = derivedId(file.borrowerId, `receipt:${reference}`);
  if (file.payments[paymentId] !== undefined) return refuse('reference_used', { field: 'reference', value: reference });
  const work = begin(file, context);
  const part: RepaymentPart = { loanId: loan.value.id, amountFen, mode: 'EARLY_PART', surplus };
  const { applied, postings } = applyParts(file, paymentId, [part], date, context);
  work.add({
    type: 'repayment.recorded',
    paymentId,
    reference,
    date,
    bookedOn: bookedOn(date, context),
    applied,
    postings: [...postingsForReceipt({ amountFen }), ...postings],
  });
  return finish(work, applied, context);
};

/** The bank took back what it had confirmed: as of the day on which it did, the repayment never was (L32). */
export const reverseRepayment = (file: BorrowerFile, command: Of<'reverse_repayment'>, context: Context): Result => {
  const { paymentId, date, reason } = command;
  const payment = file.payments[paymentId];
  if (payment === undefined) return refuse('payment_unknown', { field: 'paymentId', value: paymentId });
  const work = begin(file, context);
  if (payment.state === 'REVERSED') return done(work);
  if (payment.purpose !== 'REPAYMENT' || payment.state !== 'SUCCEEDED')
    return refuse('payment_not_reversible', { field: 'paymentId', value: paymentId });
  if (reason.zh.trim() === '' || reason.en.trim() === '') return refuse('text_needed', { field: 'reason' });
  if (!isIsoDate(date)) return refuse('date_invalid', { field: 'date', value: date });
  if (date > context.businessDate) return refuse('date_in_future', { field: 'date', value: context.businessDate });
  const recorded: RecordedEvent[] = [];
  const postings: Posting[] = [...postingsForReturn({ amountFen: payment.amountFen })];
  for (const { loanId, eventId } of payment.eventIds) {
    const loan = paidOutLoan(file.loans[loanId], loanId);
    if (!loan.ok) return loan;
    const booked = bookEvent(loan.value, { kind: 'reversal', id: `${eventId}:reversed`, date, ofId: eventId }, context);
    if (!booked.ok) return refuseByLending(booked.refusal);
    recorded.push(booked.value.recorded);
    postings.push(...booked.value.postings);
  }
  work.add({
    type: 'repayment.reversed',
    paymentId,
    date,
    bookedOn: bookedOn(date, context),
    reason,
    recorded,
    postings,
  });
  const effect = repaymentReversedEffect(payment.amountFen, date, reason);
  work.add({
    type: 'notice.issued',
    notice: plainNotice('LOAN_CHANGED', 'repayment-reversed', REPAYMENT_REVERSED, effect, context),
  });
  for (const { loanId } of recorded) followUp(work, loanId, context.businessDate);
  return done(work);
};

const refusedDate = (date: IsoDate, startDate: IsoDate, context: Context): ReturnType<typeof refuse> | null => {
  if (!isIsoDate(date)) return refuse('date_invalid', { field: 'date', value: date });
  if (date > context.businessDate) return refuse('date_in_future', { field: 'date', value: context.businessDate });
  return date < startDate ? refuse('date_before_loan', { field: 'date', value: date }) : null;
};

const finish = (work: Work, applied: readonly AppliedRepayment[], context: Context): Result => {
  for (const { loanId } of applied) followUp(work, loanId, context.businessDate);
  liftWhatNoLongerHolds(work, context);
  return done(work);
};

const applyParts = (
  file: BorrowerFile,
  paymentId: string,
  parts: readonly RepaymentPart[],
  date: IsoDate,
  context: Context,
): { readonly applied: readonly AppliedRepayment[]; readonly postings: readonly Posting[] } => {
  const applied: AppliedRepayment[] = [];
  const postings: Posting[] = [];
  for (const part of parts) {
    const loan = paidOutLoan(file.loans[part.loanId], part.loanId);
    if (!loan.ok) throw new Error(`repayment names loan ${part.loanId}, which was never paid out`);
    // No money pays a loan before the loan began: what the rail dates earlier counts from its first day.
    const { account: before } = loan.value;
    const valueDate = date < before.terms.startDate ? before.terms.startDate : date;
    const event = eventOf(before, part, `${paymentId}:${part.loanId}`, valueDate);
    const booked = bookEvent(loan.value, event, context);
    if (!booked.ok)
      throw new Error(
        `repayment ${paymentId} of loan ${part.loanId} has come in and is refused: ${booked.refusal.message}`,
      );
    const { account, recorded } = booked.value;
    applied.push({ ...recorded, part, allocation: allocationOf(account, event.id) });
    postings.push(...booked.value.postings);
  }
  return { applied, postings };
};

/**
 * The same event whatever came before it, so that payments may arrive in any order. Money that has come in is never turned
 * away: what is beyond the debt by then is owed back, and a debt written off takes it as a recovery.
 */
const eventOf = (account: LoanAccount, part: RepaymentPart, id: string, date: IsoDate): LoanEvent => {
  const { amountFen, surplus } = part;
  if (positionOf(account, date).writtenOff !== null) return { kind: 'recovery', id, date, amountFen, excess: 'CREDIT' };
  const mode = part.mode === 'DUE' ? 'DUE' : 'EARLY_PART';
  return { kind: 'repayment', id, date, amountFen, mode, surplus, excess: 'CREDIT' };
};
