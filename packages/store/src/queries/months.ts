import type { IsoDate } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';

/** One calendar month of a book. Stocks (granted, drawn, overdue) are those of the last day closed by its end. */
export interface MonthFigures {
  readonly month: string;
  readonly grantedFen: bigint;
  readonly drawnFen: bigint;
  readonly overdueFen: bigint;
  readonly draws: number;
  readonly repaidFen: bigint;
  readonly restrictions: number;
  readonly lifted: number;
  readonly raised: number;
  readonly reduced: number;
}

/** Months shown. */
const MONTHS = 13;
/** The month of an instant in the lender’s zone. */
const monthOf = (column: string): string => `to_char(${column} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')`;

export const monthFigures = async (sql: Queryable, bookId: string, businessDate: IsoDate): Promise<MonthFigures[]> => {
  const rows = await sql.query<{
    month: string;
    granted: bigint;
    drawn: bigint;
    overdue: bigint;
    draws: bigint;
    repaid: bigint;
    restrictions: bigint;
    lifted: bigint;
    raised: bigint;
    reduced: bigint;
  }>(
    `WITH months AS (
       SELECT to_char(m, 'YYYY-MM') AS month FROM generate_series(
         date_trunc('month', $2::date) - interval '${MONTHS - 1} months', date_trunc('month', $2::date), interval '1 month') AS m),
     paid AS (
       SELECT ${monthOf('answered_at')} AS month, count(*) FILTER (WHERE purpose = 'DRAW') AS draws,
         sum(amount_fen) FILTER (WHERE direction = 'IN') AS repaid
       FROM payments WHERE book_id = $1 AND state = 'SUCCEEDED' GROUP BY 1),
     begun AS (SELECT ${monthOf('effective_at')} AS month, count(*) AS n FROM restrictions WHERE book_id = $1 AND took_effect GROUP BY 1),
     ended AS (SELECT ${monthOf('ended_at')} AS month, count(*) AS n FROM restrictions WHERE book_id = $1 AND took_effect AND ended_at IS NOT NULL GROUP BY 1),
     moved AS (
       SELECT ${monthOf('at')} AS month, count(*) FILTER (WHERE kind = 'RAISED') AS raised, count(*) FILTER (WHERE kind = 'REDUCED') AS reduced
       FROM limit_changes WHERE book_id = $1 GROUP BY 1)
     SELECT months.month, coalesce(granted_fen, 0) AS granted, coalesce(principal_fen, 0) AS drawn, coalesce(overdue_fen, 0) AS overdue,
       coalesce(paid.draws, 0) AS draws, coalesce(paid.repaid, 0)::bigint AS repaid, coalesce(begun.n, 0) AS restrictions,
       coalesce(ended.n, 0) AS lifted, coalesce(moved.raised, 0) AS raised, coalesce(moved.reduced, 0) AS reduced
     FROM months LEFT JOIN LATERAL (
         SELECT granted_fen, principal_fen, overdue_fen FROM day_closes
         WHERE book_id = $1 AND finished_at IS NOT NULL AND date < to_date(months.month, 'YYYY-MM') + interval '1 month'
         ORDER BY date DESC LIMIT 1) AS stocks ON true LEFT JOIN paid USING (month) LEFT JOIN begun USING (month)
       LEFT JOIN ended USING (month) LEFT JOIN moved USING (month)
     ORDER BY months.month`,
    [bookId, businessDate],
  );
  return rows.map((row) => ({
    month: row.month,
    grantedFen: row.granted,
    drawnFen: row.drawn,
    overdueFen: row.overdue,
    draws: Number(row.draws),
    repaidFen: row.repaid,
    restrictions: Number(row.restrictions),
    lifted: Number(row.lifted),
    raised: Number(row.raised),
    reduced: Number(row.reduced),
  }));
};
