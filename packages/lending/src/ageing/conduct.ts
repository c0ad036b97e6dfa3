import type { LoanAccount } from '../account.ts';
import type { IsoDate } from '../calendar/dates.ts';
import { positionOf } from '../position-of.ts';
import type { LoanEvent } from '../replay/loan-event.ts';

/** How a loan was paid, as everything known now tells it. */
export interface Conduct {
  /** Repayments that found nothing overdue on their date, and those that did; reversed ones count as neither. */
  readonly onTime: number;
  readonly late: number;
  /** The last date of an event that found the loan more than the given days past due. */
  readonly lastLateOn: IsoDate | null;
}

export const NO_CONDUCT: Conduct = { onTime: 0, late: 0, lastLateOn: null };

const after = (conduct: Conduct, before: LoanAccount, event: LoanEvent, counts: boolean, days: number): Conduct => {
  const { daysPastDue, overdueFen } = positionOf(before, event.date);
  const isLate = overdueFen > 0n;
  return {
    onTime: conduct.onTime + (counts && !isLate ? 1 : 0),
    late: conduct.late + (counts && isLate ? 1 : 0),
    lastLateOn: daysPastDue > days ? event.date : conduct.lastLateOn,
  };
};

/**
 * Conduct from the whole account: a payment recorded late counts from its own date, so that lateness wrongly recorded
 * before it arrived is not held against anyone.
 * @param days days past due that are still forgiven
 */
export const conductOf = (account: LoanAccount, days: number): Conduct => {
  const reversed = new Set(account.events.flatMap((event) => (event.kind === 'reversal' ? [event.ofId] : [])));
  let conduct = NO_CONDUCT;
  for (const [index, event] of account.events.entries()) {
    const before: LoanAccount = { terms: account.terms, events: account.events.slice(0, index) };
    conduct = after(conduct, before, event, event.kind === 'repayment' && !reversed.has(event.id), days);
  }
  return conduct;
};

/** As {@link conductOf} of the account with the event, going on from what it was before where that is enough. */
export const conductAfter = (
  conduct: Conduct,
  before: LoanAccount,
  next: LoanAccount,
  event: LoanEvent,
  days: number,
): Conduct =>
  event.kind === 'reversal' || next.events.at(-1)?.id !== event.id
    ? conductOf(next, days)
    : after(conduct, before, event, event.kind === 'repayment', days);
