import {
  actorName,
  counterfactualText,
  type DecisionRecord,
  FAMILY_NAMES,
  type InputValue,
  isAdverse,
  type LocalText,
  noCounterfactualText,
  type PolicySet,
  reasonText,
  type RecordedInput,
  valueText,
} from '@clearline/line';
import { withValues } from '../policy/run-table.ts';
import type { FoundDecision } from './find.ts';

const both = ({ zh, en }: LocalText): string => (zh === en ? zh : `${zh} / ${en}`);

const section = (title: string, lines: readonly string[]): string[] => [
  '',
  title,
  ...(lines.length === 0 ? ['  无 / none'] : lines.map((line) => `  ${line}`)),
];

/** A decision told whole, in both languages, from its record and the policy version that made it. */
export const explanation = ({ borrowerId, maskedName, record }: FoundDecision, policies: PolicySet): string[] => [
  ...heading(borrowerId, maskedName, record),
  ...section(
    '输入 / Inputs',
    record.inputs.map((input) => inputLine(input, policies)),
  ),
  ...section('触发的规则 / Rules that fired', ruleLines(record, policies)),
  ...section('理由 / Reasons', reasonLines(record, policies)),
  ...section('怎样会不同 / What would change it', changeLines(record, policies)),
  ...section(
    '保证检查 / Guarantee checks',
    record.guaranteeChecks.map(({ id, held, note }) => `${id.padEnd(3)} ${held ? '✓' : '✗'} ${note}`),
  ),
];

const heading = (borrowerId: string, maskedName: string | null, record: DecisionRecord): string[] => {
  const { versions, action, proposedAction, causeFamily } = record;
  return [
    `决定 / Decision ${record.id}`,
    `  ${record.kind}, ${record.at}, by ${actorName(record.actor)}`,
    `  borrower ${borrowerId}${maskedName === null ? '' : ` ${maskedName}`}`,
    `  action ${action}${proposedAction === action ? '' : `, proposed ${proposedAction}`}`,
    ...(causeFamily === null ? [] : [`  cause ${both(FAMILY_NAMES[causeFamily])}`]),
    ...(record.limitFen === null ? [] : [`  limit ${both(valueText(Number(record.limitFen), 'fen'))}`]),
    ...(record.points === null ? [] : [`  points ${record.points}, scorecard ${versions.scorecard ?? '—'}`]),
    `  table ${record.tableId}, policy ${versions.policy}, parameters ${versions.parameters}, behaviour ${versions.behaviour}`,
    `  record hash ${record.recordHash}`,
  ];
};

const inputLine = (input: RecordedInput, policies: PolicySet): string => {
  const declared = policies.inputs[input.name];
  const label = declared === undefined ? input.name : `${both(declared.label)} (${input.name})`;
  const value = declared === undefined ? String(input.value) : both(valueText(input.value, declared.unit));
  const source = policies.sources[input.source];
  const from = source === undefined ? input.source : both(source);
  // A value that nobody has seen has no date and cannot be stale.
  const stale = input.fresh || input.value === null ? '' : '；已过期 / stale';
  return `${label}: ${value} — ${from}，${input.observedAt ?? '无日期 / no date'}${stale}`;
};

const decidedValues = (record: DecisionRecord): Record<string, InputValue> => ({
  ...Object.fromEntries(record.inputs.map(({ name, value }) => [name, value])),
  ...(record.points === null ? {} : { application_points: record.points }),
});

const ruleLines = (record: DecisionRecord, policies: PolicySet): string[] => {
  const model = policies.models[record.tableId];
  const table = model?.tables[0];
  // People and approved strategies decide without a table; their rules are names alone.
  if (!model || !table) return [...record.firedRuleIds];
  const trace = model.trace(table.id, decidedValues(record));
  return record.firedRuleIds.map((id) => {
    const rule = table.rules.find((candidate) => candidate.id === id);
    const tests = (trace[rule?.index ?? -1] ?? []).filter(({ expression }) => expression !== '-');
    const told = tests.map(
      ({ input, expression, value }) => `${input} ${withValues(expression, policies.bound)}, value ${String(value)}`,
    );
    return `${id}: ${told.join('; ')} → ${String(rule?.outputs['action'] ?? '')}`;
  });
};

const reasonLines = (record: DecisionRecord, policies: PolicySet): string[] =>
  record.reasons.flatMap((reason, index) => {
    const text = reasonText(reason, policies);
    const sentences = (language: 'zh' | 'en', gap: string): string =>
      [text.whatWeSaw, text.ourLine, text.whatChangesIt].map((part) => part[language]).join(gap);
    return [
      `${index + 1}. ${both(text.title)} (${reason.code}, rule ${reason.ruleId})`,
      `   ${sentences('zh', '')}`,
      `   ${sentences('en', ' ')}`,
      `   来源 / source ${both(text.source)}，${reason.observedAt ?? '无日期 / no date'}`,
    ];
  });

const changeLines = (record: DecisionRecord, policies: PolicySet): string[] => {
  if (record.counterfactuals.length === 0) {
    // Nobody asks what would undo an approval or a raise.
    if (!isAdverse(record.action)) return [];
    const { zh, en } = noCounterfactualText(record.timeAloneOn, record.recourse);
    return [zh, en];
  }
  return record.counterfactuals.flatMap((one, index) => {
    const { text } = counterfactualText(one, policies);
    const by = one.byDate === null ? '' : ` (${one.byDate})`;
    return [`${index + 1}. ${text.zh}`, `   ${text.en} → ${one.actionAfter}${by}`];
  });
};
