import { compilePolicySet, newestParameterDate, type PolicyFault, type PolicySet, withEarlier } from '@clearline/line';
import type { Queries } from '@clearline/store';
import type { Logger } from 'pino';

/**
 * Keeps the live policy in the book, and gives it back together with every version that decided there before, so that
 * each decision can be run again by the policy that made it (G10).
 */
export const keepPolicies = async (queries: Queries, live: PolicySet, now: string, log: Logger): Promise<PolicySet> => {
  await queries.keepPolicyVersion({ version: live.version, since: now, files: live.files });
  return withKeptPolicies(queries, live, (version, faults) =>
    log.error({ version, faults }, 'an earlier policy no longer compiles: its decisions cannot be run again'),
  );
};

/** The live policy with every version that the book kept; `onFault` hears of one that no longer compiles. */
export const withKeptPolicies = async (
  queries: Queries,
  live: PolicySet,
  onFault: (version: string, faults: readonly PolicyFault[]) => void,
): Promise<PolicySet> => {
  const earlier: PolicySet[] = [];
  for (const { version, files } of await queries.policyVersions()) {
    if (version === live.version) continue;
    const compiled = compilePolicySet(files, newestParameterDate(files));
    if (compiled.ok) earlier.push(compiled.policies);
    else onFault(version, compiled.faults);
  }
  return withEarlier(live, earlier);
};
