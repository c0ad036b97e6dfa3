import { describe, expect, it } from 'vitest';
import { crossValidate } from './cross-validate.ts';
import type { Learner } from './learner.ts';
import { scorecardLearner, treeLearner } from './learner.ts';
import { validationReport } from './report.ts';
import { hasPublicData, polishRows, southGermanRows, taiwanRows, taiwanSpecialCodes } from './testing/public-data.ts';
import type { TrainingRow } from './training-data.ts';

/*
 * What the trainers reach on public files, in five-fold cross-validation, against what is published or was measured with
 * the usual tools. Protected attributes of the Taiwan file are not among the inputs.
 */
const validated = (rows: readonly TrainingRow[], learner: Learner) => {
  const result = crossValidate(rows, learner, { folds: 5, seed: 7 });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('; '));
  return result.validation;
};

const of = { id: 'public-data', version: '1' };

// About forty seconds of one free core; the limit allows for a machine that is busy with other things.
describe.skipIf(!hasPublicData)('on public credit files (S12)', { timeout: 480_000 }, () => {
  it('the scorecard for Taiwan’s card clients reaches an AUC of 0.775, well calibrated, and is fair enough to report', () => {
    const learner = scorecardLearner({ ...of, specialCodes: taiwanSpecialCodes });
    const { mean, cases } = validated(taiwanRows(), learner);
    console.info('Taiwan scorecard', mean);
    expect(mean.auc).toBeGreaterThanOrEqual(0.775);
    expect(mean.ks).toBeGreaterThanOrEqual(0.415);
    expect(mean.brier).toBeLessThanOrEqual(0.137);
    const report = validationReport(cases, { title: 'Taiwan', cut: 440 });
    for (const band of report.calibration)
      expect(Math.abs(band.expectedBadRate - band.observedBadRate)).toBeLessThan(0.03);
    expect(report.groups.map(({ by }) => by)).toEqual(['age', 'sex']);
  });

  it('challenger trees for Taiwan reach 0.784', () => {
    const { mean } = validated(taiwanRows(), treeLearner(of));
    console.info('Taiwan trees', mean);
    expect(mean.auc).toBeGreaterThanOrEqual(0.784);
  });

  it('the scorecard for South German credit reaches 0.79, and trees as much, on a thousand cases', () => {
    const binning = { penaltyPerBin: 0.5, defaultDirection: 'monotone' } as const;
    const scorecard = validated(southGermanRows(), scorecardLearner({ ...of, binning, ridge: 5 })).mean;
    const trees = validated(southGermanRows(), treeLearner(of)).mean;
    console.info('South German scorecard', scorecard, 'trees', trees);
    expect(scorecard.auc).toBeGreaterThanOrEqual(0.79);
    expect(trees.auc).toBeGreaterThanOrEqual(0.79);
  });

  it('the scorecard for Polish companies reaches 0.92, and trees 0.95', () => {
    const binning = { penaltyPerBin: 5, leastShare: 0.01, cells: 120, priorCases: 3 };
    const scorecard = validated(polishRows(), scorecardLearner({ ...of, binning, fit: 'joint', ridge: 2 })).mean;
    const trees = validated(polishRows(), treeLearner(of)).mean;
    console.info('Polish scorecard', scorecard, 'trees', trees);
    expect(scorecard.auc).toBeGreaterThanOrEqual(0.92);
    expect(trees.auc).toBeGreaterThanOrEqual(0.95);
  });
});
