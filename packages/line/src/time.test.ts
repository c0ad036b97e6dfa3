import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { DAY_MS, fromMs, lenderClockText } from './time.ts';

const LAST = 8_640_000_000_000_000;
const YEAR_0 = Date.parse('0000-01-01T00:00:00.000Z');
const YEAR_10000 = Date.parse('+010000-01-01T00:00:00.000Z');

it('N109: an instant is written as Date writes it, and one that is none throws', () => {
  const edge = fc
    .tuple(fc.constantFrom(0, YEAR_0, YEAR_10000, LAST, -LAST), fc.integer({ min: -2, max: 2 }))
    .map(([at, by]) => at + by);
  const midnight = fc
    .tuple(fc.integer({ min: -800_000, max: 3_000_000 }), fc.integer({ min: -1001, max: 1001 }))
    .map(([day, by]) => day * DAY_MS + by);
  const instant = fc.oneof(midnight, edge, fc.integer({ min: -LAST, max: LAST }), fc.double({ min: -1e15, max: 1e15 }));
  const written = (write: () => string): string => {
    try {
      return write();
    } catch (error) {
      return (error as Error).name;
    }
  };
  fc.assert(
    fc.property(instant, (ms) => {
      expect(written(() => fromMs(ms))).toBe(written(() => new Date(ms).toISOString()));
    }),
    { numRuns: 2_000 },
  );
  expect(() => fromMs(Number.NaN)).toThrow(RangeError);
});

it('the lender’s clock is eight hours ahead, into the next year where it must', () => {
  expect(lenderClockText('2026-11-26T16:00:00.000Z')).toBe('2026-11-27 00:00:00 +08:00');
  expect(lenderClockText('2026-12-31T18:30:59.999Z')).toBe('2027-01-01 02:30:59 +08:00');
});
