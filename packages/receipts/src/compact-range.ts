import { EMPTY_ROOT, HASH_BYTES, nodeHashOf } from './merkle-hash.ts';

/**
 * All that must be kept to append to a log and sign its next root: the roots of the perfect subtrees that the leaves so
 * far fall into, largest first; there is one for each bit set in `size`. A million leaves need twenty hashes at most.
 */
export interface CompactRange {
  readonly size: number;
  readonly hashes: readonly Uint8Array[];
}

/** The root of a perfect subtree: it covers leaves `index * 2^level` up to, not including, `(index + 1) * 2^level`. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Uint8Array;
}

export const EMPTY_RANGE: CompactRange = { size: 0, hashes: [] };

/**
 * Adds one leaf. Also returns the perfect subtrees that it completed (the leaf itself first): stored as they come, they
 * let any later proof be read in `log2(size)` look-ups, and none of them ever changes.
 */
export const appendLeaf = (
  range: CompactRange,
  leafHash: Uint8Array,
): { readonly range: CompactRange; readonly completed: readonly TreeNode[] } => {
  if (leafHash.length !== HASH_BYTES)
    throw new RangeError(`a leaf hash has ${HASH_BYTES} bytes, not ${leafHash.length}`);
  const hashes = [...range.hashes];
  let node: TreeNode = { level: 0, index: range.size, hash: leafHash };
  const completed = [node];
  while (node.index % 2 === 1) {
    const left = hashes.pop();
    if (left === undefined)
      throw new RangeError(`a range of size ${range.size} cannot have ${range.hashes.length} hashes`);
    node = { level: node.level + 1, index: (node.index - 1) / 2, hash: nodeHashOf(left, node.hash) };
    completed.push(node);
  }
  hashes.push(node.hash);
  return { range: { size: range.size + 1, hashes }, completed };
};

/** The Merkle tree hash of the leaves so far (RFC 6962, section 2.1). */
export const rootOf = (range: CompactRange): Uint8Array =>
  range.hashes.length === 0 ? EMPTY_ROOT : range.hashes.toReversed().reduce((right, left) => nodeHashOf(left, right));
