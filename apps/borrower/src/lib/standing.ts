import type { Home, Line, Restriction } from '@clearline/client';

/** What stands in the place of the big number on the home page. */
export type Standing =
  | { readonly kind: 'AVAILABLE'; readonly line: Line }
  | { readonly kind: 'USED_UP'; readonly line: Line }
  | { readonly kind: 'RESTRICTED'; readonly line: Line; readonly restriction: Restriction }
  | { readonly kind: 'STATE_ONLY'; readonly line: Line };

/** Restrictions that stop borrowing, the gravest first. */
const stopping: readonly Restriction['kind'][] = ['CLOSURE', 'FROZEN', 'DRAW_SUSPENDED', 'DRAW_HOLD', 'STEP_UP'];

/** Whether its state lets the line be drawn on, if perhaps less of it, or less at once. */
export const canBorrow = ({ displayState }: Line): boolean =>
  displayState === 'ACTIVE' || displayState === 'LIMIT_REDUCED' || displayState === 'SINGLE_DRAW_CAP';

/** Restrictions in force, the gravest first. */
export function inForce(restrictions: readonly Restriction[]): Restriction[] {
  const rank = (one: Restriction) => [...stopping, 'LIMIT_REDUCED', 'SINGLE_DRAW_CAP'].indexOf(one.kind);
  return restrictions
    .filter((one) => one.state === 'effective' || one.state === 'final')
    .toSorted((a, b) => rank(a) - rank(b) || (a.singleDrawCapFen ?? 0) - (b.singleDrawCapFen ?? 0));
}

/** Whether another cap per draw in force is tighter, so that this one binds only once that one has ended. */
export const isOutdone = (cap: Restriction, restrictions: readonly Restriction[]): boolean =>
  inForce(restrictions).find(({ kind }) => kind === 'SINGLE_DRAW_CAP')?.id !== cap.id;

/**
 * Reductions and caps per draw in force that the big number does not tell of; where draws are stopped, the stop and its
 * reason come first.
 */
export function besideNumber(standing: Standing, restrictions: readonly Restriction[]): Restriction[] {
  if (standing.kind !== 'AVAILABLE' && standing.kind !== 'USED_UP') return [];
  return inForce(restrictions).filter((one) => one.kind === 'LIMIT_REDUCED' || one.kind === 'SINGLE_DRAW_CAP');
}

/** Restrictions that have been announced and will take effect later. */
export function announced(restrictions: readonly Restriction[]): Restriction[] {
  return restrictions.filter((one) => one.state === 'pre_notice');
}

/**
 * Decides what the home page shows first. A line that cannot be drawn on never shows a bare zero: it shows its state
 * and the reason, or says that the limit is in use.
 */
export function standingOf(home: Home, line: Line): Standing {
  const effective = inForce(home.restrictions);
  if (line.canDraw && line.availableFen >= line.singleDrawMinFen) {
    return { kind: 'AVAILABLE', line };
  }
  const stop = effective.find((one) => stopping.includes(one.kind));
  if (stop !== undefined && line.displayState !== 'PAUSED') return { kind: 'RESTRICTED', line, restriction: stop };
  return canBorrow(line) ? { kind: 'USED_UP', line } : { kind: 'STATE_ONLY', line };
}
