import type { PolicyColumn, PolicyRule, PolicyTable } from './table.ts';

/** One difference between two versions of a table, by what it means rather than how it is written. */
export interface TableChange {
  readonly kind: 'added' | 'removed' | 'cell' | 'output' | 'annotation' | 'moved' | 'table';
  /** Id of the rule; null for the table itself. */
  readonly rule: string | null;
  /** Column, output or annotation. */
  readonly place: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** The semantic difference of two versions. Rules are matched by id; `> 3` and `>= 4` over whole numbers are the same cell. */
export const compareTables = (before: PolicyTable, after: PolicyTable): TableChange[] => {
  const changes: TableChange[] = [];
  const table = (place: string, a: unknown, b: unknown): void => {
    if (show(a) !== show(b)) changes.push({ kind: 'table', rule: null, place, before: show(a), after: show(b) });
  };
  table('hit policy', before.hitPolicy, after.hitPolicy);
  table('aggregation', before.aggregation, after.aggregation);
  table('default outputs', before.defaults, after.defaults);
  const earlier = new Map(before.rules.map((rule) => [rule.id, rule]));
  const later = new Map(after.rules.map((rule) => [rule.id, rule]));
  for (const rule of before.rules)
    if (!later.has(rule.id))
      changes.push({ kind: 'removed', rule: rule.id, place: null, before: summary(before, rule), after: null });
  for (const rule of after.rules) {
    const old = earlier.get(rule.id);
    if (old) changes.push(...ruleChanges(before, old, after, rule));
    else changes.push({ kind: 'added', rule: rule.id, place: null, before: null, after: summary(after, rule) });
  }
  // Order matters only where the hit policy looks at it.
  if (after.hitPolicy === 'FIRST' || after.hitPolicy === 'RULE ORDER') changes.push(...moves(before, after));
  return changes;
};

const ruleChanges = (before: PolicyTable, old: PolicyRule, after: PolicyTable, rule: PolicyRule): TableChange[] => {
  const changes: TableChange[] = [];
  for (const place of new Set([...before.columns, ...after.columns].map((column) => column.text))) {
    const a = cellOf(before, place, old.index);
    const b = cellOf(after, place, rule.index);
    if (a.meaning !== b.meaning) changes.push({ kind: 'cell', rule: rule.id, place, before: a.text, after: b.text });
  }
  const named = (
    kind: 'output' | 'annotation',
    a: Readonly<Record<string, unknown>>,
    b: Readonly<Record<string, unknown>>,
  ): void => {
    for (const place of new Set([...Object.keys(a), ...Object.keys(b)]))
      if (show(a[place]) !== show(b[place]))
        changes.push({ kind, rule: rule.id, place, before: show(a[place]), after: show(b[place]) });
  };
  named('output', old.outputs, rule.outputs);
  named('annotation', old.annotations, rule.annotations);
  return changes;
};

/** A column that one version lacks is `-` there. Texts have codes of their own in each version, so those cells are compared as lines. */
const cellOf = (table: PolicyTable, place: string, rule: number): { text: string; meaning: string } => {
  const column = table.columns.find((candidate) => candidate.text === place);
  const cell = column?.cells[rule];
  if (!column || !cell || cell.any) return { text: '-', meaning: '-' };
  const meaning = hasTexts(table, column)
    ? cell.thresholds.map((line) => [line.op, sortedValue(line.value)])
    : cell.spans;
  return { text: cell.text, meaning: `${show(meaning)} ${cell.matchesNull}` };
};

const hasTexts = (table: PolicyTable, column: PolicyColumn): boolean =>
  column.kind === 'value' && table.inputs[column.input]?.type === 'string';
const sortedValue = (value: unknown): string => String(value).split(', ').sort().join(', ');

const moves = (before: PolicyTable, after: PolicyTable): TableChange[] => {
  const kept = new Set(after.rules.map((rule) => rule.id));
  const old = before.rules.filter((rule) => kept.has(rule.id)).map((rule) => rule.id);
  const known = new Set(old);
  const now = after.rules.filter((rule) => known.has(rule.id)).map((rule) => rule.id);
  return now.flatMap((rule, position) => {
    const was = old.indexOf(rule);
    return was === position
      ? []
      : [{ kind: 'moved' as const, rule, place: null, before: String(was + 1), after: String(position + 1) }];
  });
};

const summary = (table: PolicyTable, rule: PolicyRule): string => {
  const tests = table.columns.flatMap((column) =>
    column.cells[rule.index]?.any ? [] : [`${column.text} ${column.cells[rule.index]?.text ?? ''}`],
  );
  return `${tests.join(' and ') || 'always'}: ${show(rule.outputs)}`;
};

const show = (value: unknown): string | null =>
  value === undefined || value === null
    ? null
    : typeof value === 'string'
      ? value
      : JSON.stringify(value, (_key, part: unknown) =>
          typeof part === 'bigint' || part === Number.POSITIVE_INFINITY || part === Number.NEGATIVE_INFINITY
            ? String(part)
            : part,
        );
