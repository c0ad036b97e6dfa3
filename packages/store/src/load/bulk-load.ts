import {
  consequencesOf,
  dateOf,
  emptyFile,
  evolve,
  logEntryOf,
  requireLogged,
  toJson,
  type BorrowerFile,
  type Fact,
  type Instant,
  type IsoDate,
  type LogEntry,
} from '@clearline/line';
import { writeRows } from '../book/write-rows.ts';
import { fence, releaseLease, takeLease, type LeasedBook } from '../book/lease.ts';
import { newId } from '../db/new-id.ts';
import { onClient, type Queryable } from '../db/sql.ts';
import { StoreError } from '../errors.ts';
import { saveCheckpoint } from '../ledger/checkpoint.ts';
import { accountsAtOdds } from '../ledger/prove.ts';
import { BookLog } from '../log/book-log.ts';
import type { BorrowerEntry } from '../log/append.ts';
import type { PersonalData } from '../personal/seal.ts';
import { Projector, type SourcedPosting } from '../project/project.ts';
import { RowSet } from '../project/row-set.ts';
import { tableSpec } from '../project/tables.ts';
import type { Store } from '../store.ts';
import { copyRows } from './copy.ts';
import { ledgerOf } from './history-ledger.ts';
import { closeDates, PastCloses } from './past-closes.ts';

/** One borrower’s whole past. */
export interface BorrowerHistory {
  readonly borrowerId: string;
  readonly facts: readonly Fact[];
  readonly personal: PersonalData;
}
export interface BulkLoadProgress {
  readonly borrowers: number;
  readonly facts: number;
}
export interface BulkLoadReport extends BulkLoadProgress {
  readonly entries: number;
  readonly closes: number;
}

/** Facts gathered before they are copied in: few, so that their rows are young when they go. */
const FACTS_PER_COPY = 5_000;
/** The fence at the end, not the time, is what keeps others out. */
const LEASE_MS = 10_000;

/**
 * Fills an empty book with a history made elsewhere (the demo’s simulated year), in one transaction: either all of it
 * is there, or nothing. Tables, ledger and closes come out as if the writer had written them command by command. Of
 * side effects only those still awaited are queued: payments without an answer.
 * @throws StoreError `book_not_empty` when the book has facts already, `ledger_unproven` when the history does not add up.
 */
export const bulkLoad = async (
  store: Store,
  o: {
    readonly bookId: string;
    readonly streams: AsyncIterable<BorrowerHistory> | Iterable<BorrowerHistory>;
    /** First and last business date of the history; the book is closed through the last. */
    readonly from: IsoDate;
    readonly through: IsoDate;
    readonly onProgress?: (progress: BulkLoadProgress) => void;
  },
): Promise<BulkLoadReport> => {
  const { sql } = store;
  await requireEmpty(sql, o.bookId);
  // A load that was killed leaves an empty book and a lease behind; a book without facts has no writer worth waiting for.
  const lease = await takeLease(sql, { bookId: o.bookId, owner: newId(), leaseMs: LEASE_MS, takeOver: true });
  let held = lease;
  try {
    const report = await sql.withClient(async (client) => {
      await client.query('BEGIN');
      const log = await BookLog.open(onClient(client), store.logSettings, o.bookId);
      const loading = new Loading(store, client, log, o);
      try {
        for await (const history of o.streams) {
          loading.add(history);
          if (loading.isFull) {
            await loading.flush();
            o.onProgress?.(loading.progress);
          }
        }
        const done = await loading.finish(lease);
        await client.query('COMMIT');
        held = { ...lease, version: lease.version + 1n };
        return done;
      } catch (error) {
        await loading.settle();
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    });
    // Fresh tables have no statistics, and plans made without them are slow.
    await sql.query('ANALYZE');
    return report;
  } finally {
    await releaseLease(sql, held);
  }
};

const requireEmpty = async (sql: Queryable, bookId: string): Promise<void> => {
  const [any] = await sql.query('SELECT 1 AS one FROM facts WHERE book_id = $1 LIMIT 1', [bookId]);
  if (any !== undefined)
    throw new StoreError(
      'book_not_empty',
      `Book ${bookId} has facts already. A history is loaded into an empty book only; start with --fresh.`,
    );
};

class Loading {
  readonly #store: Store;
  readonly #client: Parameters<typeof copyRows>[0];
  readonly #tx: Queryable;
  readonly #bookId: string;
  readonly #log: BookLog;
  readonly #through: IsoDate;
  readonly #closes: PastCloses;
  readonly #postings: SourcedPosting[] = [];
  readonly #counters = new RowSet();
  #rows = new RowSet();
  #logEntries: BorrowerEntry[] = [];
  #lastRecordedAt: Instant = '';
  #factsWaiting = 0;
  #borrowers = 0;
  #facts = 0;
  #outboxSeq = 0n;
  #copying: Promise<void> = Promise.resolve();

  constructor(
    store: Store,
    client: Parameters<typeof copyRows>[0],
    log: BookLog,
    o: { readonly bookId: string; readonly from: IsoDate; readonly through: IsoDate },
  ) {
    this.#store = store;
    this.#client = client;
    this.#tx = onClient(client);
    this.#bookId = o.bookId;
    this.#log = log;
    this.#through = o.through;
    this.#closes = new PastCloses(closeDates(o.from, o.through));
  }

  get isFull(): boolean {
    return this.#factsWaiting >= FACTS_PER_COPY;
  }
  get progress(): BulkLoadProgress {
    return { borrowers: this.#borrowers, facts: this.#facts };
  }

  add({ borrowerId, facts, personal }: BorrowerHistory): void {
    const projector = new Projector(borrowerId);
    const granted: { date: IsoDate; limitFen: bigint }[] = [];
    const entries: (LogEntry | null)[] = [];
    const unknown = emptyFile(borrowerId);
    let file = unknown;
    for (const fact of facts) {
      file = evolve(file, fact);
      projector.add(fact, file);
      entries.push(logEntryOf(fact, file));
      const limitFen = file.line === null || file.line.status === 'CLOSED' ? 0n : file.line.grantedLimitFen;
      if (limitFen !== (granted.at(-1)?.limitFen ?? 0n)) granted.push({ date: dateOf(fact.occurredAt), limitFen });
    }
    projector.finish(file);
    requireLogged(unknown, facts, entries);
    for (const entry of entries) if (entry !== null) this.#logEntries.push({ borrowerId, entry });
    const last = facts.at(-1)?.recordedAt ?? '';
    if (last > this.#lastRecordedAt) this.#lastRecordedAt = last;
    for (const table of projector.rows.tables())
      for (const row of projector.rows.rows(table))
        (tableSpec(table).onConflict === 'add' ? this.#counters : this.#rows).add(table, row);
    this.#rows.add('personal_records', this.#store.vault.freshRow(this.#bookId, borrowerId, personal));
    this.#queueAwaited(file, facts);
    for (const posting of projector.postings) this.#postings.push(posting);
    this.#closes.add(file, facts, granted);
    this.#factsWaiting += facts.length;
    this.#facts += facts.length;
    this.#borrowers += 1;
  }

  /** Starts to copy what is gathered and goes on gathering meanwhile; one copy at a time, as a connection takes one. */
  async flush(): Promise<void> {
    await this.#copying;
    const rows = this.#rows;
    // Borrowers come whole, so nobody has a leaf from an earlier piece. One checkpoint covers the piece.
    const log = this.#log.draftFresh(this.#logEntries, this.#lastRecordedAt);
    this.#rows = new RowSet();
    this.#logEntries = [];
    this.#factsWaiting = 0;
    if (log !== null) this.#log.settle(log);
    this.#copying = this.#copy(log === null ? [rows] : [log.rows, rows]);
    // Its failure is met where it is awaited next.
    this.#copying.catch(() => undefined);
  }

  async #copy(sets: readonly RowSet[]): Promise<void> {
    for (const rows of sets)
      for (const table of rows.tables()) await copyRows(this.#client, this.#bookId, tableSpec(table), rows.rows(table));
  }

  /** Waits for a copy under way, whatever became of it. */
  async settle(): Promise<void> {
    await this.#copying.catch(() => undefined);
  }

  async finish(lease: LeasedBook): Promise<BulkLoadReport> {
    await this.flush();
    await this.#copying;
    await writeRows(this.#tx, this.#bookId, this.#counters);
    const ledger = ledgerOf(this.#postings, this.#closes.sums);
    await copyRows(this.#client, this.#bookId, tableSpec('ledger_entries'), ledger.entries);
    await copyRows(this.#client, this.#bookId, tableSpec('ledger_accounts'), ledger.accounts);
    const odds = await accountsAtOdds(this.#tx, this.#bookId);
    const last = ledger.closes.at(-1);
    if (odds.length > 0 || (last !== undefined && (!last.subLedgerMatches || last.debitsFen !== last.creditsFen)))
      throw new StoreError(
        'ledger_unproven',
        `The history does not add up on ${this.#through}: accounts at odds with their entries: ${odds.join(', ') || 'none'}; loans match control accounts: ${last?.subLedgerMatches ?? true}.`,
      );
    await this.#closes.write(this.#tx, this.#bookId, ledger.closes, odds.length === 0);
    await saveCheckpoint(this.#tx, this.#bookId, this.#through);
    await fence(this.#tx, lease, { outboxSeq: this.#outboxSeq, lastClosedDate: this.#through });
    return { ...this.progress, entries: ledger.entries.length, closes: ledger.closes.length };
  }

  #queueAwaited(file: BorrowerFile, facts: readonly Fact[]): void {
    for (const fact of facts)
      for (const consequence of consequencesOf(fact.body)) {
        if (consequence.kind !== 'payment_order' || file.payments[consequence.paymentId]?.state !== 'PENDING') continue;
        this.#outboxSeq += 1n;
        this.#rows.add('outbox', {
          seq: this.#outboxSeq,
          borrower_id: file.borrowerId,
          kind: consequence.kind,
          payload: toJson(consequence),
          created_at: fact.recordedAt,
          next_at: fact.recordedAt,
        });
      }
  }
}
