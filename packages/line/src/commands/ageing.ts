import { AGEING_STEPS, bucketOf, dateReaching, daysPastDueOn, fiveTier, TIER_RULE_DATES } from '@clearline/lending';
import type { Loan } from '../file.ts';
import type { BodyOf } from '../evolving/body-of.ts';
import type { IsoDate } from '../vocabulary.ts';

/** More days late than this end good standing (product.md). */
const LATE_DAYS_FORGIVEN = 3;

/**
 * What is to be recorded of a loan’s ageing as of a date: a move of bucket or tier, or the end of what good standing forgives.
 * Null when the day changes nothing, as on most days of a late loan.
 */
export const ageingOf = (loan: Loan, date: IsoDate): BodyOf<'loan.aged'> | null => {
  if (loan.state !== 'ACTIVE' || loan.account === null) return null;
  const daysPastDue = daysPastDueOn(loan.account, date);
  const bucket = bucketOf(daysPastDue);
  const tier = fiveTier(daysPastDue, loan.lineKind, date);
  const isPast = (days: number): boolean => days > LATE_DAYS_FORGIVEN;
  if (bucket === loan.bucket && tier === loan.tier && isPast(daysPastDue) === isPast(loan.daysPastDue)) return null;
  return { type: 'loan.aged', loanId: loan.id, fromBucket: loan.bucket, toBucket: bucket, daysPastDue, tier };
};

/** As {@link ageingOf}, for a day’s close: an event after the day has told where the loan stands since, and is not set back. */
export const ageingDue = (loan: Loan, date: IsoDate): BodyOf<'loan.aged'> | null =>
  (loan.account?.events.at(-1)?.date ?? date) <= date ? ageingOf(loan, date) : null;

const STEPS = [...new Set([...AGEING_STEPS, LATE_DAYS_FORGIVEN + 1])].sort((a, b) => a - b);

/**
 * The first date whose close records ageing of the loan if nothing else happens before; null when none will. A store that keeps it finds the loans of a day without looking at the rest.
 */
export const nextAgeingDate = (loan: Loan): IsoDate | null => {
  const account = loan.account;
  if (loan.state !== 'ACTIVE' || account === null) return null;
  const lastEvent = account.events.at(-1)?.date ?? account.terms.startDate;
  // Before the day on which it was last recorded, ageing is over; a record that came late since then shows on that day.
  const from = loan.agedOn !== null && loan.agedOn > lastEvent ? loan.agedOn : lastEvent;
  if (ageingOf(loan, from) !== null) return from;
  const ruled = TIER_RULE_DATES.filter((date) => date > from && ageingOf(loan, date) !== null);
  const reached = daysPastDueOn(account, from);
  for (const step of STEPS) {
    if (step <= reached) continue;
    const date = dateReaching(account, step);
    if (date !== null && ageingOf(loan, date) !== null)
      return ruled.reduce((first, other) => (other < first ? other : first), date);
  }
  return ruled.sort()[0] ?? null;
};
