import type { TreeColumn } from './tree-columns.ts';
import type { TreeNode } from './tree-model.ts';

export interface GrowOptions {
  readonly depth: number;
  /** Least sum of second derivatives in a leaf: how much evidence it must rest on. */
  readonly leastWeight: number;
  /** Ridge penalty on leaf values. */
  readonly ridge: number;
  readonly learningRate: number;
}

interface Split {
  readonly column: number;
  readonly bin: number;
  readonly missingLeft: boolean;
}

/** First and second derivatives of the loss, per row. */
export interface Derivatives {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

const BINS_MOST = 256;

/**
 * Sums of the derivatives of some rows, by bin of one column: `2 * bin` the first, `2 * bin + 1` the second.
 * @param own the derivatives of `rows`, in their order
 * @param sums where they are put; room for one column serves all columns of a node
 */
const sumByBin = ({ binOf, upTo }: TreeColumn, rows: Int32Array, own: Derivatives, sums: Float64Array): void => {
  const { gradient, hessian } = own;
  sums.fill(0, 0, 2 * (upTo.length + 1));
  for (let index = 0; index < rows.length; index += 1) {
    const at = 2 * binOf[rows[index]!]!;
    sums[at]! += gradient[index]!;
    sums[at + 1]! += hessian[index]!;
  }
};

/** The derivatives of these rows side by side: every column reads them, in this order. */
const gathered = (rows: Int32Array, { gradient, hessian }: Derivatives): Derivatives => {
  const own = { gradient: new Float64Array(rows.length), hessian: new Float64Array(rows.length) };
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index]!;
    own.gradient[index] = gradient[row]!;
    own.hessian[index] = hessian[row]!;
  }
  return own;
};

/** The split that lowers the loss most (second-order approximation); null when none does within the options. */
const bestSplit = (
  columns: readonly TreeColumn[],
  usable: readonly number[],
  rows: Int32Array,
  derivatives: Derivatives,
  { ridge, leastWeight }: GrowOptions,
): Split | null => {
  let best: Split | null = null;
  let bestGain = 1e-9;
  const worth = (gradient: number, hessian: number) => (gradient * gradient) / (hessian + ridge);
  const own = gathered(rows, derivatives);
  const sums = new Float64Array(2 * BINS_MOST);
  for (const column of usable) {
    const { upTo } = columns[column]!;
    sumByBin(columns[column]!, rows, own, sums);
    let gradient = 0;
    let hessian = 0;
    for (let bin = 0; bin <= upTo.length; bin += 1) {
      gradient += sums[2 * bin]!;
      hessian += sums[2 * bin + 1]!;
    }
    const whole = worth(gradient, hessian);
    const [missingGradient, missingHessian] = [sums[0]!, sums[1]!];
    let leftGradient = 0;
    let leftHessian = 0;
    for (let bin = 1; bin < upTo.length; bin += 1) {
      leftGradient += sums[2 * bin]!;
      leftHessian += sums[2 * bin + 1]!;
      // What is missing goes to the left, then to the right; where nothing is, only the latter.
      for (let way = missingHessian > 0 ? 0 : 1; way < 2; way += 1) {
        const missingLeft = way === 0;
        const left = leftHessian + (missingLeft ? missingHessian : 0);
        if (left < leastWeight || hessian - left < leastWeight) continue;
        const side = leftGradient + (missingLeft ? missingGradient : 0);
        const gain = worth(side, left) + worth(gradient - side, hessian - left) - whole;
        if (!(gain > bestGain)) continue;
        bestGain = gain;
        best = { column, bin, missingLeft };
      }
    }
  }
  return best;
};

/** Rows on either side of a split, in their order. */
const divide = (
  rows: Int32Array,
  binOf: Uint8Array,
  { bin, missingLeft }: Split,
): readonly [Int32Array, Int32Array] => {
  const left = new Int32Array(rows.length);
  const right = new Int32Array(rows.length);
  let lefts = 0;
  let rights = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index]!;
    const at = binOf[row]!;
    if (at === 0 ? missingLeft : at <= bin) left[lefts++] = row;
    else right[rights++] = row;
  }
  return [left.subarray(0, lefts), right.subarray(0, rights)];
};

/**
 * Grows one tree level by level and adds its leaves to `scores`.
 *
 * @param usable positions of the columns that this tree may split on
 * @param scores per row, thousandths of log-odds so far; every row is moved, whether or not it was sampled
 */
export const growTree = (
  columns: readonly TreeColumn[],
  usable: readonly number[],
  sampled: Int32Array,
  derivatives: Derivatives,
  scores: Int32Array,
  options: GrowOptions,
): TreeNode[] => {
  const nodes: TreeNode[] = [];
  const everyRow = new Int32Array(scores.length);
  for (let row = 0; row < everyRow.length; row += 1) everyRow[row] = row;
  const leaf = (rows: Int32Array, all: Int32Array): number => {
    let gradient = 0;
    let hessian = 0;
    for (let index = 0; index < rows.length; index += 1) {
      gradient += derivatives.gradient[rows[index]!]!;
      hessian += derivatives.hessian[rows[index]!]!;
    }
    const milliLogOdds = Math.round((1000 * options.learningRate * gradient) / (hessian + options.ridge)) + 0;
    for (let index = 0; index < all.length; index += 1) scores[all[index]!]! += milliLogOdds;
    return nodes.push({ milliLogOdds }) - 1;
  };
  const grow = (rows: Int32Array, all: Int32Array, depth: number): number => {
    const split = depth === 0 ? null : bestSplit(columns, usable, rows, derivatives, options);
    if (split === null) return leaf(rows, all);
    const { binOf, upTo } = columns[split.column]!;
    const [rowsLeft, rowsRight] = divide(rows, binOf, split);
    const [allLeft, allRight] = divide(all, binOf, split);
    const position = nodes.push({ milliLogOdds: 0 }) - 1;
    const left = grow(rowsLeft, allLeft, depth - 1);
    const right = grow(rowsRight, allRight, depth - 1);
    nodes[position] = {
      input: split.column,
      upTo: upTo[split.bin - 1]!,
      missingLeft: split.missingLeft,
      left,
      right,
    };
    return position;
  };
  grow(sampled, everyRow, options.depth);
  return nodes;
};
