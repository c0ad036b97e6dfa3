import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binColumn, type BinnedColumn, DEFAULT_BINNING } from './binning.ts';
import { fitBins } from './fit-bins.ts';
import { fitJointly } from './fit-jointly.ts';
import { dealFolds } from './random.ts';
import { madeUpRows } from './testing/made-up-rows.ts';
import { trainScorecard } from './train.ts';
import { readRows } from './training-data.ts';
import { validateScorecard } from './validate.ts';

const binned = (count: number, seed: number): { readonly columns: BinnedColumn[]; readonly good: Uint8Array } => {
  const table = readRows(madeUpRows(count, seed));
  if (!('size' in table)) throw new Error('the rows cannot be read');
  const parts = dealFolds(table.bad, 4, 1);
  return {
    columns: table.columns.map((column) => binColumn(column, table.bad, parts, DEFAULT_BINNING)),
    good: table.bad.map((bad) => 1 - bad),
  };
};

const logOddsOf = (columns: readonly BinnedColumn[], { intercept, weights }: ReturnType<typeof fitBins>, row: number) =>
  columns.reduce((sum, { binOf }, index) => sum + weights[index]![binOf[row]!]!, intercept);

describe('fitting all bins together (S5)', () => {
  it('keeps the order of each input’s own evidence, bin by bin, and expects as many bads as there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.constantFrom(0.5, 5, 50), (seed, ridge) => {
        const { columns, good } = binned(600, seed);
        const fit = fitBins(columns, good, { ridge });
        expect(fit.converged).toBe(true);
        for (const [index, { bins }] of columns.entries()) {
          const order = [...bins.keys()].sort((a, b) => bins[a]!.weightOfEvidence - bins[b]!.weightOfEvidence);
          for (const [at, bin] of order.slice(1).entries())
            expect(fit.weights[index]![bin]!).toBeGreaterThanOrEqual(fit.weights[index]![order[at]!]! - 1e-12);
        }
        const expected = [...good.keys()].reduce(
          (sum, row) => sum + 1 / (1 + Math.exp(-logOddsOf(columns, fit, row))),
          0,
        );
        const goods = good.reduce((sum, value) => sum + value, 0);
        expect(Math.abs(expected - goods) / good.length).toBeLessThan(0.002);
      }),
      { numRuns: 30 },
    );
  });

  it('finds the odds of a table of two, as a fit by hand does', () => {
    const column = { binOf: Int32Array.from({ length: 100 }, (_, row) => (row < 40 ? 0 : 1)) };
    const bins = [10, 30].map((goods, index) => ({
      condition: { upTo: index === 0 ? 1 : null },
      goods,
      bads: [30, 30][index]!,
      weightOfEvidence: index,
    }));
    const good = Uint8Array.from({ length: 100 }, (_, row) => (row < 10 || row >= 70 ? 1 : 0));
    const made: BinnedColumn = { name: 'x', bins, ...column, informationValue: 1, mergedAsUnstable: 0 };
    const fit = fitBins([made], good, { ridge: 1e-6, tolerance: 1e-7 });
    expect(fit.intercept + fit.weights[0]![0]!).toBeCloseTo(Math.log(10 / 30), 3);
    expect(fit.intercept + fit.weights[0]![1]!).toBeCloseTo(0, 3);
  });

  it('drops what adds nothing, and all but the strongest where they are too many', () => {
    const { columns, good } = binned(4000, 3);
    const all = fitJointly(columns, good, 20, 40);
    expect(all.inputs.map(({ column }) => column.name)).toContain('debtPpm');
    const one = fitJointly(columns, good, 20, 1);
    expect(one.inputs.map(({ column }) => column.name)).toEqual(['debtPpm']);
    expect(one.rejected.map(({ name }) => name).sort()).toEqual(['employment', 'noise']);
  });

  it('gives a sound scorecard, the same each time', () => {
    const train = () => trainScorecard(madeUpRows(2000), { id: 'x', version: '1', fit: 'joint' });
    const result = train();
    if (!result.ok) throw new Error(result.problems[0]?.message);
    expect(validateScorecard(result.trained.model).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(train()).toEqual(result);
  });
});

describe('numbers that are codes (S4)', () => {
  it('are grouped in any order where there are few of them, and no direction is stated', () => {
    const rows = Array.from({ length: 1200 }, (_, index) => {
      const code = index % 4;
      return { inputs: { code }, bad: (index >> 2) % 10 < (code === 1 || code === 3 ? 6 : 1) };
    });
    const result = trainScorecard(rows, { id: 'x', version: '1', binning: { codesMost: 4 } });
    if (!result.ok) throw new Error(result.problems[0]?.message);
    const named = result.trained.model.attributes[0]?.bins.flatMap(({ values }) =>
      values ? [[...values].sort()] : [],
    );
    expect(named).toEqual([
      ['0', '2'],
      ['1', '3'],
    ]);
    for (const binning of [{ codesMost: 3 }, { codesMost: 4, directions: { code: 'free' as const } }]) {
      const ordered = trainScorecard(rows, { id: 'x', version: '1', binning });
      expect(ordered.ok && ordered.trained.model.attributes[0]?.bins.some(({ upTo }) => upTo !== undefined)).toBe(true);
    }
  });
});
