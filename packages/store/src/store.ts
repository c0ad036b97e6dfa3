import { audit, type AuditOptions, type AuditReport } from './audit/audit.ts';
import { rebuild } from './audit/rebuild.ts';
import { openBook } from './book/writer.ts';
import type { Book, OpenBook } from './book/types.ts';
import { checkConnection, connect, type Sql } from './db/sql.ts';
import { openVault, type Vault } from './personal/vault.ts';
import { queriesOf, type Queries } from './queries/queries.ts';
import { migrate } from './schema/migrate.ts';

/** A database with the current schema, and what can be done with it. */
export interface Store {
  readonly sql: Sql;
  readonly vault: Vault;
  openBook(options: OpenBook): Promise<Book>;
  queries(bookId: string): Queries;
  /** Makes everything again from the facts of a book and compares; checks the ledger and the guarantees. */
  audit(bookId: string, options: AuditOptions): Promise<AuditReport>;
  /** Writes the derived tables of a book anew from its facts; no writer may be open. */
  rebuild(bookId: string): Promise<number>;
  close(): Promise<void>;
}

/**
 * Connects and migrates.
 * @throws StoreError with one line that an operator can act on, when the database cannot be reached or is newer.
 */
export const openStore = async (options: {
  readonly databaseUrl: string;
  readonly masterKey: Uint8Array;
  readonly maxConnections?: number;
}): Promise<Store> => {
  const sql = connect(options.databaseUrl, options.maxConnections);
  try {
    await checkConnection(sql, options.databaseUrl);
    await migrate(sql);
  } catch (error) {
    await sql.pool.end();
    throw error;
  }
  const vault = openVault(sql, options.masterKey);
  return {
    sql,
    vault,
    openBook: (book) => openBook(sql, vault, book),
    queries: (bookId) => queriesOf(sql, bookId, vault),
    audit: (bookId, options) => audit(sql, bookId, options),
    rebuild: (bookId) => rebuild(sql, bookId),
    close: () => sql.pool.end(),
  };
};
