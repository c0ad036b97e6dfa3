import type { Instant } from '@clearline/line';
import {
  appendLeaf,
  foldPlan,
  formatLogProof,
  leafHashOf,
  planConsistency,
  planInclusion,
  readCheckpoint,
  rootOf,
  signCheckpoint,
  type TrustedLog,
} from '@clearline/receipts';
import { writeRows } from '../book/write-rows.ts';
import type { Queryable, Sql } from '../db/sql.ts';
import { RowSet } from '../project/row-set.ts';
import { isStored } from './append.ts';
import { readRange, type LogSettings } from './book-log.ts';
import { holdKey, keyRotations, lockKeys, rotateKey, trustedLog } from './keys.ts';
import { readNodes } from './nodes.ts';

/** The log of the books’ checkpoints, kept like a book’s under a name that no book has. */
export const LENDER_LOG = '_lender';

/** The lender’s log: one place to watch, and the one that witnesses cosign. Its leaves are books’ checkpoints, verbatim. */
export interface LenderLog {
  /** Gives it its first key, so that it is known by it before anything is logged; does nothing afterwards. */
  begin(): Promise<void>;
  /** Logs the newest checkpoint of each book that has grown. @returns the size afterwards. */
  grow(bookIds: readonly string[], at: Instant): Promise<number>;
  /** The newest checkpoint with the cosignatures it has; null while the log is empty. */
  checkpoint(): Promise<string | null>;
  /** Whom to trust for it, its old keys included; null before the first key. */
  trusted(): Promise<TrustedLog | null>;
  /** The statements by which it changed its keys, in order. */
  rotations(): Promise<readonly string[]>;
  /**
   * Gives it a new key at its present size, also while it is at work: whatever grows it next signs with the new key.
   * @returns the text of the new public key.
   */
  rotateKey(): Promise<string>;
  /** Hashes of a proof that it only grew; none from the empty log. */
  consistency(oldSize: number, newSize: number): Promise<readonly Uint8Array[]>;
  /** Keeps what a witness signed; the same again changes nothing. */
  addCosignature(size: number, witness: string, line: string): Promise<void>;
  /** The proof (tlog-proof) that a book’s checkpoint is logged here; null when it is not. */
  proofOf(checkpoint: string): Promise<string | null>;
}

const originOf = ({ origin }: LogSettings): string => `${origin}/lender`;

export const lenderLog = (sql: Sql, settings: LogSettings): LenderLog => {
  const signed = async (): Promise<{ size: number; note: string } | null> => {
    const rows = await sql.query<{ size: bigint; note: string; line: string | null }>(
      `SELECT c.size, c.note, s.line FROM (
         SELECT size, note FROM log_checkpoints WHERE book_id = $1 ORDER BY size DESC LIMIT 1
       ) c LEFT JOIN log_cosignatures s ON s.book_id = $1 AND s.size = c.size ORDER BY s.witness`,
      [LENDER_LOG],
    );
    const [first] = rows;
    return first === undefined
      ? null
      : { size: Number(first.size), note: first.note + rows.map(({ line }) => line ?? '').join('') };
  };
  return {
    begin: async () => {
      await holdKey(sql, settings.box, LENDER_LOG, originOf(settings));
    },
    grow: (bookIds, at) => sql.transaction((tx) => grow(tx, settings, bookIds, at)),
    checkpoint: async () => (await signed())?.note ?? null,
    trusted: () => trustedLog(sql, LENDER_LOG),
    rotations: () => keyRotations(sql, LENDER_LOG),
    rotateKey: () =>
      sql.transaction(async (tx) => {
        await holdKey(tx, settings.box, LENDER_LOG, originOf(settings));
        await lockKeys(tx, LENDER_LOG);
        return rotateKey(tx, settings.box, LENDER_LOG, (await readRange(tx, LENDER_LOG)).size);
      }),
    consistency: async (oldSize, newSize) => {
      if (oldSize === 0) return [];
      const plan = planConsistency(oldSize, newSize);
      return foldPlan(plan, await readNodes(sql, LENDER_LOG, [plan]));
    },
    addCosignature: async (size, witness, line) => {
      await sql.query(
        `INSERT INTO log_cosignatures (book_id, size, witness, line) VALUES ($1, $2, $3, $4)
         ON CONFLICT (book_id, size, witness) DO NOTHING`,
        [LENDER_LOG, size, witness, line],
      );
    },
    proofOf: async (checkpoint) => {
      const [newest, index] = [await signed(), await indexOf(sql, checkpoint)];
      if (newest === null || index === null) return null;
      const plan = planInclusion(index, newest.size);
      const hashes = foldPlan(plan, await readNodes(sql, LENDER_LOG, [plan]));
      return formatLogProof({ extra: null, index, hashes, checkpoint: newest.note });
    },
  };
};

const indexOf = async (on: Queryable, checkpoint: string): Promise<number | null> => {
  const [row] = await on.query<{ leaf_index: bigint }>(
    'SELECT leaf_index FROM log_leaves WHERE book_id = $1 AND borrower_id IS NULL AND leaf_hash = $2 LIMIT 1',
    [LENDER_LOG, Buffer.from(leafHashOf(Buffer.from(checkpoint, 'utf8')))],
  );
  return row === undefined ? null : Number(row.leaf_index);
};

/** A book’s checkpoint in the lender’s log, and the proof of it under the newest checkpoint that witnesses cosigned. */
export interface Witnessed {
  readonly checkpoint: string;
  readonly size: number;
  readonly proof: string;
}

/** The newest checkpoint of a book that witnesses have seen; null before the first. */
export const newestWitnessed = async (on: Queryable, origin: string): Promise<Witnessed | null> => {
  const rows = await on.query<{ size: bigint; note: string; line: string }>(
    `SELECT c.size, c.note, s.line FROM log_cosignatures s
     JOIN log_checkpoints c ON c.book_id = s.book_id AND c.size = s.size
     WHERE s.book_id = $1 AND s.size = (SELECT max(size) FROM log_cosignatures WHERE book_id = $1) ORDER BY s.witness`,
    [LENDER_LOG],
  );
  const [cosigned] = rows;
  if (cosigned === undefined) return null;
  const size = Number(cosigned.size);
  const [logged] = await on.query<{ leaf_index: bigint; leaf: string }>(
    `SELECT leaf_index, leaf FROM log_leaves
     WHERE book_id = $1 AND leaf_index < $2 AND starts_with(leaf, $3) ORDER BY leaf_index DESC LIMIT 1`,
    [LENDER_LOG, size, `${origin}\n`],
  );
  if (logged === undefined) return null;
  const index = Number(logged.leaf_index);
  const plan = planInclusion(index, size);
  const hashes = foldPlan(plan, await readNodes(on, LENDER_LOG, [plan]));
  const checkpoint = cosigned.note + rows.map(({ line }) => line).join('');
  return {
    checkpoint: logged.leaf,
    size: sizeOfCheckpoint(logged.leaf),
    proof: formatLogProof({ extra: null, index, hashes, checkpoint }),
  };
};

/** Of two processes that grow the log at once one waits for the other, and goes on from what that one logged. */
const grow = async (tx: Queryable, settings: LogSettings, bookIds: readonly string[], at: Instant): Promise<number> => {
  await holdKey(tx, settings.box, LENDER_LOG, originOf(settings));
  await lockKeys(tx, LENDER_LOG);
  // Read behind the lock: while we waited the key may have been changed.
  const { signer } = await holdKey(tx, settings.box, LENDER_LOG, originOf(settings));
  let range = await readRange(tx, LENDER_LOG);
  const before = range.size;
  const rows = new RowSet();
  const added: { readonly index: number; readonly leaf: string; readonly hash: Uint8Array }[] = [];
  for (const bookId of bookIds) {
    const [newest] = await tx.query<{ note: string }>(
      'SELECT note FROM log_checkpoints WHERE book_id = $1 ORDER BY size DESC LIMIT 1',
      [bookId],
    );
    if (newest === undefined || (await indexOf(tx, newest.note)) !== null) continue;
    const hash = leafHashOf(Buffer.from(newest.note, 'utf8'));
    const appended = appendLeaf(range, hash);
    added.push({ index: range.size, leaf: newest.note, hash });
    range = appended.range;
    for (const node of appended.completed.filter(isStored))
      rows.add('log_nodes', { level: node.level, node_index: node.index, hash: Buffer.from(node.hash) });
  }
  if (range.size === before) return before;
  const root = rootOf(range);
  rows.add('log_checkpoints', {
    size: range.size,
    root: Buffer.from(root),
    signed_at: at,
    note: signCheckpoint({ origin: signer.key.name, size: range.size, root }, [signer]),
  });
  for (const { index, leaf, hash } of added)
    rows.add('log_leaves', {
      leaf_index: index,
      checkpoint_size: range.size,
      borrower_id: null,
      fact_seq: null,
      notice_id: null,
      leaf,
      leaf_hash: Buffer.from(hash),
    });
  await writeRows(tx, LENDER_LOG, rows);
  return range.size;
};

/** The size that a signed checkpoint states; throws for what is none, which only a damaged table holds. */
export const sizeOfCheckpoint = (note: string): number => {
  const read = readCheckpoint(note);
  if (!read.ok) throw new Error(`a stored checkpoint cannot be read: ${read.refusal.message}`);
  return read.value.size;
};
