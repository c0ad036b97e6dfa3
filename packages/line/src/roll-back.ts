import type { LocalText } from './vocabulary.ts';

/** What a roll-back is about: of the decisions that it names, those that took something or asked people to. */
export interface RollBackScope {
  /** The rules taken back; none means all that the versions below decided, and the policy in force decides instead. */
  readonly ruleIds: readonly string[];
  /** Only decisions of this version; null for any. */
  readonly policyVersion: string | null;
  /** Only decisions on points of this scorecard, as `id@version`; null or absent for any. */
  readonly scorecardVersion?: string | null;
}

/**
 * Rules, a whole policy version or a scorecard, found to have judged wrongly. Proposed by one person, approved by another; then every
 * decision they made is run again, and what does not hold without them is undone (G9).
 */
export interface RollBack extends RollBackScope {
  readonly id: string;
  /** What was wrong, as the borrower reads it. */
  readonly reason: LocalText;
  readonly author: string;
  readonly approver: string;
}

/** How a file remembers that a person looked at a decision after a roll-back. */
export const lookKey = (rollBackId: string, decisionId: string): string => `${rollBackId} ${decisionId}`;
