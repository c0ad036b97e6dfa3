import { addDays } from '@clearline/lending';
import {
  type BehaviourEvent,
  feedBeat,
  type FeedState,
  type Instant,
  type IsoDate,
  newFeed,
  plusHours,
  startOfDate,
  unsoundSourcesOf,
} from '@clearline/line';
import type { FaultDice } from './faults.ts';

const LATE_DAYS_MAX = 5;
const OUTAGE_DAYS_MAX = 6;
/** A report that contradicted itself is put right within so many days. */
const PUT_RIGHT_DAYS_MAX = 12;
const BEAT_SECONDS = 3_600;

/** The feeds of a lender, with the sources of the policy whose values come through each. */
export const FEEDS: Readonly<Record<string, readonly string[]>> = {
  app: ['devices', 'transactions'],
  'bureau:sandbox': ['bureau'],
  documents: ['documents'],
  payroll: ['income'],
};
/** A file at the bureau that is mixed with another person’s stays so for so many days, whoever asks. */
const MIXED_DAYS = [36, 60] as const;
type Held = Map<string, BehaviourEvent[]>;

/**
 * What lies between the world and the engine: feeds that are down, late, or report what cannot be. A feed says hourly that it is
 * alive, and one that is down says nothing; what the engine makes of the silence is the live code (N40).
 */
export class Feeds {
  readonly #dice: FaultDice;
  readonly #hears: { feedSilent(feed: string, since: Instant): void; feedHeard(feed: string): void };
  /** Feeds that are down: since when, and the date on which they come back. */
  readonly #outages = new Map<string, { readonly state: FeedState; readonly back: IsoDate }>();
  /** Borrowers whose file at the bureau is mixed with another’s, until when. */
  readonly #mixedUp = new Map<string, IsoDate>();
  /** What arrives later, by the date on which it does and by borrower. */
  readonly #heldBack = new Map<IsoDate, Held>();

  constructor(
    dice: FaultDice,
    hears: { feedSilent(feed: string, since: Instant): void; feedHeard(feed: string): void },
  ) {
    this.#dice = dice;
    this.#hears = hears;
  }

  /** Morning: feeds come back or fail. What arrives today of what was held back, by borrower, as it stood. */
  beginDay(date: IsoDate, now: Instant): Held {
    for (const [feed, carries] of Object.entries(FEEDS)) {
      const outage = this.#outages.get(feed);
      if (outage !== undefined && outage.back > date) continue;
      if (outage !== undefined && this.#outages.delete(feed)) this.#hears.feedHeard(feed);
      if (!this.#dice.strikes('feed_outage')) continue;
      const state = feedBeat(newFeed(feed), { everySeconds: BEAT_SECONDS, carries, occurredAt: now }, now);
      this.#outages.set(feed, { state, back: addDays(date, this.#dice.between(1, OUTAGE_DAYS_MAX)) });
      this.#hears.feedSilent(feed, now);
    }
    const arriving = this.#heldBack.get(date) ?? new Map<string, BehaviourEvent[]>();
    this.#heldBack.delete(date);
    return arriving;
  }

  /** Sources that nothing adverse may rest on now (G5). */
  unsound(now: Instant): readonly string[] {
    if (this.#outages.size === 0) return NONE;
    return unsoundSourcesOf(
      [...this.#outages.values()].map(({ state }) => state),
      now,
    );
  }

  /** What of a batch arrives at once, and as what; the rest arrives on another day, or never. */
  pass(borrowerId: string, events: readonly BehaviourEvent[], date: IsoDate): BehaviourEvent[] {
    return events.flatMap((event) => {
      if (event.kind === 'BUREAU_UPDATE' && this.#dice.strikes('report_missing')) return [];
      const reported = this.#asReported(borrowerId, event, date);
      const outage = this.#outages.get(event.source);
      if (outage !== undefined) this.#holdBack(borrowerId, reported, outage.back);
      else if (this.#dice.strikes('late_event'))
        this.#holdBack(borrowerId, reported, addDays(date, this.#dice.between(1, LATE_DAYS_MAX)));
      else return [reported];
      return [];
    });
  }

  /** A report is asked for on somebody whom it may cost something: now and then two files at the bureau have become one. */
  askedForMore(borrowerId: string, date: IsoDate): void {
    if ((this.#mixedUp.get(borrowerId) ?? '') > date || !this.#dice.strikes('file_mixed_up')) return;
    this.#mixedUp.set(borrowerId, addDays(date, this.#dice.between(...MIXED_DAYS)));
  }

  /** A report may count more enquiries in a month than in three, until the bureau puts it right. */
  #asReported(borrowerId: string, event: BehaviourEvent, date: IsoDate): BehaviourEvent {
    if (event.kind === 'BUREAU_UPDATE' && (this.#mixedUp.get(borrowerId) ?? '') > date) return this.#atOdds(event);
    if (event.kind !== 'BUREAU_UPDATE' || !this.#dice.strikes('report_contradictory')) return event;
    const on = addDays(date, this.#dice.between(1, PUT_RIGHT_DAYS_MAX));
    const { eventId, source } = event;
    const occurredAt = plusHours(startOfDate(on), 6);
    this.#holdBack(
      borrowerId,
      { kind: 'CORRECTION', eventId: `${eventId}:right`, occurredAt, source, corrects: eventId, replacement: event },
      on,
    );
    return this.#atOdds(event);
  }

  #atOdds(event: Extract<BehaviourEvent, { kind: 'BUREAU_UPDATE' }>): BehaviourEvent {
    return { ...event, hardEnquiries1m: event.hardEnquiries3m + this.#dice.between(1, 6) };
  }

  #holdBack(borrowerId: string, event: BehaviourEvent, until: IsoDate): void {
    const due: Held = this.#heldBack.get(until) ?? new Map();
    const events = due.get(borrowerId) ?? [];
    events.push(event);
    due.set(borrowerId, events);
    this.#heldBack.set(until, due);
  }
}

const NONE: readonly string[] = [];
