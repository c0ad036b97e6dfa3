import type { Actor, BehaviourEvent, BorrowerFile, Command, FactBody, Refusal } from '@clearline/line';
import { BorrowerRun, type RunSettings } from '../simulate/borrower-run.ts';
import type { SimulatedBook } from './simulated-book.ts';

const FEED: Actor = { kind: 'machine', name: 'feed' };

/** A borrower’s life, lived through a book that may fail at any step, instead of straight on the core. */
export class WorldRun extends BorrowerRun {
  readonly #book: SimulatedBook;
  #keys = 0;

  constructor(borrowerId: string, settings: RunSettings, book: SimulatedBook) {
    super(borrowerId, settings);
    this.#book = book;
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

  /** What the borrower’s app would show now; others (rail, feeds, people) may have written since. */
  refresh(): BorrowerFile {
    this.file = this.#book.file(this.file.borrowerId);
    return this.file;
  }

  override observe(
    event: Omit<BehaviourEvent, 'eventId' | 'occurredAt' | 'source'> & { kind: BehaviourEvent['kind'] },
    source: string,
  ): void {
    this.#keys += 1;
    const whole = {
      ...event,
      eventId: `${this.file.borrowerId}:${this.#keys}`,
      occurredAt: this.now,
      source,
    } as BehaviourEvent;
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

  static readonly feedActor: Actor = FEED;
}
