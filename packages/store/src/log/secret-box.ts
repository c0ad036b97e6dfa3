import { hkdfSync } from 'node:crypto';
import { decrypt, encrypt } from '../personal/seal.ts';

/** Seals what the logs keep secret: signing seeds and borrowers’ secrets, under a key of its own of the master key. */
export interface SecretBox {
  /** `about` binds the sealed bytes to their place. */
  seal(secret: Uint8Array, about: string): Buffer;
  /** @throws when the bytes were altered, moved, or sealed under another master key. */
  open(sealed: Buffer, about: string): Uint8Array;
}

export const openSecretBox = (masterKey: Uint8Array): SecretBox => {
  const key = Buffer.from(hkdfSync('sha256', masterKey, '', 'clearline/log', 32));
  return {
    seal: (secret, about) => encrypt(key, Buffer.from(secret), about),
    open: (sealed, about) => new Uint8Array(decrypt(key, sealed, about)),
  };
};
