import type { LogEntry } from '@clearline/line';
import {
  appendLeaf,
  borrowerPseudonym,
  leafData,
  leafHashOf,
  hexOf,
  noticeCommitment,
  noticeSalt,
  type CompactRange,
  type ReceiptLeaf,
  type TreeNode,
} from '@clearline/receipts';
import { toJson } from '@clearline/line';
import { TILE_HEIGHT } from './nodes.ts';

/** Where a borrower’s own chain of leaves stands. */
export interface Chain {
  /** 32 bytes in hexadecimal; salts and the pseudonym are made from it. */
  readonly secret: string;
  readonly sequence: number;
  /** Leaf hash in hexadecimal; null before the first leaf. */
  readonly previous: string | null;
}

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

/** The leaf of an entry, next in its borrower’s chain. */
export const leafOf = ({ borrowerId, entry }: BorrowerEntry, chain: Chain): ReceiptLeaf => ({
  version: 1,
  // The notice as it is downloaded: amounts are numbers there, and have the same canonical text.
  notice:
    entry.notice === null
      ? null
      : noticeCommitment(JSON.parse(toJson(entry.notice)), saltOf(chain.secret, entry.notice)),
  decision: entry.decision?.recordHash ?? null,
  policy: entry.decision?.policyVersion ?? null,
  borrower: borrowerPseudonym(borrowerId, chain.secret),
  sequence: chain.sequence + 1,
  previous: chain.previous,
});

export const saltOf = (secret: string, notice: { readonly id: string }): string => noticeSalt(secret, notice.id);

/** Appends entries in order. Pure; `chains` must hold everyone’s whom an entry is of. */
export const appendEntries = (
  before: CompactRange,
  entries: readonly BorrowerEntry[],
  chains: ReadonlyMap<string, Chain>,
): Appended => {
  const grown = new Map(chains);
  const leaves: AppendedLeaf[] = [];
  const nodes: TreeNode[] = [];
  let range = before;
  for (const of of entries) {
    const chain = grown.get(of.borrowerId);
    if (chain === undefined) throw new Error(`the chain of ${of.borrowerId} was not read for the batch`);
    const data = leafData(leafOf(of, chain));
    const hash = leafHashOf(data);
    leaves.push({ ...of, index: range.size, data, hash });
    const appended = appendLeaf(range, hash);
    range = appended.range;
    nodes.push(...appended.completed.filter(isStored));
    grown.set(of.borrowerId, { ...chain, sequence: chain.sequence + 1, previous: hexOf(hash) });
  }
  return { range, leaves, nodes };
};

/** The leaves themselves are stored with their data. */
export const isStored = ({ level }: TreeNode): boolean => level > 0 && level % TILE_HEIGHT === 0;
