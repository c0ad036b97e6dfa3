import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '#crypto';
import { utf8 } from './bytes.ts';
import { signCheckpoint } from './checkpoint.ts';
import { appendLeaf, EMPTY_RANGE, rootOf } from './compact-range.ts';
import { contentHash } from './content-hash.ts';
import { cosigner, ed25519Signer, type NoteSigner, verifierKeyText } from './keys.ts';
import { formatLogProof, parseLogProof } from './log-proof.ts';
import { leafHashOf } from './merkle-hash.ts';
import { foldPlan, planConsistency, planInclusion } from './merkle-proof.ts';
import { formatReceipt, verifyReceipt } from './receipt.ts';
import { verifyGrowth, verifyReceiptChain } from './receipt-chain.ts';
import type { ReceiptLeaf } from './receipt-leaf.ts';
import { borrowerPseudonym, leafData, leafHashHex, noticeCommitment, noticeSalt, parseLeaf } from './receipt-leaf.ts';
import { addSignatures, signNote } from './signed-note.ts';
import { treeOf } from './testing/tree.ts';
import type { TrustedKeys } from './trust.ts';
import { applyKeyRotation, followKeyRotations, signKeyRotation, verifyCheckpoint } from './trust.ts';

const seedOf = (byte: number) => new Uint8Array(32).fill(byte);
const ORIGIN = 'lender.example/books/1';
const signer = ed25519Signer(ORIGIN, seedOf(1));
const nextSigner = ed25519Signer(ORIGIN, seedOf(2));
const witness = cosigner('witness.example/w1', seedOf(3), 1_770_000_000n);
const trusted: TrustedKeys = {
  logs: [{ origin: ORIGIN, keys: [{ key: verifierKeyText(signer.key), fromSize: 0, untilSize: null }] }],
  witnesses: [],
  witnessesNeeded: 0,
};

interface Logged {
  readonly notice: { readonly id: string; readonly limitAfterFen: number; readonly text: string };
  readonly salt: string;
  readonly leaf: ReceiptLeaf;
}

/** A log of the notices of several borrowers, in the order given: `owners[i]` is the borrower of notice `i`. */
const logOf = (owners: readonly number[], wording = 'limit reduced') => {
  const logged: Logged[] = [];
  for (const [at, owner] of owners.entries()) {
    const before = logged.filter((_, index) => owners[index] === owner);
    const notice = { id: `n${at}`, limitAfterFen: 500_000 + at, text: `${wording} ${at}` };
    const salt = sha256Hex(`salt ${at}`);
    const last = before.at(-1);
    const leaf: ReceiptLeaf = {
      version: 1,
      notice: noticeCommitment(notice, salt),
      decision: contentHash({ decision: at }),
      policy: contentHash('policy'),
      borrower: borrowerPseudonym(`b${owner}`, sha256Hex(`secret ${owner}`)),
      sequence: before.length + 1,
      previous: last === undefined ? null : leafHashHex(last.leaf),
    };
    logged.push({ notice, salt, leaf });
  }
  const { range, hashAt } = treeOf(logged.map(({ leaf }) => leafData(leaf)));
  const checkpoint = signCheckpoint({ origin: ORIGIN, size: range.size, root: rootOf(range) }, [signer]);
  const receiptOf = (at: number) =>
    formatReceipt({
      leaf: logged[at]!.leaf,
      salt: logged[at]!.salt,
      index: at,
      hashes: foldPlan(planInclusion(at, range.size), hashAt),
      checkpoint,
    });
  return { logged, hashAt, checkpoint, receiptOf, size: range.size };
};

const verifiedOf = (log: ReturnType<typeof logOf>, at: number) => {
  const verified = verifyReceipt(JSON.stringify(log.logged[at]!.notice), log.receiptOf(at), trusted);
  if (!verified.ok) throw new Error(verified.refusal.message);
  return verified.value;
};

/** Who got each notice: up to twelve notices among three borrowers, at least one. */
const owners = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 12 });

describe('a receipt (R10)', () => {
  it('verifies for every notice, whatever the layout of its JSON', () => {
    fc.assert(
      fc.property(owners, fc.nat(), (list, pick) => {
        const log = logOf(list);
        const at = pick % list.length;
        const { notice } = log.logged[at]!;
        const rearranged = JSON.stringify(Object.fromEntries(Object.entries(notice).reverse()), null, 2);
        expect(verifyReceipt(rearranged, log.receiptOf(at), trusted)).toMatchObject({
          ok: true,
          value: { index: at, leaf: log.logged[at]!.leaf, checkpoint: { origin: ORIGIN, size: list.length } },
        });
      }),
      { numRuns: 40 },
    );
  });

  it('catches an altered notice, and a notice exchanged for another', () => {
    fc.assert(
      fc.property(owners, fc.nat(), fc.nat(), (list, pick, exchange) => {
        const log = logOf(list);
        const at = pick % list.length;
        const { notice } = log.logged[at]!;
        const altered = JSON.stringify({ ...notice, limitAfterFen: notice.limitAfterFen + 1 });
        expect(verifyReceipt(altered, log.receiptOf(at), trusted)).toMatchObject({
          refusal: { code: 'notice_altered' },
        });
        const instead = exchange % list.length;
        if (instead !== at)
          expect(verifyReceipt(JSON.stringify(log.logged[instead]!.notice), log.receiptOf(at), trusted)).toMatchObject({
            refusal: { code: 'notice_altered' },
          });
      }),
      { numRuns: 40 },
    );
  });

  it('catches any single changed character of itself', () => {
    const log = logOf([0, 1, 0, 2, 1]);
    const notice = JSON.stringify(log.logged[2]!.notice);
    const receipt = log.receiptOf(2);
    fc.assert(
      fc.property(fc.nat(receipt.length - 1), fc.constantFrom('A', 'b', '7', '\n', ' ', '='), (at, character) => {
        fc.pre(receipt[at] !== character);
        const verified = verifyReceipt(notice, receipt.slice(0, at) + character + receipt.slice(at + 1), trusted);
        expect(verified.ok).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it('refuses numbers that JSON would round, text that is no JSON, and a receipt without leaf and salt', () => {
    const log = logOf([0]);
    expect(verifyReceipt('{"a":9007199254740993}', log.receiptOf(0), trusted)).toMatchObject({
      refusal: { code: 'malformed_notice' },
    });
    expect(verifyReceipt('notice', log.receiptOf(0), trusted)).toMatchObject({ refusal: { code: 'malformed_notice' } });
    const bare = log.receiptOf(0).replace(/^extra .*\n/m, '');
    expect(verifyReceipt('{}', bare, trusted)).toMatchObject({
      refusal: { code: 'malformed_receipt', field: 'extra' },
    });
  });

  it('R63: refuses a notice to which a field was added that hides behind another of its name, or whose number is respelled', () => {
    const log = logOf([0]);
    const { notice } = log.logged[0]!;
    const text = JSON.stringify(notice);
    const [name] = Object.keys(notice);
    const limit = String(notice.limitAfterFen);
    const forged = [
      `{${JSON.stringify(name)}:"forged",${text.slice(1)}`,
      `{"\\u00${name!.charCodeAt(0).toString(16)}${name!.slice(1)}":"forged",${text.slice(1)}`,
      text.replace(`:${limit}`, `:${limit}.00000000000000000001`),
      text.replace(`:${limit}`, `:${limit}.0`),
    ];
    for (const one of forged) {
      expect(one).not.toBe(text);
      expect([one, JSON.parse(one)]).toEqual([one, JSON.parse(text)]);
      expect(verifyReceipt(one, log.receiptOf(0), trusted)).toMatchObject({ refusal: { code: 'malformed_notice' } });
    }
  });

  it('tells nothing without its salt: two salts, two commitments', () => {
    expect(noticeCommitment({ a: 1n }, sha256Hex('x'))).not.toBe(noticeCommitment({ a: 1n }, sha256Hex('y')));
    expect(noticeSalt(sha256Hex('x'), 'n1')).not.toBe(noticeSalt(sha256Hex('x'), 'n2'));
    expect(noticeSalt(sha256Hex('x'), 'n1')).not.toBe(noticeSalt(sha256Hex('y'), 'n1'));
    expect(() => noticeSalt('secret', 'n1')).toThrow('32 bytes');
    expect(() => noticeCommitment({}, 'short')).toThrow('32 bytes');
    expect(() => borrowerPseudonym('b', '')).toThrow('32 bytes');
  });

  it('has a leaf with every field as it must be', () => {
    const { leaf } = logOf([0]).logged[0]!;
    expect(parseLeaf(leaf)).toEqual({ ok: true, value: leaf });
    const wrong: [string, unknown][] = [
      ['version', { ...leaf, version: 2 }],
      ['notice', { ...leaf, notice: 'x' }],
      ['decision', { ...leaf, decision: 1 }],
      ['policy', { ...leaf, policy: '' }],
      ['borrower', { ...leaf, borrower: null }],
      ['sequence', { ...leaf, sequence: 0 }],
      ['previous', { ...leaf, sequence: 2 }],
      ['leaf', { ...leaf, comment: 'hidden' }],
      ['leaf', { ...leaf, notice: null, decision: null }],
      ['leaf', null],
    ];
    for (const [field, value] of wrong)
      expect(parseLeaf(value)).toMatchObject({ refusal: { code: 'malformed_receipt', field } });
  });
});

describe('a receipt that witnesses have seen (R60)', () => {
  const lenders = ed25519Signer('lender.example/lender', seedOf(5));
  const log = logOf([0, 0, 1]);
  const notice = JSON.stringify(log.logged[1]!.notice);
  const { range } = appendLeaf(EMPTY_RANGE, leafHashOf(utf8(log.checkpoint)));
  const outer = (signers: readonly NoteSigner[]): string =>
    formatLogProof({
      extra: null,
      index: 0,
      hashes: [],
      checkpoint: signCheckpoint({ origin: lenders.key.name, size: 1, root: rootOf(range) }, signers),
    });
  const withWitnesses = (witnessed: string | null): string => {
    const parts = parseLogProof(log.receiptOf(1));
    if (!parts.ok) throw new Error(parts.refusal.message);
    const { leaf, salt } = log.logged[1]!;
    return formatReceipt({ ...parts.value, leaf, salt, witnessed });
  };
  const all: TrustedKeys = {
    logs: [
      ...trusted.logs,
      { origin: lenders.key.name, keys: [{ key: verifierKeyText(lenders.key), fromSize: 0, untilSize: null }] },
    ],
    witnesses: [verifierKeyText(witness.key)],
    witnessesNeeded: 1,
  };

  it('names them, and satisfies whoever asks for them', () => {
    const receipt = withWitnesses(outer([lenders, witness]));
    expect(verifyReceipt(notice, receipt, all)).toMatchObject({ ok: true, value: { witnesses: [witness.key.name] } });
    // Who knows only the book’s key cannot judge the rest, and is told of no witness.
    expect(verifyReceipt(notice, receipt, trusted)).toMatchObject({ ok: true, value: { witnesses: [] } });
  });

  it('is refused without as many as are needed, whether the proof is missing or nobody cosigned', () => {
    for (const witnessed of [null, outer([lenders])])
      expect(verifyReceipt(notice, withWitnesses(witnessed), all)).toMatchObject({
        refusal: { code: 'too_few_witnesses' },
      });
    expect(verifyReceipt(notice, withWitnesses(null), { ...all, witnessesNeeded: 0 }).ok).toBe(true);
  });

  it('cannot borrow the witnesses of another checkpoint, nor of another log', () => {
    const other = appendLeaf(EMPTY_RANGE, leafHashOf(utf8(logOf([0, 0, 1, 1]).checkpoint))).range;
    const note = signCheckpoint({ origin: lenders.key.name, size: 1, root: rootOf(other) }, [lenders, witness]);
    const foreign = formatLogProof({ extra: null, index: 0, hashes: [], checkpoint: note });
    expect(verifyReceipt(notice, withWitnesses(foreign), all)).toMatchObject({ refusal: { code: 'root_mismatch' } });
    const unknown: TrustedKeys = { ...all, logs: trusted.logs };
    expect(verifyReceipt(notice, withWitnesses(outer([lenders, witness])), unknown)).toMatchObject({
      refusal: { code: 'too_few_witnesses' },
    });
    for (const damaged of ['', 'x', outer([lenders, witness]).replace('index 0', 'index 7')])
      expect(verifyReceipt(notice, withWitnesses(damaged), all).ok).toBe(false);
  });
});

describe('a borrower’s chain of receipts (R11)', () => {
  const list = [0, 1, 0, 0, 2, 0, 1, 0];
  const log = logOf(list);
  const mine = list.flatMap((owner, at) => (owner === 0 ? [verifiedOf(log, at)] : []));

  it('is whole', () => {
    expect(verifyReceiptChain(mine)).toEqual({ ok: true, value: true });
    expect(verifyReceiptChain([])).toEqual({ ok: true, value: true });
  });

  it('catches a hidden notice, unless it is the last', () => {
    for (let hidden = 0; hidden < mine.length - 1; hidden += 1)
      expect(verifyReceiptChain(mine.toSpliced(hidden, 1))).toMatchObject({
        refusal: {
          code: 'receipt_hidden',
          message: expect.stringContaining(`leaf ${hidden + 1} is missing`) as unknown,
        },
      });
  });

  it('catches any reordering, repetition or stranger', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...mine.keys()], { minLength: mine.length }), (order) => {
        fc.pre(order.some((at, position) => at !== position));
        expect(verifyReceiptChain(order.map((at) => mine[at]!)).ok).toBe(false);
      }),
    );
    expect(verifyReceiptChain([mine[0]!, mine[0]!])).toMatchObject({ refusal: { code: 'receipt_reordered' } });
    expect(verifyReceiptChain([mine[0]!, verifiedOf(log, 6)])).toMatchObject({ refusal: { code: 'other_borrower' } });
  });

  it('goes over decisions without a notice by their leaves, and catches a notice passed off as one', () => {
    const silent = mine[1]!.leaf;
    const decisionOnly: ReceiptLeaf = { ...silent, notice: null };
    const after: ReceiptLeaf = { ...mine[2]!.leaf, previous: leafHashHex(decisionOnly) };
    const held = [mine[0]!, { ...mine[2]!, leaf: after }];
    expect(verifyReceiptChain(held, [decisionOnly])).toEqual({ ok: true, value: true });
    expect(verifyReceiptChain(held)).toMatchObject({ refusal: { code: 'receipt_hidden' } });
    expect(verifyReceiptChain([mine[0]!, mine[2]!], [silent])).toMatchObject({ refusal: { code: 'receipt_hidden' } });
    expect(verifyReceiptChain([mine[0]!, mine[2]!], [decisionOnly])).toMatchObject({
      refusal: { code: 'chain_broken' },
    });
    const ofAnother = { ...decisionOnly, borrower: sha256Hex('another') };
    expect(verifyReceiptChain(held, [ofAnother])).toMatchObject({ refusal: { code: 'other_borrower' } });
  });

  it('catches a notice rewritten in the middle, and one logged out of order', () => {
    const forged = verifiedOf(logOf(list, 'limit kept'), 2);
    expect(verifyReceiptChain(mine.with(1, forged))).toMatchObject({ refusal: { code: 'chain_broken' } });
    expect(verifyReceiptChain(mine.with(1, { ...mine[1]!, index: 0 }))).toMatchObject({
      refusal: { code: 'receipt_reordered', field: 'index' },
    });
  });
});

describe('a log between two checkpoints (R12)', () => {
  it('is proven to have only grown', () => {
    fc.assert(
      fc.property(owners, owners, (first, more) => {
        const older = logOf(first);
        const newer = logOf([...first, ...more]);
        const proof = foldPlan(planConsistency(older.size, newer.size), newer.hashAt);
        expect(verifyGrowth(older.checkpoint, newer.checkpoint, proof, trusted).ok).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('is caught when it was rewritten, shortened or reordered, with any proof the forger can make', () => {
    fc.assert(
      fc.property(owners, owners, fc.nat(), (first, more, pick) => {
        const older = logOf(first);
        const rewritten = logOf([...first, ...more], 'another wording');
        const proof = foldPlan(planConsistency(older.size, rewritten.size), rewritten.hashAt);
        expect(verifyGrowth(older.checkpoint, rewritten.checkpoint, proof, trusted)).toMatchObject({
          refusal: { code: 'log_rewritten' },
        });
        const shortened = logOf([...first, ...more].toSpliced(pick % first.length, 1));
        const shortProof =
          shortened.size < older.size ? [] : foldPlan(planConsistency(older.size, shortened.size), shortened.hashAt);
        if (shortened.size > 0) {
          const verdict = verifyGrowth(older.checkpoint, shortened.checkpoint, shortProof, trusted);
          // Dropping one of two equal neighbours in `owners` only renames the later ones when nothing else differs.
          expect(verdict.ok).toBe(startsWith(shortened.logged, older.logged));
        }
      }),
      { numRuns: 40 },
    );
  });

  const startsWith = (whole: readonly Logged[], start: readonly Logged[]): boolean =>
    whole.length >= start.length && start.every(({ leaf }, at) => leafHashHex(leaf) === leafHashHex(whole[at]!.leaf));

  it('starts from nothing without a proof', () => {
    const empty = logOf([]);
    const one = logOf([0]);
    expect(verifyGrowth(empty.checkpoint, one.checkpoint, [], trusted).ok).toBe(true);
    expect(verifyGrowth(empty.checkpoint, one.checkpoint, [new Uint8Array(32)], trusted).ok).toBe(false);
    expect(verifyGrowth(one.checkpoint, empty.checkpoint, [], trusted)).toMatchObject({
      refusal: { code: 'log_rewritten' },
    });
  });
});

describe('trust (R13)', () => {
  const log = logOf([0, 1, 0]);

  it('is in logs that were named, by keys that sign there', () => {
    expect(verifyCheckpoint(log.checkpoint, trusted)).toMatchObject({
      ok: true,
      value: { size: 3, signedBy: [ORIGIN] },
    });
    expect(verifyCheckpoint(log.checkpoint, { ...trusted, logs: [] })).toMatchObject({
      refusal: { code: 'wrong_origin' },
    });
    const strange = signCheckpoint({ origin: ORIGIN, size: 3, root: new Uint8Array(32) }, [nextSigner]);
    expect(verifyCheckpoint(strange, trusted)).toMatchObject({ refusal: { code: 'no_trusted_signature' } });
  });

  it('asks for as many witnesses as it says, and never takes a witness for the log', () => {
    const strict = { ...trusted, witnesses: [verifierKeyText(witness.key)], witnessesNeeded: 1 };
    expect(verifyCheckpoint(log.checkpoint, strict)).toMatchObject({ refusal: { code: 'too_few_witnesses' } });
    const cosigned = addSignatures(log.checkpoint, [witness]);
    expect(cosigned.ok && verifyCheckpoint(cosigned.value, strict)).toMatchObject({
      ok: true,
      value: { witnesses: ['witness.example/w1'] },
    });
    const alone = signCheckpoint({ origin: ORIGIN, size: 3, root: new Uint8Array(32) }, [witness]);
    expect(verifyCheckpoint(alone, strict)).toMatchObject({ refusal: { code: 'no_trusted_signature' } });
  });

  it('passes to a new key by a statement that both keys signed, at a size', () => {
    const rotated = applyKeyRotation(signKeyRotation(ORIGIN, 3, signer, nextSigner), trusted);
    if (!rotated.ok) throw new Error(rotated.refusal.message);
    const at = (size: number, by: typeof signer) =>
      verifyCheckpoint(signCheckpoint({ origin: ORIGIN, size, root: new Uint8Array(32) }, [by]), rotated.value);
    expect(at(3, signer).ok).toBe(true);
    expect(at(4, nextSigner).ok).toBe(true);
    expect(at(4, signer)).toMatchObject({ refusal: { code: 'key_not_valid_at_size' } });
    expect(at(2, nextSigner)).toMatchObject({ refusal: { code: 'key_not_valid_at_size' } });
    expect(verifyReceipt(JSON.stringify(log.logged[0]!.notice), log.receiptOf(0), rotated.value).ok).toBe(true);
  });

  it('does not pass by a statement that lacks a signature, goes back, or is damaged', () => {
    const rotation = signKeyRotation(ORIGIN, 3, signer, nextSigner);
    const lines = rotation.trimEnd().split('\n');
    const without = (line: number) => `${lines.toSpliced(lines.length - line, 1).join('\n')}\n`;
    expect(applyKeyRotation(without(1), trusted)).toMatchObject({ refusal: { code: 'malformed_rotation' } });
    expect(applyKeyRotation(without(2), trusted)).toMatchObject({ refusal: { code: 'malformed_rotation' } });
    expect(applyKeyRotation('anything\n', trusted)).toMatchObject({ refusal: { code: 'malformed_rotation' } });
    const later = applyKeyRotation(rotation, trusted);
    const back = signKeyRotation(ORIGIN, 2, nextSigner, ed25519Signer(ORIGIN, seedOf(5)));
    expect(later.ok && applyKeyRotation(back, later.value)).toMatchObject({ refusal: { code: 'malformed_rotation' } });
    const thief = signKeyRotation(ORIGIN, 9, signer, ed25519Signer(ORIGIN, seedOf(6)));
    expect(later.ok && applyKeyRotation(thief, later.value)).toMatchObject({ refusal: { code: 'malformed_rotation' } });
  });

  it('R64: does not pass to a key that was replaced before, nor to one of a witness or of another log', () => {
    const later = applyKeyRotation(signKeyRotation(ORIGIN, 3, signer, nextSigner), trusted);
    if (!later.ok) throw new Error(later.refusal.message);
    const bad: [rotation: string, from: TrustedKeys][] = [
      [signKeyRotation(ORIGIN, 5, nextSigner, signer), later.value],
      [signKeyRotation(ORIGIN, 5, signer, signer), trusted],
      [signKeyRotation(ORIGIN, 5, signer, cosigner(ORIGIN, seedOf(3), 1n)), trusted],
      [signKeyRotation(ORIGIN, 5, signer, ed25519Signer('another.example/books/1', seedOf(4))), trusted],
      // Signed by both, and says more than a rotation does.
      [
        signNote(
          `clearline/key-rotation@v1\n${ORIGIN}\n5\n${verifierKeyText(nextSigner.key)}\n\nand the old key goes on\n`,
          [signer, nextSigner],
        ),
        trusted,
      ],
    ];
    for (const [rotation, from] of bad)
      expect(applyKeyRotation(rotation, from)).toMatchObject({ refusal: { code: 'malformed_rotation' } });
  });

  it('R65: is followed from any key of the log, over the statements of several logs, each in its order', () => {
    const other = 'lender.example/books/2';
    const keys = [1, 2, 3, 4].map((seed) => ed25519Signer(ORIGIN, seedOf(seed)));
    const others = [5, 6].map((seed) => ed25519Signer(other, seedOf(seed)));
    const statements = keys.slice(1).map((key, at) => signKeyRotation(ORIGIN, 10 * (at + 1), keys[at]!, key));
    const list = [statements[0]!, signKeyRotation(other, 7, others[0]!, others[1]!), ...statements.slice(1)];
    const from = (key: NoteSigner): TrustedKeys => ({
      ...trusted,
      logs: [{ origin: ORIGIN, keys: [{ key: verifierKeyText(key.key), fromSize: 0, untilSize: null }] }],
    });
    for (const [at, key] of keys.entries()) {
      const followed = followKeyRotations(list, from(key));
      const [log] = followed.ok ? followed.value.logs : [];
      expect(log?.keys.map((each) => each.key)).toEqual(keys.slice(at).map((each) => verifierKeyText(each.key)));
    }
    // One left out, or two in the wrong order, lead nowhere.
    for (let at = 0; at < statements.length; at += 1) {
      const rest = statements.toSpliced(at, 1);
      expect(followKeyRotations(rest, from(keys[0]!)).ok).toBe(at === statements.length - 1);
      expect(followKeyRotations([...rest, statements[at]!], from(keys[0]!)).ok).toBe(at === statements.length - 1);
    }
  });
});
