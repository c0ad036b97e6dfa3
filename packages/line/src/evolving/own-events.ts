import { daysBetween } from '@clearline/lending';
import type { OwnDraw, OwnRepayment } from '../features/stream.ts';
import type { BorrowerFile } from '../file.ts';
import type { Instant } from '../vocabulary.ts';
import { addEvent, dropEvent } from './behaviour.ts';
import type { BodyOf } from './body-of.ts';

/** Draws and repayments through our own book, seen as events so that features count them like any other. */
export const seeOwnDraw = (
  file: BorrowerFile,
  body: BodyOf<'draw.requested' | 'draw.paid' | 'draw.failed'>,
  at: Instant,
): BorrowerFile => {
  if (body.type === 'draw.paid') return file;
  // A draw that our own rail failed does not count against anyone: it is taken back.
  if (body.type === 'draw.failed') return { ...file, behaviour: dropEvent(file.behaviour, 'OWN_DRAW', body.loanId) };
  const event: OwnDraw = {
    kind: 'OWN_DRAW',
    eventId: body.loanId,
    occurredAt: at,
    source: 'own',
    amountFen: body.terms.principalFen,
    purpose: body.purpose,
  };
  return { ...file, behaviour: addEvent(file.behaviour, event, at) };
};

const repaymentId = (paymentId: string, loanId: string): string => `${paymentId}:${loanId}`;

export const seeOwnRepayment = (
  file: BorrowerFile,
  body: BodyOf<
    'repayment.requested' | 'repayment.received' | 'repayment.failed' | 'repayment.recorded' | 'repayment.reversed'
  >,
  at: Instant,
): BorrowerFile => {
  if (body.type === 'repayment.requested' || body.type === 'repayment.failed') return file;
  let { behaviour } = file;
  if (body.type === 'repayment.reversed') {
    // The bank took it back: nothing was repaid.
    for (const loanId of file.payments[body.paymentId]?.loanIds ?? [])
      behaviour = dropEvent(behaviour, 'OWN_REPAYMENT', repaymentId(body.paymentId, loanId));
    return { ...file, behaviour };
  }
  for (const { loanId, part } of body.applied) {
    const loan = file.loans[loanId];
    if (loan === undefined) continue;
    const event: OwnRepayment = {
      kind: 'OWN_REPAYMENT',
      eventId: repaymentId(body.paymentId, loanId),
      occurredAt: at,
      source: 'own',
      amountFen: part.amountFen,
      daysHeld: daysBetween(loan.terms.startDate, body.date),
      settled: part.mode === 'EARLY_FULL',
    };
    behaviour = addEvent(behaviour, event, at);
  }
  return { ...file, behaviour };
};
