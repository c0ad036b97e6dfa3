import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../random.ts';
import { scoreOf } from '../score.ts';
import { trainScorecard } from '../train.ts';
import { trainTrees } from '../train-trees.ts';
import type { NumericColumn, TrainingRow } from '../training-data.ts';
import { treeScoreOf } from '../tree-model.ts';
import { candidatesOf } from './candidates.ts';
import { deriveInputs } from './derive-inputs.ts';
import { derivedValueOf, type Formula, namesIn, valuesOf } from './formula.ts';
import { nameOf, wordsOf } from './formula-words.ts';

const column = (name: string, values: readonly number[]): NumericColumn => ({
  kind: 'numeric',
  name,
  values: Float64Array.from(values),
  specialOf: new Int32Array(values.length).fill(-1),
  specials: [],
});

/** Twelve months of bills and payments; only what was paid of what was billed tells how it ends. */
const rows = (count: number, seed = 1): TrainingRow[] => {
  const random = randomFrom(seed);
  const whole = (most: number) => Math.floor(random() * most);
  return Array.from({ length: count }, () => {
    const bills = [0, 1, 2].map(() => 1000 + whole(100_000));
    const share = random();
    const paid = bills.map((bill) => Math.floor(bill * share));
    return {
      inputs: {
        bill_1: bills[0]!,
        bill_2: bills[1]!,
        bill_3: bills[2]!,
        paid_1: paid[0]!,
        paid_2: paid[1]!,
        paid_3: paid[2]!,
        noise: whole(1000),
      },
      bad: random() < 0.5 * (1 - share) ** 2,
    };
  });
};

const ratio: Formula = { kind: 'ratio', of: ['a', 'b'], times: 1_000_000 };

describe('a derived input (S14)', () => {
  it.each<[Formula, Record<string, number | null>, number | null]>([
    [ratio, { a: 1, b: 3 }, 333_333],
    [ratio, { a: -1, b: 2 }, -500_000],
    [ratio, { a: 5, b: 0 }, null],
    [ratio, { a: 5, b: -1 }, null],
    [ratio, { a: null, b: 1 }, null],
    [ratio, { a: Number.MAX_SAFE_INTEGER, b: 1 }, 1_000_000_000_000],
    [{ kind: 'difference', of: ['a', 'b'] }, { a: 2, b: 5 }, -3],
    [{ kind: 'difference', of: ['a', 'b'] }, { a: 2 }, null],
    [{ kind: 'sum', of: ['a', 'b', 'c'] }, { a: 1, b: 2, c: 3 }, 6],
    [{ kind: 'sum', of: ['a', 'b'] }, { a: 1, b: null }, null],
    [{ kind: 'greatest', of: ['a', 'b', 'c'] }, { a: 1, b: null, c: 3 }, 3],
    [{ kind: 'least', of: ['a', 'b'] }, { a: null, b: null }, null],
    [{ kind: 'count', of: ['a', 'b', 'c'], atLeast: 1 }, { a: 1, b: 0, c: null }, 1],
    [{ kind: 'ratio', of: [{ kind: 'sum', of: ['a', 'b'] }, 'c'], times: 100 }, { a: 1, b: 2, c: 4 }, 75],
  ])('%j of %j is %s', (formula, inputs, expected) => {
    expect(derivedValueOf(formula, inputs)).toBe(expected);
  });

  it('is whole or missing, and the same for one case as for a column of them', () => {
    const operand = fc.constantFrom('a', 'b', 'c');
    const formula: fc.Arbitrary<Formula> = fc.letrec<{ formula: Formula; operand: Formula | string }>((tie) => ({
      operand: fc.oneof({ maxDepth: 2 }, operand, tie('formula')),
      formula: fc.oneof(
        fc.record({
          kind: fc.constant('ratio' as const),
          of: fc.tuple(tie('operand'), tie('operand')),
          times: fc.constant(1_000_000),
        }),
        fc.record({ kind: fc.constant('difference' as const), of: fc.tuple(tie('operand'), tie('operand')) }),
        fc.record({
          kind: fc.constantFrom('sum' as const, 'greatest' as const, 'least' as const),
          of: fc.array(tie('operand'), { minLength: 1, maxLength: 3 }),
        }),
        fc.record({
          kind: fc.constant('count' as const),
          of: fc.array(tie('operand'), { minLength: 1, maxLength: 3 }),
          atLeast: fc.constantFrom(0, 1),
        }),
      ),
    })).formula;
    const value = fc.oneof(
      fc.constantFrom<number | null>(null, 0, 1, -1, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER),
      fc.integer(),
    );
    fc.assert(
      fc.property(formula, value, value, value, (made, a, b, c) => {
        const inputs = { a, b, c };
        const one = derivedValueOf(made, inputs);
        if (one !== null) expect(Number.isSafeInteger(one)).toBe(true);
        const columns = (name: string) => Float64Array.of(inputs[name as 'a'] ?? Number.NaN);
        const [same] = valuesOf(made, columns, 1);
        expect(Number.isNaN(same) ? null : same).toBe(one);
      }),
    );
  });

  it('can be said in both languages, and names what it reads', () => {
    const formula: Formula = { kind: 'ratio', of: [{ kind: 'sum', of: ['p1', 'p2'] }, 'limit'], times: 1_000_000 };
    expect(nameOf(formula)).toBe('sum(p1, p2) / limit');
    expect(wordsOf(formula)).toEqual({
      zh: 'p1、p2 之和 与 limit 之比',
      en: 'the sum of p1, p2 as a share of limit',
    });
    expect(namesIn(formula)).toEqual(['p1', 'p2', 'limit']);
  });
});

describe('candidates (S14)', () => {
  it('come from families of numbered names, and between them, and know steps from quantities', () => {
    const many = Array.from({ length: 60 }, (_, row) => row * 97 + 1);
    const steps = many.map((value) => value % 4);
    const names = candidatesOf([
      ...['late_1', 'late_2', 'late_3'].map((name) => column(name, steps)),
      ...['bill_1', 'bill_2', 'bill_10'].map((name) => column(name, many)),
      column(
        'limit',
        many.map((value) => value * value),
      ),
    ]).map(nameOf);
    expect(names).toContain('max(late_1, late_2, late_3)');
    expect(names).toContain('count(late_1, late_2, late_3 >= 2)');
    expect(names).toContain('bill_1 - bill_10');
    expect(names).toContain('sum(bill_1, bill_2, bill_10) / limit');
    expect(names.some((name) => name.includes('late_1 /'))).toBe(false);
    expect(new Set(names).size).toBe(names.length);
  });

  it('are no pairs of columns that say one thing in two units, nor pairs among many columns', () => {
    const values = Array.from({ length: 100 }, (_, row) => ((row * 7919) % 1000) + 1);
    const [dollars, cents] = [
      column('dollars', values),
      column(
        'cents',
        values.map((value) => value * 100 + 1),
      ),
    ];
    expect(candidatesOf([dollars, cents])).toEqual([]);
    const other = (index: number) =>
      column(
        `x${'abcdefghi'[index] ?? ''}`,
        values.map((value, row) => (value * (row + index + 3)) % 997),
      );
    expect(candidatesOf([other(0), other(1)]).map(nameOf)).toEqual(['xa / xb', 'xa - xb']);
    const signed = column(
      'xz',
      values.map((value, row) => (row % 2 === 0 ? value : -value)),
    );
    expect(candidatesOf([other(0), signed]).map(nameOf)).toEqual(['xa / xz', 'xz / xa', 'xa - xz']);
    expect(candidatesOf(Array.from({ length: 9 }, (_, index) => other(index)))).toEqual([]);
  });

  it('put no unlike scales together, and make ratios up for them', () => {
    const values = Array.from({ length: 100 }, (_, row) => ((row * 7919) % 1000) + 1);
    const mixed = [
      column('a', values),
      column(
        'b',
        values.map((value, row) => (value * (row + 3)) % 997),
      ),
    ];
    expect(candidatesOf(mixed, { a: 2 })).toEqual([{ kind: 'ratio', of: ['a', 'b'], times: 10_000 }]);
    expect(candidatesOf(mixed, { b: 2 })).toEqual([{ kind: 'ratio', of: ['a', 'b'], times: 100_000_000 }]);
  });
});

describe('deriving inputs (S14)', () => {
  const learnt = rows(3000);
  const derived = deriveInputs(learnt);

  it('finds the share that was paid, and the same again', () => {
    expect(derived.length).toBeGreaterThan(0);
    expect(derived[0]?.name).toMatch(/^(?:\w+\()?paid_.*\/ (?:\w+\()?bill_/);
    expect(deriveInputs(learnt)).toEqual(derived);
  });

  it('finds next to nothing where the ends are dealt by chance', () => {
    const random = randomFrom(5);
    const chance = learnt.map((row) => ({ ...row, bad: random() < 0.2 }));
    expect(deriveInputs(chance).length).toBeLessThan(8);
  });

  it('gives models that compute what they need from the columns alone, labelled in both languages', () => {
    const result = trainScorecard(learnt, { id: 'x', version: '1', derived, fit: 'joint' });
    const trees = trainTrees(learnt, { id: 'x', version: '1', derived, trees: 10 });
    if (!result.ok || !trees.ok) throw new Error('nothing was learnt');
    const { model } = result.trained;
    const used = model.derived ?? [];
    expect(used.length).toBeGreaterThan(0);
    for (const { name, formula } of used)
      expect(model.attributes.find((item) => item.name === name)?.label).toEqual(wordsOf(formula));
    for (const { inputs } of learnt.slice(0, 50)) {
      const told = Object.fromEntries(derived.map(({ name, formula }) => [name, derivedValueOf(formula, inputs)]));
      expect(scoreOf(model, inputs)).toEqual(scoreOf(model, { ...inputs, ...told }));
      expect(treeScoreOf(trees.model, inputs)).toBe(treeScoreOf(trees.model, { ...inputs, ...told }));
    }
  });

  it('gives none from rows that cannot be learnt from', () => {
    expect(deriveInputs([])).toEqual([]);
  });
});
