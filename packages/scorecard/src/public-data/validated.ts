import { crossValidate, type CrossValidationResult, foldsOf, gatherFolds, judgeFold } from '../cross-validate.ts';
import type { Learner } from '../learner.ts';
import type { TrainingRow } from '../training-data.ts';

/*
 * What the trainers reach on public files, in five-fold cross-validation, against what is published or was measured with
 * the usual tools. Protected attributes of the files are not among the inputs. A file each, so that they run side by side.
 */
export const validated = (rows: readonly TrainingRow[], learner: Learner) =>
  soundly(crossValidate(rows, learner, DEALT));

/** Two of the five folds: ensembles of trees take minutes over a whole file, and two folds show a trainer that got worse. */
export const validatedInPart = (rows: readonly TrainingRow[], learner: Learner) => {
  const foldOf = foldsOf(rows, DEALT.folds, DEALT.seed);
  return soundly(gatherFolds([0, 1].map((fold) => judgeFold(rows, foldOf, fold, learner))));
};

const DEALT = { folds: 5, seed: 7 };
const soundly = (result: CrossValidationResult) => {
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('; '));
  return result.validation;
};

export const of = { id: 'public-data', version: '1' };

/** Well under a minute of one free core each; the limit allows for a machine that is busy with other things. */
export const patience = { timeout: 480_000 };
