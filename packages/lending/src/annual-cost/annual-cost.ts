import { daysBetween } from '../calendar/dates.ts';
import type { IsoDate } from '../calendar/dates.ts';
import { euInterval } from './eu-interval.ts';
import type { EuUnit } from './eu-interval.ts';
import { solveRate } from './solve.ts';

/** Money between lender and borrower on a day: negative to the borrower, positive from them. */
export interface CashFlow {
  readonly date: IsoDate;
  readonly amountFen: bigint;
}

/** Annual costs are stated to 0.0001%: finer digits would depend on the machine's exponential function. */
const STATED_PPB = 1_000;

const toPpb = (rate: number): bigint => BigInt(Math.round((rate * 1e9) / STATED_PPB)) * BigInt(STATED_PPB);

const timed = (flows: readonly CashFlow[], daysInYear: number): { amount: number; time: number }[] => {
  const first = flows[0]?.date ?? '1970-01-01';
  const start = flows.reduce((earliest, flow) => (flow.date < earliest ? flow.date : earliest), first);
  return flows.map((flow) => ({ amount: Number(flow.amountFen), time: daysBetween(start, flow.date) / daysInYear }));
};

/**
 * Annual cost by the internal rate of return (People's Bank announcement [2021] No. 3): everything the borrower pays, whoever
 * takes it, against the principal actually at hand, compounded yearly on days/365. Null when the flows have no rate (nothing
 * was lent, or nothing comes back).
 */
export const pbocAnnualCostPpb = (flows: readonly CashFlow[]): bigint | null => {
  const rate = solveRate(timed(flows, 365));
  return rate === null ? null : toPpb(rate);
};

/** The same return quoted per month times twelve, as lenders also show it; always below the compounded figure. */
export const nominalMonthlyCostPpb = (flows: readonly CashFlow[]): bigint | null => {
  const rate = solveRate(timed(flows, 365));
  return rate === null ? null : toPpb(12 * Math.expm1(Math.log1p(rate) / 12));
};

/** EU annual percentage rate of charge (2008/48/EC, Annex I): Σ flow/(1+X)^(days/365) = 0. */
export const euAprPpb = (flows: readonly CashFlow[]): bigint | null => {
  const rate = euApr(flows.map((flow) => ({ date: flow.date, amount: Number(flow.amountFen) })));
  return rate === null ? null : toPpb(rate);
};

/** As {@link euAprPpb} for amounts in any unit, as a plain fraction; times in days over a year, or in whole units and days. */
export const euApr = (
  flows: readonly { readonly date: IsoDate; readonly amount: number }[],
  basis: number | EuUnit = 365,
): number | null => {
  const start = flows[0]?.date;
  if (start === undefined) return null;
  const yearsTo = (date: IsoDate): number =>
    typeof basis === 'number' ? daysBetween(start, date) / basis : euInterval(start, date, basis).years;
  return solveRate(flows.map((flow) => ({ amount: flow.amount, time: yearsTo(flow.date) })));
};

/** UK annual percentage rate of one advance and one repayment: (repayment/advance)^(365.25/days) − 1. */
export const ukSinglePaymentApr = (advance: number, repayment: number, days: number): number =>
  (repayment / advance) ** (365.25 / days) - 1;
