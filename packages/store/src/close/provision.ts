import { postingsForProvision, provisionFor, type Tier } from '@clearline/lending';
import type { Instant, IsoDate } from '@clearline/line';
import type { BookWriter } from '../book/writer.ts';
import type { Sql } from '../db/sql.ts';
import { balanceOf, type LedgerTotals } from '../ledger/running.ts';
import type { SourcedPosting } from '../project/project.ts';
import { RowSet } from '../project/row-set.ts';

const SOURCE = 'day_close.provision';

/** The allowance that principal outstanding in each tier needs (L43). */
export const allowanceFor = (principalFenByTier: Iterable<readonly [Tier, bigint]>): bigint =>
  [...principalFenByTier].reduce((sum, [tier, fen]) => sum + provisionFor(fen, tier), 0n);

/** Brings the allowance that the ledger holds to what is needed; nothing when it holds that. `firstNo` numbers them within the day. */
export const provisionPostings = (
  neededFen: bigint,
  totals: LedgerTotals,
  on: { readonly businessDate: IsoDate; readonly recordedAt: Instant; readonly firstNo: number },
): SourcedPosting[] =>
  postingsForProvision(neededFen + balanceOf(totals, 'LOSS_ALLOWANCE')).map((posting, k) => ({
    posting,
    businessDate: on.businessDate,
    recordedAt: on.recordedAt,
    source: SOURCE,
    borrowerId: null,
    factSeq: null,
    postingNo: on.firstNo + k,
  }));

/** The principal of all running loans by the tiers that the day’s ageing left them in. */
const principalByTier = async (sql: Sql, bookId: string, date: IsoDate): Promise<(readonly [Tier, bigint])[]> => {
  const rows = await sql.query<{ tier: Tier; fen: bigint }>(
    `SELECT tier, sum(principal_outstanding_fen)::bigint AS fen FROM loans
     WHERE book_id = $1 AND state = 'ACTIVE' AND start_date <= $2 GROUP BY tier`,
    [bookId, date],
  );
  return rows.map(({ tier, fen }) => [tier, fen]);
};

/**
 * Raises or releases the loss allowance of the book to what its loans need, in one posting a day. It posts the difference
 * to what the ledger holds, so that write-offs are made good, and a close that goes on where it broke off posts nothing
 * twice.
 */
export const provision = async (writer: BookWriter, sql: Sql, date: IsoDate, clock: () => Instant): Promise<void> => {
  const { bookId } = writer;
  const needed = allowanceFor(await principalByTier(sql, bookId, date));
  await writer.exclusive(async (exclusive) => {
    if (needed + balanceOf(exclusive.totals, 'LOSS_ALLOWANCE') === 0n) return;
    const [last] = await sql.query<{ next: number }>(
      `SELECT coalesce(max(posting_no) + 1, 0) AS next FROM ledger_entries
       WHERE book_id = $1 AND business_date = $2 AND source = $3 AND borrower_id IS NULL`,
      [bookId, date, SOURCE],
    );
    const on = { businessDate: date, recordedAt: clock(), firstNo: last?.next ?? 0 };
    await exclusive.commit({ rows: new RowSet(), postings: provisionPostings(needed, exclusive.totals, on) });
  });
};
