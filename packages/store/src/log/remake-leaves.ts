import { leafOfEntry } from '@clearline/line';
import {
  appendLeaf,
  canonicalJson,
  EMPTY_RANGE,
  hexOf,
  leafHashOf,
  rootOf,
  type CompactRange,
} from '@clearline/receipts';
import { readFacts } from '../book/read-facts.ts';
import { writeRows } from '../book/write-rows.ts';
import type { Queryable } from '../db/sql.ts';
import { RowSet } from '../project/row-set.ts';
import type { BorrowerEntry } from './append.ts';
import { entriesOf } from './catch-up.ts';
import { openSecret } from './chains.ts';
import { logDamaged } from './damaged.ts';
import type { SecretBox } from './secret-box.ts';

/** Leaves lost at once beyond which a backup is the better way. */
const LOST_MAX = 1_000;
/** Orders tried under one checkpoint: facts say in which order a borrower’s leaves came, not how borrowers were mixed. */
const TRIES_MAX = 20_000;
const PAGE = 5_000;

/** A leaf as the facts make it, whose place is not known: between the borrower’s leaves that are left. */
interface LostLeaf extends BorrowerEntry {
  readonly data: string;
  readonly after: number;
  readonly before: number;
  readonly recordedAt: string;
  /** The borrower’s lost leaf before it, which has to come first. */
  readonly follows: LostLeaf | null;
}

/** Leaves of one signed checkpoint, some of which are gone. */
interface Torn {
  readonly from: number;
  readonly size: number;
  readonly root: string;
  readonly lost: readonly number[];
}

/**
 * Makes leaves of a book’s log that were lost again, from its facts and the borrowers’ secrets. A leaf is put back only where
 * the signed checkpoint over its place has the root that then results; so nothing can be slipped in.
 * @returns how many were made again.
 * @throws StoreError `log_damaged` where a secret is gone, facts and gaps do not match, or no order gives a signed root.
 */
export const remakeLeaves = async (tx: Queryable, box: SecretBox, bookId: string): Promise<number> => {
  const torn = await tornCheckpoints(tx, bookId);
  const places = torn.flatMap(({ lost }) => lost);
  if (places.length === 0) return 0;
  if (places.length > LOST_MAX) throw logDamaged(bookId, `more than ${LOST_MAX} of its leaves are lost`);
  const lost = await lostLeaves(tx, box, bookId);
  if (lost.length !== places.length)
    throw logDamaged(bookId, `${places.length} leaves are lost, and the facts make ${lost.length} that it lacks`);
  const used = new Set<LostLeaf>();
  let range = EMPTY_RANGE;
  for (const checkpoint of torn) {
    range = append(range, await leavesBetween(tx, bookId, range.size, checkpoint.from));
    const left = await leavesBetween(tx, bookId, checkpoint.from, checkpoint.size);
    const found = fitting(range, checkpoint, left, lost, used);
    if (found === null)
      throw logDamaged(bookId, `no order of the lost leaves gives the root that was signed at ${checkpoint.size}`);
    await putBack(tx, bookId, checkpoint.size, found);
    for (const [place, leaf] of found) left.set(place, leaf.data);
    range = append(range, left);
  }
  return places.length;
};

const tornCheckpoints = async (tx: Queryable, bookId: string): Promise<Torn[]> => {
  const rows = await tx.query<{ from: bigint; size: bigint; root: Buffer; lost: bigint[] }>(
    `SELECT c.before AS from, c.size, c.root, array_agg(g.index ORDER BY g.index) AS lost FROM (
       SELECT size, root, lag(size, 1, 0::bigint) OVER (ORDER BY size) AS before FROM log_checkpoints WHERE book_id = $1) AS c
     CROSS JOIN LATERAL generate_series(c.before, c.size - 1) AS g(index)
     WHERE NOT EXISTS (SELECT 1 FROM log_leaves l WHERE l.book_id = $1 AND l.leaf_index = g.index)
     GROUP BY c.before, c.size, c.root ORDER BY c.size LIMIT ${LOST_MAX + 1}`,
    [bookId],
  );
  return rows.map((row) => ({
    from: Number(row.from),
    size: Number(row.size),
    root: row.root.toString('hex'),
    lost: row.lost.map(Number),
  }));
};

/** Every leaf that the facts make and the log lacks, in the order in which they were recorded. */
const lostLeaves = async (tx: Queryable, box: SecretBox, bookId: string): Promise<LostLeaf[]> => {
  const ids = await tx.query<{ borrower_id: string }>(
    `SELECT DISTINCT borrower_id FROM facts f WHERE book_id = $1 AND type IN ('decision.recorded', 'notice.issued')
       AND NOT EXISTS (SELECT 1 FROM log_leaves l
         WHERE l.book_id = $1 AND l.borrower_id = f.borrower_id AND l.fact_seq = f.seq) ORDER BY borrower_id`,
    [bookId],
  );
  const lost: LostLeaf[] = [];
  for (const { borrower_id: borrowerId } of ids) lost.push(...(await lostOf(tx, box, bookId, borrowerId)));
  return lost.sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : 0));
};

const lostOf = async (tx: Queryable, box: SecretBox, bookId: string, borrowerId: string): Promise<LostLeaf[]> => {
  const [kept] = await tx.query<{ sealed: Buffer | null; erased_through: bigint | null }>(
    'SELECT sealed, erased_through FROM log_secrets WHERE book_id = $1 AND borrower_id = $2',
    [bookId, borrowerId],
  );
  if (kept === undefined || kept.sealed === null || kept.erased_through !== null)
    throw logDamaged(bookId, `leaves of borrower ${borrowerId} are lost, whose secret is gone or was erased`);
  const secret = openSecret(box, bookId, borrowerId, kept.sealed);
  const rows = await tx.query<{ fact_seq: number; leaf_index: bigint; leaf_hash: Buffer }>(
    'SELECT fact_seq, leaf_index, leaf_hash FROM log_leaves WHERE book_id = $1 AND borrower_id = $2',
    [bookId, borrowerId],
  );
  const left = new Map(rows.map((row) => [row.fact_seq, row]));
  const facts = (await readFacts(tx, bookId, [borrowerId])).get(borrowerId) ?? [];
  const entries = entriesOf(borrowerId, facts);
  const lost: LostLeaf[] = [];
  let chain = { secret, sequence: 0, previous: null as string | null };
  let after = -1;
  let follows: LostLeaf | null = null;
  for (const [k, each] of entries.entries()) {
    const { factSeq } = each.entry;
    const row = left.get(factSeq);
    if (row !== undefined) {
      after = Number(row.leaf_index);
      follows = null;
      chain = { ...chain, sequence: chain.sequence + 1, previous: row.leaf_hash.toString('hex') };
      continue;
    }
    const data = canonicalJson(leafOfEntry(borrowerId, each.entry, chain));
    const next = entries.slice(k + 1).find((later) => left.has(later.entry.factSeq));
    const before = next === undefined ? Infinity : Number(left.get(next.entry.factSeq)?.leaf_index);
    follows = { ...each, data, after, before, recordedAt: facts[factSeq]?.recordedAt ?? '', follows };
    lost.push(follows);
    chain = { ...chain, sequence: chain.sequence + 1, previous: hashOf(data) };
  }
  return lost;
};

const hashOf = (data: string): string => hexOf(leafHashOf(Buffer.from(data, 'utf8')));

/** Leaves of a run of places by place; those that are lost are left out. */
const leavesBetween = async (tx: Queryable, bookId: string, from: number, to: number): Promise<Map<number, string>> => {
  const leaves = new Map<number, string>();
  for (let first = from; first < to; first += PAGE)
    for (const row of await tx.query<{ leaf_index: bigint; leaf: string }>(
      'SELECT leaf_index, leaf FROM log_leaves WHERE book_id = $1 AND leaf_index >= $2 AND leaf_index < $3',
      [bookId, first, Math.min(first + PAGE, to)],
    ))
      leaves.set(Number(row.leaf_index), row.leaf);
  return leaves;
};

/** Appends whole leaves from the range’s end on. */
const append = (before: CompactRange, leaves: ReadonlyMap<number, string>): CompactRange => {
  let range = before;
  for (let leaf = leaves.get(range.size); leaf !== undefined; leaf = leaves.get(range.size))
    range = appendLeaf(range, leafHashOf(Buffer.from(leaf, 'utf8'))).range;
  return range;
};

/** The lost leaves in their places under a checkpoint, found by trying: its signed root says which order was the true one. */
const fitting = (
  before: CompactRange,
  { size, root, lost: places }: Torn,
  left: ReadonlyMap<number, string>,
  lost: readonly LostLeaf[],
  used: Set<LostLeaf>,
): Map<number, LostLeaf> | null => {
  const placed = new Map<number, LostLeaf>();
  let tries = 0;
  const holds = (): boolean => {
    tries += 1;
    const range = append(before, new Map([...left, ...[...placed].map(([place, { data }]) => [place, data] as const)]));
    return range.size === size && hexOf(rootOf(range)) === root;
  };
  const from = (k: number): boolean => {
    const place = places[k];
    if (place === undefined) return holds();
    for (const leaf of lost) {
      if (tries >= TRIES_MAX) return false;
      const fits = leaf.after < place && place < leaf.before && (leaf.follows === null || used.has(leaf.follows));
      if (!fits || used.has(leaf)) continue;
      placed.set(place, leaf);
      used.add(leaf);
      if (from(k + 1)) return true;
      placed.delete(place);
      used.delete(leaf);
    }
    return false;
  };
  return from(0) ? placed : null;
};

const putBack = async (
  tx: Queryable,
  bookId: string,
  checkpointSize: number,
  found: ReadonlyMap<number, LostLeaf>,
): Promise<void> => {
  const rows = new RowSet();
  for (const [place, { borrowerId, entry, data }] of found)
    rows.add('log_leaves', {
      leaf_index: place,
      checkpoint_size: checkpointSize,
      borrower_id: borrowerId,
      fact_seq: entry.factSeq,
      notice_id: entry.notice?.id ?? null,
      leaf: data,
      leaf_hash: Buffer.from(leafHashOf(Buffer.from(data, 'utf8'))),
    });
  await writeRows(tx, bookId, rows);
};
