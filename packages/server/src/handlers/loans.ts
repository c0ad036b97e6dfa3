import type { Actor } from '@clearline/line';
import type { SomeHandlers } from '../http/handler.ts';
import { answer, refuse } from '../http/refused.ts';
import type { Services } from '../services.ts';
import { paymentViews } from '../views/payment-view.ts';
import { actOnThing } from './file-act.ts';
import { fileHolding, run, staffActor } from './work.ts';

type Ids = 'changeLoan' | 'approveLoanChange' | 'recordRepayment' | 'refundCredit' | 'returnPayment';

/** What people and the bank do to loans that were paid out. */
export function loanHandlers(services: Services): SomeHandlers<Ids> {
  return {
    changeLoan: ({ caller, params: { id }, body, idempotencyKey }) =>
      actOnThing(services, caller, { kind: 'loan', id }, { type: 'change_loan', loanId: id, ...body }, idempotencyKey),
    approveLoanChange: ({ caller, params: { id }, body, idempotencyKey }) =>
      actOnThing(
        services,
        caller,
        { kind: 'loanProposal', id },
        { type: 'approve_loan_change', proposalId: id, ...body },
        idempotencyKey,
      ),
    recordRepayment: ({ caller, params: { id }, body, idempotencyKey }) =>
      actOnThing(
        services,
        caller,
        { kind: 'loan', id },
        { type: 'record_repayment', loanId: id, ...body },
        idempotencyKey,
      ),
    refundCredit: ({ caller, params: { id }, body, idempotencyKey }) =>
      actOnThing(
        services,
        caller,
        { kind: 'loan', id },
        { type: 'refund_credit', loanId: id, ...body },
        idempotencyKey,
      ),
    async returnPayment({ caller, params: { id }, body, idempotencyKey }) {
      const holding = await fileHolding(services, 'payment', id);
      if (!holding.ok) return holding;
      const actor: Actor = caller.kind === 'staff' ? staffActor(caller) : { kind: 'rail' };
      const done = await run(services, {
        borrowerId: holding.value.borrowerId,
        command: { type: 'reverse_repayment', paymentId: id, ...body },
        actor,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      });
      if (!done.ok) return done;
      services.nudgeWorkers();
      const payment = paymentViews(done.value.file).find((view) => view.id === id);
      return payment === undefined ? refuse('not_found', { value: id }) : answer(payment);
    },
  };
}
