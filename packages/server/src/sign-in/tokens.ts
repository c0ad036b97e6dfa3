import { createHash, randomBytes, randomInt } from 'node:crypto';

/** A session token or API key: 256 random bits, so that a plain hash of it is enough at rest. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is stored in place of a token: its SHA-256 in hex. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A one-time code of six digits, each equally likely. */
export const newCode = (): string => randomInt(0, 1_000_000).toString().padStart(6, '0');

/**
 * What is stored in place of a code. The phone is mixed in so that equal codes of two phones do not look alike; a million
 * codes can be tried against a leaked table, which is why they live for minutes only.
 */
export const codeHash = (realm: string, phone: string, code: string): string =>
  createHash('sha256').update(`${realm}\u0000${phone}\u0000${code}`).digest('hex');
