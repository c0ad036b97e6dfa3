import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BinningOptions } from './binning.ts';
import { binColumn, DEFAULT_BINNING } from './binning.ts';
import { binOf } from './score.ts';
import type { Column } from './training-data.ts';
import { readRows } from './training-data.ts';

interface Case {
  readonly value: number | string | null;
  readonly bad: boolean;
}

const binned = (
  cases: readonly Case[],
  partOf: Int32Array,
  options: Partial<BinningOptions> = {},
  codes: number[] = [],
) => {
  const table = readRows(
    cases.map(({ value, bad }) => ({ inputs: { value }, bad })),
    { value: codes },
  );
  if (!('size' in table)) throw new Error(table[0]?.message);
  return binColumn(table.columns[0] as Column, table.bad, partOf, { ...DEFAULT_BINNING, ...options });
};
const onePart = (cases: readonly Case[]) => new Int32Array(cases.length);

describe('binning (S4)', () => {
  /** In the first of four parts the high half is bad in 60%, in the others in `elsewhere` percent; the low half in 15%. */
  const stepped = (elsewhere: number) => {
    const cases: Case[] = [];
    const partOf: number[] = [];
    for (let part = 0; part < 4; part += 1) {
      for (let index = 0; index < 400; index += 1) {
        const isHigh = index % 2 === 1;
        const percent = isHigh ? (part === 0 ? 60 : elsewhere) : 15;
        cases.push({ value: isHigh ? 2 : 1, bad: (Math.floor(index / 2) * 37) % 100 < percent });
        partOf.push(part);
      }
    }
    return { cases, partOf: Int32Array.from(partOf) };
  };

  it('merges a step that most parts of the data contradict, and keeps one that they share', () => {
    const chance = stepped(10);
    const numbers = ({ bins }: ReturnType<typeof binned>) => bins.filter(({ condition }) => 'upTo' in condition).length;
    expect(numbers(binned(chance.cases, chance.partOf, { stableShare: 0 }))).toBe(2);
    const merged = binned(chance.cases, chance.partOf);
    expect(merged.mergedAsUnstable).toBe(1);
    expect(numbers(merged)).toBe(1);
    const shared = stepped(30);
    expect(binned(shared.cases, shared.partOf)).toMatchObject({ mergedAsUnstable: 0 });
    expect(numbers(binned(shared.cases, shared.partOf))).toBe(2);
  });

  const numeric = fc.array(
    fc.record({
      value: fc.oneof(fc.constantFrom(null, -1, 0, 1), fc.integer({ min: -50, max: 50 })),
      bad: fc.boolean(),
    }),
    { minLength: 2, maxLength: 120 },
  );
  const named = fc.array(fc.record({ value: fc.constantFrom(null, 'A', 'B', 'C', 'D'), bad: fc.boolean() }), {
    minLength: 2,
    maxLength: 120,
  });

  it('counts every case once, in the bin in which scoring will look for it', () => {
    fc.assert(
      fc.property(fc.oneof(numeric, named), fc.constantFrom(0.01, 0.2), (cases: readonly Case[], leastShare) => {
        fc.pre(new Set(cases.map(({ bad }) => bad)).size === 2);
        const column = binned(cases, onePart(cases), { leastShare, penaltyPerBin: 0.1 }, [-1]);
        expect(column.bins.reduce((sum, { goods, bads }) => sum + goods + bads, 0)).toBe(cases.length);
        const attribute = { name: 'value', bins: column.bins.map(({ condition }) => ({ points: 0, ...condition })) };
        for (const [row, { value }] of cases.entries()) expect(binOf(attribute, value)).toBe(column.binOf[row]);
        expect(column.informationValue).toBeGreaterThanOrEqual(-1e-9);
      }),
    );
  });

  it('draws weights towards 0 where cases are few', () => {
    const cases = Array.from({ length: 1000 }, (_, index) => ({
      value: index < 3 ? null : 1 + Math.floor(index / 500),
      bad: index < 3 || index % 4 === 0,
    }));
    const column = binned(cases, onePart(cases));
    const missing = column.bins.at(-1)!;
    expect([missing.bads, missing.goods]).toEqual([3, 0]);
    expect(missing.weightOfEvidence).toBeLessThan(0);
    expect(missing.weightOfEvidence).toBeGreaterThan(-1.5);
  });
});
