import type { GroupComparison } from './fairness.ts';
import { compareGroups } from './fairness.ts';
import type { CalibrationBand } from './metrics.ts';
import { bandEndsOf, brierOf, calibrationOf, countByBand, discriminationOf, psiOf } from './metrics.ts';
import type { ScoredCase } from './scored-case.ts';

export interface ScoreBand {
  /** Highest score of the band; null for the last. */
  readonly upTo: number | null;
  readonly count: number;
  readonly badRate: number | null;
}

export interface PeriodResult {
  readonly period: string;
  readonly count: number;
  readonly badRate: number;
  readonly auc: number;
  /** Shift of this period’s scores against the first period’s. */
  readonly psi: number;
}

/** What a validator is asked to judge a model by. Plain data: the JSON form of the report. */
export interface ValidationReport {
  readonly title: string;
  readonly count: number;
  readonly bads: number;
  readonly auc: number;
  readonly gini: number;
  readonly ks: number;
  readonly brier: number;
  /** Brier score of saying the average to everybody: what a model has to beat. */
  readonly brierOfAverage: number;
  readonly cut: number | null;
  readonly calibration: readonly CalibrationBand[];
  readonly bands: readonly ScoreBand[];
  /** Share of bads and share of goods at or below each score, from the lowest: the curve behind AUC and KS. */
  readonly curve: readonly { readonly score: number; readonly bads: number; readonly goods: number }[];
  /** Shift of the scores against the reference sample (population stability index); null without one. */
  readonly psi: number | null;
  readonly periods: readonly PeriodResult[];
  readonly groups: readonly GroupComparison[];
}

export interface ReportOptions {
  readonly title: string;
  readonly cut?: number;
  /** The cases that the model was learnt from, to measure how far these have moved. */
  readonly reference?: readonly ScoredCase[];
  readonly leastGroup?: number;
}

const scoresOf = (cases: readonly ScoredCase[]): number[] => cases.map(({ score }) => score);
const outcomesOf = (cases: readonly ScoredCase[]): number[] => cases.map(({ bad }) => (bad ? 1 : 0));

const bandsOf = (cases: readonly ScoredCase[], ends: readonly number[]): ScoreBand[] => {
  const counts = countByBand(scoresOf(cases), ends);
  const bads = countByBand(scoresOf(cases.filter(({ bad }) => bad)), ends);
  return counts.map((count, band) => ({
    upTo: ends[band] ?? null,
    count,
    badRate: count === 0 ? null : bads[band]! / count,
  }));
};

/** At most `points` points of the curve, evenly spread over the cases. */
const curveOf = (cases: readonly ScoredCase[], points = 100): ValidationReport['curve'] => {
  const ends = bandEndsOf(scoresOf(cases), points);
  const running = (some: readonly ScoredCase[]): number[] => {
    let below = 0;
    return countByBand(scoresOf(some), ends).map((count) => (below += count) / some.length);
  };
  const bads = running(cases.filter(({ bad }) => bad));
  const goods = running(cases.filter(({ bad }) => !bad));
  return ends.map((score, band) => ({ score, bads: bads[band]!, goods: goods[band]! }));
};

const periodsOf = (cases: readonly ScoredCase[]): PeriodResult[] => {
  const periods = [...new Set(cases.flatMap(({ period }) => period ?? []))].sort();
  const inPeriod = (period: string) => cases.filter((item) => item.period === period);
  const [first] = periods;
  if (first === undefined) return [];
  const ends = bandEndsOf(scoresOf(inPeriod(first)));
  const reference = countByBand(scoresOf(inPeriod(first)), ends);
  return periods.map((period) => {
    const list = inPeriod(period);
    const outcomes = outcomesOf(list);
    return {
      period,
      count: list.length,
      badRate: outcomes.reduce((sum, value) => sum + value, 0) / list.length,
      auc: discriminationOf(scoresOf(list), outcomes).auc,
      psi: psiOf(reference, countByBand(scoresOf(list), ends)),
    };
  });
};

/** Judges a model by what it said of cases whose end is known. They must be cases that it was not learnt from. */
export const validationReport = (cases: readonly ScoredCase[], options: ReportOptions): ValidationReport => {
  const scores = scoresOf(cases);
  const outcomes = outcomesOf(cases);
  const probabilities = cases.map(({ probabilityOfBad }) => probabilityOfBad);
  const bads = outcomes.reduce((sum, value) => sum + value, 0);
  const cut = options.cut ?? null;
  const reference = options.reference === undefined ? null : scoresOf(options.reference);
  const referenceEnds = reference === null ? [] : bandEndsOf(reference);
  return {
    title: options.title,
    count: cases.length,
    bads,
    ...discriminationOf(scores, outcomes),
    brier: brierOf(probabilities, outcomes),
    brierOfAverage: (bads / cases.length) * (1 - bads / cases.length),
    cut,
    calibration: calibrationOf(probabilities, outcomes),
    bands: bandsOf(cases, bandEndsOf(scores)),
    curve: curveOf(cases),
    psi: reference === null ? null : psiOf(countByBand(reference, referenceEnds), countByBand(scores, referenceEnds)),
    periods: periodsOf(cases),
    groups: compareGroups(cases, cut, options.leastGroup),
  };
};
