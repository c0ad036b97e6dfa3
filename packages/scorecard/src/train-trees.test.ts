import { describe, expect, it } from 'vitest';
import { discriminationOf } from './metrics.ts';
import { madeUpRows } from './testing/made-up-rows.ts';
import { trainTrees } from './train-trees.ts';
import type { TrainingRow } from './training-data.ts';
import type { TreeModel } from './tree-model.ts';
import { probabilityOfBadByTrees, treeScoreOf } from './tree-model.ts';

const grown = (rows: readonly TrainingRow[], more: object = {}): TreeModel => {
  const result = trainTrees(rows, { id: 'made-up', version: '1', ...more });
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.model;
};
const aucOf = (model: TreeModel, rows: readonly TrainingRow[]): number =>
  discriminationOf(
    rows.map(({ inputs }) => treeScoreOf(model, inputs)),
    rows.map(({ bad }) => (bad ? 1 : 0)),
  ).auc;

describe('challenger trees (S6)', () => {
  const rows = madeUpRows(4000);

  it('learn an interaction that no scorecard can say', () => {
    const crossed = rows.map((row, index) => {
      const [a, b] = [index % 2, (index >> 1) % 2];
      return { ...row, inputs: { a, b }, bad: (a === b) === (index >> 2) % 10 < 8 };
    });
    expect(aucOf(grown(crossed, { trees: 30 }), crossed)).toBeGreaterThan(0.75);
  });

  it('are the same for the same seed, others for another, and hold whole numbers only', () => {
    const model = grown(rows, { trees: 20 });
    expect(grown(rows, { trees: 20 })).toEqual(model);
    expect(grown(rows, { trees: 20, seed: 2 })).not.toEqual(model);
    const numbers = model.trees.flat().flatMap((node) => ('milliLogOdds' in node ? node.milliLogOdds : node.upTo));
    expect(numbers.every(Number.isSafeInteger)).toBe(true);
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  });

  it('say probabilities that come true on cases they have not seen, missing values and new words included', () => {
    const model = grown(rows, { trees: 60, depth: 3 });
    const fresh = madeUpRows(4000, 9);
    expect(aucOf(model, fresh)).toBeGreaterThan(0.68);
    const expected = fresh.map(({ inputs }) => probabilityOfBadByTrees(treeScoreOf(model, inputs)));
    const mean = expected.reduce((sum, value) => sum + value, 0) / expected.length;
    expect(Math.abs(mean - fresh.filter(({ bad }) => bad).length / fresh.length)).toBeLessThan(0.02);
    const missing = treeScoreOf(model, {});
    expect(treeScoreOf(model, { debtPpm: null, employment: 'UNHEARD_OF', noise: 'a word' })).toBe(missing);
    expect(Number.isSafeInteger(missing)).toBe(true);
  });

  it('refuse rows they cannot learn from', () => {
    expect(trainTrees([], { id: 'x', version: '1' })).toMatchObject({ ok: false, problems: [{ code: 'no_rows' }] });
  });
});
