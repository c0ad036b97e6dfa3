import type { Queryable } from '../db/sql.ts';
import type { SourcedPosting } from '../project/project.ts';
import type { Difference } from './compare.ts';

interface Entry extends Record<string, unknown> {
  borrower_id: string;
  fact_seq: number;
  posting_no: number;
  account: string;
  debit_fen: bigint;
  credit_fen: bigint;
  business_date: string;
  source: string;
  loan_id: string | null;
}

/**
 * Each posting of a fact is one entry and each entry one posting. Their numbers within the account are given by the order
 * of commits, which facts do not say; gaps and carried balances are checked apart.
 */
export const compareEntries = async (
  on: Queryable,
  bookId: string,
  borrowerIds: readonly string[],
  postings: readonly SourcedPosting[],
): Promise<Difference[]> => {
  const entries = await on.query<Entry>(
    `SELECT borrower_id, fact_seq, posting_no, account, debit_fen, credit_fen, business_date, source, loan_id
     FROM ledger_entries WHERE book_id = $1 AND borrower_id = ANY($2::text[])`,
    [bookId, borrowerIds],
  );
  const stored = new Map(
    entries.map((entry) => [`${entry.borrower_id}/${entry.fact_seq}/${entry.posting_no}`, textOfEntry(entry)]),
  );
  const differences: Difference[] = [];
  for (const posting of postings) {
    const key = `${posting.borrowerId ?? ''}/${posting.factSeq ?? ''}/${posting.postingNo}`;
    const found = stored.get(key);
    stored.delete(key);
    const expected = textOfPosting(posting);
    if (found !== expected)
      differences.push({
        where: 'ledger_entries',
        key,
        detail: `the fact posts ${expected}, the ledger holds ${found ?? 'nothing'}`,
      });
  }
  for (const [key, found] of stored)
    differences.push({ where: 'ledger_entries', key, detail: `the ledger holds ${found}, which no fact posts` });
  return differences;
};

const textOfEntry = (entry: Entry): string =>
  `${entry.account} ${entry.debit_fen}/${entry.credit_fen} on ${entry.business_date} by ${entry.source} for ${entry.loan_id ?? 'no loan'}`;
const textOfPosting = ({ posting, businessDate, source }: SourcedPosting): string =>
  `${posting.account} ${posting.debitFen}/${posting.creditFen} on ${businessDate} by ${source} for ${posting.loanId ?? 'no loan'}`;

/** Entries whose balance is not the running sum of their account. */
export const balancesCarriedWrong = async (on: Queryable, bookId: string): Promise<Difference[]> => {
  const rows = await on.query<{ account: string; seq: bigint; carried: bigint; summed: bigint }>(
    `SELECT account, seq, balance_after_fen AS carried, summed FROM (
       SELECT account, seq, balance_after_fen,
         (sum(debit_fen - credit_fen) OVER (PARTITION BY account ORDER BY seq))::bigint AS summed
       FROM ledger_entries WHERE book_id = $1) AS running
     WHERE balance_after_fen <> summed ORDER BY account, seq LIMIT 100`,
    [bookId],
  );
  return rows.map((row) => ({
    where: 'ledger_entries',
    key: `${row.account}/${row.seq}`,
    detail: `carries the balance ${row.carried}, its entries sum to ${row.summed}`,
  }));
};

/** The accrual that each close says it posted is what the ledger holds of it. */
export const compareAccruals = async (on: Queryable, bookId: string): Promise<Difference[]> => {
  const rows = await on.query<{ date: string; said: string; posted: string }>(
    `SELECT c.date, c.interest_accrued_fen || '/' || c.penalty_accrued_fen AS said,
       coalesce(sum(e.debit_fen - e.credit_fen) FILTER (WHERE e.account = 'INTEREST_RECEIVABLE'), 0) || '/' ||
       coalesce(sum(e.debit_fen - e.credit_fen) FILTER (WHERE e.account = 'PENALTY_RECEIVABLE'), 0) AS posted
     FROM day_closes c
     LEFT JOIN ledger_entries e ON e.book_id = c.book_id AND e.business_date = c.date AND e.borrower_id IS NULL
     WHERE c.book_id = $1 GROUP BY c.date, c.interest_accrued_fen, c.penalty_accrued_fen`,
    [bookId],
  );
  return rows
    .filter((row) => row.said !== row.posted)
    .map((row) => ({
      where: 'day_closes',
      key: row.date,
      detail: `says it accrued ${row.said} (interest/penalty), the ledger holds ${row.posted}`,
    }));
};
