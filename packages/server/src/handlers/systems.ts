import type { SomeHandlers } from '../http/handler.ts';
import { answer, refuse, refusedByDomain } from '../http/refused.ts';
import type { Services } from '../services.ts';

type Ids = 'railAnswer' | 'setRail' | 'advanceClock' | 'demoOutbox' | 'demoClock' | 'health';

const messagesShown = 50;
export const clockSetting = 'demo.clock';

/** For the lender’s own systems, and what only a demo has. */
export function systemHandlers(services: Services): SomeHandlers<Ids> {
  const { book, queries, clock, sandbox } = services;

  return {
    async railAnswer({ body }) {
      const { externalId: paymentId, status, date, failure } = body;
      const today = clock.businessDate();
      if (date > today) return refuse('day_in_future', { field: 'date', value: today });
      const borrowerId = await queries.borrowerOf('payment', paymentId);
      if (borrowerId === null) return refuse('not_found', { field: 'externalId', value: paymentId });
      const succeeded = status === 'SUCCEEDED';
      const command = { type: 'payment_answered', paymentId, succeeded, date, failure: failure ?? null } as const;
      const result = await book.execute({ borrowerId, command, actor: { kind: 'rail' } });
      if (!result.ok) return { ok: false, refused: refusedByDomain(result.refusal) };
      return answer({ externalId: paymentId, status, repeated: result.facts.length === 0 });
    },
    async setRail({ body }) {
      if (sandbox === null) return refuse('not_found', { value: 'sandbox rail' });
      await sandbox.script(body.nextOutcomes);
      return answer({ nextOutcomes: await sandbox.scripted() });
    },
    async advanceClock({ caller, body }) {
      clock.advance(body.days);
      await queries.putSetting(clockSetting, { offsetDays: clock.offsetDays });
      const detail = `${body.days} days`;
      await queries.recordAudit({
        at: clock.now(),
        actor: caller.staffNo,
        action: 'clock.advance',
        borrowerId: null,
        detail,
      });
      return answer({ businessDate: clock.businessDate(), offsetDays: clock.offsetDays });
    },
    async demoOutbox({ query }) {
      return answer({ items: await queries.demoMessages({ phone: query.phone, limit: messagesShown }) });
    },
    async demoClock() {
      return answer({ businessDate: clock.businessDate(), offsetDays: clock.offsetDays });
    },
    async health() {
      const text = { zh: '服务正常', en: 'The service is up' };
      return answer({ status: 'ok', version: services.version, text });
    },
  };
}
