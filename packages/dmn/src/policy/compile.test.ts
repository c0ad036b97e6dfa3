import { describe, expect, it } from 'vitest';
import { compilePolicyTables, type PolicyInput, type PolicyModel, thresholdsOf } from '../index.ts';
import { type PolicyTableText, writePolicyXml } from './write-policy-xml.ts';

const DECLARED: readonly PolicyInput[] = [
  { name: 'enquiries_1m', type: 'integer' },
  { name: 'debt', type: 'money', scale: 2 },
  { name: 'income', type: 'money', scale: 2 },
  { name: 'utilisation', type: 'ratio', scale: 4 },
  { name: 'region', type: 'string', allowed: ['north', 'south', 'east'] },
  { name: 'verified', type: 'boolean' },
  { name: 'since', type: 'date' },
];
const PARAMETERS = { p_enquiries_max: 6 };

const table = (over: Partial<PolicyTableText>): PolicyTableText => ({
  id: 'review',
  name: 'Review',
  hitPolicy: 'COLLECT',
  inputs: [{ expression: 'enquiries_1m' }],
  outputs: [{ name: 'action' }],
  annotations: ['reason'],
  rules: [],
  ...over,
});

const compile = (text: PolicyTableText): PolicyModel => {
  const result = compilePolicyTables(
    writePolicyXml({ name: 'test', namespace: 'https://example.test', tables: [text] }),
    DECLARED,
    PARAMETERS,
  );
  if (!result.ok) throw new Error(result.errors.map((error) => error.message).join('\n'));
  return result.value;
};
const oneColumn = (expression: string, ...cells: string[]): PolicyModel =>
  compile(
    table({
      inputs: [{ expression }],
      rules: cells.map((cell, index) => ({ id: `r${index}`, cells: [cell], outputs: [`"${index}"`] })),
    }),
  );
const fired = (
  model: PolicyModel,
  inputs: Record<string, number | bigint | string | boolean | null>,
): readonly number[] => model.decide('review', inputs).fired;

describe('cells (D1–D6)', () => {
  it('D1 compares whole numbers at and beside every bound', () => {
    const model = oneColumn(
      'enquiries_1m',
      '>= 4',
      '> 4',
      '< 4',
      '<= 4',
      '= 4',
      '!= 4',
      '[3..5)',
      ']3..5]',
      'not(4)',
      '3, 5',
      '-',
      '>= p_enquiries_max',
    );
    expect(fired(model, { enquiries_1m: 4 })).toEqual([0, 3, 4, 6, 7, 10]);
    expect(fired(model, { enquiries_1m: 3 })).toEqual([2, 3, 5, 6, 8, 9, 10]);
    expect(fired(model, { enquiries_1m: 5 })).toEqual([0, 1, 5, 7, 8, 9, 10]);
    expect(fired(model, { enquiries_1m: 6 })).toEqual([0, 1, 5, 8, 10, 11]);
  });

  it('D2 scales literals, never values', () => {
    const model = oneColumn('utilisation', '>= 0.85', '> 0.85005', '= 0.85005');
    expect(fired(model, { utilisation: 8500 })).toEqual([0]);
    expect(fired(model, { utilisation: 8499 })).toEqual([]);
    expect(fired(model, { utilisation: 8501 })).toEqual([0, 1]);
  });

  it('D3 tests ratios exactly, past 2^53 too', () => {
    const model = oneColumn('debt / income', '>= 0.85', '= 0.85', '< 0.85', 'not(> 0.85)');
    expect(fired(model, { debt: 85, income: 100 })).toEqual([0, 1, 3]);
    expect(fired(model, { debt: 9_007_199_254_740_991, income: 10_596_705_005_577_638 })).toEqual([2, 3]);
    expect(fired(model, { debt: 85n * 10n ** 30n, income: 10n ** 32n })).toEqual([0, 1, 3]);
    expect(fired(model, { debt: 85n * 10n ** 30n + 1n, income: 10n ** 32n })).toEqual([0]);
  });

  it('D4 a missing value matches only `-` and a cell that says null', () => {
    const model = oneColumn('enquiries_1m', '-', 'null', 'not(4)', '>= 0', 'not(null)', 'null, > 3');
    const outcome = model.decide('review', { enquiries_1m: null });
    expect(outcome.fired).toEqual([0, 1, 5]);
    expect(outcome.missing).toEqual(['enquiries_1m']);
    expect(fired(model, { enquiries_1m: 4 })).toEqual([0, 3, 4, 5]);
  });

  it('D5 a ratio over zero has no value, yet its inputs are not missing', () => {
    const model = oneColumn('debt / income', '>= 0', 'not(1)', 'null');
    expect(model.decide('review', { debt: 5, income: 0 })).toMatchObject({ fired: [2], missing: [] });
    expect(model.decide('review', { debt: 5, income: null })).toMatchObject({ fired: [2], missing: ['income'] });
  });

  it('reads texts, booleans and dates', () => {
    expect(fired(oneColumn('region', '"north", "south"', 'not("north")'), { region: 'east' })).toEqual([1]);
    expect(fired(oneColumn('verified', 'true', 'false'), { verified: false })).toEqual([1]);
    expect(fired(oneColumn('since', '>= date("2024-02-29")', '< @"2024-02-29"'), { since: '2024-02-28' })).toEqual([1]);
  });

  it('shows the line as written, in the unit of the input', () => {
    const model = compile(
      table({
        inputs: [{ expression: 'utilisation' }, { expression: 'enquiries_1m' }, { expression: 'region' }],
        rules: [{ id: 'r', cells: ['>= 0.85', '>= p_enquiries_max', '"north", "south"'], outputs: ['"x"'] }],
      }),
    );
    const [first] = model.tables;
    expect(first && thresholdsOf(first, 0)).toEqual([
      { input: 'utilisation', op: '>=', value: 8500 },
      { input: 'enquiries_1m', op: '>=', value: 6 },
      { input: 'region', op: 'in', value: 'north, south' },
    ]);
  });
});

describe('faults of a policy say decision, row, column and expression (D8)', () => {
  const faults = (text: PolicyTableText | string): string => {
    const result = compilePolicyTables(
      typeof text === 'string'
        ? text
        : writePolicyXml({ name: 'test', namespace: 'https://example.test', tables: [text] }),
      DECLARED,
      PARAMETERS,
    );
    return result.ok ? '' : result.errors.map((error) => error.message).join('\n');
  };
  const cellFault = (expression: string, cell: string): string =>
    faults(table({ inputs: [{ expression }], rules: [{ id: 'r', cells: [cell], outputs: ['"x"'] }] }));

  it.each([
    ['enquiries_1m', '>= ', 'decision “Review”, row 1, column “enquiries_1m”: the expression ends too early'],
    ['enquiries_1m', '"a"', 'a string cannot be compared with the integer input enquiries_1m'],
    ['enquiries_1m', '> p_other', 'parameter p_other has no value'],
    ['enquiries_1m', '> debt', '“debt” is neither a literal nor a parameter'],
    ['region', '"west"', '“west” is not an allowed value of region'],
    ['region', '> "north"', 'has no order'],
    ['gender', '-', 'input “gender” is not declared'],
    ['debt / region', '-', '“region” is a string; a ratio needs numbers'],
    ['debt + income', '-', 'a column is a declared input or a ratio'],
    ['since', '> date("2023-02-29")', 'may stand here'],
  ])('%s: %s', (expression, cell, message) => {
    expect(cellFault(expression, cell)).toContain(message);
  });

  it('reports malformed XML, an unknown hit policy, wrong cell counts and repeated ids', () => {
    expect(faults('<definitions>')).toMatch(/line 1/);
    expect(faults('<definitions/>')).toContain('no decision');
    expect(faults(table({ hitPolicy: 'BEST' }))).toContain('hit policy “BEST” is unknown');
    expect(faults(table({ rules: [{ id: 'r', cells: [], outputs: ['"x"'] }] }))).toContain(
      '0 input entries for 1 columns',
    );
    const rule = { id: 'r', cells: ['-'], outputs: ['"x"'] };
    expect(faults(table({ rules: [rule, rule] }))).toContain('used twice');
  });
});

describe('values (D9)', () => {
  it('throws on a value of the wrong type, naming the input', () => {
    const model = oneColumn('enquiries_1m', '>= 4');
    for (const value of ['4', true, 3.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => model.decide('review', { enquiries_1m: value })).toThrow(/enquiries_1m is a integer/);
    expect(() => oneColumn('since', '-').decide('review', { since: '2023-02-29' })).toThrow(/YYYY-MM-DD/);
    expect(() => model.decide('other', {})).toThrow(/no table “other”/);
  });

  it('takes whole numbers of any size, as numbers or bigints', () => {
    const model = oneColumn('enquiries_1m', '> 9007199254740992', '<= 3000000000');
    expect(fired(model, { enquiries_1m: 9_007_199_254_740_993n })).toEqual([0]);
    expect(fired(model, { enquiries_1m: 9_007_199_254_740_992n })).toEqual([]);
    expect(fired(model, { enquiries_1m: 3_000_000_000 })).toEqual([1]);
    expect(fired(model, { enquiries_1m: 3_000_000_001 })).toEqual([]);
  });
});

describe('hit policies (D7)', () => {
  const withPolicy = (
    hitPolicy: string,
    outputs: readonly string[],
    extra: Partial<PolicyTableText> = {},
  ): PolicyModel =>
    compile(
      table({
        hitPolicy,
        rules: outputs.map((output, index) => ({ id: `r${index}`, cells: [`>= ${index}`], outputs: [output] })),
        ...extra,
      }),
    );
  const decide = (model: PolicyModel, enquiries_1m: number) => model.decide('review', { enquiries_1m });

  it('UNIQUE and ANY report a conflict instead of choosing', () => {
    expect(decide(withPolicy('UNIQUE', ['"a"', '"b"']), 1)).toMatchObject({
      fired: [0, 1],
      outputs: [],
      conflict: true,
    });
    expect(decide(withPolicy('UNIQUE', ['"a"', '"b"']), 0)).toMatchObject({
      fired: [0],
      outputs: [{ action: 'a' }],
      conflict: false,
    });
    expect(decide(withPolicy('ANY', ['"a"', '"b"']), 1)).toMatchObject({ fired: [0, 1], outputs: [], conflict: true });
    expect(decide(withPolicy('ANY', ['"a"', '"a"']), 1)).toMatchObject({ outputs: [{ action: 'a' }], conflict: false });
  });
  it('FIRST, RULE ORDER, PRIORITY and OUTPUT ORDER', () => {
    const ranked = { outputs: [{ name: 'action', values: '"b","a","c"' }] };
    expect(decide(withPolicy('FIRST', ['"a"', '"b"']), 1).fired).toEqual([0]);
    expect(decide(withPolicy('RULE ORDER', ['"a"', '"b"']), 1).fired).toEqual([0, 1]);
    expect(decide(withPolicy('PRIORITY', ['"a"', '"b"', '"c"'], ranked), 2).fired).toEqual([1]);
    expect(decide(withPolicy('OUTPUT ORDER', ['"a"', '"c"', '"b"'], ranked), 2).fired).toEqual([2, 0, 1]);
  });
  it('COLLECT aggregates and falls back to the default outputs', () => {
    for (const [aggregation, value] of [
      ['SUM', 60],
      ['MIN', 10],
      ['MAX', 30],
      ['COUNT', 3],
    ] as const)
      expect(decide(withPolicy('COLLECT', ['10', '20', '30'], { aggregation }), 2).outputs).toEqual([
        { action: value },
      ]);
    expect(
      decide(withPolicy('FIRST', ['"a"'], { outputs: [{ name: 'action', default: '"none"' }] }), -1),
    ).toMatchObject({ fired: [], outputs: [{ action: 'none' }] });
  });
  it('FIRST looks for missing values above the rule that fired only', () => {
    const rules = [
      { id: 'a', cells: ['> 5', '-'], outputs: ['"a"'] },
      { id: 'b', cells: ['-', 'true'], outputs: ['"b"'] },
      { id: 'c', cells: ['> 1', 'false'], outputs: ['"c"'] },
    ];
    const model = compile(
      table({ hitPolicy: 'FIRST', inputs: [{ expression: 'enquiries_1m' }, { expression: 'verified' }], rules }),
    );
    expect(model.decide('review', { enquiries_1m: null, verified: true })).toMatchObject({
      fired: [1],
      missing: ['enquiries_1m'],
    });
    expect(model.decide('review', { enquiries_1m: 9, verified: null })).toMatchObject({ fired: [0], missing: [] });
  });
});
