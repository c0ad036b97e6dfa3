import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchRail, type OurPayment } from './match.ts';
import type { RailRow } from './rail-file.ts';

const day = '2026-11-22';
const rail = (externalId: string, more: Partial<RailRow> = {}): RailRow => ({
  externalId,
  direction: 'OUT',
  amountFen: 100n,
  status: 'SUCCEEDED',
  date: day,
  ...more,
});
const ours = (paymentId: string, more: Partial<OurPayment> = {}): OurPayment => ({
  paymentId,
  borrowerId: 'b',
  direction: 'OUT',
  amountFen: 100n,
  state: 'SUCCEEDED',
  valueDate: day,
  ...more,
});
const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'));
const someRail = ids.chain((names) =>
  fc.tuple(
    ...names.map((id) => fc.constantFrom(rail(id), rail(id, { amountFen: 101n }), rail(id, { direction: 'IN' }))),
  ),
);
const someOurs = ids.chain((names) =>
  fc.tuple(...names.map((id) => fc.constantFrom(ours(id), ours(id, { state: 'PENDING', valueDate: null })))),
);

describe('S29: matching with the rail', () => {
  it('tells matched, missing with us, extra and different apart', () => {
    const { matched, differences } = matchRail(
      [
        rail('same'),
        rail('unknown'),
        rail('amount', { amountFen: 101n }),
        rail('turned', { direction: 'IN', status: 'FAILED' }),
        rail('waiting'),
        rail('late'),
      ],
      [
        ours('same'),
        ours('unreported'),
        ours('amount'),
        ours('turned'),
        ours('waiting', { state: 'PENDING', valueDate: null }),
        ours('late', { valueDate: '2026-11-23' }),
      ],
      day,
    );
    expect(matched).toBe(1);
    expect(
      differences.map((each) => [each.externalId, each.kind, each.kind === 'DIFFERENT' ? each.fields : []]),
    ).toEqual([
      ['amount', 'DIFFERENT', ['amount']],
      ['late', 'DIFFERENT', ['date']],
      ['turned', 'DIFFERENT', ['direction', 'status']],
      ['unknown', 'MISSING_WITH_US', []],
      ['unreported', 'EXTRA_WITH_US', []],
      ['waiting', 'DIFFERENT', ['status']],
    ]);
  });

  it('accounts for every payment of either side exactly once, whatever the order', () => {
    fc.assert(
      fc.property(someRail, someOurs, (theirs, mine) => {
        const result = matchRail(theirs, mine, day);
        const all = new Set([...theirs.map((row) => row.externalId), ...mine.map((row) => row.paymentId)]);
        expect(result.matched + result.differences.length).toBe(all.size);
        expect(matchRail(theirs.toReversed(), mine.toReversed(), day)).toEqual(result);
        for (const each of result.differences) {
          expect(each.kind === 'MISSING_WITH_US').toBe(each.ours === null);
          expect(each.kind === 'EXTRA_WITH_US').toBe(each.rail === null);
        }
      }),
    );
  });

  it('S71: goes by the value date, and names what came with a later file; what failed moved no money on any day', () => {
    const before = '2026-11-20';
    const { matched, late, differences } = matchRail(
      [
        rail('late', { date: before }),
        rail('other', { date: before }),
        rail('failed', { date: before, status: 'FAILED' }),
      ],
      [ours('late', { valueDate: before }), ours('other'), ours('failed', { state: 'FAILED' })],
      day,
    );
    expect(matched).toBe(2);
    expect(late.map((line) => line.externalId)).toEqual(['failed', 'late']);
    expect(differences).toMatchObject([{ externalId: 'other', kind: 'DIFFERENT', fields: ['date'] }]);
  });

  it('finds nothing between a book and its own report', () => {
    fc.assert(
      fc.property(someRail, (theirs) => {
        const mine = theirs.map((row) =>
          ours(row.externalId, { direction: row.direction, amountFen: row.amountFen, state: row.status }),
        );
        expect(matchRail(theirs, mine, day)).toEqual({ matched: theirs.length, late: [], differences: [] });
      }),
    );
  });
});
