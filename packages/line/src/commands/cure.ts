import type { Context } from '../context.ts';
import { inputsTested, linesOf } from '../decision/fire.ts';
import { lookAt, lineKindOfTable } from '../decision/record.ts';
import type { DecisionRecord } from '../decision-record.ts';
import type { BorrowerFile } from '../file.ts';
import { tableFor } from '../policy/policy-set.ts';
import type { Restriction } from '../restriction.ts';
import { causeRestrictions } from '../selectors.ts';
import { end } from './restrict.ts';
import { asMachine, type Work } from './work.ts';

/**
 * Ends machine-found reductions and suspensions whose cause is gone, announced ones included: whoever did the named
 * thing is restored when we learn of it, not at the next review. A cause is gone only when fresh data says so; a value
 * that is missing or stale proves nothing either way (G5).
 */
export const liftWhatNoLongerHolds = (work: Work, context: Context): void => {
  const machine = asMachine(context, 'cure');
  for (const restriction of causeRestrictions(work.file, context.now)) {
    const decision = work.file.decisions[restriction.decisionId];
    if (decision?.actor.kind !== 'machine' || restriction.state === 'proposed') continue;
    if (isCured(work.file, restriction, decision, machine))
      end(work, restriction.id, 'lifted', 'its reasons no longer hold', machine);
  }
};

const isCured = (file: BorrowerFile, restriction: Restriction, decision: DecisionRecord, context: Context): boolean => {
  const lineKind = lineKindOfTable(decision.tableId, context.policies);
  const entry = lineKind === null ? null : tableFor(context.policies, decision.kind, lineKind);
  if (lineKind === null || entry === null) return false;
  const { inputs, ruleIds } = lookAt(decision.kind, lineKind, file, context, []);
  if (restriction.ruleIds.some((ruleId) => ruleIds.includes(ruleId))) return false;
  const tested = new Set(
    (context.policies.models[entry.id]?.tables[0]?.rules ?? [])
      .filter((rule) => restriction.ruleIds.includes(rule.id))
      .flatMap((rule) => linesOf(entry, rule, context.policies).flatMap(inputsTested)),
  );
  return inputs.every((input) => !tested.has(input.name) || (input.fresh && input.value !== null));
};
