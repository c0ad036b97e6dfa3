import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BehaviourEvent } from './behaviour-event.ts';
import { fromJson, toJson } from './json.ts';
import { differingFields } from './same-event.ts';

const text = fc.oneof(fc.constantFrom('', 'app', '浙江', '__proto__'), fc.string({ maxLength: 12 }));
const at = fc
  .integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) })
  .map((second) => new Date(Math.floor(second / 1000) * 1000).toISOString());
const amount = fc.oneof(fc.constantFrom(0n, 1n, 2n ** 53n - 1n), fc.bigInt({ min: 0n, max: 10n ** 12n }));
const base = { eventId: fc.constant('e1'), occurredAt: at, source: text };
const purchase = fc.record(
  {
    ...base,
    kind: fc.constant('PURCHASE' as const),
    amountFen: amount,
    category: text,
    payee: text,
    refund: fc.boolean(),
    payeeLinked: fc.boolean(),
  },
  { requiredKeys: ['eventId', 'occurredAt', 'source', 'kind', 'amountFen', 'category', 'payee'] },
);
const login = fc.record({
  ...base,
  kind: fc.constant('LOGIN' as const),
  deviceId: text,
  province: text,
  success: fc.boolean(),
});
const correction = fc.record({
  ...base,
  kind: fc.constant('CORRECTION' as const),
  corrects: text,
  replacement: purchase,
});
const event: fc.Arbitrary<BehaviourEvent> = fc.oneof(purchase, login, correction);

/** The same fields, written in the order of the given numbers. */
const shuffled = <T extends object>(value: T, ranks: readonly number[]): T =>
  Object.fromEntries(
    Object.entries(value)
      .map(([name, inner]: [string, unknown], n) => ({
        name,
        inner: typeof inner === 'object' && inner !== null ? shuffled(inner, ranks) : inner,
        rank: ranks[n % ranks.length] ?? 0,
      }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ name, inner }) => [name, inner]),
  ) as T;

describe('N123: two reports under one event id', () => {
  it('say the same in whatever order their fields are written, also after they were stored', () => {
    fc.assert(
      fc.property(event, fc.array(fc.nat(), { minLength: 1, maxLength: 9 }), (one, ranks) => {
        const again = shuffled(fromJson<BehaviourEvent>(toJson(one)), ranks);
        expect(differingFields(one, again)).toEqual([]);
        expect(differingFields(again, one)).toEqual([]);
      }),
    );
  });

  it('say the same with an instant written shorter', () => {
    fc.assert(
      fc.property(event, (one) => {
        expect(differingFields(one, { ...one, occurredAt: one.occurredAt.replace('.000Z', 'Z') })).toEqual([]);
      }),
    );
  });

  it('differ in exactly the fields whose values do, a replacement’s own among them', () => {
    fc.assert(
      fc.property(correction, amount, text, fc.boolean(), (one, amountFen, source, refund) => {
        const other = { ...one, source, replacement: { ...one.replacement, amountFen, refund } };
        const expected = [
          ...(one.source === source ? [] : ['source']),
          ...(one.replacement.amountFen === amountFen ? [] : ['replacement.amountFen']),
          ...(one.replacement.refund === refund ? [] : ['replacement.refund']),
        ];
        expect(new Set(differingFields(one, other))).toEqual(new Set(expected));
      }),
    );
  });

  it('differ where only one of them says something, and in the kind, without what only one kind has', () => {
    const one = { eventId: 'e1', occurredAt: '2026-03-01T02:00:00.000Z', source: 'app', payee: 'p', category: 'c' };
    const bought: BehaviourEvent = { ...one, kind: 'PURCHASE', amountFen: 5n };
    expect(differingFields(bought, { ...bought, refund: true })).toEqual(['refund']);
    expect(differingFields({ ...bought, refund: true }, bought)).toEqual(['refund']);
    const tried: BehaviourEvent = { ...one, kind: 'DRAW_ATTEMPT', amountFen: 6n, deviceId: 'd1' };
    expect(differingFields(bought, tried)).toEqual(['kind', 'amountFen']);
  });
});
