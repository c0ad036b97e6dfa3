import { crossValidate, scorecardLearner, type TrainOptions, type TrainingRow } from '@clearline/scorecard';

/** How inputs are cut into bins and held together. */
export interface Way {
  readonly name: string;
  readonly options: Pick<TrainOptions, 'binning' | 'ridge' | 'fit'>;
}

/** Ways that suit files of different kinds; which one suits a file, its own cases tell. */
export const WAYS: readonly Way[] = [
  // Many rows, and inputs that overlap: bins fitted together share out what they tell in common.
  {
    name: 'together',
    options: { binning: { leastShare: 0.01, cells: 100, mostBins: 12 }, fit: 'joint', ridge: 20 },
  },
  // Long tails, as of financial ratios, and few bad ends: narrow bins at the ends, few elsewhere.
  {
    name: 'fine',
    options: { binning: { penaltyPerBin: 5, leastShare: 0.01, cells: 120, priorCases: 3 }, fit: 'joint', ridge: 2 },
  },
  // Few rows: each quantity goes one way, and small numbers that may be codes are grouped in any order.
  {
    name: 'one-way',
    options: {
      binning: { penaltyPerBin: 0, leastShare: 0.03, priorCases: 5, defaultDirection: 'monotone', codesMost: 10 },
      ridge: 3,
    },
  },
];

const INNER_FOLDS = 3;

/** The way with the greatest AUC within these rows; the first of equals, and where the rows cannot be learnt from. */
export const bestWay = (rows: readonly TrainingRow[], options: TrainOptions): Way => {
  const [first, ...others] = WAYS as readonly [Way, ...Way[]];
  const aucOf = (way: Way): number => {
    const learner = scorecardLearner({ ...options, ...way.options });
    const result = crossValidate(rows, learner, { folds: INNER_FOLDS, seed: options.seed ?? 1 });
    return result.ok ? result.validation.mean.auc : Number.NEGATIVE_INFINITY;
  };
  let best = { way: first, auc: aucOf(first) };
  for (const way of others) {
    const auc = aucOf(way);
    if (auc > best.auc) best = { way, auc };
  }
  return best.way;
};
