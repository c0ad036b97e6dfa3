import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delinquencyOf } from '../ageing/delinquency.ts';
import { allocate } from '../allocation.ts';
import type { AllocationRule, Component, DueStatus } from '../allocation-rule.ts';
import { DAY_COUNTS } from '../calendar/day-count.ts';
import { addDays, toDay } from '../calendar/dates.ts';
import { planOnActualBalance } from '../daily-balance/plan-on-actual-balance.ts';
import { ROUNDINGS } from '../money/rounding.ts';
import { dueDaysOf } from '../plan/periods.ts';
import { planLoan } from '../plan/schedule.ts';
import { REPAYMENT_METHODS } from '../terms.ts';
import { TERMS } from '../testing-terms.ts';
import { arbitraryStart, arbitraryTerms } from './arbitrary.ts';
import {
  allocateByReference,
  delinquencyByReference,
  dueDaysByReference,
  onActualBalanceByReference,
  planByReference,
} from './index.ts';

const RUNS = Number(process.env['LENDING_RUNS'] ?? 100);
const COMPONENTS: readonly Component[] = ['fee', 'penalty', 'interest', 'principal'];
const STATUSES: readonly DueStatus[] = ['past_due', 'due', 'in_advance'];
const DAY = '2026-03-01';

const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...items], { minLength: items.length });
const end = fc.constantFrom('NEXT_INSTALLMENT' as const, 'LAST_INSTALLMENT' as const);
const across = fc.constantFrom('INSTALMENT_FIRST' as const, 'COMPONENT_FIRST' as const);
const chargeDueStatus = fc.constantFrom('OF_INSTALMENT' as const, 'OF_CHARGE' as const);

/** Every kind of rule; what is in advance need not name every component. */
const rules: fc.Arbitrary<AllocationRule> = fc.oneof(
  fc.record({ kind: fc.constant('PER_INSTALMENT' as const), order: shuffled(COMPONENTS) }),
  fc.record({
    kind: fc.constant('DUE_THEN_ADVANCE' as const),
    dueOrder: shuffled(COMPONENTS),
    advanceOrder: fc.shuffledSubarray([...COMPONENTS]),
    across,
    surplusGoesTo: end,
    chargeDueStatus,
  }),
  fc.record({
    kind: fc.constant('BY_DUE_STATUS' as const),
    order: shuffled(STATUSES.flatMap((status) => COMPONENTS.map((component) => `${status}.${component}` as const))),
    across,
    surplusGoesTo: end,
    chargeDueStatus,
  }),
);

/** Instalments a week apart around the day of payment; a charge may fall due on another day than its instalment. */
const debts = fc.array(
  fc.record({
    instalment: fc.integer({ min: 0, max: 4 }),
    component: fc.constantFrom(...COMPONENTS),
    offset: fc.constantFrom(0, 0, 0, -7, 3, 7),
    owedFen: fc.oneof(fc.constantFrom(0n, 1n, 100n), fc.bigInt({ min: 0n, max: 10_000n })),
  }),
  { maxLength: 14 },
);

describe('against the reference', () => {
  it('L50-L54: every allocation rule gives each debt the same', () => {
    fc.assert(
      fc.property(rules, debts, fc.bigInt({ min: 0n, max: 40_000n }), (rule, drawn, amountFen) => {
        const owed = drawn.map(({ offset, ...debt }) => ({
          ...debt,
          dueDay: toDay(addDays(DAY, (debt.instalment - 2) * 7 + (debt.component === 'principal' ? 0 : offset))),
        }));
        const given = allocate(owed, amountFen, toDay(DAY), rule);
        expect(given).toEqual(allocateByReference(owed, amountFen, toDay(DAY), rule));
        expect(given.paidFen.reduce((sum, part) => sum + part, given.restFen)).toBe(amountFen);
      }),
      { numRuns: RUNS * 4 },
    );
  });

  it('L40, L41: days past due, grace, pauses that overlap and buckets', () => {
    const around = fc.integer({ min: -40, max: 40 }).map((days) => addDays(DAY, days));
    const pause = fc
      .tuple(around, fc.integer({ min: 0, max: 30 }))
      .map(([start, days]) => ({ start, end: addDays(start, days) }));
    fc.assert(
      fc.property(
        fc.array(fc.record({ due: around, unpaidFen: fc.constantFrom(0n, 1n, 25_000n) }), { maxLength: 6 }),
        fc.constantFrom(0, 1, 3, 30),
        fc.array(pause, { maxLength: 4 }),
        around,
        (instalments, graceDaysBeforeDelinquent, pauses, asOf) => {
          const buckets: [string, number, number | null][] = [
            ['A', 1, 3],
            ['B', 4, 30],
            ['C', 31, null],
          ];
          const input = { instalments, graceDaysBeforeDelinquent, pauses, buckets };
          expect(delinquencyOf(input, asOf)).toEqual(delinquencyByReference(input, asOf));
        },
      ),
      { numRuns: RUNS * 4 },
    );
  });

  it('L2: due dates of every step, month ends and first date', () => {
    fc.assert(
      fc.property(arbitraryTerms, fc.integer({ min: 1, max: 30 }), (terms, count) => {
        expect(dueDaysOf(terms, count)).toEqual(dueDaysByReference(terms, count));
      }),
      { numRuns: RUNS },
    );
  });

  const grid = REPAYMENT_METHODS.flatMap((method) => DAY_COUNTS.map((dayCount) => [method, dayCount] as const));
  it.each(grid)('L6-L12: %s by %s, in every rounding', (method, dayCount) => {
    // Three periods over the end of a year and of a February in a leap year.
    const about = { startDate: '2023-12-31', instalments: 3, annualRatePpb: 123_456_789n };
    for (const rounding of ROUNDINGS) {
      const terms = { ...TERMS, ...about, method, dayCount, rounding };
      const plan = planLoan(terms);
      expect(plan.ok ? plan.value : plan).toEqual(planByReference(terms));
    }
  });

  it('L80: interest on the balance actually owed, under every rule, day count and rounding', () => {
    const payment = fc.record({
      // Beyond the last due day as well; several on one day.
      at: fc.oneof(fc.constantFrom(0, 30, 31, 59, 60), fc.integer({ min: 0, max: 250 })),
      amountFen: fc.oneof(fc.constantFrom(1n, 5_000n, 17_000n), fc.bigInt({ min: 1n, max: 120_000n })),
    });
    fc.assert(
      fc.property(
        fc.record({
          principalFen: fc.oneof(fc.constantFrom(1n, 100n, 10_000n), fc.bigInt({ min: 1n, max: 200_000n })),
          startDate: arbitraryStart,
          instalments: fc.integer({ min: 1, max: 6 }),
          annualRatePpb: fc.constantFrom(0n, 70_000_000n, 94_822_000n, 352_900_000n),
          dayCount: fc.constantFrom(...DAY_COUNTS),
          rounding: fc.constantFrom(...ROUNDINGS),
          smoothing: fc.boolean(),
          monthEnd: fc.constantFrom('CLIP' as const, 'ROLL_TO_FIRST_OF_NEXT' as const),
        }),
        fc.record({
          withinInstalment: fc.constantFrom('INTEREST_FIRST' as const, 'PRINCIPAL_FIRST' as const),
          surplusGoesTo: end,
          overduePrincipalAccrues: fc.boolean(),
        }),
        fc.array(payment, { maxLength: 5 }),
        fc.integer({ min: 0, max: 300 }),
        (drawn, rule, paid, seen) => {
          const terms = { ...TERMS, ...drawn, method: 'EQUAL_INSTALMENT' as const };
          const payments = paid.map(({ at, amountFen }) => ({ date: addDays(terms.startDate, at), amountFen }));
          const asOf = addDays(terms.startDate, Math.max(seen, ...paid.map(({ at }) => at)));
          const found = planOnActualBalance(terms, rule, payments, asOf);
          expect(found.ok ? found.value : found).toEqual(onActualBalanceByReference(terms, rule, payments, asOf));
        },
      ),
      { numRuns: RUNS },
    );
  });
});
