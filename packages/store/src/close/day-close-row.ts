import type { Instant, IsoDate } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';

export interface LedgerProof {
  readonly debitsFen: bigint;
  readonly creditsFen: bigint;
  /** Σ debits = Σ credits over all accounts. */
  readonly balanced: boolean;
  /** Each account’s totals, number of entries and last balance = what its entries say. */
  readonly balancesMatchEntries: boolean;
  /** Principal, interest and penalty owed on all loans = the control accounts. */
  readonly subLedgerMatches: boolean;
  /** Loans whose balances could not be worked out, so that nothing is proven of them; `subLedgerMatches` is false then. */
  readonly unprovenLoans: readonly string[];
}

/** One end-of-day run. Sums over loans are as of the end of the date. */
export interface DayCloseRow {
  readonly date: IsoDate;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
  /** Borrowers whom the close looked at. */
  readonly borrowers: number;
  /** Borrowers whose day is still not closed; it is tried again at each further close. */
  readonly failed: number;
  readonly bucketMoves: number;
  readonly restrictionsExpired: number;
  readonly preNoticesTakenEffect: number;
  readonly reviews: number;
  readonly loans: number;
  readonly interestAccruedFen: bigint;
  readonly penaltyAccruedFen: bigint;
  readonly principalFen: bigint;
  readonly overdueFen: bigint;
  readonly grantedFen: bigint;
  readonly proof: LedgerProof;
}

export interface CloseProgress {
  readonly date: IsoDate;
  readonly borrowers: number;
  readonly finished: boolean;
}

interface Stored extends Record<string, unknown> {
  date: string;
  started_at: string;
  finished_at: string | null;
  borrowers: number;
  failed: number;
  bucket_moves: number;
  restrictions_expired: number;
  pre_notices_effective: number;
  reviews: number;
  loans: number;
  interest_accrued_fen: bigint;
  penalty_accrued_fen: bigint;
  principal_fen: bigint;
  overdue_fen: bigint;
  granted_fen: bigint;
  debits_fen: bigint;
  credits_fen: bigint;
  balanced: boolean;
  balances_match_entries: boolean;
  sub_ledger_matches: boolean;
  unproven_loans: string[];
}

const rowOf = (row: Stored): DayCloseRow => ({
  date: row.date,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  borrowers: row.borrowers,
  failed: row.failed,
  bucketMoves: row.bucket_moves,
  restrictionsExpired: row.restrictions_expired,
  preNoticesTakenEffect: row.pre_notices_effective,
  reviews: row.reviews,
  loans: row.loans,
  interestAccruedFen: row.interest_accrued_fen,
  penaltyAccruedFen: row.penalty_accrued_fen,
  principalFen: row.principal_fen,
  overdueFen: row.overdue_fen,
  grantedFen: row.granted_fen,
  proof: {
    debitsFen: row.debits_fen,
    creditsFen: row.credits_fen,
    balanced: row.balanced,
    balancesMatchEntries: row.balances_match_entries,
    subLedgerMatches: row.sub_ledger_matches,
    unprovenLoans: row.unproven_loans,
  },
});

const SELECT = `SELECT d.*, (SELECT count(*)::integer FROM close_failures f
    WHERE f.book_id = d.book_id AND f.date = d.date AND f.closed_at IS NULL) AS failed
  FROM day_closes d`;

/** The latest runs, newest first; or those of given dates. */
export const readDayCloses = async (on: Queryable, bookId: string, limit: number): Promise<DayCloseRow[]> => {
  const rows = await on.query<Stored>(`${SELECT} WHERE d.book_id = $1 ORDER BY d.date DESC LIMIT $2`, [bookId, limit]);
  return rows.map(rowOf);
};

export const readDayClosesBetween = async (
  on: Queryable,
  bookId: string,
  from: IsoDate,
  to: IsoDate,
): Promise<DayCloseRow[]> => {
  const rows = await on.query<Stored>(`${SELECT} WHERE d.book_id = $1 AND d.date BETWEEN $2 AND $3 ORDER BY d.date`, [
    bookId,
    from,
    to,
  ]);
  return rows.map(rowOf);
};
