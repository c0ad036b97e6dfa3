import type { DecisionRecord, PolicySet } from '@clearline/line';

/** How often each rule of a table that decides fired in a decision on record, by table and rule. */
export type RulesFired = Record<string, Record<string, number>>;

/** Every rule of every table that decides, none of which has fired yet. */
export const noRulesFired = ({ entries, models }: PolicySet): RulesFired =>
  Object.fromEntries(
    entries
      .filter(({ role }) => role === 'DECIDE')
      .map(({ id }) => [
        id,
        Object.fromEntries((models[id]?.tables[0]?.rules ?? []).map((rule): [string, number] => [rule.id, 0])),
      ]),
  );

/**
 * Counts one decision as it was first made; doing it again for an appeal or a roll-back makes no rule fire once more. A person’s decision
 * names the rules that it cites and no table: they count where one table alone has such a rule.
 */
export const countFired = (into: RulesFired, { kind, tableId, firedRuleIds }: DecisionRecord): void => {
  if (kind === 'APPEAL_REDECISION' || kind === 'ROLL_BACK_REDECISION') return;
  for (const ruleId of firedRuleIds) {
    const rules = into[tableId] ?? onlyTableWith(ruleId, into);
    if (rules !== null) rules[ruleId] = (rules[ruleId] ?? 0) + 1;
  }
};

const onlyTableWith = (ruleId: string, all: RulesFired): Record<string, number> | null => {
  const [only, ...others] = Object.values(all).filter((rules) => rules[ruleId] !== undefined);
  return only === undefined || others.length > 0 ? null : only;
};

/** Adds one book’s counts to another’s. */
export const addFired = (into: RulesFired, more: Readonly<RulesFired>): void => {
  for (const [tableId, rules] of Object.entries(more)) {
    const counts = (into[tableId] ??= {});
    for (const [ruleId, count] of Object.entries(rules)) counts[ruleId] = (counts[ruleId] ?? 0) + count;
  }
};
