import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compilePolicyTables,
  hitCounts,
  type PolicyInput,
  type PolicyModel,
  type PolicyValue,
  tableCounterfactuals,
} from '../index.ts';
import { decideBatch } from './batch.ts';
import { buildIndex } from './bitmap-index.ts';
import { decideTable } from './decide.ts';
import type { PolicyRule } from './table.ts';
import { type PolicyTableText, writePolicyXml } from './write-policy-xml.ts';

/** Cells as the generator means them; `text` is what the compiler reads, `matches` what an independent reader makes of it. */
interface Cell {
  readonly text: string;
  readonly matches: (value: PolicyValue) => boolean;
}

const DECLARED: readonly PolicyInput[] = [
  { name: 'n', type: 'integer' },
  { name: 'm', type: 'money', scale: 2 },
  { name: 's', type: 'string' },
  { name: 'b', type: 'boolean' },
];
const any: fc.Arbitrary<Cell> = fc.constant({ text: '-', matches: () => true });
const isNull: fc.Arbitrary<Cell> = fc.constant({ text: 'null', matches: (value) => value === null });

const comparison = (op: string, left: bigint, right: bigint): boolean => {
  switch (op) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '=':
      return left === right;
    default:
      return left !== right;
  }
};
const op = fc.constantFrom('<', '<=', '>', '>=', '=', '!=');
/** A literal with up to three decimals over an input that keeps `scale`: compared in thousandths. */
const numberCell = (scale: number): fc.Arbitrary<Cell> => {
  const thousandths = fc.integer({ min: -4_000, max: 4_000 });
  const text = (value: number): string => (value / 1_000).toFixed(3);
  const inThousandths = (value: PolicyValue): bigint => BigInt(value as number) * 10n ** BigInt(3 - scale);
  const one = fc.oneof(
    fc.record({ op, value: thousandths }).map(
      ({ op: sign, value }): Cell => ({
        text: `${sign} ${text(value)}`,
        matches: (seen) => comparison(sign, inThousandths(seen), BigInt(value)),
      }),
    ),
    fc.record({ low: thousandths, high: thousandths, open: fc.boolean(), close: fc.boolean() }).map(
      ({ low, high, open, close }): Cell => ({
        text: `${open ? '[' : '('}${text(low)}..${text(high)}${close ? ']' : ')'}`,
        matches: (seen) =>
          comparison(open ? '>=' : '>', inThousandths(seen), BigInt(low)) &&
          comparison(close ? '<=' : '<', inThousandths(seen), BigInt(high)),
      }),
    ),
  );
  return listOf(one);
};
const listOf = (one: fc.Arbitrary<Cell>): fc.Arbitrary<Cell> =>
  fc.oneof(
    any,
    isNull,
    fc.array(one, { minLength: 1, maxLength: 3 }).map(
      (cells): Cell => ({
        text: cells.map((cell) => cell.text).join(', '),
        matches: (value) => value !== null && cells.some((cell) => cell.matches(value)),
      }),
    ),
    fc.array(one, { minLength: 1, maxLength: 2 }).map(
      (cells): Cell => ({
        text: `not(${cells.map((cell) => cell.text).join(', ')})`,
        matches: (value) => value !== null && !cells.some((cell) => cell.matches(value)),
      }),
    ),
  );
const textCell = listOf(
  fc
    .constantFrom('x', 'y', 'z')
    .map((value): Cell => ({ text: JSON.stringify(value), matches: (seen) => seen === value })),
);
const booleanCell = listOf(
  fc.boolean().map((value): Cell => ({ text: String(value), matches: (seen) => seen === value })),
);
/** `m / n` against a literal, by rationals. */
const ratioCell: fc.Arbitrary<Cell> = fc.oneof(
  any,
  fc.record({ op, value: fc.integer({ min: -300, max: 300 }) }).map(
    ({ op: sign, value }): Cell => ({
      text: `${sign} ${value / 100}`,
      matches: (seen) => {
        const [m, n] = String(seen).split('/').map(BigInt) as [bigint, bigint];
        return n > 0n ? comparison(sign, m * 100n, BigInt(value) * n) : comparison(sign, -m * 100n, BigInt(value) * -n);
      },
    }),
  ),
);

const ruleCells = fc.tuple(numberCell(0), numberCell(2), textCell, booleanCell, ratioCell);
const rules = fc.array(ruleCells, { minLength: 1, maxLength: 40 });
/** Far ones stand where 32-bit arithmetic, and the exact one of doubles, would go wrong. */
const far = fc.constantFrom(-0, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 32 + 1, -(2 ** 40), 2 ** 53 - 1);
const near = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -450, max: 450 }));
const whole = fc.oneof({ weight: 6, arbitrary: near }, { weight: 1, arbitrary: far }, fc.constant(null));
const inputs = fc.record({
  n: whole,
  m: whole,
  s: fc.constantFrom('x', 'y', 'z', 'other', null),
  b: fc.constantFrom(true, false, null),
});
type Inputs = { n: number | null; m: number | null; s: string | null; b: boolean | null };

const tableOf = (cells: readonly (readonly Cell[])[], hitPolicy = 'RULE ORDER'): PolicyTableText => ({
  id: 't',
  name: 't',
  hitPolicy,
  inputs: ['n', 'm', 's', 'b', 'm / n'].map((expression) => ({ expression })),
  outputs: [{ name: 'out' }],
  rules: cells.map((row, index) => ({
    id: `r${index}`,
    cells: row.map((cell) => cell.text),
    outputs: [String(index)],
  })),
});
const compile = (table: PolicyTableText): PolicyModel => {
  const result = compilePolicyTables(writePolicyXml({ name: 't', namespace: 'urn:t', tables: [table] }), DECLARED);
  if (!result.ok) throw new Error(result.errors.map((error) => error.message).join('\n'));
  return result.value;
};

/** The independent reading: every cell of every rule asked in turn. */
const naive = (cells: readonly (readonly Cell[])[], { n, m, s, b }: Inputs): number[] =>
  cells.flatMap((row, index) => {
    const ratio = m === null || n === null || n === 0 ? null : `${m}/${n}`;
    const values = [n, m, s, b, ratio];
    return row.every(
      (cell, column) =>
        cell.text === '-' || (column === 4 && ratio === null ? false : cell.matches(values[column] ?? null)),
    )
      ? [index]
      : [];
  });

describe('the back ends of a policy table', () => {
  it('D10 point, batch, trace, matcher and an independent reading agree', () => {
    fc.assert(
      fc.property(rules, fc.array(inputs, { minLength: 1, maxLength: 8 }), (cells, rows) => {
        const model = compile(tableOf(cells));
        const columns = Object.fromEntries(
          (['n', 'm', 's', 'b'] as const).map((name) => [
            name,
            Float64Array.from(rows, (row) => Number(model.encode('t', name, row[name]) ?? Number.NaN)),
          ]),
        );
        const firstHit = compile(tableOf(cells, 'FIRST'));
        const batch = model.batch('t', columns, rows.length);
        const [table] = model.tables;
        if (!table) throw new Error('the model holds its table');
        const index = buildIndex(table);
        // The general path must agree with the generated code that usually stands in for it.
        expect(decideBatch(table, index, null, columns, rows.length)).toEqual(batch);
        const used = { ...batch, bits: new Int32Array(99).fill(-1), first: new Int32Array(9).fill(7) };
        expect(model.batch('t', columns, rows.length, used)).toEqual(batch);
        const hits = hitCounts(batch, cells.length);
        expect(hits).toEqual(cells.map((_cell, rule) => rows.filter((row) => naive(cells, row).includes(rule)).length));
        const match = model.matcher('t');
        rows.forEach((row, at) => {
          const expected = naive(cells, row);
          expect(model.decide('t', row).fired).toEqual(expected);
          const inOrder = table.inputs.map(({ name }) => row[name as keyof typeof row]);
          expect(model.fired('t', inOrder)).toEqual({ fired: expected, conflict: false });
          expect(firstHit.fired('t', inOrder).fired).toEqual(expected.slice(0, 1));
          expect(match(inOrder)).toEqual(expected);
          expect(firstHit.decide('t', row).fired).toEqual(expected.slice(0, 1));
          expect(decideTable(table, index, row).fired).toEqual(expected);
          expect(
            model.trace('t', row).flatMap((rule, place) => (rule.every((cell) => cell.matched) ? [place] : [])),
          ).toEqual(expected);
          const bits = cells.flatMap((_row, rule) =>
            ((batch.bits[at * batch.words + (rule >>> 5)] ?? 0) >>> (rule & 31)) & 1 ? [rule] : [],
          );
          expect(bits).toEqual(expected);
          expect(batch.first[at]).toBe(expected[0] ?? -1);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('D10 so do they in a table of many rules and bounds, whose code loops and searches', () => {
    const band = (index: number): Cell => ({
      text: `[${index}..${index + 1})`,
      matches: (value) => value !== null && Number(value) >= index && Number(value) < index + 1,
    });
    const dash: Cell = { text: '-', matches: () => true };
    const cells = Array.from({ length: 300 }, (_value, index) => [band(index), dash, dash, dash, dash]);
    const model = compile(tableOf(cells, 'FIRST'));
    const rows = Array.from({ length: 302 }, (_value, index) => ({ n: index - 1, m: 0, s: 'x', b: true }));
    const batch = model.batch(
      't',
      {
        n: Float64Array.from(rows, (row) => row.n),
        m: new Float64Array(302),
        s: new Float64Array(302),
        b: new Float64Array(302),
      },
      302,
    );
    rows.forEach((row, index) => {
      const expected = row.n >= 0 && row.n < 300 ? row.n : -1;
      expect(model.decide('t', row).fired).toEqual(expected < 0 ? [] : [expected]);
      expect(batch.first[index]).toBe(expected);
    });
  });

  it.each([129, 300, 1_100])(
    'D10 so do they over %i rules, of whose words those without a rule left are not read',
    (count) => {
      fc.assert(
        fc.property(fc.nat(), fc.array(inputs, { minLength: 20, maxLength: 20 }), (seed, rows) => {
          const cells = fc.sample(ruleCells, { seed, numRuns: count });
          const columns = (model: PolicyModel): Record<string, Float64Array> =>
            Object.fromEntries(
              (['n', 'm', 's', 'b'] as const).map((name) => [
                name,
                Float64Array.from(rows, (each) => Number(model.encode('t', name, each[name]) ?? Number.NaN)),
              ]),
            );
          const [all, firstHit] = [compile(tableOf(cells)), compile(tableOf(cells, 'FIRST'))];
          const used = all.batch('t', columns(all), rows.length);
          const batch = all.batch('t', columns(all), rows.length, { ...used, bits: used.bits.slice().fill(-1) });
          rows.forEach((each, index) => {
            const expected = naive(cells, each);
            expect(all.decide('t', each).fired).toEqual(expected);
            expect(firstHit.decide('t', each).fired).toEqual(expected.slice(0, 1));
            const bits = cells.flatMap((_row, rule) =>
              ((batch.bits[index * batch.words + (rule >>> 5)] ?? 0) >>> (rule & 31)) & 1 ? [rule] : [],
            );
            expect(bits).toEqual(expected);
            expect(batch.first[index]).toBe(expected[0] ?? -1);
          });
        }),
        { numRuns: count > 1_000 ? 1 : 2 },
      );
    },
  );

  it('D11 no value of an input that is absent, and not named as missing, lets another rule fire', () => {
    fc.assert(
      fc.property(rules, inputs, inputs, (cells, row, other) => {
        const model = compile(tableOf(cells));
        const { missing, fired } = model.decide('t', row);
        for (const name of ['n', 'm', 's', 'b'] as const) {
          if (row[name] !== null) expect(missing).not.toContain(name);
          else if (!missing.includes(name)) {
            const filled = model.decide('t', { ...row, [name]: other[name] });
            expect(filled.fired.filter((rule) => !fired.includes(rule))).toEqual([]);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('D64 values that are alike to a table may stand for one another in any decision of it', () => {
    const seen = { alike: 0, apart: 0 };
    fc.assert(
      fc.property(
        fc.array(fc.tuple(numberCell(0), numberCell(2), textCell, booleanCell, any), { minLength: 1, maxLength: 12 }),
        inputs,
        inputs,
        fc.constantFrom('COLLECT', 'FIRST'),
        (cells, row, other, hitPolicy) => {
          const table = tableOf(cells, hitPolicy);
          const width = table.inputs.length - 1;
          const model = compile({
            ...table,
            inputs: table.inputs.slice(0, width),
            rules: table.rules.map((rule) => ({ ...rule, cells: rule.cells.slice(0, width) })),
          });
          const alike = model.alike('t');
          for (const name of ['n', 'm', 's', 'b'] as const) {
            const isAlike = alike(name, row[name], other[name]);
            seen[isAlike ? 'alike' : 'apart'] += 1;
            if (isAlike) expect(model.decide('t', { ...row, [name]: other[name] })).toEqual(model.decide('t', row));
          }
        },
      ),
      { numRuns: 150 },
    );
    expect(Math.min(seen.alike, seen.apart)).toBeGreaterThan(20);
    const withRatio = compile(
      tableOf([fc.sample(ruleCells, { seed: 1, numRuns: 1 })[0] as Parameters<typeof tableOf>[0][number]]),
    );
    expect(withRatio.alike('t')('m', 1, 1)).toBe(false);
  });

  it('D24 counterfactuals over a table flip it at the least cost', () => {
    const alternatives = (name: 'n' | 'm' | 's'): fc.Arbitrary<{ set: Record<string, PolicyValue>; cost: number }[]> =>
      fc.array(
        fc.record({
          set: fc.record({ [name]: name === 's' ? fc.constantFrom('x', 'y') : fc.integer({ min: -5, max: 5 }) }),
          cost: fc.integer({ min: 1, max: 5 }),
        }),
        { maxLength: 3 },
      );
    const groups = fc.tuple(alternatives('n'), alternatives('m'), alternatives('s'));
    fc.assert(
      fc.property(
        rules,
        inputs,
        groups,
        fc.boolean(),
        fc.constantFrom('COLLECT', 'FIRST', 'ANY'),
        (cells, row, offered, defaultAdverse, hitPolicy) => {
          const model = compile(tableOf(cells, hitPolicy));
          const adverse = (index: number): boolean => index % 3 !== 0;
          const bad = (values: Record<string, PolicyValue>): boolean => {
            const { fired, conflict } = model.decide('t', values);
            return fired.length === 0 ? defaultAdverse : conflict || fired.some(adverse);
          };
          let best: number | null = null;
          const visit = (group: number, values: Record<string, PolicyValue>, cost: number): void => {
            if (group === offered.length) {
              if ((best === null || cost < best) && !bad(values)) best = cost;
              return;
            }
            visit(group + 1, values, cost);
            for (const option of offered[group] ?? [])
              visit(group + 1, { ...values, ...option.set }, cost + option.cost);
          };
          visit(0, row, 0);
          const search = tableCounterfactuals(model, 't', row, offered);
          const wanted = { adverse: (rule: PolicyRule) => adverse(rule.index), defaultAdverse };
          expect(search.solve(wanted).cost).toBe(best);
          // Barring some of them is as if they had never been offered.
          const allows = (group: number, alternative: number): boolean => (group + alternative) % 2 === 0;
          const left = offered.map((group, of) => group.filter((_option, place) => allows(of, place)));
          const fewer = tableCounterfactuals(model, 't', row, left).solve(wanted);
          const barred = search.solve({ ...wanted, allows });
          expect([barred.cost, barred.proven, barred.nodes]).toEqual([fewer.cost, fewer.proven, fewer.nodes]);
          const taken = (change: typeof barred.change, from: typeof left): unknown =>
            change?.map((place, of) => (place === null ? null : from[of]?.[place]));
          expect(taken(barred.change, offered)).toEqual(taken(fewer.change, left));
        },
      ),
      { numRuns: 150 },
    );
  });
});
