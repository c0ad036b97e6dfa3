import { appendLeaf, type CompactRange, EMPTY_RANGE, rootOf } from '../compact-range.ts';
import { leafHashOf } from '../merkle-hash.ts';
import type { NodeAddress } from '../merkle-proof.ts';

/** For tests: the tree over some leaves, with every node that was completed, as a store would keep them. */
export interface Tree {
  readonly range: CompactRange;
  readonly size: number;
  readonly root: Uint8Array;
  /** Throws for a node that was never completed: no plan may ask for one. */
  readonly hashAt: (address: NodeAddress) => Uint8Array;
}

export const treeOf = (leaves: readonly Uint8Array[]): Tree => {
  const nodes = new Map<string, Uint8Array>();
  let range: CompactRange = EMPTY_RANGE;
  for (const leaf of leaves) {
    const appended = appendLeaf(range, leafHashOf(leaf));
    range = appended.range;
    for (const { level, index, hash } of appended.completed) nodes.set(`${level}/${index}`, hash);
  }
  const hashAt = ({ level, index }: NodeAddress): Uint8Array => {
    const hash = nodes.get(`${level}/${index}`);
    if (hash === undefined) throw new Error(`the plan asks for node ${level}/${index}, which was never completed`);
    return hash;
  };
  return { range, size: range.size, root: rootOf(range), hashAt };
};
