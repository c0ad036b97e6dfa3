import type { Strategy } from '../command.ts';
import type { InputValue } from '../decision-record.ts';

/**
 * What people approved, as the inputs of a strategy table. A criterion that the strategy does not have is 0, months and
 * fen alike; one that stops draws keeps 100 per cent of the limit.
 */
export const STRATEGY_TERMS: Readonly<Record<string, (strategy: Strategy) => InputValue>> = {
  strategy_stops_draws: ({ effect }) => effect === 'SUSPEND',
  strategy_reduce_to_percent: ({ effect, reduceToPercent }) => (effect === 'REDUCE' ? (reduceToPercent ?? 0) : 100),
  strategy_dormant_months: ({ dormantMonths }) => dormantMonths ?? 0,
  strategy_least_limit: ({ minLimitFen }) => Number(minLimitFen ?? 0n),
};

/** What of a line a strategy table may look at beside the terms: its size and whether it is used, never conduct (G11). */
export const STRATEGY_LINE_INPUTS: readonly string[] = [
  'months_since_last_draw',
  'effective_limit',
  'dormant_line_kept',
];
