import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { contentHash } from './content-hash.ts';

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
};

describe('canonical JSON (R1)', () => {
  it('sorts keys by UTF-16 code unit, as the example of RFC 8785, section 3.2.3', () => {
    const value = {
      '€': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\u{1f600}': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      ö: 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonicalJson(value)) as object)).toEqual([
      'One',
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
    expect(canonicalJson(value).indexOf('Carriage')).toBeLessThan(canonicalJson(value).indexOf('One'));
  });

  it.each([
    [0, '0'],
    [-0, '0'],
    [1e21, '1e+21'],
    [333333333.3333333, '333333333.3333333'],
    [4.5, '4.5'],
    [2e-3, '0.002'],
    [1e-27, '1e-27'],
    [123456789012345678901234567890n, '123456789012345678901234567890'],
    [-5n, '-5'],
    [null, 'null'],
    [true, 'true'],
    ['\u20ac$\u000f\nA\'B"\\"', '"€$\\u000f\\nA\'B\\"\\\\\\""'],
    [{ b: [1n, 'x'], a: {} }, '{"a":{},"b":[1,"x"]}'],
  ])('writes %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([
    [{ a: { b: [0, Number.NaN] } }, 'a.b[1] is NaN'],
    [Number.POSITIVE_INFINITY, 'the value is Infinity'],
    [{ a: undefined }, 'a is of type undefined'],
    [[() => 1], '[0] is of type function'],
    [{ at: new Date(0) }, 'at is a Date'],
    [new Map(), 'the value is a Map'],
    [{ name: '\ud800' }, 'name holds half of a surrogate pair'],
  ])('refuses what has no canonical form, naming the place: %#', (value, message) => {
    expect(() => canonicalJson(value)).toThrow(message);
  });

  it('is the same whatever the order of keys, parses back, and is its own canonical form', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(reversed(value))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(contentHash(reversed(value))).toBe(contentHash(value));
      }),
    );
  });

  it('hashes to the published SHA-256 of the text', () => {
    expect(contentHash({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });
});
