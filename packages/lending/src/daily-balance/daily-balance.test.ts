import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../calendar/dates.ts';
import { planLoan } from '../plan/schedule.ts';
import { TERMS } from '../testing-terms.ts';
import { planOnActualBalance } from './plan-on-actual-balance.ts';
import type { ActualBalanceRule, Payment } from './plan-on-actual-balance.ts';

const RULE: ActualBalanceRule = {
  withinInstalment: 'INTEREST_FIRST',
  surplusGoesTo: 'NEXT_INSTALLMENT',
  overduePrincipalAccrues: true,
};

const planned = (payments: readonly Payment[], asOf: string, rule = RULE) => {
  const result = planOnActualBalance(TERMS, rule, payments, asOf);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
};

describe('interest on the balance actually owed', () => {
  it('L80: until something happens it is the plan', () => {
    const plan = planLoan(TERMS);
    const rows = planned([], TERMS.startDate).rows.map((row) => [row.dueDate, row.principalFen, row.interestFen]);
    expect(rows).toEqual(plan.ok ? plan.value.map((row) => [row.dueDate, row.principalFen, row.interestFen]) : []);
  });

  it('L80: late principal goes on earning inside the next instalment, whose total stays', () => {
    const [first, second] = planned([], '2026-03-31').rows;
    expect(second?.totalFen).toBe(first?.totalFen);
    // The whole 12,000 for 31 days, not what the plan left of it.
    expect(second?.interestFen).toBe(11_160n);
    const [, unmoved] = planned([], '2026-03-31', { ...RULE, overduePrincipalAccrues: false }).rows;
    expect(unmoved?.interestFen).toBe(10_268n);
  });

  it('L80: other methods are refused', () => {
    const result = planOnActualBalance({ ...TERMS, method: 'FLAT' }, RULE, [], TERMS.startDate);
    expect(result.ok ? null : result.refusal).toMatchObject({ code: 'inconsistent', field: 'method' });
  });

  it('L80: principal parts add up to the principal, nothing is negative, and splits are what the rows received', () => {
    const payments = fc.array(
      fc.record({
        date: fc.integer({ min: 0, max: 400 }).map((days) => addDays(TERMS.startDate, days)),
        amountFen: fc.oneof(fc.constantFrom(1n, 105_986n, 105_985n), fc.bigInt({ min: 1n, max: 400_000n })),
      }),
      { maxLength: 6 },
    );
    const rules = fc.record({
      withinInstalment: fc.constantFrom('INTEREST_FIRST' as const, 'PRINCIPAL_FIRST' as const),
      surplusGoesTo: fc.constantFrom('NEXT_INSTALLMENT' as const, 'LAST_INSTALLMENT' as const),
      overduePrincipalAccrues: fc.boolean(),
    });
    fc.assert(
      fc.property(payments, rules, fc.integer({ min: 0, max: 60 }), (paid, rule, more) => {
        const last =
          paid
            .map((payment) => payment.date)
            .toSorted()
            .at(-1) ?? TERMS.startDate;
        const { rows, splits } = planned(paid, addDays(last, more), rule);
        expect(rows.reduce((sum, row) => sum + row.principalFen, 0n)).toBe(TERMS.principalFen);
        for (const row of rows) expect(row.principalFen >= 0n && row.interestFen >= 0n && row.paidFen >= 0n).toBe(true);
        const received = splits.reduce((sum, split) => sum + split.principalFen + split.interestFen, 0n);
        expect(rows.reduce((sum, row) => sum + row.paidFen, 0n)).toBe(received);
        for (const split of splits) expect(split.principalFen + split.interestFen <= split.amountFen).toBe(true);
      }),
    );
  });
});
