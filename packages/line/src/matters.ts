import type { Action } from './decision-record.ts';
import { SEVERITY } from './decision/severity.ts';
import type { BorrowerFile } from './file.ts';
import type { PolicySet } from './policy/policy-set.ts';

/** A rule of any table with the matter its reason speaks of and what it asks for. */
interface Told {
  readonly ruleId: string;
  readonly matter: string;
  readonly action: Action;
}

const told = new WeakMap<PolicySet, readonly Told[]>();

/** Rules whose reason names a matter; a policy is read once. */
const rulesWithMatter = (policies: PolicySet): readonly Told[] => {
  const known = told.get(policies);
  if (known !== undefined) return known;
  const rules = Object.values(policies.models).flatMap(({ tables }) =>
    tables.flatMap((table) =>
      table.rules.flatMap((rule): Told[] => {
        const matter = policies.reasons[rule.annotations['reason'] ?? '']?.matter;
        const action = String(rule.outputs['action'] ?? 'NONE') as Action;
        return matter === undefined ? [] : [{ ruleId: rule.id, matter, action }];
      }),
    ),
  );
  told.set(policies, rules);
  return rules;
};

const mattersOf = (ruleIds: readonly string[], rules: readonly Told[]): Set<string> =>
  new Set(rules.filter(({ ruleId }) => ruleIds.includes(ruleId)).map(({ matter }) => matter));

/** Other rules over what these rules speak of that ask for no more than what stands (N82): one debt, one proposal. */
export const rulesOfSameMatter = (ruleIds: readonly string[], standing: Action, policies: PolicySet): string[] => {
  const rules = rulesWithMatter(policies);
  const matters = mattersOf(ruleIds, rules);
  return rules
    .filter(({ matter, action }) => matters.has(matter) && SEVERITY[action] <= SEVERITY[standing])
    .map(({ ruleId }) => ruleId);
};

/**
 * Rules over what an appeal found to be a mistake, though another rule had said it: the debt that is not the borrower’s is
 * not theirs by its days nor by its amount (N82), for as long as those rules are `suppressed`. What fired in the contested decision and was not found mistaken counts on.
 */
export const mistakenMatters = (file: BorrowerFile, suppressed: readonly string[], policies: PolicySet): string[] => {
  if (suppressed.length === 0) return [];
  const rules = rulesWithMatter(policies);
  const matters = mattersOf(suppressed, rules);
  if (matters.size === 0) return [];
  const confirmed = Object.values(file.appeals).flatMap(({ decisionId, proposal }) =>
    (file.decisions[decisionId]?.firedRuleIds ?? []).filter((ruleId) => !proposal?.mistakenRuleIds.includes(ruleId)),
  );
  return rules
    .filter(({ ruleId, matter }) => matters.has(matter) && !confirmed.includes(ruleId))
    .map(({ ruleId }) => ruleId);
};
