import type { TreeInput } from './tree-model.ts';
import type { Column, NamedColumn, NumericColumn } from './training-data.ts';

/** A column cut into at most 255 bins, which is all that growing trees looks at. Bin 0 is missing. */
export interface TreeColumn {
  readonly input: TreeInput;
  readonly binOf: Uint8Array;
  /** Greatest value (or word position) of bins 1, 2, …: what a split after that bin compares with. */
  readonly upTo: readonly number[];
}

const positionAmong = (ends: readonly number[], value: number): number => {
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= ends[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
};

const numeric = (column: NumericColumn, bins: number): TreeColumn => {
  // Trees see special codes as the numbers they are: they can split around them.
  const values = column.values.map((value, row) =>
    column.specialOf[row]! >= 0 ? Number(column.specials[column.specialOf[row]!]) : value,
  );
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const upTo: number[] = [];
  for (let bin = 1; bin <= bins; bin += 1) {
    const value = known[Math.ceil((bin * known.length) / bins) - 1];
    if (value !== undefined && value !== upTo.at(-1)) upTo.push(value);
  }
  const binOf = Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1 + positionAmong(upTo, value)));
  return { input: { name: column.name }, binOf, upTo };
};

/** Words in the order of their bad rates, so that splits between neighbours suffice. */
const named = (column: NamedColumn, bad: Uint8Array): TreeColumn => {
  const mean = bad.reduce((sum, value) => sum + value, 0) / bad.length;
  const counts = column.words.map(() => 10);
  const bads = column.words.map(() => 10 * mean);
  for (const [row, word] of column.wordOf.entries()) {
    if (word < 0) continue;
    counts[word]! += 1;
    bads[word]! += bad[row]!;
  }
  const order = [...column.words.keys()].sort((a, b) => bads[a]! / counts[a]! - bads[b]! / counts[b]!);
  const rank = new Int32Array(order.length);
  for (const [position, word] of order.entries()) rank[word] = position;
  const binOf = Uint8Array.from(column.wordOf, (word) => (word < 0 ? 0 : Math.min(254, rank[word]!) + 1));
  const input = { name: column.name, words: order.map((word) => column.words[word]!) };
  return { input, binOf, upTo: order.slice(0, 255).map((_, position) => position) };
};

export const treeColumnOf = (column: Column, bad: Uint8Array, bins: number): TreeColumn =>
  column.kind === 'numeric' ? numeric(column, bins) : named(column, bad);
