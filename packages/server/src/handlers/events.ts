import { type IntakeServices, intake, type Verdict } from '../events/intake.ts';
import type { SomeHandlers } from '../http/handler.ts';
import { answer, refusedByDomain } from '../http/refused.ts';
import type { Services } from '../services.ts';

/** What the lender’s own systems report. */
export function eventHandlers(services: IntakeServices & Pick<Services, 'nudgeWorkers'>): SomeHandlers<'recordEvents'> {
  return {
    async recordEvents({ caller, body }) {
      const results = await intake(services, body.events, caller);
      const [only] = results;
      if (body.isAlone && only !== undefined && only.refusal !== null) return refusedAlone(only, only.refusal);
      // Events as such have nothing to deliver; what was decided on them may.
      if (results.some(({ decisionId }) => decisionId !== null)) services.nudgeWorkers();
      return answer({ results });
    },
  };
}

/**
 * The verdict on the one event of a request, as a problem: 409 for a conflict, with the id that both events have; 422 for
 * whatever else keeps it out, without the value found wrong, which may be personal.
 */
const refusedAlone = (
  { verdict, eventId }: Pick<Verdict, 'verdict' | 'eventId'>,
  refusal: NonNullable<Verdict['refusal']>,
) => {
  const isConflict = verdict === 'CONFLICT';
  const refused = refusedByDomain({ ...refusal, value: isConflict ? eventId : null });
  return { ok: false, refused: isConflict ? refused : { ...refused, status: 422 } } as const;
};
