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

/**
 * Learns on all folds but one and judges on that one, in turn. The whole of learning, binning included, happens inside
 * each fold; goods and bads are dealt to the folds evenly, by the seed.
 */
export const crossValidate = (
  rows: readonly TrainingRow[],
  learn: Learner,
  { folds = 5, seed = 1 }: { readonly folds?: number; readonly seed?: number } = {},
): CrossValidationResult => {
  const foldOf = dealFolds(
    Uint8Array.from(rows, ({ bad }) => (bad ? 1 : 0)),
    folds,
    seed,
  );
  const cases: ScoredCase[] = [];
  const results: FoldResult[] = [];
  for (let fold = 0; fold < folds; fold += 1) {
    const learning = learn(rows.filter((_, row) => foldOf[row] !== fold));
    if (!learning.ok) return learning;
    const tested = [...rows.keys()].filter((row) => foldOf[row] === fold);
    const scored = scoreCases(
      tested.map((row) => rows[row]!),
      learning.scorer,
    );
    for (const [index, row] of tested.entries()) cases[row] = scored[index]!;
    results.push(judge(scored));
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
