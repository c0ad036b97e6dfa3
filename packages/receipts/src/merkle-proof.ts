import type { TreeNode } from './compact-range.ts';
import { EMPTY_ROOT, nodeHashOf } from './merkle-hash.ts';

/*
 * Proofs are planned before they are read: a plan names the stored nodes that each hash of the proof is made of, so that
 * a store can fetch them all in one query and hand them to `foldPlan`. Node addresses are those of `TreeNode`.
 */
export type NodeAddress = Omit<TreeNode, 'hash'>;

/** For each hash of a proof, in order, the perfect subtrees whose roots make it, left to right. */
export type ProofPlan = readonly (readonly NodeAddress[])[];

/** Leaves `begin` up to, not including, `end`. */
interface Span {
  readonly begin: number;
  readonly end: number;
}

const largestPowerOfTwoBelow = (size: number): number => {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
};

/** The perfect subtrees of a span that begins on a multiple of its largest power of two, as all spans here do. */
const subtreesOf = (span: Span): NodeAddress[] => {
  const subtrees: NodeAddress[] = [];
  for (let begin = span.begin; begin < span.end; ) {
    let level = 0;
    while (begin % 2 ** (level + 1) === 0 && begin + 2 ** (level + 1) <= span.end) level += 1;
    subtrees.push({ level, index: begin / 2 ** level });
    begin += 2 ** level;
  }
  return subtrees;
};

const requireCount = (name: string, value: number): void => {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${name} must be a whole number of at least 0, not ${value}`);
};

const inclusionSpans = (index: number, span: Span): Span[] => {
  const size = span.end - span.begin;
  if (size === 1) return [];
  const split = span.begin + largestPowerOfTwoBelow(size);
  const left = { begin: span.begin, end: split };
  const right = { begin: split, end: span.end };
  return index < split ? [...inclusionSpans(index, left), right] : [...inclusionSpans(index, right), left];
};

/**
 * The plan of the proof that leaf `index` is in the tree of the first `size` leaves (RFC 6962, section 2.1.1).
 * Throws `RangeError` when it is not.
 */
export const planInclusion = (index: number, size: number): ProofPlan => {
  requireCount('a leaf index', index);
  requireCount('a tree size', size);
  if (index >= size) throw new RangeError(`leaf ${index} is not in a tree of ${size} leaves`);
  return inclusionSpans(index, { begin: 0, end: size }).map(subtreesOf);
};

const consistencySpans = (end: number, span: Span, isKnown: boolean): Span[] => {
  if (end === span.end) return isKnown ? [] : [span];
  const split = span.begin + largestPowerOfTwoBelow(span.end - span.begin);
  const left = { begin: span.begin, end: split };
  const right = { begin: split, end: span.end };
  return end <= split
    ? [...consistencySpans(end, left, isKnown), right]
    : [...consistencySpans(end, right, false), left];
};

/**
 * The plan of the proof that the tree of the first `newSize` leaves begins with the tree of the first `oldSize`
 * (RFC 6962, section 2.1.2). Throws `RangeError` unless 1 ≤ oldSize ≤ newSize: every tree extends the empty one.
 */
export const planConsistency = (oldSize: number, newSize: number): ProofPlan => {
  requireCount('a tree size', oldSize);
  requireCount('a tree size', newSize);
  if (oldSize === 0 || oldSize > newSize)
    throw new RangeError(`no consistency proof goes from ${oldSize} to ${newSize} leaves`);
  return consistencySpans(oldSize, { begin: 0, end: newSize }, true).map(subtreesOf);
};

/** The plan, of one hash, for the root of the first `size` leaves; used to recompute a checkpoint from stored nodes. */
export const planRoot = (size: number): ProofPlan => {
  requireCount('a tree size', size);
  return size === 0 ? [] : [subtreesOf({ begin: 0, end: size })];
};

/** The proof of a plan, given the hash at each address. */
export const foldPlan = (plan: ProofPlan, hashAt: (address: NodeAddress) => Uint8Array): Uint8Array[] =>
  plan.map((subtrees) => subtrees.map(hashAt).reduceRight((right, left) => nodeHashOf(left, right)));

/** The root from stored nodes; equal to `rootOf` the compact range of the same leaves. */
export const rootFromNodes = (size: number, hashAt: (address: NodeAddress) => Uint8Array): Uint8Array =>
  foldPlan(planRoot(size), hashAt)[0] ?? EMPTY_ROOT;
