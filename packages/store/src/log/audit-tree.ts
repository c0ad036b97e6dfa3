import {
  appendLeaf,
  applyKeyRotation,
  EMPTY_RANGE,
  hexOf,
  leafHashOf,
  rootOf,
  verifyCheckpoint,
  type CompactRange,
  type TrustedKeys,
} from '@clearline/receipts';
import type { Difference } from '../audit/compare.ts';
import type { Queryable } from '../db/sql.ts';
import { isStored } from './append.ts';
import { keyRotations, trustedLog } from './keys.ts';

export interface LogProof {
  readonly origin: string;
  readonly leaves: number;
  readonly checkpoints: number;
  /** Root over all leaves, in hexadecimal: what the newest checkpoint says. */
  readonly root: string;
}

/** Leaves that are held at a time. */
const PAGE = 5_000;

interface CheckpointRow extends Record<string, unknown> {
  readonly size: bigint;
  readonly root: Buffer;
  readonly note: string;
}

/**
 * Hashes the whole tree of a log again. Every checkpoint must be signed by a key that was valid at its size and have
 * the root of exactly the leaves before it; so each is consistent with each. Memory stays flat.
 * @returns null for a log that was never begun.
 */
export const auditTree = async (on: Queryable, bookId: string, differences: Difference[]): Promise<LogProof | null> => {
  const log = await trustedLog(on, bookId);
  if (log === null) return null;
  const report = (where: string, key: string | number, detail: string): void =>
    void differences.push({ where, key: String(key), detail });
  const trusted: TrustedKeys = { logs: [log], witnesses: [], witnessesNeeded: 0 };
  await checkRotations(on, bookId, trusted, report);
  const nodes = await storedNodes(on, bookId);
  let range: CompactRange = EMPTY_RANGE;
  let checkpoints = 0;
  for (;;) {
    const first = range.size;
    const rows = await on.query<{ leaf_index: bigint; checkpoint_size: bigint; leaf: string; leaf_hash: Buffer }>(
      `SELECT leaf_index, checkpoint_size, leaf, leaf_hash FROM log_leaves
       WHERE book_id = $1 AND leaf_index >= $2 ORDER BY leaf_index LIMIT ${PAGE}`,
      [bookId, first],
    );
    if (rows.length === 0) break;
    const signed = await checkpointsIn(on, bookId, first, first + rows.length);
    checkpoints += signed.size;
    for (const row of rows) {
      const index = range.size;
      if (Number(row.leaf_index) !== index) {
        await nameLost(on, bookId, index, report);
        return { origin: log.origin, leaves: index, checkpoints, root: hexOf(rootOf(range)) };
      }
      const hash = leafHashOf(Buffer.from(row.leaf, 'utf8'));
      if (!row.leaf_hash.equals(hash)) report('log_leaves', index, 'its text is not what its hash says');
      const appended = appendLeaf(range, hash);
      range = appended.range;
      for (const node of appended.completed.filter(isStored)) {
        const key = `${node.level}/${node.index}`;
        if (nodes.get(key) !== hexOf(node.hash)) report('log_nodes', key, 'is not what the leaves below it make');
        nodes.delete(key);
      }
      const checkpoint = signed.get(range.size);
      if (checkpoint !== undefined) checkCheckpoint(checkpoint, range, trusted, report);
      if (checkpoint === undefined && Number(row.checkpoint_size) === range.size)
        report('log_checkpoints', range.size, 'a leaf was committed under it, and it is not there');
    }
  }
  for (const key of nodes.keys()) report('log_nodes', key, 'no leaves lie below it');
  await checkEnd(on, bookId, range.size, report);
  return { origin: log.origin, leaves: range.size, checkpoints, root: hexOf(rootOf(range)) };
};

type Report = (where: string, key: string | number, detail: string) => void;

const checkCheckpoint = (row: CheckpointRow, range: CompactRange, trusted: TrustedKeys, report: Report): void => {
  const verified = verifyCheckpoint(row.note, trusted);
  if (!verified.ok) return report('log_checkpoints', range.size, verified.refusal.message);
  const root = hexOf(rootOf(range));
  if (verified.value.size !== range.size || hexOf(verified.value.root) !== root || row.root.toString('hex') !== root)
    report('log_checkpoints', range.size, 'is signed over other leaves than those before it: the log was rewritten');
};

/** Every run of leaves that is not there, from the first on: beyond it no root can be worked out. */
const nameLost = async (on: Queryable, bookId: string, first: number, report: Report): Promise<void> => {
  const gaps = await on.query<{ first: bigint; last: bigint }>(
    `SELECT before + 1 AS first, leaf_index - 1 AS last FROM (
       SELECT leaf_index, lag(leaf_index, 1, -1::bigint) OVER (ORDER BY leaf_index) AS before
       FROM log_leaves WHERE book_id = $1) AS leaf
     WHERE leaf_index > before + 1 AND leaf_index >= $2 ORDER BY 1`,
    [bookId, first],
  );
  for (const gap of gaps)
    report(
      'log_leaves',
      gap.first === gap.last ? String(gap.first) : `${gap.first}–${gap.last}`,
      `the log lacks ${gap.last - gap.first + 1n} of its leaves here; nothing beyond leaf ${first} can be hashed until they are back`,
    );
};

/** Nothing is logged that no checkpoint covers, and no checkpoint covers what is not there. */
const checkEnd = async (on: Queryable, bookId: string, size: number, report: Report): Promise<void> => {
  const [last] = await on.query<{ size: bigint | null }>(
    'SELECT max(size) AS size FROM log_checkpoints WHERE book_id = $1',
    [bookId],
  );
  const signedSize = Number(last?.size ?? 0n);
  if (signedSize !== size)
    report(
      'log_checkpoints',
      signedSize,
      `is the newest, while the log has ${size} leaves: it was cut off or added to`,
    );
};

const checkpointsIn = async (
  on: Queryable,
  bookId: string,
  after: number,
  through: number,
): Promise<Map<number, CheckpointRow>> => {
  const rows = await on.query<CheckpointRow>(
    'SELECT size, root, note FROM log_checkpoints WHERE book_id = $1 AND size > $2 AND size <= $3',
    [bookId, after, through],
  );
  return new Map(rows.map((row) => [Number(row.size), row]));
};

/** One in 256 leaves makes a node, so all of them fit in memory. */
const storedNodes = async (on: Queryable, bookId: string): Promise<Map<string, string>> => {
  const rows = await on.query<{ level: number; node_index: bigint; hash: Buffer }>(
    'SELECT level, node_index, hash FROM log_nodes WHERE book_id = $1',
    [bookId],
  );
  return new Map(rows.map((row) => [`${row.level}/${row.node_index}`, row.hash.toString('hex')]));
};

/** Whoever trusts the first key must come to the present one by the statements that were published. */
const checkRotations = async (on: Queryable, bookId: string, trusted: TrustedKeys, report: Report): Promise<void> => {
  const [log] = trusted.logs;
  const first = log?.keys[0];
  if (log === undefined || first === undefined) return;
  let followed: TrustedKeys = { ...trusted, logs: [{ ...log, keys: [{ ...first, untilSize: null }] }] };
  for (const [at, rotation] of (await keyRotations(on, bookId)).entries()) {
    const next = applyKeyRotation(rotation, followed);
    if (!next.ok) return report('log_keys', at + 2, next.refusal.message);
    followed = next.value;
  }
  if (JSON.stringify(followed.logs[0]) !== JSON.stringify(log))
    report('log_keys', log.keys.length, 'the keys are not those that the published rotations lead to');
};
