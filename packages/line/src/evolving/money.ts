import { addLoanEvent, openLoan, positionOf } from '@clearline/lending';
import type { BorrowerFile, Loan, Payment } from '../file.ts';
import type { Instant } from '../vocabulary.ts';
import type { BodyOf } from './body-of.ts';

/** Loans and payments. */
export const applyDraw = (
  file: BorrowerFile,
  body: BodyOf<'draw.requested' | 'draw.paid' | 'draw.failed'>,
  at: Instant,
): BorrowerFile => {
  if (body.type === 'draw.requested') {
    const { loanId, paymentId, terms, purpose, accountTail } = body;
    const loan: Loan = {
      id: loanId,
      state: 'PENDING',
      terms,
      account: null,
      purpose,
      accountTail,
      requestedAt: at,
      paymentId,
      settledOn: null,
      bucket: 'CURRENT',
      daysPastDue: 0,
      tier: 'NORMAL',
      posted: { through: terms.startDate, interestFen: 0n, penaltyFen: 0n },
      lastLateOver3: null,
    };
    const payment: Payment = {
      id: paymentId,
      direction: 'OUT',
      state: 'PENDING',
      amountFen: terms.principalFen,
      requestedAt: at,
      answeredAt: null,
      loanIds: [loanId],
      parts: [],
      failure: null,
    };
    return { ...file, loans: { ...file.loans, [loanId]: loan }, payments: { ...file.payments, [paymentId]: payment } };
  }
  if (body.type === 'draw.failed') {
    const failed = withLoan(file, body.loanId, (loan) => ({ ...loan, state: 'FAILED' }));
    return withPayment(failed, body.paymentId, (payment) => ({
      ...payment,
      state: 'FAILED',
      answeredAt: at,
      failure: body.failure,
    }));
  }
  const opened = openLoan(body.terms);
  if (!opened.ok) throw new Error(`draw.paid opens loan ${body.loanId} with terms that lending refuses`);
  const paid = withLoan(file, body.loanId, (loan) => ({
    ...loan,
    state: 'ACTIVE',
    terms: body.terms,
    account: opened.value,
    posted: { through: body.terms.startDate, interestFen: 0n, penaltyFen: 0n },
  }));
  return withPayment(paid, body.paymentId, (payment) => ({ ...payment, state: 'SUCCEEDED', answeredAt: at }));
};

export const applyRepayment = (
  file: BorrowerFile,
  body: BodyOf<'repayment.requested' | 'repayment.received' | 'repayment.failed'>,
  at: Instant,
): BorrowerFile => {
  if (body.type === 'repayment.requested') {
    const { paymentId, amountFen, parts } = body;
    const payment: Payment = {
      id: paymentId,
      direction: 'IN',
      state: 'PENDING',
      amountFen,
      requestedAt: at,
      answeredAt: null,
      loanIds: parts.map((part) => part.loanId),
      parts,
      failure: null,
    };
    return { ...file, payments: { ...file.payments, [paymentId]: payment } };
  }
  if (body.type === 'repayment.failed')
    return withPayment(file, body.paymentId, (payment) => ({
      ...payment,
      state: 'FAILED',
      answeredAt: at,
      failure: body.failure,
    }));
  let next = withPayment(file, body.paymentId, (payment) => ({ ...payment, state: 'SUCCEEDED', answeredAt: at }));
  for (const { loanId, eventId, part } of body.applied) {
    next = withLoan(next, loanId, (loan) => {
      if (loan.account === null)
        throw new Error(`repayment ${body.paymentId} speaks of loan ${loanId}, which was never paid out`);
      const before = positionOf(loan.account, body.date);
      const added = addLoanEvent(loan.account, {
        kind: 'repayment',
        id: eventId,
        date: body.date,
        amountFen: part.amountFen,
        mode: part.mode,
        surplus: part.surplus,
      });
      if (!added.ok) throw new Error(`repayment ${eventId} of loan ${loanId} was recorded but lending refuses it`);
      const after = positionOf(added.value, body.date);
      return {
        ...loan,
        account: added.value,
        posted: { through: body.date, interestFen: after.interestEarnedFen, penaltyFen: after.penaltyEarnedFen },
        daysPastDue: after.daysPastDue,
        lastLateOver3: before.daysPastDue > 3 ? body.date : loan.lastLateOver3,
      };
    });
    const late = wasLate(file.loans[loanId], body.date);
    next = late ? { ...next, paidLate: next.paidLate + 1 } : { ...next, paidOnTime: next.paidOnTime + 1 };
  }
  return next;
};

const wasLate = (loan: Loan | undefined, date: string): boolean =>
  loan?.account != null && positionOf(loan.account, date).overdueFen > 0n;

export const withLoan = (file: BorrowerFile, loanId: string, change: (loan: Loan) => Loan): BorrowerFile => {
  const loan = file.loans[loanId];
  if (loan === undefined) throw new Error(`loan ${loanId} is not in the file of ${file.borrowerId}`);
  return { ...file, loans: { ...file.loans, [loanId]: change(loan) } };
};
const withPayment = (file: BorrowerFile, paymentId: string, change: (payment: Payment) => Payment): BorrowerFile => {
  const payment = file.payments[paymentId];
  if (payment === undefined) throw new Error(`payment ${paymentId} is not in the file of ${file.borrowerId}`);
  return { ...file, payments: { ...file.payments, [paymentId]: change(payment) } };
};
