import { addLoanEvent, conductAfter, type LoanPosition, NO_CONDUCT, openLoan, positionOf } from '@clearline/lending';
import { withEntry } from '../by-id.ts';
import type { BorrowerFile, Loan, Payment } from '../file.ts';
import type { RecordedEvent } from '../loan-change.ts';
import { dateOf } from '../time.ts';
import type { Instant, IsoDate } from '../vocabulary.ts';
import type { BodyOf } from './body-of.ts';

/** More days past due than these cost good standing. */
const FORGIVEN_DAYS = 3;

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
      lineKind: file.line?.kind ?? 'CONSUMER',
      account: null,
      purpose,
      accountTail,
      requestedAt: at,
      paymentId,
      settledOn: null,
      bucket: 'CURRENT',
      daysPastDue: 0,
      tier: 'NORMAL',
      postedThrough: terms.startDate,
      conduct: NO_CONDUCT,
      agedOn: null,
    };
    const payment = newPayment({ id: paymentId, direction: 'OUT', purpose: 'DRAW', amountFen: terms.principalFen }, at);
    return withNewPayment({ ...file, loans: withEntry(file.loans, loanId, loan) }, { ...payment, loanIds: [loanId] });
  }
  if (body.type === 'draw.failed') {
    const failed = withLoan(file, body.loanId, (loan) => ({ ...loan, state: 'FAILED' }));
    return withFailure(failed, body, at);
  }
  const opened = openLoan(body.terms);
  if (!opened.ok) throw new Error(`draw.paid opens loan ${body.loanId} with terms that lending refuses`);
  const paid = withLoan(file, body.loanId, (loan) => ({
    ...loan,
    state: 'ACTIVE',
    terms: body.terms,
    account: opened.value,
    postedThrough: body.terms.startDate,
  }));
  return withSuccess(paid, body.paymentId, [], { at, valueDate: body.paidOn });
};

export const applyRepayment = (
  file: BorrowerFile,
  body: BodyOf<
    'repayment.requested' | 'repayment.received' | 'repayment.failed' | 'repayment.recorded' | 'repayment.reversed'
  >,
  at: Instant,
): BorrowerFile => {
  switch (body.type) {
    case 'repayment.requested': {
      const { paymentId, amountFen, parts } = body;
      const payment = newPayment({ id: paymentId, direction: 'IN', purpose: 'REPAYMENT', amountFen }, at);
      return withNewPayment(file, { ...payment, loanIds: parts.map((part) => part.loanId), parts });
    }
    case 'repayment.failed':
      return withFailure(file, body, at);
    case 'repayment.received':
      return withSuccess(withEvents(file, body.applied), body.paymentId, body.applied, { at, valueDate: body.date });
    case 'repayment.recorded': {
      const { paymentId, applied } = body;
      const parts = applied.map(({ part }) => part);
      const amountFen = parts.reduce((sum, part) => sum + part.amountFen, 0n);
      const payment = newPayment({ id: paymentId, direction: 'IN', purpose: 'REPAYMENT', amountFen }, at);
      const { reference } = body;
      const known = withNewPayment(file, { ...payment, loanIds: parts.map((part) => part.loanId), parts, reference });
      return withSuccess(withEvents(known, applied), paymentId, applied, { at, valueDate: body.date });
    }
    case 'repayment.reversed':
      return withPayment(withEvents(file, body.recorded), body.paymentId, (payment) => ({
        ...payment,
        state: 'REVERSED',
      }));
  }
};

export const applyLoanChange = (
  file: BorrowerFile,
  body: BodyOf<'loan.change_proposed' | 'loan.change_rejected' | 'loan.changed'>,
): BorrowerFile => {
  if (body.type === 'loan.change_proposed')
    return { ...file, loanProposals: withEntry(file.loanProposals, body.proposal.id, body.proposal) };
  if (body.type === 'loan.change_rejected') return withProposal(file, body.proposalId, 'REJECTED', body.by);
  const changed = withEvents(file, [body.recorded]);
  return body.proposalId === null ? changed : withProposal(changed, body.proposalId, 'APPROVED', body.secondBy);
};

export const applyRefund = (
  file: BorrowerFile,
  body: BodyOf<'refund.requested' | 'refund.paid' | 'refund.failed'>,
  at: Instant,
): BorrowerFile => {
  if (body.type === 'refund.failed') return withFailure(file, body, at);
  if (body.type === 'refund.paid')
    return withSuccess(withEvents(file, [body.recorded]), body.paymentId, [body.recorded], {
      at,
      valueDate: body.recorded.event.date,
    });
  const { loanId, paymentId, amountFen } = body;
  const payment = newPayment({ id: paymentId, direction: 'OUT', purpose: 'REFUND', amountFen }, at);
  return withNewPayment(file, { ...payment, loanIds: [loanId] });
};

const withEvents = (file: BorrowerFile, recorded: readonly RecordedEvent[]): BorrowerFile =>
  recorded.reduce((next, one) => withLoan(next, one.loanId, (loan) => withEvent(loan, one)), file);

/**
 * A settled loan becomes open again when a reversal leaves something of it unpaid, and was settled sooner than recorded
 * when an earlier payment comes to light.
 */
const withEvent = (loan: Loan, { event, postedThrough }: RecordedEvent): Loan => {
  if (loan.account === null) throw new Error(`${event.kind} ${event.id} on loan ${loan.id}, which was never paid out`);
  const added = addLoanEvent(loan.account, event);
  if (!added.ok)
    throw new Error(
      `${event.kind} ${event.id} of loan ${loan.id} was recorded but lending refuses it: ${added.refusal.message}`,
    );
  const account = added.value;
  const position = positionOf(account, account.events.at(-1)?.date ?? event.date);
  return {
    ...loan,
    account,
    postedThrough,
    conduct: conductAfter(loan.conduct, loan.account, account, event, FORGIVEN_DAYS),
    ...standingOf(loan, position),
  };
};

/** That a loan is settled for the first time is a fact of its own. */
const standingOf = (loan: Loan, { writtenOff, settledOn }: LoanPosition): Pick<Loan, 'state' | 'settledOn'> => {
  if (writtenOff !== null) return { state: 'WRITTEN_OFF', settledOn: null };
  if (loan.state === 'SETTLED' && settledOn !== null) return { state: 'SETTLED', settledOn };
  return { state: 'ACTIVE', settledOn: null };
};

type NewPayment = Pick<Payment, 'id' | 'direction' | 'purpose' | 'amountFen'>;

const newPayment = (about: NewPayment, at: Instant): Payment => ({
  ...about,
  state: 'PENDING',
  requestedAt: at,
  answeredAt: null,
  valueDate: null,
  loanIds: [],
  parts: [],
  eventIds: [],
  reference: null,
  failure: null,
});

const withNewPayment = (file: BorrowerFile, payment: Payment): BorrowerFile => ({
  ...file,
  payments: withEntry(file.payments, payment.id, payment),
});

const withSuccess = (
  file: BorrowerFile,
  paymentId: string,
  recorded: readonly RecordedEvent[],
  answered: { readonly at: Instant; readonly valueDate: IsoDate },
): BorrowerFile =>
  withPayment(file, paymentId, (payment) => ({
    ...payment,
    state: 'SUCCEEDED',
    answeredAt: answered.at,
    valueDate: answered.valueDate,
    eventIds: recorded.map(({ loanId, event }) => ({ loanId, eventId: event.id })),
  }));

const withFailure = (
  file: BorrowerFile,
  { paymentId, failure, date }: BodyOf<'draw.failed' | 'repayment.failed' | 'refund.failed'>,
  at: Instant,
): BorrowerFile =>
  withPayment(file, paymentId, (payment) => ({
    ...payment,
    state: 'FAILED',
    answeredAt: at,
    valueDate: date ?? dateOf(at),
    failure,
  }));

const withProposal = (
  file: BorrowerFile,
  proposalId: string,
  state: 'APPROVED' | 'REJECTED',
  decidedBy: string | null,
): BorrowerFile => {
  const proposal = file.loanProposals[proposalId];
  if (proposal === undefined) throw new Error(`loan change ${proposalId} was never proposed to ${file.borrowerId}`);
  return { ...file, loanProposals: withEntry(file.loanProposals, proposalId, { ...proposal, state, decidedBy }) };
};

export const withLoan = (file: BorrowerFile, loanId: string, change: (loan: Loan) => Loan): BorrowerFile => {
  const loan = file.loans[loanId];
  if (loan === undefined) throw new Error(`loan ${loanId} is not in the file of ${file.borrowerId}`);
  return { ...file, loans: withEntry(file.loans, loanId, change(loan)) };
};
const withPayment = (file: BorrowerFile, paymentId: string, change: (payment: Payment) => Payment): BorrowerFile => {
  const payment = file.payments[paymentId];
  if (payment === undefined) throw new Error(`payment ${paymentId} is not in the file of ${file.borrowerId}`);
  return { ...file, payments: withEntry(file.payments, paymentId, change(payment)) };
};
