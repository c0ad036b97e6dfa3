import type { AccountCode } from '@clearline/lending';
import type { IsoDate } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';

/** Accounts whose entries name the loan. Interest and penalty are accrued for the whole book at once. */
const NAMED_BY_LOAN: readonly AccountCode[] = ['LOAN_PRINCIPAL', 'FEES_RECEIVABLE'];

/**
 * What stands in for loans whose balances cannot be worked out: principal and fees as the ledger’s own entries have them.
 * No interest or penalty, since nobody could show it: the close takes back what was accrued, and accrues it anew once the
 * loan can be replayed.
 * @returns by loan, debit less credit at the end of the date by account
 */
export const standInsFor = async (
  on: Queryable,
  bookId: string,
  loanIds: readonly string[],
  date: IsoDate,
): Promise<Map<string, Readonly<Record<string, bigint>>>> => {
  const rows = await on.query<{ loan_id: string; account: string; fen: bigint }>(
    `SELECT loan_id, account, sum(debit_fen - credit_fen)::bigint AS fen FROM ledger_entries
     WHERE book_id = $1 AND account = ANY($2::text[]) AND loan_id = ANY($3::text[]) AND business_date <= $4
     GROUP BY loan_id, account`,
    [bookId, NAMED_BY_LOAN, loanIds, date],
  );
  const held = new Map<string, Record<string, bigint>>();
  for (const { loan_id: loanId, account, fen } of rows) held.set(loanId, { ...held.get(loanId), [account]: fen });
  return held;
};
