import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { hexOf, utf8 } from './bytes.ts';

/*
 * The same three primitives as `crypto.node.ts` without a platform: synchronous, and free of Web Crypto, which a page
 * opened from a file may not be given.
 */

export const sha256 = (data: Uint8Array | string): Uint8Array =>
  nobleSha256(typeof data === 'string' ? utf8(data) : data);

export const sha256Hex = (data: Uint8Array | string): string => hexOf(sha256(data));

/** The 32-byte Ed25519 public key of a 32-byte seed (RFC 8032). */
export const ed25519PublicKey = (seed: Uint8Array): Uint8Array => ed25519.getPublicKey(seed);

export const ed25519Sign = (seed: Uint8Array, message: Uint8Array): Uint8Array => ed25519.sign(message, seed);

/** False also for keys and signatures that are malformed: a verifier meets those in hostile input, not only in bugs. */
export const ed25519Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
  publicKey.length === 32 &&
  signature.length === 64 &&
  ed25519.verify(signature, message, publicKey, { zip215: false });
