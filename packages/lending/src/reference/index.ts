import { fromDay, toDay } from '../calendar/dates.ts';
import type { Debt } from '../allocation.ts';
import type { AllocationRule } from '../allocation-rule.ts';
import type {
  ActualBalanceRule,
  ActualBalanceRow,
  Payment,
  PaymentSplit,
} from '../daily-balance/plan-on-actual-balance.ts';
import type { Delinquency, DelinquencyInput } from '../ageing/delinquency.ts';
import type { dueDaysOf } from '../plan/periods.ts';
import type { ScheduleRow } from '../plan/schedule.ts';
import type { LoanTerms } from '../terms.ts';
import { referenceOnActualBalance } from './actual-balance.ts';
import { referenceAllocate } from './allocation.ts';
import { nights } from './calendar.ts';
import { referenceDelinquency } from './delinquency.ts';
import { referenceDueDates, referencePeriods, referencePlan } from './plan.ts';

/*
 * The reference in the engine's shapes, so that whoever judges the one can judge the other with the same lines. For tests;
 * nothing in the product imports it.
 */
export const planByReference = (terms: LoanTerms): ScheduleRow[] => {
  const periods = referencePeriods(terms);
  let balance = terms.principalFen;
  return referencePlan(terms).map(({ due, principal, interest }, k) => {
    balance -= principal;
    return {
      n: k + 1,
      dueDate: due,
      days: nights(periods[k]?.start ?? due, due).length,
      principalFen: principal,
      interestFen: interest,
      totalFen: principal + interest,
      balanceAfterFen: balance,
    };
  });
};

export const onActualBalanceByReference = (
  terms: LoanTerms,
  rule: ActualBalanceRule,
  payments: readonly Payment[],
  asOf: string,
): { rows: ActualBalanceRow[]; splits: PaymentSplit[] } => {
  const found = referenceOnActualBalance(
    terms,
    {
      interestFirst: rule.withinInstalment === 'INTEREST_FIRST',
      surplusToLast: rule.surplusGoesTo === 'LAST_INSTALLMENT',
      lateEarns: rule.overduePrincipalAccrues,
    },
    payments.map(({ date, amountFen }) => ({ date, amount: amountFen })),
    asOf,
  );
  let balance = terms.principalFen;
  const rows = found.rows.map((row, k) => {
    balance -= row.principal;
    const paidFen = row.paidPrincipal + row.paidInterest;
    return {
      n: k + 1,
      dueDate: row.due,
      days: row.days,
      principalFen: row.principal,
      interestFen: row.interest,
      totalFen: row.principal + row.interest,
      balanceAfterFen: balance,
      paidFen,
      paidInAdvanceFen: row.paidEarly,
      paidLateFen: row.paidLate,
      outstandingFen: row.principal + row.interest - paidFen,
    };
  });
  const splits = found.splits.map(({ date, amount, principal, interest }) => ({
    date,
    amountFen: amount,
    principalFen: principal,
    interestFen: interest,
  }));
  return { rows, splits };
};

export const allocateByReference = (
  debts: readonly Debt[],
  amountFen: bigint,
  day: number,
  rule: AllocationRule,
): { paidFen: bigint[]; restFen: bigint } => {
  const owed = debts.map(({ instalment, component, dueDay, owedFen }) => ({
    instalment,
    component,
    due: fromDay(dueDay),
    owed: owedFen,
  }));
  const { paid, rest } = referenceAllocate(owed, amountFen, fromDay(day), rule);
  return { paidFen: paid, restFen: rest };
};

export const delinquencyByReference = (input: DelinquencyInput, asOf: string): Delinquency => {
  const found = referenceDelinquency(
    {
      instalments: input.instalments.map(({ due, unpaidFen }) => ({ due, unpaid: unpaidFen })),
      graceDays: input.graceDaysBeforeDelinquent,
      pauses: input.pauses,
      buckets: input.buckets,
    },
    asOf,
  );
  return {
    delinquentFen: found.amount,
    delinquentDate: found.since,
    delinquentDays: found.days,
    pastDueDays: found.pastDueDays,
    bucket: found.bucket,
  };
};

/** Due days as the engine counts them: a loan of any principal repaid in `count` steps. */
export const dueDaysByReference = (steps: Parameters<typeof dueDaysOf>[0], count: number): number[] =>
  referenceDueDates(steps, count).map(toDay);
