import type { RestrictionState } from '../restriction.ts';
import type { Transitions } from './machine.ts';

/** Security holds and step-ups go `proposed → effective` in one transaction; all others pass `pre_notice` (G2). */
export const restrictionTransitions: Transitions<RestrictionState> = {
  proposed: ['pre_notice', 'effective', 'lifted', 'reversed'],
  // Announced again where its data was not fit to carry it on its day (N127).
  pre_notice: ['pre_notice', 'effective', 'lifted', 'reversed'],
  effective: ['expired', 'lifted', 'reversed', 'final'],
  expired: [],
  lifted: [],
  reversed: [],
  final: [],
};
export const restrictionFinals: readonly RestrictionState[] = ['expired', 'lifted', 'reversed', 'final'];
