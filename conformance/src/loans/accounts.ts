import { toDay } from '@clearline/lending';
import type { AllocationRule, Component, Debt } from '@clearline/lending';
import type { Arithmetic } from './arithmetic.ts';
import { agrees, fromMinor, toMinor } from './decimal.ts';

type Figures = Readonly<Record<string, unknown>>;

/** These groups state no currency; their amounts have two decimals. */
const DECIMALS = 2;

/** What a rule leaves out is as the conventions have it: instalment by instalment, surplus to the next one. */
type StatedRule = Partial<AllocationRule> & Pick<AllocationRule, 'kind'>;

const ruleOf = (stated: StatedRule): AllocationRule => {
  // “A charge by its own due date” is said of DUE_THEN_ADVANCE alone.
  const chargeDueStatus = stated.kind === 'DUE_THEN_ADVANCE' ? 'OF_CHARGE' : 'OF_INSTALMENT';
  const silent = { across: 'INSTALMENT_FIRST', surplusGoesTo: 'NEXT_INSTALLMENT', chargeDueStatus } as const;
  return { ...silent, ...stated } as AllocationRule;
};

export interface AllocationCase {
  readonly inputs: {
    readonly instalments: readonly {
      readonly due: string;
      readonly principal: string;
      readonly interest: string;
      readonly charges?: readonly { readonly kind: 'fee' | 'penalty'; readonly due: string; readonly amount: string }[];
    }[];
    readonly rule: StatedRule;
  };
  readonly events: readonly { readonly type: string; readonly date: string; readonly amount: string }[];
  readonly expected: { readonly repaymentSplits: readonly Figures[]; readonly paidPerInstalment: readonly string[] };
}

const debtsOf = ({ inputs }: AllocationCase, rule: AllocationRule): Debt[] =>
  inputs.instalments.flatMap((row, instalment) => {
    const dueDay = toDay(row.due);
    const debt = (component: Component, day: number, amount: string): Debt => ({
      instalment,
      component,
      dueDay: day,
      owedFen: toMinor(amount, DECIMALS),
    });
    const byCharge = 'chargeDueStatus' in rule && rule.chargeDueStatus === 'OF_CHARGE';
    return [
      debt('principal', dueDay, row.principal),
      debt('interest', dueDay, row.interest),
      ...(row.charges ?? []).map((charge) => debt(charge.kind, byCharge ? toDay(charge.due) : dueDay, charge.amount)),
    ];
  });

export const judgeAllocation = (test: AllocationCase, by: Arithmetic): boolean => {
  const paidPer = test.inputs.instalments.map(() => 0n);
  const rule = ruleOf(test.inputs.rule);
  let debts = debtsOf(test, rule);
  const splits = test.events.map((event) => {
    if (event.type !== 'repayment') throw new Error(`event ${event.type} is not known`);
    const { paidFen } = by.allocate(debts, toMinor(event.amount, DECIMALS), toDay(event.date), rule);
    const sums: Record<Component, bigint> = { principal: 0n, interest: 0n, fee: 0n, penalty: 0n };
    debts = debts.map((debt, k) => {
      const part = paidFen[k] ?? 0n;
      sums[debt.component] += part;
      paidPer[debt.instalment] = (paidPer[debt.instalment] ?? 0n) + part;
      return { ...debt, owedFen: debt.owedFen - part };
    });
    const money = (component: Component): string => fromMinor(sums[component], DECIMALS);
    return {
      date: event.date,
      amount: event.amount,
      principal: money('principal'),
      interest: money('interest'),
      fee: money('fee'),
      penalty: money('penalty'),
    };
  });
  const { repaymentSplits, paidPerInstalment } = test.expected;
  return (
    repaymentSplits.length === splits.length &&
    repaymentSplits.every((stated, k) => agrees(stated, splits[k] ?? {})) &&
    paidPerInstalment.length === paidPer.length &&
    paidPerInstalment.every((stated, k) => toMinor(stated, DECIMALS) === paidPer[k])
  );
};

export interface DelinquencyCase {
  readonly inputs: {
    readonly instalments: readonly { readonly due: string; readonly amount: string }[];
    readonly graceDaysBeforeDelinquent?: number;
    readonly pauses?: readonly { readonly start: string; readonly end: string }[];
    readonly buckets?: readonly (readonly [string, number, number | null])[];
  };
  readonly asOf: string;
  readonly events?: readonly { readonly type: string; readonly date: string; readonly amount: string }[];
  readonly expected: Figures;
}

/** Payments, where a case has any, go to the oldest instalment first. */
export const judgeDelinquency = ({ inputs, asOf, events, expected }: DelinquencyCase, by: Arithmetic): boolean => {
  let paid = (events ?? [])
    .filter((event) => event.date <= asOf)
    .reduce((sum, event) => sum + toMinor(event.amount, DECIMALS), 0n);
  const instalments = inputs.instalments.map((row) => {
    const owed = toMinor(row.amount, DECIMALS);
    const part = owed < paid ? owed : paid;
    paid -= part;
    return { due: row.due, unpaidFen: owed - part };
  });
  const found = by.delinquencyOf(
    {
      instalments,
      graceDaysBeforeDelinquent: inputs.graceDaysBeforeDelinquent ?? 0,
      pauses: inputs.pauses ?? [],
      buckets: inputs.buckets ?? [],
    },
    asOf,
  );
  return agrees(expected, {
    delinquentAmount: fromMinor(found.delinquentFen, DECIMALS),
    delinquentDate: found.delinquentDate,
    delinquentDays: found.delinquentDays,
    pastDueDays: found.pastDueDays,
    bucket: found.bucket,
  });
};
