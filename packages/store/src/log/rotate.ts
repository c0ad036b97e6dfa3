import type { Sql } from '../db/sql.ts';
import { readRange, type LogSettings } from './book-log.ts';
import { onIdleBook } from './idle-book.ts';
import { rotateKey } from './keys.ts';

/**
 * Gives the log of a book a new key at its present size; the old one goes on verifying what it signed. No writer may be
 * open, because it would go on signing with the old key.
 * @returns the text of the new public key.
 * @throws StoreError `lease_held` while a writer holds the book.
 */
export const rotateLogKey = (sql: Sql, settings: LogSettings, bookId: string): Promise<string> =>
  onIdleBook(sql, bookId, async (tx) => rotateKey(tx, settings.box, bookId, (await readRange(tx, bookId)).size));
