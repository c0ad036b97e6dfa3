import type { BehaviourEvent } from '@clearline/line';
import type { SomeHandlers } from '../http/handler.ts';
import { answer } from '../http/refused.ts';
import type { Services } from '../services.ts';
import { factOf } from './work.ts';

type Ids = 'recordEvents' | 'setRail' | 'advanceClock' | 'demoOutbox' | 'demoClock' | 'health';
type Incoming = { readonly borrowerId: string } & BehaviourEvent;

const messagesShown = 50;
export const clockSetting = 'demo.clock';

/** For the lender’s own systems, and what only a demo has. */
export function systemHandlers(services: Services): SomeHandlers<Ids> {
  const { book, queries, clock, rail } = services;

  async function verdictOn({ borrowerId, ...event }: Incoming, feed: string) {
    const actor = { kind: 'machine', name: `feed:${feed}` } as const;
    const result = await book.execute({ borrowerId, command: { type: 'observe', event }, actor });
    const { eventId } = event;
    if (!result.ok) {
      const { code, message } = result.refusal;
      return {
        eventId,
        verdict: 'REFUSED',
        refusal: { code, detail: message.en },
        decisionId: null,
        action: null,
      } as const;
    }
    const decision = factOf(result, 'decision.recorded')?.decision ?? null;
    const verdict = result.facts.length === 0 ? 'DUPLICATE' : 'ACCEPTED';
    return {
      eventId,
      verdict,
      refusal: null,
      decisionId: decision?.id ?? null,
      action: decision?.action ?? null,
    } as const;
  }

  return {
    async recordEvents({ caller, body }) {
      const events = body.events as readonly Incoming[];
      // One borrower’s events in the order sent; borrowers beside each other.
      const byBorrower = new Map<string, Incoming[]>();
      for (const event of events)
        byBorrower.set(event.borrowerId, [...(byBorrower.get(event.borrowerId) ?? []), event]);
      const results = new Map<Incoming, Awaited<ReturnType<typeof verdictOn>>>();
      await Promise.all(
        [...byBorrower.values()].map(async (own) => {
          for (const event of own) results.set(event, await verdictOn(event, caller.name));
        }),
      );
      services.nudgeWorkers();
      return answer({ results: events.flatMap((event) => results.get(event) ?? []) });
    },
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
