import { type Score, scoreOf } from '@clearline/scorecard';
import type { DecisionRecord, InputValue, RecordedInput } from '../decision-record.ts';
import type { Observed } from '../features/observed.ts';
import type { BorrowerFile } from '../file.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import { plusDays } from '../time.ts';
import type { DecisionKind, Instant, LineKind } from '../vocabulary.ts';

/**
 * Our own score over time (B11): the application scorecard, taken again at each review on the values known then. What a
 * record holds of it lets the next review compare.
 */

/** Points of the scorecard on the values of the decision; worked out with it, never collected. */
export const POINTS = 'application_points';
/** By how many points the score lies below its highest of the window; likewise worked out. */
export const SCORE_FALL = 'own_score_fall';
/** The highest score that an application or review recorded in the window, on sound values: collected and recorded. */
export const SCORE_HIGH = 'own_score_high';
/** Thirty days, and the day of a review that is due every thirtieth. */
const WINDOW_DAYS = 31;

/** Whether a table of this kind looks at the score, so that its attributes are to be collected. */
export const looksAtScore = (kind: DecisionKind, names: ReadonlySet<string>): boolean =>
  kind === 'UNDERWRITING' || names.has(POINTS) || names.has(SCORE_FALL);

/** The inputs that a kind of decision collects for the score, besides those of its tables. */
export const scoreInputs = (names: ReadonlySet<string>, lineKind: LineKind, policies: PolicySet): string[] => [
  ...(policies.scorecards[lineKind]?.attributes ?? []).map(({ name }) => name),
  ...(names.has(SCORE_FALL) ? [SCORE_HIGH] : []),
];

/** Whether every attribute is known and fresh: else there is no score to speak of, save at an application, which waits (G5). */
const isSound = (attributes: readonly { readonly name: string }[], inputs: readonly RecordedInput[]): boolean =>
  attributes.every(({ name }) => inputs.some((input) => input.name === name && input.value !== null && input.fresh));

/** The score of a decision, and its values put beside the others; null where it has none. */
export const scoreInto = (
  values: Record<string, InputValue>,
  kind: DecisionKind,
  lineKind: LineKind,
  inputs: readonly RecordedInput[],
  policies: PolicySet,
): Score | null => {
  const card = policies.scorecards[lineKind];
  if (card === undefined || (kind !== 'UNDERWRITING' && !isSound(card.attributes, inputs))) return null;
  const score = scoreOf(card, values);
  values[POINTS] = score.points;
  const high = values[SCORE_HIGH];
  if (typeof high === 'number') values[SCORE_FALL] = Math.max(0, high - score.points);
  return score;
};

/** The highest score recorded in the window by the scorecard in force; points of another card say nothing beside it. */
export const scoreHighOf = (file: BorrowerFile, now: Instant, policies: PolicySet): Observed => {
  const card = file.line === null ? undefined : policies.scorecards[file.line.kind];
  const from = plusDays(now, -WINDOW_DAYS);
  let high: DecisionRecord | null = null;
  for (const decision of Object.values(file.decisions)) {
    const { kind, at, points, versions, inputs } = decision;
    if (points === null || at < from || (kind !== 'UNDERWRITING' && kind !== 'SCHEDULED_REVIEW')) continue;
    if (card === undefined || versions.scorecard !== `${card.id}@${card.version}`) continue;
    if (isSound(card.attributes, inputs) && points >= (high?.points ?? points)) high = decision;
  }
  return { value: high?.points ?? null, observedAt: high?.at ?? null };
};
