import { createHash } from 'node:crypto';
import type { Instant, IsoDate } from '@clearline/line';
import type { Queryable, Sql } from '../db/sql.ts';
import { Conditions, pageOf, placeOf, type Page, type PageRequest } from '../queries/page.ts';
import { trailQueries } from '../queries/trail.ts';
import { writeLate } from './late.ts';
import { matchRail, type Difference, type DifferenceKind, type DifferingField, type OurPayment } from './match.ts';
import { readRailFile, type RailFileFault, type RailRow } from './rail-file.ts';
import { writeDifferences } from './write-cases.ts';

/** What comparing a day with the rail’s file came to; the newest run of the day. */
export interface Reconciliation {
  readonly date: IsoDate;
  readonly runAt: Instant;
  readonly runBy: string;
  readonly fileSha256: string;
  readonly matched: number;
  /** Of the matched, those that the rail reported with a later day’s file. */
  readonly late: number;
  readonly missing: number;
  readonly extra: number;
  readonly different: number;
}
/** LATE: both agree, and the rail reported it with a later day’s file; named, with nothing left to do. */
export type CaseKind = DifferenceKind | 'LATE';

/** One difference, open until a later file of the same day no longer shows it or a person says what became of it. */
export interface ReconciliationCase {
  readonly date: IsoDate;
  readonly externalId: string;
  readonly kind: CaseKind;
  readonly fields: DifferingField[];
  readonly state: 'OPEN' | 'CLOSED';
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  /** Who closed it and why; null where a later file did. */
  readonly closedBy: string | null;
  readonly resolution: string | null;
  readonly borrowerId: string | null;
  readonly rail: Pick<RailRow, 'direction' | 'amountFen' | 'status'> | null;
  readonly ours: (Pick<OurPayment, 'direction' | 'amountFen' | 'state'> & { readonly date: IsoDate | null }) | null;
}
export type ReconcileResult =
  | { readonly ok: true; readonly reconciliation: Reconciliation; readonly differences: readonly Difference[] }
  | { readonly ok: false; readonly faults: readonly RailFileFault[] };

interface StoredPayment extends Record<string, unknown> {
  payment_id: string;
  borrower_id: string;
  direction: OurPayment['direction'];
  amount_fen: bigint;
  state: OurPayment['state'] | 'REVERSED';
  value_date: IsoDate | null;
}

/**
 * Payments that count from the day, but for those that a later day’s file has brought, and every other one that the file
 * names: by our id, or by the reference under which a person entered money that the rail had brought without an order.
 */
const ourPayments = async (
  tx: Queryable,
  bookId: string,
  date: IsoDate,
  ids: readonly string[],
): Promise<OurPayment[]> => {
  const rows = await tx.query<StoredPayment>(
    `SELECT payment_id, borrower_id, direction, amount_fen, state, value_date FROM payments p
     WHERE book_id = $1 AND value_date = $2 AND reference IS NULL AND NOT EXISTS (SELECT 1 FROM reconciliation_cases c
       WHERE c.book_id = $1 AND c.external_id = p.payment_id AND c.kind = 'LATE' AND c.date > $2)
     UNION
     SELECT payment_id, borrower_id, direction, amount_fen, state, value_date FROM payments
     WHERE book_id = $1 AND payment_id = ANY($3::text[])
     UNION
     SELECT reference, borrower_id, direction, amount_fen, state, value_date FROM payments
     WHERE book_id = $1 AND reference = ANY($3::text[])`,
    [bookId, date, ids],
  );
  return rows.map((row) => ({
    paymentId: row.payment_id,
    borrowerId: row.borrower_id,
    direction: row.direction,
    amountFen: row.amount_fen,
    // What bounced later had succeeded on its day; the return is a matter of its own.
    state: row.state === 'REVERSED' ? 'SUCCEEDED' : row.state,
    valueDate: row.value_date,
  }));
};

const writeRun = async (tx: Queryable, bookId: string, run: Reconciliation): Promise<void> => {
  await tx.query(
    `INSERT INTO reconciliations (book_id, date, run_at, run_by, file_sha256, matched, missing, extra, different, late)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (book_id, date) DO UPDATE SET run_at = EXCLUDED.run_at, run_by = EXCLUDED.run_by,
       file_sha256 = EXCLUDED.file_sha256, matched = EXCLUDED.matched, missing = EXCLUDED.missing,
       extra = EXCLUDED.extra, different = EXCLUDED.different, late = EXCLUDED.late`,
    [
      bookId,
      run.date,
      run.runAt,
      run.runBy,
      run.fileSha256,
      run.matched,
      run.missing,
      run.extra,
      run.different,
      run.late,
    ],
  );
  // Codes, not a sentence: the audit page puts them into its reader’s language.
  const detail = `${run.date} MATCHED ${run.matched} MISSING_WITH_US ${run.missing} EXTRA_WITH_US ${run.extra} DIFFERENT ${run.different}${run.late > 0 ? ` LATE ${run.late}` : ''}`;
  const entry = { at: run.runAt, actor: run.runBy, action: 'rail.reconcile', borrowerId: null, detail };
  await trailQueries(tx, bookId).recordAudit(entry);
};

interface StoredCase extends Record<string, unknown> {
  date: IsoDate;
  external_id: string;
  kind: CaseKind;
  fields: string;
  state: 'OPEN' | 'CLOSED';
  opened_at: Instant;
  closed_at: Instant | null;
  closed_by: string | null;
  resolution: string | null;
  borrower_id: string | null;
  rail_direction: RailRow['direction'] | null;
  rail_amount_fen: bigint | null;
  rail_status: RailRow['status'] | null;
  our_direction: OurPayment['direction'] | null;
  our_amount_fen: bigint | null;
  our_state: OurPayment['state'] | null;
  our_date: IsoDate | null;
}

const CASE_COLUMNS = `date, external_id, kind, fields, state, opened_at, closed_at, closed_by, resolution, borrower_id,
  rail_direction, rail_amount_fen, rail_status, our_direction, our_amount_fen, our_state, our_date`;

const caseOf = (row: StoredCase): ReconciliationCase => ({
  date: row.date,
  externalId: row.external_id,
  kind: row.kind,
  fields: row.fields === '' ? [] : (row.fields.split(',') as DifferingField[]),
  state: row.state,
  openedAt: row.opened_at,
  closedAt: row.closed_at,
  closedBy: row.closed_by,
  resolution: row.resolution,
  borrowerId: row.borrower_id,
  rail:
    row.rail_direction === null || row.rail_amount_fen === null || row.rail_status === null
      ? null
      : { direction: row.rail_direction, amountFen: row.rail_amount_fen, status: row.rail_status },
  ours:
    row.our_direction === null || row.our_amount_fen === null || row.our_state === null
      ? null
      : { direction: row.our_direction, amountFen: row.our_amount_fen, state: row.our_state, date: row.our_date },
});

interface StoredRun extends Record<string, unknown> {
  date: IsoDate;
  run_at: Instant;
  run_by: string;
  file_sha256: string;
  matched: number;
  missing: number;
  extra: number;
  different: number;
  late: number;
}

export const reconcileQueries = (sql: Sql, bookId: string) => ({
  /**
   * Compares a day’s payments with the rail’s file and writes the run, its cases and its audit entry in one transaction;
   * a file with a bad cell writes nothing. The same day again replaces the run and closes what no longer differs.
   */
  reconcile: async (o: { date: IsoDate; text: string; actor: string; now: Instant }): Promise<ReconcileResult> => {
    const file = readRailFile(o.text, o.date);
    if (!file.ok) return file;
    const ids = file.rows.map((row) => row.externalId);
    return sql.transaction(async (tx) => {
      const { matched, late, differences } = matchRail(file.rows, await ourPayments(tx, bookId, o.date, ids), o.date);
      const count = (kind: DifferenceKind): number => differences.filter((each) => each.kind === kind).length;
      const reconciliation: Reconciliation = {
        date: o.date,
        runAt: o.now,
        runBy: o.actor,
        fileSha256: createHash('sha256').update(o.text).digest('hex'),
        matched,
        late: late.length,
        missing: count('MISSING_WITH_US'),
        extra: count('EXTRA_WITH_US'),
        different: count('DIFFERENT'),
      };
      // The run first: its row makes two runs of one day wait for each other.
      await writeRun(tx, bookId, reconciliation);
      await writeDifferences(tx, bookId, o.date, o.now, differences);
      await writeLate(tx, bookId, o.date, o.now, late);
      return { ok: true, reconciliation, differences };
    });
  },

  /** The newest run of each day, the newest day first. */
  reconciliations: async (o: { limit: number }): Promise<Reconciliation[]> => {
    const rows = await sql.query<StoredRun>(
      `SELECT date, run_at, run_by, file_sha256, matched, missing, extra, different, late FROM reconciliations
       WHERE book_id = $1 ORDER BY date DESC LIMIT ${o.limit}`,
      [bookId],
    );
    return rows.map(({ run_at: runAt, run_by: runBy, file_sha256: fileSha256, ...row }) => ({
      ...row,
      runAt,
      runBy,
      fileSha256,
    }));
  },

  /** A person says what became of a difference; null when no such case is open. Written with its audit entry. */
  closeReconciliationCase: async (o: {
    readonly date: IsoDate;
    readonly externalId: string;
    readonly resolution: string;
    readonly actor: string;
    readonly now: Instant;
  }): Promise<ReconciliationCase | null> =>
    sql.transaction(async (tx) => {
      const [row] = await tx.query<StoredCase>(
        `UPDATE reconciliation_cases SET state = 'CLOSED', closed_at = $4, closed_by = $5, resolution = $6
         WHERE book_id = $1 AND date = $2 AND external_id = $3 AND state = 'OPEN' RETURNING ${CASE_COLUMNS}`,
        [bookId, o.date, o.externalId, o.now, o.actor, o.resolution],
      );
      if (row === undefined) return null;
      const detail = `${o.date} ${o.externalId}: ${o.resolution}`;
      const entry = { at: o.now, actor: o.actor, action: 'rail.case_closed', borrowerId: row.borrower_id, detail };
      await trailQueries(tx, bookId).recordAudit(entry);
      return caseOf(row);
    }),

  /** Cases, the newest day first; of one state if asked. */
  reconciliationCases: async (
    o: PageRequest & { readonly state?: 'OPEN' | 'CLOSED' | undefined },
  ): Promise<Page<ReconciliationCase>> => {
    const where = new Conditions(bookId);
    if (o.state !== undefined) where.add('state = ?', o.state);
    const place = placeOf(o.cursor, 2);
    if (place !== null)
      where.add(
        '(date < ?::date OR (date = ?::date AND external_id > ?))',
        place[0] ?? '',
        place[0] ?? '',
        place[1] ?? '',
      );
    const rows = await sql.query<StoredCase>(
      `SELECT ${CASE_COLUMNS}
       FROM reconciliation_cases WHERE ${where.sql} ORDER BY date DESC, external_id LIMIT ${o.limit + 1}`,
      where.values,
    );
    return pageOf(rows, o.limit, caseOf, (row) => [row.date, row.external_id]);
  },
});
