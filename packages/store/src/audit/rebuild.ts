import { emptyFile, evolve } from '@clearline/line';
import { fence, releaseLease, takeLease } from '../book/lease.ts';
import { readFacts } from '../book/read-facts.ts';
import { writeRows } from '../book/write-rows.ts';
import { newId } from '../db/new-id.ts';
import type { Queryable, Sql } from '../db/sql.ts';
import { Projector } from '../project/project.ts';
import { RowSet } from '../project/row-set.ts';
import { TABLES_VERSION } from '../project/tables-version.ts';
import { DERIVED_TABLES } from '../project/tables.ts';

export interface RebuildOptions {
  /** Takes the book although a lease on it has not run out; for the process that held it and has ended. */
  readonly takeOver?: boolean;
  readonly onProgress?: (made: number, of: number) => void;
}

/** Whether the derived tables of a book were made by a version that made them otherwise; false of a book that is not there. */
export const tablesOutdated = async (sql: Queryable, bookId: string): Promise<boolean> => {
  const [book] = await sql.query<{ tables_version: string | null }>(
    'SELECT tables_version FROM books WHERE book_id = $1',
    [bookId],
  );
  return book !== undefined && book.tables_version !== TABLES_VERSION;
};

/** The transaction’s lock on the book holds longer; this is only for a process that dies before it begins. */
const LEASE_MS = 10_000;

/**
 * Makes all tables that derive from facts again, in one transaction behind the fence; no writer may be open. The ledger
 * is not touched: its entries are numbered by the order of commits and are corrected by reversal only.
 * @returns how many borrowers were made again.
 */
export const rebuild = async (sql: Sql, bookId: string, options: RebuildOptions = {}): Promise<number> => {
  const { takeOver = false, onProgress } = options;
  const lease = await takeLease(sql, { bookId, owner: newId(), leaseMs: LEASE_MS, takeOver });
  let held = lease;
  try {
    const borrowers = await sql.transaction(async (tx) => {
      await fence(tx, lease, lease);
      for (const table of DERIVED_TABLES)
        await tx.query(
          `DELETE FROM ${table} WHERE book_id = $1${table === 'audit_entries' ? ' AND fact_seq IS NOT NULL' : ''}`,
          [bookId],
        );
      const ids = await tx.query<{ borrower_id: string }>(
        'SELECT DISTINCT borrower_id FROM facts WHERE book_id = $1 ORDER BY borrower_id',
        [bookId],
      );
      for (const [made, { borrower_id }] of ids.entries()) {
        onProgress?.(made, ids.length);
        const projector = new Projector(borrower_id);
        let file = emptyFile(borrower_id);
        for (const fact of (await readFacts(tx, bookId, [borrower_id])).get(borrower_id) ?? []) {
          file = evolve(file, fact);
          projector.add(fact, file);
        }
        projector.finish(file);
        await writeRows(tx, bookId, derivedOf(projector.rows));
      }
      await tx.query('UPDATE books SET tables_version = $2 WHERE book_id = $1', [bookId, TABLES_VERSION]);
      return ids.length;
    });
    held = { ...lease, version: lease.version + 1n };
    return borrowers;
  } finally {
    await releaseLease(sql, held);
  }
};

const derivedOf = (rows: RowSet): RowSet => {
  const derived = new RowSet();
  for (const table of DERIVED_TABLES) for (const row of rows.rows(table)) derived.add(table, row);
  return derived;
};
