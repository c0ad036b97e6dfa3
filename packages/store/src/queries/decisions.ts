import { fromJson, type DecisionRecord, type Instant } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';
import { Conditions, pageOf, placeOf, type Page, type PageRequest } from './page.ts';

export interface DecisionRow {
  readonly id: string;
  readonly borrowerId: string;
  readonly kind: string;
  readonly at: Instant;
  readonly action: string;
  readonly proposedAction: string;
  readonly causeFamily: string | null;
  readonly actor: string;
  readonly reasonCodes: string[];
  readonly policyVersion: string;
  readonly adverse: boolean;
}
export interface RuleRecordRow {
  readonly ruleId: string;
  readonly policyVersion: string;
  readonly fired: number;
  readonly contested: number;
  readonly overturned: number;
  readonly upheld: number;
}

interface Stored extends Record<string, unknown> {
  decision_id: string;
  borrower_id: string;
  kind: string;
  at: string;
  action: string;
  proposed_action: string;
  cause_family: string | null;
  actor: string;
  reason_codes: string[];
  policy_version: string;
  adverse: boolean;
}

export const decisionQueries = (sql: Queryable, bookId: string) => ({
  /** Decisions, the newest first. */
  listDecisions: async (
    o: PageRequest & {
      kind?: string | undefined;
      action?: string | undefined;
      adverse?: boolean | undefined;
      borrowerId?: string | undefined;
    },
  ): Promise<Page<DecisionRow>> => {
    const where = new Conditions(bookId);
    if (o.kind !== undefined) where.add('kind = ?', o.kind);
    if (o.action !== undefined) where.add('action = ?', o.action);
    if (o.adverse !== undefined) where.add('adverse = ?', o.adverse);
    if (o.borrowerId !== undefined) where.add('borrower_id = ?', o.borrowerId);
    const place = placeOf(o.cursor, 2);
    if (place !== null) where.add('(at, decision_id) < (?::timestamptz, ?)', place[0] ?? '', place[1] ?? '');
    const rows = await sql.query<Stored>(
      `SELECT decision_id, borrower_id, kind, at, action, proposed_action, cause_family, actor, reason_codes, policy_version, adverse
       FROM decisions WHERE ${where.sql} ORDER BY at DESC, decision_id DESC LIMIT ${o.limit + 1}`,
      where.values,
    );
    return pageOf(rows, o.limit, decisionOf, (row) => [row.at, row.decision_id]);
  },

  /** One decision with its whole record. */
  decision: async (
    id: string,
  ): Promise<{ borrowerId: string; maskedName: string | null; record: DecisionRecord } | null> => {
    const [row] = await sql.query<{ borrower_id: string; masked_name: string | null; body: string }>(
      `SELECT d.borrower_id, b.masked_name, f.body FROM decisions d
       JOIN facts f ON f.book_id = d.book_id AND f.borrower_id = d.borrower_id AND f.seq = d.fact_seq
       LEFT JOIN borrowers b ON b.book_id = d.book_id AND b.borrower_id = d.borrower_id
       WHERE d.book_id = $1 AND d.decision_id = $2`,
      [bookId, id],
    );
    return row === undefined
      ? null
      : { borrowerId: row.borrower_id, maskedName: row.masked_name, record: recordOf(row.body) };
  },

  /** How often each rule fired, was contested, was found mistaken; of one policy version or of all. */
  ruleRecords: async (o: { policyVersion?: string } = {}): Promise<RuleRecordRow[]> => {
    const rows = await sql.query<{
      rule_id: string;
      policy_version: string;
      fired: bigint;
      contested: bigint;
      overturned: bigint;
      upheld: bigint;
    }>(
      `SELECT rule_id, policy_version, fired, contested, overturned, upheld FROM rule_records
       WHERE book_id = $1 AND ($2::text IS NULL OR policy_version = $2) ORDER BY fired DESC, rule_id, policy_version`,
      [bookId, o.policyVersion ?? null],
    );
    return rows.map((row) => ({
      ruleId: row.rule_id,
      policyVersion: row.policy_version,
      fired: Number(row.fired),
      contested: Number(row.contested),
      overturned: Number(row.overturned),
      upheld: Number(row.upheld),
    }));
  },
});

const recordOf = (body: string): DecisionRecord => fromJson<{ readonly decision: DecisionRecord }>(body).decision;

const decisionOf = (row: Stored): DecisionRow => ({
  id: row.decision_id,
  borrowerId: row.borrower_id,
  kind: row.kind,
  at: row.at,
  action: row.action,
  proposedAction: row.proposed_action,
  causeFamily: row.cause_family,
  actor: row.actor,
  reasonCodes: row.reason_codes,
  policyVersion: row.policy_version,
  adverse: row.adverse,
});
