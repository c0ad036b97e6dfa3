import { CURRENCY_DECIMALS, fromDay, percentToPpb, STANDARD_ALLOCATION, toDay } from '@clearline/lending';
import type { DayCount, Debt, LoanTerms, MonthEnd, RepaymentMethod, Rounding, ScheduleRow } from '@clearline/lending';
import type { Arithmetic } from './arithmetic.ts';
import { agrees, fromMinor, toMinor } from './decimal.ts';

type Unit = 'MONTHS' | 'WEEKS' | 'DAYS';
type Figures = Readonly<Record<string, unknown>>;

export interface ScheduleCase {
  readonly inputs: {
    readonly principal: string;
    readonly currencyDecimals?: number;
    readonly annualRatePct: string | number;
    readonly startDate: string;
    readonly instalments: number;
    readonly every: number;
    readonly unit: Unit;
    readonly method: string;
    readonly dayCount: DayCount;
    readonly rounding: Rounding;
    readonly instalmentMultiple?: number | null;
    readonly principalGracePeriods?: number;
    readonly emiSmoothing?: boolean;
    readonly monthEnd?: MonthEnd;
    readonly interestOn: 'ORIGINAL_SCHEDULE' | 'ACTUAL_DAILY_BALANCE';
    readonly overduePrincipalAccrues?: boolean;
    readonly allocationWithinInstalment?: 'INTEREST_FIRST' | 'PRINCIPAL_FIRST';
    readonly surplusGoesTo?: 'NEXT_INSTALLMENT' | 'LAST_INSTALLMENT';
  };
  readonly asOf?: string | null;
  readonly events?: readonly { readonly type: string; readonly date: string; readonly amount: string }[];
  readonly expected: { readonly rows: readonly Figures[]; readonly repaymentSplits?: readonly Figures[] };
}

export interface DueDatesCase {
  readonly inputs: {
    readonly startDate: string;
    readonly instalments: number;
    readonly every: number;
    readonly unit: Unit;
    readonly monthEnd?: MonthEnd;
  };
  readonly expected: { readonly dueDates: readonly string[] };
}

/** How the cases name the methods. */
const METHODS: Readonly<Record<string, RepaymentMethod>> = {
  EQUAL_INSTALMENT: 'EQUAL_INSTALMENT',
  EQUAL_PRINCIPAL: 'EQUAL_PRINCIPAL',
  FLAT_EQUAL: 'FLAT',
  FLAT: 'FLAT',
  INTEREST_ONLY_THEN_BULLET: 'INTEREST_FIRST',
  INTEREST_FIRST: 'INTEREST_FIRST',
  BULLET: 'BULLET',
  ON_DEMAND: 'ON_DEMAND',
};

const termsOf = ({ inputs }: ScheduleCase, places: number): LoanTerms => {
  const method = METHODS[inputs.method];
  if (method === undefined) throw new Error(`method ${inputs.method} is not known`);
  const currency = Object.entries(CURRENCY_DECIMALS).find(([, decimals]) => decimals === places)?.[0];
  if (currency === undefined) throw new Error(`no currency of ${places} decimals is known`);
  const annualRatePpb = percentToPpb(String(inputs.annualRatePct));
  if (annualRatePpb === null) throw new Error(`${inputs.annualRatePct} is not a percentage`);
  const multiple = inputs.instalmentMultiple ?? null;
  const grace = inputs.principalGracePeriods ?? 0;
  return {
    loanId: 'case',
    currency,
    principalFen: toMinor(inputs.principal, places),
    startDate: inputs.startDate,
    method,
    instalments: inputs.instalments,
    every: inputs.every,
    unit: inputs.unit,
    annualRatePpb,
    dayCount: inputs.dayCount,
    rounding: inputs.rounding,
    instalmentMultipleFen: multiple === null ? null : toMinor(String(multiple), places),
    penaltyMultiplePpb: 0n,
    graceDays: 0,
    allocation: STANDARD_ALLOCATION,
    smoothing: inputs.emiSmoothing ?? false,
    monthEnd: inputs.monthEnd ?? 'CLIP',
    ...(method === 'INTEREST_FIRST' && grace > 0 ? { interestOnlyInstalments: grace } : {}),
    ...(method !== 'INTEREST_FIRST' ? { principalGraceInstalments: grace } : {}),
  };
};

interface PaidRow extends ScheduleRow {
  readonly paidFen: bigint;
  readonly paidInAdvanceFen: bigint;
  readonly paidLateFen: bigint;
  readonly outstandingFen: bigint;
}

interface Split {
  readonly date: string;
  readonly amountFen: bigint;
  readonly principalFen: bigint;
  readonly interestFen: bigint;
}

/** True when every row and split that the case states is found to the last minor unit. */
export const judgeSchedule = (test: ScheduleCase, by: Arithmetic): boolean => {
  const decimals = test.inputs.currencyDecimals ?? 2;
  // Until something happens the two conventions give one schedule, and only equal instalments have the second.
  const hasHistory = (test.events ?? []).length > 0 || (test.asOf ?? null) !== null;
  const found =
    test.inputs.interestOn === 'ACTUAL_DAILY_BALANCE' && hasHistory
      ? onActualBalance(test, decimals, by)
      : onOriginalSchedule(test, decimals, by);
  const money = (fen: bigint): string => fromMinor(fen, decimals);
  const rows = found.rows.map((row) => ({
    n: row.n,
    due: row.dueDate,
    days: row.days,
    balanceAfter: money(row.balanceAfterFen),
    principal: money(row.principalFen),
    interest: money(row.interestFen),
    total: money(row.totalFen),
    paid: money(row.paidFen),
    paidInAdvance: money(row.paidInAdvanceFen),
    paidLate: money(row.paidLateFen),
    outstanding: money(row.outstandingFen),
  }));
  const splits = found.splits.map((split) => ({
    date: split.date,
    amount: money(split.amountFen),
    principal: money(split.principalFen),
    interest: money(split.interestFen),
  }));
  const { rows: statedRows, repaymentSplits: statedSplits } = test.expected;
  if (statedRows.length !== rows.length) return false;
  if (statedSplits !== undefined && statedSplits.length !== splits.length) return false;
  return (
    statedRows.every((row, k) => agrees(row, rows[k] ?? {})) &&
    (statedSplits ?? []).every((split, k) => agrees(split, splits[k] ?? {}))
  );
};

const paymentsOf = (test: ScheduleCase, decimals: number): { date: string; amountFen: bigint }[] =>
  (test.events ?? []).map((event) => {
    if (event.type !== 'repayment') throw new Error(`event ${event.type} is not known`);
    return { date: event.date, amountFen: toMinor(event.amount, decimals) };
  });

const onActualBalance = (
  test: ScheduleCase,
  decimals: number,
  by: Arithmetic,
): { rows: PaidRow[]; splits: Split[] } => {
  const { inputs } = test;
  return by.planOnActualBalance(
    termsOf(test, decimals),
    {
      withinInstalment: inputs.allocationWithinInstalment ?? 'INTEREST_FIRST',
      surplusGoesTo: inputs.surplusGoesTo ?? 'NEXT_INSTALLMENT',
      overduePrincipalAccrues: inputs.overduePrincipalAccrues ?? true,
    },
    paymentsOf(test, decimals),
    test.asOf ??
      (test.events ?? [])
        .map(({ date }) => date)
        .sort()
        .at(-1) ??
      inputs.startDate,
  );
};

/** The rows stay as planned; payments only fill them. */
const onOriginalSchedule = (
  test: ScheduleCase,
  decimals: number,
  by: Arithmetic,
): { rows: PaidRow[]; splits: Split[] } => {
  const planned = by.planLoan(termsOf(test, decimals));
  const debts: Debt[] = planned.flatMap((row, instalment) => [
    { instalment, component: 'principal', dueDay: toDay(row.dueDate), owedFen: row.principalFen },
    { instalment, component: 'interest', dueDay: toDay(row.dueDate), owedFen: row.interestFen },
  ]);
  const order = test.inputs.allocationWithinInstalment === 'PRINCIPAL_FIRST' ? PRINCIPAL_FIRST : INTEREST_FIRST;
  const paid = planned.map(() => ({ all: 0n, early: 0n, late: 0n }));
  const splits: Split[] = [];
  let owed = debts;
  for (const payment of paymentsOf(test, decimals)) {
    const day = toDay(payment.date);
    const { paidFen } = by.allocate(owed, payment.amountFen, day, {
      kind: 'DUE_THEN_ADVANCE',
      dueOrder: order,
      advanceOrder: order,
      across: 'INSTALMENT_FIRST',
      surplusGoesTo: test.inputs.surplusGoesTo ?? 'NEXT_INSTALLMENT',
      chargeDueStatus: 'OF_INSTALMENT',
    });
    const split = { ...payment, principalFen: 0n, interestFen: 0n };
    owed = owed.map((debt, k) => {
      const part = paidFen[k] ?? 0n;
      split[debt.component === 'principal' ? 'principalFen' : 'interestFen'] += part;
      const row = paid[debt.instalment];
      if (row !== undefined) {
        row.all += part;
        if (day < debt.dueDay) row.early += part;
        if (day > debt.dueDay) row.late += part;
      }
      return { ...debt, owedFen: debt.owedFen - part };
    });
    splits.push(split);
  }
  const rows = planned.map((row, k) => {
    const { all, early, late } = paid[k] ?? { all: 0n, early: 0n, late: 0n };
    return { ...row, paidFen: all, paidInAdvanceFen: early, paidLateFen: late, outstandingFen: row.totalFen - all };
  });
  return { rows, splits };
};

const PRINCIPAL_FIRST = ['principal', 'interest'] as const;
const INTEREST_FIRST = ['interest', 'principal'] as const;

export const judgeDueDates = ({ inputs, expected }: DueDatesCase, by: Arithmetic): boolean => {
  const found = by.dueDaysOf({ ...inputs, monthEnd: inputs.monthEnd ?? 'CLIP' }, inputs.instalments).map(fromDay);
  return found.length === expected.dueDates.length && found.every((date, k) => date === expected.dueDates[k]);
};
