import type { LoanEvent } from '../replay/loan-event.ts';
import type { LoanTerms } from '../terms.ts';
import { later, monthsLater } from './calendar.ts';
import { referenceOn } from './history.ts';
import { referencePlan } from './plan.ts';

/*
 * Vectors for what the published cases lack, worked out by the reference. `vectors.json` holds them; a test compares the file
 * with what is made here, and the engine with the file. Write it anew with `write-vectors.ts` when a rule changes on purpose.
 */
export interface Vector {
  readonly id: string;
  readonly terms: LoanTerms;
  readonly events: readonly LoanEvent[];
  /** Null: the plan as agreed. */
  readonly asOf: string | null;
  /** Due date, principal, interest, penalty, fees, paid; interest in all for a plan and up to `asOf` for a history. */
  readonly rows: readonly string[];
  readonly payoffFen: bigint | null;
}

const BASE: LoanTerms = {
  loanId: 'vector',
  currency: 'CNY',
  principalFen: 1_000_000n,
  startDate: '2026-01-15',
  method: 'EQUAL_INSTALMENT',
  instalments: 12,
  every: 1,
  unit: 'MONTHS',
  annualRatePpb: 146_000_000n,
  dayCount: 'ACT/365',
  rounding: 'HALF_EVEN',
  instalmentMultipleFen: null,
  penaltyMultiplePpb: 1_500_000_000n,
  graceDays: 0,
  allocation: { kind: 'PER_INSTALMENT', order: ['fee', 'penalty', 'interest', 'principal'] },
};

const DAY_COUNTS = [
  'ACT/365',
  'ACT/360',
  'ACT/364',
  '30/360',
  'ACT/ACT(31Dec)',
  'ACT/ACT(1Jan)',
  'ACT/ACT(Feb29-period)',
  'PERIOD_1/12',
] as const;
const METHODS = ['EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL', 'INTEREST_FIRST', 'BULLET', 'ON_DEMAND', 'FLAT'] as const;
const ROUNDINGS = ['HALF_EVEN', 'HALF_UP', 'UP', 'DOWN'] as const;
const SURPLUSES = ['SHORTER_TENOR', 'SMALLER_INSTALMENT', 'NEXT_INSTALMENT'] as const;

type Draft = Omit<Vector, 'id' | 'rows' | 'payoffFen'>;
const plan = (over: Partial<LoanTerms>): Draft => ({ terms: { ...BASE, ...over }, events: [], asOf: null });
const history = (over: Partial<LoanTerms>, asOf: string, events: readonly LoanEvent[]): Draft => ({
  terms: { ...BASE, ...over },
  events,
  asOf,
});
const repayment = (
  id: string,
  date: string,
  amountFen: bigint,
  surplus: (typeof SURPLUSES)[number] = 'NEXT_INSTALMENT',
): LoanEvent => ({ kind: 'repayment', id, date, amountFen, mode: 'EARLY_PART', surplus });

const equalPrincipal = (): Draft[] =>
  DAY_COUNTS.flatMap((dayCount) =>
    ['2024-01-31', '2023-12-15', '2026-02-28'].map((startDate) =>
      plan({ method: 'EQUAL_PRINCIPAL', dayCount, startDate, principalFen: 1_000_001n }),
    ),
  );

const interestFirst = (): Draft[] =>
  DAY_COUNTS.flatMap((dayCount) => [
    plan({ method: 'INTEREST_FIRST', dayCount, startDate: '2023-12-31' }),
    plan({ method: 'INTEREST_FIRST', dayCount, startDate: '2024-01-29', interestOnlyInstalments: 6 }),
    plan({ method: 'BULLET', dayCount, startDate: '2024-02-29', instalments: 7 }),
  ]);

/** Drawn, repaid in parts on any day, settled monthly. */
const repayAnytime = (): Draft[] =>
  DAY_COUNTS.flatMap((dayCount) =>
    ['2024-01-31', '2025-11-30', '2026-03-01'].map((startDate) =>
      history({ method: 'ON_DEMAND', dayCount, startDate, instalments: 6 }, monthsLater(startDate, 3, false), [
        repayment('a', later(startDate, 10), 123_456n),
        repayment('b', later(startDate, 10), 1n),
        repayment('c', later(startDate, 45), 300_000n),
      ]),
    ),
  );

const penalty = (): Draft[] =>
  [0, 3].flatMap((graceDays) =>
    (['PRINCIPAL', 'PRINCIPAL_AND_INTEREST'] as const).flatMap((penaltyBase) =>
      [1, 3, 4, 31, 95].flatMap((late) => {
        const over = { graceDays, penaltyBase, startDate: '2024-11-30', dayCount: 'ACT/ACT(31Dec)' } as const;
        const asOf = later('2024-12-30', late);
        return [
          history(over, asOf, []),
          history(over, asOf, [
            repayment('part', later('2024-12-30', Math.min(late, 2)), 40_000n),
            { kind: 'rate_change', id: 'rate', date: '2025-01-10', annualRatePpb: 200_000_000n },
            { kind: 'interest_pause', id: 'pause', date: '2025-01-20', until: '2025-02-05' },
          ]),
        ];
      }),
    ),
  );

const rounding = (): Draft[] =>
  ROUNDINGS.flatMap((mode) =>
    METHODS.flatMap((method) =>
      [1n, 1_234_567n].map((principalFen) =>
        plan({ method, rounding: mode, principalFen, annualRatePpb: 123_456_789n, instalments: 5 }),
      ),
    ),
  );

const multiples = (): Draft[] =>
  [100n, 1_000n].flatMap((instalmentMultipleFen) =>
    (['EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL', 'FLAT'] as const).map((method) => plan({ method, instalmentMultipleFen })),
  );

const leapYears = (): Draft[] =>
  (['ACT/ACT(31Dec)', 'ACT/ACT(1Jan)', 'ACT/ACT(Feb29-period)'] as const).flatMap((dayCount) =>
    ['2023-02-28', '2023-12-31', '2024-01-01', '2024-01-31', '2024-02-28', '2024-02-29', '2027-12-01'].map(
      (startDate) => plan({ dayCount, startDate, every: startDate.endsWith('01') ? 3 : 1 }),
    ),
  );

const monthEnds = (): Draft[] =>
  (['CLIP', 'ROLL_TO_FIRST_OF_NEXT'] as const).flatMap((monthEnd) =>
    ['2025-01-29', '2025-01-30', '2025-01-31', '2025-08-31', '2024-01-30'].flatMap((startDate) =>
      (['30/360', 'ACT/365'] as const).map((dayCount) => plan({ monthEnd, startDate, dayCount })),
    ),
  );

const early = (): Draft[] =>
  METHODS.flatMap((method) =>
    SURPLUSES.map((surplus) =>
      history({ method }, '2026-06-20', [
        repayment('first', '2026-02-15', 12_000n),
        repayment('ahead', '2026-03-01', 350_000n, surplus),
        { kind: 'fee', id: 'fee', date: '2026-04-01', amountFen: 500n, feeCode: 'COPY' },
        repayment('again', '2026-05-31', 90_000n, surplus),
      ]),
    ),
  );

const THEMES: readonly (readonly [string, () => Draft[]])[] = [
  ['equal-principal', equalPrincipal],
  ['interest-first', interestFirst],
  ['repay-anytime', repayAnytime],
  ['penalty', penalty],
  ['rounding', rounding],
  ['multiple', multiples],
  ['leap-year', leapYears],
  ['month-end', monthEnds],
  ['early', early],
];

/** Every vector, worked out by the reference. */
export const makeVectors = (): Vector[] =>
  THEMES.flatMap(([theme, make]) =>
    make().map((draft, k) => ({ id: `${theme}-${String(k + 1).padStart(2, '0')}`, ...draft, ...outcome(draft) })),
  );

const outcome = ({ terms, events, asOf }: Draft): Pick<Vector, 'rows' | 'payoffFen'> => {
  if (asOf === null)
    return {
      rows: referencePlan(terms).map((row) => [row.due, row.principal, row.interest].join(' ')),
      payoffFen: null,
    };
  const state = referenceOn(terms, events, asOf);
  const rows = state.lines.map((line) => {
    const paid = line.paid.fee + line.paid.penalty + line.paid.interest + line.paid.principal;
    return [line.due, line.principal, line.due <= asOf ? line.interest : '-', line.penalty, line.fees, paid].join(' ');
  });
  return { rows, payoffFen: state.payoff };
};

/** Fields whose text is a whole number. */
const IS_BIG = /(?:Fen|Ppb)$/;

const asText = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** One vector a line; of the terms only what differs from the base; amounts and rates as digits in text. */
export const formatVectors = (vectors: readonly Vector[]): string => {
  const same = (key: string, value: unknown): boolean =>
    JSON.stringify(value, asText) === JSON.stringify(BASE[key as keyof LoanTerms], asText);
  const lines = vectors.map((vector) => {
    const terms = Object.fromEntries(Object.entries(vector.terms).filter(([key, value]) => !same(key, value)));
    return JSON.stringify({ ...vector, terms }, asText);
  });
  return `[\n${lines.join(',\n')}\n]\n`;
};

export const parseVectors = (text: string): Vector[] => {
  const revive = (key: string, value: unknown): unknown =>
    IS_BIG.test(key) && typeof value === 'string' ? BigInt(value) : value;
  const vectors = JSON.parse(text, revive) as (Omit<Vector, 'terms'> & { readonly terms: Partial<LoanTerms> })[];
  return vectors.map((vector) => ({ ...vector, terms: { ...BASE, ...vector.terms } }));
};
