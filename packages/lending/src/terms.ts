import { gapInRule } from './allocation-rule.ts';
import type { AllocationRule } from './allocation-rule.ts';
import { DAY_COUNTS } from './calendar/day-count.ts';
import type { DayCount } from './calendar/day-count.ts';
import { isIsoDate, toDay } from './calendar/dates.ts';
import type { IsoDate, MonthEnd } from './calendar/dates.ts';
import { decimalsOf } from './money/currency.ts';
import { ROUNDINGS } from './money/rounding.ts';
import type { Rounding } from './money/rounding.ts';
import { ok, refuse } from './result.ts';
import type { LendingRefusal, Result } from './result.ts';

/**
 * How principal comes back. EQUAL_INSTALMENT 等额本息 · EQUAL_PRINCIPAL 等额本金 · INTEREST_FIRST 先息后本 ·
 * BULLET 一次性还本付息 · ON_DEMAND 随借随还 · FLAT 等本等息.
 */
export type RepaymentMethod =
  | 'EQUAL_INSTALMENT'
  | 'EQUAL_PRINCIPAL'
  | 'INTEREST_FIRST'
  | 'BULLET'
  | 'ON_DEMAND'
  | 'FLAT';

export const REPAYMENT_METHODS: readonly RepaymentMethod[] = [
  'EQUAL_INSTALMENT',
  'EQUAL_PRINCIPAL',
  'INTEREST_FIRST',
  'BULLET',
  'ON_DEMAND',
  'FLAT',
];

/** The contract, as far as arithmetic needs it. Plain data; amounts in minor units, rates in parts per billion a year. */
export interface LoanTerms {
  readonly loanId: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly principalFen: bigint;
  /** Interest runs from this day; the day of repayment itself bears none. */
  readonly startDate: IsoDate;
  readonly method: RepaymentMethod;
  /** How many due dates; a BULLET has one, after this many steps. */
  readonly instalments: number;
  readonly every: number;
  readonly unit: 'MONTHS' | 'WEEKS' | 'DAYS';
  /** When given, the others follow it by steps; else the first is one step after the start. */
  readonly firstDueDate?: IsoDate;
  readonly annualRatePpb: bigint;
  readonly dayCount: DayCount;
  readonly rounding: Rounding;
  /** Rounds the instalment to a multiple of this; null leaves it at the minor unit. */
  readonly instalmentMultipleFen: bigint | null;
  /** Times the contract rate, on an overdue amount and in place of the contract rate; 1_500_000_000n is 1.5 times. */
  readonly penaltyMultiplePpb: bigint;
  /** Days after a due date on which payment still counts as on time. */
  readonly graceDays: number;
  /**
   * In which order what is due is paid. Money beyond it follows the borrower’s choice, not the rule’s order for amounts in
   * advance; charges are due with their instalment.
   */
  readonly allocation: AllocationRule;
  /** For INTEREST_FIRST: how many instalments bear interest only (all but the last when absent). The rest are equal. */
  readonly interestOnlyInstalments?: number;
  /** For the other amortising methods: how many instalments at the start repay no principal. */
  readonly principalGraceInstalments?: number;
  /** Days that do not exist in a month; clipped when absent. */
  readonly monthEnd?: MonthEnd;
  /** Spreads the rounding difference of the last equal instalment over all; on when absent. */
  readonly smoothing?: boolean;
  /** What the penalty rate is applied to; overdue principal when absent. Penalty itself never bears penalty. */
  readonly penaltyBase?: 'PRINCIPAL' | 'PRINCIPAL_AND_INTEREST';
}

const MAX_INSTALMENTS = 600;
const MAX_STEP = 3660;
const MAX_RATE_PPB = 100_000_000_000n;

/** Checks terms; the first fault found is named. */
export const checkTerms = (terms: LoanTerms): Result<LoanTerms, LendingRefusal> =>
  checkMoneyAndRate(terms) ??
  checkDates(terms) ??
  checkCounts(terms) ??
  checkChoices(terms) ??
  checkAllocation(terms) ??
  ok(terms);

type Fault = { readonly ok: false; readonly refusal: LendingRefusal } | null;

const checkMoneyAndRate = (terms: LoanTerms): Fault => {
  if (terms.principalFen <= 0n)
    return refuse('not_positive', 'principalFen', terms.principalFen, 'principal must be more than zero');
  if (decimalsOf(terms.currency) === undefined)
    return refuse('unknown_currency', 'currency', terms.currency, 'currency must be one the books are kept in, as CNY');
  if (terms.annualRatePpb < 0n)
    return refuse('negative', 'annualRatePpb', terms.annualRatePpb, 'a rate cannot be below zero');
  if (terms.annualRatePpb > MAX_RATE_PPB)
    return refuse('out_of_range', 'annualRatePpb', terms.annualRatePpb, 'a rate cannot be above 100 times a year');
  if (terms.penaltyMultiplePpb < 0n)
    return refuse('negative', 'penaltyMultiplePpb', terms.penaltyMultiplePpb, 'a multiple cannot be below zero');
  if (terms.instalmentMultipleFen !== null && terms.instalmentMultipleFen <= 0n)
    return refuse(
      'not_positive',
      'instalmentMultipleFen',
      terms.instalmentMultipleFen,
      'a multiple must be more than zero, or null',
    );
  return null;
};

const checkDates = (terms: LoanTerms): Fault => {
  if (!isIsoDate(terms.startDate))
    return refuse('not_a_date', 'startDate', terms.startDate, 'a date must exist, as 2026-02-28');
  if (terms.firstDueDate === undefined) return null;
  if (!isIsoDate(terms.firstDueDate))
    return refuse('not_a_date', 'firstDueDate', terms.firstDueDate, 'a date must exist, as 2026-02-28');
  if (toDay(terms.firstDueDate) <= toDay(terms.startDate))
    return refuse(
      'before_loan',
      'firstDueDate',
      terms.firstDueDate,
      `the first due date must be after ${terms.startDate}`,
    );
  return null;
};

const checkCounts = (terms: LoanTerms): Fault => {
  if (!Number.isInteger(terms.instalments) || terms.instalments < 1 || terms.instalments > MAX_INSTALMENTS)
    return refuse(
      'out_of_range',
      'instalments',
      terms.instalments,
      `instalments must be a whole number from 1 to ${MAX_INSTALMENTS}`,
    );
  if (!Number.isInteger(terms.every) || terms.every < 1 || terms.every > MAX_STEP)
    return refuse('out_of_range', 'every', terms.every, `a step must be a whole number from 1 to ${MAX_STEP}`);
  if (!Number.isInteger(terms.graceDays) || terms.graceDays < 0)
    return refuse('out_of_range', 'graceDays', terms.graceDays, 'grace days must be a whole number, zero or more');
  const interestOnly = terms.interestOnlyInstalments ?? 0;
  if (!Number.isInteger(interestOnly) || interestOnly < 0 || interestOnly >= Math.max(terms.instalments, 1))
    return refuse(
      'out_of_range',
      'interestOnlyInstalments',
      interestOnly,
      `must be a whole number below ${terms.instalments}`,
    );
  const grace = terms.principalGraceInstalments ?? 0;
  if (!Number.isInteger(grace) || grace < 0 || grace >= terms.instalments)
    return refuse(
      'out_of_range',
      'principalGraceInstalments',
      grace,
      `must be a whole number below ${terms.instalments}`,
    );
  return null;
};

const checkChoices = (terms: LoanTerms): Fault => {
  if (!REPAYMENT_METHODS.includes(terms.method))
    return refuse('unknown_value', 'method', terms.method, `method must be one of ${REPAYMENT_METHODS.join(', ')}`);
  if (!DAY_COUNTS.includes(terms.dayCount))
    return refuse('unknown_value', 'dayCount', terms.dayCount, `dayCount must be one of ${DAY_COUNTS.join(', ')}`);
  if (!ROUNDINGS.includes(terms.rounding))
    return refuse('unknown_value', 'rounding', terms.rounding, `rounding must be one of ${ROUNDINGS.join(', ')}`);
  if (!['MONTHS', 'WEEKS', 'DAYS'].includes(terms.unit))
    return refuse('unknown_value', 'unit', terms.unit, 'unit must be MONTHS, WEEKS or DAYS');
  if (terms.dayCount === 'PERIOD_1/12' && terms.unit !== 'MONTHS')
    return refuse('inconsistent', 'dayCount', terms.dayCount, `PERIOD_1/12 counts months; unit is ${terms.unit}`);
  return null;
};

const checkAllocation = ({ allocation }: LoanTerms): Fault => {
  const gap = gapInRule(allocation);
  if (gap !== null)
    return refuse('inconsistent', 'allocation', gap, 'the order must name every component of what is due once');
  if ('chargeDueStatus' in allocation && allocation.chargeDueStatus === 'OF_CHARGE')
    return refuse(
      'inconsistent',
      'allocation',
      'OF_CHARGE',
      'charges of a loan are due with their instalment: OF_INSTALMENT',
    );
  return null;
};
