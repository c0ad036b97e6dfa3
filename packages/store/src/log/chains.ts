import { randomBytes } from 'node:crypto';
import type { LogChain } from '@clearline/line';
import { hexOf, type ReceiptLeaf } from '@clearline/receipts';
import type { Queryable } from '../db/sql.ts';
import type { Row } from '../project/table-spec.ts';
import type { SecretBox } from './secret-box.ts';

/** Chains as they stand, and the secrets that had to be made for borrowers who had none. */
export interface Chains {
  readonly chains: ReadonlyMap<string, LogChain>;
  /** Rows of `log_secrets`. */
  readonly made: readonly Row[];
}

const SECRET_BYTES = 32;
const aboutOf = (bookId: string, borrowerId: string): string => `log-secret/${bookId}/${borrowerId}`;

export const openSecret = (box: SecretBox, bookId: string, borrowerId: string, sealed: Buffer): string =>
  hexOf(box.open(sealed, aboutOf(bookId, borrowerId)));

/** Chains of borrowers who have no leaf yet. */
export const freshChains = (box: SecretBox, bookId: string, borrowerIds: Iterable<string>): Chains => {
  const chains = new Map<string, LogChain>();
  const made: Row[] = [];
  for (const borrowerId of borrowerIds) {
    const secret = randomBytes(SECRET_BYTES);
    chains.set(borrowerId, { secret: secret.toString('hex'), sequence: 0, previous: null });
    made.push({
      borrower_id: borrowerId,
      sealed: box.seal(secret, aboutOf(bookId, borrowerId)),
      erased_through: null,
    });
  }
  return { chains, made };
};

interface ChainRow extends Record<string, unknown> {
  readonly borrower_id: string;
  readonly sealed: Buffer | null;
  readonly erased_through: bigint | null;
  readonly leaf: string | null;
  readonly leaf_hash: Buffer | null;
}

/**
 * Reads where borrowers’ chains stand. One who was erased and is told something all the same begins a new chain: the
 * old one can no longer be linked to anybody, and must not be by going on.
 */
export const readChains = async (
  on: Queryable,
  box: SecretBox,
  bookId: string,
  borrowerIds: readonly string[],
): Promise<Chains> => {
  const rows = await on.query<ChainRow>(
    `SELECT s.borrower_id, s.sealed, s.erased_through, l.leaf, l.leaf_hash
     FROM log_secrets s LEFT JOIN LATERAL (
       SELECT leaf, leaf_hash FROM log_leaves
       WHERE book_id = $1 AND borrower_id = s.borrower_id AND leaf_index > coalesce(s.erased_through, -1)
       ORDER BY fact_seq DESC LIMIT 1
     ) l ON true
     WHERE s.book_id = $1 AND s.borrower_id = ANY($2::text[])`,
    [bookId, borrowerIds],
  );
  const chains = new Map<string, LogChain>();
  const erased = new Map<string, bigint | null>();
  for (const row of rows) {
    if (row.sealed === null) erased.set(row.borrower_id, row.erased_through);
    else
      chains.set(row.borrower_id, {
        secret: openSecret(box, bookId, row.borrower_id, row.sealed),
        sequence: row.leaf === null ? 0 : (JSON.parse(row.leaf) as ReceiptLeaf).sequence,
        previous: row.leaf_hash === null ? null : row.leaf_hash.toString('hex'),
      });
  }
  const fresh = freshChains(box, bookId, new Set(borrowerIds.filter((id) => !chains.has(id))));
  return {
    chains: new Map([...chains, ...fresh.chains]),
    made: fresh.made.map((row) => ({ ...row, erased_through: erased.get(row['borrower_id'] as string) ?? null })),
  };
};
