/**
 * For `bench/` only: inner parts that are measured on their own, and what makes large books. The product uses `index.ts`.
 */
import { pipeline } from 'node:stream/promises';
import { Writable } from 'node:stream';
import { to as copyTo } from 'pg-copy-streams';
import type { OpenBook } from './book/types.ts';
import type { BookWriter } from './book/writer.ts';
import type { Sql } from './db/sql.ts';
import type { Store } from './store.ts';

export { BorrowerLife } from './fixtures/borrower-life.ts';
export { loanLife } from './fixtures/loan-life.ts';
export { RowSet } from './project/row-set.ts';
export { TABLES } from './project/tables.ts';
export type { SourcedPosting } from './project/project.ts';
export { sumAccounts, sumBook } from './close/sum-book.ts';
export { openUnloggedBook } from './testing/unlogged-book.ts';

/** A book with its inner doors open. */
export const openWriter = async (store: Store, options: OpenBook): Promise<BookWriter> =>
  (await store.openBook(options)) as BookWriter;

/** Reads a COPY to its end and drops it. @returns its size in bytes. */
export const copyOut = (sql: Sql, statement: string): Promise<number> =>
  sql.withClient(async (client) => {
    let bytes = 0;
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        bytes += chunk.length;
        done();
      },
    });
    await pipeline(client.query(copyTo(statement)), sink);
    return bytes;
  });
