import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, compilePolicyTables, type Finding, type PolicyModel } from '../index.ts';
import { writePolicyXml } from './write-policy-xml.ts';

const INPUTS = ['n', 'k', 'm'];
/** Bounds lie within 0 to 4, so these values meet every piece of a column. */
const VALUES = [-1, 0, 1, 2, 3, 4, 5, null];

const compile = (rows: readonly (readonly string[])[]): PolicyModel => {
  const xml = writePolicyXml({
    name: 't',
    namespace: 'urn:t',
    tables: [
      {
        id: 't',
        name: 'T',
        hitPolicy: 'FIRST',
        inputs: INPUTS.map((expression) => ({ expression })),
        outputs: [{ name: 'out' }],
        rules: rows.map((cells, index) => ({ id: `r${index}`, cells: [...cells], outputs: [String(index)] })),
      },
    ],
  });
  const result = compilePolicyTables(
    xml,
    INPUTS.map((name) => ({ name, type: 'integer' })),
  );
  if (!result.ok) throw new Error(result.errors.map((error) => error.message).join('\n'));
  return result.value;
};

const rulesOf = (findings: readonly Finding[], kinds: readonly string[]): number[] =>
  [...new Set(findings.filter(({ kind }) => kinds.includes(kind)).map(({ rules }) => rules.at(-1) ?? -1))].sort(
    (a, b) => a - b,
  );

/** Every combination of the values put through the engine, by which rule decides it. */
const tried = (model: PolicyModel): { decided: Set<number>; gap: boolean } => {
  const decided = new Set<number>();
  let gap = false;
  for (const n of VALUES)
    for (const k of VALUES)
      for (const m of VALUES) {
        const [first] = model.decide('t', { n, k, m }).fired;
        if (first !== undefined) decided.add(first);
        else if (n !== null && k !== null && m !== null) gap = true;
      }
  return { decided, gap };
};

const bound = fc.integer({ min: 0, max: 4 });
const cell = fc.oneof(
  { weight: 4, arbitrary: fc.constant('-') },
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom('<', '<=', '>', '>='), bound).map(([op, at]) => `${op} ${at}`) },
  { weight: 1, arbitrary: fc.tuple(bound, bound).map(([a, b]) => `[${Math.min(a, b)}..${Math.max(a, b)}]`) },
  { weight: 1, arbitrary: bound.map((at) => `not(${at})`) },
  { weight: 1, arbitrary: fc.constant('null') },
);
const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 });

describe('the search behind gaps and shadowed rules (D12, D14)', () => {
  it('finds what trying every combination finds', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const model = compile(rows);
        const findings = analyse(model);
        const { decided, gap } = tried(model);
        expect(findings.some(({ kind }) => kind === 'gap')).toBe(gap);
        expect(rulesOf(findings, ['shadowed', 'unreachable'])).toEqual(
          rows.map((_cells, rule) => rule).filter((rule) => !decided.has(rule)),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('shows five gaps and no more, each of which no rule decides', () => {
    const rows = Array.from({ length: 12 }, (_row, at) => [`${at * 2}`, `>= ${at}`, '-'] as const);
    const model = compile(rows);
    const gaps = analyse(model).filter(({ kind }) => kind === 'gap');
    expect(gaps).toHaveLength(5);
    for (const { message } of gaps) {
      const given = Object.fromEntries(
        [...message.matchAll(/(\w+) = (-?\d+)/g)].map(([, name, value]) => [name, Number(value)]),
      );
      expect(model.decide('t', { n: 0, k: 0, m: 0, ...given }).fired).toEqual([]);
    }
  });

  it('proves a table of many crossing rules with a last rule for all the rest to be without a gap', () => {
    const crossing = Array.from({ length: 60 }, (_row, at) => [
      `>= ${(at * 7) % 61}`,
      `< ${(at * 11) % 61}`,
      at % 2 === 0 ? `>= ${(at * 13) % 61}` : `< ${(at * 17) % 61}`,
    ]);
    const findings = analyse(compile([...crossing, ['-', '-', '-']]));
    expect(findings.filter(({ kind }) => kind === 'gap' || kind === 'not finished')).toEqual([]);
  });
});
