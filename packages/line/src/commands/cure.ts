import type { Context } from '../context.ts';
import { groundsNow, neverHeld } from '../decision/grounds.ts';
import { isTemporary } from '../guarantees.ts';
import { curableRestrictions, restrictionsInForce } from '../selectors.ts';
import { end } from './restrict.ts';
import { asMachine, type Work } from './work.ts';

/**
 * Ends what is for a cause that is gone, announced ones included: whoever did the named thing is restored
 * when we learn of it, not at the next review. A cause is gone only when fresh data says so; a value that is missing or
 * stale proves nothing either way (G5).
 */
export const liftWhatNoLongerHolds = (work: Work, context: Context): void => {
  const curable = curableRestrictions(work.file, context.now);
  if (curable.length === 0) return;
  const machine = asMachine(context, 'cure');
  for (const restriction of curable) {
    const decision = work.file.decisions[restriction.decisionId];
    if (decision !== undefined && groundsNow(restriction, decision, work.file, machine) === 'GONE')
      end(work, restriction.id, 'lifted', 'its reasons no longer hold', machine);
  }
};

/**
 * Takes back checks, caps and holds of the machine that, as we know it today, never had their grounds (N42): the event was
 * another’s, did not happen, or was a draw that our own rail failed. They do not wait for their end, nor for the borrower.
 */
export const reverseWhatNeverHeld = (work: Work, context: Context): void => {
  const machine = asMachine(context, 'cure');
  for (const restriction of restrictionsInForce(work.file, context.now)) {
    const decision = work.file.decisions[restriction.decisionId];
    const passes = restriction.kind === 'STEP_UP' || isTemporary(restriction.kind);
    if (!passes || decision?.actor.kind !== 'machine') continue;
    if (neverHeld(restriction, decision, work.file, machine))
      end(work, restriction.id, 'reversed', 'what it rested on did not take place so', machine);
  }
};
