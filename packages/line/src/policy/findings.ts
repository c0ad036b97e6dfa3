import { SCORE_FALL, SCORE_HIGH } from '../decision/own-score.ts';
import { analyse, type Finding } from '@clearline/dmn';
import { namesOfTable } from '../decision/fire.ts';
import { CORE_PARAMETERS } from '../three-part-check/parameters.ts';
import { SUPPRESSION_DAYS } from '../suppression.ts';
import type { LocalText } from '../vocabulary.ts';
import type { PolicySet } from './policy-set.ts';

/** Something about a compiled policy that its author should know. `error` stops a promotion, `warning` asks for a look. */
export interface PolicyFinding {
  readonly kind: Finding['kind'] | 'unit';
  readonly severity: Finding['severity'];
  /** Table of the manifest; null when it is about the policy as a whole. */
  readonly tableId: string | null;
  readonly file: string;
  readonly ruleIds: readonly string[];
  readonly text: LocalText;
}

/** Gaps, overlaps, shadowed, unreachable and duplicate rules, and units that do not agree, table by table; then what is declared but never looked at. */
export const policyFindings = (policies: PolicySet): PolicyFinding[] => [
  ...policies.entries.flatMap((entry) => tableFindings(policies, entry.id)),
  ...unusedInputs(policies),
  ...unusedParameters(policies),
];

/** The findings about one table of the manifest. */
export const tableFindings = (policies: PolicySet, tableId: string): PolicyFinding[] => {
  const entry = policies.entries.find((candidate) => candidate.id === tableId);
  const model = policies.models[tableId];
  if (!entry || !model) throw new RangeError(`policy ${policies.version} has no table ${tableId}`);
  const analysed = analyse(model).map((finding): PolicyFinding => {
    const table = model.tables.find((candidate) => candidate.id === finding.table);
    const ruleIds = finding.rules.map((index) => table?.rules[index]?.id ?? String(index));
    const { kind, severity } = finding;
    return { kind, severity, tableId, file: entry.file, ruleIds, text: words(finding, ruleIds) };
  });
  return [...analysed, ...unitFindings(policies, tableId, entry.file)];
};

/** A cell may compare an input only with a parameter of its unit, and a ratio is of two inputs of one unit. */
const unitFindings = (policies: PolicySet, tableId: string, file: string): PolicyFinding[] => {
  const table = policies.models[tableId]?.tables[0];
  const parameters = new Map(policies.parameters.map(({ name, unit }) => [name, unit]));
  return (table?.columns ?? []).flatMap((column): PolicyFinding[] => {
    const [first, second] = column.text.split(' / ').map((name) => policies.inputs[name]?.unit);
    const error = (ruleIds: readonly string[], text: LocalText): PolicyFinding => ({
      kind: 'unit',
      severity: 'error',
      tableId,
      file,
      ruleIds,
      text,
    });
    if (column.kind === 'ratio')
      return first === second
        ? []
        : [
            error([], {
              zh: `列“${column.text}”的两个输入单位不同：${first ?? ''}、${second ?? ''}；请用同一单位的输入`,
              en: `column “${column.text}” divides ${first ?? ''} by ${second ?? ''}; use two inputs of one unit`,
            }),
          ];
    return column.cells.flatMap((cell, row) =>
      [...cell.text.matchAll(/\bp_\w+/g)].flatMap(([name]) => {
        const unit = parameters.get(name);
        if (first === undefined || unit === undefined || unit === first) return [];
        const rule = table?.rules[row]?.id ?? String(row);
        return [
          error([rule], {
            zh: `规则${rule}：“${column.text}”的单位是 ${first}，参数 ${name} 的单位是 ${unit}；请换用同一单位的参数`,
            en: `rule ${rule}: “${column.text}” is in ${first}, but parameter ${name} is in ${unit}; compare it with a parameter of its unit`,
          }),
        ];
      }),
    );
  });
};

/** Both languages. The analysis speaks English; the example that it names is values and names, the same in Chinese. */
const words = ({ kind, message }: Finding, ruleIds: readonly string[]): LocalText => {
  const en = message.replace(/^table “.*?”: /u, '');
  const rules = `规则${ruleIds.join('、')}`;
  const named = /“(.*?)”/u.exec(en)?.[1] ?? '';
  const example = /for example with (.+)$/u.exec(en)?.[1];
  const gap = /^no rule decides (.+); add a rule/u.exec(en)?.[1];
  const first = ruleIds[0] ?? '';
  const zh: Record<Finding['kind'], string> = {
    gap: `没有规则决定这种情况：${gap === 'anything' ? '任何情况' : (gap ?? '')}；请补一条规则或默认输出`,
    overlap: `${rules}会同时触发${example === undefined ? '' : `，例如${example}`}`,
    shadowed:
      ruleIds.length > 1
        ? `规则${ruleIds.at(-1) ?? ''}永远轮不到：上面的规则${first}已覆盖它的全部情况`
        : `规则${first}永远轮不到：上面的规则已覆盖它的全部情况`,
    unreachable: `规则${first}永远不会触发：“${named}”没有满足条件的取值`,
    duplicate: `${rules}的条件相同`,
    prohibited: `输入“${named}”受保护，不得参与决定；请删除该列`,
    unused: `“${named}”声明了却没有规则用到或给出`,
    'not finished': '组合过多，分析没有做完；请拆小这张表',
  };
  return { zh: zh[kind], en };
};

const warning = (file: string, text: LocalText): PolicyFinding => ({
  kind: 'unused',
  severity: 'warning',
  tableId: null,
  file,
  ruleIds: [],
  text,
});

/** Inputs that no table or scorecard looks at: data collected for nothing. */
const unusedInputs = ({ models, scorecards, inputs }: PolicySet): PolicyFinding[] => {
  const used = new Set([
    ...Object.values(models).flatMap(namesOfTable),
    ...Object.values(scorecards).flatMap((card) => card.attributes.map((attribute) => attribute.name)),
  ]);
  if (used.has(SCORE_FALL)) used.add(SCORE_HIGH);
  return Object.keys(inputs)
    .filter((name) => !used.has(name))
    .map((name) =>
      warning('inputs.json', {
        zh: `输入“${name}”声明了，但没有表或评分卡用到`,
        en: `input “${name}” is declared but no table or scorecard looks at it`,
      }),
    );
};

/** Lines stand in the cells of tables and in the signals of features; how long a suppression lasts, the core asks for itself. */
const unusedParameters = ({ parameters, entries, files }: PolicySet): PolicyFinding[] => {
  const texts = [...entries.map(({ file }) => file), 'features.json'].map((file) => files[file] ?? '');
  return parameters
    .filter(
      ({ name }) =>
        name !== SUPPRESSION_DAYS &&
        !CORE_PARAMETERS.includes(name) &&
        !texts.some((text) => new RegExp(`\\b${name}\\b`).test(text)),
    )
    .map(({ name }) =>
      warning('parameters.json', {
        zh: `参数“${name}”没有被任何表或特征引用`,
        en: `parameter “${name}” is dated but no table or feature refers to it`,
      }),
    );
};
