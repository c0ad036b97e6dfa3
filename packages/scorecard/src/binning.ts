import type { Counts, Direction, PartitionOptions } from './optimal-bins.ts';
import { partitionCells } from './optimal-bins.ts';
import type { Column, NamedColumn, NumericColumn } from './training-data.ts';

/** One bin as learnt: what falls into it, and who was found there. */
export interface LearntBin extends Counts {
  readonly condition:
    | { readonly upTo: number | null }
    | { readonly values: readonly string[] }
    | { readonly missing: true };
  /**
   * Weight of evidence: how much the log-odds of being good are above those of everybody, drawn towards 0 where cases
   * are few.
   */
  readonly weightOfEvidence: number;
}

export interface BinnedColumn {
  readonly name: string;
  readonly bins: readonly LearntBin[];
  /** Position in `bins` of each row. */
  readonly binOf: Int32Array;
  /** Sum over bins of (share of goods - share of bads) times weight of evidence. */
  readonly informationValue: number;
  /** Neighbouring bins that were merged because their order did not hold in the parts of the data. */
  readonly mergedAsUnstable: number;
}

export interface BinningOptions {
  readonly directions: Readonly<Record<string, Direction>>;
  readonly defaultDirection: Direction;
  /** Fewest cases in a bin, as a share of all. */
  readonly leastShare: number;
  readonly mostBins: number;
  readonly penaltyPerBin: number;
  /** How many cells of equal count the values are first cut into. */
  readonly cells: number;
  /** Cases of the overall rate that are added to each bin when its weight of evidence is taken. */
  readonly priorCases: number;
  /** Share of the parts in which two neighbouring bins must stand in the same order as overall. */
  readonly stableShare: number;
  /**
   * A column of numbers with at most so many different values is taken for codes, and grouped in any order; 0 takes none
   * so. A column whose direction is stated is a quantity whatever its values.
   */
  readonly codesMost: number;
}

export const DEFAULT_BINNING: BinningOptions = {
  directions: {},
  defaultDirection: 'free',
  leastShare: 0.02,
  mostBins: 10,
  penaltyPerBin: 2,
  cells: 60,
  priorCases: 10,
  stableShare: 0.75,
  codesMost: 0,
};

interface Cells {
  /** Cell of each row; -1 for rows outside the ordered cells. */
  readonly cellOf: Int32Array;
  readonly count: number;
}

/** Cells of about equal count, cut only between different values, and their greatest values. */
const numericCells = (column: NumericColumn, most: number): Cells & { readonly greatest: readonly number[] } => {
  const known = column.values.filter((value) => !Number.isNaN(value)).sort();
  const greatest: number[] = [];
  for (let cell = 1; cell <= most; cell += 1) {
    const value = known[Math.ceil((cell * known.length) / most) - 1];
    if (value !== undefined && value !== greatest.at(-1)) greatest.push(value);
  }
  const cellOf = column.values.length === 0 ? new Int32Array(0) : new Int32Array(column.values.length).fill(-1);
  for (let row = 0; row < column.values.length; row += 1) {
    const value = column.values[row]!;
    if (Number.isNaN(value)) continue;
    let low = 0;
    let high = greatest.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= greatest[middle]!) high = middle;
      else low = middle + 1;
    }
    cellOf[row] = low;
  }
  return { cellOf, count: greatest.length, greatest };
};

/** One cell per word, from the lowest bad rate to the highest, rates being drawn to the mean where cases are few. */
const namedCells = (
  column: NamedColumn,
  bad: Uint8Array,
  overallRate: number,
  priorCases: number,
): Cells & { readonly wordOfCell: readonly string[] } => {
  const counts = countBy(column.wordOf, bad, column.words.length);
  const rate = ({ goods, bads }: Counts) => (bads + priorCases * overallRate) / (goods + bads + priorCases);
  const order = counts.map((count, word) => ({ word, rate: rate(count) })).sort((a, b) => a.rate - b.rate);
  const cellOfWord = new Int32Array(order.length);
  for (const [cell, { word }] of order.entries()) cellOfWord[word] = cell;
  return {
    cellOf: column.wordOf.map((word) => (word < 0 ? -1 : cellOfWord[word]!)),
    count: order.length,
    wordOfCell: order.map(({ word }) => column.words[word]!),
  };
};

const countBy = (positions: Int32Array, bad: Uint8Array, size: number): Counts[] => {
  // By position, all and the bad ones: lists of numbers, since a pass over many rows is what binning costs.
  const all = new Int32Array(size);
  const bads = new Int32Array(size);
  for (let row = 0; row < positions.length; row += 1) {
    const position = positions[row]!;
    if (position < 0) continue;
    all[position]! += 1;
    bads[position]! += bad[row]!;
  }
  return Array.from(all, (count, position) => ({ goods: count - bads[position]!, bads: bads[position]! }));
};

const rateOf = ({ goods, bads }: Counts): number => bads / (goods + bads);

/** A part speaks against a step when its own rates go the other way by more than this many standard errors. */
const REVERSAL = 0.5;

/** How far the bad rate rises from one bin to the next, in standard errors of that difference. */
const stepBetween = (one: Counts, next: Counts): number => {
  const [oneCount, nextCount] = [one.goods + one.bads, next.goods + next.bads];
  if (oneCount === 0 || nextCount === 0) return 0;
  const pooled = (one.bads + next.bads) / (oneCount + nextCount);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / oneCount + 1 / nextCount));
  return error === 0 ? 0 : (rateOf(next) - rateOf(one)) / error;
};

/**
 * Merges neighbouring bins whose order is not the same in enough parts of the data: such a step is chance, and a
 * borrower would be told a line that next year’s data would draw elsewhere.
 */
const mergeUnstable = (
  lastCells: readonly number[],
  cellOf: Int32Array,
  cellCount: number,
  bad: Uint8Array,
  partOf: Int32Array,
  stableShare: number,
): { readonly lastCells: readonly number[]; readonly merged: number } => {
  const parts = 1 + partOf.reduce((most, part) => Math.max(most, part), 0);
  const cellInPart = new Int32Array(cellOf.length);
  for (let row = 0; row < cellOf.length; row += 1)
    cellInPart[row] = cellOf[row]! < 0 ? -1 : partOf[row]! * cellCount + cellOf[row]!;
  const ofAllParts = countBy(cellInPart, bad, parts * cellCount);
  const byPart = Array.from({ length: parts }, (_, part) => ofAllParts.slice(part * cellCount, (part + 1) * cellCount));
  const overall = countBy(cellOf, bad, cellCount);
  const total = (counts: readonly Counts[], from: number, to: number): Counts => ({
    goods: counts.slice(from, to + 1).reduce((sum, { goods }) => sum + goods, 0),
    bads: counts.slice(from, to + 1).reduce((sum, { bads }) => sum + bads, 0),
  });
  const agreement = (ends: readonly number[], index: number): number => {
    const [from, middle, to] = [(ends[index - 1] ?? -1) + 1, ends[index]!, ends[index + 1]!];
    const step = (counts: readonly Counts[]) => stepBetween(total(counts, from, middle), total(counts, middle + 1, to));
    const direction = Math.sign(step(overall));
    return byPart.filter((counts) => step(counts) * direction > -REVERSAL).length / parts;
  };
  let ends = [...lastCells];
  while (ends.length > 1) {
    const agreements = ends.slice(0, -1).map((_, index) => agreement(ends, index));
    const least = Math.min(...agreements);
    if (least >= stableShare) break;
    ends = ends.toSpliced(agreements.indexOf(least), 1);
  }
  return { lastCells: ends, merged: lastCells.length - ends.length };
};

const weightOf = ({ goods, bads }: Counts, overallRate: number, priorCases: number): number => {
  const rate = (bads + priorCases * overallRate) / (goods + bads + priorCases);
  return Math.log((1 - rate) / rate) - Math.log((1 - overallRate) / overallRate);
};

const informationValueOf = (bins: readonly LearntBin[]): number => {
  const goods = bins.reduce((sum, bin) => sum + bin.goods, 0);
  const bads = bins.reduce((sum, bin) => sum + bin.bads, 0);
  return bins.reduce((sum, bin) => sum + (bin.goods / goods - bin.bads / bads) * bin.weightOfEvidence, 0);
};

/** The conditions of the bins of a column in their order, given where each stretch of cells ends. */
const conditionsOf = (
  column: Column,
  lastCells: readonly number[],
  greatest: readonly number[],
  wordOfCell: readonly string[],
): LearntBin['condition'][] => {
  if (column.kind === 'named')
    return lastCells.map((end, index) => ({ values: wordOfCell.slice((lastCells[index - 1] ?? -1) + 1, end + 1) }));
  return lastCells.map((end, index) => ({ upTo: index === lastCells.length - 1 ? null : greatest[end]! }));
};

/** The column with its numbers as words, where there are so few of them that they may be codes; else as it is. */
const asCodes = (column: Column, { codesMost, directions }: BinningOptions): Column => {
  if (column.kind === 'named' || column.specials.length > 0 || directions[column.name] !== undefined) return column;
  const positions = new Map<number, number>();
  const wordOf = new Int32Array(column.values.length).fill(-1);
  for (const [row, value] of column.values.entries()) {
    if (Number.isNaN(value)) continue;
    const position = positions.get(value) ?? positions.size;
    if (position >= codesMost) return column;
    positions.set(value, position);
    wordOf[row] = position;
  }
  return { kind: 'named', name: column.name, wordOf, words: [...positions.keys()].map(String) };
};

/**
 * Cuts one input into bins. Missing values and each special code get a bin of their own, whatever their number.
 *
 * @param partOf part (fold or period) of each row, for the test of stability
 */
export const binColumn = (
  given: Column,
  bad: Uint8Array,
  partOf: Int32Array,
  options: BinningOptions,
): BinnedColumn => {
  const column = asCodes(given, options);
  const size = bad.length;
  const overallRate = bad.reduce((sum, value) => sum + value, 0) / size;
  const numeric = column.kind === 'numeric' ? numericCells(column, options.cells) : null;
  const named = column.kind === 'named' ? namedCells(column, bad, overallRate, options.priorCases) : null;
  const cellOf = numeric?.cellOf ?? named?.cellOf ?? new Int32Array(size).fill(-1);
  const cellCount = numeric?.count ?? named?.count ?? 0;
  const partition: PartitionOptions = {
    direction: named === null ? (options.directions[column.name] ?? options.defaultDirection) : 'rising',
    leastCount: Math.max(1, Math.ceil(options.leastShare * size)),
    mostBins: options.mostBins,
    penaltyPerBin: options.penaltyPerBin,
  };
  const found = cellCount === 0 ? [] : partitionCells(countBy(cellOf, bad, cellCount), partition);
  const stable = mergeUnstable(found, cellOf, cellCount, bad, partOf, options.stableShare);
  const { lastCells } = stable;
  const specials = column.kind === 'numeric' ? column.specials : [];
  const conditions: LearntBin['condition'][] = [
    ...conditionsOf(column, lastCells, numeric?.greatest ?? [], named?.wordOfCell ?? []),
    ...specials.map((special) => ({ values: [special] })),
    { missing: true },
  ];
  const binOfCell = Int32Array.from({ length: cellCount }, (_, cell) => lastCells.findIndex((end) => cell <= end));
  const binOf = new Int32Array(size);
  for (let row = 0; row < size; row += 1) {
    const cell = cellOf[row]!;
    const special = column.kind === 'numeric' ? column.specialOf[row]! : -1;
    if (cell >= 0) binOf[row] = binOfCell[cell]!;
    else binOf[row] = special >= 0 ? lastCells.length + special : conditions.length - 1;
  }
  const counts = countBy(binOf, bad, conditions.length);
  const bins = conditions.map((condition, index) => {
    const count = counts[index]!;
    return { condition, ...count, weightOfEvidence: weightOf(count, overallRate, options.priorCases) };
  });
  const informationValue = informationValueOf(bins);
  return { name: column.name, bins, binOf, informationValue, mergedAsUnstable: stable.merged };
};
