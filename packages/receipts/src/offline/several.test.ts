import { describe, expect, it } from 'vitest';
import { sha256Hex } from '#crypto';
import { signCheckpoint } from '../checkpoint.ts';
import { appendLeaf, EMPTY_RANGE, rootOf } from '../compact-range.ts';
import { ed25519Signer, verifierKeyText } from '../keys.ts';
import { leafHashOf } from '../merkle-hash.ts';
import { foldPlan, planInclusion } from '../merkle-proof.ts';
import { formatReceipt } from '../receipt.ts';
import { leafData, leafHashHex, noticeCommitment, type ReceiptLeaf } from '../receipt-leaf.ts';
import type { TrustedKeys } from '../trust.ts';
import { describeFiles } from './several.ts';

const origin = 'lender.example/books/1';
const signer = ed25519Signer(origin, new Uint8Array(32).fill(7));
const trusted: TrustedKeys = {
  logs: [{ origin, keys: [{ key: verifierKeyText(signer.key), fromSize: 0, untilSize: null }] }],
  witnesses: [],
  witnessesNeeded: 0,
};
const salt = sha256Hex('salt');
const noticeNo = (n: number) => ({ id: `n${n}`, title: `通知 ${n}` });

/** One borrower’s log: a notice, a decision that no notice tells of, two more notices. */
const leaves: ReceiptLeaf[] = [];
for (const [at, isNotice] of [true, false, true, true].entries())
  leaves.push({
    version: 1,
    notice: isNotice ? noticeCommitment(noticeNo(at), salt) : null,
    decision: sha256Hex(`decision ${at}`),
    policy: 'policy',
    borrower: sha256Hex('borrower'),
    sequence: at + 1,
    previous: at === 0 ? null : leafHashHex(leaves[at - 1] as ReceiptLeaf),
  });
const nodes = new Map<string, Uint8Array>();
let range = EMPTY_RANGE;
for (const leaf of leaves) {
  const appended = appendLeaf(range, leafHashOf(leafData(leaf)));
  range = appended.range;
  for (const { level, index, hash } of appended.completed) nodes.set(`${level}/${index}`, hash);
}
const checkpoint = signCheckpoint({ origin, size: range.size, root: rootOf(range) }, [signer]);
const proofOf = (at: number): string =>
  formatReceipt({
    leaf: leaves[at] as ReceiptLeaf,
    salt,
    index: at,
    hashes: foldPlan(planInclusion(at, range.size), ({ level, index }) => nodes.get(`${level}/${index}`) as Uint8Array),
    checkpoint,
  });
const files = (...places: readonly number[]): string[] =>
  places.flatMap((at) => [JSON.stringify(noticeNo(at)), proofOf(at)]);
const listOf = (held: readonly ReceiptLeaf[]): string =>
  JSON.stringify({
    items: held.map((leaf, index) => ({ index, factSeq: index, leaf, leafHash: '', checkpointSize: 4 })),
  });

describe('several files of one borrower (R61)', () => {
  it('are one chain with the list of records, in whatever order they are given', () => {
    const verdict = describeFiles([...files(3, 0, 2).reverse(), listOf(leaves)], trusted);
    expect(verdict).toMatchObject({ genuine: true, headline: { en: expect.stringContaining('3 notices') } });
    expect(verdict.headline.zh).toContain('没有遗漏');
  });

  it('are caught when one was kept back, and without the list it is said that one may be missing', () => {
    expect(describeFiles([...files(0, 3), listOf(leaves)], trusted)).toMatchObject({
      genuine: false,
      headline: { en: 'Not verified' },
    });
    const without = describeFiles(files(0, 2, 3), trusted);
    expect(without.genuine).toBe(false);
    expect(without.headline.en).toContain('something is missing between');
    expect(without.details.at(-1)?.en).toContain('receipt_hidden');
  });

  it('are caught when the newest was left out, or the list says another thing of one', () => {
    expect(describeFiles([...files(0, 2), listOf(leaves)], trusted).details.at(-1)?.en).toContain(
      'record 4 is of a notice',
    );
    const other = leaves.with(3, { ...(leaves[3] as ReceiptLeaf), policy: 'another' });
    expect(describeFiles([...files(0, 2, 3), listOf(other)], trusted).details.at(-1)?.en).toContain(
      'record 4 of the list',
    );
  });

  it('are caught when a record was rewritten, or left out of the list', () => {
    const rewritten = leaves.with(1, { ...(leaves[1] as ReceiptLeaf), policy: 'another' });
    expect(describeFiles([...files(0, 2, 3), listOf(rewritten)], trusted).details.at(-1)?.en).toContain('chain_broken');
    expect(describeFiles([...files(0, 2, 3), listOf(leaves.toSpliced(1, 1))], trusted).genuine).toBe(false);
  });

  it('are refused when one notice was altered, or lacks its proof', () => {
    const altered = files(0, 2).with(2, JSON.stringify({ ...noticeNo(2), title: '一切照旧' }));
    expect(describeFiles([...altered, listOf(leaves)], trusted).details.at(-1)?.en).toContain('notice_altered');
    expect(describeFiles(files(0, 2).slice(0, 3), trusted).headline.zh).toBe('文件不成对');
    expect(describeFiles([listOf(leaves)], trusted).genuine).toBe(false);
  });

  it('that are one pair are checked as one', () => {
    expect(describeFiles(files(2), trusted)).toMatchObject({ genuine: true });
    expect(describeFiles(files(2).reverse(), trusted).details[0]?.en).toContain('record number 3');
  });
});
