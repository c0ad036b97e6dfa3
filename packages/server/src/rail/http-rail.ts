import { z } from 'zod';
import { type Outside, type OutsideReply, OutsideSilent } from '../outside/signed-call.ts';
import type { PaymentRail, RailKnowledge } from './payment-rail.ts';

const SYSTEM = 'payment rail';
const words = z.string().min(1).max(300);

/** What a rail says of an order. Anything else is no answer: a failure that nobody stated is never assumed. */
const OrderState = z.discriminatedUnion('status', [
  z.object({ status: z.literal('PENDING') }),
  z.object({ status: z.literal('SUCCEEDED'), date: z.iso.date() }),
  z.object({ status: z.literal('FAILED'), date: z.iso.date(), failure: z.object({ zh: words, en: words }).nullish() }),
]);

function knowledgeFrom(reply: OutsideReply): Exclude<RailKnowledge, null> {
  const read = OrderState.safeParse(reply.body);
  if (reply.status >= 300 || !read.success)
    throw new OutsideSilent(SYSTEM, `answered ${reply.status} without a status and date it could have`);
  const state = read.data;
  if (state.status === 'PENDING') return 'PENDING';
  if (state.status === 'SUCCEEDED') return { succeeded: true, date: state.date, failure: null };
  return { succeeded: false, date: state.date, failure: state.failure ?? null };
}

/**
 * A payment rail behind HTTP: `POST /orders` once for an external id, `GET /orders/{externalId}` for what became of it, and
 * `GET /files/{date}` for the CSV of a day. What it does not say in time, it is asked; it may also tell by itself (`POST
 * /v1/rail/answers`).
 */
export function httpRail(call: Outside): PaymentRail {
  return {
    async order(order) {
      const body = { ...order, amountFen: Number(order.amountFen), currency: 'CNY' };
      try {
        const known = knowledgeFrom(await call({ method: 'POST', path: '/orders', id: order.externalId, body }));
        return known === 'PENDING' ? { kind: 'TIMED_OUT' } : { kind: 'ANSWERED', results: [known] };
      } catch (error) {
        if (error instanceof OutsideSilent) return { kind: 'TIMED_OUT' };
        throw error;
      }
    },
    async query(externalId) {
      const path = `/orders/${encodeURIComponent(externalId)}`;
      const reply = await call({ method: 'GET', path, id: externalId });
      return reply.status === 404 ? null : knowledgeFrom(reply);
    },
    async dailyFile(date) {
      const reply = await call({ method: 'GET', path: `/files/${date}`, id: `file:${date}`, as: 'text' });
      if (reply.status !== 200 || typeof reply.body !== 'string')
        throw new OutsideSilent(SYSTEM, `has no file of ${date} (answered ${reply.status})`);
      return reply.body;
    },
  };
}
