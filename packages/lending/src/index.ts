export { ok, refuse } from './result.ts';
export type { LendingRefusal, RefusalCode, Result } from './result.ts';
export {
  addDays,
  addMonthsClipped,
  daysBetween,
  daysInMonth,
  fromDay,
  isIsoDate,
  isLeapYear,
  toDay,
} from './calendar/dates.ts';
export type { IsoDate, MonthEnd } from './calendar/dates.ts';
export { DAY_COUNTS } from './calendar/day-count.ts';
export type { DayCount } from './calendar/day-count.ts';
export { divideRounded, divideToMultiple } from './money/rounding.ts';
export type { Rounding } from './money/rounding.ts';
export { CURRENCY_DECIMALS, decimalsOf } from './money/currency.ts';
export { dailyRatePpb, percentToPpb, simpleAnnualRatePpb } from './money/rates.ts';
export { DEFAULT_ALLOCATION } from './allocation-rule.ts';
export type { AllocationRule, Component, DueStatus } from './allocation-rule.ts';
export { checkTerms, REPAYMENT_METHODS } from './terms.ts';
export type { LoanTerms, RepaymentMethod } from './terms.ts';
export { planLoan } from './plan/schedule.ts';
export type { ScheduleRow } from './plan/schedule.ts';
export type { LoanEvent, LoanEventKind, Surplus } from './replay/loan-event.ts';
export type { AgeingBucket, Allocation, InstalmentState, LoanPosition, PaidParts } from './position.ts';
export { addLoanEvent, openLoan } from './account.ts';
export type { LoanAccount } from './account.ts';
export { allocationOf, positionOf } from './position-of.ts';
export { bucketOf } from './ageing/buckets.ts';
export { delinquencyOf } from './ageing/delinquency.ts';
export type { Delinquency, DelinquencyInput } from './ageing/delinquency.ts';
