import { type AccountCode, CHART, PROVISION_RULE } from '@clearline/lending';
import type { IsoDate, LocalText } from '@clearline/line';
import type { TrialBalanceRow } from '@clearline/store';
import type { TrialBalance as Contract } from '../contract/staff.ts';
import type { ViewOf } from './view-of.ts';

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

/** Accounts whose balances follow from the rates of the provision rule. */
const PROVISIONED: ReadonlySet<string> = new Set(['LOSS_ALLOWANCE', 'LOSS_EXPENSE']);

const { name } = PROVISION_RULE;
const HOW_PROVIDED: LocalText = {
  zh: `按${name.zh}的比例计提，一般准备只按正常类计算；报送前请与本机构的口径核对。`,
  en: `Provided for at the rates of ${name.en}, the general part on normal loans alone. Hold it against your own reading before you report it.`,
};

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
        note: PROVISIONED.has(row.account) ? HOW_PROVIDED : null,
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
