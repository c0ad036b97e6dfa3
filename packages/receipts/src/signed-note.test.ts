import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkpointText, parseCheckpointText, parseCount, readCheckpoint, signCheckpoint } from './checkpoint.ts';
import { cosigner, ed25519Signer, parseVerifierKey, verifierKeyText } from './keys.ts';
import { EMPTY_ROOT } from './merkle-hash.ts';
import { addSignatures, parseNote, signNote, verifyNote } from './signed-note.ts';

const seedOf = (byte: number) => new Uint8Array(32).fill(byte);
const log = ed25519Signer('lender.example/books/1', seedOf(1));
const other = ed25519Signer('lender.example/books/1', seedOf(2));
const witness = cosigner('witness.example/w1', seedOf(3), 1_679_315_147n);
const text = 'a line\n\nand another 明借\n';

// The key and note in the documentation of golang.org/x/mod/sumdb/note: made by an implementation that is not ours.
const goKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const goNote =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

describe('verifier keys (R7)', () => {
  it('have one text that reads back', () => {
    for (const { key } of [log, other, witness])
      expect(parseVerifierKey(verifierKeyText(key))).toEqual({ ok: true, value: key });
    expect(log.key.keyId).not.toBe(other.key.keyId);
  });

  it.each([
    ['PeterNeumann', 'is not of the form'],
    ['PeterNeumann+c74f20a3+A', 'is not of the form'],
    ['PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'has an id that is not of this key'],
    ['Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'has a name with spaces'],
    ['PeterNeumann+c74f20a3+AhpcAAAA', 'is not an Ed25519 key'],
  ])('are refused when malformed: %s', (key, problem) => {
    expect(parseVerifierKey(key)).toMatchObject({
      ok: false,
      refusal: { code: 'malformed_key', message: expect.stringContaining(problem) as unknown },
    });
  });

  it('cannot be named with spaces', () => {
    expect(() => ed25519Signer('a b', seedOf(1))).toThrow('must not hold spaces');
  });
});

describe('signed notes (R8)', () => {
  it('are those of other implementations', () => {
    const key = parseVerifierKey(goKey);
    if (!key.ok) throw new Error(key.refusal.message);
    expect(verifyNote(goNote, [key.value])).toMatchObject({
      ok: true,
      value: { signedBy: [{ name: 'PeterNeumann' }] },
    });
    expect(verifyNote(goNote.replace('answer', 'Answer'), [key.value])).toMatchObject({
      refusal: { code: 'bad_signature', field: 'PeterNeumann' },
    });
  });

  it('name every known signer, ignore unknown ones, and need at least one', () => {
    const note = signNote(text, [log, other, witness]);
    const signers = (...keys: Parameters<typeof verifyNote>[1]) => {
      const verified = verifyNote(note, keys);
      return verified.ok ? verified.value.signedBy.map(({ keyId }) => keyId) : verified.refusal.code;
    };
    expect(signers(log.key, witness.key)).toEqual([log.key.keyId, witness.key.keyId]);
    expect(signers(other.key)).toEqual([other.key.keyId]);
    expect(signers(ed25519Signer('stranger.example', seedOf(9)).key)).toBe('no_trusted_signature');
    // The same key under the name of the log but as another type of signature is another key.
    expect(signers(cosigner('lender.example/books/1', seedOf(1), 0n).key)).toBe('no_trusted_signature');
  });

  it('can be signed by more people later, without disturbing what was signed', () => {
    const cosigned = addSignatures(signNote(text, [log]), [witness]);
    expect(cosigned.ok && verifyNote(cosigned.value, [log.key, witness.key])).toMatchObject({
      ok: true,
      value: { text, signedBy: [{ name: log.key.name }, { name: witness.key.name }] },
    });
  });

  it('are refused after any single change of a character', () => {
    const note = signNote(text, [log, witness]);
    fc.assert(
      fc.property(fc.nat(note.length - 1), fc.constantFrom('x', '\n', ' ', '0', '—', '\u0000'), (at, character) => {
        fc.pre(note[at] !== character);
        const changed = note.slice(0, at) + character + note.slice(at + 1);
        const verified = verifyNote(changed, [log.key, witness.key]);
        // A change within one signature line may hide that signer, never pass another text off as signed.
        expect(verified.ok ? verified.value.text : text).toBe(text);
        if (verified.ok) expect(verified.value.signedBy.length).toBe(1);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['no signatures\n', 'has no empty line'],
    ['a\n\n— k AAAAAAE=', 'has no empty line before its signatures, or no newline'],
    ['a\r\n\n— k AAAAAAE=\n', 'holds control characters'],
    ['a\n\n- k AAAAAAE=\n', 'has the signature line'],
    ['a\n\n— k AAAA\n', 'has the signature line'],
    [`a\n\n${'— k AAAAAAE=\n'.repeat(65)}`, 'has 65 signatures'],
  ])('are refused when malformed: %j', (note, problem) => {
    expect(parseNote(note)).toMatchObject({
      ok: false,
      refusal: { code: 'malformed_note', message: expect.stringContaining(problem) as unknown },
    });
  });

  it('cannot be made of a text that is none', () => {
    expect(() => signNote('no newline', [log])).toThrow('ends in a newline');
    expect(() => signNote('tab\there\n', [log])).toThrow('control characters');
    expect(() => signNote('text\n', [])).toThrow('at least one signer');
  });
});

describe('checkpoints (R9)', () => {
  it('have the three lines of the specification, and read back', () => {
    const checkpoint = { origin: 'lender.example/books/1', size: 20_852_163, root: EMPTY_ROOT };
    expect(checkpointText(checkpoint)).toBe(
      'lender.example/books/1\n20852163\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n',
    );
    expect(readCheckpoint(signCheckpoint(checkpoint, [log]))).toEqual({ ok: true, value: checkpoint });
  });

  it.each([
    ['o\n1\n', 'is not exactly the three lines'],
    ['o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nextension\n', 'is not exactly the three lines'],
    ['\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n', 'has no origin'],
    ['o\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n', 'has the size "01"'],
    ['o\n1\nAAAA\n', 'has the root "AAAA"'],
  ])('are refused when malformed: %j', (note, problem) => {
    expect(parseCheckpointText(note)).toMatchObject({
      ok: false,
      refusal: { code: 'malformed_checkpoint', message: expect.stringContaining(problem) as unknown },
    });
  });

  it('count without leading zeroes, signs or rounding', () => {
    expect(['0', '7', '9007199254740991'].map(parseCount)).toEqual([0, 7, 9_007_199_254_740_991]);
    expect(['', '00', '-1', '+1', '1e3', '9007199254740993', '99999999999999999'].map(parseCount)).toEqual(
      Array.from({ length: 7 }, () => null),
    );
  });

  it('cannot be made of nonsense', () => {
    expect(() => checkpointText({ origin: '', size: 1, root: EMPTY_ROOT })).toThrow('non-empty line');
    expect(() => checkpointText({ origin: 'o', size: 1.5, root: EMPTY_ROOT })).toThrow('1.5 is not');
  });
});
