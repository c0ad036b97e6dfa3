import { type BorrowerFile, type Fact, type IsoDate, lookAhead } from '@clearline/line';
import { closeOpenDays } from '../close/close-days.ts';
import { isStatementError, mayBeOnes, type Queryable, type Sql } from '../db/sql.ts';
import { BookLost } from '../errors.ts';
import { post, type LedgerTotals } from '../ledger/running.ts';
import type { BookLog, LogDraft } from '../log/book-log.ts';
import type { Vault } from '../personal/vault.ts';
import type { SourcedPosting } from '../project/project.ts';
import type { RowSet } from '../project/row-set.ts';
import { Draft, type Verdict } from './draft.ts';
import { FileCache } from './file-cache.ts';
import { fence, releaseLease, renewLease, wasCommitted, type LeasedBook } from './lease.ts';
import { prefetch, type ReadPlaces } from './prefetch.ts';
import { readAhead } from './read-ahead.ts';
import { readFactRange, readFacts } from './read-facts.ts';
import { Batch, type Job, type Waiting, type WaitingCommand } from './queue.ts';
import type { Book, ExecuteRequest, ExecuteResult, OpenBook } from './types.ts';
import { fitOneStatement, commitAtOnce, writeRows } from './write-rows.ts';

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

/** Commands decided together, to be committed together. */
interface Decided {
  readonly batch: Batch;
  readonly draft: Draft;
  readonly verdicts: Verdict[];
  /** What went wrong in reading for them; they cannot go together. */
  readonly failed: unknown;
}
/** A batch on its way to the database. */
interface Flight {
  readonly decided: Decided;
  hasLanded: boolean;
  /** Whether it was committed as it was decided; never rejects. */
  readonly landing: Promise<boolean>;
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * The one writer of a book. Commands wait in a queue, are decided in memory and committed together, behind the fence;
 * while one batch is being committed the next is decided upon it, and goes only if that one has. Readers see only what
 * is committed, and nobody is answered before.
 */
export class BookWriter implements Book {
  readonly bookId: string;
  readonly #sql: Sql;
  readonly #options: OpenBook;
  readonly #cache: FileCache;
  readonly #places: ReadPlaces;
  readonly #queue: Waiting[] = [];
  readonly #watches = new Set<Set<string>>();
  readonly #log: WriterLog;
  #lease: LeasedBook;
  #totals: LedgerTotals;
  #running: Promise<void> | null = null;
  #lost: BookLost | null = null;
  #closing = false;
  #timer: NodeJS.Timeout | null = null;
  #arrived: () => void = () => undefined;

  constructor(sql: Sql, vault: Vault, options: OpenBook, lease: LeasedBook, log: WriterLog, totals: LedgerTotals) {
    this.bookId = options.bookId;
    this.#sql = sql;
    this.#options = options;
    this.#cache = new FileCache(sql, options.bookId);
    this.#places = { sql, bookId: options.bookId, cache: this.#cache, vault };
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

  readAhead(): Promise<number> {
    return readAhead({
      sql: this.#sql,
      bookId: this.bookId,
      cache: this.#cache,
      isIdle: () => this.#running === null,
      isStopped: () => this.#closing || this.#lost !== null,
      prepare: (file) => {
        const now = this.#options.clock();
        lookAhead(file, this.#options.contextOf(now), now);
      },
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
    this.#arrived();
    this.#running ??= this.#drain();
  }

  /** Resolves when something more waits. */
  #arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#arrived = resolve;
    });
  }

  /** While one batch is on its way to the database, the next is decided upon it. */
  async #drain(): Promise<void> {
    // A turn of the event loop lets requests that arrived together share a commit.
    await turn();
    let flight: Flight | null = null;
    while (flight !== null || this.#queue.length > 0) {
      const [next] = this.#queue;
      if (this.#lost !== null) {
        await flight?.landing;
        flight = null;
        for (const waiting of this.#queue.splice(0)) waiting.reject(this.#lost);
      } else if (flight === null && next?.kind === 'job') {
        this.#queue.shift();
        await next.run();
      } else flight = await this.#depart(await this.#decideNext(flight), flight);
    }
    this.#running = null;
  }

  /** Decides what waits and what comes in, until the batch before is committed; then there is somebody to send it to. */
  async #decideNext(flight: Flight | null): Promise<Decided> {
    const decided = this.#newBatch(flight?.decided.draft ?? null);
    for (;;) {
      const isAhead = flight !== null && !flight.hasLanded;
      if (!isAhead && decided.batch.commands.length > 0) return decided;
      const piece = decided.batch.takeFrom(this.#queue, isAhead);
      if (piece.length > 0) {
        try {
          await this.#decide(decided, piece, isAhead ? flight.decided.draft : null);
        } catch (error) {
          return { ...decided, failed: error };
        }
        await turn();
      } else if (isAhead) await Promise.race([flight.landing, this.#arrival()]);
      else return decided;
    }
  }

  #newBatch(before: Draft | null): Decided {
    const draft = new Draft({
      contextOf: this.#options.contextOf,
      lastClosedDate: this.#lease.lastClosedDate,
      outboxSeq: before?.outboxSeq ?? this.#lease.outboxSeq,
    });
    return { batch: new Batch(), draft, verdicts: [], failed: null };
  }

  async #decide({ draft, verdicts }: Decided, piece: readonly WaitingCommand[], before: Draft | null): Promise<void> {
    const requests = piece.map(({ request }) => request);
    draft.admit(await prefetch(this.#places, requests, before), this.#options.clock());
    for (const request of requests) verdicts.push(draft.take(request));
  }

  /** Sends a batch off, once the one before it has arrived. What was decided upon one that failed is decided anew. */
  async #depart(decided: Decided, before: Flight | null): Promise<Flight | null> {
    const { commands } = decided.batch;
    if (before !== null && !(await before.landing)) {
      this.#queue.unshift(...commands);
      return null;
    }
    if (commands.length === 0) return null;
    const flight: Flight = {
      decided,
      hasLanded: false,
      landing: this.#land(decided).finally(() => {
        flight.hasLanded = true;
      }),
    };
    return flight;
  }

  /** Commits a batch and answers. @returns false when it was not committed as it is; its commands are answered all the same */
  async #land(decided: Decided): Promise<boolean> {
    try {
      if (decided.failed !== null) throw decided.failed;
      await this.#commitDraft(decided.draft);
    } catch (error) {
      await this.#eachAlone(decided.batch.commands, error);
      return false;
    }
    await this.#answerAll(decided);
    return true;
  }

  /** After an error that may be one command’s own, each goes alone and only that one fails. */
  async #eachAlone(commands: readonly WaitingCommand[], error: unknown): Promise<void> {
    if (!mayBeOnes(error) || commands.length === 1) {
      for (const command of commands) command.reject(error);
      return;
    }
    for (const command of commands)
      try {
        const decided = this.#newBatch(null);
        decided.batch.takeFrom([command], false);
        await this.#decide(decided, [command], null);
        await this.#commitDraft(decided.draft);
        await this.#answerAll(decided);
      } catch (own) {
        command.reject(own);
      }
  }

  async #commitDraft(draft: Draft): Promise<void> {
    if (draft.isEmpty) return;
    draft.finish();
    const log = await this.#log.draft(this.#sql, draft.logEntries, this.#options.clock());
    await this.#commit({ rows: draft.rows, postings: draft.postings, outboxSeq: draft.outboxSeq, log });
    for (const file of draft.changedFiles) this.#cache.put(file);
    for (const watch of this.#watches) for (const loanId of draft.changedLoans) watch.add(loanId);
  }

  async #answerAll({ batch, verdicts }: Decided): Promise<void> {
    await Promise.all(batch.commands.map((command, i) => this.#answer(command, verdicts[i] as Verdict)));
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
      if (change.extra === undefined && fitOneStatement(sets)) await commitAtOnce(this.#sql.plannedOnce, moved, sets);
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
