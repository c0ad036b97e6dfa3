import type { DateTimeValue, Type, Value } from './values.ts';

/** Why a value is null: where in the expression, and what went wrong. */
export interface Problem {
  readonly at: number;
  readonly message: string;
}

/** What an evaluation may still spend, shared by everything that runs inside it. */
export interface Budget {
  /** Nesting of evaluations, bounded so that endless recursion ends as null. */
  depth: number;
  /** Turns of loops left, so that no expression can run for ever. */
  turns: number;
}

/** One evaluation: what it knows of the world outside the expression, what it may spend, and what went wrong. */
export interface Run {
  readonly typeNamed: (name: string) => Type | null;
  /** The present, for `now()` and `today()`; the core has no clock of its own. */
  readonly now: DateTimeValue | null;
  readonly report: (problem: Problem) => void;
  readonly budget: Budget;
}

const DEPTH_MAX = 1_000;
export const TURNS_MAX = 1_000_000;

export const newRun = (options: Partial<Omit<Run, 'budget'>> = {}): Run => ({
  typeNamed: options.typeNamed ?? (() => null),
  now: options.now ?? null,
  report: options.report ?? (() => undefined),
  budget: { depth: 0, turns: TURNS_MAX },
});

export const withDepth = (run: Run, at: number, evaluate: () => Value): Value => {
  const { budget } = run;
  if (budget.depth >= DEPTH_MAX) {
    run.report({ at, message: `evaluation nests deeper than ${DEPTH_MAX}; is there an endless recursion?` });
    return null;
  }
  budget.depth++;
  const value = evaluate();
  budget.depth--;
  return value;
};

/** Takes one turn of a loop; false when none is left. */
export const takeTurn = (run: Run, at: number): boolean => {
  if (run.budget.turns > 0) {
    run.budget.turns--;
    return true;
  }
  run.report({ at, message: `the expression takes more than ${TURNS_MAX} turns of its loops` });
  return false;
};
