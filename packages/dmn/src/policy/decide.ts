import { andColumn, type BitmapIndex, isMissing } from './bitmap-index.ts';
import { encode } from './encode.ts';
import { resolveHits } from './hit-policy.ts';
import type { PolicyTable, PolicyValue, TableOutcome, Whole } from './table.ts';

export type PolicyInputs = Readonly<Record<string, PolicyValue>>;

/** The codes of the inputs of a table, in its own order; an absent name is a missing value. */
export const encodeAll = (table: PolicyTable, inputs: PolicyInputs): (Whole | null)[] => {
  const codes: (Whole | null)[] = [];
  for (let position = 0; position < table.inputs.length; position++)
    codes.push(encode(table, position, inputs[table.inputs[position]?.name ?? '']));
  return codes;
};

/** One decision: the rules that match, put through the hit policy. */
export const decideTable = (table: PolicyTable, index: BitmapIndex, inputs: PolicyInputs): TableOutcome => {
  const codes = encodeAll(table, inputs);
  const bits = matchBits(index, codes, false);
  const matched = rulesIn(bits);
  const missing = codes.includes(null) ? missingInputs(table, index, codes, bits, matched[0]) : [];
  return resolveHits(table, matched, missing);
};

/** The rules that a decision comes to, of those that match, without their outputs and what was missing. */
export const firedOf = (table: PolicyTable, matched: readonly number[]): Pick<TableOutcome, 'fired' | 'conflict'> => {
  // Where every rule that matches fires, there is nothing to resolve.
  if (table.hitPolicy === 'COLLECT' || table.hitPolicy === 'RULE ORDER') return { fired: matched, conflict: false };
  const { fired, conflict } = resolveHits(table, matched, []);
  return { fired, conflict };
};

/**
 * Which rules match, whatever the hit policy would make of them; values in the table’s own order of inputs. For callers who
 * nearly always find that none does, and then need not know what was missing.
 */
export const matcherOf = (
  table: PolicyTable,
  index: BitmapIndex,
): ((values: readonly PolicyValue[]) => readonly number[]) => {
  const bits = new Int32Array(index.words);
  const codes: (Whole | null)[] = table.inputs.map(() => null);
  return (values) => {
    for (let position = 0; position < codes.length; position++)
      codes[position] = encode(table, position, values[position]);
    bits.set(index.all);
    for (const column of index.columns) andColumn(column, index.words, codes, bits, false);
    return bits.every((word) => word === 0) ? NO_RULES : rulesIn(bits);
  };
};
const NO_RULES: readonly number[] = [];

export const matchBits = (index: BitmapIndex, codes: readonly (Whole | null)[], loose: boolean): Int32Array => {
  const bits = index.all.slice();
  for (const column of index.columns) andColumn(column, index.words, codes, bits, loose);
  return bits;
};

/** Indexes of the set bits, ascending. */
export const rulesIn = (bits: Int32Array): number[] => {
  const rules: number[] = [];
  bits.forEach((bitsOfWord, word) => {
    for (let rest = bitsOfWord; rest !== 0; rest &= rest - 1) rules.push(word * 32 + 31 - Math.clz32(rest & -rest));
  });
  return rules;
};

/**
 * Inputs without a value that kept a rule from firing which all known inputs let through. Under FIRST the rules below the
 * one that fired cannot matter.
 */
const missingInputs = (
  table: PolicyTable,
  index: BitmapIndex,
  codes: readonly (Whole | null)[],
  strict: Int32Array,
  firstFired: number | undefined,
): string[] => {
  const loose = matchBits(index, codes, true);
  const end = table.hitPolicy === 'FIRST' && firstFired !== undefined ? firstFired : table.rules.length;
  const names = new Set<string>();
  for (const rule of rulesIn(loose.map((bits, word) => bits & ~(strict[word] ?? 0)))) {
    if (rule >= end) break;
    table.columns.forEach((column, position) => {
      const indexed = index.columns[position];
      if (column.cells[rule]?.matchesNull || !indexed || !isMissing(indexed, codes)) return;
      const positions = column.kind === 'value' ? [column.input] : [column.numerator, column.denominator];
      for (const input of positions) if (codes[input] === null) names.add(table.inputs[input]?.name ?? '');
    });
  }
  return [...names];
};
