import type { BinningOptions, LearntBin } from './binning.ts';
import { binColumn, DEFAULT_BINNING } from './binning.ts';
import type { DerivedInput } from './derive/formula.ts';
import { withDerived } from './derive/derived-columns.ts';
import { wordsOf } from './derive/formula-words.ts';
import { fitByEvidence } from './fit-by-evidence.ts';
import { fitJointly } from './fit-jointly.ts';
import type { RejectedInput } from './fitted-inputs.ts';
import type { ScorecardAttribute, ScorecardBin, ScorecardModel } from './model.ts';
import { dealFolds } from './random.ts';
import type { TrainingProblem, TrainingRow, TrainingTable } from './training-data.ts';
import { readRows } from './training-data.ts';

/** How points stand for odds: `evenOddsPoints` at 1 good to 1 bad, and so many more for each doubling of the odds. */
export interface PointsScale {
  readonly evenOddsPoints: number;
  readonly pointsPerDoubling: number;
}

export interface TrainOptions {
  readonly id: string;
  readonly version: string;
  readonly seed?: number;
  readonly binning?: Partial<BinningOptions>;
  readonly scale?: PointsScale;
  /** Numbers that are codes and not quantities, per input. */
  readonly specialCodes?: Readonly<Record<string, readonly number[]>>;
  /** Inputs not to learn from. */
  readonly without?: readonly string[];
  readonly labels?: Readonly<Record<string, { readonly zh: string; readonly en: string }>>;
  /** Inputs that tell less than this (information value) are left out. */
  readonly leastInformation?: number;
  /** The weakest inputs are left out until so many remain. */
  readonly mostAttributes?: number;
  /** Parts of the data in which bins must hold; by period where the rows state one, else dealt by the seed. */
  readonly parts?: number;
  /**
   * How the points of bins are found: by one coefficient per input upon the evidence of its bins, or all bins together,
   * each with a weight of its own that keeps the order of that evidence.
   */
  readonly fit?: 'evidence' | 'joint';
  /** Ridge penalty on the coefficients, or on the weights of bins. */
  readonly ridge?: number;
  /** Inputs computed from the others, to learn from beside them; see `deriveInputs`. */
  readonly derived?: readonly DerivedInput[];
}

export const DEFAULT_SCALE: PointsScale = { evenOddsPoints: 400, pointsPerDoubling: 40 };

export interface TrainedAttribute {
  readonly name: string;
  /** By what the evidence of its bins was multiplied; null where each bin was fitted by itself. */
  readonly coefficient: number | null;
  readonly informationValue: number;
  readonly mergedAsUnstable: number;
  readonly bins: readonly (LearntBin & { readonly points: number })[];
}

export interface TrainedScorecard {
  readonly model: ScorecardModel;
  readonly scale: PointsScale;
  readonly attributes: readonly TrainedAttribute[];
  readonly rejected: readonly RejectedInput[];
  readonly converged: boolean;
}

export type TrainingResult =
  | { readonly ok: true; readonly trained: TrainedScorecard }
  | { readonly ok: false; readonly problems: readonly TrainingProblem[] };

/** The probability of a bad end that points stand for. */
export const probabilityOfBad = (points: number, { evenOddsPoints, pointsPerDoubling }: PointsScale): number =>
  1 / (1 + 2 ** ((points - evenOddsPoints) / pointsPerDoubling));

const partsOf = (rows: readonly TrainingRow[], bad: Uint8Array, parts: number, seed: number): Int32Array => {
  if (!rows.every(({ period }) => period !== undefined)) return dealFolds(bad, parts, seed);
  const order = [...rows.keys()].sort((left, right) => (rows[left]!.period! < rows[right]!.period! ? -1 : 1));
  const partOf = new Int32Array(rows.length);
  for (const [position, row] of order.entries()) partOf[row] = Math.floor((position * parts) / rows.length);
  return partOf;
};

const scorecardBin = ({ condition }: LearntBin, points: number): ScorecardBin => ({ points, ...condition });

/** Fits a scorecard to a table. `rows` are the table’s own, for their periods. */
const fitScorecard = (table: TrainingTable, rows: readonly TrainingRow[], options: TrainOptions): TrainedScorecard => {
  const {
    seed = 1,
    scale = DEFAULT_SCALE,
    leastInformation = 0.01,
    mostAttributes = 40,
    parts = 4,
    ridge = 1,
  } = options;
  const binning = { ...DEFAULT_BINNING, ...options.binning };
  const partOf = partsOf(rows, table.bad, parts, seed);
  const binned = table.columns.map((column) => binColumn(column, table.bad, partOf, binning));
  const informative = binned.filter(({ informationValue }) => informationValue >= leastInformation);
  const uninformative = binned.filter((column) => !informative.includes(column));
  const good = table.bad.map((bad) => 1 - bad);
  const fit = options.fit === 'joint' ? fitJointly : fitByEvidence;
  const { inputs, intercept, rejected, converged } = fit(informative, good, ridge, mostAttributes);
  const factor = scale.pointsPerDoubling / Math.LN2;
  const attributes = inputs.map(({ column, coefficient, weights }): TrainedAttribute => {
    const { name, informationValue, mergedAsUnstable } = column;
    // Adding 0 turns the -0 that rounding can leave into 0.
    const bins = column.bins.map((bin, at) => ({ ...bin, points: Math.round(factor * weights[at]!) + 0 }));
    return { name, coefficient, informationValue, mergedAsUnstable, bins };
  });
  const derived = (options.derived ?? []).filter(({ name }) => attributes.some((item) => item.name === name));
  const words = new Map(derived.map(({ name, formula }) => [name, wordsOf(formula)]));
  const model: ScorecardModel = {
    id: options.id,
    version: options.version,
    basePoints: Math.round(scale.evenOddsPoints + factor * intercept),
    ...(derived.length === 0 ? {} : { derived }),
    attributes: attributes.map(({ name, bins }): ScorecardAttribute => {
      const label = options.labels?.[name] ?? words.get(name);
      const scored = bins.map((bin) => scorecardBin(bin, bin.points));
      return label === undefined ? { name, bins: scored } : { name, label, bins: scored };
    }),
  };
  return {
    model,
    scale,
    attributes,
    rejected: [...uninformative.map(({ name }) => ({ name, reason: 'uninformative' as const })), ...rejected],
    converged,
  };
};

/**
 * Learns a points scorecard from past cases: inputs are cut into bins by their evidence, weighed against one another by
 * logistic regression, and turned into whole points. The same rows, options and seed give the same model.
 */
export const trainScorecard = (rows: readonly TrainingRow[], options: TrainOptions): TrainingResult => {
  const table = readRows(rows, options.specialCodes, options.without);
  return 'size' in table
    ? { ok: true, trained: fitScorecard(withDerived(table, options.derived), rows, options) }
    : { ok: false, problems: table };
};
