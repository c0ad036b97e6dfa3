import { type DecisionRecord, type PolicySet, policyVersion, type RecordedInput, valueText } from '@clearline/line';
import type { RuleTrace } from '../contract/staff.ts';
import type { ViewOf } from './view-of.ts';
import { actionText, inputLabel, inputUnit } from './words.ts';

type Unit = ReturnType<typeof inputUnit>;

/** The values that the tables saw: the recorded inputs, and the points where there was a scorecard. */
export const decidedValues = (record: DecisionRecord): Record<string, RecordedInput['value']> => ({
  ...Object.fromEntries(record.inputs.map((input) => [input.name, input.value])),
  ...(record.points === null ? {} : { application_points: record.points }),
});

const truths = { true: { zh: '为是', en: 'is yes' }, false: { zh: '为否', en: 'is no' } } as const;

/** A cell’s expression with parameters by their values: `> p_own_dpd` reads `> 3`. */
function conditionText(expression: string, policies: PolicySet, text: (value: number) => string): string {
  return expression.replaceAll(/[A-Za-z_]\w*/g, (name) => {
    const value = policies.bound[name];
    return value === undefined ? name : text(value);
  });
}

/** A condition as a sentence has it: a bare `true` is put into words. */
function conditionWords(condition: string, language: 'zh' | 'en'): string {
  return condition === 'true' || condition === 'false' ? truths[condition][language] : condition;
}

/** A value with its unit for cells, which are written once: in English, which pages put into their own language. */
function cellText(value: string | number | bigint | boolean | null, unit: Unit): string {
  if (value === null) return '—';
  if (typeof value === 'boolean' || typeof value === 'string') return String(value);
  // Only a ratio is no whole number; it is cut and not rounded, so that 0.999 does not read as the 1 that it misses.
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Math.floor(value * 100) / 100);
  return valueText(Number(value), unit).en;
}

/** Which cell of which rule saw which value, regenerated from the recorded inputs by the policy version that decided. */
export function ruleTraceView(record: DecisionRecord, known: PolicySet): ViewOf<typeof RuleTrace>[] {
  const policies = policyVersion(known, record.versions.policy);
  if (policies === null) return [];
  const model = policies.models[record.tableId];
  const table = model?.tables[0];
  if (model === undefined || table === undefined) return [];
  const entry = policies.entries.find((candidate) => candidate.id === record.tableId);
  const cells = model.trace(table.id, decidedValues(record));
  return table.rules.map((rule) => {
    const seen = (cells[rule.index] ?? []).filter((cell) => cell.expression !== '-');
    const test = (language: 'zh' | 'en'): string => {
      const tests = seen.map(({ input, expression }) => {
        const unit = inputUnit(input, policies);
        const condition = conditionText(expression, policies, (value) => valueText(value, unit)[language]);
        return `${inputLabel(input, policies)[language]} ${conditionWords(condition, language)}`;
      });
      return tests.join(language === 'zh' ? '，且' : ' and ');
    };
    const action = actionText(String(rule.outputs['action'] ?? ''));
    return {
      tableId: table.id,
      tableName: entry?.name ?? { zh: table.name, en: table.name },
      ruleId: rule.id,
      ruleText: { zh: `${test('zh')} → ${action.zh}`, en: `${test('en')} → ${action.en}` },
      fired: record.firedRuleIds.includes(rule.id),
      cells: seen.map(({ input, expression, value, matched }) => {
        const unit = inputUnit(input, policies);
        const condition = conditionText(expression, policies, (bound) => cellText(bound, unit));
        return { input, condition, value: cellText(value, unit), matched };
      }),
    };
  });
}
