import type { InputValue } from '../decision-record.ts';
import { FeatureGroup, kindAlone } from '../features/group.ts';
import type { StreamKind } from '../features/stream.ts';
import type { BorrowerFile } from '../file.ts';
import { type PolicySet, tableFor } from '../policy/policy-set.ts';
import type { DecisionKind, Instant, IsoDate, LineKind } from '../vocabulary.ts';
import { readerOf } from './inputs.ts';

/** Tells whether anything about a file calls for a decision; made once a policy, asked at every event. */
export type Look = (file: BorrowerFile, now: Instant, date: IsoDate) => boolean;

/**
 * Whether a rule of the table matches, or data cannot be trusted. For nearly every event neither is so, and then there is
 * nothing to collect, to judge or to record: this reads the same inputs as a judgement does, and stops there. What rests on
 * events of one kind is read again only when one came, or time has changed it.
 */
export const lookFor = (policies: PolicySet, kind: DecisionKind, lineKind: LineKind): Look => {
  let known = looksKnown.get(policies);
  if (known === undefined) {
    known = new Map();
    looksKnown.set(policies, known);
  }
  const key = `${kind} ${lineKind}`;
  let look = known.get(key);
  if (look === undefined) {
    look = makeLook(policies, kind, lineKind);
    known.set(key, look);
  }
  return look;
};
const looksKnown = new WeakMap<PolicySet, Map<string, Look>>();

const makeLook = (policies: PolicySet, kind: DecisionKind, lineKind: LineKind): Look => {
  const entry = tableFor(policies, kind, lineKind);
  const model = entry === null ? undefined : policies.models[entry.id];
  const table = model?.tables[0];
  if (model === undefined || table === undefined)
    throw new Error(`policy ${policies.version} has no table for ${kind} on ${lineKind} lines`);
  const values: InputValue[] = table.inputs.map(() => null);
  const match = model.matcher(table.id);
  const { groups, others } = grouped(
    table.inputs.map(({ name }) => name),
    policies,
  );
  return (file, now, date) => {
    const { streams } = file.behaviour;
    for (const group of groups) if (!group.read(streams, now, values)) return true;
    for (const { place, read } of others) {
      const { value, trouble } = read(file, now, date, false);
      if (trouble !== undefined) return true;
      values[place] = value;
    }
    return match(values).length > 0;
  };
};

/** The inputs of a table that rest on events of one kind, together; and those that rest on anything else. */
const grouped = (names: readonly string[], policies: PolicySet) => {
  const { features, signals } = policies.features;
  const groups = new Map<StreamKind, FeatureGroup>();
  const others: { readonly place: number; readonly read: ReturnType<typeof readerOf> }[] = [];
  names.forEach((name, place) => {
    const kind = kindAlone(name, policies.features);
    const part = features[name] ?? signals[name];
    if (kind === null || part === undefined) others.push({ place, read: readerOf(name, policies) });
    else {
      const group = groups.get(kind) ?? new FeatureGroup(kind);
      groups.set(kind, group);
      group.add(place, part);
    }
  });
  return { groups: [...groups.values()], others };
};
