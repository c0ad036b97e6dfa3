import { type Fact, leafOfEntry, type LogChain, type Violation } from '@clearline/line';
import { canonicalJson, hexOf, leafHashOf, type ReceiptLeaf } from '@clearline/receipts';
import type { Queryable } from '../db/sql.ts';
import type { BorrowerEntry } from './append.ts';
import { openSecret } from './chains.ts';
import { entriesOf } from './catch-up.ts';
import type { SecretBox } from './secret-box.ts';

interface LeafRow extends Record<string, unknown> {
  readonly borrower_id: string;
  readonly leaf_index: bigint;
  readonly fact_seq: number;
  readonly notice_id: string | null;
  readonly leaf: string;
  readonly leaf_hash: Buffer;
}

/** What was kept of a borrower’s secret. */
interface Secret {
  /** Null after an erasure. */
  readonly secret: string | null;
  readonly erasedThrough: number;
}

/**
 * G12 over some borrowers: every decision and notice of their facts is a leaf, each leaf is what the facts make, and the
 * leaves of each borrower are one chain. Of erased leaves all is checked but what only the salt could.
 */
export const auditChains = async (
  on: Queryable,
  box: SecretBox,
  bookId: string,
  streams: ReadonlyMap<string, readonly Fact[]>,
): Promise<Violation[]> => {
  const ids = [...streams.keys()];
  const leaves = await on.query<LeafRow>(
    `SELECT borrower_id, leaf_index, fact_seq, notice_id, leaf, leaf_hash FROM log_leaves
     WHERE book_id = $1 AND borrower_id = ANY($2::text[]) ORDER BY borrower_id, fact_seq`,
    [bookId, ids],
  );
  const byBorrower = new Map<string, LeafRow[]>();
  for (const row of leaves) byBorrower.set(row.borrower_id, [...(byBorrower.get(row.borrower_id) ?? []), row]);
  const secrets = await readSecrets(on, box, bookId, ids);
  const violations: Violation[] = [];
  for (const [borrowerId, facts] of streams) {
    const expected = entriesIn(borrowerId, facts);
    if (expected === null) continue;
    violations.push(...auditChain(borrowerId, expected, byBorrower.get(borrowerId) ?? [], secrets.get(borrowerId)));
  }
  return violations;
};

/** Null for a damaged stream, which the audit of tables reports with its reason. */
const entriesIn = (borrowerId: string, facts: readonly Fact[]): BorrowerEntry[] | null => {
  try {
    return entriesOf(borrowerId, facts);
  } catch {
    return null;
  }
};

const readSecrets = async (
  on: Queryable,
  box: SecretBox,
  bookId: string,
  ids: readonly string[],
): Promise<Map<string, Secret>> => {
  const rows = await on.query<{ borrower_id: string; sealed: Buffer | null; erased_through: bigint | null }>(
    'SELECT borrower_id, sealed, erased_through FROM log_secrets WHERE book_id = $1 AND borrower_id = ANY($2::text[])',
    [bookId, ids],
  );
  return new Map(
    rows.map((row) => [
      row.borrower_id,
      {
        secret: row.sealed === null ? null : openSecret(box, bookId, row.borrower_id, row.sealed),
        erasedThrough: Number(row.erased_through ?? -1),
      },
    ]),
  );
};

const auditChain = (
  borrowerId: string,
  expected: readonly BorrowerEntry[],
  rows: readonly LeafRow[],
  kept: Secret | undefined,
): Violation[] => {
  const violations: Violation[] = [];
  const report = (seq: number, detail: string): void =>
    void violations.push({ guarantee: 'G12', borrowerId, seq, detail });
  const bySeq = new Map(rows.map((row) => [row.fact_seq, row]));
  let chain: Pick<LogChain, 'sequence' | 'previous'> = { sequence: 0, previous: null };
  let before: { readonly index: number; readonly erased: boolean } | null = null;
  for (const each of expected) {
    const { factSeq, notice } = each.entry;
    const row = bySeq.get(factSeq);
    bySeq.delete(factSeq);
    if (row === undefined) {
      report(factSeq, `${notice === null ? 'a decision' : `notice ${notice.id}`} is not in the log`);
      chain = beyondLost(each, chain, kept?.secret ?? null);
      continue;
    }
    const index = Number(row.leaf_index);
    const erased = index <= (kept?.erasedThrough ?? -1);
    // After an erasure a new chain begins, with nothing that leads back to the old one.
    if (before !== null && before.erased && !erased) chain = { sequence: 0, previous: null };
    if (before !== null && index <= before.index) report(factSeq, `its leaf ${index} was logged out of order`);
    const problem = leafProblem(each, row, chain, erased ? null : (kept?.secret ?? null), erased);
    if (problem !== null) report(factSeq, `leaf ${index} ${problem}`);
    chain = { sequence: chain.sequence + 1, previous: row.leaf_hash.toString('hex') };
    before = { index, erased };
  }
  for (const row of bySeq.values()) report(row.fact_seq, `leaf ${row.leaf_index} is of a fact that was never recorded`);
  return violations;
};

/** Where the chain stands after a leaf that was lost, as the facts make it: the leaves after it are not to be blamed. */
const beyondLost = (
  { borrowerId, entry }: BorrowerEntry,
  chain: Pick<LogChain, 'sequence' | 'previous'>,
  secret: string | null,
): Pick<LogChain, 'sequence' | 'previous'> => {
  // Without the secret nobody can say what the lost leaf was; the next one is held against the last that is left.
  if (secret === null) return chain;
  const lost = canonicalJson(leafOfEntry(borrowerId, entry, { ...chain, secret }));
  return { sequence: chain.sequence + 1, previous: hexOf(leafHashOf(Buffer.from(lost, 'utf8'))) };
};

const leafProblem = (
  each: BorrowerEntry,
  row: LeafRow,
  chain: Pick<LogChain, 'sequence' | 'previous'>,
  secret: string | null,
  erased: boolean,
): string | null => {
  const { entry } = each;
  if (row.notice_id !== (entry.notice?.id ?? null)) return `is filed under notice ${row.notice_id}`;
  if (secret === null && !erased) return 'belongs to a borrower whose secret is missing';
  if (secret !== null)
    return row.leaf === canonicalJson(leafOfEntry(each.borrowerId, entry, { ...chain, secret }))
      ? null
      : 'is not what the facts make';
  const leaf = JSON.parse(row.leaf) as ReceiptLeaf;
  const same =
    leaf.sequence === chain.sequence + 1 &&
    leaf.previous === chain.previous &&
    (leaf.notice === null) === (entry.notice === null) &&
    leaf.decision === (entry.decision?.recordHash ?? null) &&
    leaf.policy === (entry.decision?.policyVersion ?? null);
  return same ? null : 'of an erased borrower is not what the facts make';
};
