import type { LoanTerms } from '../terms.ts';
import { later, nextDay, nights, shareOfLateNight } from './calendar.ts';
import type { ReferencePeriod } from './calendar.ts';
import { interestOnlyRows, rateOver, referencePeriods, spread } from './plan.ts';
import { plus, ratio, times, toWhole } from './rational.ts';
import type { Rational } from './rational.ts';

/*
 * A loan lived through night by night. Slow, plain, and written apart from the engine: only the types of terms and events are
 * shared. Here is what a loan holds and earns; `history.ts` has what happens to it.
 */
export interface Line {
  readonly n: number;
  readonly due: string;
  readonly silent: boolean;
  principal: bigint;
  interest: Rational;
  closedAt: bigint | null;
  /** Closed because it was paid in full before its due day. */
  paidAhead: boolean;
  penalty: Rational;
  /** Interest and penalty brought along from an older plan; negative penalty where the line was emptied by one. */
  broughtInterest: bigint;
  broughtPenalty: bigint;
  waived: bigint;
  fees: bigint;
  paid: Record<'fee' | 'penalty' | 'interest' | 'principal', bigint>;
}

export interface Life {
  terms: LoanTerms;
  periods: readonly ReferencePeriod[];
  lines: Line[];
  rate: bigint;
  rateOf: Map<string, bigint>;
  pauses: { readonly from: string; readonly until: string }[];
  ageingPauses: { readonly from: string; readonly until: string }[];
  flatBase: bigint;
  level: bigint;
  prepaid: bigint;
  credit: bigint;
  settledOn: string | null;
  /** What was taken off the books, and how much of it came in later; null while nothing was. */
  writtenOff: Record<'fee' | 'penalty' | 'interest' | 'principal', bigint> | null;
  recovered: bigint;
}

const BILLION = 1_000_000_000n;
export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Lines of a plan, numbered from `first`, with the level amount and the periods they lie in. */
export const laid = (terms: LoanTerms, first: number): { lines: Line[]; level: bigint; periods: ReferencePeriod[] } => {
  const periods = referencePeriods(terms);
  const silent = interestOnlyRows(terms);
  const rates = periods.map((period) => rateOver(terms, terms.annualRatePpb, period, nights(period.start, period.end)));
  const { parts, level } = spread(terms, terms.principalFen, rates.slice(silent));
  const lines = periods.map((period, k) => ({
    n: first + k,
    due: period.end,
    silent: k < silent,
    principal: k < silent ? 0n : (parts[k - silent] ?? 0n),
    interest: ratio(0),
    closedAt: null,
    paidAhead: false,
    penalty: ratio(0),
    broughtInterest: 0n,
    broughtPenalty: 0n,
    waived: 0n,
    fees: 0n,
    paid: { fee: 0n, penalty: 0n, interest: 0n, principal: 0n },
  }));
  return { lines, level, periods };
};

export const born = (terms: LoanTerms): Life => ({
  terms,
  ...laid(terms, 1),
  rate: terms.annualRatePpb,
  rateOf: new Map(),
  pauses: [],
  ageingPauses: [],
  flatBase: terms.principalFen,
  prepaid: 0n,
  credit: 0n,
  settledOn: null,
  writtenOff: null,
  recovered: 0n,
});

export const interestNow = (life: Life, line: Line): bigint =>
  (line.closedAt ?? toWhole(line.interest, life.terms.rounding)) + line.broughtInterest;
export const penaltyNow = (life: Life, line: Line): bigint => {
  const net = toWhole(line.penalty, life.terms.rounding) + line.broughtPenalty - line.waived;
  return net > line.paid.penalty ? net : line.paid.penalty;
};
export const isOpen = (line: Line, day: string): boolean => line.due > day && line.closedAt === null;
export const performing = (life: Life, day: string): bigint =>
  life.lines.reduce((sum, line) => sum + (line.due > day ? line.principal - line.paid.principal : 0n), 0n);
export const base = (life: Life, day: string): bigint => {
  const owed = performing(life, day);
  return life.terms.method === 'FLAT' && owed > 0n ? life.flatBase : owed;
};
const isPaused = (life: Life, night: string): boolean =>
  life.pauses.some((pause) => pause.from <= night && night < pause.until);

/** What one unit of base earns during some nights at today’s rate. */
export const earns = (life: Life, during: readonly string[]): Rational =>
  during
    .filter((night) => !isPaused(life, night))
    .reduce((sum, night) => {
      const period = life.periods.find(({ start, end }) => start <= night && night < end);
      return period === undefined ? sum : plus(sum, rateOver(life.terms, life.rate, period, [night]));
    }, ratio(0));

export const passNight = (life: Life, night: string): void => {
  life.rateOf.set(night, life.rate);
  const line = life.lines.find((candidate) => isOpen(candidate, night));
  if (line !== undefined && life.settledOn === null)
    line.interest = plus(line.interest, times(ratio(base(life, night)), earns(life, [night])));
  for (const late of life.lines) {
    if (late.due > night) continue;
    const graceEnd = later(late.due, life.terms.graceDays);
    if (night < graceEnd) continue;
    const counted = night === graceEnd ? nights(late.due, nextDay(night)) : [night];
    const interest =
      life.terms.penaltyBase === 'PRINCIPAL_AND_INTEREST' ? interestNow(life, late) - late.paid.interest : 0n;
    const owed = late.principal - late.paid.principal + interest;
    for (const each of counted) {
      if (isPaused(life, each)) continue;
      const yearly = ratio((life.rateOf.get(each) ?? 0n) * life.terms.penaltyMultiplePpb, BILLION * BILLION);
      late.penalty = plus(late.penalty, times(ratio(owed), times(yearly, shareOfLateNight(life.terms.dayCount, each))));
    }
  }
};
