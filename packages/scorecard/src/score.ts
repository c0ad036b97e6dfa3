import { derivedValueOf } from './derive/formula.ts';
import type { ScorecardAttribute, ScorecardBin, ScorecardInput, ScorecardInputs, ScorecardModel } from './model.ts';

export interface AttributeScore {
  readonly name: string;
  /** Position of the bin in the model; -1 when the value was missing, or in no bin, and there is no bin for that. */
  readonly bin: number;
  readonly points: number;
  /** The most points that a known value of this attribute can get. */
  readonly best: number;
}

export interface Score {
  readonly points: number;
  readonly perAttribute: readonly AttributeScore[];
  /**
   * Inputs that were null, absent, not a number, or in no bin. Whether a decision may rest on such a score is for the
   * policy to say (G5); a bin for missing values only says what history shows about them.
   */
  readonly missing: readonly string[];
}

const isKnown = (value: ScorecardInput | undefined): value is Exclude<ScorecardInput, null> =>
  value !== null && value !== undefined && !Number.isNaN(value);

const holds = (bin: ScorecardBin, value: Exclude<ScorecardInput, null>): boolean =>
  bin.upTo !== undefined && typeof value === 'number' && (bin.upTo === null || value <= bin.upTo);

/**
 * Position of the bin that a value falls into, or -1. Named values come first, so that a special code is not taken for
 * the number that it looks like; numeric bins are in ascending order, so the first that holds the value is its own.
 */
export const binOf = (attribute: ScorecardAttribute, value: ScorecardInput | undefined): number => {
  const { bins } = attribute;
  if (!isKnown(value)) return bins.findIndex((bin) => bin.missing === true);
  const named = bins.findIndex((bin) => bin.values?.includes(String(value)) === true);
  if (named >= 0) return named;
  const numeric = bins.findIndex((bin) => holds(bin, value));
  return numeric >= 0 ? numeric : bins.findIndex((bin) => bin.missing === true);
};

const bestOf = (attribute: ScorecardAttribute): number => {
  const known = attribute.bins.filter((bin) => bin.missing !== true);
  return Math.max(...(known.length > 0 ? known : attribute.bins).map(({ points }) => points));
};

/** The inputs, and those that the model computes from them. */
const inputsFor = ({ derived }: ScorecardModel, inputs: ScorecardInputs): ScorecardInputs =>
  derived === undefined
    ? inputs
    : {
        ...Object.fromEntries(derived.map(({ name, formula }) => [name, derivedValueOf(formula, inputs)])),
        ...inputs,
      };

/**
 * The points of one case, attribute by attribute. Integer arithmetic throughout; never throws on a model that
 * `validateScorecard` finds sound, whatever the inputs.
 */
export const scoreOf = (model: ScorecardModel, inputs: ScorecardInputs): Score => {
  const missing: string[] = [];
  let points = model.basePoints;
  const known = inputsFor(model, inputs);
  const perAttribute = model.attributes.map((attribute): AttributeScore => {
    const bin = binOf(attribute, known[attribute.name]);
    const held = attribute.bins[bin];
    if (held === undefined || held.missing === true) missing.push(attribute.name);
    const earned = held?.points ?? 0;
    points += earned;
    return { name: attribute.name, bin, points: earned, best: bestOf(attribute) };
  });
  return { points, perAttribute, missing };
};
