import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import { isWeakKey } from './weak-key.ts';

/*
 * The three primitives that everything here rests on, as Node offers them. `crypto.browser.ts` states the same three for
 * the offline page; `package.json` picks one under the name `#crypto`, and a test holds them to the same answers.
 */

/** DER prefixes that turn a raw 32-byte Ed25519 seed or public key into PKCS #8 and SPKI (RFC 8410, section 7). */
const SEED_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

export const sha256 = (data: Uint8Array | string): Uint8Array => new Uint8Array(hash('sha256', data, 'buffer'));

export const sha256Hex = (data: Uint8Array | string): string => hash('sha256', data, 'hex');

const privateKeyOf = (seed: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([SEED_PREFIX, seed]), format: 'der', type: 'pkcs8' });

/** Making a key object of a seed costs ten times the signature. It is held only as long as the seed’s own array is. */
const keysMade = new WeakMap<Uint8Array, KeyObject>();
const heldKeyOf = (seed: Uint8Array): KeyObject => {
  const key = keysMade.get(seed) ?? privateKeyOf(seed);
  keysMade.set(seed, key);
  return key;
};

/** The 32-byte Ed25519 public key of a 32-byte seed (RFC 8032). */
export const ed25519PublicKey = (seed: Uint8Array): Uint8Array =>
  new Uint8Array(
    createPublicKey(privateKeyOf(seed)).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_PREFIX.length),
  );

export const ed25519Sign = (seed: Uint8Array, message: Uint8Array): Uint8Array =>
  new Uint8Array(sign(null, message, heldKeyOf(seed)));

/** False also for keys and signatures that are malformed: a verifier meets those in hostile input, not only in bugs. */
export const ed25519Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  if (publicKey.length !== 32 || signature.length !== 64 || isWeakKey(publicKey)) return false;
  const key = createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, publicKey]), format: 'der', type: 'spki' });
  return verify(null, message, key, signature);
};
