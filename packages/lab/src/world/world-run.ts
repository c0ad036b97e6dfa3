import {
  type Actor,
  type BehaviourEvent,
  type BorrowerAction,
  type BorrowerFile,
  type Command,
  type Context,
  type FactBody,
  plusMs,
  type Refusal,
  whatIf,
} from '@clearline/line';
import { BorrowerRun, type RunSettings } from '../simulate/borrower-run.ts';
import type { SimulatedBook } from './simulated-book.ts';

/** An event before its feed has numbered and dated it. */
type Unsent = Omit<BehaviourEvent, 'eventId' | 'occurredAt' | 'source'>;

/** A borrower’s life, lived through a book that may fail at any step, instead of straight on the core. */
export class WorldRun extends BorrowerRun {
  readonly #book: SimulatedBook;
  #keys = 0;

  constructor(borrowerId: string, settings: RunSettings, book: SimulatedBook) {
    super(borrowerId, settings);
    this.#book = book;
  }

  /** The id under which its feed reports the next event, for whoever will have to correct it. */
  get nextEventId(): string {
    return `${this.file.borrowerId}:${this.#keys + 1}`;
  }

  override send(command: Command, actor: Actor = { kind: 'borrower' }): readonly FactBody[] | Refusal {
    this.#keys += 1;
    const answer = this.#book.submit({
      borrowerId: this.file.borrowerId,
      command,
      actor,
      key: `${command.type}:${this.#keys}`,
      now: this.now,
      date: this.date,
    });
    this.refresh();
    return answer.ok ? answer.facts.map((fact) => fact.body) : answer.refusal;
  }

  /** What a page of the lender’s people is made with. */
  asks(actor: Actor): Context {
    const { lender, policies } = this.settings;
    const { now, date: businessDate } = this;
    return { now, businessDate, commandId: 'look', actor, lender, policies, lastClosedDate: null };
  }

  /** What the borrower’s app answers to “what if”: from the file as it stands, by no command. */
  whatIf(actions: readonly BorrowerAction[]): ReturnType<typeof whatIf> {
    const { now, file } = this;
    const terms = this.#book.termsFor({ now, borrowerId: file.borrowerId });
    return (this.settings.whatIf ?? whatIf)(file, actions, { ...this.asks({ kind: 'borrower' }), ...terms });
  }

  /** What the borrower’s app would show now; others (rail, feeds, people) may have written since. */
  refresh(): BorrowerFile {
    this.file = this.#book.file(this.file.borrowerId);
    return this.file;
  }

  override observe(event: Unsent & { kind: BehaviourEvent['kind'] }, source: string): void {
    this.observeAll([event], source);
  }

  /**
   * Sends what a feed has gathered, in one batch.
   * @param events `minutesAgo` says how long before the present hour each happened; 0 where it is left out
   */
  observeAll(events: readonly (Unsent & { kind: BehaviourEvent['kind'] })[], source: string, minutesAgo = [0]): void {
    const whole = events.map((event, n) => {
      this.#keys += 1;
      return {
        ...event,
        eventId: `${this.file.borrowerId}:${this.#keys}`,
        occurredAt: plusMs(this.now, -(minutesAgo[n] ?? 0) * 60_000),
        source,
      } as BehaviourEvent;
    });
    this.#book.feed(this.file.borrowerId, whole, this.now, this.date);
    this.refresh();
  }

  /** The rail hears of an order from the outbox and answers when it likes. */
  override answer(_paymentId: string): void {
    this.#book.deliver(this.now, this.date);
    this.refresh();
  }

  override closeDay(): void {
    this.refresh();
    super.closeDay();
    this.lastClosedDate = null;
    this.#book.deliver(this.now, this.date);
    this.refresh();
  }
}
