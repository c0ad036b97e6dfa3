import type { Instant, IsoDate } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';
import type { LateLine } from './match.ts';
import { putCases } from './write-cases.ts';

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
  await putCases(
    tx,
    bookId,
    day,
    now,
    late.map((line) => ({ kind: 'LATE', ...line })),
  );
};
