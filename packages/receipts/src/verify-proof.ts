import { sameBytes } from './bytes.ts';
import { HASH_BYTES, nodeHashOf } from './merkle-hash.ts';
import type { Checked } from './refusal.ts';
import { accepted, refused } from './refusal.ts';

/*
 * Verification as RFC 9162 states it (sections 2.1.3.2 and 2.1.4.2): walking up from the leaf, `position` is where we
 * are in the present level and `last` is the level's last position. Halving is by division because sizes exceed 32 bits.
 */
const half = (value: number): number => Math.floor(value / 2);
const isOdd = (value: number): boolean => value % 2 === 1;
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

interface Level {
  readonly position: number;
  readonly last: number;
}
const up = (level: Level): Level => ({ position: half(level.position), last: half(level.last) });

/** Climbs past levels at which the right edge of the tree has no sibling. */
const climbWhile = (level: Level, condition: (position: number) => boolean): Level => {
  let at = level;
  while (condition(at.position)) at = up(at);
  return at;
};

const tooLong = (length: number) =>
  refused('proof_wrong_length', 'proof', `the proof of ${length} hashes is too long for this tree`);

/** Hashes of another length would let bytes slide between the two sides of a node. */
const isWhole = (hashes: readonly Uint8Array[]): boolean => hashes.every(({ length }) => length === HASH_BYTES);
const notHashes = () => refused('malformed_proof', 'proof', `every hash of a proof has ${HASH_BYTES} bytes`);

export interface InclusionClaim {
  readonly leafHash: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** Whether a leaf is at an index of the tree with this size and root. */
export const verifyInclusion = (claim: InclusionClaim): Checked<true> => {
  const { index, size, proof } = claim;
  if (!isCount(size)) return refused('size_out_of_range', 'size', `${size} is not a tree size`);
  if (!isCount(index) || index >= size)
    return refused('index_out_of_range', 'index', `leaf ${index} is not in a tree of ${size} leaves`);
  if (!isWhole([claim.leafHash, ...proof])) return notHashes();
  let level: Level = { position: index, last: size - 1 };
  let hash = claim.leafHash;
  for (const sibling of proof) {
    if (level.last === 0) return tooLong(proof.length);
    if (isOdd(level.position) || level.position === level.last) {
      hash = nodeHashOf(sibling, hash);
      level = climbWhile(level, (position) => !isOdd(position) && position !== 0);
    } else {
      hash = nodeHashOf(hash, sibling);
    }
    level = up(level);
  }
  if (level.last !== 0) {
    return refused('proof_wrong_length', 'proof', `${proof.length} hashes do not reach the root of ${size} leaves`);
  }
  return sameBytes(hash, claim.root)
    ? accepted(true)
    : refused(
        'root_mismatch',
        'root',
        `the proof of leaf ${index} leads to another root: the leaf or the log was altered`,
      );
};

export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly newSize: number;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Whether the new tree begins with the old tree, that is, whether the log only grew. From the empty tree there is
 * nothing to prove, and a proof from it is refused so that nobody takes it for one.
 */
export const verifyConsistency = (claim: ConsistencyClaim): Checked<true> => {
  const { oldSize, newSize, proof, oldRoot, newRoot } = claim;
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize)
    return refused('size_out_of_range', 'oldSize', `a log of ${oldSize} leaves cannot have grown to ${newSize}`);
  if (oldSize === newSize) {
    if (proof.length > 0) return tooLong(proof.length);
    return sameBytes(oldRoot, newRoot)
      ? accepted(true)
      : refused(
          'root_mismatch',
          'newRoot',
          `two different roots for the same ${oldSize} leaves: the log was rewritten`,
        );
  }
  if (oldSize === 0)
    return refused('size_out_of_range', 'oldSize', 'every log extends the empty one; there is nothing to verify');
  return isWhole([oldRoot, ...proof]) ? climb(claim) : notHashes();
};

const isPowerOfTwo = (value: number): boolean => Number.isInteger(Math.log2(value)) && 2 ** Math.log2(value) === value;

/** The general case: rebuilds both roots from the proof, which must end exactly at the top. */
const climb = ({ oldSize, newSize, oldRoot, newRoot, proof }: ConsistencyClaim): Checked<true> => {
  const [first, ...rest] = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof;
  if (proof.length === 0 || first === undefined)
    return refused('proof_wrong_length', 'proof', `no hashes given, yet the log grew from ${oldSize} to ${newSize}`);
  let level = climbWhile({ position: oldSize - 1, last: newSize - 1 }, isOdd);
  let oldHash = first;
  let newHash = first;
  for (const sibling of rest) {
    if (level.last === 0) return tooLong(proof.length);
    if (isOdd(level.position) || level.position === level.last) {
      oldHash = nodeHashOf(sibling, oldHash);
      newHash = nodeHashOf(sibling, newHash);
      level = climbWhile(level, (position) => !isOdd(position) && position !== 0);
    } else {
      newHash = nodeHashOf(newHash, sibling);
    }
    level = up(level);
  }
  if (level.last !== 0) {
    return refused('proof_wrong_length', 'proof', `${proof.length} hashes do not reach the root of ${newSize} leaves`);
  }
  if (!sameBytes(oldHash, oldRoot))
    return refused('root_mismatch', 'oldRoot', `the proof does not lead to the old root of ${oldSize} leaves`);
  return sameBytes(newHash, newRoot)
    ? accepted(true)
    : refused('root_mismatch', 'newRoot', `the proof does not lead to the new root of ${newSize} leaves`);
};
