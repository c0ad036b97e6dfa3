import type { Context } from '../context.ts';
import { groundsNow } from '../decision/grounds.ts';
import { curableRestrictions } from '../selectors.ts';
import { end } from './restrict.ts';
import { asMachine, type Work } from './work.ts';

/**
 * Ends what is for a cause that is gone, announced ones included: whoever did the named thing is restored
 * when we learn of it, not at the next review. A cause is gone only when fresh data says so; a value that is missing or
 * stale proves nothing either way (G5).
 */
export const liftWhatNoLongerHolds = (work: Work, context: Context): void => {
  const machine = asMachine(context, 'cure');
  for (const restriction of curableRestrictions(work.file, context.now)) {
    const decision = work.file.decisions[restriction.decisionId];
    if (decision !== undefined && groundsNow(decision, work.file, machine) === 'GONE')
      end(work, restriction.id, 'lifted', 'its reasons no longer hold', machine);
  }
};
