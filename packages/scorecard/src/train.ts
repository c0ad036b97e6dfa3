import type { BinnedColumn, BinningOptions, LearntBin } from './binning.ts';
import { binColumn, DEFAULT_BINNING } from './binning.ts';
import type { LogisticFit } from './logistic.ts';
import { fitLogistic } from './logistic.ts';
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
  /** Ridge penalty on the coefficients. */
  readonly ridge?: number;
}

export const DEFAULT_SCALE: PointsScale = { evenOddsPoints: 400, pointsPerDoubling: 40 };

export interface TrainedAttribute {
  readonly name: string;
  readonly coefficient: number;
  readonly informationValue: number;
  readonly mergedAsUnstable: number;
  readonly bins: readonly (LearntBin & { readonly points: number })[];
}

export interface RejectedInput {
  readonly name: string;
  /** Too little information, a sign against its own evidence (it repeats another input), or one too many. */
  readonly reason: 'uninformative' | 'contradicts' | 'too_many';
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

const evidenceOf = ({ binOf, bins }: BinnedColumn): Float64Array => {
  const weights = bins.map(({ weightOfEvidence }) => weightOfEvidence);
  return Float64Array.from(binOf, (bin) => weights[bin]!);
};

const spreadOf = (evidence: Float64Array): number => {
  const mean = evidence.reduce((sum, value) => sum + value, 0) / evidence.length;
  return Math.sqrt(evidence.reduce((sum, value) => sum + (value - mean) ** 2, 0) / evidence.length);
};

const ROUGH_TOLERANCE = 0.01;
const FINAL_TOLERANCE = 1e-8;

interface Selection {
  readonly columns: readonly BinnedColumn[];
  readonly fit: LogisticFit;
  readonly rejected: readonly RejectedInput[];
}

/**
 * Fits, and drops the worst inputs until all that remain count in the direction of their own evidence and are few enough.
 * An input against its evidence would have to be explained to a borrower as the opposite of what the data say.
 */
const select = (informative: readonly BinnedColumn[], good: Uint8Array, ridge: number, most: number): Selection => {
  const rejected: RejectedInput[] = [];
  let entries = informative.map((column) => {
    const evidence = evidenceOf(column);
    return { column, evidence, spread: spreadOf(evidence), coefficient: 0 };
  });
  let intercept = Math.log(
    good.reduce((sum, value) => sum + value, 0) / good.reduce((sum, value) => sum + 1 - value, 0),
  );
  const fitFrom = (tolerance: number): LogisticFit => {
    const start = { intercept, coefficients: entries.map(({ coefficient }) => coefficient) };
    const features = entries.map(({ evidence }) => evidence);
    return fitLogistic(features, good, { ridge, tolerance, start });
  };
  for (;;) {
    // While inputs are still being dropped, signs and sizes of effects are all that is asked of a fit.
    const rough = fitFrom(ROUGH_TOLERANCE);
    intercept = rough.intercept;
    entries = entries.map((entry, index) => ({ ...entry, coefficient: rough.coefficients[index]! }));
    const effects = entries.map(({ coefficient, spread }) => coefficient * spread);
    const ranked = [...entries.keys()].sort((left, right) => effects[left]! - effects[right]!);
    const against = effects.filter((effect) => effect <= 0).length;
    const tooMany = entries.length - most;
    if (against === 0 && tooMany <= 0)
      return { columns: entries.map(({ column }) => column), fit: fitFrom(FINAL_TOLERANCE), rejected };
    // A few at a time: each that goes may set right the sign of those that it was repeating.
    const worst = ranked.slice(0, Math.ceil(Math.max(against, tooMany) / 4));
    for (const index of worst)
      rejected.push({ name: entries[index]!.column.name, reason: effects[index]! > 0 ? 'too_many' : 'contradicts' });
    entries = entries.filter((_, index) => !worst.includes(index));
  }
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
  const { columns, fit, rejected } = select(informative, good, ridge, mostAttributes);
  const factor = scale.pointsPerDoubling / Math.LN2;
  const attributes = columns.map((column, index): TrainedAttribute => {
    const coefficient = fit.coefficients[index]!;
    const { name, informationValue, mergedAsUnstable } = column;
    // Adding 0 turns the -0 that rounding can leave into 0.
    const bins = column.bins.map((bin) => ({
      ...bin,
      points: Math.round(factor * coefficient * bin.weightOfEvidence) + 0,
    }));
    return { name, coefficient, informationValue, mergedAsUnstable, bins };
  });
  const model: ScorecardModel = {
    id: options.id,
    version: options.version,
    basePoints: Math.round(scale.evenOddsPoints + factor * fit.intercept),
    attributes: attributes.map(({ name, bins }): ScorecardAttribute => {
      const label = options.labels?.[name];
      const scored = bins.map((bin) => scorecardBin(bin, bin.points));
      return label === undefined ? { name, bins: scored } : { name, label, bins: scored };
    }),
  };
  return {
    model,
    scale,
    attributes,
    rejected: [...uninformative.map(({ name }) => ({ name, reason: 'uninformative' as const })), ...rejected],
    converged: fit.converged,
  };
};

/**
 * Learns a points scorecard from past cases: inputs are cut into bins by their evidence, weighed against one another by
 * logistic regression, and turned into whole points. The same rows, options and seed give the same model.
 */
export const trainScorecard = (rows: readonly TrainingRow[], options: TrainOptions): TrainingResult => {
  const table = readRows(rows, options.specialCodes, options.without);
  return 'size' in table ? { ok: true, trained: fitScorecard(table, rows, options) } : { ok: false, problems: table };
};
