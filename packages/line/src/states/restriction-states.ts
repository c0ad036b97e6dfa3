import type { RestrictionState } from '../restriction.ts';
import type { Transitions } from './machine.ts';

/** Security holds and step-ups go `proposed → effective` in one transaction; all others pass `pre_notice` (G2). */
export const restrictionTransitions: Transitions<RestrictionState> = {
  // Withdrawn where the machine proposed it and its grounds went before people answered: as if it had never been asked for (N177).
  proposed: ['pre_notice', 'effective', 'lifted', 'reversed', 'withdrawn'],
  // Announced again where its data was not fit to carry it on its day (N127).
  pre_notice: ['pre_notice', 'effective', 'lifted', 'reversed'],
  effective: ['expired', 'lifted', 'reversed', 'final'],
  expired: [],
  lifted: [],
  reversed: [],
  withdrawn: [],
  final: [],
};
export const restrictionFinals: readonly RestrictionState[] = ['expired', 'lifted', 'reversed', 'withdrawn', 'final'];
