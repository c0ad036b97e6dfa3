import { postingsForProvision, provisionFor, type Tier } from '@clearline/lending';
import type { Instant, IsoDate } from '@clearline/line';
import type { BookWriter } from '../book/writer.ts';
import type { Sql } from '../db/sql.ts';
import { balanceOf } from '../ledger/running.ts';
import { RowSet } from '../project/row-set.ts';

const SOURCE = 'day_close.provision';

/** The allowance that the principal of all running loans needs by the tiers that the day’s ageing left them in (L43). */
const allowanceNeeded = async (sql: Sql, bookId: string, date: IsoDate): Promise<bigint> => {
  const rows = await sql.query<{ tier: Tier; fen: bigint }>(
    `SELECT tier, sum(principal_outstanding_fen)::bigint AS fen FROM loans
     WHERE book_id = $1 AND state = 'ACTIVE' AND start_date <= $2 GROUP BY tier`,
    [bookId, date],
  );
  return rows.reduce((sum, { tier, fen }) => sum + provisionFor(fen, tier), 0n);
};

/**
 * Raises or releases the loss allowance of the book to what its loans need, in one posting a day. It posts the difference
 * to what the ledger holds, so that write-offs are made good, and a close that goes on where it broke off posts nothing
 * twice.
 */
export const provision = async (writer: BookWriter, sql: Sql, date: IsoDate, clock: () => Instant): Promise<void> => {
  const { bookId } = writer;
  const needed = await allowanceNeeded(sql, bookId, date);
  await writer.exclusive(async (exclusive) => {
    const postings = postingsForProvision(needed + balanceOf(exclusive.totals, 'LOSS_ALLOWANCE'));
    if (postings.length === 0) return;
    const [last] = await sql.query<{ next: number }>(
      `SELECT coalesce(max(posting_no) + 1, 0) AS next FROM ledger_entries
       WHERE book_id = $1 AND business_date = $2 AND source = $3 AND borrower_id IS NULL`,
      [bookId, date, SOURCE],
    );
    await exclusive.commit({
      rows: new RowSet(),
      postings: postings.map((posting, k) => ({
        posting,
        businessDate: date,
        recordedAt: clock(),
        source: SOURCE,
        borrowerId: null,
        factSeq: null,
        postingNo: (last?.next ?? 0) + k,
      })),
    });
  });
};
