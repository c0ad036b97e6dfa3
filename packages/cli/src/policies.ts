import { join } from 'node:path';
import { compilePolicySet, type IsoDate, newestParameterDate, type PolicySet } from '@clearline/line';
import { readPolicyFiles } from '@clearline/store';
import { repositoryRoot } from './data-dir.ts';

/** A policy that does not compile; each fault on a line of its own. */
export class PolicyRefused extends Error {
  constructor(lines: readonly string[]) {
    super(['The policy does not compile:', ...lines].join('\n  '));
    this.name = 'PolicyRefused';
  }
}

/**
 * Reads and compiles the policy folder as of a business date, or (null) with the newest of its dated parameters.
 * @throws PolicyRefused with file, place and what is wrong.
 */
export const loadPolicies = async (
  asOf: IsoDate | null,
  folder = join(repositoryRoot(), 'policies'),
): Promise<PolicySet> => {
  const files = await readPolicyFiles(folder);
  const compiled = compilePolicySet(files, asOf === null ? newestParameterDate(files) : asOf);
  if (!compiled.ok)
    throw new PolicyRefused(compiled.faults.map((fault) => `${fault.file} ${fault.place}: ${fault.message}`));
  return compiled.policies;
};
