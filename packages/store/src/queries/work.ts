import { INFORMATION_DAYS, plusDays, type Instant, type IsoDate } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';

export const WORK_KINDS = [
  'APPEAL',
  'APPEAL_APPROVAL',
  'RESTRICTION_PROPOSAL',
  'LOAN_CHANGE_APPROVAL',
  'PHONE_CHANGE_APPROVAL',
  'RECONCILIATION_CASE',
  'RENEWAL',
  'REFERRED_APPLICATION',
  'CREDIT_APPROVAL',
  'TEMPORARY_LIMIT',
  'SECURITY_LOOK',
  'REVIEW_DUE',
  'STRATEGY_APPROVAL',
  'ROLL_BACK_LOOK',
  'INCIDENT',
] as const;
export type WorkKind = (typeof WORK_KINDS)[number];
export interface WorkRow {
  readonly kind: WorkKind;
  readonly id: string;
  readonly borrowerId: string | null;
  readonly maskedName: string | null;
  /** The kind of restriction, the state of the appeal, the amount applied for: what the item is about. */
  readonly what: string;
  readonly since: Instant;
  readonly dueBy: Instant | null;
}

/** A hold that ends within so many days may need a person to renew it, or let it end. */
const RENEWAL_DAYS = 2;

/** Each kind of work as a select of the same columns; `$2` is now, `$3` the business date, `$4` the end of the renewal window, `$5` since when information
 * that was asked for need not be waited for any more. */
const SOURCES = `
  SELECT CASE WHEN state IN ('outcome_proposed', 'second_approval') THEN 'APPEAL_APPROVAL' ELSE 'APPEAL' END AS kind,
    appeal_id AS id, borrower_id, state AS what, submitted_at AS since, answer_by AS due_by
  FROM appeals WHERE book_id = $1 AND is_open AND (state <> 'info_requested' OR paused_since <= $5)
  UNION ALL
  SELECT 'RESTRICTION_PROPOSAL', restriction_id, borrower_id, kind, proposed_at, NULL
  FROM restrictions WHERE book_id = $1 AND state = 'proposed'
  UNION ALL
  SELECT 'LOAN_CHANGE_APPROVAL', proposal_id, borrower_id, kind, proposed_at, NULL
  FROM loan_proposals WHERE book_id = $1 AND state = 'WAITING'
  UNION ALL
  SELECT 'PHONE_CHANGE_APPROVAL', borrower_id, borrower_id, 'PHONE', phone_change_since, NULL
  FROM borrowers WHERE book_id = $1 AND phone_change_since IS NOT NULL
  UNION ALL
  SELECT 'RECONCILIATION_CASE', date || '/' || external_id, borrower_id, kind, opened_at, NULL
  FROM reconciliation_cases WHERE book_id = $1 AND state = 'OPEN'
  UNION ALL
  SELECT 'RENEWAL', restriction_id, borrower_id, kind, effective_at, expires_at
  FROM restrictions WHERE book_id = $1 AND state = 'effective' AND expires_at > $2 AND expires_at <= $4
  UNION ALL
  SELECT 'REFERRED_APPLICATION', application_id, borrower_id, kind, submitted_at, NULL
  FROM applications AS a WHERE book_id = $1 AND status = 'REFERRED' AND NOT EXISTS (
    SELECT 1 FROM credit_proposals AS c
    WHERE c.book_id = $1 AND c.application_id = a.application_id AND c.state = 'WAITING')
  UNION ALL
  SELECT 'CREDIT_APPROVAL', proposal_id, borrower_id, outcome, proposed_at, NULL
  FROM credit_proposals WHERE book_id = $1 AND state = 'WAITING'
  UNION ALL
  SELECT 'TEMPORARY_LIMIT', line_id, borrower_id, kind, temporary_asked_at, NULL
  FROM lines WHERE book_id = $1 AND temporary_asked_at IS NOT NULL
  UNION ALL
  SELECT 'SECURITY_LOOK', line_id, borrower_id, kind, security_look_since, NULL
  FROM lines WHERE book_id = $1 AND security_look_since IS NOT NULL
  UNION ALL
  SELECT 'REVIEW_DUE', line_id, borrower_id, kind, opened_at, next_review_date::timestamp AT TIME ZONE 'Asia/Shanghai'
  FROM lines WHERE book_id = $1 AND status = 'ACTIVE' AND next_review_date <= $3::date
  UNION ALL
  SELECT 'STRATEGY_APPROVAL', strategy_id, NULL, state, created_at, NULL
  FROM strategies WHERE book_id = $1 AND state = 'draft'
  UNION ALL
  SELECT 'ROLL_BACK_LOOK', b.roll_back_id || '/' || d.decision_id, d.borrower_id, coalesce(r.kind, 'DECLINE'),
    coalesce((b.body::jsonb ->> 'appliedAt')::timestamptz, b.created_at), NULL
  FROM roll_backs AS b
  JOIN decisions AS d ON d.book_id = b.book_id AND d.policy_version = b.body::jsonb ->> 'policyVersion'
    AND d.people >= 1 AND d.kind IN ('LIMIT', 'UNDERWRITING') AND jsonb_array_length(d.reason_codes) > 0
  LEFT JOIN restrictions AS r ON r.book_id = d.book_id AND r.decision_id = d.decision_id
  WHERE b.book_id = $1 AND b.state = 'applied' AND b.body::jsonb -> 'ruleIds' = '[]'
    AND (r.state IN ('proposed', 'pre_notice', 'effective') OR r.restriction_id IS NULL AND EXISTS (
      SELECT 1 FROM applications AS a
      WHERE a.book_id = $1 AND a.borrower_id = d.borrower_id AND a.decision_id = d.decision_id AND a.status = 'DECLINED'
        AND NOT EXISTS (SELECT 1 FROM applications AS later
          WHERE later.book_id = $1 AND later.borrower_id = a.borrower_id AND later.submitted_at > a.submitted_at)))
    AND NOT EXISTS (SELECT 1 FROM roll_back_looks AS l
      WHERE l.book_id = $1 AND l.roll_back_id = b.roll_back_id AND l.decision_id = d.decision_id)
  UNION ALL
  SELECT 'INCIDENT', 'day-close:' || date, NULL, 'ledger', finished_at, NULL
  FROM day_closes WHERE book_id = $1 AND finished_at IS NOT NULL AND NOT (balanced AND balances_match_entries AND sub_ledger_matches)
  UNION ALL
  SELECT 'INCIDENT', 'close-failed:' || min(date) || '/' || borrower_id, borrower_id, 'close_day', min(first_failed_at), NULL
  FROM close_failures WHERE book_id = $1 AND closed_at IS NULL GROUP BY borrower_id
  UNION ALL
  SELECT 'INCIDENT', 'data:' || incident_id, NULL, kind || ':' || feed, opened_at, NULL
  FROM data_incidents WHERE book_id = $1 AND closed_at IS NULL
  UNION ALL
  SELECT 'INCIDENT', 'outbox:' || seq, borrower_id, kind, created_at, NULL
  FROM outbox WHERE book_id = $1 AND state <> 'delivered' AND attempts >= 5`;

interface Stored extends Record<string, unknown> {
  kind: WorkKind;
  id: string;
  borrower_id: string | null;
  masked_name: string | null;
  what: string;
  since: string;
  due_by: string | null;
}

export const workQueries = (sql: Queryable, bookId: string) => ({
  /** What waits for a person today, soonest due first, up to `limit` of each kind, with the full count of each kind. */
  work: async (o: {
    now: Instant;
    businessDate: IsoDate;
    limit: number;
  }): Promise<{ items: WorkRow[]; counts: Record<WorkKind, number> }> => {
    const window = [bookId, o.now, o.businessDate, plusDays(o.now, RENEWAL_DAYS), plusDays(o.now, -INFORMATION_DAYS)];
    const rows = await sql.query<Stored & { of_kind: bigint }>(
      `SELECT w.*, b.masked_name FROM (
         SELECT s.*, row_number() OVER (PARTITION BY kind ORDER BY due_by NULLS LAST, since, id) AS place,
           count(*) OVER (PARTITION BY kind) AS of_kind
         FROM (${SOURCES}) AS s) AS w
       LEFT JOIN borrowers b ON b.book_id = $1 AND b.borrower_id = w.borrower_id
       WHERE w.place <= $6 ORDER BY w.due_by NULLS LAST, w.since, w.id`,
      [...window, o.limit],
    );
    const counts = Object.fromEntries(WORK_KINDS.map((kind) => [kind, 0])) as Record<WorkKind, number>;
    for (const row of rows) counts[row.kind] = Number(row.of_kind);
    return { items: rows.map(workOf), counts };
  },
});

const workOf = (row: Stored): WorkRow => ({
  kind: row.kind,
  id: row.id,
  borrowerId: row.borrower_id,
  maskedName: row.masked_name,
  what: row.what,
  since: row.since,
  dueBy: row.due_by,
});
