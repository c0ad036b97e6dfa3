import {
  addLoanEvent,
  allocationOf,
  type LoanAccount,
  positionOf,
  postingsForAccrual,
  postingsForCollection,
  postingsForRepayment,
  type Posting,
} from '@clearline/lending';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import type { AppliedRepayment, FactBody, RepaymentPart } from '../fact.ts';
import type { BorrowerFile, Loan } from '../file.ts';
import { derivedId } from '../ids.ts';
import { yuan } from '../notices/format.ts';
import { type Outcome, accept, refuse } from '../refusal.ts';
import type { IsoDate } from '../vocabulary.ts';
import { liftWhatNoLongerHolds } from './cure.ts';
import { begin, done } from './work.ts';

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
  if (payment.state !== 'PENDING') {
    const sameAnswer = (payment.state === 'SUCCEEDED') === command.succeeded;
    return sameAnswer
      ? done(work)
      : refuse('payment_answered_otherwise', { field: 'paymentId', value: command.paymentId });
  }
  if (!command.succeeded) {
    const failure = command.failure ?? {
      zh: '扣款未成功，请核对账户后再试。',
      en: 'The collection failed; check the account and try again.',
    };
    work.add({
      type: 'repayment.failed',
      paymentId: payment.id,
      failure,
      postings: postingsForCollection({ amountFen: payment.amountFen, state: 'VOID' }),
    });
    return done(work);
  }
  const applied: AppliedRepayment[] = [];
  const postings: Posting[] = [...postingsForCollection({ amountFen: payment.amountFen, state: 'POSTED' })];
  for (const part of payment.parts) {
    const result = applyPart(
      file.loans[part.loanId],
      part,
      `${payment.id}:${part.loanId}`,
      command.date,
      context.lastClosedDate,
    );
    applied.push(result.applied);
    postings.push(...result.postings);
  }
  work.add({ type: 'repayment.received', paymentId: payment.id, date: command.date, applied, postings });
  for (const { loanId } of applied) {
    const loan = work.file.loans[loanId];
    if (loan?.account && positionOf(loan.account, command.date).settledOn !== null)
      work.add({ type: 'loan.settled', loanId, on: command.date });
  }
  liftWhatNoLongerHolds(work, context);
  return done(work);
};

const applyPart = (
  loan: Loan | undefined,
  part: RepaymentPart,
  eventId: string,
  date: IsoDate,
  lastClosed: IsoDate | null,
): { applied: AppliedRepayment; postings: Posting[] } => {
  if (!loan?.account) throw new Error(`repayment names loan ${part.loanId}, which is not open`);
  const fitted = fit(loan.account, part, date);
  const added = addLoanEvent(loan.account, {
    kind: 'repayment',
    id: eventId,
    date,
    amountFen: fitted.amountFen,
    mode: fitted.mode,
    surplus: fitted.surplus,
  });
  if (!added.ok)
    throw new Error(`repayment of loan ${part.loanId} was planned and is now refused: ${added.refusal.message}`);
  const allocation = allocationOf(added.value, eventId);
  const accrual = unpostedAccrual(loan, added.value, date, lastClosed);
  return {
    applied: { loanId: part.loanId, eventId, part: fitted, allocation },
    postings: [
      ...postingsForAccrual({ loanId: loan.id, ...accrual }),
      ...postingsForRepayment({ loanId: loan.id, allocation }),
    ],
  };
};

/** The rail may answer a day later than asked: what was the whole payoff then leaves a little interest now. */
const fit = (account: LoanAccount, part: RepaymentPart, date: IsoDate): RepaymentPart => {
  const payoff = positionOf(account, date).payoffFen;
  if (part.amountFen === payoff) return { ...part, mode: 'EARLY_FULL' };
  return part.mode === 'EARLY_FULL' ? { ...part, mode: 'EARLY_PART' } : part;
};

/**
 * Interest and penalty earned by this loan and in no entry yet. The day close posts for all loans in one sum, so what it
 * covered is what this loan had earned by the last closed day, unless the loan’s own events posted through a later one.
 */
const unpostedAccrual = (
  loan: Loan,
  after: LoanAccount,
  date: IsoDate,
  lastClosed: IsoDate | null,
): { interestFen: bigint; penaltyFen: bigint } => {
  const now = positionOf(after, date);
  const before = loan.account;
  const byClose =
    lastClosed !== null && before !== null && lastClosed > loan.posted.through ? positionOf(before, lastClosed) : null;
  return {
    interestFen: now.interestEarnedFen - (byClose?.interestEarnedFen ?? loan.posted.interestFen),
    penaltyFen: now.penaltyEarnedFen - (byClose?.penaltyEarnedFen ?? loan.posted.penaltyFen),
  };
};
