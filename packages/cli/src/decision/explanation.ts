import {
  actorName,
  counterfactualText,
  type DecisionRecord,
  FAMILY_NAMES,
  type InputValue,
  type Instant,
  isAdverse,
  lenderClockText,
  type LocalText,
  noCounterfactualText,
  type PolicySet,
  reasonText,
  type RecordedInput,
  valueText,
} from '@clearline/line';
import {
  actionText,
  actorText,
  checkNote,
  decisionKindText,
  inputLabel,
  inputUnit,
  sourceText,
} from '@clearline/server';
import { type Language, type Say, sayingIn } from '../policy/language.ts';
import { withValues } from '../policy/run-table.ts';
import type { FoundDecision } from './find.ts';

const NONE: LocalText = { zh: '无', en: 'none' };
const NO_DATE: LocalText = { zh: '无日期', en: 'no date' };
const dateIn = (observedAt: Instant | null, say: Say): string =>
  observedAt === null ? say(NO_DATE) : lenderClockText(observedAt);

/** A decision told whole, from its record and the policy version that made it, in each of the languages. */
export const explanation = (
  { borrowerId, maskedName, record }: FoundDecision,
  policies: PolicySet,
  languages: readonly Language[],
): string[] => {
  const say = sayingIn(languages);
  const section = (title: LocalText, lines: readonly string[]): string[] => [
    '',
    say(title),
    ...(lines.length === 0 ? [`  ${say(NONE)}`] : lines.map((line) => `  ${line}`)),
  ];
  return [
    ...heading(borrowerId, maskedName, record, say),
    ...section(
      { zh: '输入', en: 'Inputs' },
      record.inputs.map((input) => inputLine(input, policies, say)),
    ),
    ...section({ zh: '触发的规则', en: 'Rules that fired' }, ruleLines(record, policies, say)),
    ...section({ zh: '理由', en: 'Reasons' }, reasonLines(record, policies, languages)),
    ...section({ zh: '怎样会不同', en: 'What would change it' }, changeLines(record, policies, languages)),
    ...section(
      { zh: '保证检查', en: 'Guarantee checks' },
      record.guaranteeChecks.map((check) => {
        const mark = check.held ? '✓' : '✗';
        return `${check.id.padEnd(3)} ${mark} ${say(checkNote(check, policies))}`;
      }),
    ),
  ];
};

const heading = (borrowerId: string, maskedName: string | null, record: DecisionRecord, say: Say): string[] => {
  const { versions, action, proposedAction, causeFamily } = record;
  const named = (code: string): string => `${say(actionText(code))} (${code})`;
  const line = (zh: string, en: string, value: string): string => `  ${say({ zh, en })} ${value}`;
  return [
    `${say({ zh: '决定', en: 'Decision' })} ${record.id}`,
    `  ${say(decisionKindText(record.kind))} (${record.kind}), ${lenderClockText(record.at)}, ${say(actorText(actorName(record.actor)))}`,
    line('借款人', 'borrower', `${borrowerId}${maskedName === null ? '' : ` ${maskedName}`}`),
    line('动作', 'action', named(action)),
    ...(proposedAction === action ? [] : [line('规则提出', 'proposed', named(proposedAction))]),
    ...(causeFamily === null ? [] : [line('原因类别', 'cause', say(FAMILY_NAMES[causeFamily]))]),
    ...(record.limitFen === null ? [] : [line('额度', 'limit', say(valueText(Number(record.limitFen), 'fen')))]),
    ...(record.points === null ? [] : [line('评分', 'points', String(record.points))]),
    ...(versions.scorecard === null ? [] : [line('评分卡', 'scorecard', versions.scorecard)]),
    line('决策表', 'table', record.tableId),
    line('策略版本', 'policy', versions.policy),
    line('参数版本', 'parameters', versions.parameters),
    line('行为版本', 'behaviour', String(versions.behaviour)),
    line('记录哈希', 'record hash', record.recordHash),
  ];
};

const inputLine = (input: RecordedInput, policies: PolicySet, say: Say): string => {
  const label = say(inputLabel(input.name, policies));
  const named = label === input.name ? label : `${label} (${input.name})`;
  const value = say(valueText(input.value, inputUnit(input.name, policies)));
  // A value that nobody has seen has no date and cannot be stale.
  const stale = input.fresh || input.value === null ? '' : `; ${say({ zh: '已过期', en: 'stale' })}`;
  const from = say(sourceText(input.source, policies));
  return `${named}: ${value} — ${from}, ${dateIn(input.observedAt, say)}${stale}`;
};

const decidedValues = (record: DecisionRecord): Record<string, InputValue> => ({
  ...Object.fromEntries(record.inputs.map(({ name, value }) => [name, value])),
  ...(record.points === null ? {} : { application_points: record.points }),
});

const ruleLines = (record: DecisionRecord, policies: PolicySet, say: Say): string[] => {
  const model = policies.models[record.tableId];
  const table = model?.tables[0];
  // People and approved strategies decide without a table; their rules are names alone.
  if (!model || !table) return [...record.firedRuleIds];
  const trace = model.trace(table.id, decidedValues(record));
  return record.firedRuleIds.map((id) => {
    const rule = table.rules.find((candidate) => candidate.id === id);
    const tests = (trace[rule?.index ?? -1] ?? []).filter(({ expression }) => expression !== '-');
    const told = tests.map(
      ({ input, expression, value }) =>
        `${input} ${withValues(expression, policies.bound)}, ${say({ zh: '值为', en: 'value' })} ${String(value)}`,
    );
    return `${id}: ${told.join('; ')} → ${String(rule?.outputs['action'] ?? '')}`;
  });
};

const reasonLines = (record: DecisionRecord, policies: PolicySet, languages: readonly Language[]): string[] =>
  record.reasons.flatMap((reason, index) => {
    const say = sayingIn(languages);
    const text = reasonText(reason, policies);
    const told = (language: Language): string =>
      [text.whatWeSaw, text.ourLine, text.whatChangesIt]
        .map((part) => part[language])
        .join(language === 'zh' ? '' : ' ');
    return [
      `${index + 1}. ${say(text.title)} (${reason.code}, ${say({ zh: '规则', en: 'rule' })} ${reason.ruleId})`,
      ...languages.map((language) => `   ${told(language)}`),
      `   ${say({ zh: '来源', en: 'source' })} ${say(text.source)}, ${dateIn(reason.observedAt, say)}`,
    ];
  });

const changeLines = (record: DecisionRecord, policies: PolicySet, languages: readonly Language[]): string[] => {
  if (record.counterfactuals.length === 0) {
    // Nobody asks what would undo an approval or a raise.
    if (!isAdverse(record.action)) return [];
    const text = noCounterfactualText(record);
    return languages.map((language) => text[language]);
  }
  const say = sayingIn(languages);
  return record.counterfactuals.flatMap((one, index) => {
    const { text } = counterfactualText(one, policies);
    const by = one.byDate === null ? '' : ` (${one.byDate})`;
    return [
      ...languages.map((language, n) => `${n === 0 ? `${index + 1}.` : '  '} ${text[language]}`),
      `   → ${say(actionText(one.actionAfter))}${by}`,
    ];
  });
};
