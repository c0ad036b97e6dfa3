import { randomBytes } from 'node:crypto';
import { ed25519Signer, signKeyRotation, verifierKeyText, type NoteSigner, type TrustedLog } from '@clearline/receipts';
import type { Queryable } from '../db/sql.ts';
import type { SecretBox } from './secret-box.ts';

interface KeyRow extends Record<string, unknown> {
  readonly key_no: number;
  readonly key: string;
  readonly sealed_seed: Buffer;
  readonly from_size: bigint;
  readonly until_size: bigint | null;
  readonly rotation: string | null;
}

/** The key that signs a log now. Its name is the log’s origin. */
export interface LogKeyHeld {
  readonly keyNo: number;
  readonly signer: NoteSigner;
}

const aboutOf = (bookId: string, keyNo: number): string => `log-key/${bookId}/${keyNo}`;

const readKeys = (on: Queryable, bookId: string): Promise<KeyRow[]> =>
  on.query<KeyRow>(
    'SELECT key_no, key, sealed_seed, from_size, until_size, rotation FROM log_keys WHERE book_id = $1 ORDER BY key_no',
    [bookId],
  );

const originOf = (key: string): string => key.slice(0, key.indexOf('+'));

/**
 * The present signing key of a log, made on first use. A log keeps the origin it began with, whatever is configured
 * later: checkpoints of two origins are two logs to everyone who holds one.
 */
export const holdKey = async (on: Queryable, box: SecretBox, bookId: string, origin: string): Promise<LogKeyHeld> => {
  const present = (await readKeys(on, bookId)).at(-1) ?? (await makeFirst(on, box, bookId, origin));
  const seed = box.open(present.sealed_seed, aboutOf(bookId, present.key_no));
  return { keyNo: present.key_no, signer: ed25519Signer(originOf(present.key), seed) };
};

/**
 * Waits for whoever grows a log or changes its key, and keeps others from it until the transaction ends. A log that has a
 * writer needs it not: its lease does the same.
 */
export const lockKeys = async (on: Queryable, bookId: string): Promise<void> => {
  // The first key, because that row is never another one, whatever was rotated while we waited.
  await on.query('SELECT key_no FROM log_keys WHERE book_id = $1 AND key_no = 1 FOR UPDATE', [bookId]);
};

/** Of two processes that start at once one makes the key and both read it. */
const makeFirst = async (on: Queryable, box: SecretBox, bookId: string, origin: string): Promise<KeyRow> => {
  const seed = randomBytes(32);
  await on.query(
    `INSERT INTO log_keys (book_id, key_no, key, sealed_seed, from_size) VALUES ($1, 1, $2, $3, 0) ON CONFLICT DO NOTHING`,
    [bookId, verifierKeyText(ed25519Signer(origin, seed).key), box.seal(seed, aboutOf(bookId, 1))],
  );
  const made = (await readKeys(on, bookId)).at(-1);
  if (made === undefined) throw new Error(`the key of the log of ${bookId} was not stored`);
  return made;
};

/** Every key that ever signed the log, with the sizes it signed at; null before the first. */
export const trustedLog = async (on: Queryable, bookId: string): Promise<TrustedLog | null> => {
  const rows = await readKeys(on, bookId);
  const [first] = rows;
  if (first === undefined) return null;
  return {
    origin: originOf(first.key),
    keys: rows.map((row) => ({
      key: row.key,
      fromSize: Number(row.from_size),
      untilSize: row.until_size === null ? null : Number(row.until_size),
    })),
  };
};

/** The statements by which the log changed its keys, in order: who trusts the first key can follow them. */
export const keyRotations = async (on: Queryable, bookId: string): Promise<readonly string[]> =>
  (await readKeys(on, bookId)).flatMap(({ rotation }) => (rotation === null ? [] : [rotation]));

/**
 * Ends the present key at `size` and begins a new one there, by a statement that both sign. To be run in a transaction
 * that keeps the log from growing.
 * @returns the text of the new key.
 */
export const rotateKey = async (on: Queryable, box: SecretBox, bookId: string, size: number): Promise<string> => {
  const [present] = (await readKeys(on, bookId)).slice(-1);
  if (present === undefined) throw new Error(`the log of ${bookId} has no key yet`);
  const origin = originOf(present.key);
  const keyNo = present.key_no + 1;
  const seed = randomBytes(32);
  const next = ed25519Signer(origin, seed);
  const old = ed25519Signer(origin, box.open(present.sealed_seed, aboutOf(bookId, present.key_no)));
  await on.query('UPDATE log_keys SET until_size = $3 WHERE book_id = $1 AND key_no = $2', [
    bookId,
    present.key_no,
    size,
  ]);
  await on.query(
    `INSERT INTO log_keys (book_id, key_no, key, sealed_seed, from_size, rotation) VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      bookId,
      keyNo,
      verifierKeyText(next.key),
      box.seal(seed, aboutOf(bookId, keyNo)),
      size,
      signKeyRotation(origin, size, old, next),
    ],
  );
  return verifierKeyText(next.key);
};
