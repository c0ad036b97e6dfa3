import { addDays } from '@clearline/lending';
import { dateOf, type Instant, type IsoDate } from '@clearline/line';
import type { Book } from '../book/types.ts';
import type { BookWriter } from '../book/writer.ts';
import type { Sql } from '../db/sql.ts';
import { accrue } from './accrue.ts';
import { BookSums } from './book-sums.ts';
import { closeAgain } from './close-again.ts';
import { countFailed, FAILURES_MAX, holdUnclosed, noteFailure } from './close-failures.ts';
import { addCounts, closeOne, countOf, keyOf, lastInstantOf, type Closed } from './close-one.ts';
import { provision } from './provision.ts';
import { readDayClosesBetween, type CloseProgress, type DayCloseRow } from './day-close-row.ts';

/** Borrowers found at a time. */
const PAGE = 5_000;
/** Borrowers closed at a time: one batch of the writer, so that a command from elsewhere waits for no more than that. */
const STEP = 200;

/**
 * Closes every open day up to a date, the oldest first. Per day: the borrowers that the day can change each get a
 * `close_day` command, then the loans are summed while borrowers go on being served, and in one short step accrual is
 * posted for the whole book and the ledger is proven. A run that broke off goes on where it stopped: commands carry a key
 * per day, so that none takes effect twice. A borrower whose close fails holds up nobody: the reason is written down, the
 * day’s row counts them, and every further run tries them again first.
 */
export const closeOpenDays = async (
  writer: BookWriter,
  sql: Sql,
  clock: () => Instant,
  options: Parameters<Book['closeDays']>[0],
): Promise<readonly DayCloseRow[]> => {
  const retries = await closeAgain(writer, sql, clock);
  options.onRetried?.(retries);
  const first = await firstOpenDate(writer, sql, options.through);
  const sums = new BookSums(writer, options.through);
  try {
    for (let date = first; date <= options.through; date = addDays(date, 1)) {
      await closeBorrowers(writer, sql, clock, date, options.onProgress);
      await provision(writer, sql, date, clock);
      await sums.prepare(sql, date);
      await writer.exclusive((exclusive) => accrue(exclusive, writer.bookId, date, clock, sums));
      options.onProgress?.({ date, borrowers: 0, finished: true });
    }
  } finally {
    await sums.end();
  }
  return readDayClosesBetween(sql, writer.bookId, first, options.through);
};

const firstOpenDate = async (writer: BookWriter, sql: Sql, through: IsoDate): Promise<IsoDate> => {
  if (writer.lastClosedDate !== null) return addDays(writer.lastClosedDate, 1);
  const [row] = await sql.query<{ first: string | null }>(
    'SELECT min(registered_at) AS first FROM borrowers WHERE book_id = $1',
    [writer.bookId],
  );
  return row?.first == null ? through : dateOf(row.first);
};

const closeBorrowers = async (
  writer: BookWriter,
  sql: Sql,
  clock: () => Instant,
  date: IsoDate,
  onProgress: ((progress: CloseProgress) => void) | undefined,
): Promise<void> => {
  const begun = await sql.query(
    `INSERT INTO day_closes (book_id, date, started_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING date`,
    [writer.bookId, date, clock()],
  );
  const resuming = begun.length === 0;
  const [row] = await sql.query<{ progress_borrower_id: string | null; borrowers: number }>(
    'SELECT progress_borrower_id, borrowers FROM day_closes WHERE book_id = $1 AND date = $2',
    [writer.bookId, date],
  );
  let after = row?.progress_borrower_id ?? '';
  let borrowers = row?.borrowers ?? 0;
  const end = lastInstantOf(date);
  await holdUnclosed(sql, writer.bookId, date, clock());
  let failed = await countFailed(sql, writer.bookId, date);
  for (;;) {
    const page = await affected(sql, writer.bookId, { date, end, after, resuming });
    if (page.length === 0) return;
    for (let from = 0; from < page.length; from += STEP) {
      const step = page.slice(from, from + STEP);
      const now = clock();
      const closing = Promise.all(step.map((id) => closeOne(writer, id, date, now < end ? now : end)));
      // While these are being committed, the files of the next are made.
      const [closed] = await Promise.all([closing, writer.warm(page.slice(from + STEP, from + 2 * STEP))]);
      failed += await noteFailures(sql, writer.bookId, date, closed, now);
      requireFew(failed, date);
      after = step.at(-1) ?? after;
      borrowers += step.length;
      await addCounts(sql, writer.bookId, date, countOf(closed), { borrowers: step.length, last: after });
      onProgress?.({ date, borrowers, finished: false });
    }
  }
};

/**
 * Borrowers whom the day may change: a loan that moves in ageing, a restriction that begins or ends, or whose cause may
 * have ended with a debt, a proposal of the machine, a review due, a second look owed. As `needsClose` of the domain, from columns. A run that goes on where another
 * broke off also takes those whom the day has changed already, of whom the other may have died before it counted them. Who
 * has a day open from before is left to `closeAgain`.
 */
const affected = async (
  sql: Sql,
  bookId: string,
  o: { readonly date: IsoDate; readonly end: Instant; readonly after: string; readonly resuming: boolean },
): Promise<string[]> => {
  const rows = await sql.query<{ borrower_id: string }>(
    `SELECT borrower_id FROM (
       SELECT borrower_id FROM loans WHERE book_id = $1 AND state = 'ACTIVE'
         AND ageing_due_on <= $2::date
       UNION
       SELECT borrower_id FROM restrictions WHERE book_id = $1 AND ended_at IS NULL
         AND ((state = 'effective' AND expires_at <= $3) OR (state = 'pre_notice' AND effective_at <= $3)
           OR (state = 'proposed' AND proposed_by LIKE 'machine:%'))
       UNION
       SELECT r.borrower_id FROM restrictions r WHERE r.book_id = $1 AND r.ended_at IS NULL
         AND r.kind IN ('LIMIT_REDUCED', 'DRAW_SUSPENDED') AND r.cause_family IN ('ELIGIBILITY', 'BEHAVIOUR')
         AND EXISTS (SELECT 1 FROM loans l
           WHERE l.book_id = $1 AND l.borrower_id = r.borrower_id AND l.state = 'ACTIVE' AND l.bucket <> 'CURRENT')
       UNION
       SELECT borrower_id FROM idempotency_keys WHERE $5::boolean AND book_id = $1 AND key = $6
       UNION
       SELECT borrower_id FROM borrowers WHERE book_id = $1 AND second_look
       UNION
       SELECT borrower_id FROM lines WHERE book_id = $1 AND status = 'ACTIVE' AND next_review_date <= $2::date
       UNION
       SELECT borrower_id FROM lines WHERE book_id = $1 AND temporary_next_at <= $3
     ) AS touched WHERE borrower_id > $4 AND NOT EXISTS (SELECT 1 FROM close_failures f
       WHERE f.book_id = $1 AND f.borrower_id = touched.borrower_id AND f.code <> 'UNPROVEN' AND (f.closed_at IS NULL OR f.date = $2::date))
     ORDER BY borrower_id LIMIT ${PAGE}`,
    [bookId, o.date, o.end, o.after, o.resuming, keyOf(o.date)],
  );
  return rows.map((row) => row.borrower_id);
};

/** Writes down whose day could not be closed, before the run goes on past them. @returns how many. */
const noteFailures = async (
  sql: Sql,
  bookId: string,
  date: IsoDate,
  closed: readonly Closed[],
  now: Instant,
): Promise<number> => {
  const failed = closed.filter((each) => each.cause !== null);
  for (const { borrowerId, cause } of failed)
    if (cause !== null) await noteFailure(sql, bookId, { date, borrowerId, cause }, now);
  return failed.length;
};

const requireFew = (failed: number, date: IsoDate): void => {
  if (failed > FAILURES_MAX)
    throw new Error(
      `closing ${date} failed for more than ${FAILURES_MAX} borrowers, which is no fault of theirs; see close_failures for the reasons. Mend the cause and close again: the run goes on where it stopped.`,
    );
};
