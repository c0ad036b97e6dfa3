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

/** Up to so many bounds a column is straight code; above, a search over an array. */
const STRAIGHT_MAX = 64;
/** Up to so many words the rules are straight code; above, a loop. */
const WORDS_STRAIGHT = 4;

/** null where the platform forbids making functions from text. */
export const generate = (table: PolicyTable, index: BitmapIndex): Generated | null => {
  const constants = new Constants();
  const used = [...new Set(index.columns.flatMap(inputsOf))];
  const reads = used.map((input) => read(table, input, constants)).join('');
  const places = index.columns.map(
    (column, at) =>
      `const p${at}=${column.kind === 'value' ? valuePiece(column, constants) : ratioPiece(column, constants)};`,
  );
  const point =
    reads +
    index.columns
      .map(
        (column, at) =>
          (column.kind === 'ratio' ? `if(v${column.denominator}===0)return BAIL;` : '') + (places[at] ?? ''),
      )
      .join('');
  const tables = index.columns.map((column) => constants.add(column.bits));
  const words = (row: string): string => wordsOf(index, tables, row);
  const rowReads = used.map((input) => `const v${input}=columns[${input}][row];`).join('');
  const batchPlaces = index.columns.map((column, at) => batchPlace(column, at, places[at] ?? '')).join('');
  const missing = index.columns.map((column) => constants.add(joined(column.bits, column.missing)));
  const source = `"use strict";
    const first=(inputs)=>{${point.replaceAll('BAIL', '-2')}${firstOf(index, tables)}};
    const match=(inputs,bits)=>{${point.replaceAll('BAIL', 'false')}${words('0')}return true;};
    const batch=(columns,bits,first,from,to)=>{for(let row=from;row<to;row++){${rowReads}${batchPlaces}
      const at=row*${index.words};${wordsOf(index, missing, 'at')}
      let found=-1;for(let word=0;word<${index.words};word++){const x=bits[at+word];if(x!==0){found=word*32+31-Math.clz32(x&-x);break;}}first[row]=found;}};
    return {first,match,batch};`;
  try {
    // Generated from numbers and quoted names only; see above.
    // oxlint-disable-next-line no-new-func, no-implied-eval
    return new Function(...constants.names, 'isoDay', 'search', 'ratio', source)(
      ...constants.values,
      isoDay,
      search,
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

const read = (table: PolicyTable, input: number, constants: Constants): string => {
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
      return `const v${input}=${value};if(!Number.isInteger(v${input}))return BAIL;`;
  }
};

const valuePiece = (column: ColumnIndex & { kind: 'value' }, constants: Constants): string => {
  const value = `v${column.input}`;
  if (column.starts.length > STRAIGHT_MAX || !(column.starts instanceof Float64Array))
    return `search(${constants.add(column.starts)},${value})`;
  const starts = column.starts;
  const tree = (low: number, high: number): string => {
    if (low === high) return String(low);
    const middle = (low + high) >>> 1;
    return `(${value}<${starts[middle]}?${tree(low, middle)}:${tree(middle + 1, high)})`;
  };
  return tree(0, starts.length);
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

/** In a batch a missing value is one more row of bits, after those of the pieces. */
const batchPlace = (column: ColumnIndex, at: number, place: string): string => {
  const last = column.kind === 'value' ? column.starts.length + 1 : 2 * column.bounds.length + 1;
  const known =
    column.kind === 'value'
      ? `v${column.input}===v${column.input}`
      : `v${column.numerator}===v${column.numerator}&&v${column.denominator}===v${column.denominator}&&v${column.denominator}!==0`;
  return place.replace(/^const p\d+=(.*);$/s, `const p${at}=${known}?$1:${last};`);
};

const joined = (bits: Int32Array, missing: Int32Array): Int32Array => {
  const result = new Int32Array(bits.length + missing.length);
  result.set(bits);
  result.set(missing, bits.length);
  return result;
};

const conjunction = (index: BitmapIndex, tables: readonly string[], word: string): string => {
  const offset = (at: number): string => (index.words === 1 ? `p${at}` : `p${at}*${index.words}+${word}`);
  return tables.map((table, at) => `${table}[${offset(at)}]`).join('&');
};

const wordsOf = (index: BitmapIndex, tables: readonly string[], at: string): string => {
  if (tables.length === 0)
    return Array.from(index.all, (word, position) => `bits[${at}+${position}]=${word};`).join('');
  if (index.words <= WORDS_STRAIGHT)
    return Array.from(
      index.all,
      (_word, position) => `bits[${at}+${position}]=${conjunction(index, tables, String(position))};`,
    ).join('');
  return `for(let word=0;word<${index.words};word++)bits[${at}+word]=${conjunction(index, tables, 'word')};`;
};

const firstOf = (index: BitmapIndex, tables: readonly string[]): string => {
  if (tables.length === 0) return `return ${index.rules > 0 ? 0 : -1};`;
  const lowest = (word: string): string => `if(x!==0)return ${word}*32+31-Math.clz32(x&-x);`;
  if (index.words <= WORDS_STRAIGHT)
    return `let x;${Array.from(index.all, (_word, position) => `x=${conjunction(index, tables, String(position))};${lowest(String(position))}`).join('')}return -1;`;
  return `for(let word=0;word<${index.words};word++){const x=${conjunction(index, tables, 'word')};${lowest('word')}}return -1;`;
};
