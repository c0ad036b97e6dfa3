import { type AccountCode, CHART } from '@clearline/lending';
import type { IsoDate } from '@clearline/line';
import type { TrialBalanceRow } from '@clearline/store';
import type { TrialBalance as Contract } from '../contract/staff.ts';
import type { ViewOf } from './view-of.ts';

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

export function trialBalanceView(rows: readonly TrialBalanceRow[], asOf: IsoDate): ViewOf<typeof Contract> {
  const debitsFen = sum(rows.map((row) => row.debitFen));
  const creditsFen = sum(rows.map((row) => row.creditFen));
  return {
    asOf,
    accounts: rows.map((row) => {
      const { zh, en, side } = CHART[row.account as AccountCode];
      return {
        code: row.account,
        name: { zh, en },
        kind: side,
        debitFen: row.debitFen,
        creditFen: row.creditFen,
        balanceFen: row.balanceFen,
        entries: row.entries,
      };
    }),
    debitsFen,
    creditsFen,
    balanced: debitsFen === creditsFen,
  };
}
