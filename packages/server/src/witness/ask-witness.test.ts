import { cosigner, ed25519Signer, verifierKeyText } from '@clearline/receipts';
import { describe, expect, it } from 'vitest';
import { witnessPeers } from './ask-witness.ts';

const seed = new Uint8Array(32).fill(1);
const witness = verifierKeyText(cosigner('witness.example/w1', seed, 0n).key);

describe('H124: witnesses as configured', () => {
  it('are an address and the key of a witness each', () => {
    expect(witnessPeers(undefined)).toEqual([]);
    expect(witnessPeers(`http://one:7380/ ${witness}, http://two:7380 ${witness}`).map(({ url }) => url)).toEqual([
      'http://one:7380',
      'http://two:7380',
    ]);
  });

  it.each([
    ['nowhere', 'is not an address'],
    [`not-an-address ${witness}`, 'is not an address'],
    [`http://one:7380 ${witness.slice(0, -1)}`, 'is not an address'],
    // With it published as a witness’s, every verifier would refuse the whole list of keys.
    [`http://one:7380 ${verifierKeyText(ed25519Signer('lender.example/log', seed).key)}`, 'is no witness’s'],
  ])('stop the start otherwise: %s', (text, why) => {
    expect(() => witnessPeers(text)).toThrow(why);
  });
});
