import * as fc from 'fast-check';
import type { LogChain, LogEntry } from '@clearline/line';
import { EMPTY_RANGE, leafHashOf, nodeHashOf, parseLeaf, rootOf, sha256Hex } from '@clearline/receipts';
import { describe, expect, it } from 'vitest';
import { appendEntries, type BorrowerEntry } from './append.ts';

const chainOf = (borrowerId: string): [string, LogChain] => [
  borrowerId,
  { secret: sha256Hex(borrowerId), sequence: 0, previous: null },
];
const chains = new Map(['a', 'b', 'c'].map(chainOf));
const entryOf = (borrowerId: string, factSeq: number): BorrowerEntry => {
  const decision = { recordHash: sha256Hex(`${borrowerId}/${factSeq}`), policyVersion: 'p' };
  return { borrowerId, entry: { factSeq, notice: null, decision } satisfies LogEntry };
};

describe('S31: leaves appended', () => {
  it('are one gapless chain a borrower, whatever the order and however they are cut into batches', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 30 }),
        fc.nat(30),
        (owners, cut) => {
          const entries = owners.map(entryOf);
          const whole = appendEntries(EMPTY_RANGE, entries, chains);
          const first = appendEntries(EMPTY_RANGE, entries.slice(0, cut), chains);
          const grown = new Map(chains);
          for (const { borrowerId, hash } of first.leaves) {
            const chain = grown.get(borrowerId) as LogChain;
            grown.set(borrowerId, {
              ...chain,
              sequence: chain.sequence + 1,
              previous: Buffer.from(hash).toString('hex'),
            });
          }
          const second = appendEntries(first.range, entries.slice(cut), grown);
          expect([...first.leaves, ...second.leaves]).toEqual(whole.leaves);
          expect(rootOf(second.range)).toEqual(rootOf(whole.range));
          for (const borrowerId of chains.keys()) {
            const mine = whole.leaves.filter((leaf) => leaf.borrowerId === borrowerId);
            mine.forEach(({ data }, at) => {
              const leaf = parseLeaf(JSON.parse(Buffer.from(data).toString('utf8')));
              const before = mine[at - 1];
              expect(leaf).toMatchObject({
                ok: true,
                value: {
                  sequence: at + 1,
                  previous: before === undefined ? null : Buffer.from(before.hash).toString('hex'),
                },
              });
            });
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('store every 256th node above them, and no other', () => {
    const entries = Array.from({ length: 600 }, (_, at) => entryOf('a', at));
    const { leaves, nodes } = appendEntries(EMPTY_RANGE, entries, chains);
    expect(nodes.map(({ level, index }) => [level, index])).toEqual([
      [8, 0],
      [8, 1],
    ]);
    let hashes = leaves.slice(256, 512).map(({ data }) => leafHashOf(data));
    while (hashes.length > 1)
      hashes = Array.from({ length: hashes.length / 2 }, (_, i) =>
        nodeHashOf(hashes[2 * i] as Uint8Array, hashes[2 * i + 1] as Uint8Array),
      );
    expect(nodes[1]?.hash).toEqual(hashes[0]);
  });
});
