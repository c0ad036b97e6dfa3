import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Counts, Direction, PartitionOptions } from './optimal-bins.ts';
import { partitionCells } from './optimal-bins.ts';

const cells = fc.array(
  fc
    .record({ goods: fc.integer({ min: 0, max: 12 }), bads: fc.integer({ min: 0, max: 12 }) })
    .filter(({ goods, bads }) => goods + bads > 0),
  { minLength: 1, maxLength: 8 },
);

const xlogx = (part: number, count: number) => (part === 0 ? 0 : part * Math.log(part / count));
const binsOf = (list: readonly Counts[], lastCells: readonly number[]): Counts[] =>
  lastCells.map((end, index) => {
    const held = list.slice((lastCells[index - 1] ?? -1) + 1, end + 1);
    return {
      goods: held.reduce((sum, { goods }) => sum + goods, 0),
      bads: held.reduce((sum, { bads }) => sum + bads, 0),
    };
  });
const rates = (bins: readonly Counts[]) => bins.map(({ goods, bads }) => bads / (goods + bads));
const isOrdered = (values: readonly number[], direction: Direction): boolean => {
  const rising = values.every((value, index) => index === 0 || value >= values[index - 1]!);
  const falling = values.every((value, index) => index === 0 || value <= values[index - 1]!);
  return { free: true, monotone: rising || falling, rising, falling }[direction];
};
const worth = (bins: readonly Counts[], penalty: number): number =>
  bins.reduce((sum, { goods, bads }) => sum + xlogx(goods, goods + bads) + xlogx(bads, goods + bads) - penalty, 0);

/** Every way to divide the cells, as the positions of last cells. */
const allDivisions = (size: number): number[][] =>
  Array.from({ length: 2 ** (size - 1) }, (_, mask) => [
    ...Array.from({ length: size - 1 }, (_none, cell) => cell).filter((cell) => (mask >> cell) % 2 === 1),
    size - 1,
  ]);

describe('dividing cells into bins (S4)', () => {
  it('is the best of all divisions that the options allow', () => {
    const direction = fc.constantFrom<Direction>('free', 'monotone', 'rising', 'falling');
    fc.assert(
      fc.property(
        cells,
        direction,
        fc.constantFrom(1, 3, 10),
        fc.constantFrom(0, 0.7, 2),
        (list, way, leastCount, penaltyPerBin) => {
          const options: PartitionOptions = { direction: way, leastCount, mostBins: 99, penaltyPerBin };
          const chosen = binsOf(list, partitionCells(list, options));
          const allowed = allDivisions(list.length)
            .map((lastCells) => binsOf(list, lastCells))
            .filter(
              (bins) => bins.every(({ goods, bads }) => goods + bads >= leastCount) && isOrdered(rates(bins), way),
            );
          if (allowed.length === 0) {
            expect(chosen.length).toBe(1);
            return;
          }
          expect(isOrdered(rates(chosen), way)).toBe(true);
          expect(worth(chosen, penaltyPerBin)).toBeCloseTo(
            Math.max(...allowed.map((bins) => worth(bins, penaltyPerBin))),
            9,
          );
        },
      ),
    );
  });

  it('keeps to the most bins', () => {
    const list = Array.from({ length: 30 }, (_, index) => ({ goods: 100 - index * 3, bads: 10 + index * 3 }));
    for (const mostBins of [1, 2, 5])
      expect(
        partitionCells(list, { direction: 'free', leastCount: 1, mostBins, penaltyPerBin: 0 }).length,
      ).toBeLessThanOrEqual(mostBins);
  });
});
