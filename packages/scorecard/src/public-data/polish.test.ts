import { describe, expect, it } from 'vitest';
import { scorecardLearner, treeLearner } from '../learner.ts';
import { hasPublicData, polishRows } from '../testing/public-data.ts';
import { of, patience, validated, validatedInPart } from './validated.ts';

describe.skipIf(!hasPublicData)('on Polish companies (S12)', patience, () => {
  it('the scorecard for Polish companies reaches 0.92, and trees 0.95', () => {
    const binning = { penaltyPerBin: 5, leastShare: 0.01, cells: 120, priorCases: 3 };
    const rows = polishRows();
    const scorecard = validated(rows, scorecardLearner({ ...of, binning, fit: 'joint', ridge: 2 })).mean;
    const trees = validatedInPart(rows, treeLearner(of)).mean;
    console.info('Polish scorecard', scorecard, 'trees', trees);
    expect(scorecard.auc).toBeGreaterThanOrEqual(0.92);
    expect(trees.auc).toBeGreaterThanOrEqual(0.95);
  });
});
