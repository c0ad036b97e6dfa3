import type { BinnedColumn } from './binning.ts';

/** Log-odds of a good end, bin by bin. */
export interface AdditiveFit {
  readonly intercept: number;
  /** For each column, the log-odds that each of its bins adds. */
  readonly weights: readonly Float64Array[];
  readonly sweeps: number;
  readonly converged: boolean;
}

export interface FitBinsOptions {
  /** Pulls the weights of bins to 0, in cases’ worth of evidence. */
  readonly ridge: number;
  readonly maxSweeps?: number;
  /** Largest change of any weight in a sweep at which the fit is taken as done. */
  readonly tolerance?: number;
}

/**
 * The nearest values that do not fall along `order`, weighted (pool adjacent violators): a bin whose own evidence is
 * better never gets less than one whose evidence is worse.
 */
const inOrder = (values: Float64Array, weights: Float64Array, order: Int32Array): void => {
  const blocks: { value: number; weight: number; size: number }[] = [];
  for (const bin of order) {
    blocks.push({ value: values[bin]!, weight: weights[bin]!, size: 1 });
    while (blocks.length > 1 && blocks.at(-2)!.value > blocks.at(-1)!.value) {
      const last = blocks.pop()!;
      const before = blocks.pop()!;
      const weight = before.weight + last.weight;
      const value = (before.value * before.weight + last.value * last.weight) / weight;
      blocks.push({ value, weight, size: before.size + last.size });
    }
  }
  let at = 0;
  for (const { value, size } of blocks) for (let k = 0; k < size; k += 1) values[order[at++]!] = value;
};

/**
 * Fits all bins of all columns together: cyclic Newton steps on the penalised log-likelihood, one column at a time, each
 * followed by the order of the column’s own evidence.
 */
export const fitBins = (columns: readonly BinnedColumn[], good: Uint8Array, options: FitBinsOptions): AdditiveFit => {
  const { ridge, maxSweeps = 300, tolerance = 0.002 } = options;
  const size = good.length;
  const goods = good.reduce((sum, value) => sum + value, 0);
  let intercept = Math.log(goods / (size - goods));
  const logOdds = new Float64Array(size).fill(intercept);
  const weights = columns.map(({ bins }) => new Float64Array(bins.length));
  const orders = columns.map(({ bins }) =>
    Int32Array.from(bins.keys()).sort((a, b) => bins[a]!.weightOfEvidence - bins[b]!.weightOfEvidence),
  );
  const expected = new Float64Array(size);
  const probabilities = () => {
    for (let row = 0; row < size; row += 1) expected[row] = 1 / (1 + Math.exp(-logOdds[row]!));
  };
  probabilities();
  for (let sweep = 1; sweep <= maxSweeps; sweep += 1) {
    let largest = 0;
    for (const [index, { binOf, bins }] of columns.entries()) {
      const own = weights[index]!;
      const first = new Float64Array(bins.length);
      const second = new Float64Array(bins.length);
      for (let row = 0; row < size; row += 1) {
        const p = expected[row]!;
        first[binOf[row]!]! += good[row]! - p;
        second[binOf[row]!]! += p * (1 - p);
      }
      const next = own.map((weight, bin) => (first[bin]! + second[bin]! * weight) / (second[bin]! + ridge));
      inOrder(
        next,
        second.map((value) => value + ridge),
        orders[index]!,
      );
      const change = next.map((value, bin) => value - own[bin]!);
      const most = change.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
      if (most < 1e-9) continue;
      largest = Math.max(largest, most);
      for (let row = 0; row < size; row += 1) logOdds[row]! += change[binOf[row]!]!;
      own.set(next);
      probabilities();
    }
    let surprise = 0;
    let weight = 0;
    for (let row = 0; row < size; row += 1) {
      const p = expected[row]!;
      surprise += good[row]! - p;
      weight += p * (1 - p);
    }
    const step = surprise / weight;
    intercept += step;
    for (let row = 0; row < size; row += 1) logOdds[row]! += step;
    probabilities();
    if (Math.max(largest, Math.abs(step)) < tolerance) return { intercept, weights, sweeps: sweep, converged: true };
  }
  return { intercept, weights, sweeps: maxSweeps, converged: false };
};
