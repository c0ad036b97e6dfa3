import { CHART, positionOf, type LoanAccount, type LoanPosition } from '@clearline/lending';
import { fromJson, type IsoDate } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';

/** Loans held in memory at a time. */
const PAGE = 1_000;

/** Sums over the loans of a book as of a date: the sub-ledger that the control accounts must equal. */
export interface LoanSums {
  readonly loans: number;
  readonly overdueFen: bigint;
  /** By control account: what all loans together say it holds. */
  readonly byAccount: Readonly<Record<string, bigint>>;
}

type PositionField = 'principalOutstandingFen' | 'interestAccruedFen' | 'penaltyAccruedFen' | 'feesDueFen';
/** Accounts that loans owe under. What is owed back to borrowers may outlive its loan, so it is not summed here. */
export const CONTROL_ACCOUNTS = Object.entries(CHART).flatMap(([account, { control }]): [string, PositionField][] =>
  control === null || control === 'creditFen' ? [] : [[account, control]],
);

/** Adds up positions one by one. */
export class LoanSumming {
  #loans = 0;
  #overdueFen = 0n;
  readonly #byAccount: Record<string, bigint> = Object.fromEntries(CONTROL_ACCOUNTS.map(([account]) => [account, 0n]));

  add(position: LoanPosition): void {
    this.#loans += 1;
    this.#overdueFen += position.overdueFen;
    for (const [account, field] of CONTROL_ACCOUNTS)
      this.#byAccount[account] = (this.#byAccount[account] ?? 0n) + position[field];
  }

  get sums(): LoanSums {
    return { loans: this.#loans, overdueFen: this.#overdueFen, byAccount: this.#byAccount };
  }
}

/** Sums over every loan that was open at the end of a date, streamed by pages of loan ids. */
export const sumLoans = async (on: Queryable, bookId: string, date: IsoDate): Promise<LoanSums> => {
  const summing = new LoanSumming();
  for (let after = ''; ; ) {
    const rows = await on.query<{ loan_id: string; account: string }>(
      `SELECT loan_id, account FROM loans
       WHERE book_id = $1 AND account IS NOT NULL AND start_date <= $2 AND (settled_on IS NULL OR settled_on > $2) AND loan_id > $3
       ORDER BY loan_id LIMIT ${PAGE}`,
      [bookId, date, after],
    );
    for (const row of rows) summing.add(positionOf(fromJson<LoanAccount>(row.account), date));
    const last = rows.at(-1);
    if (last === undefined) return summing.sums;
    after = last.loan_id;
  }
};
