import type { Instant, IsoDate } from '@clearline/line';
import { readCloseFailures, type CloseFailure } from '../close/close-failures.ts';
import { readDayCloses, type DayCloseRow } from '../close/day-close-row.ts';
import type { Queryable } from '../db/sql.ts';

export interface TrialBalanceRow {
  readonly account: string;
  readonly debitFen: bigint;
  readonly creditFen: bigint;
  /** Debit less credit. */
  readonly balanceFen: bigint;
  readonly entries: number;
}
export interface StatementEntry {
  readonly date: IsoDate;
  readonly at: Instant;
  readonly account: string;
  readonly debitFen: bigint;
  readonly creditFen: bigint;
  readonly loanId: string | null;
  /** The type of the fact that made it. */
  readonly factType: string;
  readonly factSeq: number;
}

export const ledgerQueries = (sql: Queryable, bookId: string) => ({
  /** What each account was debited and credited, today or up to the end of a date. */
  trialBalance: async (o: { asOf?: IsoDate | undefined } = {}): Promise<TrialBalanceRow[]> => {
    const rows = await sql.query<{ account: string; debit: bigint; credit: bigint; entries: bigint }>(
      o.asOf === undefined
        ? 'SELECT account, debit_fen AS debit, credit_fen AS credit, last_seq AS entries FROM ledger_accounts WHERE book_id = $1 ORDER BY account'
        : `SELECT account, sum(debit_fen)::bigint AS debit, sum(credit_fen)::bigint AS credit, count(*) AS entries
           FROM ledger_entries WHERE book_id = $1 AND business_date <= $2 GROUP BY account ORDER BY account`,
      o.asOf === undefined ? [bookId] : [bookId, o.asOf],
    );
    return rows.map((row) => ({
      account: row.account,
      debitFen: row.debit,
      creditFen: row.credit,
      balanceFen: row.debit - row.credit,
      entries: Number(row.entries),
    }));
  },

  /** The ledger entries that a borrower’s own facts made, in order. */
  statement: async (o: { borrowerId: string; from: IsoDate; to: IsoDate }): Promise<StatementEntry[]> => {
    const rows = await sql.query<{
      business_date: string;
      recorded_at: string;
      account: string;
      debit_fen: bigint;
      credit_fen: bigint;
      loan_id: string | null;
      source: string;
      fact_seq: number;
    }>(
      `SELECT business_date, recorded_at, account, debit_fen, credit_fen, loan_id, source, fact_seq FROM ledger_entries
       WHERE book_id = $1 AND borrower_id = $2 AND business_date BETWEEN $3 AND $4 ORDER BY fact_seq, posting_no`,
      [bookId, o.borrowerId, o.from, o.to],
    );
    return rows.map((row) => ({
      date: row.business_date,
      at: row.recorded_at,
      account: row.account,
      debitFen: row.debit_fen,
      creditFen: row.credit_fen,
      loanId: row.loan_id,
      factType: row.source,
      factSeq: row.fact_seq,
    }));
  },

  /** End-of-day runs, the newest first. */
  dayCloses: (o: { limit: number }): Promise<DayCloseRow[]> => readDayCloses(sql, bookId, o.limit),

  /** Borrowers whose day a close could not close, each with the reason, by borrower and day. */
  closeFailures: (o: { limit: number }): Promise<CloseFailure[]> => readCloseFailures(sql, bookId, o.limit),
});
