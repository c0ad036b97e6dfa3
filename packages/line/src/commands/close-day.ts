import { fiveTier, type LoanAccount, positionOf } from '@clearline/lending';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile, Loan } from '../file.ts';
import type { Outcome } from '../refusal.ts';
import type { IsoDate } from '../vocabulary.ts';
import { liftWhatNoLongerHolds } from './cure.ts';
import { monitor } from './monitor.ts';
import { becomeEffective, end } from './restrict.ts';
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
  expire(work, machine);
  // What was cured during its notice does not take effect.
  liftWhatNoLongerHolds(work, context);
  takeAnnouncedIntoEffect(work, machine);
  age(work, command.date);
  const line = work.file.line;
  if (line !== null && line.status === 'ACTIVE') {
    const isDue = line.nextReviewDate <= command.date;
    // What was learnt late, or what the data could not carry when it was first judged, is looked at again.
    if (needsSecondLook(work.file)) monitor(work, machine);
    if (isDue) runReview(work, line, context);
    else if (work.file.rereviewOpenedAt !== null) runReview(work, line, context, line.nextReviewDate);
  }
  return done(work);
};

const expire = (work: Work, context: Context): void => {
  for (const restriction of Object.values(work.file.restrictions))
    if (restriction.state === 'effective' && restriction.expiresAt !== null && restriction.expiresAt <= context.now)
      end(work, restriction.id, 'expired', 'its end was reached', context);
};

const takeAnnouncedIntoEffect = (work: Work, context: Context): void => {
  for (const restriction of Object.values(work.file.restrictions))
    if (
      restriction.state === 'pre_notice' &&
      restriction.effectiveAt !== null &&
      restriction.effectiveAt <= context.now &&
      restriction.noticeId !== null
    )
      becomeEffective(work, restriction.id, restriction.noticeId, null, context);
};

const age = (work: Work, date: IsoDate): void => {
  for (const loan of Object.values(work.file.loans)) {
    if (loan.state !== 'ACTIVE' || loan.account === null) continue;
    // An event after the day has told where the loan stands since; its ageing is not set back.
    if ((loan.account.events.at(-1)?.date ?? date) <= date) ageLoan(work, loan, loan.account, date);
  }
};

const ageLoan = (work: Work, loan: Loan, account: LoanAccount, date: IsoDate): void => {
  const position = positionOf(account, date);
  const tier = fiveTier(position.daysPastDue, work.file.line?.kind ?? 'CONSUMER', date);
  const moved =
    position.bucket !== loan.bucket || tier !== loan.tier || position.daysPastDue > 3 !== loan.daysPastDue > 3;
  if (moved)
    work.add({
      type: 'loan.aged',
      loanId: loan.id,
      fromBucket: loan.bucket,
      toBucket: position.bucket,
      daysPastDue: position.daysPastDue,
      tier,
    });
};

/**
 * Puts recorded ageing right at once where an event shows that a loan is less late than recorded; what makes it later is
 * for the close of the day.
 */
export const correctAgeing = (work: Work, loanId: string, date: IsoDate): void => {
  const loan = work.file.loans[loanId];
  if (loan?.state !== 'ACTIVE' || loan.account === null || loan.daysPastDue === 0) return;
  if (positionOf(loan.account, date).daysPastDue < loan.daysPastDue) ageLoan(work, loan, loan.account, date);
};

/** Something learnt late waits, or the last judgement of events abstained (G5). */
const needsSecondLook = (file: BorrowerFile): boolean =>
  file.rereviewOpenedAt !== null ||
  Object.values(file.decisions).findLast((decision) => decision.kind === 'EVENT_MONITOR')?.action === 'ABSTAIN';

/** Whether a day’s close could change anything about a borrower; the store asks it to pass over the rest. */
export const needsClose = (file: BorrowerFile, date: string, now: string): boolean => {
  for (const restriction of Object.values(file.restrictions)) {
    if (restriction.state === 'effective' && restriction.expiresAt !== null && restriction.expiresAt <= now)
      return true;
    if (restriction.state === 'pre_notice' && restriction.effectiveAt !== null && restriction.effectiveAt <= now)
      return true;
  }
  if (file.line?.status === 'ACTIVE' && (file.line.nextReviewDate <= date || needsSecondLook(file))) return true;
  for (const loan of Object.values(file.loans)) {
    if (loan.state !== 'ACTIVE' || loan.account === null) continue;
    if (loan.bucket !== 'CURRENT' || loan.daysPastDue > 0 || positionOf(loan.account, date).daysPastDue > 0)
      return true;
  }
  return false;
};
