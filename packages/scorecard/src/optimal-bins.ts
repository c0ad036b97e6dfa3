/** Cases counted by outcome. */
export interface Counts {
  readonly goods: number;
  readonly bads: number;
}

/** Which way the bad rate may go from bin to bin: anywhere, one way of either kind, only up, or only down. */
export const DIRECTIONS = ['free', 'monotone', 'rising', 'falling'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export interface PartitionOptions {
  readonly direction: Direction;
  /** Fewest cases in a bin. */
  readonly leastCount: number;
  readonly mostBins: number;
  /** What one more bin must gain in log-likelihood to be worth its place. */
  readonly penaltyPerBin: number;
}

/** The bins, as the positions of their last cells, and what they gain over one bin, less the penalties. */
interface Partition {
  readonly lastCells: readonly number[];
  readonly gain: number;
}

const logLikelihood = (goods: number, bads: number): number => {
  const count = goods + bads;
  return (goods > 0 ? goods * Math.log(goods / count) : 0) + (bads > 0 ? bads * Math.log(bads / count) : 0);
};

const mayFollow = (direction: Direction, rateBefore: number, rate: number): boolean =>
  direction === 'free' || (direction === 'rising' ? rate >= rateBefore : rate <= rateBefore);

/** Sums of the cells before each position, so that any stretch is two subtractions. */
const runningTotals = (cells: readonly Counts[]) => {
  const goods = new Float64Array(cells.length + 1);
  const bads = new Float64Array(cells.length + 1);
  for (const [index, cell] of cells.entries()) {
    goods[index + 1] = goods[index]! + cell.goods;
    bads[index + 1] = bads[index]! + cell.bads;
  }
  return { goods, bads };
};

/**
 * The best partition in one direction, by dynamic programming over the last bin: its stretch `start..end` is worth its
 * log-likelihood plus the best that may stand before it. Exact, in the cube of the number of cells, or its square where
 * no direction is asked for.
 */
const bestPartition = (cells: readonly Counts[], options: PartitionOptions): Partition | null => {
  const size = cells.length;
  const { goods, bads } = runningTotals(cells);
  const value = new Float64Array(size * size).fill(-Infinity);
  const startBefore = new Int32Array(size * size).fill(-1);
  const bestStart = new Int32Array(size).fill(-1);
  const rate = (start: number, end: number): number => {
    const bad = bads[end + 1]! - bads[start]!;
    return bad / (bad + goods[end + 1]! - goods[start]!);
  };
  for (let end = 0; end < size; end += 1) {
    for (let start = 0; start <= end; start += 1) {
      const good = goods[end + 1]! - goods[start]!;
      const bad = bads[end + 1]! - bads[start]!;
      if (good + bad < options.leastCount) continue;
      const own = logLikelihood(good, bad) - options.penaltyPerBin;
      const at = start * size + end;
      if (start === 0) value[at] = own;
      const ownRate = rate(start, end);
      // Without a direction the best earlier bins are the same whatever follows, and need no second look.
      const first = options.direction === 'free' && start > 0 ? Math.max(0, bestStart[start - 1]!) : 0;
      const last = options.direction === 'free' ? Math.min(first + 1, start) : start;
      for (let before = first; before < last; before += 1) {
        const earlier = value[before * size + start - 1]!;
        if (own + earlier > value[at]! && mayFollow(options.direction, rate(before, start - 1), ownRate)) {
          value[at] = own + earlier;
          startBefore[at] = before;
        }
      }
      if (value[at]! > (bestStart[end]! < 0 ? -Infinity : value[bestStart[end]! * size + end]!)) bestStart[end] = start;
    }
  }
  let start = bestStart[size - 1]!;
  if (start < 0) return null;
  const gain = value[start * size + size - 1]! - logLikelihood(goods[size]!, bads[size]!) + options.penaltyPerBin;
  const lastCells: number[] = [];
  for (let end = size - 1; end >= 0; ) {
    lastCells.unshift(end);
    const before = startBefore[start * size + end]!;
    end = start - 1;
    start = before;
  }
  return { lastCells, gain };
};

const withinMost = (cells: readonly Counts[], options: PartitionOptions): Partition | null => {
  let partition = bestPartition(cells, options);
  let { penaltyPerBin } = options;
  while (partition !== null && partition.lastCells.length > options.mostBins) {
    penaltyPerBin = penaltyPerBin * 1.5 + 0.5;
    partition = bestPartition(cells, { ...options, penaltyPerBin });
  }
  return partition;
};

/**
 * Groups ordered cells into the bins that tell good from bad best: greatest log-likelihood less a penalty per bin, under
 * a direction and a least count. Returns the position of each bin’s last cell; one bin when no division pays.
 */
export const partitionCells = (cells: readonly Counts[], options: PartitionOptions): readonly number[] => {
  const directions: readonly Direction[] =
    options.direction === 'monotone' ? ['rising', 'falling'] : [options.direction];
  const partitions = directions.flatMap((direction) => withinMost(cells, { ...options, direction }) ?? []);
  const [best] = partitions.sort((left, right) => right.gain - left.gain);
  return best?.lastCells ?? [cells.length - 1];
};
