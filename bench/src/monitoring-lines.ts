import {
  dateOf,
  decide,
  DEMO_LENDER,
  emptyFile,
  evolve,
  plusDays,
  plusMs,
  reviveOwn,
  type BorrowerFile,
  type Fact,
  type Instant,
  type ObservedEvent,
  type PolicySet,
} from '@clearline/line';
import type { Book, BorrowerHistory } from '@clearline/store';
import { BorrowerLife } from '@clearline/store/bench';

/** Days that the borrowers have been known before the load begins. */
export const KNOWN_DAYS = 30;

/** One borrower’s life in memory, decided by the domain: what the book would have written, without writing it. */
class MemoryBook implements Pick<Book, 'execute' | 'file'> {
  readonly facts: Fact[] = [];
  now: Instant;
  readonly #policies: PolicySet;
  #file: BorrowerFile | null = null;

  constructor(policies: PolicySet, now: Instant) {
    this.#policies = policies;
    this.now = now;
  }

  async file(borrowerId: string): Promise<BorrowerFile> {
    return this.#file ?? emptyFile(borrowerId);
  }

  /** What an everyday event comes to: it fires no rule, so its fact is all (the load itself shows that none is told of). */
  saw(event: ObservedEvent): void {
    const file = this.#file as BorrowerFile;
    const commandId = `${file.borrowerId}:${this.facts.length}`;
    const actor = { kind: 'machine', name: 'feed' } as const;
    const body = { type: 'behaviour.observed', event } as const;
    const fact = { seq: file.version, occurredAt: this.now, recordedAt: this.now, commandId, actor, body };
    this.#file = evolve(file, fact);
    this.facts.push(fact);
  }

  async execute({ borrowerId, command, actor }: Parameters<Book['execute']>[0]): ReturnType<Book['execute']> {
    let file = await this.file(borrowerId);
    const commandId = `${borrowerId}:${this.facts.length}`;
    const decided = decide(file, command, {
      now: this.now,
      businessDate: dateOf(this.now),
      commandId,
      actor,
      lender: DEMO_LENDER,
      policies: this.#policies,
      lastClosedDate: null,
    });
    if (!decided.ok) return decided;
    const facts: Fact[] = [];
    for (const body of decided.value) {
      const fact = { seq: file.version, occurredAt: this.now, recordedAt: this.now, commandId, actor, body };
      file = evolve(file, fact);
      facts.push(fact);
    }
    this.#file = file;
    this.facts.push(...facts);
    return { ok: true, facts, file, repeated: false };
  }
}

export interface PastLife {
  readonly policies: PolicySet;
  /** When the load begins. */
  readonly until: Instant;
  /** Everyday events before it, spread over the days since the line was opened. */
  readonly events: number;
}

/** A borrower with a line, a loan whose first instalment is yet to come, and everyday events behind them. */
export const pastLife = async (n: number, { policies, until, events }: PastLife): Promise<BorrowerHistory> => {
  const book = new MemoryBook(policies, plusDays(until, -KNOWN_DAYS));
  const life = new BorrowerLife(book, () => book.now, `139${String(n).padStart(8, '0')}`);
  await life.openLine();
  book.now = plusDays(book.now, 10);
  if ((await life.draw(120_000n)) === null) throw new Error('a clean borrower could not draw');
  const from = book.now;
  const stepMs = ((KNOWN_DAYS - 11) * 86_400_000) / Math.max(1, events);
  for (let i = 0; i < events; i += 1) {
    book.now = plusMs(from, Math.round((i + 1) * stepMs));
    book.saw(reviveOwn<ObservedEvent>(everyday(`past-${n}-${i}`, book.now, i)));
  }
  return { borrowerId: life.id, facts: book.facts, personal: { phone: life.phone } };
};

/** Everyday events: mostly purchases, some sign-ins from the one known device. Amounts are numbers here, as on the wire. */
export const everyday = (eventId: string, occurredAt: Instant, n: number) => {
  const base = { eventId, occurredAt, source: 'app' };
  return n % 4 === 0
    ? { ...base, kind: 'LOGIN', deviceId: 'd1', province: '浙江', success: true }
    : { ...base, kind: 'PURCHASE', amountFen: 1_013 + ((n * 7) % 9_000), category: 'food', payee: `m${n % 97}` };
};

/** Events of which each calls for a decision on a borrower who has none yet: two holds, a check of who it is, a report for people. */
export const sign = (eventId: string, occurredAt: Instant, n: number) => {
  const base = { eventId, occurredAt, source: 'app' };
  const device = { ...base, kind: 'DEVICE', deviceId: `x${n}`, rooted: false };
  switch (n % 4) {
    case 0:
      return { ...base, kind: 'DOCUMENT_STATUS', document: 'ID_CARD', valid: false };
    case 1:
      return { ...device, emulator: true, accountsOnDevice: 1 };
    case 2:
      return { ...device, emulator: false, accountsOnDevice: 4 };
    default:
      return {
        ...base,
        source: 'bureau',
        kind: 'BUREAU_UPDATE',
        reportDate: dateOf(occurredAt),
        overdueAccounts: 1,
        overdueDaysMax: 45,
        overdueAmountFen: 250_000,
        hardEnquiries1m: 1,
        hardEnquiries3m: 2,
        unsettledLenders: 2,
        newLenders3m: 0,
        totalDebtFen: 4_000_000,
        monthlyDebtServiceFen: 200_000,
        overdueMonths24m: 2,
        consecutiveOverdueMonths24m: 1,
      };
  }
};
