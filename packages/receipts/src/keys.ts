import { ed25519PublicKey, ed25519Sign, sha256 } from '#crypto';
import { base64Of, bytesOfBase64, concatBytes, hexOf, utf8 } from './bytes.ts';
import type { Checked } from './refusal.ts';
import { accepted, refused } from './refusal.ts';
import { isWeakKey } from './weak-key.ts';

/** Signature types of the signed-note specification that we speak. */
export const SIGNATURE_TYPES = { ed25519: 0x01, cosignature: 0x04 } as const;
export type SignatureType = (typeof SIGNATURE_TYPES)[keyof typeof SIGNATURE_TYPES];

/** A public key with its name: whom a signature line of a note belongs to. */
export interface VerifierKey {
  readonly name: string;
  /** The first four bytes of a hash over name, type and key, in hexadecimal: tells keys of one name apart. */
  readonly keyId: string;
  readonly type: SignatureType;
  readonly publicKey: Uint8Array;
}

/** A private key as a function, so that seeds stay where they are kept. */
export interface NoteSigner {
  readonly key: VerifierKey;
  /** The bytes that follow the key id in the signature line, for this note text. */
  readonly sign: (text: string) => Uint8Array;
}

export const isKeyName = (name: string): boolean => /^[^\s+\u0085\p{Cc}\p{Surrogate}]+$/u.test(name);

const keyIdOf = (name: string, type: SignatureType, publicKey: Uint8Array): string =>
  hexOf(sha256(concatBytes(utf8(`${name}\n`), Uint8Array.of(type), publicKey)).subarray(0, 4));

const keyOf = (name: string, type: SignatureType, publicKey: Uint8Array): VerifierKey => {
  if (!isKeyName(name)) throw new TypeError(`the key name ${JSON.stringify(name)} must not hold spaces or plus signs`);
  return { name, keyId: keyIdOf(name, type, publicKey), type, publicKey };
};

/** The one-line text of a public key, `name+keyid+base64`, as the signed-note specification encodes it. */
export const verifierKeyText = (key: VerifierKey): string =>
  `${key.name}+${key.keyId}+${base64Of(concatBytes(Uint8Array.of(key.type), key.publicKey))}`;

/** Reads the text of a public key; the key id must be the one that the key has. */
export const parseVerifierKey = (text: string): Checked<VerifierKey> => {
  const bad = (problem: string) => refused('malformed_key', 'key', `the public key ${JSON.stringify(text)} ${problem}`);
  const match = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text);
  const bytes = bytesOfBase64(match?.[3] ?? '');
  if (match === null || bytes === null) return bad('is not of the form name+keyid+base64');
  const [, name = '', keyId = ''] = match;
  const type = Object.values(SIGNATURE_TYPES).find((known) => known === bytes[0]);
  if (type === undefined || bytes.length !== 33) return bad('is not an Ed25519 key');
  if (!isKeyName(name)) return bad('has a name with spaces or control characters');
  const publicKey = bytes.slice(1);
  if (isWeakKey(publicKey)) return bad('is one for which anybody can sign');
  return keyIdOf(name, type, publicKey) === keyId
    ? accepted({ name, keyId, type, publicKey })
    : bad('has an id that is not of this key');
};

/** Signs notes with Ed25519 from a 32-byte seed. Throws when the name is no key name. */
export const ed25519Signer = (name: string, seed: Uint8Array): NoteSigner => ({
  key: keyOf(name, SIGNATURE_TYPES.ed25519, ed25519PublicKey(seed)),
  sign: (text) => ed25519Sign(seed, utf8(text)),
});

/** What a witness signs: the checkpoint, and when it was the newest that it had seen (tlog-cosignature, Ed25519). */
export const cosignedMessage = (text: string, timeSeconds: bigint): Uint8Array =>
  utf8(`cosignature/v1\ntime ${timeSeconds}\n${text}`);

/** Cosigns checkpoints as a witness does. `timeSeconds` is POSIX time. Use another seed than for any other signer. */
export const cosigner = (name: string, seed: Uint8Array, timeSeconds: bigint): NoteSigner => ({
  key: keyOf(name, SIGNATURE_TYPES.cosignature, ed25519PublicKey(seed)),
  sign: (text) => {
    const time = new Uint8Array(8);
    new DataView(time.buffer).setBigUint64(0, timeSeconds);
    return concatBytes(time, ed25519Sign(seed, cosignedMessage(text, timeSeconds)));
  },
});
