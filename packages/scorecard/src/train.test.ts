import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLogistic } from './logistic.ts';
import { scoreOf } from './score.ts';
import { madeUpRows } from './testing/made-up-rows.ts';
import type { TrainedScorecard } from './train.ts';
import { probabilityOfBad, trainScorecard } from './train.ts';
import type { TrainingRow } from './training-data.ts';
import { validateScorecard } from './validate.ts';

const options = { id: 'made-up', version: '1', specialCodes: { debtPpm: [-1] } };
const trained = (rows: readonly TrainingRow[], more: object = {}): TrainedScorecard => {
  const result = trainScorecard(rows, { ...options, ...more });
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.trained;
};
const rows = madeUpRows(8000);
const attributeOf = ({ attributes }: TrainedScorecard, name: string) => attributes.find((item) => item.name === name);

describe('logistic regression (S5)', () => {
  it('finds the log-odds of two groups', () => {
    const feature = Float64Array.from({ length: 100 }, (_, row) => (row < 40 ? 1 : 0));
    const outcome = Uint8Array.from({ length: 100 }, (_, row) => (row < 10 || row >= 70 ? 1 : 0));
    const fit = fitLogistic([feature], outcome, { ridge: 0 });
    expect(fit.converged).toBe(true);
    expect(fit.intercept).toBeCloseTo(Math.log(30 / 30), 8);
    expect(fit.coefficients[0]).toBeCloseTo(Math.log(10 / 30) - Math.log(30 / 30), 8);
  });

  it('ends where the penalised likelihood is flat, from any start', () => {
    const values = fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }), fc.boolean()), {
      minLength: 6,
      maxLength: 40,
    });
    fc.assert(
      fc.property(values, fc.double({ min: -0.5, max: 0.5, noNaN: true }), (list, start) => {
        fc.pre(new Set(list.map(([, , outcome]) => outcome)).size === 2);
        const features = [0, 1].map((column) => Float64Array.from(list, (item) => Number(item[column])));
        const outcome = Uint8Array.from(list, ([, , yes]) => (yes ? 1 : 0));
        const fit = fitLogistic(features, outcome, {
          ridge: 1,
          start: { intercept: 0, coefficients: [start, -start] },
        });
        expect(fit.converged).toBe(true);
        for (const [column, feature] of features.entries()) {
          const gradient = list.reduce((sum, [first, second, yes], row) => {
            const logOdds = fit.intercept + fit.coefficients[0]! * first + fit.coefficients[1]! * second;
            return sum + ((yes ? 1 : 0) - 1 / (1 + Math.exp(-logOdds))) * feature[row]!;
          }, -fit.coefficients[column]!);
          expect(Math.abs(gradient)).toBeLessThan(1e-5);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('comes back from a start so far off that a whole Newton step overshoots', () => {
    const feature = Float64Array.from({ length: 40 }, (_, row) => (row % 2 === 0 ? 3 : -3));
    const outcome = Uint8Array.from({ length: 40 }, (_, row) => (row % 4 === 0 ? 1 : 0));
    for (const slope of [-40, -4, 4, 40]) {
      const fit = fitLogistic([feature], outcome, { ridge: 1, start: { intercept: slope, coefficients: [slope] } });
      expect(fit.converged, `start ${slope}`).toBe(true);
      expect(fit.coefficients[0]).toBeCloseTo(fitLogistic([feature], outcome, { ridge: 1 }).coefficients[0]!, 6);
    }
  });

  it('leaves a feature without information at 0', () => {
    const fit = fitLogistic([new Float64Array(10)], Uint8Array.of(0, 1, 0, 1, 1, 0, 0, 1, 0, 0), { ridge: 0 });
    expect(fit.coefficients[0]).toBeCloseTo(0, 10);
  });
});

describe('training (S5)', () => {
  const scorecard = trained(rows);

  it('gives a sound model, the same for the same seed and rows', () => {
    expect(validateScorecard(scorecard.model).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(scorecard.converged).toBe(true);
    expect(trained(rows).model).toEqual(scorecard.model);
  });

  it('cuts where the risk steps, gives codes and missing values bins of their own, and drops noise', () => {
    const bins = attributeOf(scorecard, 'debtPpm')!.bins;
    const ends = bins.flatMap(({ condition }) =>
      'upTo' in condition && condition.upTo !== null ? condition.upTo : [],
    );
    expect(ends.length).toBe(2);
    expect(Math.abs(ends[0]! - 300_000)).toBeLessThan(40_000);
    expect(Math.abs(ends[1]! - 700_000)).toBeLessThan(40_000);
    expect(bins.slice(-2).map(({ condition }) => condition)).toEqual([{ values: ['-1'] }, { missing: true }]);
    expect(attributeOf(scorecard, 'noise')).toBeUndefined();
    expect(scorecard.rejected).toEqual([{ name: 'noise', reason: 'uninformative' }]);
    const words = attributeOf(scorecard, 'employment')!.bins.map(({ condition }) => condition);
    expect(words[1]).toEqual({ values: ['STUDENT'] });
  });

  it('says probabilities that come true', () => {
    const fresh = madeUpRows(8000, 2).map(({ inputs, bad }) => ({
      expected: probabilityOfBad(scoreOf(scorecard.model, inputs).points, scorecard.scale),
      bad,
    }));
    for (const [from, to] of [
      [0, 0.1],
      [0.1, 0.3],
      [0.3, 1],
    ] as const) {
      const band = fresh.filter(({ expected }) => expected >= from && expected < to);
      const expected = band.reduce((sum, item) => sum + item.expected, 0) / band.length;
      const observed = band.filter(({ bad }) => bad).length / band.length;
      expect(Math.abs(expected - observed)).toBeLessThan(0.03);
    }
  });

  it('keeps to a direction that is asked for', () => {
    const backwards = trained(rows, { binning: { directions: { debtPpm: 'falling' } } });
    const numbers = attributeOf(backwards, 'debtPpm')?.bins.filter(({ condition }) => 'upTo' in condition) ?? [];
    expect(numbers.length).toBeLessThanOrEqual(1);
    const asked = trained(rows, { binning: { directions: { debtPpm: 'rising' }, penaltyPerBin: 0 } });
    const risks = attributeOf(asked, 'debtPpm')!
      .bins.filter(({ condition }) => 'upTo' in condition)
      .map(({ goods, bads }) => bads / (goods + bads));
    expect(risks).toEqual([...risks].sort((left, right) => left - right));
    expect(risks.length).toBeGreaterThan(2);
  });

  it('scales points: so many to double the odds', () => {
    const coarse = trained(rows, { scale: { evenOddsPoints: 600, pointsPerDoubling: 20 } });
    expect(probabilityOfBad(600, coarse.scale)).toBe(0.5);
    expect(probabilityOfBad(620, coarse.scale)).toBeCloseTo(1 / 3, 12);
    const inputs = rows[0]!.inputs;
    const [one, other] = [coarse, scorecard].map(({ model, scale }) =>
      probabilityOfBad(scoreOf(model, inputs).points, scale),
    );
    expect(Math.abs(one! - other!)).toBeLessThan(0.02);
  });

  it('keeps only as many attributes as asked, and carries labels', () => {
    const labels = { debtPpm: { zh: '负债', en: 'Debt' } };
    const one = trained(rows, { mostAttributes: 1, labels });
    expect(one.model.attributes.map(({ name, label }) => [name, label])).toEqual([['debtPpm', labels.debtPpm]]);
    expect(one.rejected).toContainEqual({ name: 'employment', reason: 'too_many' });
    expect(attributeOf(trained(rows, { without: ['debtPpm'] }), 'debtPpm')).toBeUndefined();
  });

  it('drops an input that only repeats another with the opposite sign', () => {
    const repeated = rows.map((row) => {
      const { debtPpm } = row.inputs;
      return { ...row, inputs: { ...row.inputs, again: typeof debtPpm === 'number' ? debtPpm : null } };
    });
    const scorecard = trained(repeated);
    expect(scorecard.attributes.every(({ coefficient }) => coefficient !== null && coefficient > 0)).toBe(true);
  });

  const [row] = rows;
  it.each([
    ['no_rows', []],
    ['one_outcome', rows.slice(0, 50).map((item) => ({ ...item, bad: true }))],
    ['no_inputs', rows.slice(0, 50).map((item) => ({ ...item, inputs: {} }))],
    ['not_whole', [{ ...row!, inputs: { ...row!.inputs, debtPpm: 0.5 } }, ...rows.slice(0, 50)]],
    ['mixed_types', [...rows.slice(0, 50), { ...row!, inputs: { ...row!.inputs, noise: 'loud' } }]],
    ['mixed_types', [...rows.slice(0, 50), { ...row!, inputs: { ...row!.inputs, employment: 3 } }]],
    ['row_without_input', [...rows.slice(0, 50), { ...row!, inputs: { noise: 1, debtPpm: 1 } }]],
  ])('refuses rows that it cannot learn from: %s', (code, wrong) => {
    const result = trainScorecard(wrong, options);
    expect(result).toMatchObject({ ok: false, problems: [{ code }] });
  });
});
