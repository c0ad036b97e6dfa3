import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate } from './allocation.ts';
import type { Debt } from './allocation.ts';
import { STANDARD_ALLOCATION } from './allocation-rule.ts';
import type { AllocationRule, Component } from './allocation-rule.ts';

const COMPONENTS: readonly Component[] = ['fee', 'penalty', 'interest', 'principal'];

/** Three instalments, past due, due and in advance on day 20, each owing 10 of everything. */
const DEBTS: Debt[] = [10, 20, 30].flatMap((dueDay, instalment) =>
  COMPONENTS.map((component) => ({ instalment, component, dueDay, owedFen: 10n })),
);

/** The order in which debts are paid, as 'instalment.component', found by paying 10 more each time. */
const orderUnder = (rule: AllocationRule): string[] =>
  DEBTS.map((_, k) => {
    const before = allocate(DEBTS, BigInt(k) * 10n, 20, rule).paidFen;
    const after = allocate(DEBTS, BigInt(k + 1) * 10n, 20, rule).paidFen;
    const at = after.findIndex((paid, i) => paid !== before[i]);
    return `${DEBTS[at]?.instalment}.${DEBTS[at]?.component}`;
  });

const byStatus = (over: Partial<Extract<AllocationRule, { kind: 'BY_DUE_STATUS' }>>): AllocationRule => ({
  kind: 'BY_DUE_STATUS',
  order: (['past_due', 'due', 'in_advance'] as const).flatMap((status) =>
    COMPONENTS.map((component) => `${status}.${component}` as const),
  ),
  across: 'INSTALMENT_FIRST',
  surplusGoesTo: 'NEXT_INSTALLMENT',
  chargeDueStatus: 'OF_INSTALMENT',
  ...over,
});

describe('allocation', () => {
  it('L50: without agreement: the oldest debt first; costs, then interest, then principal', () => {
    expect(orderUnder(STANDARD_ALLOCATION)).toEqual(
      [0, 1, 2].flatMap((n) => [`${n}.fee`, `${n}.penalty`, `${n}.interest`, `${n}.principal`]),
    );
  });

  it('L51: due first in one order, the rest in another', () => {
    const order = orderUnder({
      kind: 'DUE_THEN_ADVANCE',
      dueOrder: ['interest', 'principal', 'fee', 'penalty'],
      advanceOrder: ['principal', 'interest', 'fee', 'penalty'],
      across: 'COMPONENT_FIRST',
      chargeDueStatus: 'OF_INSTALMENT',
    });
    expect(order.slice(0, 4)).toEqual(['0.interest', '1.interest', '0.principal', '1.principal']);
    expect(order.slice(8)).toEqual(['2.principal', '2.interest', '2.fee', '2.penalty']);
  });

  it('L52: by due status, component first, takes each component of a status before the next', () => {
    expect(orderUnder(byStatus({ across: 'COMPONENT_FIRST' }))).toEqual(
      [0, 1, 2].flatMap((n) => COMPONENTS.map((component) => `${n}.${component}`)),
    );
    const principalFirst = byStatus({
      order: ['in_advance.principal', 'past_due.principal', 'due.principal'],
      across: 'COMPONENT_FIRST',
    });
    expect(orderUnder(principalFirst).slice(0, 3)).toEqual(['2.principal', '0.principal', '1.principal']);
  });

  it('L53: surplus from the last instalment', () => {
    const ahead = DEBTS.map((debt) => ({ ...debt, dueDay: debt.dueDay + 100 }));
    const { paidFen } = allocate(ahead, 40n, 20, byStatus({ surplusGoesTo: 'LAST_INSTALLMENT' }));
    expect(paidFen.slice(8)).toEqual([10n, 10n, 10n, 10n]);
  });

  it('L54: nothing is lost: what is paid and what is left make up the payment, and no debt is overpaid', () => {
    const rules = fc.constantFrom(
      STANDARD_ALLOCATION,
      byStatus({}),
      byStatus({ across: 'COMPONENT_FIRST', surplusGoesTo: 'LAST_INSTALLMENT' }),
    );
    const debts = fc.array(
      fc.record({
        instalment: fc.nat(5),
        component: fc.constantFrom(...COMPONENTS),
        dueDay: fc.nat(40),
        owedFen: fc.bigInt({ min: 0n, max: 100n }),
      }),
    );
    fc.assert(
      fc.property(debts, fc.bigInt({ min: 0n, max: 900n }), rules, (owed, amount, rule) => {
        const { paidFen, restFen } = allocate(owed, amount, 20, rule);
        expect(paidFen.reduce((sum, part) => sum + part, restFen)).toBe(amount);
        expect(paidFen.every((part, k) => part >= 0n && part <= (owed[k]?.owedFen ?? 0n))).toBe(true);
        if (restFen > 0n) expect(paidFen).toEqual(owed.map((debt) => debt.owedFen));
      }),
    );
  });
});
