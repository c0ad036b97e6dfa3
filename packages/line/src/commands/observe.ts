import {
  amendedId,
  type Amendment,
  type BehaviourEvent,
  CLOCK_SKEW_MS,
  daySpokenOf,
  isAmendment,
  type ObservedEvent,
} from '../behaviour-event.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import type { FactBody } from '../fact.ts';
import { isAtHand, isSaidAgain } from '../evolving/behaviour.ts';
import { delayOf } from '../features/compile.ts';
import type { BorrowerFile } from '../file.ts';
import { type Outcome, type Refusal, refuse } from '../refusal.ts';
import { restrictionsInForce } from '../selectors.ts';
import { dateOf, fromMs, toMs } from '../time.ts';
import type { Instant } from '../vocabulary.ts';
import { liftWhatNoLongerHolds, reverseWhatNeverHeld } from './cure.ts';
import { monitor } from './monitor.ts';
import { invite } from './move.ts';
import { assessAgain } from './referred.ts';
import { end } from './restrict.ts';
import { begin, done, type Work } from './work.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;
type Result = Outcome<readonly FactBody[]>;

/** What is wrong with an event whoever it is about, or null; a batch asks before it sends the rest on. */
export const eventFault = (event: BehaviourEvent, now: Instant): Refusal | null => {
  const field = fieldInFuture(event, toMs(now) + CLOCK_SKEW_MS);
  if (field !== null) return refuse('event_in_future', field).refusal;
  const replaced = event.kind === 'CORRECTION' ? fieldInFuture(event.replacement, toMs(now) + CLOCK_SKEW_MS) : null;
  return replaced === null
    ? null
    : refuse('event_in_future', { ...replaced, field: `replacement.${replaced.field}` }).refusal;
};

/** What is wrong with when a heartbeat says it was sent, or null. */
export const futureFault = ({ occurredAt }: Pick<BehaviourEvent, 'occurredAt'>, now: Instant): Refusal | null =>
  toMs(occurredAt) > toMs(now) + CLOCK_SKEW_MS
    ? refuse('event_in_future', { field: 'occurredAt', value: occurredAt }).refusal
    : null;

/**
 * The first time in an event that has not come yet. The day that a report speaks of counts as well: the newest report is the
 * one that stands, and one of a day to come would stand above every true one until then, fresh all the while (G5).
 */
const fieldInFuture = (event: BehaviourEvent, latestMs: number): { field: string; value: string } | null => {
  if (toMs(event.occurredAt) > latestMs) return { field: 'occurredAt', value: event.occurredAt };
  const spokenOf = daySpokenOf(event);
  return spokenOf !== null && spokenOf.value > dateOf(fromMs(latestMs)) ? spokenOf : null;
};

/**
 * Takes in behaviour events and reacts once, to all of them. The same event id twice changes nothing. What comes late, or
 * amends what came before, never restricts by itself: issued decisions stand, and a re-review is opened.
 */
export const observe = (file: BorrowerFile, command: Of<'observe'>, context: Context): Result => {
  if (file.registeredAt === null) return refuse('not_registered');
  for (const event of command.events) {
    const refusal = eventFault(event, context.now);
    if (refusal !== null) return { ok: false, refusal };
  }
  const work = begin(file, context);
  const { seenEventIds } = file.behaviour;
  // Most commands bring one event; it can be no repetition of another.
  const inCommand = command.events.length > 1 ? new Set<string>() : null;
  const inTime: BehaviourEvent[] = [];
  const late: BehaviourEvent[] = [];
  for (const event of command.events) {
    if (inCommand?.has(event.eventId) || seenEventIds.has(event.eventId)) continue;
    inCommand?.add(event.eventId);
    if (isAmendment(event)) {
      const again = isSaidAgain(work.file.behaviour, event);
      const about = letGo(work.file, [...(command.amended ?? []), ...late], event);
      late.push(event);
      work.add({
        type: 'behaviour.observed',
        event,
        late: true,
        ...(again ? { again } : {}),
        ...(about === undefined ? {} : { about }),
      });
      continue;
    }
    const isLate = comesLate(event, context);
    (isLate ? late : inTime).push(event);
    work.add({ type: 'behaviour.observed', event, ...(isLate ? { late: true } : {}) });
  }
  if (inTime.length + late.length === 0) return done(work);
  if (inTime.some(isAssessed) || late.some(isAssessed)) assessAgain(work, context);
  liftWhatNoLongerHolds(work, context);
  if (late.length > 0) {
    reverseWhatNeverHeld(work, context);
    openRereview(work, late);
  }
  invite(work, command.events, context);
  if (inTime.length > 0) monitor(work, context);
  return done(work);
};

/** What an amendment is about, where the file has let it go: without it, what is moved into a window would not count there. */
const letGo = (
  { behaviour }: BorrowerFile,
  reported: readonly BehaviourEvent[],
  amendment: Amendment,
): ObservedEvent | undefined => {
  const about = reported.find(({ eventId }) => eventId === amendedId(amendment));
  return about === undefined || isAmendment(about) || isAtHand(behaviour, amendment) ? undefined : about;
};

/** What an application that waits is assessed by. */
const isAssessed = ({ kind }: BehaviourEvent): boolean => kind === 'BUREAU_UPDATE' || kind === 'INCOME_UPDATE';

/** Later than the slowest feature over such events expects its source to be. */
const comesLate = (event: ObservedEvent, context: Context): boolean => {
  const delayMinutes = delayOf(context.policies.features, event.kind);
  return toMs(context.now) - toMs(event.occurredAt) > delayMinutes * 60_000;
};

const openRereview = (work: Work, late: readonly BehaviourEvent[]): void => {
  if (work.file.line === null || work.file.line.status === 'CLOSED') return;
  const earliest = late.map((event) => event.occurredAt).sort()[0] ?? '';
  const decisionIds = Object.values(work.file.decisions)
    .filter((decision) => decision.at >= earliest)
    .map((decision) => decision.id);
  work.add({ type: 'rereview.opened', eventIds: late.map((event) => event.eventId), decisionIds });
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
