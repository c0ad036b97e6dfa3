import { type BitmapIndex, type ColumnIndex, ratioPieceOf, type Starts } from './bitmap-index.ts';
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
  /** Fills bits, zero before, and first rules of the rows from … to; NaN is a missing value. */
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
  const layouts = layoutsOf(index, constants);
  const places = layouts.map(({ place, from }, at) => `const p${at}=${from}+${place};`).join('');
  const zero = index.columns
    .map((column) => (column.kind === 'ratio' ? `if(v${column.denominator}===0)return BAIL;` : ''))
    .join('');
  // Small whole numbers take the fast code, large ones the same code over doubles, everything else the general path.
  const point = (small: boolean, bail: string): string =>
    `${used.map((input) => read(table, input, constants, small)).join('')}${zero}${places}`.replaceAll('BAIL', bail);
  const columns = used.map((input) => `const c${input}=columns[${input}];`).join('');
  const source = `"use strict";
    const firstLarge=(inputs)=>{${point(false, '-2')}${firstOf(index)}};
    const matchLarge=(inputs,bits)=>{${point(false, 'false')}${wordsOf(index)}return true;};
    const first=(inputs)=>{${point(true, 'firstLarge(inputs)')}${firstOf(index)}};
    const match=(inputs,bits)=>{${point(true, 'matchLarge(inputs,bits)')}${wordsOf(index)}return true;};
    const batch=(columns,bits,first,from,to)=>{const t=table;${columns}for(let row=from;row<to;row++){${rowOf(index, used, layouts)}}};
    return {first,match,batch};`;
  try {
    // Generated from numbers and quoted names only; see above.
    // oxlint-disable-next-line no-new-func, no-implied-eval
    return new Function(...constants.names, 'isoDay', 'search', 'step', 'ratio', 'table', source)(
      ...constants.values,
      isoDay,
      search,
      step,
      ratioPieceOf,
      joined(layouts.map(({ bits }) => bits)),
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

/** How one column is looked up. The bits of all columns stand in one array, which spares a look at which array it is. */
interface Layout {
  readonly column: ColumnIndex;
  /** Where the bits of this column begin in the array of all. */
  readonly from: number;
  /** Expression for where, after `from`, the row of a value begins. */
  readonly place: string;
  /** The row of the missing value stands last. */
  readonly bits: Int32Array;
  readonly stride: number;
  /** Whole numbers that 32-bit arithmetic looks up at once, and where the row of `low` + u begins. */
  readonly dense: { readonly low: number; readonly high: number; readonly placeOf: (u: string) => string } | null;
}
type Rows = Pick<Layout, 'place' | 'bits' | 'dense'>;

/**
 * Many rules are words and words of bits, of which a case needs few. Before the words of a row stand bits that say which of
 * them are not empty, so that only words that no column empties are read at all.
 */
const sumsOf = (index: BitmapIndex): number => (isStraight(index) ? 0 : Math.ceil(index.words / 32));
const strideOf = (index: BitmapIndex): number => sumsOf(index) + index.words;

const withSums = (bits: Int32Array, index: BitmapIndex): Int32Array => {
  const [sums, stride] = [sumsOf(index), strideOf(index)];
  if (sums === 0) return bits;
  const result = new Int32Array((bits.length / index.words) * stride);
  bits.forEach((word, at) => {
    const place = at % index.words;
    const from = Math.floor(at / index.words) * stride;
    result[from + sums + place] = word;
    if (word !== 0) result[from + (place >>> 5)] = (result[from + (place >>> 5)] as number) | (1 << (place & 31));
  });
  return result;
};

const layoutsOf = (index: BitmapIndex, constants: Constants): Layout[] => {
  const stride = strideOf(index);
  let from = 0;
  return index.columns.map((column) => {
    const bits = withSums(column.bits, index);
    const rows: Rows =
      column.kind === 'value'
        ? valueRows(column.starts, column.input, bits, stride, constants)
        : { place: `${ratioPiece(column, constants)}*${stride}`, bits, dense: null };
    const layout = { ...rows, column, stride, from, bits: joined([rows.bits, withSums(column.missing, index)]) };
    from += layout.bits.length;
    return layout;
  });
};

/**
 * The same in a batch, where a value may be missing. Whole numbers within a dense layout, nearly all there are, are looked
 * up in 32-bit arithmetic.
 */
const batchPlace = ({ column, from, place, bits, stride, dense }: Layout, at: number): string => {
  const any = `${from}+(${knownIn(column)}?${place}:${bits.length - stride})`;
  if (column.kind !== 'value' || dense === null) return `const p${at}=(${any})|0;`;
  const value = `v${column.input}`;
  return `const i${at}=${value}|0,u${at}=i${at}-(${dense.low})|0;const p${at}=i${at}===${value}&&u${at}>>>0<=${dense.high - dense.low}?${from}+${dense.placeOf(`u${at}`)}|0:${any}|0;`;
};

/** Words of a column that is laid out value by value. */
const DENSE_WORDS_MAX = 4_096;
/** Values that have an entry each which says where their row begins, where the rows are too long to stand once a value. */
const DENSE_VALUES_MAX = 4_096;
const BUCKETS = 512;
/** More bounds in one bucket than this and a search is faster. */
const STEPS_MAX = 4;

/** Lookups rather than comparisons, whose outcome real data makes unpredictable and so slow. */
const valueRows = (starts: Starts, input: number, bits: Int32Array, stride: number, constants: Constants): Rows => {
  const value = `v${input}`;
  const [first, last] = [starts[0], starts[starts.length - 1]];
  if (first === undefined) return { place: '0', bits, dense: null };
  const searched = { place: `search(${constants.add(starts)},${value})*${stride}`, bits, dense: null };
  if (typeof first !== 'number' || typeof last !== 'number' || !(starts instanceof Float64Array)) return searched;
  // Room on both sides, so that values seldom fall outside.
  const room = Math.max(16, last - first);
  const [low, high] = [first - room, last + room];
  const count = high - low + 1;
  if (count <= DENSE_VALUES_MAX && isSmall(low) && isSmall(high)) {
    const places = Int32Array.from({ length: count }, (_place, at) => search(starts, low + at) * stride);
    const laidOut = count * stride <= DENSE_WORDS_MAX;
    const rows = laidOut ? joined(Array.from(places, (place) => bits.subarray(place, place + stride))) : bits;
    const table = laidOut ? '' : constants.add(places);
    const placeOf = (u: string): string => (laidOut ? `Math.imul(${u},${stride})` : `${table}[${u}]`);
    const place = `(${value}<${low}?0:${value}>${high}?${rows.length - stride}:${placeOf(`${value}-(${low})`)})`;
    return { place, bits: rows, dense: { low, high, placeOf } };
  }
  const width = (last - first) / BUCKETS;
  const edges = Array.from({ length: BUCKETS + 1 }, (_value, at) => search(starts, Math.ceil(first + at * width) - 1));
  if (edges.some((edge, at) => (edges[at + 1] ?? starts.length) - edge > STEPS_MAX)) return searched;
  const inside = `step(${constants.add(starts)},${value},${constants.add(Int32Array.from(edges))}[Math.floor((${value}-(${first}))/${width})])`;
  return { place: `(${value}<${first}?0:${value}>=${last}?${starts.length}:${inside})*${stride}`, bits, dense: null };
};

const isSmall = (value: number): boolean => Number.isInteger(value) && Math.abs(value) < 2 ** 30;

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

const joined = (parts: readonly Int32Array[]): Int32Array => {
  const result = new Int32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
};

/** Some word of the rows found, anded over the columns. */
const conjunction = ({ columns, all }: BitmapIndex, word: number | string, table = 'table'): string =>
  columns.length === 0
    ? String(all[Number(word)])
    : columns.map((_column, at) => `${table}[p${at}+${word}|0]`).join('&');

const isStraight = (index: BitmapIndex): boolean => index.columns.length === 0 || index.words <= WORDS_STRAIGHT;
const lowest = (bits: string, word: string | number): string => `${word}*32+31-Math.clz32(${bits}&-${bits})`;

/** Runs `body` for every `word` that no column empties, ascending; `x` is what is left of it, perhaps nothing. */
const eachWord = (index: BitmapIndex, table: string, body: string): string => {
  const sums = sumsOf(index);
  return Array.from(
    { length: sums },
    (_sum, sum) =>
      `for(let rest=${conjunction(index, sum, table)};rest!==0;rest&=rest-1){const word=${lowest('rest', sum)}|0;const x=${conjunction(index, `${sums}+word`, table)};${body}}`,
  ).join('');
};

const wordsOf = (index: BitmapIndex): string =>
  isStraight(index)
    ? Array.from(index.all, (_all, word) => `bits[${word}]=${conjunction(index, word)};`).join('')
    : `bits.fill(0);${eachWord(index, 'table', 'bits[word]=x;')}`;

const firstOf = (index: BitmapIndex): string => {
  if (!isStraight(index)) return `${eachWord(index, 'table', `if(x!==0)return ${lowest('x', 'word')};`)}return -1;`;
  const found = Array.from(
    index.all,
    (_all, word) => `x=${conjunction(index, word)};if(x!==0)return ${lowest('x', word)};`,
  );
  return `let x;${found.join('')}return -1;`;
};

/** A row of a batch: its bits, in words that are zero before, and its first rule. */
const rowOf = (index: BitmapIndex, used: readonly number[], layouts: readonly Layout[]): string => {
  const { words } = index;
  const places = `${used.map((input) => `const v${input}=c${input}[row];`).join('')}${layouts.map(batchPlace).join('')}`;
  if (!isStraight(index))
    return `${places}const at=Math.imul(row,${words});let found=-1;${eachWord(index, 't', `bits[at+word|0]=x;if(found<0&&x!==0)found=${lowest('x', 'word')};`)}first[row]=found;`;
  const made = Array.from(index.all, (_all, word) => `const x${word}=${conjunction(index, word, 't')};`).join('');
  const kept = Array.from(index.all, (_all, word) => `bits[at+${word}|0]=x${word};`).join('');
  return `${places}${made}const at=Math.imul(row,${words});${kept}first[row]=${firstOfRow(words)};`;
};

/** The first rule of the words of a row without a branch, which real data would make the machine guess wrongly. */
const firstOfRow = (words: number): string => {
  // A word without rules has 0 − 32 + 31 = −1 for its lowest bit, and 0 for its sign; any other has −1 for that.
  const lowestOf = (word: number): string => `(${word * 32 + 31}-Math.clz32(x${word}&-x${word}))`;
  const some = (word: number): string => `((x${word}|-x${word})>>31)`;
  let found = `(${lowestOf(words - 1)}|~${some(words - 1)})`;
  for (let word = words - 2; word >= 0; word--) found = `(${lowestOf(word)}&${some(word)}|${found}&~${some(word)})`;
  return found;
};
