import { appendLeaf, EMPTY_RANGE, hexOf, leafHashOf, rootOf, type CompactRange } from '@clearline/receipts';
import { writeRows } from '../book/write-rows.ts';
import type { Queryable, Sql } from '../db/sql.ts';
import { RowSet } from '../project/row-set.ts';
import { isStored } from './append.ts';
import { logDamaged } from './damaged.ts';
import { onIdleBook } from './idle-book.ts';
import { lockKeys } from './keys.ts';
import { LENDER_LOG } from './lender-log.ts';
import { remakeLeaves } from './remake-leaves.ts';
import type { SecretBox } from './secret-box.ts';

/** Leaves whose nodes are held at a time. */
const PAGE = 5_000;

/** What was made again of one log. */
export interface RebuiltLog {
  readonly bookId: string;
  readonly leaves: number;
  /** Of them, those that were lost and were made again from facts. */
  readonly leavesMade: number;
  readonly nodes: number;
  /** Signed checkpoints that the leaves were held against. */
  readonly checkpoints: number;
}

/**
 * Makes the leaves of a book’s log that were lost again from its facts, and the stored nodes of it and of the lender’s from
 * their leaves, whatever was lost or damaged. All
 * or nothing: each signed checkpoint must have the root of the leaves before it, or nothing is written.
 * @throws StoreError `log_damaged` when the leaves are not those that were signed, with the first place that differs;
 *   `lease_held` while a writer holds the book.
 */
export const rebuildLogs = async (sql: Sql, box: SecretBox, bookId: string): Promise<readonly RebuiltLog[]> => [
  await onIdleBook(sql, bookId, async (tx) => {
    const leavesMade = await remakeLeaves(tx, box, bookId);
    return { ...(await rebuild(tx, bookId)), leavesMade };
  }),
  // A leaf of the lender’s log is a checkpoint of some book, in an order that nothing else keeps.
  {
    ...(await sql.transaction(async (tx) => {
      await lockKeys(tx, LENDER_LOG);
      return rebuild(tx, LENDER_LOG);
    })),
    leavesMade: 0,
  },
];

const rebuild = async (tx: Queryable, bookId: string): Promise<Omit<RebuiltLog, 'leavesMade'>> => {
  await tx.query('DELETE FROM log_nodes WHERE book_id = $1', [bookId]);
  let range: CompactRange = EMPTY_RANGE;
  let nodes = 0;
  let checkpoints = 0;
  for (;;) {
    const rows = await tx.query<{ leaf_index: bigint; leaf: string }>(
      `SELECT leaf_index, leaf FROM log_leaves WHERE book_id = $1 AND leaf_index >= $2 ORDER BY leaf_index LIMIT ${PAGE}`,
      [bookId, range.size],
    );
    if (rows.length === 0) break;
    const signed = await rootsSigned(tx, bookId, range.size, range.size + rows.length);
    checkpoints += signed.size;
    const made = new RowSet();
    for (const row of rows) {
      if (Number(row.leaf_index) !== range.size) throw logDamaged(bookId, `leaf ${range.size} is missing`);
      const appended = appendLeaf(range, leafHashOf(Buffer.from(row.leaf, 'utf8')));
      range = appended.range;
      const root = signed.get(range.size);
      if (root !== undefined && root !== hexOf(rootOf(range)))
        throw logDamaged(bookId, `the first ${range.size} leaves are not those that were signed`);
      for (const { level, index, hash } of appended.completed.filter(isStored)) {
        made.add('log_nodes', { level, node_index: index, hash: Buffer.from(hash) });
        nodes += 1;
      }
    }
    await writeRows(tx, bookId, made);
  }
  const [beyond] = await tx.query<{ size: bigint }>(
    'SELECT size FROM log_checkpoints WHERE book_id = $1 AND size > $2 ORDER BY size LIMIT 1',
    [bookId, range.size],
  );
  if (beyond !== undefined)
    throw logDamaged(bookId, `it has ${range.size} leaves, and a checkpoint over ${beyond.size} is signed`);
  return { bookId, leaves: range.size, nodes, checkpoints };
};

const rootsSigned = async (
  tx: Queryable,
  bookId: string,
  after: number,
  through: number,
): Promise<ReadonlyMap<number, string>> => {
  const rows = await tx.query<{ size: bigint; root: Buffer }>(
    'SELECT size, root FROM log_checkpoints WHERE book_id = $1 AND size > $2 AND size <= $3',
    [bookId, after, through],
  );
  return new Map(rows.map(({ size, root }) => [Number(size), root.toString('hex')]));
};
