import { fence, releaseLease, takeLease } from '../book/lease.ts';
import { newId } from '../db/new-id.ts';
import type { Queryable, Sql } from '../db/sql.ts';

/** The transaction’s lock on the book holds longer; this is only for a process that dies before it begins. */
const LEASE_MS = 10_000;

/**
 * Does something to the log of a book in one transaction, while no writer has it: one would go on with what it knew.
 * @throws StoreError `lease_held` while a writer holds the book.
 */
export const onIdleBook = async <T>(sql: Sql, bookId: string, work: (tx: Queryable) => Promise<T>): Promise<T> => {
  const lease = await takeLease(sql, { bookId, owner: newId(), leaseMs: LEASE_MS, takeOver: false });
  let held = lease;
  try {
    const done = await sql.transaction(async (tx) => {
      await fence(tx, lease, lease);
      return work(tx);
    });
    held = { ...lease, version: lease.version + 1n };
    return done;
  } finally {
    await releaseLease(sql, held);
  }
};
