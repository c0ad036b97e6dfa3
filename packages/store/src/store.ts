import { audit, type AuditOptions, type AuditReport } from './audit/audit.ts';
import { rebuild, tablesOutdated, type RebuildOptions } from './audit/rebuild.ts';
import { openBook } from './book/open-book.ts';
import type { Book, OpenBook } from './book/types.ts';
import { checkConnection, connect, type Sql } from './db/sql.ts';
import type { LogSettings } from './log/book-log.ts';
import { lenderLog, type LenderLog } from './log/lender-log.ts';
import { readLog, type LogReader } from './log/read-log.ts';
import { rebuildLogs, type RebuiltLog } from './log/rebuild.ts';
import { rotateLogKey } from './log/rotate.ts';
import { openSecretBox } from './log/secret-box.ts';
import { openVault, type Vault } from './personal/vault.ts';
import { queriesOf, type Queries } from './queries/queries.ts';
import { migrate } from './schema/migrate.ts';

/** Of a lender that has not said where its logs are found; a name that no network resolves. */
const DEFAULT_LOG_ORIGIN = 'clearline.invalid/log';

/** A database with the current schema, and what can be done with it. */
export interface Store {
  readonly sql: Sql;
  readonly vault: Vault;
  readonly logSettings: LogSettings;
  openBook(options: OpenBook): Promise<Book>;
  queries(bookId: string): Queries;
  /** Checkpoints, proofs and receipts of a book’s log. */
  log(bookId: string): LogReader;
  /** Makes everything again from the facts of a book and compares; checks the ledger and the guarantees. */
  audit(bookId: string, options: AuditOptions): Promise<AuditReport>;
  /** Writes the derived tables of a book anew from its facts; no writer may be open. */
  rebuild(bookId: string, options?: RebuildOptions): Promise<number>;
  /** Whether another version made the derived tables: a book is opened only once they were made again. */
  tablesOutdated(bookId: string): Promise<boolean>;
  /** The log of all books’ checkpoints, which witnesses cosign. */
  readonly lenderLog: LenderLog;
  /** Gives a book’s log a new key; no writer may be open. @returns the new public key. */
  rotateLogKey(bookId: string): Promise<string>;
  rebuildLogs(bookId: string): Promise<readonly RebuiltLog[]>;
  close(): Promise<void>;
}

/**
 * Connects and migrates.
 * @throws StoreError with one line that an operator can act on, when the database cannot be reached or is newer.
 */
export const openStore = async (options: {
  readonly databaseUrl: string;
  readonly masterKey: Uint8Array;
  /** Names the lender in the origin of every log that is begun from now on (G12). */
  readonly logOrigin?: string;
  readonly maxConnections?: number;
}): Promise<Store> => {
  const sql = connect(options.databaseUrl, options.maxConnections);
  try {
    await checkConnection(sql, options.databaseUrl);
    await migrate(sql);
  } catch (error) {
    await sql.close();
    throw error;
  }
  const vault = openVault(sql, options.masterKey);
  const logSettings = { box: openSecretBox(options.masterKey), origin: options.logOrigin ?? DEFAULT_LOG_ORIGIN };
  return {
    sql,
    vault,
    logSettings,
    openBook: (book) => openBook(sql, vault, logSettings, book),
    queries: (bookId) => queriesOf(sql, bookId, vault),
    log: (bookId) => readLog(sql, logSettings.box, bookId),
    audit: (bookId, options) => audit(sql, logSettings.box, bookId, options),
    rebuild: (bookId, rebuilding) => rebuild(sql, bookId, rebuilding),
    tablesOutdated: (bookId) => tablesOutdated(sql, bookId),
    lenderLog: lenderLog(sql, logSettings),
    rotateLogKey: (bookId) => rotateLogKey(sql, logSettings, bookId),
    rebuildLogs: (bookId) => rebuildLogs(sql, logSettings.box, bookId),
    close: () => sql.close(),
  };
};
