import { type ById, noneById, withEntry } from '../by-id.ts';
import type { BorrowerFile } from '../file.ts';
import { appealTransitions } from './appeal-states.ts';
import { type LineState, lineTransitions } from './line-states.ts';
import { allows, type Transitions } from './machine.ts';
import { applicationTransitions, loanTransitions, paymentTransitions } from './money-states.ts';
import { restrictionTransitions } from './restriction-states.ts';

/** One thing that went from a state to another. */
export interface Move {
  readonly thing: 'line' | 'application' | 'loan' | 'payment' | 'restriction' | 'appeal';
  readonly id: string;
  readonly from: string;
  readonly to: string;
}
type Things<S> = ById<{ readonly state: S }>;

function* changed<S extends string>(
  thing: Move['thing'],
  machine: Transitions<S>,
  before: Things<S>,
  after: Things<S>,
): Generator<Move> {
  if (before === after) return;
  for (const [id, { state }] of Object.entries(after)) {
    const from = before[id]?.state;
    if (from !== undefined && from !== state && !allows(machine, from, state)) yield { thing, id, from, to: state };
  }
}

const applicationOf = ({ application }: BorrowerFile): Things<keyof typeof applicationTransitions> =>
  application === null ? noneById() : withEntry(noneById(), application.id, { state: application.status });

const linesOf = ({ line, formerLines }: BorrowerFile): Things<LineState> =>
  [...formerLines, ...(line === null ? [] : [line])].reduce<Things<LineState>>(
    (lines, { id, status }) => withEntry(lines, id, { state: status }),
    noneById(),
  );

/** Moves between two successive files that no machine of states allows; none, for any fact that our own code recorded. */
export function* forbiddenMoves(before: BorrowerFile, after: BorrowerFile): Generator<Move> {
  if (before.line !== after.line) yield* changed('line', lineTransitions, linesOf(before), linesOf(after));
  if (before.application !== after.application)
    yield* changed('application', applicationTransitions, applicationOf(before), applicationOf(after));
  yield* changed('loan', loanTransitions, before.loans, after.loans);
  yield* changed('payment', paymentTransitions, before.payments, after.payments);
  yield* changed('restriction', restrictionTransitions, before.restrictions, after.restrictions);
  yield* changed('appeal', appealTransitions, before.appeals, after.appeals);
}
