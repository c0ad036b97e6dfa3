import type { BorrowerFile } from './file.ts';
import type { PolicySet } from './policy/policy-set.ts';
import { plusDays } from './time.ts';
import type { Instant } from './vocabulary.ts';

/** A rule whose signal an appeal found mistaken for one borrower: it counts in no decision about them meanwhile (G9, N17, N146). */
export interface Suppression {
  readonly since: Instant;
  /** From when it counts again; null for never: remedies from before suppressions had an end. */
  readonly until: Instant | null;
  readonly appealId: string;
}

/** The dated parameter of the policy that says for how many days; a policy without it suppresses for ever. */
export const SUPPRESSION_DAYS = 'suppression_days';

/** No policy may take a remedy back sooner than the action itself could still be contested (G8, G9). */
export const SUPPRESSION_DAYS_MIN = 180;

/** Until when what is found mistaken at a moment counts for nothing. */
export const suppressedUntil = (from: Instant, policies: PolicySet): Instant | null => {
  const days = policies.bound[SUPPRESSION_DAYS];
  return days === undefined ? null : plusDays(from, days);
};

/** Rules that are suppressed at a moment, in order of their names. */
export const suppressedRuleIds = ({ suppressions }: Pick<BorrowerFile, 'suppressions'>, at: Instant): string[] =>
  Object.entries(suppressions)
    .flatMap(([ruleId, { until }]) => (until === null || until > at ? [ruleId] : []))
    .sort();

/** The suppressions after a remedy: of two over one rule the longer holds. */
export const withRemedy = (
  before: BorrowerFile['suppressions'],
  ruleIds: readonly string[],
  made: Suppression,
): BorrowerFile['suppressions'] => {
  const after = { ...before };
  for (const ruleId of ruleIds) {
    const known = before[ruleId];
    const longer = known !== undefined && made.until !== null && (known.until === null || known.until > made.until);
    after[ruleId] = longer ? known : made;
  }
  return after;
};
