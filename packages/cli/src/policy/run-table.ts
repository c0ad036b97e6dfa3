import type { CellTrace, PolicyValue } from '@clearline/dmn';
import { type InputValue, type PolicySet, valueText, worstAction } from '@clearline/line';
import { type Language, speak } from './language.ts';

/** A cell’s expression with each parameter’s value behind its name: `< p_cooling_hours` reads `< p_cooling_hours [72]`. */
export const withValues = (expression: string, bound: PolicySet['bound']): string =>
  expression.replaceAll(/\bp_\w+/g, (name) => (bound[name] === undefined ? name : `${name} [${bound[name]}]`));

const seen = (cell: CellTrace, policies: PolicySet, language: Language): string => {
  const unit = policies.inputs[cell.input]?.unit;
  if (cell.value === null) return speak(language)('缺失', 'missing');
  if (unit === undefined || typeof cell.value === 'bigint') return String(cell.value);
  const text = valueText(cell.value, unit)[language];
  return text === String(cell.value) ? text : `${String(cell.value)} (${text})`;
};

const outputsText = (outputs: Readonly<Record<string, PolicyValue>>): string =>
  Object.entries(outputs)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');

/**
 * One run of a table told in lines: what it made of the inputs, then for each rule which of its tests held. Tests are of
 * the trace, which reads cells one by one and shares no code with the index that decides. Lines are in the language
 * asked for.
 */
export const tableRun = (
  policies: PolicySet,
  tableId: string,
  inputs: Readonly<Record<string, InputValue>>,
  language: Language = 'en',
): string[] => {
  const say = speak(language);
  const model = policies.models[tableId];
  const table = model?.tables[0];
  const entry = policies.entries.find((candidate) => candidate.id === tableId);
  if (!model || !table || !entry) throw new RangeError(`policy ${policies.version} has no table ${tableId}`);
  const outcome = model.decide(table.id, inputs);
  const fired = outcome.fired.map((index) => table.rules[index]?.id ?? String(index));
  const lines = [
    `${entry.id} ${say(`${entry.name.zh}，${table.hitPolicy}，策略`, `${entry.name.en}, ${table.hitPolicy}, policy`)} ${policies.version}`,
    `${say('触发  ', 'fired    ')}${fired.join(', ') || say('没有规则', 'no rule')}${outcome.conflict ? say('（冲突：它们不应同时触发）', ' (in conflict: they should not fire together)') : ''}`,
    ...outcome.outputs.map((outputs) => `${say('输出  ', 'output   ')}${outputsText(outputs) || say('无', 'none')}`),
  ];
  if (entry.role === 'DECIDE')
    lines.push(
      `${say('动作  ', 'action   ')}${worstAction(outcome.outputs.map((outputs) => String(outputs['action'] ?? 'NONE')))}`,
    );
  if (outcome.missing.length > 0)
    lines.push(
      `${say('缺失  ', 'missing  ')}${outcome.missing.join(', ')}${say('（检验它们的规则无法触发）', ' (rules that test them could not fire)')}`,
    );
  lines.push('');
  const trace = model.trace(table.id, inputs);
  const width = Math.max(0, ...table.columns.map((column) => column.text.length));
  for (const rule of table.rules) {
    const reason = rule.annotations['reason'];
    const title = reason === undefined ? '' : `  ${reason}${titleOf(reason, policies, language)}`;
    lines.push(
      `${say('规则', 'rule')} ${rule.id}  ${outcome.fired.includes(rule.index) ? say('触发', 'FIRED') : say('未触发', 'no')}  → ${outputsText(rule.outputs)}${title}`,
    );
    for (const cell of trace[rule.index] ?? []) {
      if (cell.expression === '-') continue;
      lines.push(
        `  ${cell.matched ? '✓' : '✗'} ${cell.input.padEnd(width)}  ${withValues(cell.expression, policies.bound)}  ${say('值', 'value')} ${seen(cell, policies, language)}`,
      );
    }
  }
  return lines;
};

const titleOf = (code: string, policies: PolicySet, language: Language): string => {
  const title = policies.reasons[code]?.title;
  return title === undefined ? '' : ` ${title[language]}`;
};
