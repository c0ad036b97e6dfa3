import { type PolicySet, type Scenario, worstAction } from '@clearline/line';
import { count } from './check.ts';
import { type Language, speak } from './language.ts';

export interface ScenarioRun {
  readonly failed: number;
  /** Rules that no scenario fires. */
  readonly untried: number;
  readonly lines: readonly string[];
}

/**
 * Runs every scenario and counts, rule by rule, how many fire it. A rule that none fires counts as a failure. Lines are
 * in the language asked for.
 */
export const runPolicyScenarios = (
  policies: PolicySet,
  scenarios: readonly Scenario[],
  language: Language = 'en',
): ScenarioRun => {
  const say = speak(language);
  const fired = new Map<string, Map<string, number>>();
  for (const entry of policies.entries)
    fired.set(entry.id, new Map((policies.models[entry.id]?.tables[0]?.rules ?? []).map((rule) => [rule.id, 0])));
  const failures = scenarios.flatMap((scenario) => {
    const message = failureOf(scenario, policies, fired, language);
    return message === null
      ? []
      : [`${say('失败  ', 'failed   ')}${scenario.table} “${scenario.name[language]}”: ${message}`];
  });
  let untried = 0;
  const coverage = policies.entries.flatMap((entry) => {
    const counts = [...(fired.get(entry.id) ?? [])];
    const without = counts.filter(([, times]) => times === 0).map(([rule]) => rule);
    untried += without.length;
    return [
      say(
        `${entry.id}：${counts.length}条规则中触发了${counts.length - without.length}条`,
        `${entry.id}: ${counts.length - without.length} of ${count(counts.length, 'rule')} fired`,
      ),
      `  ${counts.map(([rule, times]) => `${rule} ×${times}`).join('  ')}`,
      ...(without.length > 0
        ? [
            say(
              `  未触发  ${without.join('、')}：请为每条补一个会触发它的场景`,
              `  untried  ${without.join(', ')}: add a scenario that fires each`,
            ),
          ]
        : []),
    ];
  });
  const passed = scenarios.length - failures.length;
  return {
    failed: failures.length,
    untried,
    lines: [
      ...failures,
      ...coverage,
      say(
        `${scenarios.length}个场景：通过${passed}个，失败${failures.length}个；未触发的规则${untried}条`,
        `${count(scenarios.length, 'scenario')}: ${passed} passed, ${failures.length} failed; ${count(untried, 'rule')} untried`,
      ),
    ],
  };
};

const failureOf = (
  { table: tableId, given, expect }: Scenario,
  policies: PolicySet,
  fired: ReadonlyMap<string, Map<string, number>>,
  language: Language,
): string | null => {
  const say = speak(language);
  const list = (rules: readonly string[]): string => rules.join(', ') || say('无', 'nothing');
  const model = policies.models[tableId];
  const table = model?.tables[0];
  if (!model || !table) return say(`没有名为“${tableId}”的表`, `there is no table “${tableId}”`);
  const outcome = model.decide(table.id, given);
  const rules = outcome.fired.map((index) => table.rules[index]?.id ?? String(index));
  const counts = fired.get(tableId);
  for (const rule of rules) counts?.set(rule, (counts.get(rule) ?? 0) + 1);
  if (rules.join('\0') !== expect.rules.join('\0'))
    return say(
      `触发了${list(rules)}，应触发${list(expect.rules)}`,
      `fired ${list(rules)}, expected ${list(expect.rules)}`,
    );
  const action = worstAction(outcome.outputs.map((outputs) => String(outputs['action'] ?? 'NONE')));
  return action === expect.action
    ? null
    : say(`结果是${action}，应为${expect.action}`, `ended in ${action}, expected ${expect.action}`);
};
