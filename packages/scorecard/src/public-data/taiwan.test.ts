import { beforeAll, describe, expect, it } from 'vitest';
import { scorecardLearner, treeLearner } from '../learner.ts';
import { validationReport } from '../report.ts';
import { hasPublicData, taiwanRows, taiwanSpecialCodes } from '../testing/public-data.ts';
import type { TrainingRow } from '../training-data.ts';
import { of, patience, validated, validatedInPart } from './validated.ts';

describe.skipIf(!hasPublicData)('on Taiwan’s card clients (S12)', patience, () => {
  let rows: readonly TrainingRow[];
  beforeAll(() => {
    rows = taiwanRows();
  });

  it('the scorecard for Taiwan’s card clients reaches an AUC of 0.775, well calibrated, and is fair enough to report', () => {
    const learner = scorecardLearner({ ...of, specialCodes: taiwanSpecialCodes });
    const { mean, cases } = validated(rows, learner);
    console.info('Taiwan scorecard', mean);
    expect(mean.auc).toBeGreaterThanOrEqual(0.775);
    expect(mean.ks).toBeGreaterThanOrEqual(0.415);
    expect(mean.brier).toBeLessThanOrEqual(0.137);
    const report = validationReport(cases, { title: 'Taiwan', cut: 440 });
    for (const band of report.calibration)
      expect(Math.abs(band.expectedBadRate - band.observedBadRate)).toBeLessThan(0.03);
    expect(report.groups.map(({ by }) => by)).toEqual(['age', 'sex']);
  });

  it('challenger trees for Taiwan reach 0.789 on two folds', () => {
    const { mean } = validatedInPart(rows, treeLearner(of));
    console.info('Taiwan trees', mean);
    expect(mean.auc).toBeGreaterThanOrEqual(0.789);
  });
});
