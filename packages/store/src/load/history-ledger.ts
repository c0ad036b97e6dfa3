import type { IsoDate } from '@clearline/line';
import { endOfDate } from '@clearline/line';
import { accrualPostings } from '../close/accrue.ts';
import { CONTROL_ACCOUNTS, type LoanSums } from '../close/loan-sums.ts';
import { provisionPostings } from '../close/provision.ts';
import { balanceOf, post, type LedgerTotals } from '../ledger/running.ts';
import type { SourcedPosting } from '../project/project.ts';
import type { Row } from '../project/table-spec.ts';

/** What closing one past day found. */
export interface PastClose {
  readonly date: IsoDate;
  readonly sums: LoanSums;
  readonly interestFen: bigint;
  readonly penaltyFen: bigint;
  readonly debitsFen: bigint;
  readonly creditsFen: bigint;
  readonly subLedgerMatches: boolean;
}
export interface HistoryLedger {
  readonly entries: readonly Row[];
  readonly accounts: readonly Row[];
  readonly totals: LedgerTotals;
  readonly closes: readonly PastClose[];
}

/**
 * The ledger of a whole history at once: postings in the order of their business dates, and at each close the loss allowance
 * that the loans need, and the accrual that brings the control accounts to what they say.
 */
export const ledgerOf = (
  postings: readonly SourcedPosting[],
  sumsByDate: ReadonlyMap<IsoDate, LoanSums & { readonly allowanceFen: bigint }>,
): HistoryLedger => {
  const sorted = [...postings].sort(inOrder);
  const entries: Row[] = [];
  const accounts = new Map<string, Row>();
  const closes: PastClose[] = [];
  let totals: LedgerTotals = new Map();
  const take = (some: readonly SourcedPosting[]): void => {
    const posted = post(totals, some);
    for (const entry of posted.entries) entries.push(entry);
    for (const account of posted.accounts) accounts.set(String(account['account']), account);
    totals = posted.totals;
  };
  let next = 0;
  for (const date of [...sumsByDate.keys()].sort()) {
    const first = next;
    while (next < sorted.length && (sorted[next] as SourcedPosting).businessDate <= date) next += 1;
    take(sorted.slice(first, next));
    const sums = sumsByDate.get(date) as LoanSums & { readonly allowanceFen: bigint };
    take(provisionPostings(sums.allowanceFen, totals, { businessDate: date, recordedAt: endOfDate(date), firstNo: 0 }));
    const interestFen = lacking(sums, totals, 'INTEREST_RECEIVABLE');
    const penaltyFen = lacking(sums, totals, 'PENALTY_RECEIVABLE');
    take(accrualPostings({ interestFen, penaltyFen }, date, endOfDate(date)));
    closes.push({ date, sums, interestFen, penaltyFen, ...provenBy(totals, sums) });
  }
  take(sorted.slice(next));
  return { entries, accounts: [...accounts.values()], totals, closes };
};

const lacking = (sums: LoanSums, totals: LedgerTotals, account: string): bigint =>
  (sums.byAccount[account] ?? 0n) - balanceOf(totals, account);

const provenBy = (
  totals: LedgerTotals,
  sums: LoanSums,
): Pick<PastClose, 'debitsFen' | 'creditsFen' | 'subLedgerMatches'> => {
  let debitsFen = 0n;
  let creditsFen = 0n;
  for (const account of totals.values()) {
    debitsFen += account.debitFen;
    creditsFen += account.creditFen;
  }
  return {
    debitsFen,
    creditsFen,
    subLedgerMatches: CONTROL_ACCOUNTS.every(
      ([account]) => balanceOf(totals, account) === (sums.byAccount[account] ?? 0n),
    ),
  };
};

const inOrder = (a: SourcedPosting, b: SourcedPosting): number =>
  compare(a.businessDate, b.businessDate) ||
  compare(a.recordedAt, b.recordedAt) ||
  compare(a.borrowerId ?? '', b.borrowerId ?? '') ||
  (a.factSeq ?? 0) - (b.factSeq ?? 0) ||
  a.postingNo - b.postingNo;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
