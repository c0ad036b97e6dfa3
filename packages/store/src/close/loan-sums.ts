import { CHART, type LoanBalances } from '@clearline/lending';

/** A loan whose balances could not be worked out: its stored account cannot be read, or its replay stops. */
export interface UnprovenLoan {
  readonly loanId: string;
  readonly borrowerId: string;
  /** What the program said, for an engineer. */
  readonly detail: string;
}

/** Sums over the loans of a book as of a date: the sub-ledger that the control accounts must equal. */
export interface LoanSums {
  readonly loans: number;
  /** Loans in the sums only with what the ledger holds under their names; no proof covers them. */
  readonly unproven: readonly UnprovenLoan[];
  readonly overdueFen: bigint;
  /** By control account: what all loans together say it holds. */
  readonly byAccount: Readonly<Record<string, bigint>>;
}

type BalanceField = 'principalOutstandingFen' | 'interestAccruedFen' | 'penaltyAccruedFen' | 'feesDueFen';
/** Accounts that loans owe under. What is owed back to borrowers may outlive its loan, so it is not summed here. */
export const CONTROL_ACCOUNTS = Object.entries(CHART).flatMap(([account, { control }]): [string, BalanceField][] =>
  control === null || control === 'creditFen' ? [] : [[account, control]],
);

/** Adds up balances one by one. */
export class LoanSumming {
  #loans = 0;
  #overdueFen = 0n;
  readonly #unproven: UnprovenLoan[] = [];
  readonly #byAccount: Record<string, bigint> = Object.fromEntries(CONTROL_ACCOUNTS.map(([account]) => [account, 0n]));

  /** `loans` is how many they are the balances of. */
  add(balances: Pick<LoanBalances, BalanceField | 'overdueFen'>, loans = 1): void {
    this.#loans += loans;
    this.#overdueFen += balances.overdueFen;
    for (const [account, field] of CONTROL_ACCOUNTS)
      this.#byAccount[account] = (this.#byAccount[account] ?? 0n) + balances[field];
  }

  /** A loan that cannot be summed, with what stands in for it by control account. */
  addUnproven(loan: UnprovenLoan, standInFen: Readonly<Record<string, bigint>>): void {
    this.#loans += 1;
    this.#unproven.push(loan);
    for (const [account] of CONTROL_ACCOUNTS)
      this.#byAccount[account] = (this.#byAccount[account] ?? 0n) + (standInFen[account] ?? 0n);
  }

  get sums(): LoanSums {
    return {
      loans: this.#loans,
      unproven: [...this.#unproven],
      overdueFen: this.#overdueFen,
      byAccount: { ...this.#byAccount },
    };
  }
}

/** Sums with a correction: `base` without what `taken` holds and with what `added` holds. */
export const correctSums = (base: LoanSums, taken: LoanSums, added: LoanSums): LoanSums => ({
  loans: base.loans - taken.loans + added.loans,
  unproven: [
    ...base.unproven.filter(({ loanId }) => !taken.unproven.some((loan) => loan.loanId === loanId)),
    ...added.unproven,
  ],
  overdueFen: base.overdueFen - taken.overdueFen + added.overdueFen,
  byAccount: Object.fromEntries(
    CONTROL_ACCOUNTS.map(([account]) => [
      account,
      (base.byAccount[account] ?? 0n) - (taken.byAccount[account] ?? 0n) + (added.byAccount[account] ?? 0n),
    ]),
  ),
});
