import type { BureauUpdateEvent } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { sandboxReport } from './sandbox-bureau.ts';

const at = { now: '2026-11-23T04:00:00.000Z', date: '2026-11-23' };
const report = (idNumber: string) => sandboxReport({ borrowerId: 'b', idNumber, monthlyIncomeFen: 1_000_000n }, at);

describe('the sandbox bureau', () => {
  it('states every figure that a rule of the default policy looks at', () => {
    const names: readonly (keyof BureauUpdateEvent)[] = ['hardEnquiries6m', 'hardEnquiries12m', 'nonBankLenders'];
    for (const idNumber of ['110101199001011234', '110101199001011239'])
      for (const name of [...names, 'revolvingLimitFen', 'revolvingUsedFen'] as const)
        expect(report(idNumber)[name], name).toBeDefined();
  });

  it('says the same of the same person, and troubles only those whose number ends in 9', () => {
    expect(report('110101199001011234')).toEqual(report('110101199001011234'));
    for (let last = 0; last < 9; last += 1) {
      const friendly = report(`11010119900101123${last}`);
      expect(friendly).toMatchObject({ overdueAccounts: 0, overdueAmountFen: 0n });
      expect(friendly.monthlyDebtServiceFen).toBeLessThan(300_000n);
    }
    for (let serial = 0; serial < 300; serial += 1) {
      const said = report(`1101011990010${String(serial).padStart(5, '0')}`);
      const counts = [said.hardEnquiries1m, said.hardEnquiries3m, said.hardEnquiries6m, said.hardEnquiries12m];
      expect(counts, 'longer counts hold the shorter ones').toEqual(counts.toSorted((a = NaN, b = NaN) => a - b));
      expect(said.nonBankLenders).toBeLessThanOrEqual(said.unsettledLenders);
      expect(said.revolvingUsedFen).toBeLessThanOrEqual(said.revolvingLimitFen ?? -1n);
    }
    expect(report('110101199001011239')).toMatchObject({ overdueAccounts: 2, monthlyDebtServiceFen: 780_000n });
  });
});
