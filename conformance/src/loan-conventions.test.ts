import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_COUNTS, type LoanTerms, STANDARD_ALLOCATION } from '@clearline/lending';
import { onActualBalanceByReference, planByReference } from '@clearline/lending/reference';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { run } from './loans.ts';
import { fromMinor } from './loans/decimal.ts';

/*
 * The published cases use few of the conventions that their file states. Here is a file of the same shape for the rest, its
 * figures by the reference: every day count, unit, month end, rounding and number of decimals, and each rule of payment.
 */
const ROUNDINGS = ['HALF_EVEN', 'HALF_UP', 'HALF_DOWN', 'UP', 'DOWN', 'CEILING', 'FLOOR'] as const;
const CURRENCY = { 0: 'JPY', 2: 'CNY', 3: 'KWD' } as const;

interface Drawn {
  readonly method: readonly [string, LoanTerms['method']];
  readonly dayCount: LoanTerms['dayCount'];
  readonly unit: LoanTerms['unit'];
  readonly rounding: (typeof ROUNDINGS)[number];
  readonly monthEnd: 'CLIP' | 'ROLL_TO_FIRST_OF_NEXT';
  readonly decimals: keyof typeof CURRENCY;
  readonly grace?: number;
}

const inputsOf = ({ method, dayCount, unit, rounding, monthEnd, decimals, grace = 0 }: Drawn) => ({
  principal: fromMinor(1_000_001n, decimals),
  currencyDecimals: decimals,
  annualRatePct: '9.4822',
  startDate: '2023-12-30',
  instalments: 5,
  every: 1,
  unit,
  method: method[0],
  dayCount,
  rounding,
  instalmentMultiple: null,
  emiSmoothing: true,
  monthEnd,
  principalGracePeriods: grace,
  interestOn: 'ORIGINAL_SCHEDULE',
});

const termsOf = ({ method, dayCount, unit, rounding, monthEnd, decimals, grace = 0 }: Drawn): LoanTerms => ({
  loanId: 'case',
  currency: CURRENCY[decimals],
  principalFen: 1_000_001n,
  startDate: '2023-12-30',
  method: method[1],
  instalments: 5,
  every: 1,
  unit,
  annualRatePpb: 94_822_000n,
  dayCount,
  rounding,
  instalmentMultipleFen: null,
  penaltyMultiplePpb: 0n,
  graceDays: 0,
  allocation: STANDARD_ALLOCATION,
  smoothing: true,
  monthEnd,
  ...(grace > 0 ? { principalGraceInstalments: grace } : {}),
});

const METHODS = [
  ['EQUAL_INSTALMENT', 'EQUAL_INSTALMENT'],
  ['EQUAL_PRINCIPAL', 'EQUAL_PRINCIPAL'],
  ['FLAT_EQUAL', 'FLAT'],
  ['INTEREST_ONLY_THEN_BULLET', 'INTEREST_FIRST'],
  ['BULLET', 'BULLET'],
  ['ON_DEMAND', 'ON_DEMAND'],
] as const;
const PLAIN: Drawn = {
  method: METHODS[0],
  dayCount: 'ACT/365',
  unit: 'MONTHS',
  rounding: 'HALF_EVEN',
  monthEnd: 'CLIP',
  decimals: 2,
};
const units = (dayCount: string): readonly LoanTerms['unit'][] =>
  dayCount === 'PERIOD_1/12' ? ['MONTHS'] : ['MONTHS', 'WEEKS', 'DAYS'];

const drawn: readonly Drawn[] = [
  ...METHODS.flatMap((method) =>
    DAY_COUNTS.flatMap((dayCount) => units(dayCount).map((unit) => ({ ...PLAIN, method, dayCount, unit }))),
  ),
  ...METHODS.flatMap((method) => ROUNDINGS.map((rounding) => ({ ...PLAIN, method, rounding }))),
  ...([0, 2, 3] as const).map((decimals) => ({ ...PLAIN, decimals })),
  { ...PLAIN, monthEnd: 'ROLL_TO_FIRST_OF_NEXT' },
  { ...PLAIN, grace: 2 },
];

const schedules = drawn.map((each, k) => ({
  id: `schedule-${k}`,
  group: 'ours',
  inputs: inputsOf(each),
  asOf: null,
  events: [],
  expected: {
    rows: planByReference(termsOf(each)).map((row) => ({
      n: row.n,
      due: row.dueDate,
      days: row.days,
      principal: fromMinor(row.principalFen, each.decimals),
      interest: fromMinor(row.interestFen, each.decimals),
      total: fromMinor(row.totalFen, each.decimals),
      balanceAfter: fromMinor(row.balanceAfterFen, each.decimals),
    })),
  },
}));

const withPayments = (['INTEREST_FIRST', 'PRINCIPAL_FIRST'] as const).flatMap((within) =>
  (['NEXT_INSTALLMENT', 'LAST_INSTALLMENT'] as const).flatMap((surplus) =>
    [true, false].flatMap((late) =>
      DAY_COUNTS.map((dayCount) => {
        const each = { ...PLAIN, dayCount };
        const payments = [
          { date: '2024-01-20', amountFen: 150_000n },
          { date: '2024-03-15', amountFen: 310_000n },
        ];
        const rule = { withinInstalment: within, surplusGoesTo: surplus, overduePrincipalAccrues: late };
        const { rows, splits } = onActualBalanceByReference(termsOf(each), rule, payments, '2024-03-20');
        const money = (fen: bigint): string => fromMinor(fen, 2);
        return {
          id: `balance-${within}-${surplus}-${late}-${dayCount}`,
          group: 'ours',
          inputs: {
            ...inputsOf(each),
            interestOn: 'ACTUAL_DAILY_BALANCE',
            overduePrincipalAccrues: late,
            allocationWithinInstalment: within,
            surplusGoesTo: surplus,
          },
          asOf: '2024-03-20',
          events: payments.map(({ date, amountFen }) => ({ type: 'repayment', date, amount: money(amountFen) })),
          expected: {
            rows: rows.map((row) => ({
              principal: money(row.principalFen),
              interest: money(row.interestFen),
              paid: money(row.paidFen),
              paidInAdvance: money(row.paidInAdvanceFen),
              paidLate: money(row.paidLateFen),
              outstanding: money(row.outstandingFen),
            })),
            repaymentSplits: splits.map((split) => ({
              principal: money(split.principalFen),
              interest: money(split.interestFen),
            })),
          },
        };
      }),
    ),
  ),
);

/** Worked out by hand: 100 owed on each of two instalments, a fee on the first; 120 comes in on the due day of the second. */
const instalments = [
  {
    due: '2024-02-01',
    principal: '90.00',
    interest: '10.00',
    charges: [{ kind: 'fee', due: '2024-02-10', amount: '5.00' }],
  },
  { due: '2024-03-01', principal: '90.00', interest: '10.00', charges: [] },
];
const order = ['fee', 'penalty', 'interest', 'principal'];
const byStatus = ['past_due', 'due', 'in_advance'].flatMap((status) => order.map((part) => `${status}.${part}`));
const allocations = [
  [{ kind: 'PER_INSTALMENT', order }, ['105.00', '15.00']],
  [
    {
      kind: 'DUE_THEN_ADVANCE',
      dueOrder: order,
      advanceOrder: order,
      across: 'COMPONENT_FIRST',
      chargeDueStatus: 'OF_CHARGE',
    },
    ['105.00', '15.00'],
  ],
  [
    {
      kind: 'BY_DUE_STATUS',
      order: byStatus.toReversed(),
      across: 'COMPONENT_FIRST',
      surplusGoesTo: 'NEXT_INSTALLMENT',
      chargeDueStatus: 'OF_INSTALMENT',
    },
    ['20.00', '100.00'],
  ],
].map(([rule, paidPerInstalment], k) => ({
  id: `allocation-${k}`,
  group: 'ours',
  inputs: { instalments, rule },
  events: [{ type: 'repayment', date: '2024-03-01', amount: '120.00' }],
  expected: { repaymentSplits: [{ date: '2024-03-01', amount: '120.00' }], paidPerInstalment },
}));

/** Nothing but instalments and pauses is stated: no grace, no buckets. */
const delinquency = {
  id: 'delinquency',
  group: 'ours',
  inputs: {
    instalments: [{ due: '2024-02-01', amount: '100.00' }],
    pauses: [{ start: '2024-02-10', end: '2024-02-15' }],
  },
  asOf: '2024-03-01',
  expected: { delinquentAmount: '100.00', delinquentDate: '2024-02-01', delinquentDays: 24, pastDueDays: 29 },
};

/** Another hand may write amounts as numbers, leave out what the conventions settle, and list events in any order. */
const otherHand = [
  {
    id: 'numbers-and-silence',
    inputs: {
      ...inputsOf(PLAIN),
      principal: 300,
      annualRatePct: 12,
      instalments: 3,
      startDate: '2024-01-01',
      dayCount: '30/360',
    },
    expected: { rows: [{ total: 102.01, interest: '3' }, { total: '102.01' }, { total: '102.00', balanceAfter: 0 }] },
  },
  {
    id: 'events-in-any-order',
    inputs: {
      ...inputsOf(PLAIN),
      principal: '300',
      annualRatePct: '12',
      instalments: 3,
      startDate: '2024-01-01',
      dayCount: '30/360',
      interestOn: 'ACTUAL_DAILY_BALANCE',
    },
    events: [
      { type: 'repayment', date: '2024-03-01', amount: '102.01' },
      { type: 'repayment', date: '2024-02-01', amount: '102.01' },
    ],
    expected: {
      rows: [{ outstanding: '0.00' }, { outstanding: '0.00' }, { outstanding: '102.00' }],
      repaymentSplits: [
        { date: '2024-02-01', interest: '3.00' },
        { date: '2024-03-01', interest: '2.01' },
      ],
    },
  },
  {
    // The fee has its own later day, so that the second instalment's arrears come before it.
    id: 'charge-by-its-own-day',
    inputs: {
      instalments: [
        {
          due: '2024-02-01',
          principal: '50.00',
          interest: '0.00',
          charges: [{ kind: 'fee', due: '2024-03-10', amount: '5.00' }],
        },
        { due: '2024-03-01', principal: '50.00', interest: '0.00' },
      ],
      rule: { kind: 'DUE_THEN_ADVANCE', dueOrder: order, advanceOrder: order },
    },
    events: [{ type: 'repayment', date: '2024-03-01', amount: '100.00' }],
    expected: { repaymentSplits: [{ principal: '100.00', fee: '0.00' }], paidPerInstalment: ['50.00', '50.00'] },
  },
];

describe('what the loan cases state and hardly use', () => {
  it('is judged like the rest: every day count, unit, rounding, month end, currency and rule', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'conventions-'));
    try {
      const path = join(folder, 'cases.json');
      const cases = [...schedules, ...withPayments, ...allocations, delinquency, ...otherHand];
      await writeFile(path, JSON.stringify({ cases }));
      const { total, failed } = await run([path]);
      expect({ total, failed }).toEqual({ total: cases.length, failed: [] });
      expect(total).toBeGreaterThan(200);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  const given = fileURLToPath(new URL('../../../shared/vectors/loan-cases.json', import.meta.url));
  it.skipIf(!existsSync(given))('leaves out no day count that the published file names', async () => {
    const { conventions } = JSON.parse(await readFile(given, 'utf8')) as {
      readonly conventions: { readonly dayCount: Readonly<Record<string, string>> };
    };
    expect(DAY_COUNTS.toSorted()).toEqual(Object.keys(conventions.dayCount).toSorted());
  });
});
