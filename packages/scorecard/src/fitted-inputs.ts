import type { BinnedColumn } from './binning.ts';

/** An input that a fit kept, with what each of its bins adds to the log-odds of a good end. */
export interface FittedInput {
  readonly column: BinnedColumn;
  readonly weights: Float64Array;
  readonly coefficient: number | null;
}

export interface RejectedInput {
  readonly name: string;
  /** Too little information, nothing of its own beside the others or against its own evidence, or one too many. */
  readonly reason: 'uninformative' | 'contradicts' | 'too_many';
}

export interface FittedInputs {
  readonly inputs: readonly FittedInput[];
  readonly intercept: number;
  readonly rejected: readonly RejectedInput[];
  readonly converged: boolean;
}
