import { toDay } from '../calendar/dates.ts';
import { fractionDen } from '../calendar/day-count.ts';
import type { Period, Step } from '../calendar/day-count.ts';
import { divideRounded } from '../money/rounding.ts';
import { interestOnlyCount, plannedPrincipal } from '../plan/schedule.ts';
import { PPB } from '../money/rates.ts';
import type { Allocation, PaidParts } from '../position.ts';
import type { LoanTerms } from '../terms.ts';

/** Days over which a row earns interest, with the instalment period that gives their share of a year. */
export interface Span {
  readonly period: Period;
  readonly step: Step;
  readonly den: bigint;
  readonly fromDay: number;
  readonly toDay: number;
}

/** An instalment during a replay. Amounts are what it asks for in all, of which `paid` has been paid. */
export interface Row {
  n: number;
  dueDay: number;
  interestOnly: boolean;
  spans: readonly Span[];
  /** Common denominator of the spans' shares of a year. */
  den: bigint;
  principalFen: bigint;
  /** Interest earned so far, unrounded: fen × ppb × share numerators over `den`. */
  interestRaw: bigint;
  /** Set when the row takes no more interest: what it took. */
  closedInterestFen: bigint | null;
  carriedInterestFen: bigint;
  /** Penalty so far, unrounded: fen × ppb × ppb × share numerators. */
  penaltyRaw: bigint;
  penaltyFromDay: number;
  carriedPenaltyFen: bigint;
  waivedPenaltyFen: bigint;
  feesFen: bigint;
  paid: { -readonly [K in keyof PaidParts]: PaidParts[K] };
  paidOnDay: number | null;
}

export interface DaySpan {
  readonly fromDay: number;
  readonly toDay: number;
}

/** The whole of a replay. Changed in place while events are applied, never after it is cached. */
export interface ReplayState {
  terms: LoanTerms;
  /** Interest is accrued up to this day. */
  day: number;
  rows: Row[];
  /** Index of the row now earning interest; rows before it have fallen due or been closed. */
  current: number;
  /** Principal not yet due and not paid. */
  performingFen: bigint;
  /** What FLAT interest is charged on. */
  flatBaseFen: bigint;
  /** Rates in force, oldest first. */
  rates: { readonly fromDay: number; readonly ppb: bigint }[];
  /** Days on which nothing accrues. */
  blocked: DaySpan[];
  ageingPauses: DaySpan[];
  /** The level instalment, or the level principal part, that a shorter tenor keeps. */
  levelFen: bigint;
  prepaidFen: bigint;
  creditFen: bigint;
  settledOnDay: number | null;
  chargedOffOnDay: number | null;
  /** What was owed when the debt was written off. */
  writtenOff: Readonly<Row['paid']> | null;
  recoveredFen: bigint;
  allocations: Map<string, Allocation>;
}

export const noneOwed = (): Row['paid'] => ({ feesFen: 0n, penaltyFen: 0n, interestFen: 0n, principalFen: 0n });

/** A row over one whole period, or over the part of it that is left. */
export const newRow = (
  terms: LoanTerms,
  n: number,
  period: Period,
  principalFen: bigint,
  interestOnly: boolean,
): Row => {
  const den = fractionDen(terms.dayCount, period);
  const step = { every: terms.every, unit: terms.unit };
  return {
    n,
    dueDay: period.endDay,
    interestOnly,
    spans: [{ period, step, den, fromDay: period.startDay, toDay: period.endDay }],
    den,
    principalFen,
    interestRaw: 0n,
    closedInterestFen: null,
    carriedInterestFen: 0n,
    penaltyRaw: 0n,
    penaltyFromDay: period.endDay,
    carriedPenaltyFen: 0n,
    waivedPenaltyFen: 0n,
    feesFen: 0n,
    paid: noneOwed(),
    paidOnDay: null,
  };
};

/** Rows of a plan, numbered from `firstN`, and the level amount it repeats. */
export const rowsOf = (terms: LoanTerms, firstN: number): { rows: Row[]; levelFen: bigint } => {
  const { periods, rates, principalsFen } = plannedPrincipal(terms);
  const grace = interestOnlyCount(terms);
  const rows = periods.map((period, k) => newRow(terms, firstN + k, period, principalsFen[k] ?? 0n, k < grace));
  const firstPart = principalsFen[grace] ?? 0n;
  const rate = rates[grace] ?? { num: 0n, den: 1n };
  const levelFen = hasLevelTotal(terms)
    ? firstPart + divideRounded(terms.principalFen * rate.num, rate.den, terms.rounding)
    : firstPart;
  return { rows, levelFen };
};

/** Methods whose instalments (not whose principal parts) are equal. */
export const hasLevelTotal = (terms: LoanTerms): boolean =>
  terms.method !== 'EQUAL_PRINCIPAL' && terms.method !== 'FLAT';

export const openState = (terms: LoanTerms): ReplayState => {
  const startDay = toDay(terms.startDate);
  const { rows, levelFen } = rowsOf(terms, 1);
  return {
    terms,
    day: startDay,
    rows,
    current: 0,
    performingFen: terms.principalFen,
    flatBaseFen: terms.principalFen,
    rates: [{ fromDay: startDay, ppb: terms.annualRatePpb }],
    blocked: [],
    ageingPauses: [],
    levelFen,
    prepaidFen: 0n,
    creditFen: 0n,
    settledOnDay: null,
    chargedOffOnDay: null,
    writtenOff: null,
    recoveredFen: 0n,
    allocations: new Map(),
  };
};

export const rateNow = (state: ReplayState): bigint => state.rates.at(-1)?.ppb ?? 0n;

/** What interest is charged on while `performingFen` is not yet due. */
export const interestBase = (state: ReplayState, performingFen: bigint): bigint => {
  if (state.terms.method !== 'FLAT') return performingFen;
  return performingFen > 0n ? state.flatBaseFen : 0n;
};

/** Interest a row asks for, given what it has earned unrounded. */
export const interestOf = (state: ReplayState, row: Row, raw: bigint): bigint =>
  (row.closedInterestFen ?? divideRounded(raw, PPB * row.den, state.terms.rounding)) + row.carriedInterestFen;
