import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PurchaseEvent } from '../behaviour-event.ts';
import { observe } from '../evolving/behaviour.ts';
import { type Behaviour, emptyFile } from '../file.ts';
import { fromMs, toMs } from '../time.ts';
import { compileFeature } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { referenceValue, settled } from './reference.ts';
import { Tile } from './stream.ts';

const NOW = '2026-06-30T16:00:00.000Z';
const HOUR = 3_600_000;

const purchase = (n: number, at: number, payee = 'a', amountFen = 1_000n): PurchaseEvent => ({
  kind: 'PURCHASE',
  eventId: `e${n}`,
  occurredAt: fromMs(at),
  source: 'app',
  amountFen,
  category: 'food',
  payee,
});
const served = (events: readonly PurchaseEvent[]): Behaviour =>
  events.reduce((behaviour, event) => observe(behaviour, event, NOW), emptyFile('b').behaviour);

const shapes = (['count', 'sum', 'sumsq', 'min', 'max', 'distinct', 'most_of_one'] as const).flatMap((aggregate) =>
  [{ hours: 24 }, { hours: 60 }, { dates: 3 }, null].flatMap((window) =>
    [undefined, { same: ['amountFen', 'payee'], withinSeconds: 5 }].map((once) =>
      compileFeature({
        name: `${aggregate} ${JSON.stringify(window)} ${once === undefined ? '' : 'once'}`,
        event: 'PURCHASE',
        unit: 'fen',
        zero: 0,
        source: 'transactions',
        delayMinutes: 0,
        aggregate,
        window,
        field: aggregate === 'distinct' || aggregate === 'most_of_one' ? 'payee' : 'amountFen',
        ...(once === undefined ? {} : { once }),
      }),
    ),
  ),
);

afterEach(() => vi.restoreAllMocks());

describe('a value over days of many and of few events', () => {
  const busy = fc.array(
    fc.record({
      day: fc.constantFrom(0, 1, 1, 1, 2),
      back: fc.oneof(fc.nat(20 * HOUR), fc.constantFrom(0, 1, 4_999, 5_000, 5_001)),
      payee: fc.constantFrom('a', 'b', 'c'),
      amountFen: fc.constantFrom(0n, 1n, 10_000n),
    }),
    { minLength: 4, maxLength: 50 },
  );

  it('is what the plain reading gives, whether days count by their sum or by their events', () => {
    let bySum = 0;
    const memo = vi.spyOn(Tile.prototype, 'memo');
    fc.assert(
      fc.property(busy, fc.constantFrom(0, 1, HOUR, 24 * HOUR), (list, ahead) => {
        const events = list.map(({ day, back, payee, amountFen }, n) =>
          purchase(n, toMs(NOW) - day * 24 * HOUR - back, payee, amountFen),
        );
        const { streams } = served(events);
        const now = fromMs(toMs(NOW) + ahead);
        const plain = settled(events);
        for (const feature of shapes)
          expect([feature.name, evaluate(feature, streams, now, false).value]).toEqual([
            feature.name,
            referenceValue(feature.declaration, plain, now),
          ]);
        bySum += memo.mock.calls.length;
        memo.mockClear();
      }),
      { numRuns: 120 },
    );
    expect(bySum).toBeGreaterThan(1_000);
  });

  it('keeps no sum of an everyday borrower’s days beside their events, and one of days that are worth it', () => {
    const memo = vi.spyOn(Tile.prototype, 'memo');
    const days = (events: number): number => {
      const list = Array.from({ length: 20 * events }, (_, n) => purchase(n, toMs(NOW) - 24 * HOUR * (n % 20) - n));
      const { streams } = served(list);
      for (const feature of shapes) evaluate(feature, streams, NOW, false);
      const kept = memo.mock.calls.length;
      memo.mockClear();
      return kept;
    };
    expect(days(3)).toBe(0);
    expect(days(30)).toBeGreaterThan(0);
  });
});
