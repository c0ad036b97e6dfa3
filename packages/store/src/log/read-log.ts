import type { Notice } from '@clearline/line';
import {
  foldPlan,
  formatReceipt,
  noticeSalt,
  planConsistency,
  planInclusion,
  type ReceiptLeaf,
  type TrustedKeys,
} from '@clearline/receipts';
import type { Queryable } from '../db/sql.ts';
import { openSecret } from './chains.ts';
import { keyRotations, trustedLog } from './keys.ts';
import { newestWitnessed } from './lender-log.ts';
import { readNodes, TILE_HEIGHT, TILE_WIDTH } from './nodes.ts';
import type { SecretBox } from './secret-box.ts';

/** One leaf of a borrower’s chain and where it stands in the log. */
export interface LoggedLeaf {
  readonly index: number;
  readonly factSeq: number;
  readonly leaf: ReceiptLeaf;
  /** Lower-case hexadecimal. */
  readonly leafHash: string;
  /** Size of the signed checkpoint that the leaf was committed under. */
  readonly checkpointSize: number;
}

/** What is read of the log of a book: nothing here needs more than the public, but `receipt` and `chain`. */
export interface LogReader {
  /** The newest signed checkpoint, verbatim; null while the log is empty. */
  checkpoint(): Promise<string | null>;
  /** Whom to trust for this log, its old keys included; null before the first key. */
  trusted(): Promise<TrustedKeys | null>;
  rotations(): Promise<readonly string[]>;
  /** Hashes of a proof that the log only grew between two of its sizes. */
  consistency(oldSize: number, newSize: number): Promise<readonly Uint8Array[]>;
  /** `width` hashes of a tile of C2SP’s tlog-tiles, 32 bytes each; null when the log does not reach so far. */
  tile(level: number, index: number, width: number): Promise<Uint8Array | null>;
  /** The same leaves’ data, each behind its length in two bytes. */
  entries(index: number, width: number): Promise<Uint8Array | null>;
  /** The receipt of a notice under the newest checkpoint, a witnessed one where there is one; null when it is not logged or its salt was erased. */
  receipt(notice: Pick<Notice, 'id'>): Promise<string | null>;
  leafOfDecision(decisionId: string): Promise<LoggedLeaf | null>;
  leafOfNotice(noticeId: string): Promise<LoggedLeaf | null>;
  /** All of a borrower’s leaves in order, those of before an erasure left out. */
  chain(borrowerId: string): Promise<readonly LoggedLeaf[]>;
}

interface LeafRow extends Record<string, unknown> {
  readonly leaf_index: bigint;
  readonly borrower_id: string;
  readonly fact_seq: number;
  readonly checkpoint_size: bigint;
  readonly leaf: string;
  readonly leaf_hash: Buffer;
}
const LEAF_COLUMNS = 'l.leaf_index, l.borrower_id, l.fact_seq, l.checkpoint_size, l.leaf, l.leaf_hash';

const leafFrom = (row: LeafRow): LoggedLeaf => ({
  index: Number(row.leaf_index),
  factSeq: row.fact_seq,
  leaf: JSON.parse(row.leaf) as ReceiptLeaf,
  leafHash: row.leaf_hash.toString('hex'),
  checkpointSize: Number(row.checkpoint_size),
});

export const readLog = (on: Queryable, box: SecretBox, bookId: string): LogReader => {
  const newest = async (): Promise<{ size: number; note: string } | null> => {
    const [row] = await on.query<{ size: bigint; note: string }>(
      'SELECT size, note FROM log_checkpoints WHERE book_id = $1 ORDER BY size DESC LIMIT 1',
      [bookId],
    );
    return row === undefined ? null : { size: Number(row.size), note: row.note };
  };
  /** The newest checkpoint that covers a leaf and that witnesses have seen, or the newest of all while none has been. */
  const newestFor = async (index: number): Promise<{ size: number; note: string; witnessed: string | null } | null> => {
    const log = await trustedLog(on, bookId);
    const seen = log === null ? null : await newestWitnessed(on, log.origin);
    if (seen !== null && seen.size > index) return { size: seen.size, note: seen.checkpoint, witnessed: seen.proof };
    const last = await newest();
    return last === null ? null : { ...last, witnessed: null };
  };
  return {
    checkpoint: async () => (await newest())?.note ?? null,
    trusted: async () => {
      const log = await trustedLog(on, bookId);
      return log === null ? null : { logs: [log], witnesses: [], witnessesNeeded: 0 };
    },
    rotations: () => keyRotations(on, bookId),
    consistency: async (oldSize, newSize) => {
      const plan = planConsistency(oldSize, newSize);
      return foldPlan(plan, await readNodes(on, bookId, [plan]));
    },
    tile: (level, index, width) => readTile(on, bookId, level, index, width),
    entries: (index, width) => readEntries(on, bookId, index, width),
    receipt: async ({ id }) => {
      const [row] = await on.query<LeafRow & { sealed: Buffer }>(
        `SELECT ${LEAF_COLUMNS}, s.sealed FROM log_leaves l
         JOIN log_secrets s ON s.book_id = $1 AND s.borrower_id = l.borrower_id
         WHERE l.book_id = $1 AND l.notice_id = $2 AND s.sealed IS NOT NULL
           AND l.leaf_index > coalesce(s.erased_through, -1)`,
        [bookId, id],
      );
      if (row === undefined) return null;
      const { index, leaf } = leafFrom(row);
      const checkpoint = await newestFor(index);
      if (checkpoint === null) return null;
      const plan = planInclusion(index, checkpoint.size);
      return formatReceipt({
        leaf,
        salt: noticeSalt(openSecret(box, bookId, row.borrower_id, row.sealed), id),
        index,
        hashes: foldPlan(plan, await readNodes(on, bookId, [plan])),
        checkpoint: checkpoint.note,
        witnessed: checkpoint.witnessed,
      });
    },
    leafOfDecision: async (decisionId) => {
      const [row] = await on.query<LeafRow>(
        `SELECT ${LEAF_COLUMNS} FROM decisions d JOIN log_leaves l
           ON l.book_id = $1 AND l.borrower_id = d.borrower_id AND l.fact_seq = d.fact_seq
         WHERE d.book_id = $1 AND d.decision_id = $2`,
        [bookId, decisionId],
      );
      return row === undefined ? null : leafFrom(row);
    },
    leafOfNotice: async (noticeId) => {
      const [row] = await on.query<LeafRow>(
        `SELECT ${LEAF_COLUMNS} FROM log_leaves l WHERE l.book_id = $1 AND l.notice_id = $2`,
        [bookId, noticeId],
      );
      return row === undefined ? null : leafFrom(row);
    },
    chain: async (borrowerId) => {
      const rows = await on.query<LeafRow>(
        `SELECT ${LEAF_COLUMNS} FROM log_leaves l JOIN log_secrets s ON s.book_id = $1 AND s.borrower_id = l.borrower_id
         WHERE l.book_id = $1 AND l.borrower_id = $2 AND l.leaf_index > coalesce(s.erased_through, -1)
         ORDER BY l.fact_seq`,
        [bookId, borrowerId],
      );
      return rows.map(leafFrom);
    },
  };
};

/** `width` rows of a run, or null unless all are there. */
const wholeRun = <T>(rows: readonly T[], width: number): readonly T[] | null => (rows.length === width ? rows : null);

const readTile = async (
  on: Queryable,
  bookId: string,
  level: number,
  index: number,
  width: number,
): Promise<Uint8Array | null> => {
  const first = index * TILE_WIDTH;
  const rows =
    level === 0
      ? await on.query<{ hash: Buffer }>(
          `SELECT leaf_hash AS hash FROM log_leaves
           WHERE book_id = $1 AND leaf_index >= $2 AND leaf_index < $3 ORDER BY leaf_index`,
          [bookId, first, first + width],
        )
      : await on.query<{ hash: Buffer }>(
          `SELECT hash FROM log_nodes
           WHERE book_id = $1 AND level = $4 AND node_index >= $2 AND node_index < $3 ORDER BY node_index`,
          [bookId, first, first + width, level * TILE_HEIGHT],
        );
  const whole = wholeRun(rows, width);
  return whole === null ? null : Buffer.concat(whole.map(({ hash }) => hash));
};

const readEntries = async (on: Queryable, bookId: string, index: number, width: number): Promise<Uint8Array | null> => {
  const first = index * TILE_WIDTH;
  const rows = await on.query<{ leaf: string }>(
    `SELECT leaf FROM log_leaves WHERE book_id = $1 AND leaf_index >= $2 AND leaf_index < $3 ORDER BY leaf_index`,
    [bookId, first, first + width],
  );
  const whole = wholeRun(rows, width);
  if (whole === null) return null;
  return Buffer.concat(
    whole.flatMap(({ leaf }) => {
      const data = Buffer.from(leaf, 'utf8');
      const length = Buffer.alloc(2);
      length.writeUInt16BE(data.length);
      return [length, data];
    }),
  );
};
