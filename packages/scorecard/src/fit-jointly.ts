import type { BinnedColumn } from './binning.ts';
import { type AdditiveFit, fitBins } from './fit-bins.ts';
import type { FittedInputs, RejectedInput } from './fitted-inputs.ts';

/** Log-odds; a tenth of the points that a scorecard rounds to. */
const FINAL_TOLERANCE = 0.002;
const ROUGH_TOLERANCE = 0.02;
/** An input none of whose bins moves the log-odds by more than this tells nothing beside the others. */
const LEAST_EFFECT = 0.02;

/** Standard deviation over the cases of what an input adds. */
const effectOf = ({ bins }: BinnedColumn, weights: Float64Array): number => {
  const counts = bins.map(({ goods, bads }) => goods + bads);
  const size = counts.reduce((sum, count) => sum + count, 0);
  const mean = counts.reduce((sum, count, bin) => sum + (count * weights[bin]!) / size, 0);
  return Math.sqrt(counts.reduce((sum, count, bin) => sum + (count * (weights[bin]! - mean) ** 2) / size, 0));
};

/**
 * Fits all bins together, and drops the inputs that add nothing beside the others, and the weakest until they are few
 * enough. The order of an input’s own evidence is kept bin by bin, so none can count against it.
 */
export const fitJointly = (
  informative: readonly BinnedColumn[],
  good: Uint8Array,
  ridge: number,
  most: number,
): FittedInputs => {
  const rejected: RejectedInput[] = [];
  let columns = informative;
  let fit: AdditiveFit = fitBins(columns, good, { ridge, tolerance: ROUGH_TOLERANCE });
  for (;;) {
    const effects = columns.map((column, index) => effectOf(column, fit.weights[index]!));
    const flat = effects.filter((effect) => effect < LEAST_EFFECT).length;
    const leaving = Math.max(flat, columns.length - most);
    if (leaving <= 0) break;
    const ranked = [...columns.keys()].sort((left, right) => effects[left]! - effects[right]!);
    const worst = new Set(ranked.slice(0, leaving));
    for (const index of worst)
      rejected.push({
        name: columns[index]!.name,
        reason: effects[index]! < LEAST_EFFECT ? 'contradicts' : 'too_many',
      });
    columns = columns.filter((_, index) => !worst.has(index));
    fit = fitBins(columns, good, { ridge, tolerance: ROUGH_TOLERANCE });
  }
  const { weights, intercept, converged } = fitBins(columns, good, { ridge, tolerance: FINAL_TOLERANCE });
  const inputs = columns.map((column, index) => ({ column, coefficient: null, weights: weights[index]! }));
  return { inputs, intercept, rejected, converged };
};
