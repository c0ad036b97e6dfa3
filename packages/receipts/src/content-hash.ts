import { sha256Hex } from '#crypto';
import { canonicalJson } from './canonical-json.ts';

/**
 * SHA-256, in lower-case hexadecimal, of the canonical JSON of a value: the identity of a decision record, a notice, a
 * policy version. Equal values have equal hashes whatever the order of their keys.
 */
export const contentHash = (value: unknown): string => sha256Hex(canonicalJson(value));
