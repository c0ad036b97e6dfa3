import { describe, expect, it } from 'vitest';
import { loanWith, pay, TERMS } from '../testing-terms.ts';
import { bucketOf } from './buckets.ts';
import { cureOf } from './cure.ts';
import { agedDays, delinquencyOf } from './delinquency.ts';
import { fiveTier } from './five-tier.ts';
import { provisionFor } from './provision.ts';

describe('ageing', () => {
  it('L40: nights in pauses do not count, and overlapping pauses count once', () => {
    expect(agedDays(100, 130, [])).toBe(30);
    expect(
      agedDays(100, 130, [
        { fromDay: 110, toDay: 120 },
        { fromDay: 115, toDay: 125 },
      ]),
    ).toBe(15);
    expect(
      agedDays(100, 130, [
        { fromDay: 90, toDay: 101 },
        { fromDay: 129, toDay: 200 },
      ]),
    ).toBe(28);
    expect(agedDays(100, 100, [])).toBe(0);
  });

  it('L40: an instalment due on the day is not yet past due', () => {
    const input = {
      instalments: [
        { due: '2026-03-01', unpaidFen: 500n },
        { due: '2026-04-01', unpaidFen: 500n },
      ],
      graceDaysBeforeDelinquent: 3,
      pauses: [],
      buckets: [['FIRST', 1, 30]] as const,
    };
    expect(delinquencyOf(input, '2026-03-01')).toMatchObject({ delinquentFen: 0n, pastDueDays: 0, bucket: null });
    expect(delinquencyOf(input, '2026-03-04')).toMatchObject({ delinquentFen: 500n, delinquentDays: 0, bucket: null });
    expect(delinquencyOf(input, '2026-03-05')).toMatchObject({ delinquentDate: '2026-03-04', bucket: 'FIRST' });
  });

  it('L41: buckets begin where they say', () => {
    const edges = [0, 1, 30, 31, 60, 61, 90, 91, 180, 181, 270, 271, 360, 361];
    expect(edges.map(bucketOf)).toEqual([
      'CURRENT',
      'D1_30',
      'D1_30',
      'D31_60',
      'D31_60',
      'D61_90',
      'D61_90',
      'D91_180',
      'D91_180',
      'D181_270',
      'D181_270',
      'D271_360',
      'D271_360',
      'D361_PLUS',
    ]);
  });

  it('L42: overdue is special mention at least; over 90, 270 and 360 days the harder tiers', () => {
    const tiers = [0, 1, 90, 91, 270, 271, 360, 361].map((days) => fiveTier(days, 'CONSUMER', '2026-11-23'));
    expect(tiers).toEqual([
      'NORMAL',
      'SPECIAL_MENTION',
      'SPECIAL_MENTION',
      'SUBSTANDARD',
      'SUBSTANDARD',
      'DOUBTFUL',
      'DOUBTFUL',
      'LOSS',
    ]);
    expect(fiveTier(91, 'BUSINESS', '2026-11-23')).toBe('SUBSTANDARD');
  });

  it('L43: the allowance is never short of a fen', () => {
    expect(provisionFor(10_001n, 'SPECIAL_MENTION')).toBe(201n);
    expect(provisionFor(10_001n, 'LOSS')).toBe(10_001n);
    expect(provisionFor(0n, 'DOUBTFUL')).toBe(0n);
  });

  it('L44: a late loan is cured after clean days and instalments on time, counted from the last late payment', () => {
    const rule = { cleanDays: 40, instalmentsOnTime: 1 };
    const late = loanWith(TERMS);
    expect(cureOf(late, '2026-02-28', rule)).toEqual({ state: 'NEVER_LATE' });
    expect(cureOf(late, '2026-03-05', rule)).toEqual({ state: 'LATE' });
    const paid = loanWith(TERMS, [pay('a', '2026-03-05', 106_202n)]);
    expect(cureOf(paid, '2026-03-10', rule)).toEqual({ state: 'CURING', cleanDays: 5, instalmentsOnTime: 0 });
    const again = loanWith(TERMS, [...paid.events, pay('b', '2026-03-31', 106_000n)]);
    expect(cureOf(again, '2026-04-13', rule)).toMatchObject({ state: 'CURING', instalmentsOnTime: 1 });
    expect(cureOf(again, '2026-04-14', rule)).toEqual({ state: 'CURED' });
  });
});
