import type { Instant, StaffRole } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';

export interface StaffRow {
  readonly id: string;
  readonly staffNo: string;
  readonly name: string;
  readonly email: string;
  readonly roles: StaffRole[];
  readonly passwordHash: string;
  readonly failures: number;
  readonly lockedUntil: Instant | null;
}
/** What a key of one of the lender’s systems opens: sending events, or answering for the payment rail. */
export type ApiKeyPurpose = 'events' | 'rail';
export interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  readonly purpose: ApiKeyPurpose;
  /** Feeds that the key may speak for, e.g. `app`, `bureau:*`. */
  readonly feeds: readonly string[];
}
interface StoredKey extends Record<string, unknown> {
  key_id: string;
  name: string;
  purpose: ApiKeyPurpose;
  feeds: readonly string[];
}
const keyOf = (row: StoredKey): ApiKeyRow => ({
  id: row.key_id,
  name: row.name,
  purpose: row.purpose,
  feeds: row.feeds,
});
interface Stored extends Record<string, unknown> {
  staff_id: string;
  staff_no: string;
  name: string;
  email: string;
  roles: StaffRole[];
  password_hash: string;
  failures: number;
  locked_until: string | null;
}
const COLUMNS = 'staff_id, staff_no, name, email, roles, password_hash, failures, locked_until';

export const staffQueries = (sql: Queryable, bookId: string) => {
  const one = async (column: 'staff_id' | 'staff_no' | 'email', value: string): Promise<StaffRow | null> => {
    const [row] = await sql.query<Stored>(`SELECT ${COLUMNS} FROM staff WHERE book_id = $1 AND ${column} = $2`, [
      bookId,
      value,
    ]);
    return row === undefined ? null : staffOf(row);
  };
  return {
    /** Adds a member of staff, or replaces the one with this id; failures to sign in are kept. */
    putStaff: async (s: Omit<StaffRow, 'failures' | 'lockedUntil'>): Promise<void> => {
      await sql.query(
        `INSERT INTO staff (book_id, staff_id, staff_no, name, email, roles, password_hash) VALUES ($1, $2, $3, $4, $5, $6::text::jsonb, $7)
         ON CONFLICT (book_id, staff_id) DO UPDATE SET staff_no = EXCLUDED.staff_no, name = EXCLUDED.name, email = EXCLUDED.email,
           roles = EXCLUDED.roles, password_hash = EXCLUDED.password_hash`,
        [bookId, s.id, s.staffNo, s.name, s.email.toLowerCase(), JSON.stringify(s.roles), s.passwordHash],
      );
    },
    staffByEmail: (email: string): Promise<StaffRow | null> => one('email', email.toLowerCase()),
    staffById: (id: string): Promise<StaffRow | null> => one('staff_id', id),
    staffByNo: (staffNo: string): Promise<StaffRow | null> => one('staff_no', staffNo),
    listStaff: async (): Promise<StaffRow[]> =>
      (await sql.query<Stored>(`SELECT ${COLUMNS} FROM staff WHERE book_id = $1 ORDER BY staff_no`, [bookId])).map(
        staffOf,
      ),

    /** Counts a failure to sign in and locks the account when told to. @returns failures in a row. */
    recordSignInFailure: async (staffId: string, o: { now: Instant; lockUntil: Instant | null }): Promise<number> => {
      const [row] = await sql.query<{ failures: number }>(
        `UPDATE staff SET failures = failures + 1, locked_until = coalesce($3, CASE WHEN locked_until > $4 THEN locked_until END)
         WHERE book_id = $1 AND staff_id = $2 RETURNING failures`,
        [bookId, staffId, o.lockUntil, o.now],
      );
      return row?.failures ?? 0;
    },
    clearSignInFailures: async (staffId: string): Promise<void> => {
      await sql.query('UPDATE staff SET failures = 0, locked_until = NULL WHERE book_id = $1 AND staff_id = $2', [
        bookId,
        staffId,
      ]);
    },

    /** Removes a member of staff; what they did stays recorded under their number. False when there was none. */
    removeStaff: async (staffId: string): Promise<boolean> =>
      (await sql.query('DELETE FROM staff WHERE book_id = $1 AND staff_id = $2 RETURNING staff_id', [bookId, staffId]))
        .length > 0,

    putApiKey: async (o: ApiKeyRow & { keyHash: string; createdAt: Instant }): Promise<void> => {
      await sql.query(
        `INSERT INTO api_keys (book_id, key_hash, key_id, name, purpose, feeds, created_at)
         VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7) ON CONFLICT DO NOTHING`,
        [bookId, o.keyHash, o.id, o.name, o.purpose, JSON.stringify(o.feeds), o.createdAt],
      );
    },
    apiKeyByHash: async (keyHash: string): Promise<ApiKeyRow | null> => {
      const [row] = await sql.query<StoredKey>(
        'SELECT key_id, name, purpose, feeds FROM api_keys WHERE book_id = $1 AND key_hash = $2',
        [bookId, keyHash],
      );
      return row === undefined ? null : keyOf(row);
    },
    listApiKeys: async (): Promise<ApiKeyRow[]> =>
      (
        await sql.query<StoredKey>(
          'SELECT key_id, name, purpose, feeds FROM api_keys WHERE book_id = $1 ORDER BY created_at, key_id',
          [bookId],
        )
      ).map(keyOf),
    /** Takes keys of a name out of use. @returns how many there were. */
    removeApiKeys: async (name: string): Promise<number> =>
      (await sql.query('DELETE FROM api_keys WHERE book_id = $1 AND name = $2 RETURNING key_id', [bookId, name]))
        .length,
  };
};

const staffOf = (row: Stored): StaffRow => ({
  id: row.staff_id,
  staffNo: row.staff_no,
  name: row.name,
  email: row.email,
  roles: row.roles,
  passwordHash: row.password_hash,
  failures: row.failures,
  lockedUntil: row.locked_until,
});
