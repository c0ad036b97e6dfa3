import { type BitmapIndex, type ColumnIndex, ratioPieceOf } from './bitmap-index.ts';
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

/** Rows worked on at a time, so that their bits stay in the cache while column after column is applied. */
const BLOCK = 2_048;

/** Decides many rows, column by column. Throws when a column is absent or has another length: that is a fault of the caller. */
export const decideBatch = (
  table: PolicyTable,
  index: BitmapIndex,
  columns: BatchColumns,
  count: number,
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
  const bits = new Int32Array(count * words);
  const first = new Int32Array(count);
  for (let from = 0; from < count; from += BLOCK) {
    const to = Math.min(count, from + BLOCK);
    for (let row = from; row < to; row++) bits.set(index.all, row * words);
    for (const column of index.columns) {
      if (column.kind === 'ratio') applyRatio(column, inputs, words, bits, from, to);
      else applyValue(column, inputs, words, bits, from, to);
    }
    for (let row = from; row < to; row++) first[row] = firstBit(bits, row * words, words);
  }
  return { count, words, bits, first };
};

const applyValue = (
  column: ColumnIndex & { kind: 'value' },
  inputs: readonly Float64Array[],
  words: number,
  bits: Int32Array,
  from: number,
  to: number,
): void => {
  const values = inputs[column.input] as Float64Array;
  const starts = column.starts instanceof Float64Array ? column.starts : Float64Array.from(column.starts, Number);
  const { bits: table, missing } = column;
  const length = starts.length;
  for (let row = from; row < to; row++) {
    const value = values[row] as number;
    let low = 0;
    let size = length;
    while (size > 0) {
      const half = size >>> 1;
      const middle = low + half;
      if ((starts[middle] as number) <= value) {
        low = middle + 1;
        size -= half + 1;
      } else size = half;
    }
    const isNumber = value === value;
    const source = isNumber ? table : missing;
    const offset = isNumber ? low * words : 0;
    const target = row * words;
    for (let word = 0; word < words; word++)
      bits[target + word] = (bits[target + word] as number) & (source[offset + word] as number);
  }
};

const applyRatio = (
  column: ColumnIndex & { kind: 'ratio' },
  inputs: readonly Float64Array[],
  words: number,
  bits: Int32Array,
  from: number,
  to: number,
): void => {
  const numerators = inputs[column.numerator] as Float64Array;
  const denominators = inputs[column.denominator] as Float64Array;
  for (let row = from; row < to; row++) {
    const numerator = numerators[row] as number;
    const denominator = denominators[row] as number;
    const known = !(Number.isNaN(numerator) || Number.isNaN(denominator) || denominator === 0);
    const source = known ? column.bits : column.missing;
    const offset = known ? ratioPieceOf(column.bounds, numerator, denominator) * words : 0;
    for (let word = 0; word < words; word++)
      bits[row * words + word] = (bits[row * words + word] as number) & (source[offset + word] as number);
  }
};

const firstBit = (bits: Int32Array, offset: number, words: number): number => {
  for (let word = 0; word < words; word++) {
    const value = bits[offset + word] as number;
    if (value !== 0) return word * 32 + 31 - Math.clz32(value & -value);
  }
  return -1;
};
