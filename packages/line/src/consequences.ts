import type { FactBody } from './fact.ts';

/** Side effects that follow from facts; the store queues them in the transaction that writes the facts. */
export type Consequence =
  | {
      readonly kind: 'payment_order';
      readonly direction: 'OUT' | 'IN';
      readonly paymentId: string;
      readonly amountFen: bigint;
    }
  | { readonly kind: 'message'; readonly noticeId: string };

export const consequencesOf = (body: FactBody): Consequence[] => {
  switch (body.type) {
    case 'draw.requested':
      return [
        { kind: 'payment_order', direction: 'OUT', paymentId: body.paymentId, amountFen: body.terms.principalFen },
      ];
    case 'repayment.requested':
      return [{ kind: 'payment_order', direction: 'IN', paymentId: body.paymentId, amountFen: body.amountFen }];
    case 'refund.requested':
      return [{ kind: 'payment_order', direction: 'OUT', paymentId: body.paymentId, amountFen: body.amountFen }];
    case 'notice.issued':
      return [{ kind: 'message', noticeId: body.notice.id }];
    default:
      return [];
  }
};
