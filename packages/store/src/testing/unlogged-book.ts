import { readTotals } from '../ledger/running.ts';
import { takeLease } from '../book/lease.ts';
import { BookWriter } from '../book/writer.ts';
import type { Book, OpenBook } from '../book/types.ts';
import { newId } from '../db/new-id.ts';
import type { Store } from '../store.ts';

const LEASE_MS = 600_000;

/**
 * A book that logs nothing and so breaks G12: for the bench that measures what the log costs, and for nothing else. The
 * database still refuses every restriction in it.
 */
export const openUnloggedBook = async (store: Store, options: OpenBook): Promise<Book> => {
  const { sql, vault } = store;
  const lease = await takeLease(sql, { bookId: options.bookId, owner: newId(), leaseMs: LEASE_MS, takeOver: false });
  const log = { draft: async () => null, settle: () => undefined };
  return new BookWriter(sql, vault, options, lease, log, await readTotals(sql, options.bookId));
};
