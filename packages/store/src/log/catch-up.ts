import { emptyFile, evolve, logEntryOf, type Fact, type Instant } from '@clearline/line';
import { readFacts } from '../book/read-facts.ts';
import { fence, type LeasedBook } from '../book/lease.ts';
import { writeRows } from '../book/write-rows.ts';
import type { Queryable, Sql } from '../db/sql.ts';
import type { BorrowerEntry } from './append.ts';
import { BookLog, type LogSettings } from './book-log.ts';

/** Borrowers whose facts are held at a time; each page ends in a checkpoint. */
const PAGE = 200;

/** Every entry that one borrower’s facts make. */
export const entriesOf = (borrowerId: string, facts: readonly Fact[]): BorrowerEntry[] => {
  const entries: BorrowerEntry[] = [];
  let file = emptyFile(borrowerId);
  for (const fact of facts) {
    file = evolve(file, fact);
    const entry = logEntryOf(fact, file);
    if (entry !== null) entries.push({ borrowerId, entry });
  }
  return entries;
};

/**
 * Logs what a book decided and told before it had a log: once, in one transaction, before the writer takes commands.
 * @returns the lease to go on with; the same one when there was nothing to do.
 */
export const catchUp = async (sql: Sql, settings: LogSettings, lease: LeasedBook, at: Instant): Promise<LeasedBook> => {
  const [any] = await sql.query(
    `SELECT 1 AS one FROM facts WHERE book_id = $1 AND type IN ('decision.recorded', 'notice.issued')
       AND NOT EXISTS (SELECT 1 FROM log_checkpoints c WHERE c.book_id = $1) LIMIT 1`,
    [lease.bookId],
  );
  if (any === undefined) return lease;
  await sql.transaction(async (tx) => {
    await fence(tx, lease, lease);
    const log = await BookLog.open(tx, settings, lease.bookId);
    for (let page = await borrowersAfter(tx, lease.bookId, ''); page.length > 0; ) {
      const streams = await readFacts(tx, lease.bookId, page);
      const drafted = log.draftFresh(
        [...streams].flatMap(([id, facts]) => entriesOf(id, facts)),
        at,
      );
      if (drafted !== null) {
        await writeRows(tx, lease.bookId, drafted.rows);
        log.settle(drafted);
      }
      page = await borrowersAfter(tx, lease.bookId, page.at(-1) ?? '');
    }
  });
  return { ...lease, version: lease.version + 1n };
};

const borrowersAfter = async (on: Queryable, bookId: string, after: string): Promise<string[]> => {
  const rows = await on.query<{ borrower_id: string }>(
    `SELECT DISTINCT borrower_id FROM facts WHERE book_id = $1 AND borrower_id > $2 ORDER BY borrower_id LIMIT ${PAGE}`,
    [bookId, after],
  );
  return rows.map((row) => row.borrower_id);
};
