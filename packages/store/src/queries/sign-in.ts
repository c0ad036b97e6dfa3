import type { Instant } from '@clearline/line';
import { newId } from '../db/new-id.ts';
import type { Queryable } from '../db/sql.ts';
import type { Vault } from '../personal/vault.ts';

export type CodeRealm = 'borrower' | 'step_up' | 'draw';
export type SessionRealm = 'borrower' | 'staff';
export type CodeVerdict = 'ok' | 'wrong' | 'expired' | 'too_many';
const TRIES_MAX = 5;

export const signInQueries = (sql: Queryable, bookId: string, vault: Vault) => ({
  /** Stores a one-time code by its hash; only the newest code of a phone and realm counts. */
  putSignInCode: async (o: {
    realm: CodeRealm;
    phone: string;
    codeHash: string;
    createdAt: Instant;
    expiresAt: Instant;
  }): Promise<void> => {
    await sql.query(
      `INSERT INTO sign_in_codes (book_id, realm, phone_lookup, created_at, code_id, code_hash, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [bookId, o.realm, vault.phoneLookup(o.phone), o.createdAt, newId(), o.codeHash, o.expiresAt],
    );
  },

  /**
   * Tries a code against the newest one sent. Each try is counted in the statement that judges it, so that parallel
   * guesses cannot outrun the count; the right code works once.
   */
  checkSignInCode: async (o: {
    realm: CodeRealm;
    phone: string;
    codeHash: string;
    now: Instant;
  }): Promise<CodeVerdict> => {
    const [row] = await sql.query<{ tries: number; right_code: boolean; expired: boolean; first_use: boolean }>(
      `UPDATE sign_in_codes c SET tries = c.tries + 1,
         used_at = CASE WHEN c.code_hash = $4 AND c.expires_at > $5 AND c.tries < ${TRIES_MAX} THEN coalesce(c.used_at, $5) ELSE c.used_at END
       FROM (SELECT created_at, code_id, used_at FROM sign_in_codes WHERE book_id = $1 AND realm = $2 AND phone_lookup = $3
             ORDER BY created_at DESC, code_id DESC LIMIT 1 FOR UPDATE) AS newest
       WHERE c.book_id = $1 AND c.realm = $2 AND c.phone_lookup = $3 AND c.created_at = newest.created_at AND c.code_id = newest.code_id
       RETURNING c.tries, c.code_hash = $4 AS right_code, c.expires_at <= $5 AS expired, newest.used_at IS NULL AS first_use`,
      [bookId, o.realm, vault.phoneLookup(o.phone), o.codeHash, o.now],
    );
    if (row === undefined || row.expired || !row.first_use) return 'expired';
    if (row.tries > TRIES_MAX) return 'too_many';
    return row.right_code ? 'ok' : 'wrong';
  },

  /** How many codes a phone was sent since an instant, over both realms. */
  signInCodesSince: async (o: { phone: string; since: Instant }): Promise<number> => {
    const [row] = await sql.query<{ sent: bigint }>(
      'SELECT count(*) AS sent FROM sign_in_codes WHERE book_id = $1 AND phone_lookup = $2 AND created_at >= $3',
      [bookId, vault.phoneLookup(o.phone), o.since],
    );
    return Number(row?.sent ?? 0n);
  },

  createSession: async (o: {
    tokenHash: string;
    realm: SessionRealm;
    subjectId: string;
    createdAt: Instant;
    expiresAt: Instant;
  }): Promise<void> => {
    await sql.query(
      'INSERT INTO sessions (book_id, token_hash, realm, subject_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [bookId, o.tokenHash, o.realm, o.subjectId, o.createdAt, o.expiresAt],
    );
  },

  /** The session of a token in a realm, unless it has ended; a token of one realm is nothing in the other. */
  findSession: async (o: {
    tokenHash: string;
    realm: SessionRealm;
    now: Instant;
  }): Promise<{ subjectId: string; createdAt: Instant; expiresAt: Instant } | null> => {
    const [row] = await sql.query<{ subject_id: string; created_at: string; expires_at: string }>(
      'SELECT subject_id, created_at, expires_at FROM sessions WHERE book_id = $1 AND token_hash = $2 AND realm = $3 AND expires_at > $4',
      [bookId, o.tokenHash, o.realm, o.now],
    );
    return row === undefined
      ? null
      : { subjectId: row.subject_id, createdAt: row.created_at, expiresAt: row.expires_at };
  },

  endSession: async (tokenHash: string): Promise<void> => {
    await sql.query('DELETE FROM sessions WHERE book_id = $1 AND token_hash = $2', [bookId, tokenHash]);
  },

  endSessionsOf: async (realm: SessionRealm, subjectId: string): Promise<void> => {
    await sql.query('DELETE FROM sessions WHERE book_id = $1 AND realm = $2 AND subject_id = $3', [
      bookId,
      realm,
      subjectId,
    ]);
  },
});
