import type { Learner } from './learner.ts';
import { brierOf, discriminationOf } from './metrics.ts';
import { dealFolds } from './random.ts';
import type { ScoredCase } from './scored-case.ts';
import { scoreCases } from './scored-case.ts';
import type { TrainingProblem, TrainingRow } from './training-data.ts';

export interface FoldResult {
  readonly count: number;
  readonly auc: number;
  readonly ks: number;
  readonly gini: number;
  readonly brier: number;
}

export interface CrossValidation {
  readonly folds: readonly FoldResult[];
  readonly mean: Omit<FoldResult, 'count'>;
  /** Standard deviation of the folds’ AUC: differences below it mean nothing. */
  readonly aucSpread: number;
  /** Every row, scored by the model that did not see it; in the order of the rows. */
  readonly cases: readonly ScoredCase[];
}

export type CrossValidationResult =
  | { readonly ok: true; readonly validation: CrossValidation }
  | { readonly ok: false; readonly problems: readonly TrainingProblem[] };

const judge = (cases: readonly ScoredCase[]): FoldResult => {
  const bad = cases.map((item) => (item.bad ? 1 : 0));
  const { auc, ks, gini } = discriminationOf(
    cases.map(({ score }) => score),
    bad,
  );
  const brier = brierOf(
    cases.map(({ probabilityOfBad }) => probabilityOfBad),
    bad,
  );
  return { count: cases.length, auc, ks, gini, brier };
};

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What one fold gave: its rows, each scored by a model that was learnt from all the others. */
export type FoldOutcome =
  | { readonly ok: true; readonly rows: readonly number[]; readonly cases: readonly ScoredCase[] }
  | { readonly ok: false; readonly problems: readonly TrainingProblem[] };

/** The fold, 0 to `folds - 1`, of each row; goods and bads are dealt evenly, by the seed. */
export const foldsOf = (rows: readonly TrainingRow[], folds: number, seed: number): Int32Array =>
  dealFolds(
    Uint8Array.from(rows, ({ bad }) => (bad ? 1 : 0)),
    folds,
    seed,
  );

/** Learns from all folds but one, and scores that one. Folds are independent, and may be judged on several threads. */
export const judgeFold = (
  rows: readonly TrainingRow[],
  foldOf: Int32Array,
  fold: number,
  learn: Learner,
): FoldOutcome => {
  const learning = learn(rows.filter((_, row) => foldOf[row] !== fold));
  if (!learning.ok) return learning;
  const tested = [...rows.keys()].filter((row) => foldOf[row] === fold);
  const cases = scoreCases(
    tested.map((row) => rows[row]!),
    learning.scorer,
  );
  return { ok: true, rows: tested, cases };
};

/** Puts the folds together, in their order. */
export const gatherFolds = (outcomes: readonly FoldOutcome[]): CrossValidationResult => {
  const cases: ScoredCase[] = [];
  const results: FoldResult[] = [];
  for (const outcome of outcomes) {
    if (!outcome.ok) return outcome;
    for (const [index, row] of outcome.rows.entries()) cases[row] = outcome.cases[index]!;
    results.push(judge(outcome.cases));
  }
  const mean = {
    auc: meanOf(results.map(({ auc }) => auc)),
    ks: meanOf(results.map(({ ks }) => ks)),
    gini: meanOf(results.map(({ gini }) => gini)),
    brier: meanOf(results.map(({ brier }) => brier)),
  };
  const aucSpread = Math.sqrt(meanOf(results.map(({ auc }) => (auc - mean.auc) ** 2)));
  return { ok: true, validation: { folds: results, mean, aucSpread, cases } };
};

/**
 * Learns on all folds but one and judges on that one, in turn. The whole of learning, binning included, happens inside
 * each fold.
 */
export const crossValidate = (
  rows: readonly TrainingRow[],
  learn: Learner,
  { folds = 5, seed = 1 }: { readonly folds?: number; readonly seed?: number } = {},
): CrossValidationResult => {
  const foldOf = foldsOf(rows, folds, seed);
  const outcomes: FoldOutcome[] = [];
  for (let fold = 0; fold < folds; fold += 1) {
    const outcome = judgeFold(rows, foldOf, fold, learn);
    if (!outcome.ok) return outcome;
    outcomes.push(outcome);
  }
  return gatherFolds(outcomes);
};
