import { type AccountCode, CHART, PROVISION_RULE } from '@clearline/lending';
import type { IsoDate, LocalText } from '@clearline/line';
import type { TrialBalanceRow } from '@clearline/store';
import type { TrialBalance as Contract } from '../contract/staff.ts';
import type { ViewOf } from './view-of.ts';

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

/** Accounts whose balances follow from the rates of the provision rule. */
const PROVISIONED: ReadonlySet<string> = new Set(['LOSS_ALLOWANCE', 'LOSS_EXPENSE']);

const { name, verified } = PROVISION_RULE;
const UNVERIFIED_PROVISION: LocalText | null = verified
  ? null
  : {
      zh: `按${name.zh}计提；比例尚未与文本核对，请核对后再用于报送。`,
      en: `Provided for by ${name.en}; its rates were not yet compared with the text. Check them before you report them.`,
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
        note: PROVISIONED.has(row.account) ? UNVERIFIED_PROVISION : null,
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
