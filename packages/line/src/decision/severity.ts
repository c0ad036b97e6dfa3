import type { Action } from '../decision-record.ts';

/** How hard an action is on the borrower; the hardest of the rules that fired is what a table proposes. */
export const SEVERITY: Readonly<Record<Action, number>> = {
  NONE: 0,
  ABSTAIN: 0,
  APPROVE: 0,
  ALLOW: 0,
  RAISE_LIMIT: 1,
  REVIEW: 2,
  REFER: 3,
  STEP_UP: 4,
  DRAW_HOLD: 5,
  REFUSE_DRAW: 5,
  LIMIT_REDUCED: 6,
  DRAW_SUSPENDED: 7,
  FROZEN: 8,
  CLOSURE: 9,
  DECLINE: 9,
};

/** Actions that take something from the borrower; each needs reasons and notice (G1, G2). */
export const isAdverse = (action: Action): boolean => SEVERITY[action] >= SEVERITY.STEP_UP;

/** The hardest of a list of action words; `NONE` for an empty list. Unknown words were refused at compile. */
export const worstAction = (actions: readonly string[]): Action =>
  (actions as readonly Action[]).reduce<Action>(
    (worst, action) => (SEVERITY[action] > SEVERITY[worst] ? action : worst),
    'NONE',
  );
