import type { BureauUpdateEvent } from '@clearline/line';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPolicies } from '../testing/default-policies.ts';
import type { BorrowerRun } from './borrower-run.ts';
import { bureau, stressOf } from './bureau.ts';
import { type Truth, truthOf } from './lives.ts';
import { randomOf } from './random.ts';

/** The report that a bureau makes of a truth, as it is sent. */
const reportOf = (seed: number, stress: number, askedAround: boolean, isNewer = true): BureauUpdateEvent => {
  const random = randomOf(seed);
  const sent: BureauUpdateEvent[] = [];
  const run = { date: '2026-03-01', observe: (event: object) => void sent.push(event as BureauUpdateEvent) };
  bureau(
    run as unknown as BorrowerRun,
    { ...truthOf(random, 100), askedAround },
    random,
    stress,
    isNewer ? random : null,
  );
  const [report] = sent;
  if (report === undefined) throw new Error('no report was sent');
  return report;
};
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const stresses = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));

describe('the simulated bureau (B46)', () => {
  it('never counts fewer enquiries in a longer time, nor more lenders of a kind than lenders (property)', () => {
    fc.assert(
      fc.property(seeds, stresses, fc.boolean(), (seed, stress, askedAround) => {
        const report = reportOf(seed, stress, askedAround);
        const { hardEnquiries6m = -1, hardEnquiries12m = -1, nonBankLenders = 99 } = report;
        expect(report.hardEnquiries3m).toBeGreaterThanOrEqual(report.hardEnquiries1m);
        expect(hardEnquiries6m).toBeGreaterThanOrEqual(report.hardEnquiries3m);
        expect(hardEnquiries12m).toBeGreaterThanOrEqual(hardEnquiries6m);
        expect(nonBankLenders).toBeLessThanOrEqual(report.unsettledLenders);
        expect(report.revolvingUsedFen).toBeLessThanOrEqual(report.revolvingLimitFen ?? 0n);
      }),
    );
  });

  it('keeps who is in no trouble below every line of the policy, but for those who once asked around', () => {
    const { bound } = defaultPolicies();
    const most = (askedAround: boolean) =>
      Math.max(...Array.from({ length: 300 }, (_, n) => reportOf(n, 0, askedAround).hardEnquiries12m ?? 0));
    expect(most(false)).toBeLessThanOrEqual(bound['p_enquiries_12m_soft'] ?? 0);
    expect(most(true)).toBeGreaterThan(bound['p_enquiries_12m_soft'] ?? 0);
  });

  it('tells of debts that grow old with the days since a turn, and of what there was before', () => {
    const on = (day: number, more: Partial<Truth>) => {
      const sent: BureauUpdateEvent[] = [];
      const run = { date: '2026-03-01', observe: (event: object) => void sent.push(event as BureauUpdateEvent) };
      const truth = { ...truthOf(randomOf(7), 365), startsOnDay: 0, monthlyIncomeFen: 1_000_000n, ...more };
      bureau(run as unknown as BorrowerRun, truth, randomOf(3), stressOf(truth, day), randomOf(3), day);
      return sent[0];
    };
    const turned = { good: false, turnsOnDay: 20 };
    expect(on(64, turned)).toMatchObject({ overdueMonths24m: 0, consecutiveOverdueMonths24m: 0 });
    expect(on(66, turned)).toMatchObject({ overdueMonths24m: 1, consecutiveOverdueMonths24m: 1 });
    expect(on(220, turned)).toMatchObject({ overdueMonths24m: 6, consecutiveOverdueMonths24m: 6 });
    expect(on(900, turned)).toMatchObject({ overdueMonths24m: 24, consecutiveOverdueMonths24m: 24 });
    const before = { good: true, turnsOnDay: null, elsewhere: { lateMonths: 7, consecutiveMonths: 3, newLenders: 2 } };
    expect(on(30, before)).toMatchObject({ overdueMonths24m: 7, consecutiveOverdueMonths24m: 3, newLenders3m: 2 });
    expect(on(90, before)).toMatchObject({ newLenders3m: 0 });
    expect(on(300, { ...turned, elsewhere: { sinksDeep: true } })?.totalDebtFen).toBe(26_000_000n);
    expect(on(300, turned)?.totalDebtFen).toBe(13_500_000n);
  });

  it('says nothing of a longer time where its reports are of the older kind', () => {
    expect(reportOf(1, 0.5, true, false)).not.toHaveProperty('hardEnquiries6m');
  });
});
