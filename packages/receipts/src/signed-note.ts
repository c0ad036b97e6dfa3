import { ed25519Verify } from '#crypto';
import { base64Of, bytesOfBase64, bytesOfHex, concatBytes, hexOf, utf8 } from './bytes.ts';
import type { NoteSigner, VerifierKey } from './keys.ts';
import { cosignedMessage, isKeyName, SIGNATURE_TYPES } from './keys.ts';
import type { Checked } from './refusal.ts';
import { accepted, refused } from './refusal.ts';

/* Signed notes as c2sp.org/signed-note describes them: a text, an empty line, and one line per signature. */

export interface NoteSignature {
  readonly name: string;
  readonly keyId: string;
  /** What follows the key id: a signature, or for a cosignature its time and signature. */
  readonly body: Uint8Array;
}

export interface Note {
  /** With its final newline, which is signed too. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Whoever sends more is not a log; the specification asks for at least 16. */
const MAX_SIGNATURES = 64;
const SIGNATURE_LINE = /^\u2014 (\S+) (\S+)$/u;
const FORBIDDEN = /[\u0000-\u0009\u000b-\u001f]|\p{Surrogate}/u; // oxlint-disable-line no-control-regex -- the format names them

/** One signature over a note’s text, as a line of it with its newline. */
export const signatureLine = (signer: NoteSigner, text: string): string => {
  const id = bytesOfHex(signer.key.keyId) ?? new Uint8Array(0);
  return `\u2014 ${signer.key.name} ${base64Of(concatBytes(id, signer.sign(text)))}\n`;
};

/** Signs a text. Throws when the text cannot be a note: it must end in a newline and hold no control characters. */
export const signNote = (text: string, signers: readonly NoteSigner[]): string => {
  if (!text.endsWith('\n') || FORBIDDEN.test(text))
    throw new TypeError('a note’s text ends in a newline and has no other control characters');
  if (signers.length === 0) throw new TypeError('a note needs at least one signer');
  return `${text}\n${signers.map((signer) => signatureLine(signer, text)).join('')}`;
};

/** Adds the signatures of others to a note, as witnesses do; what was signed before stays. */
export const addSignatures = (note: string, signers: readonly NoteSigner[]): Checked<string> => {
  const parsed = parseNote(note);
  if (!parsed.ok) return parsed;
  return accepted(`${note}${signers.map((signer) => signatureLine(signer, parsed.value.text)).join('')}`);
};

const parseSignature = (line: string): NoteSignature | null => {
  const match = SIGNATURE_LINE.exec(line);
  const bytes = bytesOfBase64(match?.[2] ?? '');
  const name = match?.[1] ?? '';
  if (bytes === null || bytes.length < 5 || !isKeyName(name)) return null;
  return { name, keyId: hexOf(bytes.subarray(0, 4)), body: bytes.slice(4) };
};

/** Takes a note apart without judging its signatures. The text must not be used before `verifyNote` accepts it. */
export const parseNote = (note: string): Checked<Note> => {
  const bad = (problem: string) => refused('malformed_note', 'note', `the signed note ${problem}`);
  if (FORBIDDEN.test(note)) return bad('holds control characters or is not Unicode');
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n'))
    return bad('has no empty line before its signatures, or no newline at its end');
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) return bad(`has ${lines.length} signatures; at most ${MAX_SIGNATURES} are read`);
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignature(line);
    if (signature === null) return bad(`has the signature line ${JSON.stringify(line)}, which is not one`);
    signatures.push(signature);
  }
  return accepted({ text: note.slice(0, split + 1), signatures });
};

const isGenuine = (text: string, signature: NoteSignature, key: VerifierKey): boolean => {
  if (key.type === SIGNATURE_TYPES.ed25519) return ed25519Verify(key.publicKey, utf8(text), signature.body);
  if (signature.body.length !== 8 + 64) return false;
  const time = new DataView(signature.body.buffer, signature.body.byteOffset).getBigUint64(0);
  return ed25519Verify(key.publicKey, cosignedMessage(text, time), signature.body.subarray(8));
};

export interface VerifiedNote {
  readonly text: string;
  /** The known keys that signed, in the order of the note. */
  readonly signedBy: readonly VerifierKey[];
}

/**
 * Checks a note against the keys one trusts. Signatures of unknown keys are ignored, which is what lets keys rotate and
 * witnesses join; a false signature under a known key refuses the whole note, and so does the absence of any known one.
 */
export const verifyNote = (note: string, keys: readonly VerifierKey[]): Checked<VerifiedNote> => {
  const parsed = parseNote(note);
  if (!parsed.ok) return parsed;
  const { text, signatures } = parsed.value;
  const signedBy: VerifierKey[] = [];
  for (const signature of signatures) {
    const key = keys.find((known) => known.name === signature.name && known.keyId === signature.keyId);
    if (key === undefined) continue;
    if (!isGenuine(text, signature, key))
      return refused('bad_signature', key.name, `the signature of ${key.name} (${key.keyId}) is not of this text`);
    if (!signedBy.includes(key)) signedBy.push(key);
  }
  if (signedBy.length > 0) return accepted({ text, signedBy });
  const names = signatures.map(({ name, keyId }) => `${name} (${keyId})`).join(', ');
  return refused('no_trusted_signature', 'note', `none of its signers is trusted here: ${names}`);
};
