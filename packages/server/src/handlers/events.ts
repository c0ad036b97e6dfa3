import { intake } from '../events/intake.ts';
import type { SomeHandlers } from '../http/handler.ts';
import { answer } from '../http/refused.ts';
import type { Services } from '../services.ts';

/** What the lender’s own systems report. */
export function eventHandlers(services: Services): SomeHandlers<'recordEvents'> {
  return {
    async recordEvents({ caller, body }) {
      const results = await intake(services, body, caller);
      // Events as such have nothing to deliver; what was decided on them may.
      if (results.some(({ decisionId }) => decisionId !== null)) services.nudgeWorkers();
      return answer({ results });
    },
  };
}
