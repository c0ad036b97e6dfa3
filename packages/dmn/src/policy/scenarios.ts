import type { PolicyInputs } from './decide.ts';
import type { PolicyModel } from './model.ts';
import type { PolicyValue } from './table.ts';

/** Given these inputs, a table must fire these rules, and give these outputs where they are stated. */
export interface PolicyScenario {
  readonly name: string;
  readonly table: string;
  readonly given: PolicyInputs;
  readonly expect: {
    readonly rules: readonly string[];
    readonly outputs?: readonly Readonly<Record<string, PolicyValue>>[];
  };
}

export interface ScenarioReport {
  readonly results: readonly { readonly name: string; readonly passed: boolean; readonly message: string | null }[];
  /** Rules no scenario fires, per table: each should have one. */
  readonly uncovered: readonly { readonly table: string; readonly rules: readonly string[] }[];
}

/** Runs scenarios and says which rules they leave untried. */
export const runScenarios = (model: PolicyModel, scenarios: readonly PolicyScenario[]): ScenarioReport => {
  const fired = new Map(model.tables.map((table) => [table.id, new Set<string>()]));
  const results = scenarios.map((scenario) => {
    const message = runScenario(model, scenario, fired);
    return { name: scenario.name, passed: message === null, message };
  });
  const uncovered = model.tables
    .map((table) => ({
      table: table.id,
      rules: table.rules.map((rule) => rule.id).filter((rule) => !fired.get(table.id)?.has(rule)),
    }))
    .filter((table) => table.rules.length > 0);
  return { results, uncovered };
};

const runScenario = (
  model: PolicyModel,
  { table: id, given, expect }: PolicyScenario,
  fired: ReadonlyMap<string, Set<string>>,
): string | null => {
  const table = model.tables.find((candidate) => candidate.id === id);
  if (!table) return `there is no table “${id}”`;
  const outcome = model.decide(id, given);
  const rules = outcome.fired.map((index) => table.rules[index]?.id ?? '');
  for (const rule of rules) fired.get(id)?.add(rule);
  const list = (names: readonly string[]): string => names.join(', ') || 'nothing';
  if (rules.join('\0') !== expect.rules.join('\0')) return `fired ${list(rules)}, expected ${list(expect.rules)}`;
  if (expect.outputs === undefined || same(outcome.outputs, expect.outputs)) return null;
  return `gave ${JSON.stringify(outcome.outputs, plain)}, expected ${JSON.stringify(expect.outputs, plain)}`;
};

const plain = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

const same = (
  a: readonly Readonly<Record<string, PolicyValue>>[],
  b: readonly Readonly<Record<string, PolicyValue>>[],
): boolean =>
  a.length === b.length &&
  a.every((row, index) => Object.entries(b[index] ?? {}).every(([name, value]) => row[name] === value));
