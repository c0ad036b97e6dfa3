import type { Instant, IsoDate } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';
import type { Difference, LateLine } from './match.ts';

/** What a file shows of one payment: a difference, or a line that came late and leaves nothing to do. */
export type ShownCase = Difference | ({ readonly kind: 'LATE' } & LateLine);

/** A person closed the case, and the file shows the very same difference once more. */
const SETTLED_BY_PERSON = `(c.closed_by IS NOT NULL AND (c.kind, c.fields, c.rail_direction, c.rail_amount_fen,
  c.rail_status, c.our_direction, c.our_amount_fen, c.our_state) IS NOT DISTINCT FROM (EXCLUDED.kind, EXCLUDED.fields,
  EXCLUDED.rail_direction, EXCLUDED.rail_amount_fen, EXCLUDED.rail_status, EXCLUDED.our_direction,
  EXCLUDED.our_amount_fen, EXCLUDED.our_state))`;
/** What was said of it before goes on standing. */
const STANDS = `(EXCLUDED.kind = 'LATE' OR ${SETTLED_BY_PERSON})`;

/**
 * Opens a case for each difference and closes those that the file no longer shows. One that had been closed is opened
 * again, unless a person closed it and nothing about it changed.
 */
export const writeDifferences = async (
  tx: Queryable,
  bookId: string,
  date: IsoDate,
  now: Instant,
  differences: readonly Difference[],
): Promise<void> => {
  await tx.query(
    `UPDATE reconciliation_cases SET state = 'CLOSED', closed_at = $3
     WHERE book_id = $1 AND date = $2 AND state = 'OPEN' AND NOT (external_id = ANY($4::text[]))`,
    [bookId, date, now, differences.map((each) => each.externalId)],
  );
  await putCases(tx, bookId, date, now, differences);
};

/** Writes what a day’s file shows, over what an earlier file of that day had shown. A late line is a case closed from the start. */
export const putCases = async (
  tx: Queryable,
  bookId: string,
  date: IsoDate,
  now: Instant,
  cases: readonly ShownCase[],
): Promise<void> => {
  const of = <T>(pick: (shown: ShownCase) => T): T[] => cases.map(pick);
  await tx.query(
    `INSERT INTO reconciliation_cases AS c (book_id, date, external_id, kind, fields, state, opened_at, closed_at,
       borrower_id, rail_direction, rail_amount_fen, rail_status, our_direction, our_amount_fen, our_state, our_date)
     SELECT $1, $2::date, id, kind, fields, CASE kind WHEN 'LATE' THEN 'CLOSED' ELSE 'OPEN' END, $3::timestamptz,
       CASE kind WHEN 'LATE' THEN $3::timestamptz END, borrower, rd, ra, rs, od, oa, os, oday
     FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::text[], $11::text[],
       $12::bigint[], $13::text[], $14::date[]) AS d(id, kind, fields, borrower, rd, ra, rs, od, oa, os, oday)
     ON CONFLICT (book_id, date, external_id) DO UPDATE SET kind = EXCLUDED.kind, fields = EXCLUDED.fields,
       state = CASE WHEN ${STANDS} THEN 'CLOSED' ELSE 'OPEN' END,
       closed_at = CASE WHEN ${SETTLED_BY_PERSON} THEN c.closed_at ELSE EXCLUDED.closed_at END,
       closed_by = CASE WHEN ${STANDS} THEN c.closed_by END,
       resolution = CASE WHEN ${STANDS} THEN c.resolution END,
       opened_at = CASE WHEN c.state = 'OPEN' OR ${STANDS} THEN c.opened_at ELSE EXCLUDED.opened_at END,
       borrower_id = EXCLUDED.borrower_id, rail_direction = EXCLUDED.rail_direction,
       rail_amount_fen = EXCLUDED.rail_amount_fen, rail_status = EXCLUDED.rail_status,
       our_direction = EXCLUDED.our_direction, our_amount_fen = EXCLUDED.our_amount_fen,
       our_state = EXCLUDED.our_state, our_date = EXCLUDED.our_date`,
    [
      bookId,
      date,
      now,
      of((each) => each.externalId),
      of((each) => each.kind),
      of((each) => (each.kind === 'DIFFERENT' ? each.fields.join(',') : '')),
      of((each) => each.ours?.borrowerId ?? null),
      of((each) => each.rail?.direction ?? null),
      of((each) => each.rail?.amountFen ?? null),
      of((each) => each.rail?.status ?? null),
      of((each) => each.ours?.direction ?? null),
      of((each) => each.ours?.amountFen ?? null),
      of((each) => each.ours?.state ?? null),
      // What failed on the way may lie on another day with us; a late line is named by the day that the rail gives.
      of((each) => (each.kind === 'LATE' ? each.rail.date : (each.ours?.valueDate ?? null))),
    ],
  );
};
