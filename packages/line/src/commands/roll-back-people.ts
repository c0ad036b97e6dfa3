import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { carryingReasons, type DecisionRecord } from '../decision-record.ts';
import { type Grounds, groundsNow } from '../decision/grounds.ts';
import { HUMAN_TABLE } from '../decision/human.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile } from '../file.ts';
import { type Outcome, refuse } from '../refusal.ts';
import type { Restriction } from '../restriction.ts';
import { lookKey, type RollBack } from '../roll-back.ts';
import { effectiveLimitOf } from '../selectors.ts';
import { reopenApplication, requireRestored } from './remedy.ts';
import { end } from './restrict.ts';
import { tellRolledBack } from './roll-back.ts';
import { begin, done } from './work.ts';

/** What a person decided for a reason of a version that is rolled back, and that still stands: for a reviewer to look at (N148). */
export interface LeftToPeople {
  readonly decision: DecisionRecord;
  /** The restriction that it led to; null where it declined an application. */
  readonly restriction: Restriction | null;
  /** Whether its reason holds now, by the policy in force; for a declined application nothing is looked up again. */
  readonly grounds: Grounds | null;
}

/**
 * Decisions of people that the roll-back of a whole version leaves to people: a version says nothing about which of its rules
 * was wrong, and a person weighed more than a table, so no machine undoes them; nor do they stand unseen. Whoever rolls back rules
 * by name says what was wrong: there a decision that rests on them alone falls by itself (N130).
 */
export const leftToPeople = (
  file: BorrowerFile,
  rollBack: Pick<RollBack, 'id' | 'ruleIds' | 'policyVersion'>,
  context: Context,
): LeftToPeople[] => {
  if (rollBack.ruleIds.length > 0 || rollBack.policyVersion === null) return [];
  return Object.values(file.decisions).flatMap((decision): LeftToPeople[] => {
    const isOfVersion = decision.tableId === HUMAN_TABLE && decision.versions.policy === rollBack.policyVersion;
    if (!isOfVersion || decision.reasons.length === 0) return [];
    if (file.rollBackLooks.includes(lookKey(rollBack.id, decision.id))) return [];
    const restriction = Object.values(file.restrictions).find(({ decisionId }) => decisionId === decision.id) ?? null;
    if (restriction !== null)
      return ['proposed', 'pre_notice', 'effective'].includes(restriction.state)
        ? [{ decision, restriction, grounds: groundsNow(restriction, decision, file, context) }]
        : [];
    const { application } = file;
    const declined = application?.status === 'DECLINED' && application.decisionId === decision.id;
    return declined ? [{ decision, restriction: null, grounds: null }] : [];
  });
};

/** A person keeps what another decided under a version that was rolled back, or takes it back whole (G8, G9, N148). */
export const lookAfterRollBack = (
  file: BorrowerFile,
  command: Extract<Command, { type: 'look_after_roll_back' }>,
  context: Context,
): Outcome<readonly FactBody[]> => {
  const { actor } = context;
  if (actor.kind !== 'staff') return refuse('staff_only');
  const { rollBack, decisionId, keep } = command;
  const left = leftToPeople(file, rollBack, context).find(({ decision }) => decision.id === decisionId);
  if (left === undefined) return refuse('nothing_to_look_at', { field: 'decisionId', value: decisionId });
  const { decision, restriction } = left;
  const decider = decision.actor.kind === 'staff' ? [decision.actor.staffNo] : [];
  if ([...decider, ...(restriction?.approvedBy ?? [])].includes(actor.staffNo)) return refuse('own_decision_reviewed');
  const reason = command.reason.trim();
  if (reason === '') return refuse('look_needs_reason', { field: 'reason' });
  const work = begin(file, context);
  work.add({ type: 'roll_back.looked_at', rollBackId: rollBack.id, decisionId, kept: keep, by: actor.staffNo, reason });
  if (keep) return done(work);
  if (restriction !== null) {
    end(work, restriction.id, 'reversed', `roll-back ${rollBack.id}`, context, { tell: false });
    requireRestored(work.file, restriction.limitBeforeFen, effectiveLimitOf(work.file, context.now), context.now);
  } else reopenApplication(work, null, decisionId, context);
  for (const { ruleId } of carryingReasons(decision))
    work.add({ type: 'rule.contested', ruleId, decisionId, result: 'overturned' });
  // Nobody outside heard of a proposal: there is nothing to tell of its end.
  if (restriction?.state !== 'proposed')
    tellRolledBack(
      work,
      rollBack,
      restriction?.id ?? null,
      decisionId,
      effectiveLimitOf(work.file, context.now),
      context,
    );
  return done(work);
};
