import { nodeHashOf, type NodeAddress, type ProofPlan } from '@clearline/receipts';
import type { Queryable } from '../db/sql.ts';

/** Levels between stored nodes: a stored row stands for 2^8 of the level below, as in C2SP’s tiles. */
export const TILE_HEIGHT = 8;
export const TILE_WIDTH = 2 ** TILE_HEIGHT;

const keyOf = ({ level, index }: NodeAddress): string => `${level}/${index}`;

/** The stored nodes that a node is hashed from: a run on the nearest stored level at or below its own. */
const runBelow = ({ level, index }: NodeAddress) => {
  const height = level % TILE_HEIGHT;
  return { level: level - height, first: index * 2 ** height, count: 2 ** height };
};

/**
 * Reads the nodes that proofs are planned from: two queries, however many proofs. What comes back answers for exactly
 * the addresses asked.
 */
export const readNodes = async (
  on: Queryable,
  bookId: string,
  plans: readonly ProofPlan[],
): Promise<(address: NodeAddress) => Uint8Array> => {
  const addresses = new Map(plans.flat(2).map((address) => [keyOf(address), address]));
  const runs = [...addresses.values()].map(runBelow);
  const stored = new Map<string, Uint8Array>();
  const leaves = runs.filter(({ level }) => level === 0);
  if (leaves.length > 0)
    for (const row of await on.query<{ leaf_index: bigint; leaf_hash: Buffer }>(
      `SELECT l.leaf_index, l.leaf_hash FROM unnest($2::bigint[], $3::bigint[]) AS run(first, past)
       JOIN log_leaves l ON l.book_id = $1 AND l.leaf_index >= run.first AND l.leaf_index < run.past`,
      [bookId, leaves.map(({ first }) => first), leaves.map(({ first, count }) => first + count)],
    ))
      stored.set(keyOf({ level: 0, index: Number(row.leaf_index) }), row.leaf_hash);
  const tiles = runs.filter(({ level }) => level > 0);
  if (tiles.length > 0)
    for (const row of await on.query<{ level: number; node_index: bigint; hash: Buffer }>(
      `SELECT n.level, n.node_index, n.hash FROM unnest($2::integer[], $3::bigint[], $4::bigint[]) AS run(level, first, past)
       JOIN log_nodes n ON n.book_id = $1 AND n.level = run.level AND n.node_index >= run.first AND n.node_index < run.past`,
      [
        bookId,
        tiles.map(({ level }) => level),
        tiles.map(({ first }) => first),
        tiles.map(({ first, count }) => first + count),
      ],
    ))
      stored.set(keyOf({ level: row.level, index: Number(row.node_index) }), row.hash);
  return (address) => hashOf(bookId, stored, address);
};

const hashOf = (bookId: string, stored: ReadonlyMap<string, Uint8Array>, address: NodeAddress): Uint8Array => {
  const run = runBelow(address);
  let hashes: Uint8Array[] = Array.from({ length: run.count }, (_, i) => {
    const hash = stored.get(keyOf({ level: run.level, index: run.first + i }));
    if (hash === undefined) throw new Error(`the log of ${bookId} lacks its node ${run.level}/${run.first + i}`);
    return new Uint8Array(hash);
  });
  while (hashes.length > 1)
    hashes = Array.from({ length: hashes.length / 2 }, (_, i) =>
      nodeHashOf(hashes[2 * i] as Uint8Array, hashes[2 * i + 1] as Uint8Array),
    );
  return hashes[0] as Uint8Array;
};
