import type { Strategy } from '../command.ts';
import type { InputValue } from '../decision-record.ts';

/**
 * What people approved, as the inputs of a strategy table. A criterion that the strategy does not have is 0, months and
 * fen alike, or ANY; one that stops draws keeps 100 per cent of the limit.
 */
export const STRATEGY_TERMS: Readonly<Record<string, (strategy: Strategy) => InputValue>> = {
  strategy_stops_draws: ({ effect }) => effect === 'SUSPEND',
  strategy_reduce_to_percent: ({ effect, reduceToPercent }) => (effect === 'REDUCE' ? (reduceToPercent ?? 0) : 100),
  strategy_dormant_months: ({ dormantMonths }) => dormantMonths ?? 0,
  strategy_least_limit: ({ minLimitFen }) => Number(minLimitFen ?? 0n),
  strategy_region: ({ region }) => region ?? 'ANY',
  strategy_segment: ({ segment }) => segment ?? 'ANY',
};

/** A criterion that names one of several words: whether the borrower’s own word is the one named. */
export interface StrategyFit {
  /** The term that names it, and the borrower’s own input that it is held against. */
  readonly term: string;
  readonly own: string;
  readonly criterion: 'region' | 'segment';
}
export const STRATEGY_FITS: Readonly<Record<string, StrategyFit>> = {
  strategy_region_fit: { term: 'strategy_region', own: 'account_region', criterion: 'region' },
  strategy_segment_fit: { term: 'strategy_segment', own: 'employment', criterion: 'segment' },
};

/** ANY where the strategy names nothing, else IN or OUT; null where the borrower’s own word is not known. */
export const fitOf = (named: string | null, own: InputValue): InputValue => {
  if (named === null) return 'ANY';
  if (own === null) return null;
  return own === named ? 'IN' : 'OUT';
};

/** What of a line a strategy table may look at beside the terms: its size and whether it is used, never conduct (G11). */
export const STRATEGY_LINE_INPUTS: readonly string[] = [
  'months_since_last_draw',
  'effective_limit',
  'dormant_line_kept',
];

/** What no table but a strategy’s and no scorecard may look at: where a product is offered says nothing about a person (G6). */
export const ONLY_STRATEGY_INPUTS: readonly string[] = [
  ...Object.keys(STRATEGY_TERMS),
  ...Object.keys(STRATEGY_FITS),
  'account_region',
];
