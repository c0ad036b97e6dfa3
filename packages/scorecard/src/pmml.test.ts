import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derivedValueOf, type Formula, type Operand } from './derive/formula.ts';
import type { ScorecardInput, ScorecardModel } from './model.ts';
import { readPmml } from './pmml-read.ts';
import { writePmml } from './pmml-write.ts';
import { scoreOf } from './score.ts';
import { validateScorecard } from './validate.ts';
import { findElement, parseXml, type XmlElement } from './xml-tree.ts';

const model: ScorecardModel = {
  id: 'line & behaviour',
  version: '2026-11',
  basePoints: 500,
  attributes: [
    {
      name: 'utilisationPpm',
      bins: [
        { upTo: 300_000, points: 60 },
        { upTo: 800_000, points: 20 },
        { upTo: null, points: -40 },
        { values: ['-1'], points: 10 },
        { missing: true, points: -5 },
      ],
    },
    {
      name: 'employment',
      bins: [
        { values: ['a "quoted" \\ word', '<x>'], points: 30 },
        { values: ['007'], points: 5 },
      ],
    },
  ],
};

const read = (source: string, options?: Parameters<typeof readPmml>[1]): ScorecardModel => {
  const result = readPmml(source, options);
  if (!result.ok) throw new Error(result.problem.message);
  return result.model;
};

/** A scorecard on one field, as others write them. */
const pmmlOf = (
  attributes: string,
  field = '<DataField name="x" optype="continuous" dataType="double"/>',
  score = '0',
) =>
  `<PMML xmlns="http://www.dmg.org/PMML-4_2" version="4.2"><Header/><DataDictionary>${field}</DataDictionary><Scorecard modelName="m" initialScore="${score}"><MiningSchema/><Characteristics><Characteristic name="c">${attributes}</Characteristic></Characteristics></Scorecard></PMML>`;
const line = (score: number | string, condition: string) =>
  `<Attribute partialScore="${score}">${condition}</Attribute>`;
const when = (operator: string, value: number | string) =>
  `<SimplePredicate field="x" operator="${operator}" value="${value}"/>`;
const and = (...parts: string[]) => `<CompoundPredicate booleanOperator="and">${parts.join('')}</CompoundPredicate>`;

describe('PMML out and in (S8)', () => {
  it('scores every case as before', () => {
    const again = read(writePmml(model));
    expect(validateScorecard(again).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(again).toMatchObject({ id: model.id, version: model.version, basePoints: 500 });
    const value = fc.oneof(
      fc.constantFrom<ScorecardInput>(null, -1, -2, 0, 299_999, 300_000, 300_001, 800_000, 800_001),
      fc.maxSafeInteger(),
    );
    const word = fc.constantFrom<ScorecardInput>(null, '007', '7', '<x>', 'a "quoted" \\ word', 'other');
    fc.assert(
      fc.property(value, word, (utilisationPpm, employment) => {
        const inputs = { utilisationPpm, employment };
        expect(scoreOf(again, inputs).points).toBe(scoreOf(model, inputs).points);
      }),
    );
  });
});

const name = fc.constantFrom('a', 'b', 'c');
const { formula } = fc.letrec<{ formula: Formula; operand: Operand }>((tie) => ({
  operand: fc.oneof({ maxDepth: 2 }, name, tie('formula')),
  formula: fc.oneof(
    { maxDepth: 2 },
    fc.record({ kind: fc.constant('difference' as const), of: fc.tuple(tie('operand'), tie('operand')) }),
    fc.record({
      kind: fc.constant('ratio' as const),
      of: fc.tuple(tie('operand'), tie('operand')),
      times: fc.constantFrom(1, 100, 1_000_000),
    }),
    fc.record({
      kind: fc.constantFrom('sum' as const, 'greatest' as const, 'least' as const),
      of: fc.array(tie('operand'), { minLength: 2, maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constant('count' as const),
      of: fc.array(tie('operand'), { minLength: 1, maxLength: 3 }),
      atLeast: fc.integer({ min: -5, max: 5 }),
    }),
  ),
}));
const given = fc.record({
  a: fc.option(fc.integer({ min: -9, max: 9 })),
  b: fc.option(fc.integer({ min: -1, max: 3 })),
  c: fc.option(fc.constantFrom(0, 1, 10 ** 13, -(10 ** 13))),
});

/** PMML’s own reading of an expression, as its specification has it; null is missing. */
const valueInPmml = (element: XmlElement, fields: Readonly<Record<string, number | null>>): number | null => {
  if (element.name === 'FieldRef') return fields[element.attributes['field'] ?? ''] ?? null;
  if (element.name === 'Constant') return Number(element.text);
  const parts = element.children.map((child) => valueInPmml(child, fields));
  const known = parts.filter((part) => part !== null);
  const called = element.attributes['function'] ?? '';
  if (called === 'isNotMissing') return parts[0] === null ? 0 : 1;
  if (called === 'if') return parts[0] === null ? null : parts[0] === 1 ? (parts[1] ?? null) : (parts[2] ?? null);
  // One part that is false makes “and” false, whatever is missing beside it.
  if (called === 'and') return known.includes(0) ? 0 : known.length < parts.length ? null : 1;
  const over: Readonly<Record<string, (...values: number[]) => number>> = {
    max: Math.max,
    min: Math.min,
    sum: (...values) => values.reduce((total, value) => total + value, 0),
  };
  const aggregate = over[called];
  if (aggregate !== undefined) return known.length === 0 ? null : aggregate(...known);
  const [x = null, y = null] = parts;
  if (x === null || (y === null && called !== 'round')) return null;
  switch (called) {
    case '+':
      return x + (y ?? 0);
    case '-':
      return x - (y ?? 0);
    case '*':
      return x * (y ?? 0);
    case '/':
      return x / (y ?? 0);
    case 'round':
      return Math.round(x);
    case 'greaterThan':
      return x > (y ?? 0) ? 1 : 0;
    case 'greaterOrEqual':
      return x >= (y ?? 0) ? 1 : 0;
    default:
      throw new Error(`PMML has no function ${called} that is needed here`);
  }
};

describe('derived inputs in PMML (S60)', () => {
  const modelOf = (made: Formula): ScorecardModel => ({
    id: 'm',
    version: '1',
    basePoints: 0,
    derived: [{ name: 'made', formula: made }],
    attributes: [
      {
        name: 'made',
        bins: [
          { upTo: 3, points: 1 },
          { upTo: null, points: 2 },
          { missing: true, points: 3 },
        ],
      },
      {
        name: 'a',
        bins: [
          { upTo: null, points: 10 },
          { missing: true, points: 20 },
        ],
      },
    ],
  });

  it('come back as they were, and mean to others what they mean here', () => {
    fc.assert(
      fc.property(formula, given, (made, inputs) => {
        const source = writePmml(modelOf(made));
        const again = read(source);
        expect(scoreOf(again, inputs)).toEqual(scoreOf(modelOf(made), inputs));
        const parsed = parseXml(source);
        const field = parsed.ok ? findElement(parsed.root, 'DerivedField') : null;
        const [expression] = field?.children ?? [];
        if (expression === undefined) throw new Error('there is no derived field');
        const value = valueInPmml(expression, inputs);
        expect(value === null ? null : value + 0).toBe(derivedValueOf(made, inputs));
      }),
      { numRuns: 500 },
    );
  });

  it('declare every field that they read', () => {
    const source = writePmml(modelOf({ kind: 'ratio', of: ['b', { kind: 'sum', of: ['a', 'c'] }], times: 100 }));
    const fields = new Set(['a', 'b', 'c']);
    expect(new Set([...source.matchAll(/<DataField name="(\w)"/g)].map(([, field]) => field))).toEqual(fields);
    expect(new Set([...source.matchAll(/<MiningField name="(\w)"/g)].map(([, field]) => field))).toEqual(fields);
  });

  it.each([
    ['another expression', '<Apply function="ln"><FieldRef field="a"/></Apply>', undefined],
    ['another end of a ratio', '', undefined],
    [
      'a part that is not missing when it is',
      '<Apply function="max"><FieldRef field="a" mapMissingTo="0"/></Apply>',
      undefined,
    ],
    ['a field in another unit', '<Apply function="max"><FieldRef field="a"/></Apply>', { a: 100 }],
  ])('are refused with their name: %s', (_what, expression, scales) => {
    const whole = writePmml(modelOf({ kind: 'ratio', of: ['a', 'b'], times: 100 }));
    const source =
      expression === ''
        ? whole.replaceAll('1000000000000', '7')
        : whole.replace(/(<DerivedField[^>]*>).*(<\/DerivedField>)/, `$1${expression}$2`);
    const result = readPmml(source, scales === undefined ? {} : { scales });
    expect(result.ok ? null : result.problem).toMatchObject({ code: 'unsupported', where: 'made' });
  });
});

describe('PMML from elsewhere (S9)', () => {
  it('means the same in whole numbers: strict and open ends, ranges, first that holds, and the rest', () => {
    const source = pmmlOf(
      line(1, '<SimplePredicate field="x" operator="isMissing"/>') +
        line(2, when('lessThan', 10)) +
        line(3, and(when('greaterOrEqual', 10), when('lessThan', 20.5))) +
        line(4, when('equal', 30)) +
        line(5, when('lessOrEqual', 40)) +
        line(6, '<True/>'),
      undefined,
      '100',
    );
    const imported = read(source);
    expect(validateScorecard(imported)).toEqual([]);
    const points = (x: number | null) => scoreOf(imported, { x }).points - 100;
    expect([null, -5, 9, 10, 20, 21, 29, 30, 31, 40, 41, 1e9].map(points)).toEqual([
      1, 2, 2, 3, 3, 5, 5, 4, 5, 5, 6, 6,
    ]);
  });

  it('scales ends and points to whole numbers', () => {
    const source = pmmlOf(
      line(1.5, when('lessOrEqual', 0.3)) + line('-0.5', when('greaterThan', '0.3')),
      undefined,
      '2',
    );
    const imported = read(source, { scales: { x: 1_000_000 }, pointsTimes: 10 });
    expect(imported.basePoints).toBe(20);
    expect(imported.attributes[0]?.bins).toEqual([
      { points: 15, upTo: 300_000 },
      { points: -5, upTo: null },
    ]);
  });

  it('takes “any other word” to be the words that the dictionary lists', () => {
    const field =
      '<DataField name="x" optype="categorical"><Value value="01"/><Value value="1"/><Value value="B"/></DataField>';
    const set =
      '<SimpleSetPredicate field="x" booleanOperator="isIn"><Array n="1" type="string">01</Array></SimpleSetPredicate>';
    expect(read(pmmlOf(line(7, set) + line(1, '<True/>'), field)).attributes[0]?.bins).toEqual([
      { points: 7, values: ['01'] },
      { points: 1, values: ['1', 'B'] },
      { points: 1, missing: true },
    ]);
  });

  const set =
    '<SimpleSetPredicate field="y" booleanOperator="isIn"><Array n="1" type="string">A</Array></SimpleSetPredicate>';
  it.each([
    ['not_xml', '<PMML><open></PMML>', 'close tag'],
    ['no_scorecard', '<PMML/>', 'no Scorecard'],
    ['unsupported', pmmlOf(line(1, '<SimplePredicate field="x" operator="similar" value="1"/>')), 'similar'],
    ['unsupported', pmmlOf(line(1, and(when('lessThan', 1), set))), 'about one input'],
    ['unsupported', pmmlOf(line(1, when('lessThan', 1)) + line(2, set)), '2 fields'],
    ['unsupported', pmmlOf(line(1, when('lessThan', 'abc'))), 'not a number'],
    ['unsupported', pmmlOf('<Attribute partialScore="1"/>'), 'without a condition'],
    ['not_whole', pmmlOf(line(1.5, when('lessThan', 1)) + line(2, '<True/>')), 'pointsTimes'],
    ['gap', pmmlOf(line(1, when('lessThan', 1)) + line(2, when('greaterThan', 2))), 'no Attribute holds for 2'],
    ['gap', pmmlOf(line(1, when('lessThan', 1))), 'greatest values'],
    ['open_words', pmmlOf(line(1, set) + line(2, '<True/>'), ''), 'words listed'],
  ])('is refused with its place: %s', (code, source, message) => {
    expect(readPmml(source)).toMatchObject({
      ok: false,
      problem: { code, message: expect.stringContaining(message) as unknown },
    });
  });
});
