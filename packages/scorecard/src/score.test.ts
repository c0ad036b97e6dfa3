import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScorecardInput, ScorecardModel } from './model.ts';
import { scoreOf } from './score.ts';
import type { FindingCode } from './validate.ts';
import { FINDING_CODES, pointsRange, validateScorecard } from './validate.ts';

const model: ScorecardModel = {
  id: 'line-behaviour',
  version: '1',
  basePoints: 500,
  cut: 560,
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
        { values: ['SALARIED', 'CIVIL'], points: 30 },
        { values: ['SELF_EMPLOYED'], points: 5 },
      ],
    },
    {
      name: 'hasHousingFund',
      bins: [
        { values: ['true'], points: 15 },
        { values: ['false'], points: 0 },
        { missing: true, points: 0 },
      ],
    },
  ],
};

describe('scoring (S1)', () => {
  it.each<[ScorecardInput, number, number]>([
    [0, 0, 60],
    [300_000, 0, 60],
    [300_001, 1, 20],
    [800_000, 1, 20],
    [800_001, 2, -40],
    [Number.MAX_SAFE_INTEGER, 2, -40],
    [-5, 0, 60],
    [-1, 3, 10],
    [null, 4, -5],
    [Number.NaN, 4, -5],
    ['a word', 4, -5],
  ])('puts utilisation %s into bin %i for %i points', (value, bin, points) => {
    expect(scoreOf(model, { utilisationPpm: value }).perAttribute[0]).toEqual({
      name: 'utilisationPpm',
      bin,
      points,
      best: 60,
    });
  });

  it('adds base and points, and lists what was missing with or without a bin for it', () => {
    expect(scoreOf(model, { utilisationPpm: 100, employment: 'CIVIL', hasHousingFund: true })).toMatchObject({
      points: 500 + 60 + 30 + 15,
      missing: [],
    });
    expect(scoreOf(model, { employment: 'STUDENT', hasHousingFund: false })).toMatchObject({
      points: 500 - 5,
      missing: ['utilisationPpm', 'employment'],
      perAttribute: [{ bin: 4 }, { bin: -1, points: 0, best: 30 }, { bin: 1, points: 0 }],
    });
  });
});

/** A sound model of any shape: numeric attributes with ascending ends, and named ones. */
const attributes = fc.uniqueArray(
  fc.record({
    name: fc.stringMatching(/^[a-z]{1,6}$/),
    ends: fc.uniqueArray(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.maxSafeInteger()), { maxLength: 5 }),
    points: fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 7, maxLength: 7 }),
  }),
  { selector: ({ name }) => name, minLength: 1, maxLength: 5 },
);
const soundModel = attributes.map(
  (list): ScorecardModel => ({
    id: 'any',
    version: '1',
    basePoints: 7,
    attributes: list.map(({ name, ends, points }) => ({
      name,
      bins: [
        ...[...ends.sort((left, right) => left - right), null].map((upTo, index) => ({
          upTo,
          points: points[index] ?? 0,
        })),
        { missing: true, points: points[6] ?? 0 },
      ],
    })),
  }),
);

describe('any sound model (S2)', () => {
  it('is found sound, and scores every case by the definition, within its range', () => {
    fc.assert(
      fc.property(soundModel, fc.array(fc.oneof(fc.integer({ min: -6, max: 6 }), fc.constant(null))), (any, values) => {
        expect(validateScorecard(any).filter(({ severity }) => severity === 'error')).toEqual([]);
        const inputs = Object.fromEntries(any.attributes.map(({ name }, index) => [name, values[index] ?? null]));
        const score = scoreOf(any, inputs);
        const expected = any.attributes.map(({ name, bins }) => {
          const value = inputs[name] ?? null;
          const held =
            value === null
              ? bins.find((bin) => bin.missing)
              : bins.find((bin) => bin.upTo === null || (bin.upTo !== undefined && value <= bin.upTo));
          return held!.points;
        });
        expect(score.perAttribute.map(({ points }) => points)).toEqual(expected);
        expect(score.points).toBe(expected.reduce((sum, points) => sum + points, any.basePoints));
        const { least, most } = pointsRange(any);
        expect(score.points).toBeGreaterThanOrEqual(least);
        expect(score.points).toBeLessThanOrEqual(most);
      }),
    );
  });
});

describe('validation (S3)', () => {
  const withBins = (...bins: ScorecardModel['attributes'][number]['bins']): ScorecardModel => ({
    ...model,
    attributes: [{ name: 'a', bins }],
  });
  const { cut, ...uncut } = model;
  const open = { upTo: null, points: 1 };
  const missing = { missing: true, points: 2 } as const;
  const bad: [FindingCode, string, ScorecardModel][] = [
    ['no_name', 'id', { ...model, id: '' }],
    ['no_attributes', 'attributes', { ...model, attributes: [] }],
    [
      'duplicate_attribute',
      'attributes[1].name',
      { ...model, attributes: [model.attributes[0]!, model.attributes[0]!] },
    ],
    ['no_bins', 'attributes[0].bins', withBins()],
    ['not_whole', 'attributes[0].bins[0].points', withBins({ upTo: null, points: 1.5 }, missing)],
    ['not_whole', 'attributes[0].bins[0].upTo', withBins({ upTo: 0.5, points: 1 }, open, missing)],
    ['not_whole', 'basePoints', { ...model, basePoints: Number.NaN }],
    ['not_whole', 'cut', { ...model, cut: 560.5 }],
    ['bin_without_condition', 'attributes[0].bins[0]', withBins({ points: 1 }, missing)],
    ['bin_with_two_conditions', 'attributes[0].bins[0]', withBins({ points: 1, upTo: null, missing: true })],
    ['bins_out_of_order', 'attributes[0].bins[1].upTo', withBins({ upTo: 5, points: 1 }, { upTo: 5, points: 3 }, open)],
    ['bins_out_of_order', 'attributes[0].bins[1].upTo', withBins(open, { upTo: 5, points: 3 }, missing)],
    ['open_end_missing', 'attributes[0].bins[0].upTo', withBins({ upTo: 5, points: 1 }, missing)],
    [
      'duplicate_value',
      'attributes[0].bins[1].values',
      withBins({ values: ['x'], points: 1 }, { values: ['x'], points: 2 }),
    ],
    ['no_values', 'attributes[0].bins[0]', withBins({ values: [], points: 1 }, missing)],
    ['two_missing_bins', 'attributes[0].bins', withBins(open, missing, missing)],
    ['no_missing_bin', 'attributes[0].bins', withBins(open, { values: ['x'], points: 4 })],
    ['constant_attribute', 'attributes[0].bins', withBins(open, { missing: true, points: 1 })],
    ['cut_out_of_reach', 'cut', { ...model, cut: 10_000 }],
  ];

  it.each(bad)('finds %s at %s', (code, path, wrong) => {
    expect(validateScorecard(wrong)).toContainEqual(expect.objectContaining({ code, path }));
  });

  it('has a bad example for every finding, and finds nothing in a sound model but what it warns of', () => {
    expect(new Set(bad.map(([code]) => code))).toEqual(new Set(FINDING_CODES));
    expect(validateScorecard(uncut).map(({ code, path }) => [code, path])).toEqual([
      ['no_missing_bin', 'attributes[1].bins'],
    ]);
    expect(cut).toBeGreaterThan(pointsRange(model).least);
  });
});
