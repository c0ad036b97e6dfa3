import { describe, expect, it } from 'vitest';
import { sandboxReport } from './sandbox-bureau.ts';

const at = { now: '2026-11-23T04:00:00.000Z', date: '2026-11-23' };
const report = (idNumber: string) => sandboxReport({ borrowerId: 'b', idNumber, monthlyIncomeFen: 1_000_000n }, at);

describe('the sandbox bureau', () => {
  it('says the same of the same person, and troubles only those whose number ends in 9', () => {
    expect(report('110101199001011234')).toEqual(report('110101199001011234'));
    for (let last = 0; last < 9; last += 1) {
      const friendly = report(`11010119900101123${last}`);
      expect(friendly).toMatchObject({ overdueAccounts: 0, overdueAmountFen: 0n });
      expect(friendly.monthlyDebtServiceFen).toBeLessThan(300_000n);
    }
    for (let serial = 0; serial < 300; serial += 1) {
      const { hardEnquiries1m, hardEnquiries3m } = report(`1101011990010${String(serial).padStart(5, '0')}`);
      expect(hardEnquiries3m).toBeGreaterThanOrEqual(hardEnquiries1m);
    }
    expect(report('110101199001011239')).toMatchObject({ overdueAccounts: 2, monthlyDebtServiceFen: 780_000n });
  });
});
