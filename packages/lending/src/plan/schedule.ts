import { fromDay } from '../calendar/dates.ts';
import type { IsoDate } from '../calendar/dates.ts';
import { wholePeriodShare } from '../calendar/day-count.ts';
import type { Period } from '../calendar/day-count.ts';
import { decimalsOf } from '../money/currency.ts';
import { divideRounded } from '../money/rounding.ts';
import { ok } from '../result.ts';
import type { LendingRefusal, Result } from '../result.ts';
import { checkTerms } from '../terms.ts';
import type { LoanTerms } from '../terms.ts';
import { equalInstalment, equalPrincipal, periodRate } from './amortise.ts';
import type { AmortiseOptions, PeriodRate } from './amortise.ts';
import { periodsOf } from './periods.ts';

/** One line of a repayment plan; `totalFen` = principal + interest. */
export interface ScheduleRow {
  readonly n: number;
  readonly dueDate: IsoDate;
  /** Actual days of the period. */
  readonly days: number;
  readonly principalFen: bigint;
  readonly interestFen: bigint;
  readonly totalFen: bigint;
  readonly balanceAfterFen: bigint;
}

/** How many instalments from the start repay no principal. */
export const interestOnlyCount = (terms: LoanTerms): number => {
  switch (terms.method) {
    case 'BULLET':
      return 0;
    case 'ON_DEMAND':
      return terms.instalments - 1;
    case 'INTEREST_FIRST':
      return terms.interestOnlyInstalments ?? terms.instalments - 1;
    default:
      return terms.principalGraceInstalments ?? 0;
  }
};

export const amortiseOptions = (terms: LoanTerms): AmortiseOptions => ({
  rounding: terms.rounding,
  multipleFen: terms.instalmentMultipleFen,
  smoothing: terms.smoothing ?? true,
  decimals: decimalsOf(terms.currency) ?? 2,
});

/** Principal parts over amortising periods, by method; their sum is the balance, less what is to be left after them. */
export const principalParts = (
  terms: LoanTerms,
  balanceFen: bigint,
  rates: readonly PeriodRate[],
  leftFen = 0n,
): bigint[] => {
  const options = amortiseOptions(terms);
  if (terms.method === 'EQUAL_PRINCIPAL' || terms.method === 'FLAT')
    return equalPrincipal(balanceFen - leftFen, rates.length, options);
  return equalInstalment(balanceFen, rates, options, leftFen).principalsFen;
};

/** The rate of a whole period at an annual rate. */
export const ratesOf = (terms: LoanTerms, annualRatePpb: bigint, periods: readonly Period[]): PeriodRate[] =>
  periods.map((period) => {
    const share = wholePeriodShare(terms.dayCount, terms, period);
    return periodRate(annualRatePpb, share.num, share.den);
  });

/** Periods with the principal each repays, for checked terms. */
export const plannedPrincipal = (
  terms: LoanTerms,
): { periods: Period[]; rates: PeriodRate[]; principalsFen: bigint[] } => {
  const periods = periodsOf(terms);
  const rates = ratesOf(terms, terms.annualRatePpb, periods);
  const grace = interestOnlyCount(terms);
  const principalsFen = [
    ...Array.from({ length: grace }, () => 0n),
    ...principalParts(terms, terms.principalFen, rates.slice(grace)),
  ];
  return { periods, rates, principalsFen };
};

/**
 * The repayment plan of a loan repaid exactly as agreed. Interest of each period is rounded once; the principal parts
 * add up to the principal.
 */
export const planLoan = (terms: LoanTerms): Result<ScheduleRow[], LendingRefusal> => {
  const checked = checkTerms(terms);
  if (!checked.ok) return checked;
  const { periods, rates, principalsFen } = plannedPrincipal(terms);
  let balance = terms.principalFen;
  return ok(
    periods.map((period, k) => {
      const principalFen = principalsFen[k] ?? 0n;
      const rate = rates[k] ?? { num: 0n, den: 1n };
      const interestFen = divideRounded(
        (terms.method === 'FLAT' ? terms.principalFen : balance) * rate.num,
        rate.den,
        terms.rounding,
      );
      balance -= principalFen;
      return {
        n: k + 1,
        dueDate: fromDay(period.endDay),
        days: period.endDay - period.startDay,
        principalFen,
        interestFen,
        totalFen: principalFen + interestFen,
        balanceAfterFen: balance,
      };
    }),
  );
};
