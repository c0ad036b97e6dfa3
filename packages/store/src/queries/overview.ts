import { plusDays, type Instant, type IsoDate } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';
import { monthFigures, type MonthFigures } from './months.ts';

export interface OverviewFigures {
  readonly lines: { readonly active: number; readonly closed: number; readonly restricted: number };
  readonly exposure: {
    readonly grantedFen: bigint;
    readonly effectiveFen: bigint;
    readonly drawnFen: bigint;
    readonly overdueFen: bigint;
  };
  readonly restrictionsByCause: readonly {
    readonly causeFamily: string;
    readonly inForce: number;
    readonly last30Days: number;
    readonly goodStanding: number;
  }[];
  readonly months: readonly MonthFigures[];
  readonly ageing: readonly { readonly bucket: string; readonly loans: number; readonly principalFen: bigint }[];
  readonly appeals: {
    readonly open: number;
    readonly overdue: number;
    readonly decided: number;
    readonly overturned: number;
    readonly medianHours: number | null;
  };
  /** Restrictions contested and decided by people, and how many of them were found wrong in whole or in part. */
  readonly wrongful: { readonly restricted: number; readonly wrongful: number };
  readonly rules: readonly {
    readonly ruleId: string;
    readonly fired: number;
    readonly contested: number;
    readonly overturned: number;
  }[];
}

/** In force: effective, and its end not reached at `$2`. */
const IN_FORCE = `state = 'effective' AND (expires_at IS NULL OR expires_at > $2)`;

export const overviewQueries = (sql: Queryable, bookId: string) => ({
  /** The book at a glance, as of now. */
  overview: async (o: { now: Instant; businessDate: IsoDate }): Promise<OverviewFigures> => ({
    ...(await linesAndExposure(sql, bookId, o.now)),
    restrictionsByCause: await byCause(sql, bookId, o.now),
    months: await monthFigures(sql, bookId, o.businessDate),
    ageing: await ageing(sql, bookId),
    appeals: await appealFigures(sql, bookId, o.now),
    wrongful: await wrongful(sql, bookId),
    rules: await ruleFigures(sql, bookId),
  }),
});

const linesAndExposure = async (
  sql: Queryable,
  bookId: string,
  now: Instant,
): Promise<Pick<OverviewFigures, 'lines' | 'exposure'>> => {
  const [row] = await sql.query<{
    active: bigint;
    closed: bigint;
    restricted: bigint;
    granted: bigint;
    effective: bigint;
    drawn: bigint;
    overdue: bigint;
  }>(
    `WITH held AS (
       SELECT borrower_id, min(limit_after_fen) FILTER (WHERE kind = 'LIMIT_REDUCED') AS reduced_to
       FROM restrictions WHERE book_id = $1 AND ${IN_FORCE} GROUP BY borrower_id)
     SELECT count(*) FILTER (WHERE l.status = 'ACTIVE') AS active, count(*) FILTER (WHERE l.status = 'CLOSED') AS closed,
       count(*) FILTER (WHERE l.status = 'ACTIVE' AND h.borrower_id IS NOT NULL) AS restricted,
       coalesce(sum(l.granted_limit_fen) FILTER (WHERE l.status = 'ACTIVE'), 0)::bigint AS granted,
       coalesce(sum(least(l.granted_limit_fen, l.borrower_cap_fen, h.reduced_to)) FILTER (WHERE l.status = 'ACTIVE'), 0)::bigint AS effective,
       (SELECT coalesce(sum(principal_outstanding_fen), 0)::bigint FROM loans WHERE book_id = $1 AND state = 'ACTIVE') AS drawn,
       coalesce((SELECT overdue_fen FROM day_closes WHERE book_id = $1 AND finished_at IS NOT NULL ORDER BY date DESC LIMIT 1), 0) AS overdue
     FROM lines l LEFT JOIN held h ON h.borrower_id = l.borrower_id WHERE l.book_id = $1`,
    [bookId, now],
  );
  return {
    lines: {
      active: Number(row?.active ?? 0n),
      closed: Number(row?.closed ?? 0n),
      restricted: Number(row?.restricted ?? 0n),
    },
    exposure: {
      grantedFen: row?.granted ?? 0n,
      effectiveFen: row?.effective ?? 0n,
      drawnFen: row?.drawn ?? 0n,
      overdueFen: row?.overdue ?? 0n,
    },
  };
};

const byCause = async (
  sql: Queryable,
  bookId: string,
  now: Instant,
): Promise<OverviewFigures['restrictionsByCause']> => {
  const rows = await sql.query<{ cause_family: string; in_force: bigint; recent: bigint; good: bigint }>(
    `SELECT cause_family, count(*) FILTER (WHERE ${IN_FORCE}) AS in_force,
       count(*) FILTER (WHERE took_effect AND effective_at >= $3) AS recent,
       count(*) FILTER (WHERE ${IN_FORCE} AND good_standing) AS good
     FROM restrictions WHERE book_id = $1 GROUP BY cause_family ORDER BY cause_family`,
    [bookId, now, plusDays(now, -30)],
  );
  return rows.map((row) => ({
    causeFamily: row.cause_family,
    inForce: Number(row.in_force),
    last30Days: Number(row.recent),
    goodStanding: Number(row.good),
  }));
};

const ageing = async (sql: Queryable, bookId: string): Promise<OverviewFigures['ageing']> => {
  const rows = await sql.query<{ bucket: string; loans: bigint; principal: bigint }>(
    `SELECT bucket, count(*) AS loans, sum(principal_outstanding_fen)::bigint AS principal FROM loans
     WHERE book_id = $1 AND state = 'ACTIVE' GROUP BY bucket ORDER BY min(days_past_due), bucket`,
    [bookId],
  );
  return rows.map((row) => ({ bucket: row.bucket, loans: Number(row.loans), principalFen: row.principal }));
};

const appealFigures = async (sql: Queryable, bookId: string, now: Instant): Promise<OverviewFigures['appeals']> => {
  const [row] = await sql.query<{
    open: bigint;
    overdue: bigint;
    decided: bigint;
    overturned: bigint;
    median: number | null;
  }>(
    `SELECT count(*) FILTER (WHERE is_open) AS open,
       count(*) FILTER (WHERE is_open AND paused_since IS NULL AND answer_by < $2) AS overdue,
       count(*) FILTER (WHERE outcome IN ('overturned', 'partly', 'upheld')) AS decided,
       count(*) FILTER (WHERE outcome = 'overturned') AS overturned,
       (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - submitted_at) / 3600)
         FILTER (WHERE outcome IN ('overturned', 'partly', 'upheld')))::double precision AS median
     FROM appeals WHERE book_id = $1`,
    [bookId, now],
  );
  return {
    open: Number(row?.open ?? 0n),
    overdue: Number(row?.overdue ?? 0n),
    decided: Number(row?.decided ?? 0n),
    overturned: Number(row?.overturned ?? 0n),
    medianHours: row?.median ?? null,
  };
};

const wrongful = async (sql: Queryable, bookId: string): Promise<OverviewFigures['wrongful']> => {
  const [row] = await sql.query<{ decided: bigint; wrong: bigint }>(
    `SELECT count(*) AS decided, count(*) FILTER (WHERE outcome IN ('overturned', 'partly')) AS wrong FROM appeals
     WHERE book_id = $1 AND restriction_id IS NOT NULL AND outcome IN ('overturned', 'partly', 'upheld')`,
    [bookId],
  );
  return { restricted: Number(row?.decided ?? 0n), wrongful: Number(row?.wrong ?? 0n) };
};

const ruleFigures = async (sql: Queryable, bookId: string): Promise<OverviewFigures['rules']> => {
  const rows = await sql.query<{ rule_id: string; fired: bigint; contested: bigint; overturned: bigint }>(
    `SELECT rule_id, sum(fired)::bigint AS fired, sum(contested)::bigint AS contested, sum(overturned)::bigint AS overturned
     FROM rule_records WHERE book_id = $1 GROUP BY rule_id ORDER BY sum(fired) DESC, rule_id`,
    [bookId],
  );
  return rows.map((row) => ({
    ruleId: row.rule_id,
    fired: Number(row.fired),
    contested: Number(row.contested),
    overturned: Number(row.overturned),
  }));
};
