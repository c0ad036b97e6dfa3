import type { ScorecardInputs } from './model.ts';
import { scoreOf } from './score.ts';
import type { TrainOptions } from './train.ts';
import { probabilityOfBad, trainScorecard } from './train.ts';
import type { TreeOptions } from './train-trees.ts';
import { trainTrees } from './train-trees.ts';
import type { TrainingProblem, TrainingRow } from './training-data.ts';
import { probabilityOfBadByTrees, treeScoreOf } from './tree-model.ts';

/** Anything that was learnt and can score: what validation and comparison need to know of a model. */
export interface Scorer {
  /** Whole; more is better. */
  readonly score: (inputs: ScorecardInputs) => number;
  readonly probabilityOfBad: (score: number) => number;
}

export type Learning =
  | { readonly ok: true; readonly scorer: Scorer }
  | { readonly ok: false; readonly problems: readonly TrainingProblem[] };

export type Learner = (rows: readonly TrainingRow[]) => Learning;

export const scorecardLearner =
  (options: TrainOptions): Learner =>
  (rows) => {
    const result = trainScorecard(rows, options);
    if (!result.ok) return result;
    const { model, scale } = result.trained;
    return {
      ok: true,
      scorer: {
        score: (inputs) => scoreOf(model, inputs).points,
        probabilityOfBad: (points) => probabilityOfBad(points, scale),
      },
    };
  };

export const treeLearner =
  (options: TreeOptions): Learner =>
  (rows) => {
    const result = trainTrees(rows, options);
    if (!result.ok) return result;
    const { model } = result;
    return {
      ok: true,
      scorer: { score: (inputs) => treeScoreOf(model, inputs), probabilityOfBad: probabilityOfBadByTrees },
    };
  };
