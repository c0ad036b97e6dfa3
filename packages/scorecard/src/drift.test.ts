import { describe, expect, it } from 'vitest';
import { driftOf } from './drift.ts';
import type { ScorecardModel } from './model.ts';

const model: ScorecardModel = {
  id: 'm',
  version: '1',
  basePoints: 100,
  attributes: [
    {
      name: 'debtPpm',
      bins: [
        { upTo: 500_000, points: 20 },
        { upTo: null, points: 0 },
        { missing: true, points: 5 },
      ],
    },
    {
      name: 'employment',
      bins: [
        { values: ['SALARIED'], points: 10 },
        { values: ['STUDENT'], points: -10 },
      ],
    },
  ],
};
const sample = (highs: number, missing: number) =>
  Array.from({ length: 100 }, (_, index) => ({
    debtPpm: index < missing ? null : index < missing + highs ? 900_000 : 100_000,
    employment: index % 2 === 0 ? 'SALARIED' : 'STUDENT',
  }));

describe('drift (S13)', () => {
  it('is none between a sample and itself', () => {
    const drift = driftOf(model, sample(20, 5), sample(20, 5));
    expect(drift.scorePsi).toBe(0);
    for (const { psi, meanPointsChange } of drift.attributes) expect([psi, meanPointsChange]).toEqual([0, 0]);
  });

  it('says which input moved, and which way', () => {
    const { scorePsi, attributes } = driftOf(model, sample(20, 5), sample(60, 10));
    expect(scorePsi).toBeGreaterThan(0.25);
    expect(attributes[0]).toMatchObject({ name: 'debtPpm', missingShareBefore: 0.05, missingShareNow: 0.1 });
    expect(attributes[0]?.psi).toBeGreaterThan(0.25);
    expect(attributes[0]?.meanPointsChange).toBeCloseTo((30 * 20 + 10 * 5 - (75 * 20 + 5 * 5)) / 100, 10);
    expect(attributes[1]).toMatchObject({ name: 'employment', psi: 0, meanPointsChange: 0 });
  });

  it('counts words that no bin holds as a shift of their own', () => {
    const strangers = sample(20, 5).map((inputs) => ({ ...inputs, employment: 'RETIRED' }));
    const { attributes } = driftOf(model, sample(20, 5), strangers);
    expect(attributes[1]).toMatchObject({ missingShareBefore: 0, missingShareNow: 1 });
    expect(attributes[1]?.psi).toBeGreaterThan(1);
  });

  it('needs cases on both sides', () => {
    expect(() => driftOf(model, sample(1, 1), [])).toThrow('not 100 and 0');
  });
});
