import type { Instant } from '@clearline/line';
import { newId } from '../db/new-id.ts';
import type { Queryable } from '../db/sql.ts';
import { Conditions, pageOf, placeOf, type Page, type PageRequest } from './page.ts';

export interface AuditRow {
  readonly at: Instant;
  readonly actor: string;
  readonly action: string;
  readonly borrowerId: string | null;
  readonly detail: string;
}
interface Stored extends Record<string, unknown> {
  at: string;
  entry_id: string;
  actor: string;
  action: string;
  borrower_id: string | null;
  detail: string;
}

export const trailQueries = (sql: Queryable, bookId: string) => ({
  /** Who read or changed what, the newest first. */
  auditTrail: async (o: PageRequest): Promise<Page<AuditRow>> => {
    const where = new Conditions(bookId);
    const place = placeOf(o.cursor, 2);
    if (place !== null) where.add('(at, entry_id) < (?::timestamptz, ?)', place[0] ?? '', place[1] ?? '');
    const rows = await sql.query<Stored>(
      `SELECT at, entry_id, actor, action, borrower_id, detail FROM audit_entries WHERE ${where.sql}
       ORDER BY at DESC, entry_id DESC LIMIT ${o.limit + 1}`,
      where.values,
    );
    return pageOf(
      rows,
      o.limit,
      (row) => ({
        at: row.at,
        actor: row.actor,
        action: row.action,
        borrowerId: row.borrower_id,
        detail: row.detail,
      }),
      (row) => [row.at, row.entry_id],
    );
  },

  /** Records what no fact says: a sign-in, a list read, a strategy approved. */
  recordAudit: async (e: AuditRow): Promise<void> => {
    await sql.query(
      'INSERT INTO audit_entries (book_id, at, entry_id, actor, action, borrower_id, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [bookId, e.at, newId(), e.actor, e.action, e.borrowerId, e.detail],
    );
  },

  /** A small JSON value of the book, such as how far the demo’s clock has been moved. */
  setting: async <T>(key: string): Promise<T | null> => {
    const [row] = await sql.query<{ value: string }>('SELECT value FROM settings WHERE book_id = $1 AND key = $2', [
      bookId,
      key,
    ]);
    return row === undefined ? null : (JSON.parse(row.value) as T);
  },

  /** All settings whose key begins so. */
  settingsUnder: async (prefix: string): Promise<unknown[]> => {
    const rows = await sql.query<{ value: string }>(
      'SELECT value FROM settings WHERE book_id = $1 AND starts_with(key, $2) ORDER BY key',
      [bookId, prefix],
    );
    return rows.map((row): unknown => JSON.parse(row.value));
  },
  putSetting: async (key: string, value: unknown): Promise<void> => {
    await sql.query(
      `INSERT INTO settings (book_id, key, value) VALUES ($1, $2, $3) ON CONFLICT (book_id, key) DO UPDATE SET value = EXCLUDED.value`,
      [bookId, key, JSON.stringify(value)],
    );
  },
});
