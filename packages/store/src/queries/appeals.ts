import type { Instant } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';
import { pageOf, placeOf, type Page, type PageRequest } from './page.ts';

export interface AppealRow {
  readonly id: string;
  readonly borrowerId: string;
  readonly maskedName: string | null;
  readonly state: string;
  readonly outcome: string | null;
  readonly restrictionKind: string | null;
  readonly causeFamily: string | null;
  readonly submittedAt: Instant;
  readonly answerBy: Instant;
  readonly pausedSince: Instant | null;
  readonly assignee: string | null;
  readonly urgent: boolean;
  readonly evidenceCount: number;
}
interface Stored extends Record<string, unknown> {
  appeal_id: string;
  borrower_id: string;
  masked_name: string | null;
  state: string;
  outcome: string | null;
  restriction_kind: string | null;
  cause_family: string | null;
  submitted_at: string;
  answer_by: string;
  paused_since: string | null;
  assignee: string | null;
  urgent: boolean;
  evidence_count: number;
}

export const appealQueries = (sql: Queryable, bookId: string) => ({
  /** Appeals by the date an answer is due, those still open first. `state` may be a state, `open` or `closed`. */
  listAppeals: async (o: PageRequest & { state?: string | undefined }): Promise<Page<AppealRow>> => {
    const place = placeOf(o.cursor, 3);
    const rows = await sql.query<Stored>(
      `SELECT a.appeal_id, a.borrower_id, b.masked_name, a.state, a.outcome, r.kind AS restriction_kind,
         coalesce(r.cause_family, d.cause_family) AS cause_family, a.submitted_at, a.answer_by, a.paused_since, a.assignee, a.urgent,
         a.evidence_count, a.is_open
       FROM appeals a
       JOIN decisions d ON d.book_id = a.book_id AND d.decision_id = a.decision_id
       LEFT JOIN restrictions r ON r.book_id = a.book_id AND r.restriction_id = a.restriction_id
       LEFT JOIN borrowers b ON b.book_id = a.book_id AND b.borrower_id = a.borrower_id
       WHERE a.book_id = $1
         AND ($2::text IS NULL OR a.state = $2 OR ($2 = 'open' AND a.is_open) OR ($2 = 'closed' AND NOT a.is_open))
         AND ($3::boolean IS NULL OR (NOT a.is_open, a.answer_by, a.appeal_id) > ($3, $4::timestamptz, $5::text))
       ORDER BY NOT a.is_open, a.answer_by, a.appeal_id LIMIT $6`,
      [bookId, o.state ?? null, place?.[0] ?? null, place?.[1] ?? null, place?.[2] ?? null, o.limit + 1],
    );
    return pageOf(rows, o.limit, appealOf, (row) => [
      row['is_open'] === true ? 'false' : 'true',
      row.answer_by,
      row.appeal_id,
    ]);
  },

  /** An evidence file with its bytes, whose hash the database has checked. */
  evidenceFile: async (
    id: string,
  ): Promise<{
    borrowerId: string;
    appealId: string;
    fileName: string;
    mediaType: string;
    sha256: string;
    bytes: Buffer;
  } | null> => {
    const [row] = await sql.query<{
      borrower_id: string;
      appeal_id: string;
      file_name: string;
      media_type: string;
      sha256: string;
      bytes: Buffer;
    }>(
      `SELECT e.borrower_id, e.appeal_id, e.file_name, e.media_type, f.sha256, f.bytes FROM evidence e
       JOIN evidence_files f ON f.book_id = e.book_id AND f.evidence_id = e.evidence_id
       WHERE e.book_id = $1 AND e.evidence_id = $2`,
      [bookId, id],
    );
    return row === undefined
      ? null
      : {
          borrowerId: row.borrower_id,
          appealId: row.appeal_id,
          fileName: row.file_name,
          mediaType: row.media_type,
          sha256: row.sha256,
          bytes: row.bytes,
        };
  },
});

const appealOf = (row: Stored): AppealRow => ({
  id: row.appeal_id,
  borrowerId: row.borrower_id,
  maskedName: row.masked_name,
  state: row.state,
  outcome: row.outcome,
  restrictionKind: row.restriction_kind,
  causeFamily: row.cause_family,
  submittedAt: row.submitted_at,
  answerBy: row.answer_by,
  pausedSince: row.paused_since,
  assignee: row.assignee,
  urgent: row.urgent,
  evidenceCount: row.evidence_count,
});
