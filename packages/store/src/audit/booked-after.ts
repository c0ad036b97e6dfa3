import type { LoanAccount } from '@clearline/lending';
import type { Fact, IsoDate, RecordedEvent } from '@clearline/line';

/**
 * What the ledger holds only after a date, whatever day it concerns: a loan paid out or an event recorded once its own day
 * was closed is booked on the next open one. Without it a loan’s account is what the close of that date saw.
 */
export class BookedAfter {
  readonly date: IsoDate;
  readonly #paidOut = new Set<string>();
  readonly #events = new Map<string, Set<string>>();

  constructor(date: IsoDate) {
    this.date = date;
  }

  add({ body }: Fact): void {
    if (!('bookedOn' in body) || body.bookedOn <= this.date) return;
    if (body.type === 'draw.paid') {
      this.#paidOut.add(body.loanId);
      return;
    }
    for (const { loanId, event } of recordedBy(body)) {
      const ids = this.#events.get(loanId) ?? new Set<string>();
      this.#events.set(loanId, ids.add(event.id));
    }
  }

  /** Loans with such events, among them those that are settled by now. */
  get loanIds(): readonly string[] {
    return [...this.#events.keys()];
  }

  /** The account as the date’s close saw it; null when the loan was not yet in the ledger. */
  accountBefore(account: LoanAccount): LoanAccount | null {
    const { loanId } = account.terms;
    if (this.#paidOut.has(loanId)) return null;
    const ids = this.#events.get(loanId);
    return ids === undefined ? account : { ...account, events: account.events.filter(({ id }) => !ids.has(id)) };
  }
}

const recordedBy = (
  body: Exclude<Extract<Fact['body'], { bookedOn: IsoDate }>, { type: 'draw.paid' }>,
): readonly RecordedEvent[] => {
  if ('applied' in body) return body.applied;
  return 'event' in body.recorded ? [body.recorded] : body.recorded;
};
