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
export { STANDARD_ALLOCATION } from './allocation-rule.ts';
export type { AllocationRule, Component, DueStatus } from './allocation-rule.ts';
export { checkTerms, REPAYMENT_METHODS } from './terms.ts';
export type { LoanTerms, RepaymentMethod } from './terms.ts';
export { planLoan } from './plan/schedule.ts';
export type { ScheduleRow } from './plan/schedule.ts';
export type { LoanEvent, LoanEventKind, Surplus } from './replay/loan-event.ts';
export type { AgeingBucket, Allocation, InstalmentState, LoanPosition, PaidParts } from './position.ts';
export { addLoanEvent, openLoan } from './account.ts';
export type { LoanAccount } from './account.ts';
export { allocationOf, balancesOf, daysPastDueOn, positionOf, principalOutstandingOn } from './position-of.ts';
export type { LoanBalances } from './position-of.ts';
export { accrualCourse } from './course/accrual-course.ts';
export { balancesOnCourse, courseCovers } from './course/on-course.ts';
export type { AccrualCourse, CourseBalances } from './course/on-course.ts';
export { bucketOf } from './ageing/buckets.ts';
export { AGEING_STEPS, dateReaching } from './ageing/date-reaching.ts';
export { delinquencyOf } from './ageing/delinquency.ts';
export type { Delinquency, DelinquencyInput } from './ageing/delinquency.ts';
export { quoteEarlyRepayment } from './quote.ts';
export type { EarlyRepaymentQuote } from './quote.ts';
export { addBusinessDays, coversYear, isBusinessDay, nextBusinessDay } from './calendar/business-days.ts';
export { CHINA_HOLIDAYS } from './calendar/china-holidays.ts';
export { fiveTier, TIER_RULE_DATES } from './ageing/five-tier.ts';
export type { LoanKind, Tier } from './ageing/five-tier.ts';
export { PROVISION_RULE, provisionFor } from './ageing/provision.ts';
export { conductAfter, conductOf, NO_CONDUCT } from './ageing/conduct.ts';
export type { Conduct } from './ageing/conduct.ts';
export { cureOf } from './ageing/cure.ts';
export type { CureRule, CureState } from './ageing/cure.ts';
export { costSheet } from './cost/cost-sheet.ts';
export type { Charge, CostItem, CostSheet } from './cost/cost-sheet.ts';
export { CAP_RULES, capOn, checkCaps, CONSUMER_LINE_RULES, consumerLineRuleOn, LPR_1Y } from './cost/caps.ts';
export type { CapRule, LawRow, LenderType, LineRule, PrimeRate } from './cost/caps.ts';
export {
  euApr,
  euAprPpb,
  nominalMonthlyCostPpb,
  pbocAnnualCostPpb,
  ukSinglePaymentApr,
} from './annual-cost/annual-cost.ts';
export type { CashFlow } from './annual-cost/annual-cost.ts';
export { euInterval } from './annual-cost/eu-interval.ts';
export type { EuInterval, EuUnit } from './annual-cost/eu-interval.ts';
export { firstInterval, usActuarialApr } from './annual-cost/us-actuarial.ts';
export type { FirstInterval, UnitPeriod } from './annual-cost/us-actuarial.ts';
export { annuityRate, interestPart, levelPayment, periodicIrr, principalPart } from './annual-cost/annuity.ts';
export { ACCOUNT_CODES, CHART } from './ledger/chart.ts';
export type { AccountCode } from './ledger/chart.ts';
export {
  imbalanceOf,
  postingsForAccrual,
  postingsForChange,
  postingsForCollection,
  postingsForDisbursement,
  postingsForFee,
  postingsForFunding,
  postingsForProvision,
  postingsForReceipt,
  postingsForRecovery,
  postingsForRefund,
  postingsForRepayment,
  postingsForReturn,
  postingsForWriteOff,
  reversalOf,
} from './ledger/postings.ts';
export type { FlightState, Posting } from './ledger/postings.ts';
export { allocate } from './allocation.ts';
export type { Debt } from './allocation.ts';
export { planOnActualBalance } from './daily-balance/plan-on-actual-balance.ts';
export type {
  ActualBalanceRow,
  ActualBalanceRule,
  Payment,
  PaymentSplit,
} from './daily-balance/plan-on-actual-balance.ts';
export { dueDaysOf } from './plan/periods.ts';
