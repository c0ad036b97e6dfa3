import type { InputValue } from '../decision-record.ts';
import type { BorrowerFile } from '../file.ts';
import { type PolicySet, tableFor } from '../policy/policy-set.ts';
import type { DecisionKind, Instant, IsoDate, LineKind } from '../vocabulary.ts';
import { readerOf } from './inputs.ts';

/** Tells whether anything about a file calls for a decision; made once a policy, asked at every event. */
export type Look = (file: BorrowerFile, now: Instant, date: IsoDate) => boolean;

/**
 * Whether a rule of the table matches, or data cannot be trusted. For nearly every event neither is so, and then there is
 * nothing to collect, to judge or to record: this reads the same inputs by the same readers and stops there.
 */
export const lookFor = (policies: PolicySet, kind: DecisionKind, lineKind: LineKind): Look => {
  const known = looksKnown.get(policies) ?? new Map<string, Look>();
  looksKnown.set(policies, known);
  const key = `${kind} ${lineKind}`;
  const look = known.get(key) ?? makeLook(policies, kind, lineKind);
  known.set(key, look);
  return look;
};
const looksKnown = new WeakMap<PolicySet, Map<string, Look>>();

const makeLook = (policies: PolicySet, kind: DecisionKind, lineKind: LineKind): Look => {
  const entry = tableFor(policies, kind, lineKind);
  const model = entry === null ? undefined : policies.models[entry.id];
  const table = model?.tables[0];
  if (model === undefined || table === undefined)
    throw new Error(`policy ${policies.version} has no table for ${kind} on ${lineKind} lines`);
  const readers = table.inputs.map(({ name }) => readerOf(name, policies));
  const match = model.matcher(table.id);
  const values: InputValue[] = readers.map(() => null);
  return (file, now, date) => {
    for (let position = 0; position < readers.length; position += 1) {
      const observed = readers[position]?.(file, now, date, false);
      if (observed?.trouble !== undefined) return true;
      values[position] = observed?.value ?? null;
    }
    return match(values).length > 0;
  };
};
