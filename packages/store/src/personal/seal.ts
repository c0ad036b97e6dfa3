import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What identifies a person; it never enters a fact. */
export interface PersonalData {
  readonly phone?: string;
  /** A phone that the account moves to once a second person agrees. */
  readonly nextPhone?: string | undefined;
  readonly name?: string;
  readonly idNumber?: string;
}

/** The keys derived from the lender’s master key, each for one use. */
export interface Keys {
  readonly wrapping: Buffer;
  readonly lookup: Buffer;
}

export const deriveKeys = (masterKey: Uint8Array): Keys => ({
  wrapping: Buffer.from(hkdfSync('sha256', masterKey, '', 'clearline/wrap', 32)),
  lookup: Buffer.from(hkdfSync('sha256', masterKey, '', 'clearline/lookup', 32)),
});

/** Nonce, tag and ciphertext in one; `about` binds the text to its place, so that it cannot be moved to another row. */
export const encrypt = (key: Buffer, text: Buffer, about: string): Buffer => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(about));
  const body = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
};

/** @throws when the text was altered, moved, or belongs to another key. */
export const decrypt = (key: Buffer, sealed: Buffer, about: string): Buffer => {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, key, nonce).setAAD(Buffer.from(about)).setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
};

/** The same value always gives the same hash, and only with the key: a look-up that reveals nothing at rest. */
export const lookupHash = (keys: Keys, kind: 'phone' | 'id_number', value: string): Buffer =>
  createHmac('sha256', keys.lookup).update(`${kind}:${value}`).digest();

export interface SealedPerson {
  readonly wrappedKey: Buffer;
  readonly sealed: Buffer;
}

const aboutOf = (bookId: string, borrowerId: string): string => `${bookId}/${borrowerId}`;

/** Seals under the borrower’s own key, made now when there is none yet. */
export const sealPerson = (
  keys: Keys,
  bookId: string,
  borrowerId: string,
  data: PersonalData,
  wrappedKey: Buffer | null,
): SealedPerson => {
  const about = aboutOf(bookId, borrowerId);
  const key = wrappedKey === null ? randomBytes(32) : decrypt(keys.wrapping, wrappedKey, about);
  return {
    wrappedKey: wrappedKey ?? encrypt(keys.wrapping, key, about),
    sealed: encrypt(key, Buffer.from(JSON.stringify(data)), about),
  };
};

export const openPerson = (keys: Keys, bookId: string, borrowerId: string, sealed: SealedPerson): PersonalData => {
  const about = aboutOf(bookId, borrowerId);
  const key = decrypt(keys.wrapping, sealed.wrappedKey, about);
  return JSON.parse(decrypt(key, sealed.sealed, about).toString('utf8')) as PersonalData;
};
