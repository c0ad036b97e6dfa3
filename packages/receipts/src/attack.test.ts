import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '#crypto';
import { base64Of, bytesOfBase64, concatBytes, textOf, utf8 } from './bytes.ts';
import { signCheckpoint } from './checkpoint.ts';
import { cosigner, ed25519Signer, type NoteSigner, verifierKeyText } from './keys.ts';
import { formatLogProof, parseLogProof } from './log-proof.ts';
import { EMPTY_ROOT, leafHashOf } from './merkle-hash.ts';
import { foldPlan, planConsistency, planInclusion } from './merkle-proof.ts';
import { describeFiles } from './offline/several.ts';
import { formatReceipt, verifyReceipt } from './receipt.ts';
import { verifyGrowth } from './receipt-chain.ts';
import { borrowerPseudonym, leafData, leafHashHex, noticeCommitment, type ReceiptLeaf } from './receipt-leaf.ts';
import { readStrictJson } from './strict-json.ts';
import { treeOf } from './testing/tree.ts';
import { type TrustedKeys, verifyCheckpoint } from './trust.ts';
import { verifyConsistency, verifyInclusion } from './verify-proof.ts';

/*
 * What somebody could do who wants a borrower, or a court, to take something for logged that is not: each kind of place in
 * a notice and its proof is altered, cut, doubled or exchanged for one of elsewhere.
 */

const seedOf = (byte: number) => new Uint8Array(32).fill(byte);
const BOOKS = ['lender.example/log/main', 'lender.example/log/other'] as const;
const LENDERS = 'lender.example/log/lender';
const [mainSigner, otherSigner, lenders] = [
  ed25519Signer(BOOKS[0], seedOf(1)),
  ed25519Signer(BOOKS[1], seedOf(2)),
  ed25519Signer(LENDERS, seedOf(3)),
];
const TIME = 1_795_406_400n;
const witness = cosigner('witness.example/w1', seedOf(4), TIME);
const secondWitness = cosigner('witness.example/w2', seedOf(5), TIME);
const trustedLog = (signer: NoteSigner) => ({
  origin: signer.key.name,
  keys: [{ key: verifierKeyText(signer.key), fromSize: 0, untilSize: null }],
});
const trusted: TrustedKeys = {
  logs: [mainSigner, otherSigner, lenders].map(trustedLog),
  witnesses: [witness, secondWitness].map(({ key }) => verifierKeyText(key)),
  witnessesNeeded: 0,
};
const needing = (witnessesNeeded: number): TrustedKeys => ({ ...trusted, witnessesNeeded });

/** A book of as many notices, its checkpoint in the lender’s log, and that cosigned. */
const bookOf = (size: number, signer: NoteSigner = mainSigner, word = 'hold') => {
  const salt = sha256Hex('salt');
  const leaves: ReceiptLeaf[] = [];
  const notices = Array.from({ length: size }, (_, n) => ({
    id: `n${n}`,
    title: { zh: '暂停', en: word },
    limitFen: n,
    on: true,
  }));
  for (const notice of notices)
    leaves.push({
      version: 1,
      notice: noticeCommitment(notice, salt),
      decision: sha256Hex('decision'),
      policy: 'policy',
      borrower: borrowerPseudonym('b', sha256Hex('secret')),
      sequence: leaves.length + 1,
      previous: leaves.length === 0 ? null : leafHashHex(leaves[leaves.length - 1]!),
    });
  const tree = treeOf(leaves.map(leafData));
  const checkpoint = signCheckpoint({ origin: signer.key.name, size, root: tree.root }, [signer]);
  const outer = treeOf([utf8('another book’s checkpoint\n'), utf8(checkpoint)]);
  const witnessedBy = (signers: readonly NoteSigner[]): string =>
    formatLogProof({
      extra: null,
      index: 1,
      hashes: foldPlan(planInclusion(1, 2), outer.hashAt),
      checkpoint: signCheckpoint({ origin: LENDERS, size: 2, root: outer.root }, signers),
    });
  const parts = (at: number) => ({
    leaf: leaves[at]!,
    salt,
    index: at,
    hashes: foldPlan(planInclusion(at, size), tree.hashAt),
    checkpoint,
    witnessed: witnessedBy([lenders, witness, secondWitness]),
  });
  return { notices, leaves, tree, checkpoint, witnessedBy, parts, receipt: (at: number) => formatReceipt(parts(at)) };
};

/** Sizes at which trees change their form. */
const size = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33);
const book = bookOf(5);
const notice = JSON.stringify(book.notices[2]);
const receipt = book.receipt(2);
const split = (text: string) => {
  const proof = parseLogProof(text);
  if (!proof.ok) throw new Error(proof.refusal.message);
  return proof.value;
};

describe('R66: a proof in which anything is altered', () => {
  it('is the one that verifies as it is', () => {
    expect(verifyReceipt(notice, receipt, needing(2))).toMatchObject({
      ok: true,
      value: { index: 2, witnesses: [witness.key.name, secondWitness.key.name] },
    });
  });

  it('is refused, whichever sign of it, for who asks for the witnesses that it has', () => {
    const signs = ['A', 'z', '9', '+', '/', '=', ' ', '\n', '\r', '\t', '\u0000', '—', '{', '"', '\u00a0'];
    const at = fc.oneof(
      fc.nat(receipt.length - 1),
      fc.nat(40),
      fc.nat(200).map((back) => receipt.length - 1 - back),
    );
    fc.assert(
      fc.property(
        at,
        fc.constantFrom(...signs),
        fc.constantFrom('put', 'insert', 'drop', 'double'),
        (where, sign, how) => {
          const [before, own, after] = [receipt.slice(0, where), receipt[where] ?? '', receipt.slice(where + 1)];
          const changed = `${before}${{ put: sign, insert: sign + own, drop: '', double: own + own }[how]}${after}`;
          fc.pre(changed !== receipt);
          expect(verifyReceipt(notice, changed, needing(2)).ok).toBe(false);
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('is refused, whichever sign of what its first line carries in base 64: leaf, salt and the proof of its witnesses', () => {
    const parsed = split(receipt);
    const extra = textOf(parsed.extra ?? new Uint8Array(0)) ?? '';
    fc.assert(
      fc.property(
        fc.nat(extra.length - 1),
        fc.constantFrom('0', 'a', 'W', ' ', '"', ',', '\\', 'é'),
        fc.boolean(),
        (where, sign, insert) => {
          const changed = extra.slice(0, where) + sign + extra.slice(insert ? where : where + 1);
          fc.pre(changed !== extra);
          const forged = formatLogProof({ ...parsed, extra: utf8(changed) });
          // With no witness asked for, a signature of one may be made unreadable: then it is not claimed that it saw it.
          const verified = verifyReceipt(notice, forged, trusted);
          expect(verified.ok ? verified.value.witnesses.length : 0).toBeLessThan(2);
          expect(verifyReceipt(notice, forged, needing(2)).ok).toBe(false);
          if (verified.ok) expect([verified.value.leaf, verified.value.index]).toEqual([book.leaves[2], 2]);
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('is refused with a field that nobody reads, or written in another order or layout: a proof has one text', () => {
    const parsed = split(receipt);
    const { leaf, salt, witnessed } = book.parts(2);
    const spelled = [
      JSON.stringify({ leaf, salt, witnessed, note: 'genuine' }),
      JSON.stringify({ salt, witnessed, leaf }),
      JSON.stringify({ leaf, salt, witnessed }, null, 1),
      JSON.stringify({ leaf, salt, witnesseD: witnessed }),
      JSON.stringify({ leaf, salt, witnessed: null }),
    ];
    for (const text of spelled)
      expect([text, verifyReceipt(notice, formatLogProof({ ...parsed, extra: utf8(text) }), trusted).ok]).toEqual([
        text,
        false,
      ]);
    const inner = formatLogProof({ ...split(witnessed), extra: utf8('hidden') });
    expect(verifyReceipt(notice, formatReceipt({ ...book.parts(2), witnessed: inner }), trusted)).toMatchObject({
      ok: false,
    });
  });

  it('is refused with hashes cut off, doubled, added or exchanged, in trees of every form', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (leaves, pick, place) => {
        const of = bookOf(leaves);
        const at = pick % leaves;
        const text = JSON.stringify(of.notices[at]);
        const parts = of.parts(at);
        expect(verifyReceipt(text, of.receipt(at), needing(2)).ok).toBe(true);
        const { hashes } = parts;
        const where = hashes.length === 0 ? 0 : place % hashes.length;
        const forged = [
          [...hashes, new Uint8Array(32)],
          [new Uint8Array(32), ...hashes],
          ...(hashes.length === 0
            ? []
            : [
                hashes.toSpliced(where, 1),
                hashes.toSpliced(where, 0, hashes[where]!),
                hashes.with(where, leafHashOf(leafData(parts.leaf))),
                hashes.slice(0, where),
              ]),
          ...(hashes.length < 2 ? [] : [hashes.toReversed()]),
        ];
        for (const each of forged)
          expect(verifyReceipt(text, formatReceipt({ ...parts, hashes: each }), trusted).ok).toBe(false);
        for (const index of [at - 1, at + 1, at + leaves, 2 * at + 1, at ^ 1])
          if (index >= 0 && index !== at)
            expect(verifyReceipt(text, formatReceipt({ ...parts, index }), trusted).ok).toBe(false);
      }),
      { numRuns: 40 },
    );
  });
});

describe('R66: a notice in which anything is altered', () => {
  it('is refused, whichever sign of it, unless it says the same in another layout', () => {
    const same = (text: string): boolean => {
      try {
        return JSON.stringify(JSON.parse(text)) === notice;
      } catch {
        return false;
      }
    };
    const signs = [
      '0',
      '1',
      'e',
      '-',
      '.',
      '"',
      ',',
      ':',
      '{',
      '}',
      '\\',
      ' ',
      '\n',
      '\u0000',
      '\ufeff',
      '\u200b',
      'é',
      '\ud800',
    ];
    fc.assert(
      fc.property(
        fc.nat(notice.length - 1),
        fc.constantFrom(...signs),
        fc.constantFrom('put', 'insert', 'drop'),
        (where, sign, how) => {
          const own = notice[where] ?? '';
          const changed =
            notice.slice(0, where) + { put: sign, insert: sign + own, drop: '' }[how] + notice.slice(where + 1);
          expect(verifyReceipt(changed, receipt, trusted).ok).toBe(same(changed));
        },
      ),
      { numRuns: 1_500 },
    );
  });
});

describe('R66: what would break who reads it', () => {
  it('is refused like anything else: halves of signs, nesting without end, and lists of them', () => {
    const deep = (open: string, close: string): string => `${open.repeat(100_000)}1${close.repeat(100_000)}`;
    const half = String.raw`{"a":"\ud800"}`;
    for (const text of [
      deep('[', ']'),
      deep('{"a":', '}'),
      half,
      String.raw`{"\uDFFF":1}`,
      '{"a":"\ud800"}',
      '',
      '[',
      'null',
      '1e999',
    ]) {
      expect(verifyReceipt(text, receipt, trusted)).toMatchObject({ ok: false });
      const carried = formatLogProof({ ...split(receipt), extra: utf8(text) });
      expect(verifyReceipt(notice, carried, trusted)).toMatchObject({ ok: false });
    }
    const records = JSON.stringify({ items: [{ leaf: { ...book.leaves[1], notice: null, policy: '\ud800' } }] });
    expect(describeFiles([notice, receipt, records], trusted).genuine).toBe(false);
    // Both halves of one sign, escaped, are a sign.
    expect(readStrictJson(String.raw`"\ud83d\ude00"`)).toEqual({ value: '😀' });
  });
});

describe('R67: a proof of elsewhere', () => {
  it('proves nothing here: of another book with the same notices, its checkpoint, its hashes or its witnesses', () => {
    const other = bookOf(5, otherSigner);
    const stranger = bookOf(5, mainSigner, 'another wording');
    // Of the other book it is a proof, and says so.
    expect(verifyReceipt(notice, other.receipt(2), trusted)).toMatchObject({
      ok: true,
      value: { checkpoint: { origin: BOOKS[1] } },
    });
    const parts = book.parts(2);
    const forged = [
      { ...parts, checkpoint: stranger.checkpoint },
      { ...parts, hashes: stranger.parts(2).hashes },
      { ...parts, leaf: stranger.leaves[2]! },
      { ...parts, witnessed: other.parts(2).witnessed },
      { ...parts, witnessed: stranger.parts(2).witnessed },
      // The book’s own proof in the place of the lender’s.
      {
        ...parts,
        witnessed: formatLogProof({ extra: null, index: 2, hashes: parts.hashes, checkpoint: book.checkpoint }),
      },
    ];
    for (const each of forged) expect(verifyReceipt(notice, formatReceipt(each), trusted).ok).toBe(false);
    for (const origin of [BOOKS[1], LENDERS, `${BOOKS[0]} `, BOOKS[0].toUpperCase()])
      expect(verifyReceipt(notice, receipt.replace(`\n\n${BOOKS[0]}\n`, `\n\n${origin}\n`), trusted).ok).toBe(false);
    const relabelled = signCheckpoint({ origin: BOOKS[1], size: 5, root: book.tree.root }, [mainSigner]);
    expect(verifyReceipt(notice, formatReceipt({ ...parts, checkpoint: relabelled }), trusted).ok).toBe(false);
  });
});

describe('R68: a witness', () => {
  const { size: leaves, root } = book.tree;
  const signedBy = (signers: readonly NoteSigner[]): string =>
    signCheckpoint({ origin: BOOKS[0], size: leaves, root }, [mainSigner, ...signers]);
  const count = (note: string, witnesses: readonly string[], needed: number) =>
    verifyCheckpoint(note, { ...trusted, witnesses, witnessesNeeded: needed });
  const keysOf = (...signers: readonly NoteSigner[]): string[] => signers.map(({ key }) => verifierKeyText(key));

  it('counts once, however many keys, names or signatures it has', () => {
    const again = cosigner(witness.key.name, seedOf(6), TIME);
    const renamed = cosigner('witness.example/alias', seedOf(4), TIME);
    for (const double of [again, renamed]) {
      expect(count(signedBy([witness, double]), keysOf(witness, double), 1)).toMatchObject({
        ok: true,
        value: { witnesses: [witness.key.name] },
      });
      expect(count(signedBy([witness, double]), keysOf(witness, double), 2)).toMatchObject({
        refusal: { code: 'too_few_witnesses' },
      });
    }
    expect(count(signedBy([witness, witness]), keysOf(witness, witness), 2)).toMatchObject({
      refusal: { code: 'too_few_witnesses' },
    });
    expect(count(signedBy([witness, secondWitness]), keysOf(witness, secondWitness), 2)).toMatchObject({ ok: true });
  });

  it('is not the log itself under another name, nor a key that signs as logs do, without saying when', () => {
    const self = cosigner('independent.example/w', seedOf(1), TIME);
    expect(count(signedBy([self]), keysOf(self), 1)).toMatchObject({ refusal: { code: 'too_few_witnesses' } });
    const timeless = ed25519Signer('witness.example/w3', seedOf(7));
    expect(count(signedBy([timeless]), keysOf(timeless), 1)).toMatchObject({ refusal: { code: 'malformed_key' } });
    const asLog = {
      ...trusted,
      logs: [{ origin: BOOKS[0], keys: [{ key: verifierKeyText(witness.key), fromSize: 0, untilSize: null }] }],
    };
    expect(verifyCheckpoint(signCheckpoint({ origin: BOOKS[0], size: leaves, root }, [witness]), asLog)).toMatchObject({
      refusal: { code: 'malformed_key' },
    });
  });

  it('is refused with another time, another key’s id, or a signature cut short or made longer', () => {
    const note = signedBy([witness]);
    const lines = note.split('\n');
    const line = lines.at(-2) ?? '';
    const bytes = bytesOfBase64(line.split(' ')[2] ?? '') ?? new Uint8Array(0);
    const withBytes = (changed: Uint8Array): string => note.replace(line, `— ${witness.key.name} ${base64Of(changed)}`);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const verified = count(withBytes(bytes.with(at, (bytes[at]! ^ change) & 0xff)), keysOf(witness), 1);
        // In the key’s id it becomes a stranger’s, anywhere else a false one.
        expect(verified).toMatchObject({ refusal: { code: at < 4 ? 'too_few_witnesses' : 'bad_signature' } });
      }),
    );
    for (const changed of [
      bytes.slice(0, -1),
      concatBytes(bytes, Uint8Array.of(0)),
      bytes.slice(0, 4 + 8),
      bytes.slice(0, 4 + 64),
      bytes.slice(0, 5),
    ])
      expect(count(withBytes(changed), keysOf(witness), 1)).toMatchObject({ refusal: { code: 'bad_signature' } });
  });

  it('and any other signer stands on a line of exactly one form; those of kinds that we do not know are passed over', () => {
    const note = signedBy([witness]);
    const line = note.split('\n').at(-2) ?? '';
    const [, name = '', signature = ''] = line.split(' ');
    const bad = [
      `—  ${name} ${signature}`,
      `— ${name}  ${signature}`,
      `— ${name} ${signature} `,
      ` — ${name} ${signature}`,
      `—\u00a0${name} ${signature}`,
      `— ${name}\t${signature}`,
      `— ${name} ${signature}\r`,
      `- ${name} ${signature}`,
      `— ${name}+x ${signature}`,
      `— ${signature}`,
      `— ${name} ${signature.slice(0, -1)}`,
      `— ${name} ${signature.replace(/[A-Za-z]/, '-')}`,
      '',
    ];
    for (const each of bad) {
      const verified = count(note.replace(line, each), keysOf(witness), 0);
      expect([each, verified.ok ? 'accepted' : verified.refusal.code]).toEqual([each, 'malformed_note']);
    }
    for (const of of ['future.example/ml-dsa', name]) {
      const unknown = `— ${of} ${base64Of(concatBytes(Uint8Array.of(9, 9, 9, 9), new Uint8Array(2_420)))}`;
      expect(count(`${note}${unknown}\n`, keysOf(witness), 1)).toMatchObject({ ok: true });
    }
    expect(count(note.replaceAll('\n', '\r\n'), keysOf(witness), 0)).toMatchObject({
      refusal: { code: 'malformed_note' },
    });
  });
});

describe('R69: trees of no leaf, of one, and of a power of two', () => {
  it('have one root when empty, and prove nothing', () => {
    const empty = (root: Uint8Array) => signCheckpoint({ origin: BOOKS[0], size: 0, root }, [mainSigner]);
    expect(verifyCheckpoint(empty(EMPTY_ROOT), trusted)).toMatchObject({ ok: true });
    expect(verifyCheckpoint(empty(new Uint8Array(32)), trusted)).toMatchObject({
      refusal: { code: 'malformed_checkpoint' },
    });
    expect(verifyInclusion({ leafHash: EMPTY_ROOT, index: 0, size: 0, proof: [], root: EMPTY_ROOT })).toMatchObject({
      refusal: { code: 'index_out_of_range' },
    });
    expect(
      verifyReceipt(
        notice,
        formatReceipt({ ...book.parts(2), index: 0, hashes: [], checkpoint: empty(EMPTY_ROOT) }),
        trusted,
      ).ok,
    ).toBe(false);
  });

  it('have no inner node that passes for a leaf, nor a leaf for a root of more', () => {
    for (const leaves of [1, 2, 4, 8, 16]) {
      const { tree, parts } = bookOf(leaves);
      const leafHash = leafHashOf(leafData(parts(0).leaf));
      expect(verifyInclusion({ leafHash: tree.root, index: 0, size: 1, proof: [], root: tree.root }).ok).toBe(true);
      expect(verifyInclusion({ leafHash: tree.root, index: 0, size: leaves, proof: [], root: tree.root }).ok).toBe(
        leaves === 1,
      );
      expect(verifyInclusion({ leafHash, index: 0, size: leaves, proof: [], root: leafHash }).ok).toBe(leaves === 1);
    }
  });

  it('grew only from what they began with, with a proof that is neither cut, doubled nor of other sizes', () => {
    fc.assert(
      fc.property(size, size, fc.nat(), (first, second, pick) => {
        fc.pre(first !== second);
        const [oldSize, newSize] = [Math.min(first, second), Math.max(first, second)];
        const [older, newer] = [bookOf(oldSize), bookOf(newSize)];
        const proof = foldPlan(planConsistency(oldSize, newSize), newer.tree.hashAt);
        const claim = { oldSize, newSize, oldRoot: older.tree.root, newRoot: newer.tree.root };
        expect(verifyConsistency({ ...claim, proof }).ok).toBe(true);
        const at = pick % proof.length;
        for (const forged of [
          proof.toSpliced(at, 1),
          proof.toSpliced(at, 0, proof[at]!),
          [...proof, new Uint8Array(32)],
          proof.with(at, older.tree.root).with(at, new Uint8Array(32)),
        ])
          expect(verifyConsistency({ ...claim, proof: forged }).ok).toBe(false);
        for (const [from, to] of [
          [oldSize - 1, newSize],
          [oldSize, newSize + 1],
          [oldSize + 1, newSize],
        ] as const)
          if (from > 0 && from !== to) {
            const verified = verifyConsistency({ ...claim, oldSize: from, newSize: to, proof });
            expect(verified.ok && from >= to).toBe(false);
          }
        expect(verifyGrowth(newer.checkpoint, older.checkpoint, proof, trusted).ok).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});
