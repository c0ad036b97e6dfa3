import type { BorrowerFile, Fact, IsoDate } from '@clearline/line';
import { tablesOutdated } from '../audit/rebuild.ts';
import { closeOpenDays } from '../close/close-days.ts';
import { isStatementError, mayBeOnes, type Queryable, type Sql } from '../db/sql.ts';
import { newId } from '../db/new-id.ts';
import { BookLost, StoreError } from '../errors.ts';
import { post, readTotals, type LedgerTotals } from '../ledger/running.ts';
import { BookLog, type LogDraft, type LogSettings } from '../log/book-log.ts';
import { catchUp } from '../log/catch-up.ts';
import type { Vault } from '../personal/vault.ts';
import type { SourcedPosting } from '../project/project.ts';
import type { RowSet } from '../project/row-set.ts';
import { Draft, type Verdict } from './draft.ts';
import { FileCache } from './file-cache.ts';
import { fence, releaseLease, renewLease, takeLease, wasCommitted, type LeasedBook } from './lease.ts';
import { prefetch } from './prefetch.ts';
import { readFactRange, readFacts } from './read-facts.ts';
import { takeBatch, type Job, type Waiting, type WaitingCommand } from './queue.ts';
import type { Book, ExecuteRequest, ExecuteResult, OpenBook } from './types.ts';
import { areFew, commitAtOnce, writeRows } from './write-rows.ts';

const LEASE_MS = 10_000;
const LEASE_PAUSE_MS = 250;
/** How long a commit without an answer is asked after before the book is given up. */
const RESOLVE_ATTEMPTS_MAX = 20;
const RESOLVE_PAUSE_MS = 500;

/** What a transaction of the writer adds to the book beside the fence. */
export interface Change {
  readonly rows: RowSet;
  readonly postings: readonly SourcedPosting[];
  readonly outboxSeq?: bigint;
  readonly lastClosedDate?: IsoDate;
  /** Leaves and their signed checkpoint, written before the rows that rest on them (G12). */
  readonly log?: LogDraft | null;
  readonly extra?: (tx: Queryable) => Promise<void>;
}

/** Hears of loans that commits changed, beyond their ageing. */
export interface LoanWatch {
  readonly changed: ReadonlySet<string>;
  stop(): void;
}

/** What a job that runs alone in the queue may use: nothing else is written while it runs. */
export interface Exclusive {
  readonly sql: Sql;
  readonly totals: LedgerTotals;
  commit(change: Change): Promise<void>;
}

/** What the writer asks of the log. */
export type WriterLog = Pick<BookLog, 'draft' | 'settle'>;

/** Takes the lease of a book and serves commands on it. */
export const openBook = async (sql: Sql, vault: Vault, logSettings: LogSettings, options: OpenBook): Promise<Book> => {
  const leaseMs = options.leaseMs ?? LEASE_MS;
  const owner = options.owner ?? newId();
  const leased = await waitForLease(sql, options.waitMs ?? leaseMs + 2_000, {
    bookId: options.bookId,
    owner,
    leaseMs,
    takeOver: options.takeOver ?? false,
  });
  if (await tablesOutdated(sql, options.bookId)) {
    await releaseLease(sql, leased);
    throw new StoreError(
      'tables_outdated',
      `The tables of book ${options.bookId} were made by another version of Clearline. Make them again from its facts, which are kept as they are: npx clearline rebuild.`,
    );
  }
  const lease = await catchUp(sql, logSettings, leased, options.clock());
  const log = await BookLog.open(sql, logSettings, options.bookId);
  const writer = new BookWriter(sql, vault, options, lease, log, await readTotals(sql, options.bookId));
  writer.keepLease(leaseMs);
  return writer;
};

/** A process that was killed gave nothing back; its lease runs out, and waiting that long spares an operator a retry. */
const waitForLease = async (sql: Sql, waitMs: number, wanted: Parameters<typeof takeLease>[1]): Promise<LeasedBook> => {
  for (let waitedMs = 0; ; waitedMs += LEASE_PAUSE_MS)
    try {
      return await takeLease(sql, wanted);
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'lease_held' || waitedMs >= waitMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, LEASE_PAUSE_MS));
    }
};

/**
 * The one writer of a book. Commands wait in a queue; whatever waits when the last commit returns is decided in memory
 * and committed together, behind the fence. Readers see only what is committed.
 */
export class BookWriter implements Book {
  readonly bookId: string;
  readonly #sql: Sql;
  readonly #vault: Vault;
  readonly #options: OpenBook;
  readonly #cache: FileCache;
  readonly #queue: Waiting[] = [];
  readonly #watches = new Set<Set<string>>();
  readonly #log: WriterLog;
  #lease: LeasedBook;
  #totals: LedgerTotals;
  #running: Promise<void> | null = null;
  #lost: BookLost | null = null;
  #closing = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(sql: Sql, vault: Vault, options: OpenBook, lease: LeasedBook, log: WriterLog, totals: LedgerTotals) {
    this.bookId = options.bookId;
    this.#sql = sql;
    this.#vault = vault;
    this.#options = options;
    this.#cache = new FileCache(sql, options.bookId);
    this.#lease = lease;
    this.#log = log;
    this.#totals = totals;
  }

  get lastClosedDate(): IsoDate | null {
    return this.#lease.lastClosedDate;
  }

  execute(request: ExecuteRequest): Promise<ExecuteResult> {
    return new Promise((resolve, reject) => {
      this.#enqueue({ kind: 'command', request, resolve, reject });
    });
  }

  async file(borrowerId: string): Promise<BorrowerFile> {
    const known = this.#cache.peek(borrowerId);
    if (known !== undefined) return known;
    const files = await this.#cache.load([borrowerId]);
    return files.get(borrowerId) as BorrowerFile;
  }

  async facts(borrowerId: string): Promise<readonly Fact[]> {
    return (await readFacts(this.#sql, this.bookId, [borrowerId])).get(borrowerId) ?? [];
  }

  closeDays(options: Parameters<Book['closeDays']>[0]): ReturnType<Book['closeDays']> {
    return closeOpenDays(this, this.#sql, this.#options.clock, options);
  }

  /** Runs a job when all that waits before it is committed; nothing is written meanwhile but by the job. */
  exclusive<T>(body: (exclusive: Exclusive) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const run = (): Promise<void> =>
        body({ sql: this.#sql, totals: this.#totals, commit: (change) => this.#commit(change) }).then(resolve, reject);
      this.#enqueue({ kind: 'job', run, reject });
    });
  }

  /** Starts to gather the ids of loans that commits change. */
  watchLoans(): LoanWatch {
    const changed = new Set<string>();
    this.#watches.add(changed);
    return { changed, stop: () => void this.#watches.delete(changed) };
  }

  /** Makes files ready that commands will soon ask for, while the commands before them are being committed. */
  async warm(borrowerIds: readonly string[]): Promise<void> {
    await this.#cache.load(borrowerIds).catch((error: unknown) => {
      // A stream that cannot be read fails the command that asks for it, and no other.
      if (!mayBeOnes(error)) throw error;
    });
  }

  keepLease(leaseMs: number): void {
    this.#timer = setInterval(
      () => {
        if (this.#running === null && this.#lost === null) this.#enqueue(this.#renewal());
      },
      Math.ceil(leaseMs / 3),
    );
    this.#timer.unref();
  }

  async close(): Promise<void> {
    this.#closing = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#running;
    if (this.#lost === null) await releaseLease(this.#sql, this.#lease);
  }

  #renewal(): Job {
    return {
      kind: 'job',
      run: () =>
        renewLease(this.#sql, this.#lease).catch((error: unknown) => {
          // A database that is away for a moment is no loss of the book; the fence decides at the next commit.
          if (error instanceof BookLost) this.#lose(error);
        }),
      reject: () => undefined,
    };
  }

  #enqueue(waiting: Waiting): void {
    const refused = this.#lost ?? (this.#closing ? new BookLost(this.bookId, 'this process is shutting down') : null);
    if (refused !== null) {
      waiting.reject(refused);
      return;
    }
    this.#queue.push(waiting);
    this.#running ??= this.#drain();
  }

  async #drain(): Promise<void> {
    // A turn of the event loop lets requests that arrived together share a commit.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) {
      if (this.#lost !== null) for (const waiting of this.#queue.splice(0)) waiting.reject(this.#lost);
      else {
        const next = takeBatch(this.#queue);
        if (next.kind === 'job') await next.run();
        else await this.#batch(next.commands);
      }
    }
    this.#running = null;
  }

  /** Decides and commits commands together; when one of them may be at fault, each goes alone and only that one fails. */
  async #batch(commands: readonly WaitingCommand[]): Promise<void> {
    let answers: readonly (() => Promise<void> | void)[];
    try {
      answers = await this.#decideAndCommit(commands);
    } catch (error) {
      if (mayBeOnes(error) && commands.length > 1) {
        for (const command of commands) await this.#batch([command]);
        return;
      }
      for (const command of commands) command.reject(error);
      return;
    }
    for (const answer of answers) await answer();
  }

  async #decideAndCommit(commands: readonly WaitingCommand[]): Promise<readonly (() => Promise<void> | void)[]> {
    const requests = commands.map((command) => command.request);
    const prefetched = await prefetch(this.#sql, this.bookId, this.#cache, this.#vault, requests);
    const draft = new Draft(
      {
        bookId: this.bookId,
        now: this.#options.clock(),
        contextOf: this.#options.contextOf,
        lastClosedDate: this.#lease.lastClosedDate,
        outboxSeq: this.#lease.outboxSeq,
      },
      prefetched,
    );
    const verdicts = commands.map((command) => draft.take(command.request));
    if (!draft.isEmpty) {
      draft.finish();
      const log = await this.#log.draft(this.#sql, draft.logEntries, this.#options.clock());
      await this.#commit({ rows: draft.rows, postings: draft.postings, outboxSeq: draft.outboxSeq, log });
      for (const file of draft.changedFiles) this.#cache.put(file);
      for (const watch of this.#watches) for (const loanId of draft.changedLoans) watch.add(loanId);
    }
    return commands.map((command, i) => () => this.#answer(command, verdicts[i] as Verdict));
  }

  async #answer(command: WaitingCommand, verdict: Verdict): Promise<void> {
    if (verdict.kind === 'error') command.reject(verdict.error);
    else if (verdict.kind === 'answer') command.resolve(verdict.result);
    else
      try {
        const { borrowerId } = command.request;
        const facts = await readFactRange(this.#sql, this.bookId, borrowerId, verdict.firstSeq, verdict.factCount);
        command.resolve({ ok: true, facts, file: await this.file(borrowerId), repeated: true });
      } catch (error) {
        command.reject(error);
      }
  }

  /** One transaction behind the fence. What is in memory changes only when it is known to be committed. */
  async #commit(change: Change): Promise<void> {
    const posted = post(this.#totals, change.postings);
    for (const row of posted.entries) change.rows.add('ledger_entries', row);
    for (const row of posted.accounts) change.rows.add('ledger_accounts', row);
    const outboxSeq = change.outboxSeq ?? this.#lease.outboxSeq;
    const lastClosedDate = change.lastClosedDate ?? this.#lease.lastClosedDate;
    try {
      const moved = { lease: this.#lease, outboxSeq, lastClosedDate };
      const sets = change.log ? [change.log.rows, change.rows] : [change.rows];
      if (change.extra === undefined && areFew(sets)) await commitAtOnce(this.#sql, moved, sets);
      else
        await this.#sql.transaction(async (tx) => {
          await fence(tx, this.#lease, moved);
          for (const rows of sets) await writeRows(tx, this.bookId, rows);
          await change.extra?.(tx);
        });
    } catch (error) {
      if (isStatementError(error)) throw error;
      if (!(await this.#resolve(error))) throw error;
    }
    this.#lease = { ...this.#lease, version: this.#lease.version + 1n, outboxSeq, lastClosedDate };
    this.#totals = posted.totals;
    if (change.log) this.#log.settle(change.log);
  }

  /** Finds out whether a commit took place whose answer did not arrive; gives the book up when nobody can say. */
  async #resolve(error: unknown): Promise<boolean> {
    if (error instanceof BookLost) throw this.#lose(error);
    for (let attempt = 0; attempt < RESOLVE_ATTEMPTS_MAX; attempt += 1)
      try {
        return await wasCommitted(this.#sql, this.#lease);
      } catch (asked) {
        if (asked instanceof BookLost) throw this.#lose(asked);
        await new Promise((resolve) => setTimeout(resolve, RESOLVE_PAUSE_MS));
      }
    throw this.#lose(new BookLost(this.bookId, 'the database went away during a commit and did not come back', error));
  }

  #lose(error: BookLost): BookLost {
    this.#lost ??= error;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#options.onLost?.(error);
    return error;
  }
}
