import type { BitmapIndex } from './bitmap-index.ts';
import { matchBits } from './decide.ts';
import type { Generated } from './generate.ts';
import type { PolicyTable } from './table.ts';

/** Values by input name, coded as `PolicyModel.encode` codes them, NaN for a missing one; whole numbers within ±2^53. */
export type BatchColumns = Readonly<Record<string, Float64Array>>;

export interface BatchOutcome {
  readonly count: number;
  /** 32-bit words per row. */
  readonly words: number;
  /** The matching rules of each row as bits, before the hit policy: row r at r × words. */
  readonly bits: Int32Array;
  /** The first matching rule of each row, −1 when none matches. */
  readonly first: Int32Array;
}

/**
 * Decides many rows. Throws when a column is absent or too short: that is a fault of the caller. Without generated code
 * (where the platform forbids it) each row takes the general path. The arrays of `reuse`, where they are large enough, are
 * written over: for many rows, getting fresh memory costs as much as a third of the decisions.
 */
export const decideBatch = (
  table: PolicyTable,
  index: BitmapIndex,
  generated: Generated | null,
  columns: BatchColumns,
  count: number,
  reuse?: BatchOutcome,
): BatchOutcome => {
  const inputs = table.inputs.map(({ name }) => {
    const column = columns[name];
    if (!column || column.length < count)
      throw new RangeError(
        `table ${table.id}: column ${name} must hold ${count} values, it holds ${column?.length ?? 'none'}`,
      );
    return column;
  });
  const { words } = index;
  const outcome = { count, words, bits: emptied(reuse?.bits, count * words), first: emptied(reuse?.first, count) };
  if (generated) generated.batch(inputs, outcome.bits, outcome.first, 0, count);
  else for (let row = 0; row < count; row++) decideRow(index, inputs, row, outcome);
  return outcome;
};

const emptied = (array: Int32Array | undefined, length: number): Int32Array =>
  array && array.length >= length ? array.subarray(0, length).fill(0) : new Int32Array(length);

const decideRow = (index: BitmapIndex, inputs: readonly Float64Array[], row: number, outcome: BatchOutcome): void => {
  const codes = inputs.map((column) => {
    const value = column[row] ?? Number.NaN;
    return Number.isNaN(value) ? null : value;
  });
  const bits = matchBits(index, codes, false);
  outcome.bits.set(bits, row * index.words);
  const word = bits.findIndex((part) => part !== 0);
  const part = bits[word] ?? 0;
  outcome.first[row] = word < 0 ? -1 : word * 32 + 31 - Math.clz32(part & -part);
};

/** How often each rule matched, for the analyst and for blast radius. */
export const hitCounts = ({ count, words, bits }: BatchOutcome, rules: number): number[] => {
  const hits = Array.from({ length: rules }, () => 0);
  for (let row = 0; row < count; row++)
    for (let word = 0; word < words; word++)
      for (let rest = bits[row * words + word] ?? 0; rest !== 0; rest &= rest - 1) {
        const rule = word * 32 + 31 - Math.clz32(rest & -rest);
        hits[rule] = (hits[rule] ?? 0) + 1;
      }
  return hits;
};
