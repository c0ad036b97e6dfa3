import { daysPastDueOn } from '@clearline/lending';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { groundsNow } from '../decision/grounds.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile } from '../file.ts';
import type { Outcome } from '../refusal.ts';
import { temporaryNextAt } from '../temporary-limit.ts';
import { causeRestrictions, machineProposals } from '../selectors.ts';
import type { IsoDate } from '../vocabulary.ts';
import { ageingDue, ageingOf } from './ageing.ts';
import { liftWhatNoLongerHolds } from './cure.ts';
import { monitor } from './monitor.ts';
import { postpone } from './postpone.ts';
import { bringIntoEffect } from './drawn-since.ts';
import { settlePending } from './own-line.ts';
import { end } from './restrict.ts';
import { endTemporary } from './temporary.ts';
import { runReview } from './review.ts';
import { asMachine, begin, done, type Work } from './work.ts';

/**
 * End of day for one borrower: expiries lift holds, announced restrictions take effect, loans age, a due review runs.
 * `context.now` is the end of the day closed. Running it again adds nothing.
 */
export const closeDay = (
  file: BorrowerFile,
  command: Extract<Command, { type: 'close_day' }>,
  context: Context,
): Outcome<readonly FactBody[]> => {
  const work = begin(file, context);
  const machine = asMachine(context, 'day-close');
  if (work.file.line?.status === 'CLOSED') settlePending(work, machine);
  // What was cured during its notice does not take effect.
  liftWhatNoLongerHolds(work, context);
  takeAnnouncedIntoEffect(work, machine);
  endTemporary(work, machine);
  age(work, command.date);
  const line = work.file.line;
  if (line !== null && line.status === 'ACTIVE') {
    const isDue = line.nextReviewDate <= command.date;
    // What was learnt late, or what the data could not carry when it was first judged, is looked at again.
    if (needsSecondLook(work.file)) monitor(work, machine);
    if (isDue) runReview(work, line, context);
    else if (work.file.rereviewOpenedAt !== null) runReview(work, line, context, line.nextReviewDate);
  }
  // An expiry freed the line the moment it passed; told last, it says what is left after all else that this day brought (N222).
  expire(work, machine);
  return done(work);
};

const expire = (work: Work, context: Context): void => {
  for (const restriction of Object.values(work.file.restrictions))
    if (restriction.state === 'effective' && restriction.expiresAt !== null && restriction.expiresAt <= context.now)
      end(work, restriction.id, 'expired', 'its end was reached', context);
};

const takeAnnouncedIntoEffect = (work: Work, context: Context): void => {
  for (const restriction of Object.values(work.file.restrictions)) {
    const { id, state, effectiveAt, noticeId, decisionId } = restriction;
    if (state !== 'pre_notice' || effectiveAt === null || effectiveAt > context.now || noticeId === null) continue;
    const decision = work.file.decisions[decisionId];
    const grounds = decision === undefined ? 'HOLD' : groundsNow(restriction, decision, work.file, context);
    if (grounds === 'HOLD') bringIntoEffect(work, restriction, noticeId, context);
    else if (grounds === 'GONE') end(work, id, 'lifted', 'its reasons no longer hold', context);
    else postpone(work, restriction, noticeId, context);
  }
};

const age = (work: Work, date: IsoDate): void => {
  for (const loan of Object.values(work.file.loans)) {
    const aged = ageingDue(loan, date);
    if (aged !== null) work.add(aged);
  }
};

/**
 * Puts recorded ageing right at once where an event shows that a loan is less late than recorded; what makes it later is
 * for the close of the day.
 */
export const correctAgeing = (work: Work, loanId: string, date: IsoDate): void => {
  const loan = work.file.loans[loanId];
  if (loan?.state !== 'ACTIVE' || loan.account === null || loan.daysPastDue === 0) return;
  if (daysPastDueOn(loan.account, date) >= loan.daysPastDue) return;
  const aged = ageingOf(loan, date);
  if (aged !== null) work.add(aged);
};

/** On an open line: something learnt late waits, or the last judgement of events abstained (G5). */
export const needsSecondLook = (file: BorrowerFile): boolean =>
  file.line?.status === 'ACTIVE' &&
  (file.rereviewOpenedAt !== null ||
    Object.values(file.decisions).findLast((decision) => decision.kind === 'EVENT_MONITOR')?.action === 'ABSTAIN');

/** Whether a day’s close could change anything about a borrower; the store asks it to pass over the rest. */
export const needsClose = (file: BorrowerFile, date: string, now: string): boolean => {
  for (const restriction of Object.values(file.restrictions)) {
    if (restriction.state === 'effective' && restriction.expiresAt !== null && restriction.expiresAt <= now)
      return true;
    if (restriction.state === 'pre_notice' && restriction.effectiveAt !== null && restriction.effectiveAt <= now)
      return true;
  }
  // The grounds of a proposal may go by time alone.
  if (machineProposals(file).length > 0) return true;
  if (file.line?.temporary && temporaryNextAt(file.line.temporary) <= now) return true;
  if (needsSecondLook(file) || (file.line?.status === 'ACTIVE' && file.line.nextReviewDate <= date)) return true;
  const loans = Object.values(file.loans);
  // What an overdue debt took away is given back as soon as its cause is gone, which time may bring as well.
  if (loans.some((loan) => loan.bucket !== 'CURRENT') && causeRestrictions(file, now).length > 0) return true;
  return loans.some((loan) => ageingDue(loan, date) !== null);
};
