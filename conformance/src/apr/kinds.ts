import {
  annuityRate,
  euApr,
  euInterval,
  firstInterval,
  interestPart,
  levelPayment,
  percentToPpb,
  periodicIrr,
  planLoan,
  principalPart,
  simpleAnnualRatePpb,
  STANDARD_ALLOCATION,
  ukSinglePaymentApr,
  usActuarialApr,
} from '@clearline/lending';
import type { EuUnit, UnitPeriod } from '@clearline/lending';

export interface AprCase {
  readonly id: string;
  readonly kind: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, unknown>>;
  /** Allowed difference, in percentage points or in the figure’s own unit. */
  readonly tolerancePct?: number;
  readonly tolerance?: number;
}

/** What the last binary digit of a figure may add to a stated tolerance. */
const SLACK = 1e-12;

const near = (test: AprCase, key: string, found: number | null): boolean => {
  const stated = test.expected[key];
  if (typeof stated !== 'number') throw new Error(`expected.${key} is not a number`);
  const tolerance = test.tolerancePct ?? test.tolerance ?? 0;
  return found !== null && Math.abs(found - stated) <= tolerance + SLACK * Math.max(1, Math.abs(stated));
};

const numberAt = (test: AprCase, key: string): number => {
  const value = test.inputs[key];
  if (typeof value === 'number') return value;
  throw new Error(`inputs.${key} is not a number`);
};

const textAt = (test: AprCase, key: string): string => {
  const value = test.inputs[key];
  if (typeof value === 'string') return value;
  throw new Error(`inputs.${key} is not text`);
};

/** "0.1/12" or "0.8" or 0.8. */
const rateAt = (test: AprCase, key: string): number => {
  const value = test.inputs[key];
  const [numerator, denominator = '1', ...rest] = String(value).split('/');
  const rate = Number(numerator) / Number(denominator);
  if (rest.length > 0 || !Number.isFinite(rate)) throw new Error(`inputs.${key} is not a rate`);
  return rate;
};

const numbersAt = (test: AprCase, key: string): number[] => {
  const value = test.inputs[key];
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return value;
  throw new Error(`inputs.${key} is not a list of numbers`);
};

/** "days/365 (546 days)", "days/365.25", "months/12": what follows explains. */
const basisOf = (text: string): number | EuUnit => {
  const days = /^days\/(\d+(?:\.\d+)?)/.exec(text)?.[1];
  if (days !== undefined) return Number(days);
  const unit = /^(year|month|week)s?\b/.exec(text)?.[1];
  if (unit === undefined) throw new Error(`time basis ${text} is not known`);
  return unit as EuUnit;
};

/** "1/2 month", "1 week", "2 months". */
const unitPeriodOf = (text: string): UnitPeriod => {
  if (text === '1/2 month') return { count: 1, unit: 'half-month' };
  const [, count, unit] = /^(\d+) (day|week|month|quarter|year)s?$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) throw new Error(`unit period ${text} is not known`);
  return { count: Number(count), unit: unit as UnitPeriod['unit'] };
};

const usActuarial = (test: AprCase): boolean => {
  const derived = (): { wholeUnitPeriods: number; oddFraction: number } =>
    firstInterval(
      textAt(test, 'advanceDate'),
      textAt(test, 'firstPaymentDate'),
      unitPeriodOf(textAt(test, 'unitPeriod')),
    );
  const interval =
    'wholeUnitPeriodsToFirst' in test.inputs
      ? { wholeUnitPeriods: numberAt(test, 'wholeUnitPeriodsToFirst'), oddFraction: numberAt(test, 'oddFraction') }
      : derived();
  const perYear = numberAt(test, 'unitPeriodsPerYear');
  const apr = usActuarialApr(numberAt(test, 'amountFinanced'), numbersAt(test, 'payments'), interval, perYear);
  return near(test, 'aprPct', apr === null ? null : apr * 100);
};

const euCompound = (test: AprCase): boolean => {
  const flows = test.inputs['flows'] as readonly { readonly amount: number; readonly date: string }[];
  const basis = 'timeBasis' in test.inputs ? textAt(test, 'timeBasis') : 'days/365';
  const apr = euApr(flows, basisOf(basis));
  return near(test, 'aprPct', apr === null ? null : apr * 100);
};

/** Exact planning does this one: the instalment rounded up to a multiple is a term of the contract. */
const levelRoundedUp = (test: AprCase): boolean => {
  const annualRatePpb = percentToPpb(String(test.inputs['annualRatePct']));
  if (annualRatePpb === null) throw new Error('inputs.annualRatePct is not a percentage');
  const plan = planLoan({
    loanId: test.id,
    currency: 'CNY',
    principalFen: BigInt(Math.round(numberAt(test, 'principal') * 100)),
    startDate: '2024-01-01',
    method: 'EQUAL_INSTALMENT',
    instalments: numberAt(test, 'periods'),
    every: 1,
    unit: 'MONTHS',
    annualRatePpb,
    dayCount: 'PERIOD_1/12',
    rounding: 'UP',
    instalmentMultipleFen: 100n,
    penaltyMultiplePpb: 0n,
    graceDays: 0,
    allocation: STANDARD_ALLOCATION,
    smoothing: false,
  });
  if (!plan.ok) throw new Error(`${plan.refusal.field}: ${plan.refusal.message}`);
  return near(test, 'payment', Number(plan.value[0]?.totalFen ?? 0n) / 100);
};

const dailyToAnnual = (test: AprCase): boolean => {
  const daily = percentToPpb(String(test.inputs['dailyRatePct']));
  const basis = 'basis' in test.inputs ? numberAt(test, 'basis') : Number(/_x(\d+)$/.exec(test.kind)?.[1]);
  if (daily === null) throw new Error('inputs.dailyRatePct is not a percentage');
  if (basis !== 365 && basis !== 360 && basis !== 364) throw new Error(`basis ${basis} is not known`);
  return near(
    test,
    'annualPct',
    Number(simpleAnnualRatePpb(daily, basis === 365 ? 365n : basis === 360 ? 360n : 364n)) / 1e7,
  );
};

/** How each kind of case is judged; a kind may carry a basis as suffix, as `…_x365`. */
export const KINDS: Readonly<Record<string, (test: AprCase) => boolean>> = {
  APR_US_ACTUARIAL: usActuarial,
  APR_EU_COMPOUND: euCompound,
  APR_UK_SINGLE_PAYMENT: (test) => {
    const apr = ukSinglePaymentApr(numberAt(test, 'advance'), numberAt(test, 'repayment'), numberAt(test, 'days'));
    return near(test, 'aprPct', apr * 100);
  },
  IRR_PERIODIC: (test) => near(test, 'irr', periodicIrr(numbersAt(test, 'flows'))),
  LEVEL_PAYMENT: (test) =>
    near(
      test,
      'payment',
      levelPayment(rateAt(test, 'ratePerPeriod'), numberAt(test, 'periods'), numberAt(test, 'principal')),
    ),
  LEVEL_PAYMENT_ROUNDED_UP_TO_WHOLE_UNIT: levelRoundedUp,
  INTEREST_PART: (test) => near(test, 'interest', interestPart(...annuityOf(test))),
  PRINCIPAL_PART: (test) => near(test, 'principal', principalPart(...annuityOf(test))),
  RATE_SOLVE: (test) =>
    near(
      test,
      'rate',
      annuityRate(
        numberAt(test, 'periods'),
        numberAt(test, 'payment'),
        numberAt(test, 'presentValue'),
        numberAt(test, 'futureValue'),
      ),
    ),
  EU_APR_TIME_INTERVAL: (test) =>
    near(test, 'decimal', euInterval(textAt(test, 'from'), textAt(test, 'to'), textAt(test, 'unit') as EuUnit).years),
  DAILY_RATE_TO_ANNUAL_SIMPLE: dailyToAnnual,
};

const annuityOf = (test: AprCase): [number, number, number, number] => [
  rateAt(test, 'ratePerPeriod'),
  numberAt(test, 'periods'),
  numberAt(test, 'principal'),
  numberAt(test, 'period'),
];
