import type { SomeHandlers } from '../http/handler.ts';
import { answer } from '../http/refused.ts';
import type { Services } from '../services.ts';

type Ids = 'setRail' | 'advanceClock' | 'demoOutbox' | 'demoClock' | 'health';

const messagesShown = 50;
export const clockSetting = 'demo.clock';

/** For the lender’s own systems, and what only a demo has. */
export function systemHandlers(services: Services): SomeHandlers<Ids> {
  const { queries, clock, rail } = services;

  return {
    async setRail({ body }) {
      await rail.script(body.nextOutcomes);
      return answer({ nextOutcomes: await rail.scripted() });
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
