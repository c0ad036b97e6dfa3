import {
  fromJson,
  toJson,
  type Instant,
  type IsoDate,
  type LineKind,
  type LocalText,
  type Region,
  type StrategySegment,
} from '@clearline/line';
import type { Queryable } from '../db/sql.ts';

/** A strategy with its life; its criteria are those of the domain’s `Strategy`. */
export interface StrategyRow {
  readonly id: string;
  readonly state: 'draft' | 'approved' | 'announced' | 'in_force' | 'withdrawn';
  readonly name: LocalText;
  readonly reason: LocalText;
  readonly effect: 'REDUCE' | 'SUSPEND';
  readonly reduceToPercent: number | null;
  readonly minLimitFen: bigint | null;
  readonly dormantMonths: number | null;
  readonly lineKind: LineKind | null;
  readonly region: Region | null;
  readonly segment: StrategySegment | null;
  readonly noticeDays: number;
  readonly author: string;
  readonly approver: string | null;
  readonly createdAt: Instant;
  readonly effectiveOn: IsoDate | null;
  /** Whom it touched when it was last simulated. */
  readonly blast: { readonly borrowers: number; readonly goodStanding: number; readonly limitCutFen: bigint };
}
export interface StrategyTarget {
  readonly borrowerId: string;
  readonly limitFen: bigint;
  readonly goodStanding: boolean;
}

/** Strategies from before they could name a region or a group name none. */
const rowOf = (body: string): StrategyRow => {
  const row = fromJson<Omit<StrategyRow, 'region' | 'segment'> & Partial<StrategyRow>>(body);
  return { ...row, region: row.region ?? null, segment: row.segment ?? null };
};

export const strategyQueries = (sql: Queryable, bookId: string) => ({
  /** Adds a strategy or replaces it by id. The database refuses an approver who is the author. */
  putStrategy: async (s: StrategyRow): Promise<void> => {
    await sql.query(
      `INSERT INTO strategies (book_id, strategy_id, state, author, approver, created_at, effective_on, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (book_id, strategy_id) DO UPDATE SET state = EXCLUDED.state, approver = EXCLUDED.approver,
         effective_on = EXCLUDED.effective_on, body = EXCLUDED.body`,
      [bookId, s.id, s.state, s.author, s.approver, s.createdAt, s.effectiveOn, toJson(s)],
    );
  },

  strategy: async (id: string): Promise<StrategyRow | null> => {
    const [row] = await sql.query<{ body: string }>(
      'SELECT body FROM strategies WHERE book_id = $1 AND strategy_id = $2',
      [bookId, id],
    );
    return row === undefined ? null : rowOf(row.body);
  },

  /** The newest first. */
  listStrategies: async (): Promise<StrategyRow[]> => {
    const rows = await sql.query<{ body: string }>(
      'SELECT body FROM strategies WHERE book_id = $1 ORDER BY created_at DESC, strategy_id DESC',
      [bookId],
    );
    return rows.map((row) => rowOf(row.body));
  },

  /**
   * Borrowers whose line a strategy may touch, by id: a wide sieve over the database’s tables. A limit may be above the
   * granted one for a time, or below it; the policy’s strategy table has the last word on the file, and can only pass over
   * more.
   */
  strategyTargets: async (
    s: Pick<StrategyRow, 'lineKind' | 'minLimitFen' | 'dormantMonths' | 'region' | 'segment'>,
    o: { businessDate: IsoDate; after?: string; limit: number },
  ): Promise<StrategyTarget[]> => {
    const rows = await sql.query<{ borrower_id: string; limit_fen: bigint; good_standing: boolean }>(
      `SELECT b.borrower_id, b.limit_fen, b.good_standing FROM borrowers b
       JOIN lines l ON l.book_id = b.book_id AND l.borrower_id = b.borrower_id AND l.status = 'ACTIVE'
       WHERE b.book_id = $1 AND ($2::text IS NULL OR l.kind = $2) AND ($3::bigint IS NULL OR greatest(l.granted_limit_fen, b.limit_fen) >= $3)
         AND ($4::integer IS NULL OR coalesce(b.last_draw_at, b.opened_at) <= ($5::date + 1)::timestamptz - $4::integer * interval '30 days')
         AND ($8::text IS NULL OR b.region = $8) AND ($9::text IS NULL OR b.employment = $9) AND b.borrower_id > $6
       ORDER BY b.borrower_id LIMIT $7`,
      [bookId, s.lineKind, s.minLimitFen, s.dormantMonths, o.businessDate, o.after ?? '', o.limit, s.region, s.segment],
    );
    return rows.map((row) => ({
      borrowerId: row.borrower_id,
      limitFen: row.limit_fen,
      goodStanding: row.good_standing,
    }));
  },
});
