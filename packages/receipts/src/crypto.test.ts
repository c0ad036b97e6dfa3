import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOfBase64, bytesOfHex, base64Of, concatBytes, hexOf } from './bytes.ts';
import * as browser from './crypto.browser.ts';
import * as node from './crypto.node.ts';
import { parseVerifierKey, SIGNATURE_TYPES, verifierKeyText } from './keys.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe.each([
  ['Node', node],
  ['a browser', browser],
])('the primitives in %s (R2)', (_, crypto) => {
  it('hash as FIPS 180-4 says', () => {
    expect(crypto.sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(crypto.sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(hexOf(crypto.sha256('明借'))).toBe(crypto.sha256Hex('明借'));
  });

  it('sign as RFC 8032, section 7.1, test 2 says', () => {
    const seed = bytesOfHex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb')!;
    const publicKey = crypto.ed25519PublicKey(seed);
    expect(hexOf(publicKey)).toBe('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
    const signature = crypto.ed25519Sign(seed, Uint8Array.of(0x72));
    expect(hexOf(signature)).toBe(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
    expect(crypto.ed25519Verify(publicKey, Uint8Array.of(0x72), signature)).toBe(true);
  });

  it('refuse malformed keys and signatures without throwing', () => {
    const message = Uint8Array.of(1);
    expect(crypto.ed25519Verify(new Uint8Array(31), message, new Uint8Array(64))).toBe(false);
    expect(crypto.ed25519Verify(new Uint8Array(32).fill(0xff), message, new Uint8Array(64))).toBe(false);
    expect(crypto.ed25519Verify(crypto.ed25519PublicKey(new Uint8Array(32)), message, new Uint8Array(63))).toBe(false);
  });
});

describe('the two sets of primitives (R2)', () => {
  it('accept nothing under a key for which anybody can sign, and neither is such a key read (R7)', () => {
    // Points of small order (RFC 7748, section 7), with either sign: under each of them some of these would verify.
    const weak = [
      '00'.repeat(32),
      `01${'00'.repeat(31)}`,
      '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
      `ec${'ff'.repeat(30)}7f`,
      `ed${'ff'.repeat(30)}7f`,
      `ee${'ff'.repeat(30)}7f`,
    ].flatMap((text) => {
      const key = bytesOfHex(text)!;
      return [key, key.with(31, key[31]! | 0x80)];
    });
    for (const publicKey of weak) {
      for (const point of weak)
        for (let message = 0; message < 8; message += 1) {
          const signature = concatBytes(point, new Uint8Array(32));
          for (const crypto of [node, browser])
            expect(crypto.ed25519Verify(publicKey, Uint8Array.of(message), signature)).toBe(false);
        }
      const key = { name: 'lender.example/log', keyId: '00000000', type: SIGNATURE_TYPES.ed25519, publicKey };
      expect(parseVerifierKey(verifierKeyText(key))).toMatchObject({
        refusal: { code: 'malformed_key', message: expect.stringContaining('anybody can sign') as unknown },
      });
    }
  });

  it('give the same answers, and each verifies what the other signed', () => {
    fc.assert(
      fc.property(bytes(32), fc.uint8Array({ maxLength: 300 }), (seed, message) => {
        expect(browser.sha256Hex(message)).toBe(node.sha256Hex(message));
        const publicKey = node.ed25519PublicKey(seed);
        expect(hexOf(browser.ed25519PublicKey(seed))).toBe(hexOf(publicKey));
        const signature = node.ed25519Sign(seed, message);
        expect(hexOf(browser.ed25519Sign(seed, message))).toBe(hexOf(signature));
        expect(browser.ed25519Verify(publicKey, message, signature)).toBe(true);
        signature[7] = (signature[7] ?? 0) ^ 1;
        expect(node.ed25519Verify(publicKey, message, signature)).toBe(false);
        expect(browser.ed25519Verify(publicKey, message, signature)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });
});

describe('base 64 and hexadecimal (R3)', () => {
  it('go there and back, and have one text per value', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (value) => {
        expect(bytesOfBase64(base64Of(value))).toEqual(value);
        expect(bytesOfHex(hexOf(value))).toEqual(value);
        expect(base64Of(value)).toBe(Buffer.from(value).toString('base64'));
      }),
    );
  });

  it.each(['AA', 'AA=', 'AA==\n', 'AB==', 'A-==', '====', 'AAA=AAA='])('refuse the sloppy base 64 %j', (text) => {
    expect(bytesOfBase64(text)).toBeNull();
  });

  it.each(['a', 'AB', '0x', 'zz'])('refuse the sloppy hexadecimal %j', (text) => {
    expect(bytesOfHex(text)).toBeNull();
  });
});
