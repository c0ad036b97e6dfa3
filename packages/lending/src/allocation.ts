import type { AllocationRule, Component } from './allocation-rule.ts';

/** One amount owed: a component of an instalment. `dueDay` decides whether it is past due, due, or in advance. */
export interface Debt {
  readonly instalment: number;
  readonly component: Component;
  readonly dueDay: number;
  readonly owedFen: bigint;
}

/**
 * Spreads a payment over debts by the product's rule.
 *
 * @returns what each debt receives, in the order given, and what found no debt.
 */
export const allocate = (
  debts: readonly Debt[],
  amountFen: bigint,
  day: number,
  rule: AllocationRule,
): { paidFen: bigint[]; restFen: bigint } => {
  const paidFen = debts.map(() => 0n);
  let restFen = amountFen;
  for (const at of orderOf(debts, day, rule)) {
    if (restFen === 0n) break;
    const owed = (debts[at]?.owedFen ?? 0n) - (paidFen[at] ?? 0n);
    if (owed <= 0n) continue;
    const part = owed < restFen ? owed : restFen;
    paidFen[at] = (paidFen[at] ?? 0n) + part;
    restFen -= part;
  }
  return { paidFen, restFen };
};

/** Indices of debts in the order in which they are to be paid. */
const orderOf = (debts: readonly Debt[], day: number, rule: AllocationRule): number[] => {
  const all = debts.map((_, at) => at);
  switch (rule.kind) {
    case 'PER_INSTALMENT':
      return byInstalment(debts, all, rule.order, false);
    case 'DUE_THEN_ADVANCE': {
      const isDue = (at: number): boolean => (debts[at]?.dueDay ?? 0) <= day;
      const walk = rule.across === 'INSTALMENT_FIRST' ? byInstalment : byComponent;
      const fromLast = rule.surplusGoesTo === 'LAST_INSTALLMENT';
      return [
        ...walk(debts, all.filter(isDue), rule.dueOrder, false),
        ...walk(
          debts,
          all.filter((at) => !isDue(at)),
          rule.advanceOrder,
          fromLast,
        ),
      ];
    }
    default:
      return byStatus(debts, all, day, rule);
  }
};

const statusOf = (dueDay: number, day: number): string =>
  dueDay < day ? 'past_due' : dueDay === day ? 'due' : 'in_advance';

const byStatus = (
  debts: readonly Debt[],
  all: readonly number[],
  day: number,
  rule: Extract<AllocationRule, { kind: 'BY_DUE_STATUS' }>,
): number[] => {
  const entries = rule.order.map((entry) => entry.split('.') as [string, Component]);
  const walk = (status: string, components: readonly Component[]): number[] => {
    const group = all.filter((at) => statusOf(debts[at]?.dueDay ?? 0, day) === status);
    const fromLast = status === 'in_advance' && rule.surplusGoesTo === 'LAST_INSTALLMENT';
    return byInstalment(debts, group, components, fromLast);
  };
  if (rule.across === 'COMPONENT_FIRST') return entries.flatMap(([status, component]) => walk(status, [component]));
  const statuses = [...new Set(entries.map(([status]) => status))];
  return statuses.flatMap((status) =>
    walk(
      status,
      entries.filter(([other]) => other === status).map(([, component]) => component),
    ),
  );
};

const byInstalment = (
  debts: readonly Debt[],
  group: readonly number[],
  order: readonly Component[],
  fromLast: boolean,
): number[] => {
  const place = (at: number): number => (debts[at]?.instalment ?? 0) * (fromLast ? -1 : 1);
  return group
    .filter((at) => order.includes(debts[at]?.component ?? 'fee'))
    .toSorted((a, b) => place(a) - place(b) || rankOf(debts, a, order) - rankOf(debts, b, order) || a - b);
};

const byComponent = (
  debts: readonly Debt[],
  group: readonly number[],
  order: readonly Component[],
  fromLast: boolean,
): number[] => order.flatMap((component) => byInstalment(debts, group, [component], fromLast));

const rankOf = (debts: readonly Debt[], at: number, order: readonly Component[]): number =>
  order.indexOf(debts[at]?.component ?? 'fee');
