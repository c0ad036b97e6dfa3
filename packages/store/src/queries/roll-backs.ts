import { fromJson, toJson, type Instant, type RollBack, type RollBackScope } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';

/** A roll-back with its life; `applied` once every borrower whom it touches has been put right. */
export interface RollBackRow extends Omit<RollBack, 'approver'> {
  readonly state: 'proposed' | 'approved' | 'applied' | 'rejected';
  readonly approver: string | null;
  readonly createdAt: Instant;
  /** Since when it waits for people to look at what they had decided; roll-backs from before it was kept have none. */
  readonly appliedAt?: Instant;
  /** Its reach: as it was shown before approval, and, once applied, as it was. */
  readonly reach: RollBackReach;
}
export interface RollBackReach {
  readonly borrowers: number;
  readonly goodStanding: number;
  readonly decisions: number;
  /** Decisions that come out milder without what is rolled back. */
  readonly flipped: number;
  readonly restrictions: number;
  /** Decisions of people that wait for a person; reaches from before they were counted have none. */
  readonly leftToPeople?: number;
}

export const rollBackQueries = (sql: Queryable, bookId: string) => ({
  /** Adds a roll-back or replaces it by id. The database refuses an approver who is the author. */
  putRollBack: async (row: RollBackRow): Promise<void> => {
    await sql.query(
      `INSERT INTO roll_backs (book_id, roll_back_id, state, author, approver, created_at, body)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (book_id, roll_back_id) DO UPDATE SET state = EXCLUDED.state, approver = EXCLUDED.approver, body = EXCLUDED.body`,
      [bookId, row.id, row.state, row.author, row.approver, row.createdAt, toJson(row)],
    );
  },

  rollBack: async (id: string): Promise<RollBackRow | null> => {
    const [row] = await sql.query<{ body: string }>(
      'SELECT body FROM roll_backs WHERE book_id = $1 AND roll_back_id = $2',
      [bookId, id],
    );
    return row === undefined ? null : fromJson<RollBackRow>(row.body);
  },

  /** The newest first. */
  listRollBacks: async (): Promise<RollBackRow[]> => {
    const rows = await sql.query<{ body: string }>(
      'SELECT body FROM roll_backs WHERE book_id = $1 ORDER BY created_at DESC, roll_back_id DESC',
      [bookId],
    );
    return rows.map((row) => fromJson<RollBackRow>(row.body));
  },

  /**
   * Borrowers with an adverse or people-asking decision that named rules, or a version, made; by id. Rules are looked for
   * in the recorded facts: a roll-back is rare, and an index for it would cost every decision.
   */
  rollBackTargets: async (
    what: RollBackScope,
    o: { readonly after?: string; readonly limit: number },
  ): Promise<string[]> => {
    const rows = await sql.query<{ borrower_id: string }>(
      `SELECT DISTINCT d.borrower_id FROM decisions d
       JOIN facts f ON f.book_id = d.book_id AND f.borrower_id = d.borrower_id AND f.seq = d.fact_seq
       WHERE d.book_id = $1 AND d.borrower_id > $2 AND (d.adverse OR d.action = 'REVIEW' OR d.action = 'ABSTAIN')
         AND ($3::text IS NULL OR d.policy_version = $3)
         AND ($6::text IS NULL OR f.body::jsonb -> 'decision' -> 'versions' ->> 'scorecard' = $6)
         AND ($4::text[] = '{}' OR f.body::jsonb -> 'decision' -> 'firedRuleIds' ?| $4::text[])
       ORDER BY d.borrower_id LIMIT $5`,
      [bookId, o.after ?? '', what.policyVersion, [...what.ruleIds], o.limit, what.scorecardVersion ?? null],
    );
    return rows.map((row) => row.borrower_id);
  },

  /** Borrowers about whom people decided under a version, by id; of those few, the files say what still stands (S96). */
  decidedByPeopleUnder: async (
    policyVersion: string,
    o: { readonly after?: string; readonly limit: number },
  ): Promise<string[]> => {
    const rows = await sql.query<{ borrower_id: string }>(
      `SELECT DISTINCT borrower_id FROM decisions
       WHERE book_id = $1 AND borrower_id > $2 AND policy_version = $3 AND people >= 1
         AND kind IN ('LIMIT', 'UNDERWRITING')
       ORDER BY borrower_id LIMIT $4`,
      [bookId, o.after ?? '', policyVersion, o.limit],
    );
    return rows.map((row) => row.borrower_id);
  },
});
