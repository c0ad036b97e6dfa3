import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile } from '../file.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { restrictionsInForce } from '../selectors.ts';
import { plusHours } from '../time.ts';
import { liftWhatNoLongerHolds } from './cure.ts';
import { monitor } from './monitor.ts';
import { assessAgain } from './referred.ts';
import { end } from './restrict.ts';
import { begin, done } from './work.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;
type Result = Outcome<readonly FactBody[]>;

/** Clocks of feeds may run ahead a little; beyond this the event is wrong. */
const CLOCK_SKEW_HOURS = 1;

/** Takes in one behaviour event and reacts. The same event id twice changes nothing. */
export const observe = (file: BorrowerFile, command: Of<'observe'>, context: Context): Result => {
  if (file.registeredAt === null) return refuse('not_registered');
  const { event } = command;
  if (event.occurredAt > plusHours(context.now, CLOCK_SKEW_HOURS))
    return refuse('event_in_future', { field: 'occurredAt', value: event.occurredAt });
  const work = begin(file, context);
  if (file.behaviour.seenEventIds.includes(event.eventId)) return done(work);
  work.add({ type: 'behaviour.observed', event });
  if (event.kind === 'BUREAU_UPDATE' || event.kind === 'INCOME_UPDATE') assessAgain(work, context);
  liftWhatNoLongerHolds(work, context);
  monitor(work, context);
  return done(work);
};

/** The borrower proved who they are: everything that this lifts is lifted at once. */
export const passStepUp = (file: BorrowerFile, _command: Of<'pass_step_up'>, context: Context): Result => {
  const lifted = restrictionsInForce(file, context.now).filter((restriction) => restriction.stepUpLifts);
  if (lifted.length === 0) return refuse('no_step_up_pending');
  const work = begin(file, context);
  work.add({ type: 'step_up.passed', method: 'SMS_CODE' });
  for (const restriction of lifted) end(work, restriction.id, 'lifted', 'step-up passed', context);
  return done(work);
};
