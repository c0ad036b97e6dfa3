import { bytesOfHex, sameBytes } from './bytes.ts';

/*
 * Public keys of small order: for each of them anybody can make signatures, of most texts without even trying twice. They
 * come from no seed. Libraries differ in whether they refuse them, and so we do it for all of them.
 */
const WEAK = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  // The second and the first once more, not reduced.
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].map((text) => bytesOfHex(text) ?? new Uint8Array(0));

/** Whether an Ed25519 public key is of small order, whichever sign its last bit gives it. */
export const isWeakKey = (publicKey: Uint8Array): boolean => {
  const unsigned = publicKey.with(31, (publicKey[31] ?? 0) & 0x7f);
  return WEAK.some((weak) => sameBytes(weak, unsigned));
};
