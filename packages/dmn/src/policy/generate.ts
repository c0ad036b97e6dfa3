import { type BitmapIndex, type ColumnIndex, ratioPieceOf } from './bitmap-index.ts';
import { isoDay } from '../calendar.ts';
import type { Decimal, PolicyTable } from './table.ts';

/**
 * Machine-made functions for the common case: every input present and of its declared type. The bounds of the columns
 * become constants of straight code, which is what makes one decision as fast as code written by hand. Anything else
 * (missing values, bigints, wrong types) is left to the general path, which gives the same answers. Only numbers and
 * quoted names of declared inputs enter the generated text.
 */
export interface Generated {
  /** The first matching rule, −1 for none, −2 when the general path must decide. */
  readonly first: (inputs: object) => number;
  /** Writes the matching rules as bits; false when the general path must decide. */
  readonly match: (inputs: object, bits: Int32Array) => boolean;
  /** Fills bits and first rules of the rows from … to; NaN is a missing value. */
  readonly batch: (
    columns: readonly Float64Array[],
    bits: Int32Array,
    first: Int32Array,
    from: number,
    to: number,
  ) => void;
}

/** Up to so many bounds a ratio is straight code; above, a search over an array. */
const STRAIGHT_MAX = 64;
/** Up to so many words the rules are straight code; above, a loop. */
const WORDS_STRAIGHT = 4;

/** null where the platform forbids making functions from text. */
export const generate = (table: PolicyTable, index: BitmapIndex): Generated | null => {
  const constants = new Constants();
  const used = [...new Set(index.columns.flatMap(inputsOf))];
  const layouts = index.columns.map(
    (column): Layout =>
      column.kind === 'value'
        ? valueLayout(column, index.words, constants)
        : { place: `${ratioPiece(column, constants)}*${index.words}`, bits: column.bits },
  );
  const places = layouts.map((layout, at) => `const p${at}=${layout.place};`);
  const zero = index.columns
    .map((column) => (column.kind === 'ratio' ? `if(v${column.denominator}===0)return BAIL;` : ''))
    .join('');
  // Small whole numbers take the fast code, large ones the same code over doubles, everything else the general path.
  const point = (small: boolean, bail: string): string =>
    `${used.map((input) => read(table, input, constants, small)).join('')}${zero}${places.join('')}`.replaceAll(
      'BAIL',
      bail,
    );
  const words = (row: string): string => wordsOf(index, tables, row);
  // In a batch the row of the missing value stands after those of the values.
  const tables = layouts.map((layout, at) =>
    constants.add(joined(layout.bits, index.columns[at]?.missing ?? index.all)),
  );
  const rowReads = used.map((input) => `const v${input}=columns[${input}][row];`).join('');
  const batchPlaces = index.columns
    .map(
      (column, at) => `const p${at}=${knownIn(column)}?${layouts[at]?.place ?? '0'}:${layouts[at]?.bits.length ?? 0};`,
    )
    .join('');
  const source = `"use strict";
    const firstLarge=(inputs)=>{${point(false, '-2')}${firstOf(index, tables)}};
    const matchLarge=(inputs,bits)=>{${point(false, 'false')}${words('0')}return true;};
    const first=(inputs)=>{${point(true, 'firstLarge(inputs)')}${firstOf(index, tables)}};
    const match=(inputs,bits)=>{${point(true, 'matchLarge(inputs,bits)')}${words('0')}return true;};
    const batch=(columns,bits,first,from,to)=>{for(let row=from;row<to;row++){${rowReads}${batchPlaces}
      const at=row*${index.words};${words('at')}
      let found=-1;for(let word=0;word<${index.words};word++){const x=bits[at+word];if(x!==0){found=word*32+31-Math.clz32(x&-x);break;}}first[row]=found;}};
    return {first,match,batch};`;
  try {
    // Generated from numbers and quoted names only; see above.
    // oxlint-disable-next-line no-new-func, no-implied-eval
    return new Function(...constants.names, 'isoDay', 'search', 'step', 'ratio', source)(
      ...constants.values,
      isoDay,
      search,
      step,
      ratioPieceOf,
    ) as Generated;
  } catch (problem) {
    if (problem instanceof EvalError) return null;
    throw problem;
  }
};

class Constants {
  readonly names: string[] = [];
  readonly values: unknown[] = [];
  add(value: unknown): string {
    const name = `k${this.names.length}`;
    this.names.push(name);
    this.values.push(value);
    return name;
  }
}

const inputsOf = (column: ColumnIndex): number[] =>
  column.kind === 'value' ? [column.input] : [column.numerator, column.denominator];

const read = (table: PolicyTable, input: number, constants: Constants, small: boolean): string => {
  const declared = table.inputs[input];
  const value = `inputs[${JSON.stringify(declared?.name ?? '')}]`;
  switch (declared?.type) {
    case 'boolean':
      return `const r${input}=${value};if(r${input}!==true&&r${input}!==false)return BAIL;const v${input}=r${input}?1:0;`;
    case 'string':
      return `const r${input}=${value};if(typeof r${input}!=="string")return BAIL;const v${input}=${constants.add(table.texts[input] ?? new Map())}.get(r${input})??-1;`;
    case 'date':
      return `const r${input}=${value};if(typeof r${input}!=="string")return BAIL;const v${input}=isoDay(r${input});if(v${input}===null)return BAIL;`;
    default:
      if (!small) return `const v${input}=${value};if(!Number.isInteger(v${input}))return BAIL;`;
      return `const r${input}=${value};if(typeof r${input}!=="number")return BAIL;const v${input}=r${input}|0;if(v${input}!==r${input})return BAIL;`;
  }
};

/** Bits of a column as the lookup wants them, and the expression for where the row of a value begins. */
interface Layout {
  readonly place: string;
  readonly bits: Int32Array;
}

/** Words of a column that is laid out value by value. */
const DENSE_WORDS_MAX = 4_096;
const BUCKETS = 512;
/** More bounds in one bucket than this and a search is faster. */
const STEPS_MAX = 4;

/** Lookups rather than comparisons, whose outcome real data makes unpredictable and so slow. */
const valueLayout = (column: ColumnIndex & { kind: 'value' }, words: number, constants: Constants): Layout => {
  const value = `v${column.input}`;
  const { starts, bits } = column;
  const [first, last] = [starts[0], starts[starts.length - 1]];
  if (first === undefined) return { place: '0', bits };
  const searched = { place: `search(${constants.add(starts)},${value})*${words}`, bits };
  if (typeof first !== 'number' || typeof last !== 'number' || !(starts instanceof Float64Array)) return searched;
  // Room on both sides, so that values seldom fall outside.
  const room = Math.max(16, last - first);
  const [low, high] = [first - room, last + room];
  if ((high - low + 1) * words <= DENSE_WORDS_MAX) {
    const dense = new Int32Array((high - low + 1) * words);
    for (let code = low; code <= high; code++) {
      const piece = search(starts, code) * words;
      dense.set(bits.subarray(piece, piece + words), (code - low) * words);
    }
    return { place: `(${value}<${low}?0:${value}>${high}?${high - low}:${value}-(${low}))*${words}`, bits: dense };
  }
  const width = (last - first) / BUCKETS;
  const edges = Array.from({ length: BUCKETS + 1 }, (_value, at) => search(starts, Math.ceil(first + at * width) - 1));
  if (edges.some((edge, at) => (edges[at + 1] ?? starts.length) - edge > STEPS_MAX)) return searched;
  const inside = `step(${constants.add(starts)},${value},${constants.add(Int32Array.from(edges))}[Math.floor((${value}-(${first}))/${width})])`;
  return { place: `(${value}<${first}?0:${value}>=${last}?${starts.length}:${inside})*${words}`, bits };
};

/** From a place at or below the right one, up to it. */
const step = (starts: Float64Array, value: number, from: number): number => {
  let place = from;
  while ((starts[place] as number) <= value) place++;
  return place;
};

const search = (starts: ArrayLike<number | bigint>, value: number): number => {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Cross multiplication in doubles while both products stay below 2^53; the exact search otherwise. */
const ratioPiece = (column: ColumnIndex & { kind: 'ratio' }, constants: Constants): string => {
  const [n, d] = [`v${column.numerator}`, `v${column.denominator}`];
  const exact = `ratio(${constants.add(column.bounds)},${n},${d})`;
  const largest = column.bounds.reduce(
    (most, { digits, ten }) => Math.max(most, Number(ten), Math.abs(Number(digits))),
    1,
  );
  const limit = Math.floor(Number.MAX_SAFE_INTEGER / largest);
  if (column.bounds.length > STRAIGHT_MAX || limit < 1) return exact;
  const tree = (low: number, high: number): string => {
    if (low === high) return String(2 * low);
    const middle = (low + high) >>> 1;
    const { digits, ten } = column.bounds[middle] as Decimal;
    const [left, right] = [`${n}*${ten}`, `${d}*${digits < 0n ? `(${digits})` : digits}`];
    return `(${left}<${right}?${tree(low, middle)}:${left}===${right}?${2 * middle + 1}:${tree(middle + 1, high)})`;
  };
  return `(${d}>0&&${d}<${limit}&&${n}<${limit}&&${n}>${-limit}?${tree(0, column.bounds.length)}:${exact})`;
};

/** Whether a column has a value in a row of a batch. */
const knownIn = (column: ColumnIndex): string => {
  if (column.kind === 'value') return `v${column.input}===v${column.input}`;
  const [n, d] = [`v${column.numerator}`, `v${column.denominator}`];
  return `${n}===${n}&&${d}===${d}&&${d}!==0`;
};

const joined = (bits: Int32Array, missing: Int32Array): Int32Array => {
  const result = new Int32Array(bits.length + missing.length);
  result.set(bits);
  result.set(missing, bits.length);
  return result;
};

const conjunction = (tables: readonly string[], word: string): string => {
  return tables.map((table, at) => `${table}[p${at}+${word}]`).join('&');
};

const wordsOf = (index: BitmapIndex, tables: readonly string[], at: string): string => {
  if (tables.length === 0)
    return Array.from(index.all, (word, position) => `bits[${at}+${position}]=${word};`).join('');
  if (index.words <= WORDS_STRAIGHT)
    return Array.from(
      index.all,
      (_word, position) => `bits[${at}+${position}]=${conjunction(tables, String(position))};`,
    ).join('');
  return `for(let word=0;word<${index.words};word++)bits[${at}+word]=${conjunction(tables, 'word')};`;
};

const firstOf = (index: BitmapIndex, tables: readonly string[]): string => {
  if (tables.length === 0) return `return ${index.rules > 0 ? 0 : -1};`;
  const lowest = (word: string): string => `if(x!==0)return ${word}*32+31-Math.clz32(x&-x);`;
  if (index.words <= WORDS_STRAIGHT)
    return `let x;${Array.from(index.all, (_word, position) => `x=${conjunction(tables, String(position))};${lowest(String(position))}`).join('')}return -1;`;
  return `for(let word=0;word<${index.words};word++){const x=${conjunction(tables, 'word')};${lowest('word')}}return -1;`;
};
