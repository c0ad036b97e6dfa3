import { postingsForAccrual } from '@clearline/lending';
import type { Instant, IsoDate } from '@clearline/line';
import type { Exclusive } from '../book/writer.ts';
import type { Queryable } from '../db/sql.ts';
import { FAILURES_MAX, noteUnproven } from './close-failures.ts';
import { proveSince, saveCheckpoint } from '../ledger/checkpoint.ts';
import { balancesAsOf, subLedgerMatches } from '../ledger/prove.ts';
import type { SourcedPosting } from '../project/project.ts';
import { RowSet } from '../project/row-set.ts';
import type { BookSums } from './book-sums.ts';
import type { LoanSums } from './loan-sums.ts';

/**
 * The last step of a day’s close: posts for the whole book what loans have earned beyond what the ledger holds, proves
 * the ledger, and marks the day closed, in one transaction. What was earned is a function of loans and date, so running
 * it twice posts nothing the second time.
 */
export const accrue = async (
  exclusive: Exclusive,
  bookId: string,
  date: IsoDate,
  clock: () => Instant,
  bookSums: BookSums,
): Promise<void> => {
  const { sql } = exclusive;
  const sums = await bookSums.on(sql, date);
  if (sums.unproven.length > FAILURES_MAX)
    throw new Error(
      `the balances of ${sums.unproven.length} loans cannot be worked out for ${date}, which is no fault of theirs. The first is ${sums.unproven[0]?.loanId ?? ''}: ${sums.unproven[0]?.detail ?? ''}. Mend the cause and close again: the run goes on where it stopped.`,
    );
  const balances = await balancesAsOf(sql, bookId, date);
  const interestFen = lacking(sums, balances, 'INTEREST_RECEIVABLE');
  const penaltyFen = lacking(sums, balances, 'PENALTY_RECEIVABLE');
  await exclusive.commit({
    rows: new RowSet(),
    postings: accrualPostings({ interestFen, penaltyFen }, date, clock()),
    lastClosedDate: date,
    extra: (tx) => finish(tx, bookId, date, clock(), { sums, interestFen, penaltyFen }),
  });
};

const lacking = (sums: LoanSums, balances: ReadonlyMap<string, bigint>, account: string): bigint =>
  (sums.byAccount[account] ?? 0n) - (balances.get(account) ?? 0n);

export const accrualPostings = (
  earned: { readonly interestFen: bigint; readonly penaltyFen: bigint },
  businessDate: IsoDate,
  recordedAt: Instant,
): SourcedPosting[] =>
  postingsForAccrual(earned).map((posting, postingNo) => ({
    posting,
    businessDate,
    recordedAt,
    source: 'day_close.accrual',
    borrowerId: null,
    factSeq: null,
    postingNo,
  }));

const finish = async (
  tx: Queryable,
  bookId: string,
  date: IsoDate,
  now: Instant,
  { sums, interestFen, penaltyFen }: { sums: LoanSums; interestFen: bigint; penaltyFen: bigint },
): Promise<void> => {
  const proof = await proveSince(tx, bookId, date);
  const balances = await balancesAsOf(tx, bookId, date);
  const [granted] = await tx.query<{ fen: bigint }>(
    `SELECT coalesce(sum(granted_limit_fen), 0)::bigint AS fen FROM lines WHERE book_id = $1 AND status = 'ACTIVE'`,
    [bookId],
  );
  await tx.query(
    `UPDATE day_closes SET finished_at = $3, loans = $4, interest_accrued_fen = $5, penalty_accrued_fen = $6,
       principal_fen = $7, overdue_fen = $8, granted_fen = $9, debits_fen = $10, credits_fen = $11, balanced = $12,
       balances_match_entries = $13, sub_ledger_matches = $14, unproven_loans = $15::text[]
     WHERE book_id = $1 AND date = $2`,
    [
      bookId,
      date,
      now,
      sums.loans,
      interestFen,
      penaltyFen,
      sums.byAccount['LOAN_PRINCIPAL'] ?? 0n,
      sums.overdueFen,
      granted?.fen ?? 0n,
      proof.debitsFen,
      proof.creditsFen,
      proof.balanced,
      proof.balancesMatchEntries,
      subLedgerMatches(balances, sums),
      sums.unproven.map(({ loanId }) => loanId),
    ],
  );
  await noteUnproven(tx, bookId, date, sums.unproven, now);
  if (proof.balancesMatchEntries) await saveCheckpoint(tx, bookId, date);
};
