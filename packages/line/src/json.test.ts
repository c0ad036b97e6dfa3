import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromJson, reviveBigFields, toJson } from './json.ts';

/** Amounts at the edges of what JSON can carry. */
const amount = fc.oneof(
  fc.constantFrom(0n, 1n, -1n, 2n ** 53n - 1n, 1n - 2n ** 53n),
  fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
);
const value = fc.letrec((tie) => ({
  leaf: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
  node: fc.record({
    amountFen: amount,
    ratePpb: amount,
    name: tie('leaf'),
    list: fc.array(tie('any'), { maxLength: 3 }),
  }),
  any: fc.oneof({ depthSize: 'small' }, tie('leaf'), tie('node')),
})).any;

describe('JSON with bigint by name', () => {
  it('gives back what it wrote', () => {
    fc.assert(
      fc.property(value, (given) => {
        expect(fromJson(toJson(given))).toEqual(given);
        expect(reviveBigFields(JSON.parse(toJson(given)))).toEqual(given);
      }),
    );
  });
  it('throws rather than lose digits', () => {
    expect(() => toJson({ amountFen: 2n ** 53n })).toThrow('9007199254740992');
  });
  it('leaves what it revives as it was', () => {
    const row = { amountFen: 5, inner: [{ ratePpb: 7 }] };
    expect(reviveBigFields(row)).toEqual({ amountFen: 5n, inner: [{ ratePpb: 7n }] });
    expect(row).toEqual({ amountFen: 5, inner: [{ ratePpb: 7 }] });
  });
});
