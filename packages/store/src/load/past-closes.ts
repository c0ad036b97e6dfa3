import { addDays, fiveTier, positionOf, type Tier } from '@clearline/lending';
import { dateOf, endOfDate, plusMs, type BorrowerFile, type Fact, type IsoDate } from '@clearline/line';
import { allowanceFor } from '../close/provision.ts';
import { LoanSumming, type LoanSums } from '../close/loan-sums.ts';
import type { Queryable } from '../db/sql.ts';
import type { PastClose } from './history-ledger.ts';

/** Days before the end that are each closed; before them, the last day of every month. */
const DAYS_CLOSED_ONE_BY_ONE = 14;

/** The days of a history whose close is recorded. */
export const closeDates = (from: IsoDate, through: IsoDate): IsoDate[] => {
  const dates: IsoDate[] = [];
  const oneByOne = addDays(through, -DAYS_CLOSED_ONE_BY_ONE);
  for (let date = from; date <= through; date = addDays(date, 1))
    if (date > oneByOne || addDays(date, 1).endsWith('-01')) dates.push(date);
  return dates;
};

interface Day {
  readonly loans: LoanSumming;
  readonly principalByTier: Map<Tier, bigint>;
  grantedFen: bigint;
  bucketMoves: number;
  expired: number;
  effective: number;
  reviews: number;
  readonly borrowers: Set<string>;
}

/** Gathers, borrower by borrower, what each recorded close of the past has to say. */
export class PastCloses {
  readonly #days: ReadonlyMap<IsoDate, Day>;

  constructor(dates: readonly IsoDate[]) {
    this.#days = new Map(
      dates.map((date) => [
        date,
        {
          loans: new LoanSumming(),
          principalByTier: new Map<Tier, bigint>(),
          grantedFen: 0n,
          bucketMoves: 0,
          expired: 0,
          effective: 0,
          reviews: 0,
          borrowers: new Set<string>(),
        },
      ]),
    );
  }

  /** Takes one borrower’s whole history. `granted` lists, by date, the limit granted from then on. */
  add(file: BorrowerFile, facts: readonly Fact[], granted: readonly { date: IsoDate; limitFen: bigint }[]): void {
    for (const [date, day] of this.#days) {
      day.grantedFen += granted.findLast((change) => change.date <= date)?.limitFen ?? 0n;
      for (const loan of Object.values(file.loans))
        if (
          loan.account !== null &&
          loan.account.terms.startDate <= date &&
          (loan.settledOn === null || loan.settledOn > date)
        ) {
          const position = positionOf(loan.account, date);
          day.loans.add(position);
          const tier = fiveTier(position.daysPastDue, file.line?.kind ?? 'CONSUMER', date);
          day.principalByTier.set(tier, (day.principalByTier.get(tier) ?? 0n) + position.principalOutstandingFen);
        }
    }
    for (const fact of facts) {
      const day = isOfClose(fact) ? this.#days.get(dayClosedBy(fact)) : undefined;
      if (day !== undefined) count(day, file.borrowerId, fact);
    }
  }

  get sums(): Map<IsoDate, LoanSums & { readonly allowanceFen: bigint }> {
    return new Map(
      [...this.#days].map(([date, day]) => [
        date,
        { ...day.loans.sums, allowanceFen: allowanceFor(day.principalByTier) },
      ]),
    );
  }

  async write(tx: Queryable, bookId: string, closes: readonly PastClose[], balancesMatch: boolean): Promise<void> {
    for (const close of closes) {
      const day = this.#days.get(close.date) as Day;
      await tx.query(
        `INSERT INTO day_closes (book_id, date, started_at, finished_at, borrowers, bucket_moves, restrictions_expired,
           pre_notices_effective, reviews, loans, interest_accrued_fen, penalty_accrued_fen, principal_fen, overdue_fen, granted_fen,
           debits_fen, credits_fen, balanced, balances_match_entries, sub_ledger_matches)
         VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
        [
          bookId,
          close.date,
          endOfDate(close.date),
          day.borrowers.size,
          day.bucketMoves,
          day.expired,
          day.effective,
          day.reviews,
          close.sums.loans,
          close.interestFen,
          close.penaltyFen,
          close.sums.byAccount['LOAN_PRINCIPAL'] ?? 0n,
          close.sums.overdueFen,
          day.grantedFen,
          close.debitsFen,
          close.creditsFen,
          close.debitsFen === close.creditsFen,
          balancesMatch,
          close.subLedgerMatches,
        ],
      );
    }
  }
}

/** The end of a day is the first instant of the next, so its close carries that time. */
const dayClosedBy = (fact: Fact): IsoDate => dateOf(plusMs(fact.occurredAt, -1));

const isOfClose = ({ body }: Fact): boolean =>
  body.type === 'loan.aged' ||
  body.type === 'restriction.ended' ||
  body.type === 'restriction.withdrawn' ||
  body.type === 'restriction.effective' ||
  body.type === 'review.completed';

const count = (day: Day, borrowerId: string, { body }: Fact): void => {
  if (body.type === 'loan.aged' && body.fromBucket !== body.toBucket) day.bucketMoves += 1;
  else if (body.type === 'restriction.ended' && body.state === 'expired') day.expired += 1;
  else if (body.type === 'restriction.effective') day.effective += 1;
  else if (body.type === 'review.completed') day.reviews += 1;
  day.borrowers.add(borrowerId);
};
