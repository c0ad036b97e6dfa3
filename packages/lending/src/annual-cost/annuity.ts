import { solveRate } from './solve.ts';

/*
 * The textbook annuity, for checking figures that others state. Loans are planned with exact arithmetic by `planLoan`, never
 * with these.
 */

/** The level payment at the end of each of `periods` periods that repays `principal`. */
export const levelPayment = (ratePerPeriod: number, periods: number, principal: number): number =>
  ratePerPeriod === 0
    ? principal / periods
    : (principal * ratePerPeriod) / -Math.expm1(-periods * Math.log1p(ratePerPeriod));

/** Interest within level payment number `period` (from 1). */
export const interestPart = (ratePerPeriod: number, periods: number, principal: number, period: number): number => {
  const payment = levelPayment(ratePerPeriod, periods, principal);
  const growth = (1 + ratePerPeriod) ** (period - 1);
  const balance =
    ratePerPeriod === 0
      ? principal - payment * (period - 1)
      : principal * growth - (payment * (growth - 1)) / ratePerPeriod;
  return balance * ratePerPeriod;
};

/** Principal within level payment number `period` (from 1). */
export const principalPart = (ratePerPeriod: number, periods: number, principal: number, period: number): number =>
  levelPayment(ratePerPeriod, periods, principal) - interestPart(ratePerPeriod, periods, principal, period);

/** The periodic rate that makes a present value, level payments and a future value balance; null when there is none. */
export const annuityRate = (
  periods: number,
  payment: number,
  presentValue: number,
  futureValue: number,
): number | null =>
  solveRate([
    { amount: presentValue, time: 0 },
    ...Array.from({ length: periods }, (_, k) => ({ amount: payment, time: k + 1 })),
    { amount: futureValue, time: periods },
  ]);

/** Internal rate of return of equally spaced amounts; null when there is none. */
export const periodicIrr = (amounts: readonly number[]): number | null =>
  solveRate(amounts.map((amount, time) => ({ amount, time })));
