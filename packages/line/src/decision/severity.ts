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
  SINGLE_DRAW_CAP: 5,
  DRAW_HOLD: 6,
  REFUSE_DRAW: 6,
  LIMIT_REDUCED: 7,
  DRAW_SUSPENDED: 8,
  FROZEN: 9,
  CLOSURE: 10,
  DECLINE: 10,
};

/** Actions that take something from the borrower; each needs reasons and notice (G1, G2). */
export const isAdverse = (action: Action): boolean => SEVERITY[action] >= SEVERITY.STEP_UP;

/** The hardest of a list of action words; `NONE` for an empty list. Unknown words were refused at compile. */
export const worstAction = (actions: readonly string[]): Action =>
  (actions as readonly Action[]).reduce<Action>(
    (worst, action) => (SEVERITY[action] > SEVERITY[worst] ? action : worst),
    'NONE',
  );
