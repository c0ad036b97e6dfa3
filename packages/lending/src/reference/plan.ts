import type { LoanTerms } from '../terms.ts';
import { later, monthsLater, nights, shareOfNight } from './calendar.ts';
import type { ReferencePeriod } from './calendar.ts';
import { minus, over, plus, ratio, times, toWhole } from './rational.ts';
import type { Rational } from './rational.ts';

/*
 * Plans, worked out as on a sheet of paper: the instalment from the fact that the closing balance is a straight line in it.
 */
const BILLION = 1_000_000_000n;
const DECIMALS: Readonly<Record<string, number>> = { CNY: 2, JPY: 0, KWD: 3 };

type Steps = Pick<LoanTerms, 'startDate' | 'firstDueDate' | 'every' | 'unit' | 'monthEnd'>;

const stepsLater = (date: string, terms: Steps, count: number): string => {
  if (terms.unit === 'MONTHS')
    return monthsLater(date, count * terms.every, terms.monthEnd === 'ROLL_TO_FIRST_OF_NEXT');
  return later(date, count * terms.every * (terms.unit === 'WEEKS' ? 7 : 1));
};

/** Due dates of `count` instalments, or of every `stride`-th. */
export const referenceDueDates = (terms: Steps, count: number, stride = 1): string[] =>
  Array.from({ length: count }, (_, k) =>
    terms.firstDueDate === undefined
      ? stepsLater(terms.startDate, terms, (k + 1) * stride)
      : stepsLater(terms.firstDueDate, terms, k),
  );

export const referencePeriods = (terms: LoanTerms): ReferencePeriod[] => {
  const count = terms.method === 'BULLET' ? 1 : terms.instalments;
  const stride = terms.method === 'BULLET' ? terms.instalments : 1;
  const ends = referenceDueDates(terms, count, stride);
  return ends.map((end, k) => {
    const start = k === 0 ? terms.startDate : (ends[k - 1] ?? terms.startDate);
    return { start, end, steps: k === 0 ? firstSteps(terms, end, stride) : ratio(1) };
  });
};

const firstSteps = (terms: LoanTerms, end: string, stride: number): Rational => {
  if (terms.firstDueDate === undefined) return ratio(stride);
  if (stepsLater(terms.startDate, terms, 1) === end) return ratio(1);
  return ratio(nights(terms.startDate, end).length, nights(stepsLater(end, terms, -1), end).length);
};

/** Contract rate times the share of a year of some nights of a period. */
export const rateOver = (
  terms: LoanTerms,
  annualPpb: bigint,
  period: ReferencePeriod,
  during: readonly string[],
): Rational =>
  during.reduce(
    (sum, night) => plus(sum, times(ratio(annualPpb, BILLION), shareOfNight(terms.dayCount, terms, period, night))),
    ratio(0),
  );

const smallest = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const size = (a: bigint): bigint => (a < 0n ? -a : a);

const inMultiples = (terms: LoanTerms, exact: Rational): bigint => {
  const unit = terms.instalmentMultipleFen ?? 1n;
  return toWhole(over(exact, ratio(unit)), terms.rounding) * unit;
};

interface Column {
  readonly instalment: bigint;
  readonly principals: bigint[];
  readonly last: bigint;
}

const column = (
  terms: LoanTerms,
  balance: bigint,
  rates: readonly Rational[],
  instalment: bigint,
  kept: bigint,
): Column => {
  let left = balance;
  let last = 0n;
  const principals = rates.map((rate, k) => {
    const interest = toWhole(times(ratio(left), rate), terms.rounding);
    const free = left - kept;
    const part = k + 1 === rates.length ? free : smallest(free, instalment > interest ? instalment - interest : 0n);
    left -= part;
    last = part + interest;
    return part;
  });
  return { instalment, principals, last };
};

const levelColumn = (terms: LoanTerms, balance: bigint, rates: readonly Rational[], kept = 0n): Column => {
  // After each period: left = a − b·E.
  let [a, b] = [ratio(balance), ratio(0)];
  for (const rate of rates) {
    const growth = plus(ratio(1), rate);
    [a, b] = [times(a, growth), plus(times(b, growth), ratio(1))];
  }
  let best = column(terms, balance, rates, inMultiples(terms, over(minus(a, ratio(kept)), b)), kept);
  if (terms.smoothing === false || rates.length < 2) return best;
  const scale = 10n ** BigInt(DECIMALS[terms.currency] ?? 2);
  for (let round = 0; round < 3; round += 1) {
    const gap = best.last - best.instalment;
    if (size(gap) * 100n <= BigInt(Math.floor(rates.length / 2)) * scale) break;
    const shift = toWhole(ratio(gap, rates.length), terms.rounding);
    const next = column(terms, balance, rates, inMultiples(terms, ratio(best.instalment + shift)), kept);
    if (size(next.last - next.instalment) >= size(gap)) break;
    best = next;
  }
  return best;
};

/** The level instalment of a whole loan over its periods. */
export const referenceInstalment = (terms: LoanTerms, rates: readonly Rational[]): bigint =>
  levelColumn(terms, terms.principalFen, rates).instalment;

/** Principal parts over amortising periods, all but what is `kept` for after them, and the amount that a shorter tenor would keep. */
export const spread = (
  terms: LoanTerms,
  balance: bigint,
  rates: readonly Rational[],
  kept = 0n,
): { parts: bigint[]; level: bigint } => {
  const first = rates[0] ?? ratio(0);
  if (terms.method === 'EQUAL_PRINCIPAL' || terms.method === 'FLAT') {
    const part = inMultiples(terms, ratio(balance - kept, rates.length));
    let left = balance - kept;
    const parts = rates.map((_, k) => {
      const mine = k + 1 === rates.length ? left : smallest(part, left);
      left -= mine;
      return mine;
    });
    return { parts, level: parts[0] ?? 0n };
  }
  const { principals } = levelColumn(terms, balance, rates, kept);
  return { parts: principals, level: (principals[0] ?? 0n) + toWhole(times(ratio(balance), first), terms.rounding) };
};

export const interestOnlyRows = (terms: LoanTerms): number => {
  if (terms.method === 'BULLET') return 0;
  if (terms.method === 'ON_DEMAND') return terms.instalments - 1;
  if (terms.method === 'INTEREST_FIRST') return terms.interestOnlyInstalments ?? terms.instalments - 1;
  return terms.principalGraceInstalments ?? 0;
};

export interface ReferenceRow {
  readonly due: string;
  readonly principal: bigint;
  readonly interest: bigint;
}

/** The plan of a loan repaid as agreed. */
export const referencePlan = (terms: LoanTerms): ReferenceRow[] => {
  const periods = referencePeriods(terms);
  const rates = periods.map((period) => rateOver(terms, terms.annualRatePpb, period, nights(period.start, period.end)));
  const silent = interestOnlyRows(terms);
  const { parts } = spread(terms, terms.principalFen, rates.slice(silent));
  let left = ratio(terms.principalFen);
  return periods.map((period, k) => {
    const principal = k < silent ? 0n : (parts[k - silent] ?? 0n);
    const base = terms.method === 'FLAT' ? ratio(terms.principalFen) : left;
    const interest = toWhole(times(base, rates[k] ?? ratio(0)), terms.rounding);
    left = minus(left, ratio(principal));
    return { due: period.end, principal, interest };
  });
};
