import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dailyRatePpb, percentToPpb, simpleAnnualRatePpb } from './rates.ts';
import { divideRounded, divideToMultiple, ROUNDINGS } from './rounding.ts';

describe('rounding', () => {
  it('L4: every mode at and around the half, on both sides of zero', () => {
    const table: [bigint, bigint, ...bigint[]][] = [
      // numerator, denominator, then as ROUNDINGS lists them: half even, half up, half down, up, down, ceiling, floor
      [5n, 2n, 2n, 3n, 2n, 3n, 2n, 3n, 2n],
      [7n, 2n, 4n, 4n, 3n, 4n, 3n, 4n, 3n],
      [-5n, 2n, -2n, -3n, -2n, -3n, -2n, -2n, -3n],
      [1n, 3n, 0n, 0n, 0n, 1n, 0n, 1n, 0n],
      [-1n, 3n, 0n, 0n, 0n, -1n, 0n, 0n, -1n],
      [2n, 3n, 1n, 1n, 1n, 1n, 0n, 1n, 0n],
      [-2n, 3n, -1n, -1n, -1n, -1n, 0n, 0n, -1n],
      [6n, 3n, 2n, 2n, 2n, 2n, 2n, 2n, 2n],
    ];
    for (const [top, bottom, ...expected] of table)
      expect(ROUNDINGS.map((mode) => divideRounded(top, bottom, mode))).toEqual(expected);
  });

  it('L4: the result is never a whole unit away, and half modes never more than half', () => {
    const modes = fc.constantFrom(...ROUNDINGS);
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        fc.bigInt({ min: 1n, max: 10n ** 20n }),
        modes,
        (top, bottom, mode) => {
          const off = divideRounded(top, bottom, mode) * bottom - top;
          const size = off < 0n ? -off : off;
          expect(size < bottom).toBe(true);
          if (mode.startsWith('HALF')) expect(2n * size <= bottom).toBe(true);
        },
      ),
    );
  });

  it('L12: to a multiple', () => {
    expect(divideToMultiple(32_778n, 1n, 100n, 'HALF_EVEN')).toBe(32_800n);
    expect(divideToMultiple(32_778n, 1n, 1_000n, 'DOWN')).toBe(32_000n);
  });
});

describe('rates', () => {
  it('L5: 0.03% a day is 10.95% a year, or 10.8% where the contract counts 360', () => {
    expect(simpleAnnualRatePpb(300_000n, 365n)).toBe(109_500_000n);
    expect(simpleAnnualRatePpb(300_000n, 360n)).toBe(108_000_000n);
    expect(dailyRatePpb(109_500_000n, 'ACT/365')).toBe(300_000n);
    expect(dailyRatePpb(108_000_000n, 'ACT/360')).toBe(300_000n);
  });

  it('L5: percent text is read exactly or not at all', () => {
    expect(percentToPpb('9.4822')).toBe(94_822_000n);
    expect(percentToPpb('0.045')).toBe(450_000n);
    expect(percentToPpb('35.99')).toBe(359_900_000n);
    expect(['', 'x', '1.', '1e3', '0.12345678'].map(percentToPpb)).toEqual([null, null, null, null, null]);
  });
});
