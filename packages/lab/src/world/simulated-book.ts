import {
  type Actor,
  type BehaviourEvent,
  type BorrowerFile,
  type Instant,
  type IsoDate,
  plusMs,
} from '@clearline/line';
import { addDays } from '@clearline/lending';
import type { NoteSigner } from '@clearline/receipts';
import type { Auditor } from '../auditor/auditor.ts';
import type { RunSettings } from '../simulate/borrower-run.ts';
import { BookDisk, type Committed, DiskFull, Fenced, type OutboxRow } from './book-disk.ts';
import { type Answer, BookProcess, Crash, type Request, type Terms } from './book-process.ts';
import type { FaultDice } from './faults.ts';
import { Feeds } from './feeds.ts';
import type { RollOut } from './roll-out.ts';
import { type RailAnswer, SimulatedRail } from './simulated-rail.ts';

const FEED: Actor = { kind: 'machine', name: 'feed' };
const RAIL: Actor = { kind: 'rail' };

/** A client asks again this often before it gives up; a real one would wait between. */
const TRIES_MAX = 30;
const SKEW_MS_MAX = 90_000;

/**
 * One book and what surrounds it: the process that writes it, the disk, the rail, the feeds, the message channel, and
 * the faults between them. Clients see only answers; what they do about silence is what ours do live: ask again with
 * the same key, query the rail, deliver at least once.
 */
export class SimulatedBook {
  readonly disk: BookDisk;
  readonly rail: SimulatedRail;
  commands = 0;
  events = 0;
  retries = 0;
  /** Which policy judges whom, and what becomes of one that was wrong. */
  readonly rollOut: RollOut;
  readonly #dice: FaultDice;
  readonly #settings: RunSettings;
  readonly #auditor: Auditor;
  #process: BookProcess;
  readonly #feeds: Feeds;

  constructor(
    origin: string,
    signer: NoteSigner,
    dice: FaultDice,
    settings: RunSettings,
    auditor: Auditor,
    rollOut: RollOut,
    seen: (committed: Committed) => void,
  ) {
    this.#dice = dice;
    this.#settings = settings;
    this.#auditor = auditor;
    this.rollOut = rollOut;
    this.#feeds = new Feeds(dice, auditor);
    this.disk = new BookDisk(origin, signer, (committed) => {
      auditor.committed(committed);
      seen(committed);
    });
    this.rail = new SimulatedRail(dice);
    this.#process = this.#newProcess();
  }

  file(borrowerId: string): BorrowerFile {
    return this.#process.file(borrowerId);
  }

  borrowerIds(): readonly string[] {
    return [...this.disk.streams.keys()];
  }

  #newProcess(): BookProcess {
    return new BookProcess(this.disk, this.#dice, this.#settings, (request) => this.termsFor(request));
  }

  /** What is known of the whole book, for whoever decides, or only asks. */
  termsFor({ now, borrowerId }: Pick<Request, 'now' | 'borrowerId'>): ReturnType<Terms> {
    return {
      unsoundSources: this.#feeds.unsound(now),
      policies: this.rollOut.policiesFor(borrowerId),
      withdrawnRuleIds: this.rollOut.withdrawn(),
    };
  }

  /** Sends a command until somebody answers. What was answered must be on the disk: the auditor is told. */
  submit(request: Request): Answer {
    this.commands += 1;
    const skewed = this.#dice.strikes('clock_skew')
      ? { ...request, now: plusMs(request.now, this.#dice.between(-SKEW_MS_MAX, SKEW_MS_MAX)) }
      : request;
    for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
      if (attempt > 0) this.retries += 1;
      // Somebody else takes the book over; this process does not know yet and is found out at its next commit.
      const rival = this.#dice.strikes('writer_fenced') ? this.#newProcess() : null;
      try {
        const answer = this.#process.execute(skewed);
        this.#auditor.answered(request, answer);
        if (rival !== null) this.#process = rival;
        return answer;
      } catch (error) {
        if (error instanceof Crash || error instanceof Fenced) {
          this.#process = rival ?? this.#newProcess();
          this.#auditor.restarted(this.disk);
        } else if (!(error instanceof DiskFull)) throw error;
        else if (rival !== null) this.#process = rival;
      }
    }
    throw new Error(`nobody answered ${request.command.type} in ${TRIES_MAX} tries`);
  }

  /** A batch of events of one source on its way through a feed that may be down, late or stammering. */
  feed(borrowerId: string, events: readonly BehaviourEvent[], now: Instant, date: IsoDate): void {
    if (events.some(({ kind }) => kind === 'BUREAU_UPDATE') && this.#hasAnnounced(borrowerId))
      this.#feeds.askedForMore(borrowerId, date);
    const inTime = this.#feeds.pass(borrowerId, events, date);
    this.#observe(borrowerId, inTime, now, date);
    const again = inTime.filter(() => this.#dice.strikes('duplicate_event'));
    this.#observe(borrowerId, again, now, date);
  }

  #hasAnnounced(borrowerId: string): boolean {
    return Object.values(this.file(borrowerId).restrictions).some(({ state }) => state === 'pre_notice');
  }

  /** Morning: feeds fail or come back, and what they held back arrives, as it stood. */
  beginDay(day: number, date: IsoDate, now: Instant): void {
    this.rollOut.beginDay(day, date, now, this, this.#dice, this.#auditor);
    for (const [borrowerId, events] of this.#feeds.beginDay(date, now)) this.#observe(borrowerId, events, now, date);
    this.deliver(now, date);
  }

  /** The outbox worker: at least once, and killed between any two steps like everybody else. */
  deliver(now: Instant, date: IsoDate): void {
    for (const row of this.disk.outbox) {
      if (row.delivered || row.notBefore > date) continue;
      try {
        if (this.#dice.strikes('crash')) throw new Crash('killed before it was sent');
        const taken = this.#send(row, now, date);
        if (this.#dice.strikes('crash')) throw new Crash('killed after it was sent');
        row.delivered = taken;
        if (!taken) row.notBefore = addDays(date, 1);
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        this.#process = this.#newProcess();
        this.#auditor.restarted(this.disk);
      }
    }
    this.disk.outbox = this.disk.outbox.filter((row) => !row.delivered);
  }

  #observe(borrowerId: string, events: readonly BehaviourEvent[], now: Instant, date: IsoDate): void {
    const [first] = events;
    if (first === undefined) return;
    this.events += events.length;
    this.submit({
      borrowerId,
      command: { type: 'observe', events },
      actor: FEED,
      key: first.eventId,
      now,
      date,
    });
  }

  /** False where no answer came in time: the order stays in the outbox and is asked about the next day. */
  #send(row: OutboxRow, now: Instant, date: IsoDate): boolean {
    const { consequence, borrowerId } = row;
    if (consequence.kind === 'message') {
      this.#auditor.delivered(borrowerId, consequence.noticeId, now);
      return true;
    }
    const { paymentId, direction, amountFen } = consequence;
    // After silence the rail is asked; only what it does not know is ordered again.
    const answer = this.rail.ask(paymentId) ?? this.rail.take(paymentId, direction, amountFen, date);
    if (answer === null) return false;
    this.#answered(borrowerId, answer, now, 'first');
    if (this.#dice.strikes('rail_double_answer')) this.#answered(borrowerId, answer, now, 'again');
    if (this.#dice.strikes('rail_contradiction'))
      this.#answered(borrowerId, { ...answer, succeeded: !answer.succeeded }, now, 'contradiction');
    return true;
  }

  #answered(borrowerId: string, answer: RailAnswer, now: Instant, which: string): void {
    this.submit({
      borrowerId,
      command: { type: 'payment_answered', ...answer, failure: null },
      actor: RAIL,
      key: `rail:${answer.paymentId}:${which}`,
      now,
      date: answer.date,
    });
  }
}
