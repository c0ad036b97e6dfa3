import * as fc from 'fast-check';
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
    order: fc.constantFrom(
      ['fee', 'penalty', 'interest', 'principal'] as const,
      ['principal', 'interest', 'penalty', 'fee'] as const,
    ),
    interestOnly: fc.option(fc.integer({ min: 0, max: 13 }), { freq: 3, nil: null }),
  })
  .map(({ step, oddFirst, order, interestOnly, dayCount, ...rest }) => ({
    loanId: 'loan',
    currency: 'CNY',
    ...rest,
    ...step,
    dayCount: dayCount === 'PERIOD_1/12' && step.unit !== 'MONTHS' ? 'ACT/365' : dayCount,
    penaltyMultiplePpb: 1_500_000_000n,
    allocation: { kind: 'PER_INSTALMENT', order },
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
    | 'charge_off';
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

export const arbitraryChoices: fc.Arbitrary<Choice[]> = fc.array(
  fc.record({
    /** Where in the life of the loan, in thousandths; beyond 1000 it is late. */
    at: fc.integer({ min: 0, max: 1200 }),
    kind: fc.oneof(
      { weight: 6, arbitrary: fc.constant('repayment' as const) },
      {
        weight: 4,
        arbitrary: fc.constantFrom(...KINDS),
      },
    ),
    share: fc.integer({ min: 1, max: 100 }),
    exact: fc.constantFrom('DUE' as const, 'NEXT' as const, 'SHARE' as const, 'ONE' as const),
    mode: fc.constantFrom('DUE' as const, 'EARLY_PART' as const),
    surplus: fc.constantFrom('SHORTER_TENOR' as const, 'SMALLER_INSTALMENT' as const, 'NEXT_INSTALMENT' as const),
  }),
  { maxLength: 7 },
);
