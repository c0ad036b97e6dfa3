import type { IsoDate } from '@clearline/line';
import { CONTROL_ACCOUNTS, type LoanSums } from '../close/loan-sums.ts';
import type { LedgerProof } from '../close/day-close-row.ts';
import type { Queryable } from '../db/sql.ts';

/** Balances (debit less credit) at the end of a date: today’s, less what belongs to later dates. */
export const balancesAsOf = async (on: Queryable, bookId: string, date: IsoDate): Promise<Map<string, bigint>> => {
  const rows = await on.query<{ account: string; balance: bigint }>(
    `SELECT a.account, (a.balance_fen - coalesce(l.later, 0))::bigint AS balance FROM ledger_accounts a
     LEFT JOIN (SELECT account, sum(debit_fen - credit_fen) AS later FROM ledger_entries
                WHERE book_id = $1 AND business_date > $2 GROUP BY account) l ON l.account = a.account
     WHERE a.book_id = $1`,
    [bookId, date],
  );
  return new Map(rows.map((row) => [row.account, row.balance]));
};

/** Accounts whose stored totals are not what their entries say: sums, count, gaps in the numbers, or a balance carried wrong. */
export const accountsAtOdds = async (on: Queryable, bookId: string): Promise<string[]> => {
  const rows = await on.query<{ account: string }>(
    `WITH entries AS (
       SELECT account, count(*) AS entries, max(seq) AS last_seq, sum(debit_fen) AS debit, sum(credit_fen) AS credit
       FROM ledger_entries WHERE book_id = $1 GROUP BY account)
     SELECT coalesce(a.account, e.account) AS account
     FROM (SELECT * FROM ledger_accounts WHERE book_id = $1) a FULL JOIN entries e ON e.account = a.account
     LEFT JOIN ledger_entries last ON last.book_id = $1 AND last.account = e.account AND last.seq = e.last_seq
     WHERE a.account IS NULL OR e.account IS NULL OR a.last_seq <> e.last_seq OR e.entries <> e.last_seq
       OR a.debit_fen <> e.debit OR a.credit_fen <> e.credit OR last.balance_after_fen <> a.balance_fen
     ORDER BY 1`,
    [bookId],
  );
  return rows.map((row) => row.account);
};

/** What all loans together owe is what the control accounts hold; not proven while one of them cannot be worked out. */
export const subLedgerMatches = (balances: ReadonlyMap<string, bigint>, sums: LoanSums): boolean =>
  sums.unproven.length === 0 &&
  CONTROL_ACCOUNTS.every(([account]) => (balances.get(account) ?? 0n) === (sums.byAccount[account] ?? 0n));

/** The three proofs, each from the first entry on. A day’s close proves the same from the last close on (`checkpoint.ts`). */
export const proveLedger = async (
  on: Queryable,
  bookId: string,
  date: IsoDate,
  sums: LoanSums,
): Promise<LedgerProof> => {
  const [totals] = await on.query<{ debits: bigint; credits: bigint }>(
    `SELECT coalesce(sum(debit_fen), 0)::bigint AS debits, coalesce(sum(credit_fen), 0)::bigint AS credits
     FROM ledger_entries WHERE book_id = $1`,
    [bookId],
  );
  const debitsFen = totals?.debits ?? 0n;
  const creditsFen = totals?.credits ?? 0n;
  return {
    debitsFen,
    creditsFen,
    balanced: debitsFen === creditsFen,
    balancesMatchEntries: (await accountsAtOdds(on, bookId)).length === 0,
    subLedgerMatches: subLedgerMatches(await balancesAsOf(on, bookId, date), sums),
    unprovenLoans: sums.unproven.map(({ loanId }) => loanId),
  };
};
