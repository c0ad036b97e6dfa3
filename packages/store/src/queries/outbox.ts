import { fromJson, type Consequence, type Instant } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';
import { plusMs } from '@clearline/line';

export interface OutboxRow {
  readonly seq: bigint;
  readonly borrowerId: string;
  readonly kind: Consequence['kind'];
  readonly payload: Consequence;
  readonly attempts: number;
  readonly createdAt: Instant;
}

export const outboxQueries = (sql: Queryable, bookId: string) => ({
  /**
   * Takes what is to be delivered now, oldest first, and hides it for `holdMs`: a worker that dies is not the end of a
   * delivery. Deliveries happen at least once, so receivers must know an order by its id.
   */
  takeOutbox: async (o: {
    kinds?: readonly string[];
    now: Instant;
    limit: number;
    holdMs: number;
  }): Promise<OutboxRow[]> => {
    const rows = await sql.query<{
      seq: bigint;
      borrower_id: string;
      kind: Consequence['kind'];
      payload: string;
      attempts: number;
      created_at: string;
    }>(
      `UPDATE outbox SET state = 'held', attempts = attempts + 1, next_at = $5
       WHERE book_id = $1 AND seq IN (
         SELECT seq FROM outbox WHERE book_id = $1 AND state <> 'delivered' AND next_at <= $2 AND ($3::text[] IS NULL OR kind = ANY($3))
         ORDER BY seq LIMIT $4 FOR UPDATE SKIP LOCKED)
       RETURNING seq, borrower_id, kind, payload, attempts, created_at`,
      [bookId, o.now, o.kinds ?? null, o.limit, plusMs(o.now, o.holdMs)],
    );
    return rows
      .map((row) => ({
        seq: row.seq,
        borrowerId: row.borrower_id,
        kind: row.kind,
        payload: fromJson<Consequence>(row.payload),
        attempts: row.attempts,
        createdAt: row.created_at,
      }))
      .sort((a, b) => (a.seq < b.seq ? -1 : 1));
  },

  ackOutbox: async (seq: bigint, now: Instant): Promise<void> => {
    await sql.query(
      `UPDATE outbox SET state = 'delivered', delivered_at = $3, last_error = NULL WHERE book_id = $1 AND seq = $2 AND state <> 'delivered'`,
      [bookId, seq, now],
    );
  },

  /** Puts a delivery back for later, with what went wrong. */
  retryOutbox: async (seq: bigint, o: { nextAt: Instant; error: string }): Promise<void> => {
    await sql.query(
      `UPDATE outbox SET state = 'waiting', next_at = $3, last_error = $4 WHERE book_id = $1 AND seq = $2 AND state <> 'delivered'`,
      [bookId, seq, o.nextAt, o.error],
    );
  },

  outboxDepth: async (): Promise<{ waiting: number; oldest: Instant | null }> => {
    const [row] = await sql.query<{ waiting: bigint; oldest: string | null }>(
      `SELECT count(*) AS waiting, min(created_at) AS oldest FROM outbox WHERE book_id = $1 AND state <> 'delivered'`,
      [bookId],
    );
    return { waiting: Number(row?.waiting ?? 0n), oldest: row?.oldest ?? null };
  },
});
