import { appendLeaf, EMPTY_RANGE, leafHashOf, rootOf } from '@clearline/receipts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeRows } from '../book/write-rows.ts';
import { RowSet } from '../project/row-set.ts';
import { openStore, type Store } from '../store.ts';
import { createTestDatabase } from '../testing/index.ts';
import { LENDER_LOG } from './lender-log.ts';

const BOOK = 'main';
const LEAVES = 600;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let store: Store;
const nodes = () =>
  store.sql.query<{ level: number; node_index: bigint; hash: Buffer }>(
    'SELECT level, node_index, hash FROM log_nodes WHERE book_id = $1 ORDER BY level, node_index',
    [LENDER_LOG],
  );

beforeAll(async () => {
  database = await createTestDatabase();
  store = await openStore({ databaseUrl: database.url, masterKey: new Uint8Array(32).fill(7) });
  // A log of two whole tiles and a part of one, under two checkpoints.
  const rows = new RowSet();
  let range = EMPTY_RANGE;
  for (let index = 0; index < LEAVES; index += 1) {
    const leaf = `leaf ${index}`;
    const hash = leafHashOf(Buffer.from(leaf));
    const checkpoint_size = index < 300 ? 300 : LEAVES;
    const ids = { borrower_id: null, fact_seq: null, notice_id: null };
    rows.add('log_leaves', { leaf_index: index, checkpoint_size, ...ids, leaf, leaf_hash: Buffer.from(hash) });
    const appended = appendLeaf(range, hash);
    range = appended.range;
    for (const node of appended.completed)
      if (node.level === 8) rows.add('log_nodes', { level: 8, node_index: node.index, hash: Buffer.from(node.hash) });
    if (range.size === 300 || range.size === LEAVES)
      rows.add('log_checkpoints', {
        size: range.size,
        root: Buffer.from(rootOf(range)),
        signed_at: '2026-11-23T04:00:00.000Z',
        note: `note ${range.size}`,
      });
  }
  await store.sql.transaction(async (tx) => {
    const ordered = ['log_checkpoints', 'log_leaves', 'log_nodes'] as const;
    for (const table of ordered) {
      const part = new RowSet();
      for (const row of rows.rows(table)) part.add(table, row);
      await writeRows(tx, LENDER_LOG, part);
    }
  });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

describe('S80: nodes that were lost', () => {
  it('are made again from the leaves, the same to the byte', async () => {
    const before = await nodes();
    expect(before).toHaveLength(2);
    await store.sql.query('DELETE FROM log_nodes WHERE node_index = 0');
    await store.sql.query('UPDATE log_nodes SET hash = sha256(hash)');
    expect(await store.rebuildLogs(BOOK)).toEqual([
      { bookId: BOOK, leaves: 0, leavesMade: 0, nodes: 0, checkpoints: 0 },
      { bookId: LENDER_LOG, leaves: LEAVES, leavesMade: 0, nodes: 2, checkpoints: 2 },
    ]);
    expect(await nodes()).toEqual(before);
  });

  it('are left as they are where the leaves are not those that were signed', async () => {
    const before = await nodes();
    await store.sql.query('CREATE TABLE kept AS SELECT * FROM log_leaves');
    for (const damage of [
      `UPDATE log_leaves SET leaf = 'another' WHERE leaf_index = 17`,
      `DELETE FROM log_leaves WHERE leaf_index = 400`,
      `DELETE FROM log_leaves WHERE leaf_index = 599`,
    ]) {
      await store.sql.query(damage);
      await expect(store.rebuildLogs(BOOK), damage).rejects.toMatchObject({ code: 'log_damaged' });
      expect(await nodes()).toEqual(before);
      await store.sql.query('DELETE FROM log_leaves');
      await store.sql.query('INSERT INTO log_leaves SELECT * FROM kept');
    }
  });
});
