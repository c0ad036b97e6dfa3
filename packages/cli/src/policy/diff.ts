import { compareTables, type TableChange } from '@clearline/dmn';
import type { LocalText, PolicySet } from '@clearline/line';
import { withValues } from './run-table.ts';

/** What changed from one version of a policy to another, by what it means: tables, then parameters, reasons, the rest. */
export const policyDiff = (before: PolicySet, after: PolicySet): string[] => [
  ...tableLines(before, after),
  ...section('parameters', parameterLines(before, after)),
  ...section('reasons', reasonLines(before, after)),
  ...section('inputs', keyed(before.inputs, after.inputs)),
  ...section('sources', keyed(before.sources, after.sources)),
  ...section('scorecards', keyed(before.scorecards, after.scorecards)),
];

const section = (name: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [name, ...lines.map((line) => `  ${line}`)];

const tableLines = (before: PolicySet, after: PolicySet): string[] => {
  const names = new Set([...before.entries, ...after.entries].map(({ id }) => id));
  return [...names].flatMap((id) => {
    const old = before.models[id]?.tables[0];
    const now = after.models[id]?.tables[0];
    if (old && now)
      return section(
        `table ${id}`,
        compareTables(old, now).map((change) => changeLine(change, before, after)),
      );
    return [old ? `table ${id}: removed` : `table ${id}: added, ${now?.rules.length ?? 0} rules`];
  });
};

const or = (text: string | null): string => text ?? 'nothing';

const changeLine = ({ kind, rule, place, before, after }: TableChange, old: PolicySet, now: PolicySet): string => {
  switch (kind) {
    case 'added':
      return `+ rule ${or(rule)}: ${or(after)}`;
    case 'removed':
      return `- rule ${or(rule)}: ${or(before)}`;
    case 'moved':
      return `rule ${or(rule)}: moved from row ${or(before)} to row ${or(after)}`;
    case 'table':
      return `${or(place)}: ${or(before)} → ${or(after)}`;
    case 'cell':
      // A cell can change through a parameter alone: its values are written behind the name.
      return `rule ${or(rule)} ${or(place)}: ${withValues(or(before), old.bound)} → ${withValues(or(after), now.bound)}`;
    case 'output':
    case 'annotation':
      return `rule ${or(rule)} ${kind} ${or(place)}: ${or(before)} → ${or(after)}`;
  }
};

const parameterLines = (before: PolicySet, after: PolicySet): string[] => {
  const old = new Map(before.parameters.map((parameter) => [parameter.name, parameter]));
  const now = new Map(after.parameters.map((parameter) => [parameter.name, parameter]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    const [a, b] = [old.get(name), now.get(name)];
    if (!a || !b) return [a ? `- ${name}` : `+ ${name}: ${datedText(b)}`];
    const parts: string[] = [];
    if (datedText(a) !== datedText(b)) parts.push(`${name}: ${datedText(a)} → ${datedText(b)}`);
    if (a.unit !== b.unit) parts.push(`${name} unit: ${a.unit} → ${b.unit}`);
    return [...parts, ...textLines(`${name} label`, a.label, b.label)];
  });
};

const datedText = (parameter: PolicySet['parameters'][number] | undefined): string =>
  (parameter?.values ?? []).map(({ from, value, reference }) => `${value} from ${from} (${reference})`).join('; ');

const textLines = (place: string, a: LocalText, b: LocalText): string[] =>
  (['zh', 'en'] as const).flatMap((language) =>
    a[language] === b[language] ? [] : [`${place} ${language}: “${a[language]}” → “${b[language]}”`],
  );

const reasonLines = (before: PolicySet, after: PolicySet): string[] =>
  [...new Set([...Object.keys(before.reasons), ...Object.keys(after.reasons)])].flatMap((code) => {
    const [a, b] = [before.reasons[code], after.reasons[code]];
    if (!a || !b) return [a ? `- ${code}` : `+ ${code}: ${b?.title.zh ?? ''} / ${b?.title.en ?? ''}`];
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
