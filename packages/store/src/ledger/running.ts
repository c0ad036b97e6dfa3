import type { Queryable } from '../db/sql.ts';
import type { SourcedPosting } from '../project/project.ts';
import type { Row } from '../project/table-spec.ts';

/** Where one account stands: number of its last entry and all that was ever debited and credited. */
export interface AccountTotals {
  readonly lastSeq: bigint;
  readonly debitFen: bigint;
  readonly creditFen: bigint;
}
export type LedgerTotals = ReadonlyMap<string, AccountTotals>;
const NOTHING: AccountTotals = { lastSeq: 0n, debitFen: 0n, creditFen: 0n };

export const balanceOf = (totals: LedgerTotals, account: string): bigint => {
  const { debitFen, creditFen } = totals.get(account) ?? NOTHING;
  return debitFen - creditFen;
};

export const readTotals = async (on: Queryable, bookId: string): Promise<LedgerTotals> => {
  const rows = await on.query<{ account: string; last_seq: bigint; debit_fen: bigint; credit_fen: bigint }>(
    'SELECT account, last_seq, debit_fen, credit_fen FROM ledger_accounts WHERE book_id = $1',
    [bookId],
  );
  return new Map(
    rows.map((row) => [row.account, { lastSeq: row.last_seq, debitFen: row.debit_fen, creditFen: row.credit_fen }]),
  );
};

export interface Posted {
  readonly entries: readonly Row[];
  readonly accounts: readonly Row[];
  readonly totals: LedgerTotals;
}

/**
 * Numbers postings gap-free per account and carries each balance on. Pure: the totals it starts from stay as they are,
 * so that a batch that fails to commit leaves nothing behind.
 * @throws when the postings of one source do not sum to zero, which is a bug that must not reach the ledger.
 */
export const post = (before: LedgerTotals, postings: readonly SourcedPosting[]): Posted => {
  requireBalance(postings);
  const totals = new Map(before);
  const touched = new Set<string>();
  const entries = postings.map((sourced): Row => {
    const { account, debitFen, creditFen, loanId } = sourced.posting;
    const last = totals.get(account) ?? NOTHING;
    const next = {
      lastSeq: last.lastSeq + 1n,
      debitFen: last.debitFen + debitFen,
      creditFen: last.creditFen + creditFen,
    };
    totals.set(account, next);
    touched.add(account);
    return {
      account,
      seq: next.lastSeq,
      debit_fen: debitFen,
      credit_fen: creditFen,
      balance_after_fen: next.debitFen - next.creditFen,
      business_date: sourced.businessDate,
      recorded_at: sourced.recordedAt,
      source: sourced.source,
      borrower_id: sourced.borrowerId,
      fact_seq: sourced.factSeq,
      posting_no: sourced.postingNo,
      loan_id: loanId ?? null,
    };
  });
  return { entries, accounts: [...touched].map((account) => accountRow(account, totals)), totals };
};

const accountRow = (account: string, totals: LedgerTotals): Row => {
  const { lastSeq, debitFen, creditFen } = totals.get(account) ?? NOTHING;
  return { account, last_seq: lastSeq, debit_fen: debitFen, credit_fen: creditFen, balance_fen: debitFen - creditFen };
};

const requireBalance = (postings: readonly SourcedPosting[]): void => {
  const sums = new Map<string, bigint>();
  for (const { borrowerId, factSeq, source, businessDate, posting } of postings) {
    const of = `${source} of ${borrowerId ?? 'the book'} ${factSeq ?? businessDate}`;
    sums.set(of, (sums.get(of) ?? 0n) + posting.debitFen - posting.creditFen);
  }
  for (const [of, sum] of sums) if (sum !== 0n) throw new Error(`the postings of ${of} are ${sum} fen out of balance`);
};
