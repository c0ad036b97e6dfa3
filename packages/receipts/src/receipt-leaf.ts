import { sha256Hex } from '#crypto';
import { bytesOfHex, hexOf, utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { leafHashOf } from './merkle-hash.ts';
import type { Checked } from './refusal.ts';
import { accepted, refused } from './refusal.ts';

/**
 * What the log keeps of one notice or decision: nothing that tells whose it is or what it says to anyone who does not
 * hold the notice and its salt. All hashes are lower-case hexadecimal SHA-256.
 */
export interface ReceiptLeaf {
  readonly version: 1;
  /** `noticeCommitment` of the notice and its salt; null where a decision is logged of which no notice tells yet. */
  readonly notice: string | null;
  /** Hash of the decision’s record; null for a notice that no decision made. Never null together with `notice`. */
  readonly decision: string | null;
  /** Version (content hash) of the policy that decided; null likewise. */
  readonly policy: string | null;
  /** `borrowerPseudonym`. */
  readonly borrower: string;
  /** 1 for the borrower’s first leaf; no number is left out. */
  readonly sequence: number;
  /** Leaf hash of the borrower’s leaf before this one; null for the first. */
  readonly previous: string | null;
}

const requireSecret = (name: string, secret: string): void => {
  if (bytesOfHex(secret)?.length !== 32) throw new TypeError(`${name} must be 32 bytes in lower-case hexadecimal`);
};

/**
 * The salt of one notice, made from a borrower’s secret (32 random bytes in hexadecimal). It is given out with that
 * borrower’s notice and nowhere else; deleting the secret deletes every salt at once, and none tells of another.
 */
export const noticeSalt = (secret: string, noticeId: string): string => {
  requireSecret('a secret', secret);
  return sha256Hex(`clearline/notice-salt@v1\n${secret}\n${noticeId}`);
};

/**
 * Commits to a notice without telling anything about it. The salt is 32 bytes in hexadecimal, given out only with the
 * borrower’s notice: once it cannot be made any more, the leaf can no longer be linked to any text.
 */
export const noticeCommitment = (notice: unknown, salt: string): string => {
  requireSecret('a salt', salt);
  return sha256Hex(`clearline/notice-commitment@v1\n${salt}\n${canonicalJson(notice)}`);
};

/**
 * The name of a borrower within one log. The secret is 32 random bytes in hexadecimal of that borrower’s own; deleting it
 * leaves a name that nobody can find the borrower by.
 */
export const borrowerPseudonym = (borrowerId: string, secret: string): string => {
  requireSecret('a pseudonym secret', secret);
  return sha256Hex(`clearline/borrower-pseudonym@v1\n${secret}\n${borrowerId}`);
};

/** The bytes that are logged. */
export const leafData = (leaf: ReceiptLeaf): Uint8Array => utf8(canonicalJson(leaf));

/** The hash of the logged bytes, in hexadecimal: what the next leaf of the same borrower names as its `previous`. */
export const leafHashHex = (leaf: ReceiptLeaf): string => hexOf(leafHashOf(leafData(leaf)));

const isHash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isHashOrNull = (value: unknown): value is string | null => value === null || isHash(value);
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && !/\p{Surrogate}/u.test(value);

const FIELDS: Readonly<Record<keyof ReceiptLeaf, (value: unknown) => boolean>> = {
  version: (value) => value === 1,
  notice: isHashOrNull,
  decision: isHashOrNull,
  policy: (value) => value === null || isText(value),
  borrower: isHash,
  sequence: (value) => Number.isSafeInteger(value) && (value as number) >= 1,
  previous: isHashOrNull,
};

/** Checks that a value is a leaf: each field as it must be, no field besides, and a `previous` unless it is the first. */
export const parseLeaf = (value: unknown): Checked<ReceiptLeaf> => {
  const bad = (field: string, problem: string) =>
    refused('malformed_receipt', field, `the receipt’s ${field} ${problem}`);
  if (typeof value !== 'object' || value === null) return bad('leaf', 'is missing');
  const record = value as Readonly<Record<string, unknown>>;
  const stranger = Object.keys(record).find((key) => !Object.hasOwn(FIELDS, key));
  if (stranger !== undefined) return bad('leaf', `has the unknown field ${JSON.stringify(stranger)}`);
  for (const [field, isValid] of Object.entries(FIELDS))
    if (!isValid(record[field])) return bad(field, `is ${JSON.stringify(record[field])}, which it cannot be`);
  const leaf = record as unknown as ReceiptLeaf;
  if (leaf.notice === null && leaf.decision === null) return bad('leaf', 'commits to neither notice nor decision');
  return (leaf.sequence === 1) === (leaf.previous === null)
    ? accepted(leaf)
    : bad('previous', `is ${leaf.previous} for notice number ${leaf.sequence}`);
};
