import { crossValidate } from '../cross-validate.ts';
import type { Learner } from '../learner.ts';
import type { TrainingRow } from '../training-data.ts';

/*
 * What the trainers reach on public files, in five-fold cross-validation, against what is published or was measured with
 * the usual tools. Protected attributes of the files are not among the inputs. A file each, so that they run side by side.
 */
export const validated = (rows: readonly TrainingRow[], learner: Learner) => {
  const result = crossValidate(rows, learner, { folds: 5, seed: 7 });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('; '));
  return result.validation;
};

export const of = { id: 'public-data', version: '1' };

/** Well under a minute of one free core each; the limit allows for a machine that is busy with other things. */
export const patience = { timeout: 480_000 };
