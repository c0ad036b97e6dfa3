import { planLoan, postingsForDisbursement } from '@clearline/lending';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { decideAndRecord } from '../decision/record.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile, Line } from '../file.ts';
import { derivedId } from '../ids.ts';
import { instantText, yuan } from '../notices/format.ts';
import { quoteDraw, termsOf } from '../quote.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { availableOf, drawCapOf, drawStopsOf, isKeepable, openLoansOf, overdueOf } from '../selectors.ts';
import { provenReading } from './cost-sheet.ts';
import { sentAgainWithin } from './draw-again.ts';
import { act, monitor } from './monitor.ts';
import { bookedOn } from './book-loan.ts';
import { reverseWhatNeverHeld } from './cure.ts';
import { end } from './restrict.ts';
import { asMachine, begin, done } from './work.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;
type Result = Outcome<readonly FactBody[]>;

/**
 * A draw. Accepted facts may lack `draw.requested`: then the draw decision asked for a security check first, and the
 * facts hold that restriction with its notice.
 */
export const draw = (file: BorrowerFile, command: Of<'draw'>, context: Context): Result => {
  const refused = refusalOf(file, command, context);
  if (refused) return refused;
  const line = file.line as Line;
  const quote = quoteDraw(command, line, context);
  if (!quote.ok) return quote;
  if (quote.value.planHash !== command.planHash)
    return refuse('plan_changed', { field: 'planHash', value: command.planHash });
  const reading = provenReading(quote.value.costSheet.hash, command, context.lender.products[line.kind]);
  if (!reading.ok) return reading;
  const { codeFromFen } = context.lender.products[line.kind];
  if (command.amountFen >= codeFromFen && !command.codeConfirmed)
    return refuse('draw_code_needed', { field: 'code', value: yuan(codeFromFen) });

  const work = begin(file, context);
  const machine = asMachine(context, 'draw');
  const { record, judgement } = decideAndRecord('DRAW', line.kind, work.file, machine);
  work.add({ type: 'decision.recorded', decision: record });
  if (record.action !== 'ALLOW') {
    act(work, record, judgement, machine);
    if (drawStopsOf(work.file, context.now).length > 0) return done(work);
  }
  const loanId = derivedId(context.commandId, 'loan');
  const paymentId = derivedId(context.commandId, 'payment');
  const terms = termsOf({ ...command, loanId, startDate: context.businessDate }, line, context.lender);
  work.add({
    type: 'draw.requested',
    loanId,
    paymentId,
    terms,
    purpose: command.purpose,
    accountTail: command.accountTail,
    planHash: command.planHash,
    costSheetHash: command.costSheetHash,
    reading: reading.value,
    ...(command.codeConfirmed ? { codeConfirmed: true } : {}),
    postings: postingsForDisbursement({ loanId, amountFen: command.amountFen, state: 'PENDING' }),
  });
  // A line that is drawn on is not unused: what was announced for that is off, without a tap on “keep”.
  for (const { id } of Object.values(work.file.restrictions).filter(isKeepable))
    end(work, id, 'lifted', 'the line is in use again', context);
  monitor(work, context);
  return done(work);
};

const refusalOf = (
  file: BorrowerFile,
  command: Of<'draw'>,
  context: Context,
): Extract<Result, { ok: false }> | null => {
  const line = file.line;
  if (line === null) return refuse('no_line');
  if (line.status === 'CLOSED') return refuse('line_closed');
  if (line.pausedAt !== null) return refuse('line_paused');
  const stop = drawStopsOf(file, context.now).at(-1);
  if (stop)
    return stop.kind === 'STEP_UP' ? refuse('step_up_needed') : refuse('draws_restricted', { value: stop.kind });
  const overdue = overdueOf(file, context.businessDate);
  if (overdue > 0n) return refuse('overdue_first', { value: yuan(overdue) });
  const product = context.lender.products[line.kind];
  const amount = command.amountFen;
  if (amount < product.minDrawFen)
    return refuse('amount_below_minimum', { field: 'amountFen', value: yuan(product.minDrawFen) });
  if (amount > product.maxDrawFen)
    return refuse('amount_above_maximum', { field: 'amountFen', value: yuan(product.maxDrawFen) });
  if (amount % product.drawStepFen !== 0n)
    return refuse('amount_not_in_step', { field: 'amountFen', value: yuan(product.drawStepFen) });
  if (!product.tenorsMonths.includes(command.tenorMonths))
    return refuse('tenor_not_offered', { field: 'tenorMonths', value: command.tenorMonths });
  if (!product.methods.includes(command.method))
    return refuse('method_not_offered', { field: 'method', value: command.method });
  const available = availableOf(file, context.now);
  if (amount > available) return refuse('limit_exceeded', { field: 'amountFen', value: yuan(available) });
  const cap = drawCapOf(file, context.now);
  if (cap !== null && amount > cap.fen)
    return refuse('amount_above_cap', { field: 'amountFen', value: yuan(cap.fen), words: instantText(cap.until) });
  if (openLoansOf(file).length >= product.maxConcurrentLoans)
    return refuse('too_many_loans', { value: product.maxConcurrentLoans });
  const again = sentAgainWithin(file, command, context);
  return again === null ? null : refuse('draw_sent_again', { value: again });
};

/** The rail’s answer about money going out. The same answer twice changes nothing; a contradicting one is refused. */
export const drawAnswered = (file: BorrowerFile, command: Of<'payment_answered'>, context: Context): Result => {
  const payment = file.payments[command.paymentId];
  const loan = payment ? file.loans[payment.loanIds[0] ?? ''] : undefined;
  if (!payment || !loan) return refuse('payment_unknown', { field: 'paymentId', value: command.paymentId });
  const work = begin(file, context);
  if (payment.state !== 'PENDING') {
    const sameAnswer = (payment.state === 'SUCCEEDED') === command.succeeded;
    return sameAnswer
      ? done(work)
      : refuse('payment_answered_otherwise', { field: 'paymentId', value: command.paymentId });
  }
  const { paymentId } = command;
  const amountFen = loan.terms.principalFen;
  if (command.succeeded) {
    // Interest runs from the day the money arrived, not from the day it was asked for.
    const terms = { ...loan.terms, startDate: command.date };
    const plan = planLoan(terms);
    if (!plan.ok)
      throw new Error(`terms of loan ${loan.id} were accepted and are now refused: ${plan.refusal.message}`);
    work.add({
      type: 'draw.paid',
      loanId: loan.id,
      paymentId,
      paidOn: command.date,
      bookedOn: bookedOn(command.date, context),
      terms,
      postings: postingsForDisbursement({ loanId: loan.id, amountFen, state: 'POSTED' }),
    });
  } else {
    const failure = command.failure ?? {
      zh: '银行未能完成付款，未产生借款。',
      en: 'The bank could not complete the payment; no loan was made.',
    };
    work.add({
      type: 'draw.failed',
      loanId: loan.id,
      paymentId,
      date: command.date,
      failure,
      postings: postingsForDisbursement({ loanId: loan.id, amountFen, state: 'VOID' }),
    });
    // It counts against nobody that our own rail failed.
    reverseWhatNeverHeld(work, context);
  }
  return done(work);
};
