import { compareTables, type TableChange } from '@clearline/dmn';
import type { LocalText, PolicySet } from '@clearline/line';
import { type Language, speak } from './language.ts';
import { withValues } from './run-table.ts';

/**
 * What changed from one version of a policy to another, by what it means: tables, then parameters, reasons, the rest.
 * Lines are in the language asked for; names of fields are those of the files.
 */
export const policyDiff = (before: PolicySet, after: PolicySet, language: Language = 'en'): string[] => {
  const say = speak(language);
  return [
    ...tableLines(before, after, say),
    ...section(say('参数', 'parameters'), parameterLines(before, after, say)),
    ...section(say('原因', 'reasons'), reasonLines(before, after, language)),
    ...section(say('输入', 'inputs'), keyed(before.inputs, after.inputs)),
    ...section(say('来源', 'sources'), keyed(before.sources, after.sources)),
    ...section(say('评分卡', 'scorecards'), keyed(before.scorecards, after.scorecards)),
  ];
};

type Say = ReturnType<typeof speak>;

const section = (name: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [name, ...lines.map((line) => `  ${line}`)];

const tableLines = (before: PolicySet, after: PolicySet, say: Say): string[] => {
  const names = new Set([...before.entries, ...after.entries].map(({ id }) => id));
  return [...names].flatMap((id) => {
    const old = before.models[id]?.tables[0];
    const now = after.models[id]?.tables[0];
    if (old && now)
      return section(
        say(`表 ${id}`, `table ${id}`),
        compareTables(old, now).map((change) => changeLine(change, before, after, say)),
      );
    if (old) return [say(`表 ${id}：已删除`, `table ${id}: removed`)];
    const rules = now?.rules.length ?? 0;
    return [say(`表 ${id}：新增，${rules}条规则`, `table ${id}: added, ${rules} rules`)];
  });
};

/** What a table as a whole is compared by. */
const TABLE_PLACES: Readonly<Record<string, string>> = {
  'hit policy': '命中策略',
  aggregation: '聚合方式',
  'default outputs': '默认输出',
};

const changeLine = (
  { kind, rule, place, before, after }: TableChange,
  old: PolicySet,
  now: PolicySet,
  say: Say,
): string => {
  const or = (text: string | null): string => text ?? say('无', 'nothing');
  const named = say(`规则 ${or(rule)}`, `rule ${or(rule)}`);
  switch (kind) {
    case 'added':
      return `+ ${named}${say('：', ': ')}${or(after)}`;
    case 'removed':
      return `- ${named}${say('：', ': ')}${or(before)}`;
    case 'moved':
      return say(
        `${named}：从第${or(before)}行移到第${or(after)}行`,
        `${named}: moved from row ${or(before)} to row ${or(after)}`,
      );
    case 'table':
      return say(
        `${TABLE_PLACES[or(place)] ?? or(place)}：${or(before)} → ${or(after)}`,
        `${or(place)}: ${or(before)} → ${or(after)}`,
      );
    case 'cell':
      // A cell can change through a parameter alone: its values are written behind the name.
      return `${named} ${or(place)}: ${withValues(or(before), old.bound)} → ${withValues(or(after), now.bound)}`;
    case 'output':
    case 'annotation': {
      const what = kind === 'output' ? say('输出', 'output') : say('注释', 'annotation');
      return `${named} ${what} ${or(place)}: ${or(before)} → ${or(after)}`;
    }
  }
};

const parameterLines = (before: PolicySet, after: PolicySet, say: Say): string[] => {
  const datedText = (parameter: PolicySet['parameters'][number] | undefined): string =>
    (parameter?.values ?? [])
      .map(({ from, value, reference }) =>
        say(`自${from}起 ${value}（${reference}）`, `${value} from ${from} (${reference})`),
      )
      .join('; ');
  const old = new Map(before.parameters.map((parameter) => [parameter.name, parameter]));
  const now = new Map(after.parameters.map((parameter) => [parameter.name, parameter]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    const [a, b] = [old.get(name), now.get(name)];
    if (!a || !b) return [a ? `- ${name}` : `+ ${name}: ${datedText(b)}`];
    const parts: string[] = [];
    if (datedText(a) !== datedText(b)) parts.push(`${name}: ${datedText(a)} → ${datedText(b)}`);
    if (a.unit !== b.unit) parts.push(`${name} ${say('单位', 'unit')}: ${a.unit} → ${b.unit}`);
    return [...parts, ...textLines(`${name} ${say('名称', 'label')}`, a.label, b.label)];
  });
};

const textLines = (place: string, a: LocalText, b: LocalText): string[] =>
  (['zh', 'en'] as const).flatMap((language) =>
    a[language] === b[language] ? [] : [`${place} ${language}: “${a[language]}” → “${b[language]}”`],
  );

const reasonLines = (before: PolicySet, after: PolicySet, language: Language): string[] =>
  [...new Set([...Object.keys(before.reasons), ...Object.keys(after.reasons)])].flatMap((code) => {
    const [a, b] = [before.reasons[code], after.reasons[code]];
    if (!a || !b) return [a ? `- ${code}` : `+ ${code}: ${b?.title[language] ?? ''}`];
    const changed = (['family', 'cure'] as const).flatMap((field) =>
      a[field] === b[field] ? [] : [`${code} ${field}: ${a[field]} → ${b[field]}`],
    );
    const texts = (['title', 'whatWeSaw', 'ourLine', 'whatChangesIt'] as const).flatMap((field) =>
      textLines(`${code} ${field}`, a[field], b[field]),
    );
    return [...changed, ...texts];
  });

const keyed = (before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const [a, b] = [before[name], after[name]];
    if (a === undefined || b === undefined) return [a === undefined ? `+ ${name}` : `- ${name}`];
    return fieldLines(name, a, b);
  });

/** Field by field, as deep as both sides have the same shape; a list is compared whole unless its length is the same. */
const fieldLines = (place: string, a: unknown, b: unknown): string[] => {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  if (left === right) return [];
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return [`${place}: ${left} → ${right}`];
  if (Array.isArray(a) !== Array.isArray(b) || (Array.isArray(a) && Array.isArray(b) && a.length !== b.length))
    return [`${place}: ${left} → ${right}`];
  const [x, y] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  return [...new Set([...Object.keys(x), ...Object.keys(y)])].flatMap((key) =>
    fieldLines(Array.isArray(a) ? `${place}[${key}]` : `${place}.${key}`, x[key] ?? null, y[key] ?? null),
  );
};
