import type { Instant, IsoDate, LineKind } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';
import type { Vault } from '../personal/vault.ts';
import { Conditions, pageOf, placeOf, type Page, type PageRequest } from './page.ts';

export interface BorrowerRow {
  readonly id: string;
  readonly maskedName: string | null;
  readonly maskedPhone: string | null;
  readonly kind: LineKind | null;
  readonly displayState: string;
  readonly limitFen: bigint;
  readonly usedFen: bigint;
  readonly daysPastDue: number;
  readonly openAppeals: number;
  readonly openedAt: Instant | null;
  readonly registeredAt: Instant | null;
}

interface Stored extends Record<string, unknown> {
  borrower_id: string;
  masked_name: string | null;
  masked_phone: string | null;
  kind: LineKind | null;
  display_state: string;
  limit_fen: bigint;
  used_fen: bigint;
  days_past_due: number;
  open_appeals: number;
  opened_at: string | null;
  registered_at: string | null;
}

const PHONE = /^1\d{10}$/;
const ID_NUMBER = /^\d{17}[\dXx]$/;

/** Escapes what LIKE would read as a pattern. */
const literal = (text: string): string => text.replaceAll(/[\\%_]/g, (char) => `\\${char}`);

export const borrowerQueries = (sql: Queryable, bookId: string, vault: Vault) => ({
  /** Borrowers of whom a loan was open at some time between two days, in order of their ids. */
  borrowersWithLoans: async (o: { from: IsoDate; to: IsoDate; after: string; limit: number }): Promise<string[]> => {
    const rows = await sql.query<{ borrower_id: string }>(
      `SELECT DISTINCT borrower_id FROM loans
       WHERE book_id = $1 AND account IS NOT NULL AND start_date <= $3 AND (settled_on IS NULL OR settled_on >= $2)
         AND borrower_id > $4
       ORDER BY borrower_id LIMIT ${o.limit}`,
      [bookId, o.from, o.to, o.after],
    );
    return rows.map((row) => row.borrower_id);
  },

  /**
   * Borrowers, the newest first. `q` is an id, a phone or an ID number in full (found by keyed hash), or a part of what
   * the masks leave to see.
   */
  searchBorrowers: async (
    o: PageRequest & { q?: string | undefined; state?: string | undefined },
  ): Promise<Page<BorrowerRow>> => {
    const where = new Conditions(bookId);
    const q = o.q?.trim() ?? '';
    if (PHONE.test(q))
      where.add(
        'borrower_id IN (SELECT p.borrower_id FROM personal_records p WHERE p.book_id = $1 AND p.phone_lookup = ?)',
        vault.phoneLookup(q),
      );
    else if (ID_NUMBER.test(q))
      where.add(
        'borrower_id IN (SELECT p.borrower_id FROM personal_records p WHERE p.book_id = $1 AND p.id_number_lookup = ?)',
        vault.idNumberLookup(q),
      );
    else if (q !== '')
      where.add(
        '(borrower_id = ? OR masked_name LIKE ? OR masked_phone LIKE ?)',
        q,
        `%${literal(q)}%`,
        `%${literal(q)}%`,
      );
    if (o.state !== undefined && o.state !== '') where.add('display_state = ?', o.state);
    const place = placeOf(o.cursor, 1);
    if (place !== null) where.add('borrower_id < ?', place[0] ?? '');
    const rows = await sql.query<Stored>(
      `SELECT borrower_id, masked_name, masked_phone, kind, display_state, limit_fen, used_fen, days_past_due, open_appeals,
         opened_at, registered_at
       FROM borrowers WHERE ${where.sql} ORDER BY borrower_id DESC LIMIT ${o.limit + 1}`,
      where.values,
    );
    return pageOf(rows, o.limit, borrowerOf, (row) => [row.borrower_id]);
  },

  /** Active lines whose scheduled review is due, by borrower id. */
  reviewsDue: async (o: { businessDate: IsoDate; after?: string; limit: number }): Promise<string[]> => {
    const rows = await sql.query<{ borrower_id: string }>(
      `SELECT borrower_id FROM lines WHERE book_id = $1 AND status = 'ACTIVE' AND next_review_date <= $2 AND borrower_id > $3
       ORDER BY borrower_id LIMIT $4`,
      [bookId, o.businessDate, o.after ?? '', o.limit],
    );
    return rows.map((row) => row.borrower_id);
  },

  /** Whose a thing is; null when there is no such thing in the book. */
  borrowerOf: async (kind: OwnedThing, id: string): Promise<string | null> => {
    const { table, column } = OWNED[kind];
    const [row] = await sql.query<{ borrower_id: string }>(
      `SELECT borrower_id FROM ${table} WHERE book_id = $1 AND ${column} = $2`,
      [bookId, id],
    );
    return row?.borrower_id ?? null;
  },
});

const borrowerOf = (row: Stored): BorrowerRow => ({
  id: row.borrower_id,
  maskedName: row.masked_name,
  maskedPhone: row.masked_phone,
  kind: row.kind,
  displayState: row.display_state,
  limitFen: row.limit_fen,
  usedFen: row.used_fen,
  daysPastDue: row.days_past_due,
  openAppeals: row.open_appeals,
  openedAt: row.opened_at,
  registeredAt: row.registered_at,
});

const OWNED = {
  decision: { table: 'decisions', column: 'decision_id' },
  appeal: { table: 'appeals', column: 'appeal_id' },
  restriction: { table: 'restrictions', column: 'restriction_id' },
  evidence: { table: 'evidence', column: 'evidence_id' },
  payment: { table: 'payments', column: 'payment_id' },
  loanProposal: { table: 'loan_proposals', column: 'proposal_id' },
  loan: { table: 'loans', column: 'loan_id' },
  notice: { table: 'notices', column: 'notice_id' },
  application: { table: 'applications', column: 'application_id' },
} as const;
export type OwnedThing = keyof typeof OWNED;
