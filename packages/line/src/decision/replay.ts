import type { DecisionRecord } from '../decision-record.ts';
import { type PolicySet, policyVersion } from '../policy/policy-set.ts';
import { toJson } from '../json.ts';
import { judge } from './judge.ts';
import { BEHAVIOUR_VERSION, hashOfRecord, kindOfTable, lineKindOfTable, recordOf } from './record.ts';
import { STRATEGY_TABLE, HUMAN_TABLE } from './human.ts';

export interface Replay {
  readonly identical: boolean;
  readonly recordedHash: string;
  readonly replayedHash: string;
  /** Names of the parts that differ. */
  readonly differences: readonly string[];
}

/**
 * Runs a recorded decision again from nothing but the record and the policy version it names (G10). Decisions of people,
 * and of strategies before they had tables, have none to run; what is checked for them is that the record is unaltered.
 */
export const replayDecision = (record: DecisionRecord, policies: PolicySet): Replay => {
  const { recordHash, ...rest } = record;
  const replayed = isTableDecision(record) ? runAgain(record, policies) : { ...rest, recordHash: hashOfRecord(rest) };
  const differences = differing(record, replayed);
  return {
    identical: differences.length === 0,
    recordedHash: recordHash,
    replayedHash: replayed.recordHash,
    differences,
  };
};

const isTableDecision = (record: DecisionRecord): boolean =>
  record.tableId !== STRATEGY_TABLE && record.tableId !== HUMAN_TABLE;

const runAgain = (record: DecisionRecord, known: PolicySet): DecisionRecord => {
  const { behaviour } = record.versions;
  if (!Number.isInteger(behaviour) || behaviour < 1 || behaviour > BEHAVIOUR_VERSION)
    throw new Error(`behaviour version ${behaviour} of decision ${record.id} is not known to this code`);
  const policies = policyVersion(known, record.versions.policy);
  if (policies === null)
    throw new Error(`decision ${record.id} was made by policy ${record.versions.policy}, which nobody kept`);
  const lineKind = lineKindOfTable(record.tableId, policies);
  if (lineKind === null) throw new Error(`policy ${policies.version} has no table ${record.tableId}`);
  const judgement = judge(
    kindOfTable(record.tableId, policies) ?? record.kind,
    lineKind,
    record.inputs,
    record.context,
    policies,
    { explain: true, behaviour },
  );
  const about = { commandId: '', now: record.at, actor: record.actor, policies };
  const again = recordOf(record.kind, record.inputs, record.context, judgement, about, record.kind, behaviour);
  const { recordHash: _hash, ...unhashed } = { ...again, id: record.id };
  return { ...unhashed, recordHash: hashOfRecord(unhashed) };
};

const differing = (a: DecisionRecord, b: DecisionRecord): string[] =>
  (Object.keys(a) as (keyof DecisionRecord)[]).filter((key) => toJson(a[key]) !== toJson(b[key]));
