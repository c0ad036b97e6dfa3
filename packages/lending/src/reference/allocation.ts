import type { AllocationRule, Component } from '../allocation-rule.ts';

/*
 * Who is paid first, told as a sorting key of each debt. Coins go one debt at a time to the one whose key is the least.
 */
export interface ReferenceDebt {
  readonly instalment: number;
  readonly component: Component;
  readonly due: string;
  readonly owed: bigint;
}

type Key = readonly number[];

const statusAt = (due: string, date: string): string => (due < date ? 'past_due' : due > date ? 'in_advance' : 'due');

/** Null where the rule pays no such debt. */
const keyOf = (debt: ReferenceDebt, date: string, rule: AllocationRule): Key | null => {
  const from = (end: string | undefined, isAhead: boolean): number =>
    isAhead && end === 'LAST_INSTALLMENT' ? -debt.instalment : debt.instalment;
  if (rule.kind === 'PER_INSTALMENT') return named([debt.instalment, rule.order.indexOf(debt.component)]);
  const isAhead = debt.due > date;
  const instalment = from(rule.surplusGoesTo, isAhead);
  if (rule.kind === 'DUE_THEN_ADVANCE') {
    const place = (isAhead ? rule.advanceOrder : rule.dueOrder).indexOf(debt.component);
    if (place < 0) return null;
    return [isAhead ? 1 : 0, ...(rule.across === 'INSTALMENT_FIRST' ? [instalment, place] : [place, instalment])];
  }
  const status = statusAt(debt.due, date);
  const place = rule.order.findIndex((entry) => entry === `${status}.${debt.component}`);
  if (place < 0) return null;
  if (rule.across === 'COMPONENT_FIRST') return [place, instalment];
  return [rule.order.findIndex((entry) => entry.startsWith(`${status}.`)), instalment, place];
};

const named = (key: Key): Key | null => (key.includes(-1) ? null : key);

const isBefore = (a: Key, b: Key): boolean => {
  const at = a.findIndex((figure, k) => figure !== b[k]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
};

/** What each debt receives, and what finds none. */
export const referenceAllocate = (
  debts: readonly ReferenceDebt[],
  amount: bigint,
  date: string,
  rule: AllocationRule,
): { paid: bigint[]; rest: bigint } => {
  const paid = debts.map(() => 0n);
  const waiting = new Map(debts.map((debt, k) => [k, keyOf(debt, date, rule)]));
  let rest = amount;
  for (;;) {
    let first: { readonly at: number; readonly key: Key } | null = null;
    for (const [at, key] of waiting)
      if (key !== null && (first === null || isBefore(key, first.key))) first = { at, key };
    if (first === null || rest === 0n) return { paid, rest };
    waiting.delete(first.at);
    const owed = debts[first.at]?.owed ?? 0n;
    const part = owed <= 0n ? 0n : owed < rest ? owed : rest;
    paid[first.at] = part;
    rest -= part;
  }
};
