import type { LoanTerms } from '../terms.ts';
import { nights, shareOfNight } from './calendar.ts';
import type { ReferencePeriod } from './calendar.ts';
import { rateOver, referenceInstalment, referencePeriods } from './plan.ts';
import { plus, ratio, times, toWhole } from './rational.ts';
import type { Rational } from './rational.ts';

/*
 * Interest on the balance actually owed (L80), night by night: each night earns on what was owed that evening. Rows are worked
 * out from the first to the last, since a row's interest may move on to the next.
 */
export interface ReferenceActualRule {
  readonly interestFirst: boolean;
  readonly surplusToLast: boolean;
  readonly lateEarns: boolean;
}

interface Paid {
  readonly row: number;
  readonly on: string;
  readonly principal: bigint;
  readonly interest: bigint;
}

export interface ReferenceActualRow {
  readonly due: string;
  readonly days: number;
  readonly principal: bigint;
  readonly interest: bigint;
  readonly paidPrincipal: bigint;
  readonly paidInterest: bigint;
  readonly paidEarly: bigint;
  readonly paidLate: bigint;
}

interface Asked {
  principal: bigint;
  interest: bigint;
}

const BILLION = 1_000_000_000n;
const total = (paid: readonly Paid[], of: (one: Paid) => bigint): bigint =>
  paid.reduce((sum, one) => sum + of(one), 0n);
const above = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const below = (a: bigint, b: bigint): bigint => (a < b ? a : b);

interface Contract {
  readonly terms: LoanTerms;
  readonly periods: readonly ReferencePeriod[];
  readonly level: bigint;
  readonly rule: ReferenceActualRule;
}

/** What was owed on an evening: all that was not paid while lateness earns, else what the schedule leaves after the rows met. */
const owedOn = (c: Contract, evening: string, asOf: string, paid: readonly Paid[], met: readonly Asked[]): bigint => {
  const known = paid.filter((one) => one.on <= evening);
  if (c.rule.lateEarns && evening < asOf) return c.terms.principalFen - total(known, (one) => one.principal);
  const scheduled = met.reduce((sum, row) => sum + row.principal, 0n);
  const ahead = total(
    known.filter((one) => one.row >= met.length),
    (one) => one.principal,
  );
  return above(0n, c.terms.principalFen - scheduled - ahead);
};

/** What every row asks for, seen on `asOf`; nights from `until` on earn nothing (null: all earn). */
const askedOf = (c: Contract, paid: readonly Paid[], asOf: string, until: string | null): Asked[] => {
  const perRow = c.periods.map((_, k) => paid.filter((one) => one.row === k));
  const unpaid = perRow.map((mine) => total(mine, (one) => one.principal + one.interest) < c.level);
  const absorbing = unpaid.includes(true) ? unpaid.lastIndexOf(true) : c.periods.length - 1;
  const rows: Asked[] = [];
  let brought = 0n;
  for (const [k, period] of c.periods.entries()) {
    let earned: Rational = ratio(0);
    for (const evening of nights(period.start, period.end)) {
      if (until !== null && evening >= until) continue;
      const rate = times(
        ratio(c.terms.annualRatePpb, BILLION),
        shareOfNight(c.terms.dayCount, c.terms, period, evening),
      );
      earned = plus(earned, times(ratio(owedOn(c, evening, asOf, paid, rows)), rate));
    }
    const mine = perRow[k] ?? [];
    const [principalIn, interestIn] = [total(mine, (one) => one.principal), total(mine, (one) => one.interest)];
    const due = toWhole(earned, c.terms.rounding) + brought;
    const room = above(0n, c.level - due);
    // Interest that no longer fits beside principal already paid waits for the next row.
    const here = k === absorbing ? due : principalIn > room ? interestIn : below(due, c.level);
    const interest = above(here, interestIn);
    brought = above(0n, due - interest);
    rows.push({ interest, principal: c.level - interest });
  }
  let left = c.terms.principalFen - rows.slice(absorbing + 1).reduce((sum, row) => sum + row.principal, 0n);
  for (const [k, row] of rows.slice(0, absorbing + 1).entries()) {
    const principalIn = total(perRow[k] ?? [], (one) => one.principal);
    row.principal = k === absorbing ? left : above(below(row.principal, left), principalIn);
    left -= row.principal;
  }
  return rows;
};

/** One payment over the rows: those due from the oldest, then those ahead from one end or the other. */
const pay = (c: Contract, before: readonly Paid[], on: string, amount: bigint): Paid[] => {
  const rows = askedOf(c, before, on, on);
  const places = rows.map((_, k) => k);
  const due = places.filter((k) => (c.periods[k]?.end ?? '') <= on);
  const ahead = places.filter((k) => !due.includes(k));
  const line = [...due, ...(c.rule.surplusToLast ? ahead.reverse() : ahead)];
  let [rest, owed] = [amount, c.terms.principalFen - total(before, (one) => one.principal)];
  const made: Paid[] = [];
  for (const [place, k] of line.entries()) {
    const row = rows[k];
    if (row === undefined || rest === 0n) continue;
    const mine = before.filter((one) => one.row === k);
    const principalIn = total(mine, (one) => one.principal);
    const interestOpen = row.interest - total(mine, (one) => one.interest);
    let principalOpen = above(0n, c.level - row.interest - principalIn);
    if (due.includes(k)) principalOpen = row.principal - principalIn;
    else if (place + 1 === line.length) principalOpen = owed;
    principalOpen = below(principalOpen, owed);
    const interestTaken = (money: bigint): bigint => below(interestOpen, money);
    const first = c.rule.interestFirst ? interestTaken(rest) : below(principalOpen, rest);
    const principal = c.rule.interestFirst ? below(principalOpen, rest - first) : first;
    const interest = c.rule.interestFirst ? first : interestTaken(rest - principal);
    owed -= principal;
    rest -= principal + interest;
    if (principal + interest > 0n) made.push({ row: k, on, principal, interest });
  }
  return made;
};

export const referenceOnActualBalance = (
  terms: LoanTerms,
  rule: ReferenceActualRule,
  payments: readonly { readonly date: string; readonly amount: bigint }[],
  asOf: string,
): { rows: ReferenceActualRow[]; splits: { date: string; amount: bigint; principal: bigint; interest: bigint }[] } => {
  const periods = referencePeriods(terms);
  const rates = periods.map((period) => rateOver(terms, terms.annualRatePpb, period, nights(period.start, period.end)));
  const contract: Contract = { terms, periods, level: referenceInstalment(terms, rates), rule };
  const paid: Paid[] = [];
  const inOrder = payments
    .map((payment, k) => ({ ...payment, k }))
    .sort((a, b) => (a.date === b.date ? a.k - b.k : a.date < b.date ? -1 : 1));
  const splits = inOrder.map(({ date, amount }) => {
    const made = pay(contract, paid, date, amount);
    paid.push(...made);
    return {
      date,
      amount,
      principal: total(made, (one) => one.principal),
      interest: total(made, (one) => one.interest),
    };
  });
  const rows = askedOf(contract, paid, asOf, null).map((row, k): ReferenceActualRow => {
    const period = periods[k] ?? { start: '', end: '' };
    const mine = paid.filter((one) => one.row === k);
    const both = (some: readonly Paid[]): bigint => total(some, (one) => one.principal + one.interest);
    return {
      due: period.end,
      days: nights(period.start, period.end).length,
      ...row,
      paidPrincipal: total(mine, (one) => one.principal),
      paidInterest: total(mine, (one) => one.interest),
      paidEarly: both(mine.filter((one) => one.on < period.end)),
      paidLate: both(mine.filter((one) => one.on > period.end)),
    };
  });
  return { rows, splits };
};
