import { type IntakeServices, intake } from '../events/intake.ts';
import type { SomeHandlers } from '../http/handler.ts';
import { answer, refusedByDomain } from '../http/refused.ts';
import type { Services } from '../services.ts';

/** What the lender’s own systems report. */
export function eventHandlers(services: IntakeServices & Pick<Services, 'nudgeWorkers'>): SomeHandlers<'recordEvents'> {
  return {
    async recordEvents({ caller, body }) {
      const results = await intake(services, body.events, caller);
      const [only] = results;
      if (body.isAlone && only?.verdict === 'CONFLICT' && only.refusal !== null)
        return { ok: false, refused: refusedByDomain({ ...only.refusal, value: only.eventId }) };
      // Events as such have nothing to deliver; what was decided on them may.
      if (results.some(({ decisionId }) => decisionId !== null)) services.nudgeWorkers();
      return answer({ results });
    },
  };
}
