import type { LocalText } from './vocabulary.ts';

/**
 * Rules, or a whole policy version, found to have judged wrongly. Proposed by one person, approved by another; then every
 * decision they made is run again, and what does not hold without them is undone (G9).
 */
export interface RollBack {
  readonly id: string;
  /** The rules taken back; none means every rule of `policyVersion`, and the version in force decides instead. */
  readonly ruleIds: readonly string[];
  /** Only decisions of this version; null for any. */
  readonly policyVersion: string | null;
  /** What was wrong, as the borrower reads it. */
  readonly reason: LocalText;
  readonly author: string;
  readonly approver: string;
}
