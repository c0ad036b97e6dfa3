import type { Context } from '../context.ts';
import { groundsNow, neverHeld } from '../decision/grounds.ts';
import { isTemporary } from '../guarantees.ts';
import { curableRestrictions, machineProposals, restrictionsInForce } from '../selectors.ts';
import { end } from './restrict.ts';
import { asMachine, type Work } from './work.ts';

/**
 * Ends what is for a cause that is gone, announced ones included, and what the machine only proposed for it: whoever did the
 * named thing is restored when we learn of it, not at the next review. A cause is gone only when fresh data says so; a value
 * that is missing or stale proves nothing either way (G5).
 */
export const liftWhatNoLongerHolds = (work: Work, context: Context): void => {
  withdrawProposals(work, context);
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
 * Withdraws proposals of the machine whose grounds are gone: nobody may agree to them any more, and they would stand in the
 * borrower’s way until somebody turned them down (N177).
 */
const withdrawProposals = (work: Work, context: Context): void => {
  const proposals = machineProposals(work.file);
  if (proposals.length === 0) return;
  const machine = asMachine(context, 'cure');
  for (const { id, kind, decisionId } of proposals) {
    const decision = work.file.decisions[decisionId];
    if (decision !== undefined && groundsNow({ kind }, decision, work.file, machine) === 'GONE')
      work.add({ type: 'restriction.withdrawn', restrictionId: id, by: null, note: 'its reasons no longer hold' });
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
