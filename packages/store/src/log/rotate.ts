import { releaseLease, fence, takeLease } from '../book/lease.ts';
import { newId } from '../db/new-id.ts';
import type { Sql } from '../db/sql.ts';
import { readRange, type LogSettings } from './book-log.ts';
import { rotateKey } from './keys.ts';

/** The transaction’s lock on the book holds longer; this is only for a process that dies before it begins. */
const LEASE_MS = 10_000;

/**
 * Gives the log of a book a new key at its present size; the old one goes on verifying what it signed. No writer may be
 * open, because it would go on signing with the old key.
 * @returns the text of the new public key.
 * @throws StoreError `lease_held` while a writer holds the book.
 */
export const rotateLogKey = async (sql: Sql, settings: LogSettings, bookId: string): Promise<string> => {
  const lease = await takeLease(sql, { bookId, owner: newId(), leaseMs: LEASE_MS, takeOver: false });
  let held = lease;
  try {
    const key = await sql.transaction(async (tx) => {
      await fence(tx, lease, lease);
      return rotateKey(tx, settings.box, bookId, (await readRange(tx, bookId)).size);
    });
    held = { ...lease, version: lease.version + 1n };
    return key;
  } finally {
    await releaseLease(sql, held);
  }
};
