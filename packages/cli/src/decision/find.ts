import {
  BEHAVIOUR_VERSION,
  compilePolicySet,
  type DecisionRecord,
  newestParameterDate,
  type PolicySet,
} from '@clearline/line';
import type { Queries } from '@clearline/store';
import { loadPolicies } from '../policies.ts';
import { CommandRefused } from '../policy/files.ts';

/** A recorded decision, and the policy version that made it. */
export interface FoundDecision {
  readonly borrowerId: string;
  readonly maskedName: string | null;
  readonly record: DecisionRecord;
}

/**
 * A decision of the book by its id.
 * @throws CommandRefused when there is none
 */
export const findDecision = async (queries: Queries, id: string): Promise<FoundDecision> => {
  const found = await queries.decision(id);
  if (found === null)
    throw new CommandRefused(
      `There is no decision ${id} in this database. The console shows a decision’s id; the file of a notice has it as decisionId.`,
      `数据库里没有决定 ${id}。决定的编号见控制台，或通知书文件里的 decisionId。`,
    );
  requireKnown(found.record);
  return found;
};

/** What a later program decided may hold what this one cannot tell, or would work out otherwise (G10). */
const requireKnown = ({ id, versions: { behaviour } }: DecisionRecord): void => {
  if (Number.isInteger(behaviour) && behaviour >= 1 && behaviour <= BEHAVIOUR_VERSION) return;
  throw new CommandRefused(
    `Decision ${id} was made by behaviour version ${behaviour}, and this program knows versions 1 to ${BEHAVIOUR_VERSION}. Use the version of Clearline that made it, or a later one.`,
    `决定 ${id} 由行为版本 ${behaviour} 作出，本程序只认识版本1至${BEHAVIOUR_VERSION}。请使用作出该决定的程序版本或更新的版本。`,
  );
};

/** Gives the policy of a version: the one in the policies folder, or one that the book kept from when it decided. */
export const policyFinder = async (queries: Queries): Promise<(version: string) => PolicySet> => {
  const live = await loadPolicies(null);
  const known = new Map([[live.version, live]]);
  const kept = await queries.policyVersions();
  return (version) => {
    const already = known.get(version);
    if (already) return already;
    const files = kept.find((row) => row.version === version)?.files;
    if (files === undefined)
      throw new CommandRefused(
        `It was made by policy ${version}. This database did not keep that version, and the policies folder holds ${live.version}.`,
        `该决定由策略版本 ${version} 作出。数据库没有保存这个版本，策略文件夹里的是 ${live.version}。`,
      );
    const compiled = compilePolicySet(files, newestParameterDate(files));
    if (!compiled.ok)
      throw new CommandRefused(
        `Policy ${version}, which the database kept, no longer compiles.`,
        `数据库保存的策略版本 ${version} 已不能编译。`,
      );
    if (compiled.policies.version !== version)
      throw new CommandRefused(
        `What the database kept as policy ${version} is not the files that it had when it decided: they hash to ${compiled.policies.version}.`,
        `数据库保存的策略版本 ${version} 不是作出决定时的文件：它们的哈希是 ${compiled.policies.version}。`,
      );
    known.set(version, compiled.policies);
    return compiled.policies;
  };
};
