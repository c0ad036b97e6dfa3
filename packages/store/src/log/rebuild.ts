import { appendLeaf, EMPTY_RANGE, hexOf, leafHashOf, rootOf, type CompactRange } from '@clearline/receipts';
import { writeRows } from '../book/write-rows.ts';
import type { Queryable, Sql } from '../db/sql.ts';
import { StoreError } from '../errors.ts';
import { RowSet } from '../project/row-set.ts';
import { isStored } from './append.ts';
import { onIdleBook } from './idle-book.ts';
import { LENDER_LOG } from './lender-log.ts';

/** Leaves whose nodes are held at a time. */
const PAGE = 5_000;

/** What was made again of one log. */
export interface RebuiltLog {
  readonly bookId: string;
  readonly leaves: number;
  readonly nodes: number;
  /** Signed checkpoints that the leaves were held against. */
  readonly checkpoints: number;
}

/**
 * Makes the stored nodes of a book’s log, and of the lender’s, again from their leaves, whatever was lost or damaged. All
 * or nothing: each signed checkpoint must have the root of the leaves before it, or nothing is written.
 * @throws StoreError `log_damaged` when the leaves are not those that were signed, with the first place that differs;
 *   `lease_held` while a writer holds the book.
 */
export const rebuildLogs = async (sql: Sql, bookId: string): Promise<readonly RebuiltLog[]> => [
  await onIdleBook(sql, bookId, (tx) => rebuild(tx, bookId)),
  await sql.transaction((tx) => rebuild(tx, LENDER_LOG)),
];

const rebuild = async (tx: Queryable, bookId: string): Promise<RebuiltLog> => {
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
      if (Number(row.leaf_index) !== range.size) throw damaged(bookId, `leaf ${range.size} is missing`);
      const appended = appendLeaf(range, leafHashOf(Buffer.from(row.leaf, 'utf8')));
      range = appended.range;
      const root = signed.get(range.size);
      if (root !== undefined && root !== hexOf(rootOf(range)))
        throw damaged(bookId, `the first ${range.size} leaves are not those that were signed`);
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
    throw damaged(bookId, `it has ${range.size} leaves, and a checkpoint over ${beyond.size} is signed`);
  return { bookId, leaves: range.size, nodes, checkpoints };
};

const damaged = (bookId: string, problem: string): StoreError =>
  new StoreError(
    'log_damaged',
    `The log of ${bookId} cannot be made again: ${problem}. Nothing was written; restore its leaves from a backup, then run this again.`,
  );

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
