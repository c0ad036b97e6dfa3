import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScorecardInput, ScorecardModel } from './model.ts';
import { readPmml } from './pmml-read.ts';
import { writePmml } from './pmml-write.ts';
import { scoreOf } from './score.ts';
import { validateScorecard } from './validate.ts';

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
