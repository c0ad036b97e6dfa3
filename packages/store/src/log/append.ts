import { leafOfEntry, type LogChain, type LogEntry } from '@clearline/line';
import { appendLeaf, leafData, leafHashOf, hexOf, type CompactRange, type TreeNode } from '@clearline/receipts';
import { TILE_HEIGHT } from './nodes.ts';

/** An entry with whose it is. */
export interface BorrowerEntry {
  readonly borrowerId: string;
  readonly entry: LogEntry;
}

export interface AppendedLeaf extends BorrowerEntry {
  readonly index: number;
  readonly data: Uint8Array;
  readonly hash: Uint8Array;
}

export interface Appended {
  readonly range: CompactRange;
  readonly leaves: readonly AppendedLeaf[];
  /** Completed nodes of the levels that are stored. */
  readonly nodes: readonly TreeNode[];
}

/** Appends entries in order. Pure; `chains` must hold everyone’s whom an entry is of. */
export const appendEntries = (
  before: CompactRange,
  entries: readonly BorrowerEntry[],
  chains: ReadonlyMap<string, LogChain>,
): Appended => {
  const grown = new Map(chains);
  const leaves: AppendedLeaf[] = [];
  const nodes: TreeNode[] = [];
  let range = before;
  for (const of of entries) {
    const chain = grown.get(of.borrowerId);
    if (chain === undefined) throw new Error(`the chain of ${of.borrowerId} was not read for the batch`);
    const data = leafData(leafOfEntry(of.borrowerId, of.entry, chain));
    const hash = leafHashOf(data);
    leaves.push({ index: range.size, data, hash, ...of });
    const appended = appendLeaf(range, hash);
    range = appended.range;
    nodes.push(...appended.completed.filter(isStored));
    grown.set(of.borrowerId, { ...chain, sequence: chain.sequence + 1, previous: hexOf(hash) });
  }
  return { range, leaves, nodes };
};

/** The leaves themselves are stored with their data. */
export const isStored = ({ level }: TreeNode): boolean => level > 0 && level % TILE_HEIGHT === 0;
