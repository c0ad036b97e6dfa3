import type { IsoDate } from '@clearline/line';
import type { Queryable, Sql, SqlValue } from '../db/sql.ts';
import { BookLost, StoreError } from '../errors.ts';
import { TABLES_VERSION } from '../project/tables-version.ts';

/** What a writer holds: its name and the version that its next commit must find. */
export interface Lease {
  readonly bookId: string;
  readonly owner: string;
  readonly leaseMs: number;
  readonly version: bigint;
}
export interface LeasedBook extends Lease {
  readonly lastClosedDate: IsoDate | null;
  readonly outboxSeq: bigint;
}
type BookRow = { version: bigint; last_closed_date: string | null; outbox_seq: bigint };

/**
 * Takes the lease by conditional update and moves the version, so that whoever wrote before can write no more. Makes
 * the book when there is none.
 * @throws StoreError `lease_held` when another holds it and `takeOver` is not asked for.
 */
export const takeLease = async (
  sql: Sql,
  o: { bookId: string; owner: string; leaseMs: number; takeOver: boolean },
): Promise<LeasedBook> => {
  await sql.query('INSERT INTO books (book_id, tables_version) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    o.bookId,
    TABLES_VERSION,
  ]);
  const [row] = await sql.query<BookRow>(
    `UPDATE books SET lease_owner = $2, lease_until = now() + $3::integer * interval '1 millisecond', version = version + 1
     WHERE book_id = $1 AND ($4::boolean OR lease_owner IS NULL OR lease_owner = $2 OR lease_until < now())
     RETURNING version, last_closed_date, outbox_seq`,
    [o.bookId, o.owner, o.leaseMs, o.takeOver],
  );
  if (row === undefined)
    throw new StoreError(
      'lease_held',
      `Another process writes book ${o.bookId}. Stop it, wait ${o.leaseMs / 1000} seconds after it died, or take the book over.`,
    );
  return { ...o, version: row.version, lastClosedDate: row.last_closed_date, outboxSeq: row.outbox_seq };
};

/** What a commit moves in the row of its book. */
export interface Fence {
  readonly lease: Lease;
  readonly outboxSeq: bigint;
  readonly lastClosedDate: IsoDate | null;
}
export const fenceStatement = `UPDATE books SET version = version + 1, lease_until = now() + $4::integer * interval '1 millisecond',
       outbox_seq = $5::bigint, last_closed_date = $6::date
     WHERE book_id = $1::text AND version = $2::bigint AND lease_owner = $3::text RETURNING version`;
export const fenceValues = ({ lease, outboxSeq, lastClosedDate }: Fence): SqlValue[] => [
  lease.bookId,
  lease.version,
  lease.owner,
  lease.leaseMs,
  outboxSeq,
  lastClosedDate,
];

/**
 * The fence: moves the version on and fails when anyone else has moved it. Run first in every writing transaction; its
 * row lock makes later checks in the transaction hold until the commit.
 */
export const fence = async (
  tx: Queryable,
  lease: Lease,
  change: { outboxSeq: bigint; lastClosedDate: IsoDate | null },
): Promise<void> => {
  const { outboxSeq, lastClosedDate } = change;
  const moved = await tx.query(fenceStatement, fenceValues({ lease, outboxSeq, lastClosedDate }));
  if (moved.length === 0) throw lost(lease);
};

/** Prolongs an idle lease. */
export const renewLease = async (sql: Queryable, lease: Lease): Promise<void> => {
  const held = await sql.query(
    `UPDATE books SET lease_until = now() + $4::integer * interval '1 millisecond'
     WHERE book_id = $1 AND version = $2 AND lease_owner = $3 RETURNING version`,
    [lease.bookId, lease.version, lease.owner, lease.leaseMs],
  );
  if (held.length === 0) throw lost(lease);
};

export const releaseLease = async (sql: Queryable, lease: Lease): Promise<void> => {
  await sql.query(
    'UPDATE books SET lease_owner = NULL, lease_until = NULL WHERE book_id = $1 AND version = $2 AND lease_owner = $3',
    [lease.bookId, lease.version, lease.owner],
  );
};

/**
 * Whether a commit whose answer was lost took place. Only the holder moves the version, so the version says it.
 * @throws BookLost when another took the book meanwhile.
 */
export const wasCommitted = async (sql: Queryable, lease: Lease): Promise<boolean> => {
  const [row] = await sql.query<{ version: bigint; lease_owner: string | null }>(
    'SELECT version, lease_owner FROM books WHERE book_id = $1',
    [lease.bookId],
  );
  if (row?.lease_owner !== lease.owner || row.version > lease.version + 1n) throw lost(lease);
  return row.version === lease.version + 1n;
};

export const lost = (lease: Lease): BookLost =>
  new BookLost(lease.bookId, `another process has taken it over from ${lease.owner}; this one stops writing`);
