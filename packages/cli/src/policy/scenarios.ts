import { type PolicySet, type Scenario, worstAction } from '@clearline/line';
import { count } from './check.ts';

export interface ScenarioRun {
  readonly failed: number;
  /** Rules that no scenario fires. */
  readonly untried: number;
  readonly lines: readonly string[];
}

const list = (rules: readonly string[]): string => rules.join(', ') || 'nothing';

/** Runs every scenario and counts, rule by rule, how many fire it. A rule that none fires counts as a failure. */
export const runPolicyScenarios = (policies: PolicySet, scenarios: readonly Scenario[]): ScenarioRun => {
  const fired = new Map<string, Map<string, number>>();
  for (const entry of policies.entries)
    fired.set(entry.id, new Map((policies.models[entry.id]?.tables[0]?.rules ?? []).map((rule) => [rule.id, 0])));
  const failures = scenarios.flatMap((scenario) => {
    const message = failureOf(scenario, policies, fired);
    return message === null ? [] : [`failed   ${scenario.table} “${scenario.name.en}”: ${message}`];
  });
  let untried = 0;
  const coverage = policies.entries.flatMap((entry) => {
    const counts = [...(fired.get(entry.id) ?? [])];
    const without = counts.filter(([, times]) => times === 0).map(([rule]) => rule);
    untried += without.length;
    return [
      `${entry.id}: ${counts.length - without.length} of ${count(counts.length, 'rule')} fired`,
      `  ${counts.map(([rule, times]) => `${rule} ×${times}`).join('  ')}`,
      ...(without.length > 0 ? [`  untried  ${without.join(', ')}: add a scenario that fires each`] : []),
    ];
  });
  const passed = scenarios.length - failures.length;
  return {
    failed: failures.length,
    untried,
    lines: [
      ...failures,
      ...coverage,
      `${count(scenarios.length, 'scenario')}: ${passed} passed, ${failures.length} failed; ${count(untried, 'rule')} untried`,
    ],
  };
};

const failureOf = (
  { table: tableId, given, expect }: Scenario,
  policies: PolicySet,
  fired: ReadonlyMap<string, Map<string, number>>,
): string | null => {
  const model = policies.models[tableId];
  const table = model?.tables[0];
  if (!model || !table) return `there is no table “${tableId}”`;
  const outcome = model.decide(table.id, given);
  const rules = outcome.fired.map((index) => table.rules[index]?.id ?? String(index));
  const counts = fired.get(tableId);
  for (const rule of rules) counts?.set(rule, (counts.get(rule) ?? 0) + 1);
  if (rules.join('\0') !== expect.rules.join('\0')) return `fired ${list(rules)}, expected ${list(expect.rules)}`;
  const action = worstAction(outcome.outputs.map((outputs) => String(outputs['action'] ?? 'NONE')));
  return action === expect.action ? null : `ended in ${action}, expected ${expect.action}`;
};
