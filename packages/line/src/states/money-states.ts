import type { Application, Loan, Payment } from '../file.ts';
import type { Transitions } from './machine.ts';

export type ApplicationState = Application['status'];
/** An application ends in a line or in a reasoned no; an offer that lapses does so by time alone. Applying again is another one. */
export const applicationTransitions: Transitions<ApplicationState> = {
  SUBMITTED: ['OFFERED', 'DECLINED', 'REFERRED'],
  REFERRED: ['OFFERED', 'DECLINED'],
  OFFERED: ['ACCEPTED'],
  ACCEPTED: [],
  // Offered after all, where an appeal or a roll-back found that it was declined by mistake (G9).
  DECLINED: ['OFFERED'],
};
export const applicationFinals: readonly ApplicationState[] = ['ACCEPTED'];

export type PaymentState = Payment['state'];
/** Money in flight stays so until the rail says what became of it; a bank may take back what it had confirmed. */
export const paymentTransitions: Transitions<PaymentState> = {
  PENDING: ['SUCCEEDED', 'FAILED'],
  SUCCEEDED: ['REVERSED'],
  FAILED: [],
  REVERSED: [],
};
export const paymentFinals: readonly PaymentState[] = ['FAILED', 'REVERSED'];

export type LoanState = Loan['state'];
/** A settled loan opens again when a repayment is reversed; one written off stays so, whatever is recovered. */
export const loanTransitions: Transitions<LoanState> = {
  PENDING: ['ACTIVE', 'FAILED'],
  ACTIVE: ['SETTLED', 'WRITTEN_OFF'],
  SETTLED: ['ACTIVE'],
  WRITTEN_OFF: [],
  FAILED: [],
};
export const loanFinals: readonly LoanState[] = ['WRITTEN_OFF', 'FAILED'];
