import { describe, expect, it } from 'vitest';
import { isIsoDate } from '../calendar/dates.ts';
import { planLoan } from '../plan/schedule.ts';
import { TERMS } from '../testing-terms.ts';
import { PROVISION_RULE } from '../ageing/provision.ts';
import { CAP_RULES, capOn, checkCaps, CONSUMER_LINE_RULES, consumerLineRuleOn, LPR_1Y } from './caps.ts';
import { costSheet } from './cost-sheet.ts';
import type { Charge } from './cost-sheet.ts';

const CHARGE: Charge = {
  name: { zh: '担保费', en: 'Guarantee fee' },
  payee: '某融资担保公司',
  method: { zh: '每期收取', en: 'With every instalment' },
  amountFen: 1_000n,
  when: 'EACH_INSTALMENT',
};

describe('cost sheet', () => {
  it('L63: interest alone: what the plan adds up to, at the contract rate', () => {
    const sheet = costSheet(TERMS, []);
    const plan = planLoan(TERMS);
    const interest = plan.ok ? plan.value.reduce((sum, row) => sum + row.interestFen, 0n) : -1n;
    expect(sheet).toMatchObject({
      principalFen: 1_200_000n,
      totalCostFen: interest,
      annualRateSimplePpb: 109_500_000n,
      dailyRatePpb: 300_000n,
    });
    expect(sheet.items).toHaveLength(1);
    expect(sheet.items[0]?.method.zh).toBe('按剩余本金逐日计息，日利率 0.03%，年利率（单利）10.95%，计息基准 ACT/365');
    expect(Number(sheet.annualCostPpb)).toBeCloseTo(115_200_000, -6);
  });

  it('L63: each charge is an item of its own, and raises the annual cost by its rate', () => {
    const bare = costSheet(TERMS, []);
    const sheet = costSheet(TERMS, [CHARGE]);
    expect(sheet.items[1]).toMatchObject({ payee: CHARGE.payee, amountFen: 12_000n });
    expect(sheet.annualCostPpb).toBe(bare.annualCostPpb + (sheet.items[1]?.annualRatePpb ?? 0n));
    expect(sheet.totalCostFen).toBe(bare.totalCostFen + 12_000n);
  });

  it('L63: a charge taken at the start costs more than at the end', () => {
    const cost = (when: Charge['when'], amountFen: bigint): bigint =>
      costSheet(TERMS, [{ ...CHARGE, amountFen, when }]).annualCostPpb;
    const spread = cost('EACH_INSTALMENT', 1_000n);
    expect(cost('AT_START', 12_000n) > spread && spread > cost('AT_END', 12_000n)).toBe(true);
  });

  it('L63: what only a default costs stands apart and is in no total', () => {
    const sheet = costSheet({ ...TERMS, penaltyMultiplePpb: 3_000_000_000n }, []);
    expect(sheet.defaultOnly).toMatchObject([{ annualRatePpb: 328_500_000n }]);
    expect(sheet.annualCostPpb).toBe(costSheet(TERMS, []).annualCostPpb);
  });

  it('L63: a loan without cost costs nothing, and invalid terms have no sheet', () => {
    expect(costSheet({ ...TERMS, annualRatePpb: 0n }, [])).toMatchObject({ annualCostPpb: 0n, totalCostFen: 0n });
    expect(() => costSheet({ ...TERMS, principalFen: 0n }, [])).toThrow(/principalFen/);
  });
});

describe('caps', () => {
  it('L64: 24% all in, to the last part per billion, naming the rule', () => {
    const offer = { lenderType: 'CONSUMER_FINANCE', date: '2026-11-23' } as const;
    expect(checkCaps({ ...offer, annualCostPpb: 240_000_000n })).toEqual({
      ok: true,
      value: { ruleId: 'CAP-24-2025', capPpb: 240_000_000n },
    });
    const refused = checkCaps({ ...offer, annualCostPpb: 240_000_001n });
    expect(refused.ok ? null : refused.refusal.code).toBe('cap_exceeded');
    expect(refused.ok ? '' : refused.refusal.message).toContain('金规〔2025〕9号');
  });

  it('L64: the rule and the prime rate of the day bind', () => {
    expect(capOn('BANK', '2025-09-30')?.rule.id).toBe('CAP-24-2017');
    expect(capOn('PRIVATE_LENDER', '2024-10-20')?.capPpb).toBe(134_000_000n);
    expect(capOn('PRIVATE_LENDER', '2024-10-21')?.capPpb).toBe(124_000_000n);
    expect(capOn('PRIVATE_LENDER', '2019-01-01')).toBeNull();
    expect(checkCaps({ lenderType: 'PRIVATE_LENDER', date: '2019-01-01', annualCostPpb: 1n }).ok).toBe(true);
  });

  it('L64: the tables are dated, newest first', () => {
    for (const dates of [CAP_RULES.map((rule) => rule.from), LPR_1Y.map((row) => row.from)]) {
      expect(dates.every(isIsoDate)).toBe(true);
      expect(dates.toSorted((a, b) => (a < b ? 1 : -1))).toEqual(dates);
    }
    expect(new Set(CAP_RULES.map((rule) => rule.id)).size).toBe(CAP_RULES.length);
  });

  it('L64, L65: every row of law names its source and says whether it was compared with it', () => {
    for (const row of [...CAP_RULES, ...LPR_1Y, ...CONSUMER_LINE_RULES, PROVISION_RULE]) {
      expect(row.source.length).toBeGreaterThan(5);
      expect(typeof row.verified).toBe('boolean');
    }
    // Each prime rate of the one-year term as the reports of its day gave it.
    expect(LPR_1Y.filter((row) => row.verified).map((row) => [row.from, row.ppb])).toEqual([
      ['2025-05-20', 30_000_000n],
      ['2024-10-21', 31_000_000n],
      ['2024-07-22', 33_500_000n],
      ['2023-08-21', 34_500_000n],
      ['2023-06-20', 35_500_000n],
      ['2022-08-22', 36_500_000n],
      ['2022-01-20', 37_000_000n],
      ['2021-12-20', 38_000_000n],
      ['2020-04-20', 38_500_000n],
    ]);
    // Nobody has compared these with a text yet; whoever does changes this line with the row.
    const unread = CAP_RULES.filter((row) => !row.verified).map((row) => row.id);
    expect([...unread, PROVISION_RULE.verified]).toEqual(['CAP-24-2017', true]);
    expect(capOn('MICROLOAN', '2026-11-23')?.capPpb).toBe(240_000_000n);
    expect(consumerLineRuleOn('2020-07-11')).toBeNull();
    expect(consumerLineRuleOn('2026-11-23')).toMatchObject({ maxLimitFen: 20_000_000n, maxBulletMonths: 12 });
  });
});
