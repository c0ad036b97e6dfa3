import { postingsForRefund } from '@clearline/lending';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile } from '../file.ts';
import { derivedId } from '../ids.ts';
import { plainNotice } from '../notices/build.ts';
import { yuan } from '../notices/format.ts';
import { REFUND_PAID, refundEffect } from '../notices/loan-words.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { refundableOf } from '../selectors.ts';
import { bookedOn, bookEvent, paidOutLoan } from './book-loan.ts';
import { begin, done } from './work.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;
type Result = Outcome<readonly FactBody[]>;

/** Orders the rail to give back what was paid beyond the debt. */
export const refundCredit = (file: BorrowerFile, command: Of<'refund_credit'>, context: Context): Result => {
  if (context.actor.kind !== 'staff') return refuse('staff_only');
  const loan = paidOutLoan(file.loans[command.loanId], command.loanId);
  if (!loan.ok) return loan;
  const { reason } = command;
  if (reason.zh.trim() === '' || reason.en.trim() === '') return refuse('text_needed', { field: 'reason' });
  const owedFen = refundableOf(file, loan.value, context.businessDate);
  const amountFen = command.amountFen ?? owedFen;
  if (owedFen === 0n) return refuse('nothing_to_refund', { field: 'loanId', value: command.loanId });
  if (amountFen <= 0n) return refuse('amount_not_positive', { field: 'amountFen', value: amountFen });
  if (amountFen > owedFen) return refuse('more_than_owed', { field: 'amountFen', value: yuan(amountFen) });
  const work = begin(file, context);
  work.add({
    type: 'refund.requested',
    loanId: loan.value.id,
    paymentId: derivedId(context.commandId, 'payment'),
    amountFen,
    reason,
    postings: postingsForRefund({ loanId: loan.value.id, amountFen, state: 'PENDING' }),
  });
  return done(work);
};

/** The rail’s answer about a refund. */
export const refundAnswered = (file: BorrowerFile, command: Of<'payment_answered'>, context: Context): Result => {
  const { paymentId, date } = command;
  const payment = file.payments[paymentId];
  const loan = payment === undefined ? undefined : file.loans[payment.loanIds[0] ?? ''];
  if (payment === undefined || loan === undefined)
    return refuse('payment_unknown', { field: 'paymentId', value: paymentId });
  const work = begin(file, context);
  if (payment.state !== 'PENDING')
    return (payment.state === 'SUCCEEDED') === command.succeeded
      ? done(work)
      : refuse('payment_answered_otherwise', { field: 'paymentId', value: paymentId });
  const { amountFen } = payment;
  const loanId = loan.id;
  if (!command.succeeded) {
    const failure = command.failure ?? {
      zh: '退款未成功，款项仍在我们这里。',
      en: 'The refund failed; we still hold the money.',
    };
    const postings = postingsForRefund({ loanId, amountFen, state: 'VOID' });
    work.add({ type: 'refund.failed', loanId, paymentId, date, failure, postings });
    return done(work);
  }
  const paidOut = paidOutLoan(loan, loanId);
  if (!paidOut.ok) return paidOut;
  const event = { kind: 'credit_refund', id: `${paymentId}:${loanId}`, date, amountFen, paidOut: true } as const;
  const booked = bookEvent(paidOut.value, event, context);
  if (!booked.ok) throw new Error(`refund ${paymentId} was paid out and is refused: ${booked.refusal.message}`);
  // What was owed back left the books of the loan; the money itself was in flight since it was asked for.
  const postings = [...booked.value.postings, ...postingsForRefund({ loanId, amountFen, state: 'POSTED' })];
  work.add({
    type: 'refund.paid',
    loanId,
    paymentId,
    bookedOn: bookedOn(date, context),
    recorded: booked.value.recorded,
    postings,
  });
  work.add({
    type: 'notice.issued',
    notice: plainNotice('LOAN_CHANGED', 'refund', REFUND_PAID, refundEffect(amountFen), context),
  });
  return done(work);
};
