import type { SurplusEnd } from '../allocation-rule.ts';
import { fromDay, toDay } from '../calendar/dates.ts';
import type { IsoDate } from '../calendar/dates.ts';
import { minOf } from '../money/rounding.ts';
import { equalInstalment } from '../plan/amortise.ts';
import { periodsOf } from '../plan/periods.ts';
import { amortiseOptions, ratesOf } from '../plan/schedule.ts';
import { ok, refuse } from '../result.ts';
import type { LendingRefusal, Result } from '../result.ts';
import { checkTerms } from '../terms.ts';
import type { LoanTerms } from '../terms.ts';
import { walkChain } from './chain.ts';
import type { AppliedPart, Chain, ChainRow } from './chain.ts';

/** How a contract of equal instalments on the balance actually owed treats payments that are early or late. */
export interface ActualBalanceRule {
  readonly withinInstalment: 'INTEREST_FIRST' | 'PRINCIPAL_FIRST';
  readonly surplusGoesTo: SurplusEnd;
  /** Late principal goes on earning the contract rate, inside the instalments that follow. */
  readonly overduePrincipalAccrues: boolean;
}

export interface Payment {
  readonly date: IsoDate;
  readonly amountFen: bigint;
}

export interface ActualBalanceRow {
  readonly n: number;
  readonly dueDate: IsoDate;
  readonly days: number;
  readonly principalFen: bigint;
  readonly interestFen: bigint;
  readonly totalFen: bigint;
  readonly balanceAfterFen: bigint;
  readonly paidFen: bigint;
  /** Paid before the due date, and after it. */
  readonly paidInAdvanceFen: bigint;
  readonly paidLateFen: bigint;
  readonly outstandingFen: bigint;
}

export interface PaymentSplit extends Payment {
  readonly principalFen: bigint;
  readonly interestFen: bigint;
}

/**
 * The plan of a contract whose interest follows the balance actually owed and whose instalment stays: payments replayed in
 * date order, the plan seen on `asOf`. Money beyond the debt is in no split.
 */
export const planOnActualBalance = (
  terms: LoanTerms,
  rule: ActualBalanceRule,
  payments: readonly Payment[],
  asOf: IsoDate,
): Result<{ rows: ActualBalanceRow[]; splits: PaymentSplit[] }, LendingRefusal> => {
  const checked = checkTerms(terms);
  if (!checked.ok) return checked;
  if (terms.method !== 'EQUAL_INSTALMENT' || (terms.principalGraceInstalments ?? 0) > 0)
    return refuse(
      'inconsistent',
      'method',
      terms.method,
      'only equal instalments are kept while interest follows the balance',
    );
  const periods = periodsOf(terms);
  const { instalmentFen } = equalInstalment(
    terms.principalFen,
    ratesOf(terms, terms.annualRatePpb, periods),
    amortiseOptions(terms),
  );
  let chain: Chain = {
    terms,
    periods,
    instalmentFen,
    overduePrincipalAccrues: rule.overduePrincipalAccrues,
    applied: [],
  };
  const splits: PaymentSplit[] = [];
  for (const payment of payments.toSorted((a, b) => toDay(a.date) - toDay(b.date))) {
    const parts = applyPayment(chain, rule, toDay(payment.date), payment.amountFen);
    chain = { ...chain, applied: [...chain.applied, ...parts] };
    splits.push({
      ...payment,
      principalFen: parts.reduce((sum, part) => sum + part.principalFen, 0n),
      interestFen: parts.reduce((sum, part) => sum + part.interestFen, 0n),
    });
  }
  return ok({ rows: rowsOf(chain, walkChain(chain, toDay(asOf), Number.MAX_SAFE_INTEGER)), splits });
};

/** Rows due first, oldest first; then those in advance, from the next or from the last. */
const applyPayment = (chain: Chain, rule: ActualBalanceRule, day: number, amountFen: bigint): AppliedPart[] => {
  const rows = walkChain(chain, day, day);
  const indices = chain.periods.map((_, k) => k);
  const isDue = (k: number): boolean => (chain.periods[k]?.endDay ?? 0) <= day;
  const ahead = indices.filter((k) => !isDue(k));
  const order = [...indices.filter(isDue), ...(rule.surplusGoesTo === 'LAST_INSTALLMENT' ? ahead.toReversed() : ahead)];
  let owedFen = chain.terms.principalFen - chain.applied.reduce((sum, part) => sum + part.principalFen, 0n);
  let rest = amountFen;
  const parts: AppliedPart[] = [];
  for (const [place, k] of order.entries()) {
    const row = rows[k];
    if (row === undefined || rest === 0n) continue;
    const isLast = place === order.length - 1;
    const part = payRow(row, principalAskedBy(chain, row, isDue(k), isLast, owedFen), rule, rest);
    parts.push({ row: k, day, ...part });
    owedFen -= part.principalFen;
    rest -= part.principalFen + part.interestFen;
  }
  return parts.filter((part) => part.principalFen + part.interestFen > 0n);
};

/** A row in advance takes up to an instalment less the interest earned so far; the last row in line takes all that is owed. */
const principalAskedBy = (chain: Chain, row: ChainRow, isDue: boolean, isLast: boolean, owedFen: bigint): bigint => {
  if (isDue) return minOf(row.principalFen - row.paidPrincipalFen, owedFen);
  if (isLast) return owedFen;
  const room = chain.instalmentFen - row.interestFen - row.paidPrincipalFen;
  return room < 0n ? 0n : minOf(room, owedFen);
};

const payRow = (
  row: ChainRow,
  principalAsked: bigint,
  rule: ActualBalanceRule,
  amountFen: bigint,
): { principalFen: bigint; interestFen: bigint } => {
  const interestAsked = row.interestFen - row.paidInterestFen;
  if (rule.withinInstalment === 'INTEREST_FIRST') {
    const interestFen = minOf(interestAsked, amountFen);
    return { interestFen, principalFen: minOf(principalAsked, amountFen - interestFen) };
  }
  const principalFen = minOf(principalAsked, amountFen);
  return { principalFen, interestFen: minOf(interestAsked, amountFen - principalFen) };
};

const rowsOf = (chain: Chain, rows: readonly ChainRow[]): ActualBalanceRow[] => {
  let balance = chain.terms.principalFen;
  return rows.map((row, k) => {
    const period = chain.periods[k] ?? { startDay: 0, endDay: 0 };
    const paidWhere = (test: (day: number) => boolean): bigint =>
      chain.applied
        .filter((part) => part.row === k && test(part.day))
        .reduce((sum, part) => sum + part.principalFen + part.interestFen, 0n);
    balance -= row.principalFen;
    const totalFen = row.principalFen + row.interestFen;
    const paidFen = row.paidPrincipalFen + row.paidInterestFen;
    return {
      n: k + 1,
      dueDate: fromDay(period.endDay),
      days: period.endDay - period.startDay,
      principalFen: row.principalFen,
      interestFen: row.interestFen,
      totalFen,
      balanceAfterFen: balance,
      paidFen,
      paidInAdvanceFen: paidWhere((day) => day < period.endDay),
      paidLateFen: paidWhere((day) => day > period.endDay),
      outstandingFen: totalFen - paidFen,
    };
  });
};
