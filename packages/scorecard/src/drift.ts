import { bandEndsOf, countByBand, psiOf } from './metrics.ts';
import type { ScorecardInputs, ScorecardModel } from './model.ts';
import type { Score } from './score.ts';
import { scoreOf } from './score.ts';

/** How far the people scored now differ from those the model was learnt from. */
export interface Drift {
  /** Shift of the scores (population stability index). */
  readonly scorePsi: number;
  readonly attributes: readonly {
    readonly name: string;
    /** Shift of the shares of the bins. */
    readonly psi: number;
    /** Change of the mean points that this input gives: which way it moves the scores, and how far. */
    readonly meanPointsChange: number;
    readonly missingShareBefore: number;
    readonly missingShareNow: number;
  }[];
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const sideOf = (scores: readonly Score[], attribute: number, bins: number) => {
  const own = scores.map(({ perAttribute }) => perAttribute[attribute]!);
  // The last count is of values that no bin holds.
  const counts = Array.from({ length: bins + 1 }, () => 0);
  for (const { bin } of own) counts[bin < 0 ? bins : bin]! += 1;
  const missing = scores.filter((score, row) => score.missing.includes(own[row]!.name)).length / scores.length;
  return { counts, missing, meanPoints: meanOf(own.map(({ points }) => points)) };
};

/**
 * Compares two samples under one model, score and inputs, so that whoever watches it sees which input moves. Inputs come
 * in the model’s order. Both samples must have cases.
 */
export const driftOf = (
  model: ScorecardModel,
  before: readonly ScorecardInputs[],
  now: readonly ScorecardInputs[],
): Drift => {
  if (before.length === 0 || now.length === 0)
    throw new RangeError(`drift needs cases on both sides, not ${before.length} and ${now.length}`);
  const scoresBefore = before.map((inputs) => scoreOf(model, inputs));
  const scoresNow = now.map((inputs) => scoreOf(model, inputs));
  const ends = bandEndsOf(scoresBefore.map(({ points }) => points));
  const bandsOf = (scores: readonly Score[]) =>
    countByBand(
      scores.map(({ points }) => points),
      ends,
    );
  const attributes = model.attributes.map(({ name, bins }, index) => {
    const past = sideOf(scoresBefore, index, bins.length);
    const present = sideOf(scoresNow, index, bins.length);
    return {
      name,
      psi: psiOf(past.counts, present.counts),
      meanPointsChange: present.meanPoints - past.meanPoints,
      missingShareBefore: past.missing,
      missingShareNow: present.missing,
    };
  });
  return { scorePsi: psiOf(bandsOf(scoresBefore), bandsOf(scoresNow)), attributes };
};
