import type { PolicyTable, PolicyValue, TableOutcome } from './table.ts';

/** Turns the matching rules, in table order, into the outcome that the hit policy says. */
export const resolveHits = (
  table: PolicyTable,
  matched: readonly number[],
  missing: readonly string[],
): TableOutcome => {
  if (matched.length === 0)
    return { fired: [], outputs: table.defaults ? [table.defaults] : [], missing, conflict: false };
  const outputsOf = (rules: readonly number[]): Readonly<Record<string, PolicyValue>>[] =>
    rules.map((rule) => table.rules[rule]?.outputs ?? {});
  const outcome = (fired: readonly number[]): TableOutcome => ({
    fired,
    outputs: outputsOf(fired),
    missing,
    conflict: false,
  });
  const conflict: TableOutcome = { fired: matched, outputs: [], missing, conflict: true };
  switch (table.hitPolicy) {
    case 'UNIQUE':
      return matched.length === 1 ? outcome(matched) : conflict;
    case 'FIRST':
      return outcome(matched.slice(0, 1));
    case 'ANY': {
      const first = JSON.stringify(keyOf(outputsOf(matched.slice(0, 1))[0] ?? {}));
      const agree = outputsOf(matched).every((output) => JSON.stringify(keyOf(output)) === first);
      return agree ? { ...outcome(matched), outputs: outputsOf(matched.slice(0, 1)) } : conflict;
    }
    case 'PRIORITY':
      return outcome(byPriority(table, matched).slice(0, 1));
    case 'OUTPUT ORDER':
      return outcome(byPriority(table, matched));
    case 'RULE ORDER':
      return outcome(matched);
    default:
      return table.aggregation === null
        ? outcome(matched)
        : { ...outcome(matched), outputs: [aggregate(table, matched)] };
  }
};

const keyOf = (output: Readonly<Record<string, PolicyValue>>): string[] =>
  Object.entries(output).map(([name, value]) => `${name}:${typeof value}:${String(value)}`);

/** Best declared output value first, the leftmost output deciding; table order at a tie. */
const byPriority = (table: PolicyTable, matched: readonly number[]): number[] => {
  const ranks = (rule: number): number[] =>
    table.outputs.map((output) => {
      const rank = output.values.indexOf(table.rules[rule]?.outputs[output.name] ?? null);
      return rank < 0 ? output.values.length : rank;
    });
  return [...matched].sort((a, b) => {
    const [left, right] = [ranks(a), ranks(b)];
    const position = left.findIndex((rank, index) => rank !== right[index]);
    return position < 0 ? a - b : (left[position] ?? 0) - (right[position] ?? 0);
  });
};

const aggregate = (table: PolicyTable, matched: readonly number[]): Record<string, PolicyValue> => {
  const result: Record<string, PolicyValue> = {};
  for (const { name } of table.outputs) {
    const values = matched.map((rule) => table.rules[rule]?.outputs[name] ?? null).filter((value) => value !== null);
    result[name] = table.aggregation === 'COUNT' ? values.length : aggregateNumbers(table, name, values);
  }
  return result;
};

const aggregateNumbers = (table: PolicyTable, name: string, values: readonly PolicyValue[]): PolicyValue => {
  const numbers = values.map((value) => {
    if (typeof value === 'number' || typeof value === 'bigint') return value;
    throw new TypeError(
      `table ${table.id}: ${table.aggregation} needs numbers in output ${name}, found ${String(value)}`,
    );
  });
  const [first, ...rest] = numbers;
  if (first === undefined) return null;
  switch (table.aggregation) {
    case 'MIN':
      return rest.reduce((best, value) => (value < best ? value : best), first);
    case 'MAX':
      return rest.reduce((best, value) => (value > best ? value : best), first);
    default:
      return rest.reduce(
        (total, value) =>
          typeof total === 'number' && typeof value === 'number' ? total + value : BigInt(total) + BigInt(value),
        first,
      );
  }
};
