import * as fc from 'fast-check';
import type { AllocationRule } from '../allocation-rule.ts';
import { addDays, fromDay, toDay } from '../calendar/dates.ts';
import { DAY_COUNTS } from '../calendar/day-count.ts';
import { REPAYMENT_METHODS } from '../terms.ts';
import type { LoanTerms } from '../terms.ts';

/*
 * Generators that prefer the edges: month ends, leap years, the smallest amounts, rates of nothing, multiples larger than
 * the instalment.
 */
const STARTS = [
  '2023-01-31',
  '2023-12-31',
  '2024-01-30',
  '2024-01-31',
  '2024-02-28',
  '2024-02-29',
  '2024-12-31',
  '2025-02-28',
  '2026-08-31',
];
const RATES = [0n, 1n, 36_500_000n, 109_500_000n, 182_500_000n, 240_000_000n, 352_900_000n, 999_999_999n];
const PRINCIPALS = [1n, 2n, 99n, 100n, 10_000n, 99_999n, 1_200_000n, 20_000_000n];

const orEdge = <T>(edges: readonly T[], rest: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...edges) }, { weight: 2, arbitrary: rest });

export const arbitraryStart = orEdge(
  STARTS,
  fc.integer({ min: toDay('2022-01-01'), max: toDay('2028-12-31') }).map(fromDay),
);

const COMPONENTS = ['fee', 'penalty', 'interest', 'principal'] as const;
const STATUSES = ['past_due', 'due', 'in_advance'] as const;
const order = fc.shuffledSubarray([...COMPONENTS], { minLength: COMPONENTS.length });
const across = fc.constantFrom('INSTALMENT_FIRST' as const, 'COMPONENT_FIRST' as const);
const statusOrder = STATUSES.flatMap((status) => COMPONENTS.map((component) => `${status}.${component}` as const));

/** Every kind of rule that a loan may have, the usual one half of the time. */
const allocation: fc.Arbitrary<AllocationRule> = fc.oneof(
  { weight: 3, arbitrary: order.map((list) => ({ kind: 'PER_INSTALMENT' as const, order: list })) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('DUE_THEN_ADVANCE' as const),
      dueOrder: order,
      advanceOrder: order,
      across,
      chargeDueStatus: fc.constant('OF_INSTALMENT' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('BY_DUE_STATUS' as const),
      order: fc.shuffledSubarray(statusOrder, { minLength: statusOrder.length }),
      across,
      surplusGoesTo: fc.constantFrom('NEXT_INSTALLMENT' as const, 'LAST_INSTALLMENT' as const),
      chargeDueStatus: fc.constant('OF_INSTALMENT' as const),
    }),
  },
);

export const arbitraryTerms: fc.Arbitrary<LoanTerms> = fc
  .record({
    principalFen: orEdge(PRINCIPALS, fc.bigInt({ min: 1n, max: 30_000_000n })),
    startDate: arbitraryStart,
    method: fc.constantFrom(...REPAYMENT_METHODS),
    instalments: orEdge([1, 2, 3, 6, 12], fc.integer({ min: 1, max: 14 })),
    step: fc.constantFrom(
      { every: 1, unit: 'MONTHS' as const },
      { every: 1, unit: 'MONTHS' as const },
      { every: 2, unit: 'MONTHS' as const },
      { every: 2, unit: 'WEEKS' as const },
      { every: 5, unit: 'DAYS' as const },
    ),
    annualRatePpb: orEdge(RATES, fc.bigInt({ min: 0n, max: 400_000_000n })),
    dayCount: fc.constantFrom(...DAY_COUNTS),
    rounding: fc.constantFrom('HALF_EVEN', 'HALF_EVEN', 'HALF_UP', 'HALF_DOWN', 'UP', 'DOWN', 'CEILING', 'FLOOR'),
    instalmentMultipleFen: fc.constantFrom(null, null, null, 100n, 10_000n),
    graceDays: fc.constantFrom(0, 0, 1, 3),
    monthEnd: fc.constantFrom('CLIP' as const, 'ROLL_TO_FIRST_OF_NEXT' as const),
    smoothing: fc.boolean(),
    penaltyBase: fc.constantFrom('PRINCIPAL' as const, 'PRINCIPAL_AND_INTEREST' as const),
    oddFirst: fc.option(fc.integer({ min: 1, max: 45 }), { freq: 5, nil: null }),
    allocation,
    interestOnly: fc.option(fc.integer({ min: 0, max: 13 }), { freq: 3, nil: null }),
  })
  .map(({ step, oddFirst, interestOnly, dayCount, ...rest }) => ({
    loanId: 'loan',
    currency: 'CNY',
    ...rest,
    ...step,
    dayCount: dayCount === 'PERIOD_1/12' && step.unit !== 'MONTHS' ? 'ACT/365' : dayCount,
    penaltyMultiplePpb: 1_500_000_000n,
    ...(oddFirst === null ? {} : { firstDueDate: addDays(rest.startDate, oddFirst) }),
    ...(interestOnly === null || interestOnly >= rest.instalments
      ? {}
      : rest.method === 'INTEREST_FIRST'
        ? { interestOnlyInstalments: interestOnly }
        : { principalGraceInstalments: interestOnly }),
  }));

/** What to do next, as choices; the test turns them into events by what the loan then owes. */
export interface Choice {
  readonly at: number;
  readonly kind:
    | 'repayment'
    | 'repayment_full'
    | 'fee'
    | 'rate_change'
    | 'interest_pause'
    | 'fee_waiver'
    | 'penalty_waiver'
    | 'reversal'
    | 'reage'
    | 'restructure'
    | 'ageing_pause'
    | 'charge_off'
    | 'write_off'
    | 'recovery'
    | 'credit_refund';
  readonly share: number;
  readonly exact: 'DUE' | 'NEXT' | 'SHARE' | 'ONE';
  readonly mode: 'DUE' | 'EARLY_PART';
  readonly surplus: 'SHORTER_TENOR' | 'SMALLER_INSTALMENT' | 'NEXT_INSTALMENT';
}

const KINDS = [
  'repayment_full',
  'fee',
  'rate_change',
  'interest_pause',
  'fee_waiver',
  'penalty_waiver',
  'reversal',
  'reage',
  'restructure',
  'ageing_pause',
  'charge_off',
] as const;
/** What ends a loan otherwise than by payment, and what follows it. */
const LAST_KINDS = [...KINDS, 'credit_refund', 'write_off', 'recovery'] as const;

const choicesOf = (kinds: readonly Choice['kind'][]): fc.Arbitrary<Choice[]> =>
  fc.array(
    fc.record({
      /** Where in the life of the loan, in thousandths; beyond 1000 it is late. */
      at: fc.integer({ min: 0, max: 1200 }),
      kind: fc.oneof(
        { weight: 6, arbitrary: fc.constant('repayment' as const) },
        {
          weight: 4,
          arbitrary: fc.constantFrom(...kinds),
        },
      ),
      share: fc.integer({ min: 1, max: 100 }),
      exact: fc.constantFrom('DUE' as const, 'NEXT' as const, 'SHARE' as const, 'ONE' as const),
      mode: fc.constantFrom('DUE' as const, 'EARLY_PART' as const),
      surplus: fc.constantFrom('SHORTER_TENOR' as const, 'SMALLER_INSTALMENT' as const, 'NEXT_INSTALMENT' as const),
    }),
    { maxLength: 7 },
  );

export const arbitraryChoices = choicesOf(KINDS);
export const arbitraryChoicesToTheEnd = choicesOf(LAST_KINDS);
