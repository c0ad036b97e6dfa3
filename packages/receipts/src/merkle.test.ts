import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64Of, bytesOfBase64, bytesOfHex, hexOf, utf8 } from './bytes.ts';
import { appendLeaf, EMPTY_RANGE, rootOf } from './compact-range.ts';
import { EMPTY_ROOT, leafHashOf, nodeHashOf } from './merkle-hash.ts';
import { foldPlan, planConsistency, planInclusion, rootFromNodes } from './merkle-proof.ts';
import { treeOf } from './testing/tree.ts';
import { verifyConsistency, verifyInclusion } from './verify-proof.ts';

/** The definition of RFC 6962, section 2.1, as written there: the oracle for everything else. */
const merkleTreeHash = (leaves: readonly Uint8Array[]): Uint8Array => {
  if (leaves.length === 0) return EMPTY_ROOT;
  if (leaves.length === 1) return leafHashOf(leaves[0]!);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHashOf(merkleTreeHash(leaves.slice(0, split)), merkleTreeHash(leaves.slice(split)));
};

const leavesOf = (count: number) => Array.from({ length: count }, (_, index) => utf8(`leaf ${index}`));

/** Sizes about powers of two, where trees change shape. */
const sizes = fc.oneof(
  fc.integer({ min: 1, max: 70 }),
  fc.constantFrom(1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129),
);

const flipBit = (bytes: Uint8Array, bit: number): Uint8Array =>
  bytes.map((byte, index) => (index === Math.floor(bit / 8) % bytes.length ? byte ^ (1 << (bit % 8)) : byte));

describe('the Merkle tree (R4)', () => {
  // The eight leaves and roots used by the reference implementations of RFC 6962.
  const known = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];

  it('hashes as the reference implementations do', () => {
    const leaves = known.map((hex) => bytesOfHex(hex)!);
    const root = (count: number) => hexOf(rootOf(treeOf(leaves.slice(0, count)).range));
    expect(root(0)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(root(1)).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(root(8)).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
    expect(base64Of(rootOf(treeOf(leaves.slice(0, 6)).range))).toBe('duZ9rbzfHhDht03cYIq9L5jfsW+851J3tSMqEn8gh+8=');
    const { hashAt } = treeOf(leaves);
    expect(foldPlan(planConsistency(6, 8), hashAt).map(base64Of)).toEqual([
      'DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=',
      'yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=',
      '037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=',
    ]);
    expect(bytesOfBase64(base64Of(rootFromNodes(8, hashAt)))).toEqual(rootOf(treeOf(leaves).range));
  });

  it('grown leaf by leaf has the root of the definition, and keeps one hash per bit of its size', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const leaves = leavesOf(size);
        const { range, hashAt } = treeOf(leaves);
        expect(rootOf(range)).toEqual(merkleTreeHash(leaves));
        expect(rootFromNodes(size, hashAt)).toEqual(rootOf(range));
        expect(range.hashes.length).toBe(size.toString(2).replaceAll('0', '').length);
      }),
    );
  });

  it('refuses to append what is no hash, or to a range that is no range', () => {
    expect(() => appendLeaf(EMPTY_RANGE, new Uint8Array(31))).toThrow('32 bytes, not 31');
    expect(() => appendLeaf({ size: 3, hashes: [] }, new Uint8Array(32))).toThrow('size 3 cannot have 0 hashes');
  });
});

describe('inclusion proofs (R5)', () => {
  it('verify for every leaf, and for no other index, leaf, size or root', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(255), (size, pick, bit) => {
        const index = pick % size;
        const { range, hashAt } = treeOf(leavesOf(size));
        const leafHash = leafHashOf(utf8(`leaf ${index}`));
        const proof = foldPlan(planInclusion(index, size), hashAt);
        const claim = { leafHash, index, size, proof, root: rootOf(range) };
        expect(verifyInclusion(claim)).toEqual({ ok: true, value: true });
        expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
        expect(verifyInclusion({ ...claim, leafHash: flipBit(leafHash, bit) }).ok).toBe(false);
        expect(verifyInclusion({ ...claim, root: flipBit(claim.root, bit) }).ok).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...proof, claim.root] }).ok).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [claim.root, ...proof] }).ok).toBe(false);
        expect(verifyInclusion({ ...claim, index: size }).ok).toBe(false);
        if (size > 1) {
          expect(verifyInclusion({ ...claim, index: (index + 1) % size }).ok).toBe(false);
          expect(verifyInclusion({ ...claim, proof: proof.slice(1) }).ok).toBe(false);
          expect(verifyInclusion({ ...claim, proof: proof.with(0, flipBit(proof[0]!, bit)) }).ok).toBe(false);
        }
      }),
    );
  });

  it('are refused for hashes of another length, even where nothing is left to combine', () => {
    const [short, whole] = [new Uint8Array(0), new Uint8Array(32)];
    const malformed = { ok: false, refusal: { code: 'malformed_proof' } };
    expect(verifyInclusion({ leafHash: short, index: 0, size: 1, proof: [], root: short })).toMatchObject(malformed);
    expect(verifyInclusion({ leafHash: whole, index: 0, size: 2, proof: [short], root: whole })).toMatchObject(
      malformed,
    );
    const growth = { oldSize: 1, oldRoot: whole, newSize: 2, newRoot: whole, proof: [new Uint8Array(33)] };
    expect(verifyConsistency(growth)).toMatchObject(malformed);
  });

  it('are refused for sizes and indexes that are not counts', () => {
    const claim = { leafHash: EMPTY_ROOT, index: 0, size: 1, proof: [], root: EMPTY_ROOT };
    expect(verifyInclusion({ ...claim, size: 2 ** 53 })).toMatchObject({ refusal: { code: 'size_out_of_range' } });
    expect(verifyInclusion({ ...claim, index: -1 })).toMatchObject({ refusal: { code: 'index_out_of_range' } });
    expect(() => planInclusion(3, 3)).toThrow('leaf 3 is not in a tree of 3 leaves');
    expect(() => planInclusion(-1, 3)).toThrow('whole number');
  });
});

describe('consistency proofs (R6)', () => {
  it('verify for every pair of sizes, and catch a rewritten leaf, a dropped leaf and a swap', () => {
    fc.assert(
      fc.property(sizes, sizes, fc.nat(), fc.nat(255), (one, other, pick, bit) => {
        const [oldSize, newSize] = one < other ? [one, other] : [other, one];
        const leaves = leavesOf(newSize);
        const { range, hashAt } = treeOf(leaves);
        const oldRoot = merkleTreeHash(leaves.slice(0, oldSize));
        const proof = foldPlan(planConsistency(oldSize, newSize), hashAt);
        const claim = { oldSize, oldRoot, newSize, newRoot: rootOf(range), proof };
        expect(verifyConsistency(claim)).toEqual({ ok: true, value: true });

        const forge = (forged: readonly Uint8Array[]) => {
          const log = treeOf(forged);
          return verifyConsistency({
            oldSize,
            oldRoot,
            newSize: forged.length,
            newRoot: rootOf(log.range),
            proof: forged.length < oldSize ? [] : foldPlan(planConsistency(oldSize, forged.length), log.hashAt),
          });
        };
        const at = pick % oldSize;
        expect(forge(leaves.with(at, utf8('rewritten'))).ok).toBe(false);
        expect(forge(leaves.toSpliced(at, 1)).ok).toBe(false);
        if (oldSize > 1) {
          const next = (at + 1) % oldSize;
          expect(forge(leaves.with(at, leaves[next]!).with(next, leaves[at]!)).ok).toBe(false);
        }
        expect(verifyConsistency({ ...claim, newRoot: flipBit(claim.newRoot, bit) }).ok).toBe(false);
        expect(verifyConsistency({ ...claim, proof: [...proof, oldRoot] }).ok).toBe(false);
      }),
    );
  });

  it('from the empty tree are refused as meaningless, as is a log that shrank', () => {
    const claim = { oldSize: 0, oldRoot: EMPTY_ROOT, newSize: 1, newRoot: EMPTY_ROOT, proof: [] };
    expect(verifyConsistency(claim)).toMatchObject({ refusal: { code: 'size_out_of_range' } });
    expect(verifyConsistency({ ...claim, oldSize: 2 })).toMatchObject({ refusal: { code: 'size_out_of_range' } });
    expect(() => planConsistency(0, 3)).toThrow('no consistency proof goes from 0 to 3');
    expect(() => planConsistency(4, 3)).toThrow('no consistency proof goes from 4 to 3');
  });
});
