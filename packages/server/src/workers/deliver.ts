import type { Consequence, Instant } from '@clearline/line';
import type { OutboxRow } from '@clearline/store';
import type { PaymentRail, RailOrder, RailResult } from '../rail/payment-rail.ts';
import type { Services } from '../services.ts';
import { messageText } from './message-text.ts';

/** What became of one outbox row: done, or to be taken up again later, with why. */
export type Delivery = { readonly done: true } | { readonly done: false; readonly why: string };
type Order = Extract<Consequence, { kind: 'payment_order' }>;

/**
 * Asks the rail. On the first attempt it is given the order; on later ones it is asked what became of it, and given it again only
 * if it has never seen it. Silence is an answer to nothing: the payment stays pending (S15).
 */
async function ask(rail: PaymentRail, order: RailOrder, attempts: number): Promise<readonly RailResult[] | null> {
  if (attempts > 1) {
    const known = await rail.query(order.externalId);
    if (known === 'PENDING') return null;
    if (known !== null) return [known];
  }
  const reply = await rail.order(order);
  return reply.kind === 'TIMED_OUT' ? null : reply.results;
}

async function deliverPayment(services: Services, row: OutboxRow, order: Order): Promise<Delivery> {
  const { borrowerId } = row;
  const { paymentId: externalId, direction, amountFen } = order;
  const file = await services.book.file(borrowerId);
  const payment = file.payments[externalId];
  // The rail told it by itself meanwhile.
  if (payment !== undefined && payment.state !== 'PENDING') return { done: true };
  const accountTail = direction === 'OUT' ? (file.loans[payment?.loanIds[0] ?? '']?.accountTail ?? null) : null;
  const wanted = { externalId, direction, amountFen, borrowerId, accountTail };
  const results = await ask(services.rail, wanted, row.attempts);
  if (results === null) return { done: false, why: 'the rail gave no answer in time' };
  for (const { succeeded, failure, date } of results) {
    const command = { type: 'payment_answered', paymentId: order.paymentId, succeeded, date, failure } as const;
    const result = await services.book.execute({ borrowerId, command, actor: { kind: 'rail' } });
    if (!result.ok) throw new Error(`answer to payment ${order.paymentId} was refused: ${result.refusal.code}`);
  }
  return { done: true };
}

async function deliverMessage(
  services: Services,
  borrowerId: string,
  noticeId: string,
  at: Instant,
): Promise<Delivery> {
  const phone = (await services.vault.personal(services.bookId, borrowerId))?.phone;
  // Erased since: there is nobody left to tell.
  if (phone === undefined) return { done: true };
  const notice = (await services.book.file(borrowerId)).notices[noticeId];
  if (notice === undefined)
    throw new Error(`notice ${noticeId} of borrower ${borrowerId} is queued and not in the file`);
  await services.send({
    id: noticeId,
    borrowerId,
    phone,
    at,
    channel: 'SMS',
    title: notice.title,
    body: messageText(notice),
    noticeId,
  });
  return { done: true };
}

/** Carries out one consequence; safe to repeat, since every adapter is idempotent by an id of ours. */
export function deliver(services: Services, row: OutboxRow): Promise<Delivery> {
  const { payload } = row;
  return payload.kind === 'payment_order'
    ? deliverPayment(services, row, payload)
    : deliverMessage(services, row.borrowerId, payload.noticeId, services.clock.now());
}
