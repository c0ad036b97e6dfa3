import type { Scorer } from './learner.ts';
import type { TrainingRow } from './training-data.ts';

/** A past case with what a model says of it: all that validation looks at. */
export interface ScoredCase {
  readonly score: number;
  readonly probabilityOfBad: number;
  readonly bad: boolean;
  readonly groups: Readonly<Record<string, string>>;
  readonly period: string | null;
}

export const scoreCases = (rows: readonly TrainingRow[], scorer: Scorer): ScoredCase[] =>
  rows.map(({ inputs, bad, groups, period }) => {
    const score = scorer.score(inputs);
    const probabilityOfBad = scorer.probabilityOfBad(score);
    return { score, probabilityOfBad, bad, groups: groups ?? {}, period: period ?? null };
  });
