import { tablesOutdated } from '../audit/rebuild.ts';
import type { Sql } from '../db/sql.ts';
import { newId } from '../db/new-id.ts';
import { StoreError } from '../errors.ts';
import { readTotals } from '../ledger/running.ts';
import { BookLog, type LogSettings } from '../log/book-log.ts';
import { catchUp } from '../log/catch-up.ts';
import type { Vault } from '../personal/vault.ts';
import { type LeasedBook, releaseLease, takeLease } from './lease.ts';
import type { Book, OpenBook } from './types.ts';
import { BookWriter } from './writer.ts';

const LEASE_MS = 10_000;
const LEASE_PAUSE_MS = 250;

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
