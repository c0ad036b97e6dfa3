import { compareDecimals, compareRatio, ratioInSpan } from './ratio.ts';
import { contains, step } from './spans.ts';
import type { Decimal, PolicyColumn, PolicyTable, Whole } from './table.ts';

/**
 * The rules of a table as bits. Each column cuts its input at the bounds its cells mention; within a piece the same rules
 * match, so a lookup is one binary search and one AND per column, however many rules there are.
 */
export interface BitmapIndex {
  /** 32-bit words per set of rules. */
  readonly words: number;
  readonly rules: number;
  readonly columns: readonly ColumnIndex[];
  /** All rules. */
  readonly all: Int32Array;
}

export type ColumnIndex =
  | {
      readonly kind: 'value';
      readonly input: number;
      readonly starts: Starts;
      readonly bits: Int32Array;
      readonly missing: Int32Array;
    }
  | {
      readonly kind: 'ratio';
      readonly numerator: number;
      readonly denominator: number;
      /** Bounds in ascending order; piece 2k+1 is bound k itself, piece 2k lies just below it. */
      readonly bounds: readonly Decimal[];
      readonly bits: Int32Array;
      readonly missing: Int32Array;
    };

/** First codes of the pieces after the first. A plain array only when a literal lies past 2^53. */
export type Starts = Float64Array | readonly Whole[];

export const buildIndex = (table: PolicyTable): BitmapIndex => {
  const rules = table.rules.length;
  const words = Math.max(1, Math.ceil(rules / 32));
  const all = new Int32Array(words);
  for (let rule = 0; rule < rules; rule++) setBit(all, 0, rule);
  return { words, rules, columns: table.columns.map((column) => indexColumn(column, words)), all };
};

/** The index of a table that is searched again and again; a compiled table does not change, so it is made once. */
export const indexOf = (table: PolicyTable): BitmapIndex => {
  const known = indexes.get(table) ?? buildIndex(table);
  indexes.set(table, known);
  return known;
};
const indexes = new WeakMap<PolicyTable, BitmapIndex>();

const setBit = (bits: Int32Array, offset: number, rule: number): void => {
  const word = offset + (rule >>> 5);
  bits[word] = (bits[word] ?? 0) | (1 << (rule & 31));
};

const indexColumn = (column: PolicyColumn, words: number): ColumnIndex => {
  const missing = new Int32Array(words);
  column.cells.forEach((cell, rule) => {
    if (cell.matchesNull) setBit(missing, 0, rule);
  });
  return column.kind === 'value' ? indexValues(column, words, missing) : indexRatios(column, words, missing);
};

const indexValues = (column: PolicyColumn & { kind: 'value' }, words: number, missing: Int32Array): ColumnIndex => {
  const cuts = new Set<Whole>();
  for (const cell of column.cells)
    for (const span of cell.spans) {
      if (span.low !== Number.NEGATIVE_INFINITY) cuts.add(span.low);
      if (span.high !== Number.POSITIVE_INFINITY) cuts.add(step(span.high, 1));
    }
  const sorted = [...cuts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const bits = new Int32Array((sorted.length + 1) * words);
  for (let piece = 0; piece <= sorted.length; piece++) {
    const code = piece === 0 ? Number.NEGATIVE_INFINITY : (sorted[piece - 1] ?? 0);
    column.cells.forEach((cell, rule) => {
      if (contains(cell.spans, code)) setBit(bits, piece * words, rule);
    });
  }
  const numbers = sorted.filter((cut) => typeof cut === 'number');
  const starts: Starts = numbers.length === sorted.length ? Float64Array.from(numbers) : sorted;
  return { kind: 'value', input: column.input, starts, bits, missing };
};

const indexRatios = (column: PolicyColumn & { kind: 'ratio' }, words: number, missing: Int32Array): ColumnIndex => {
  const bounds = column.cells
    .flatMap((cell) => cell.spans.flatMap((span) => [span.low, span.high]))
    .filter((bound) => bound !== null)
    .sort(compareDecimals)
    .filter((bound, position, sorted) => position === 0 || compareDecimals(bound, sorted[position - 1] ?? bound) !== 0);
  const bits = new Int32Array((2 * bounds.length + 1) * words);
  for (let piece = 0; piece <= 2 * bounds.length; piece++) {
    const sample = sampleOf(bounds, piece);
    column.cells.forEach((cell, rule) => {
      if (cell.any || cell.spans.some((span) => ratioInSpan(sample.digits, sample.ten, span)))
        setBit(bits, piece * words, rule);
    });
  }
  return { kind: 'ratio', numerator: column.numerator, denominator: column.denominator, bounds, bits, missing };
};

/** A ratio inside a piece: the bound itself, the middle of two, or one past an end. */
export const sampleOf = (bounds: readonly Decimal[], piece: number): Decimal => {
  const below = bounds[Math.floor((piece + 1) / 2) - 1];
  const above = bounds[Math.floor(piece / 2)];
  if (piece % 2 === 1 && below) return below;
  if (below && above)
    return { digits: below.digits * above.ten + above.digits * below.ten, ten: 2n * below.ten * above.ten };
  if (below) return { digits: below.digits + below.ten, ten: below.ten };
  return above ? { digits: above.digits - above.ten, ten: above.ten } : { digits: 0n, ten: 1n };
};

/** The piece a code falls in: how many starts are at or below it. */
export const pieceOf = (starts: Starts, code: Whole): number => {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= code) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The piece a ratio falls in. The denominator must not be zero. */
export const ratioPieceOf = (bounds: readonly Decimal[], numerator: Whole, denominator: Whole): number => {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const bound = bounds[middle];
    const sign = bound ? compareRatio(numerator, denominator, bound) : -1;
    if (sign === 0) return 2 * middle + 1;
    if (sign > 0) low = middle + 1;
    else high = middle;
  }
  return 2 * low;
};

/** ANDs into `into` the rules whose cells match; with `loose`, a missing input excludes none. A ratio over zero has no value. */
export const andColumn = (
  column: ColumnIndex,
  words: number,
  codes: readonly (Whole | null)[],
  into: Int32Array,
  loose: boolean,
): void => {
  // A number, not a row: this is asked for each column of each event, and an object each time would be most of its cost.
  const piece = pieceAt(column, codes);
  if (loose && piece === NO_PIECE && isMissing(column, codes)) return;
  const bits = piece === NO_PIECE ? column.missing : column.bits;
  const offset = piece === NO_PIECE ? 0 : piece * words;
  for (let word = 0; word < words; word++) into[word] = (into[word] ?? 0) & (bits[offset + word] ?? 0);
};

/** True when an input of the column has no value (as opposed to a ratio over zero, whose inputs are known). */
export const isMissing = (column: ColumnIndex, codes: readonly (Whole | null)[]): boolean =>
  column.kind === 'value'
    ? codes[column.input] == null
    : codes[column.numerator] == null || codes[column.denominator] == null;

/** Of an input without a value, or a ratio over zero. */
const NO_PIECE = -1;
const pieceAt = (column: ColumnIndex, codes: readonly (Whole | null)[]): number => {
  if (column.kind === 'value') {
    const code = codes[column.input] ?? null;
    return code === null ? NO_PIECE : pieceOf(column.starts, code);
  }
  const numerator = codes[column.numerator] ?? null;
  const denominator = codes[column.denominator] ?? null;
  // `==` on purpose: it takes 0 and 0n alike.
  if (numerator === null || denominator === null || denominator == 0) return NO_PIECE;
  return ratioPieceOf(column.bounds, numerator, denominator);
};
