import { addDays } from '@clearline/lending';
import type { IsoDate } from '@clearline/line';
import type { PoolClient } from 'pg';
import type { BookWriter, LoanWatch } from '../book/writer.ts';
import { onClient, type Queryable, type Sql } from '../db/sql.ts';
import { correctSums, type LoanSums } from './loan-sums.ts';
import { sumBook, sumSome } from './sum-book.ts';

/** Days summed in one pass over the book, when several are to be closed. */
const DAYS_AT_ONCE = 31;
/** With so many loans changed since the pass another pass is cheaper than corrections. */
const CORRECTIONS_MAX = 5_000;

/**
 * Sums over all loans for the days of one run. The book is read once for a month of days, from a snapshot and while
 * borrowers go on being served; loans that changed since are taken out as the snapshot has them and put in as they are now.
 */
export class BookSums {
  readonly #writer: BookWriter;
  readonly #through: IsoDate;
  #pass: Pass | null = null;

  constructor(writer: BookWriter, through: IsoDate) {
    this.#writer = writer;
    this.#through = through;
  }

  /** Makes sure that a pass covers a date; to be called before `on`, while others may write. */
  async prepare(sql: Sql, date: IsoDate): Promise<void> {
    const pass = this.#pass;
    if (pass?.sums.has(date) === true && pass.watch.changed.size <= CORRECTIONS_MAX) return;
    await this.end();
    const dates: IsoDate[] = [];
    for (let day = date; day <= this.#through && dates.length < DAYS_AT_ONCE; day = addDays(day, 1)) dates.push(day);
    this.#pass = await passOver(this.#writer, sql, dates);
  }

  /** The sums of a prepared date. Nothing may be written meanwhile. */
  async on(sql: Queryable, date: IsoDate): Promise<LoanSums> {
    const base = this.#pass?.sums.get(date);
    if (this.#pass === null || base === undefined) throw new Error(`the sums of ${date} were not prepared`);
    const changed = [...this.#pass.watch.changed];
    if (changed.length === 0) return base;
    const { bookId } = this.#writer;
    const [then, now] = [
      await sumSome(this.#pass.snapshot, bookId, changed, date),
      await sumSome(sql, bookId, changed, date),
    ];
    return correctSums(base, then, now);
  }

  async end(): Promise<void> {
    const pass = this.#pass;
    this.#pass = null;
    await pass?.end();
  }
}

interface Pass {
  readonly sums: ReadonlyMap<IsoDate, LoanSums>;
  readonly snapshot: Queryable;
  readonly watch: LoanWatch;
  end(): Promise<void>;
}

const passOver = async (writer: BookWriter, sql: Sql, dates: readonly IsoDate[]): Promise<Pass> => {
  // Watching begins before the snapshot: a loan that changed in between is corrected by nothing, and none is missed.
  const watch = writer.watchLoans();
  const client = await sql.pool.connect();
  // A connection that breaks while it waits is met by the next statement on it.
  const onError = (): void => undefined;
  client.on('error', onError);
  const release = async (): Promise<void> => {
    watch.stop();
    await rollBack(client);
    client.off('error', onError);
  };
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const snapshot = onClient(client);
    return { sums: await sumBook(snapshot, writer.bookId, dates), snapshot, watch, end: release };
  } catch (error) {
    await release();
    throw error;
  }
};

/** Gives a connection back, or drops it when it no longer answers. */
const rollBack = async (client: PoolClient): Promise<void> => {
  try {
    await client.query('ROLLBACK');
    client.release();
  } catch (error) {
    client.release(error instanceof Error ? error : true);
  }
};
