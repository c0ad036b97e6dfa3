import type { BorrowerFile } from '@clearline/line';
import type { Payment as Contract } from '../contract/borrower.ts';
import type { ViewOf } from './view-of.ts';

/** Payments in and out, newest first. */
export const paymentViews = (file: BorrowerFile): ViewOf<typeof Contract>[] =>
  Object.values(file.payments)
    .toSorted((a, b) => (a.requestedAt < b.requestedAt ? 1 : -1))
    .map((payment) => ({ ...payment, at: payment.requestedAt }));
