import { sha256 } from '#crypto';
import { concatBytes } from './bytes.ts';

/*
 * RFC 6962, section 2.1: leaves and inner nodes are hashed under different prefixes, so that no inner node can be passed
 * off as a leaf.
 */
const LEAF_PREFIX = Uint8Array.of(0);
const NODE_PREFIX = Uint8Array.of(1);
export const HASH_BYTES = 32;

/** The root of the tree without leaves. */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array(0));

export const leafHashOf = (data: Uint8Array): Uint8Array => sha256(concatBytes(LEAF_PREFIX, data));

export const nodeHashOf = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256(concatBytes(NODE_PREFIX, left, right));
