import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStrictJson } from './strict-json.ts';

describe('R63: a text that says one thing only', () => {
  it('is read as JSON is, whatever its layout', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(0, 1, 2), (value, indent) => {
        // What a double prints with an exponent is printed so again.
        const text = JSON.stringify(value, null, indent);
        expect(readStrictJson(text)).toEqual({ value: JSON.parse(text) as unknown });
      }),
    );
  });

  it('has no two fields of one name in one object, however deep or however spelled', () => {
    for (const text of [
      '{"a":1,"a":1}',
      '[{"b":{"a":[],"c":"}","a":2}}]',
      '{"a":{"a":1},"b":[{"a":1},{"a":1}],"\\u0061":0}',
      '{"":1,"x":"\\"","":2}',
    ])
      expect(readStrictJson(text)).toMatchObject({ problem: expect.stringContaining('two fields') });
    for (const text of ['{"a":"a","b":"a"}', '[{"a":1},{"a":1}]', '{"a":["a","a"],"b":{"a":{"a":1}}}'])
      expect(readStrictJson(text)).toEqual({ value: JSON.parse(text) as unknown });
  });

  it.each(['1.0', '-0', '1E2', '100000000000000000000001', '3.00000000000000000001', '1e400'])(
    'has no number that reads as another: %s',
    (number) => {
      expect(readStrictJson(`{"a":[1,${number}]}`)).toMatchObject({ problem: expect.stringContaining(number) });
    },
  );

  it('says of what is no JSON that it is none', () => {
    for (const text of ['', '{', '{"a":1,}', 'notice'])
      expect(readStrictJson(text)).toMatchObject({ problem: expect.stringContaining('not JSON') });
  });
});
