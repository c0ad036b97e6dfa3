import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandEndsOf, brierOf, calibrationOf, countByBand, discriminationOf, psiOf } from './metrics.ts';

const cases = fc
  .array(fc.record({ score: fc.integer({ min: -4, max: 4 }), bad: fc.constantFrom(0, 1) }), {
    minLength: 2,
    maxLength: 40,
  })
  .filter((list) => new Set(list.map(({ bad }) => bad)).size === 2);

describe('discrimination (S10)', () => {
  it('is the share of pairs in the right order, ties counting half, and the largest gap between the shares below', () => {
    fc.assert(
      fc.property(cases, (list) => {
        const goods = list.filter(({ bad }) => bad === 0);
        const bads = list.filter(({ bad }) => bad === 1);
        const pairs = goods.flatMap((good) => bads.map((bad) => (Math.sign(good.score - bad.score) + 1) / 2));
        const auc = pairs.reduce((sum, won) => sum + won, 0) / pairs.length;
        const below = (some: typeof list, score: number) =>
          some.filter((item) => item.score <= score).length / some.length;
        const ks = Math.max(...list.map(({ score }) => Math.abs(below(bads, score) - below(goods, score))));
        const found = discriminationOf(
          list.map(({ score }) => score),
          list.map(({ bad }) => bad),
        );
        expect(found.auc).toBeCloseTo(auc, 12);
        expect(found.gini).toBeCloseTo(2 * auc - 1, 12);
        expect(found.ks).toBeCloseTo(ks, 12);
      }),
    );
  });

  it('is not a number where there are no two outcomes', () => {
    expect(discriminationOf([1, 2], [1, 1]).auc).toBeNaN();
  });
});

describe('calibration, Brier score and shift (S10)', () => {
  it('have known values', () => {
    expect(brierOf([0, 1, 0.5], [0, 1, 1])).toBeCloseTo(0.25 / 3, 12);
    expect(calibrationOf([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 0], 2)).toEqual([
      { count: 2, expectedBadRate: expect.closeTo(0.15, 12) as unknown, observedBadRate: 0 },
      { count: 2, expectedBadRate: expect.closeTo(0.85, 12) as unknown, observedBadRate: 0.5 },
    ]);
    expect(psiOf([50, 50], [50, 50])).toBe(0);
    expect(psiOf([50, 50], [80, 20])).toBeCloseTo(0.3 * Math.log(1.6) - 0.3 * Math.log(0.4), 12);
    expect(psiOf([10, 0], [5, 5])).toBeLessThan(Infinity);
  });

  it('put every case into one band', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 60 }), (scores) => {
        const ends = bandEndsOf(scores);
        expect(countByBand(scores, ends).reduce((sum, count) => sum + count, 0)).toBe(scores.length);
        expect(ends.every((end, index) => index === 0 || end > ends[index - 1]!)).toBe(true);
        const bands = calibrationOf(
          scores.map((score) => score / 10),
          scores.map(() => 1),
        );
        expect(bands.reduce((sum, { count }) => sum + count, 0)).toBe(scores.length);
        expect(bands.every(({ count }) => count > 0)).toBe(true);
      }),
    );
  });
});
