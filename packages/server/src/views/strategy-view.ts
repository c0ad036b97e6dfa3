import type { IsoDate } from '@clearline/line';
import type { StrategyRow } from '@clearline/store';
import type { Strategy as Contract } from '../contract/staff.ts';
import type { ViewOf } from './view-of.ts';

/** An announced strategy is in force from its date on; no job needs to say so. */
export function strategyView(row: StrategyRow, today: IsoDate): ViewOf<typeof Contract> {
  const started = row.state === 'announced' && row.effectiveOn !== null && row.effectiveOn <= today;
  return { ...row, state: started ? 'in_force' : row.state };
}
