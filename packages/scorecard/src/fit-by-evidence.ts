import type { BinnedColumn } from './binning.ts';
import type { FittedInput, FittedInputs, RejectedInput } from './fitted-inputs.ts';
import type { LogisticFit } from './logistic.ts';
import { fitLogistic } from './logistic.ts';

const evidenceOf = ({ binOf, bins }: BinnedColumn): Float64Array => {
  const weights = bins.map(({ weightOfEvidence }) => weightOfEvidence);
  return Float64Array.from(binOf, (bin) => weights[bin]!);
};

const spreadOf = (evidence: Float64Array): number => {
  const mean = evidence.reduce((sum, value) => sum + value, 0) / evidence.length;
  return Math.sqrt(evidence.reduce((sum, value) => sum + (value - mean) ** 2, 0) / evidence.length);
};

const ROUGH_TOLERANCE = 0.01;
const FINAL_TOLERANCE = 1e-8;

const fittedInput = (column: BinnedColumn, coefficient: number): FittedInput => ({
  column,
  coefficient,
  weights: Float64Array.from(column.bins, ({ weightOfEvidence }) => coefficient * weightOfEvidence),
});

/**
 * Fits, and drops the worst inputs until all that remain count in the direction of their own evidence and are few enough.
 * An input against its evidence would have to be explained to a borrower as the opposite of what the data say.
 */
export const fitByEvidence = (
  informative: readonly BinnedColumn[],
  good: Uint8Array,
  ridge: number,
  most: number,
): FittedInputs => {
  const rejected: RejectedInput[] = [];
  let entries = informative.map((column) => {
    const evidence = evidenceOf(column);
    return { column, evidence, spread: spreadOf(evidence), coefficient: 0 };
  });
  let intercept = Math.log(
    good.reduce((sum, value) => sum + value, 0) / good.reduce((sum, value) => sum + 1 - value, 0),
  );
  const fitFrom = (tolerance: number): LogisticFit => {
    const start = { intercept, coefficients: entries.map(({ coefficient }) => coefficient) };
    const features = entries.map(({ evidence }) => evidence);
    return fitLogistic(features, good, { ridge, tolerance, start });
  };
  for (;;) {
    // While inputs are still being dropped, signs and sizes of effects are all that is asked of a fit.
    const rough = fitFrom(ROUGH_TOLERANCE);
    intercept = rough.intercept;
    entries = entries.map((entry, index) => ({ ...entry, coefficient: rough.coefficients[index]! }));
    const effects = entries.map(({ coefficient, spread }) => coefficient * spread);
    const ranked = [...entries.keys()].sort((left, right) => effects[left]! - effects[right]!);
    const against = effects.filter((effect) => effect <= 0).length;
    const tooMany = entries.length - most;
    if (against === 0 && tooMany <= 0) {
      const fit = fitFrom(FINAL_TOLERANCE);
      const inputs = entries.map(({ column }, index) => fittedInput(column, fit.coefficients[index]!));
      return { inputs, intercept: fit.intercept, rejected, converged: fit.converged };
    }
    // A few at a time: each that goes may set right the sign of those that it was repeating.
    const worst = ranked.slice(0, Math.ceil(Math.max(against, tooMany) / 4));
    for (const index of worst)
      rejected.push({ name: entries[index]!.column.name, reason: effects[index]! > 0 ? 'too_many' : 'contradicts' });
    entries = entries.filter((_, index) => !worst.includes(index));
  }
};
