export { canonicalJson } from './canonical-json.ts';
export type { CanonicalValue } from './canonical-json.ts';
export { contentHash } from './content-hash.ts';
export { sha256Hex } from '#crypto';
