import type { Instant, IsoDate } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';
import type { LateLine } from './match.ts';

/**
 * Names the lines that came with a later day’s file, and closes the cases in which their own day had missed them. Lines that a
 * corrected file no longer brings are named no longer.
 * @param day the day of the file
 */
export const writeLate = async (
  tx: Queryable,
  bookId: string,
  day: IsoDate,
  now: Instant,
  late: readonly LateLine[],
): Promise<void> => {
  const ids = late.map((line) => line.externalId);
  await tx.query(
    `DELETE FROM reconciliation_cases
     WHERE book_id = $1 AND date = $2 AND kind = 'LATE' AND NOT (external_id = ANY($3::text[]))`,
    [bookId, day, ids],
  );
  if (late.length === 0) return;
  await tx.query(
    `UPDATE reconciliation_cases SET state = 'CLOSED', closed_at = $4
     WHERE book_id = $1 AND date < $2 AND kind = 'EXTRA_WITH_US' AND state = 'OPEN' AND external_id = ANY($3::text[])`,
    [bookId, day, ids, now],
  );
  await tx.query(
    `INSERT INTO reconciliation_cases (book_id, date, external_id, kind, fields, state, opened_at, closed_at, borrower_id,
       rail_direction, rail_amount_fen, rail_status, our_direction, our_amount_fen, our_state, our_date)
     SELECT $1, $2::date, id, 'LATE', '', 'CLOSED', $3::timestamptz, $3::timestamptz, borrower, direction, amount, status,
       direction, amount, status, day
     FROM unnest($4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::date[])
       AS d(id, borrower, direction, amount, status, day)
     ON CONFLICT (book_id, date, external_id) DO UPDATE SET kind = 'LATE', fields = '', state = 'CLOSED',
       closed_at = EXCLUDED.closed_at, rail_direction = EXCLUDED.rail_direction,
       rail_amount_fen = EXCLUDED.rail_amount_fen, rail_status = EXCLUDED.rail_status,
       our_direction = EXCLUDED.our_direction, our_amount_fen = EXCLUDED.our_amount_fen,
       our_state = EXCLUDED.our_state, our_date = EXCLUDED.our_date`,
    [
      bookId,
      day,
      now,
      ids,
      late.map((line) => line.ours.borrowerId),
      late.map((line) => line.rail.direction),
      late.map((line) => line.rail.amountFen),
      late.map((line) => line.rail.status),
      late.map((line) => line.rail.date),
    ],
  );
};
