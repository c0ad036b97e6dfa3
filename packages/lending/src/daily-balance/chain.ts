import { fractionDen, fractionNum } from '../calendar/day-count.ts';
import type { Period } from '../calendar/day-count.ts';
import { PPB } from '../money/rates.ts';
import { divideRounded, maxOf, minOf } from '../money/rounding.ts';
import type { LoanTerms } from '../terms.ts';

/** Money applied to one row on a day. */
export interface AppliedPart {
  readonly row: number;
  readonly day: number;
  readonly principalFen: bigint;
  readonly interestFen: bigint;
}

/** What a row asks for, given all that was paid. */
export interface ChainRow {
  readonly principalFen: bigint;
  readonly interestFen: bigint;
  readonly paidPrincipalFen: bigint;
  readonly paidInterestFen: bigint;
}

export interface Chain {
  readonly terms: LoanTerms;
  readonly periods: readonly Period[];
  readonly instalmentFen: bigint;
  readonly overduePrincipalAccrues: boolean;
  readonly applied: readonly AppliedPart[];
}

const sumOf = (parts: readonly AppliedPart[], pick: (part: AppliedPart) => bigint): bigint =>
  parts.reduce((sum, part) => sum + pick(part), 0n);

/**
 * Walks the rows in order and finds each one's interest on the balance actually owed, up to `cutoffDay`.
 *
 * Before `asOfDay` unpaid principal keeps earning if the contract says so; from it on, the schedule is taken as met. The
 * instalment stays; the last row not yet paid up absorbs the difference. Where the interest no longer fits beside the
 * principal already paid, the row keeps the interest that was paid on it and the rest moves on to the next.
 */
export const walkChain = (chain: Chain, asOfDay: number, cutoffDay: number): ChainRow[] => {
  const absorbing = lastUnpaid(chain);
  const rows: ChainRow[] = [];
  let movedOnFen = 0n;
  for (const [k, period] of chain.periods.entries()) {
    const mine = chain.applied.filter((part) => part.row === k);
    const paidPrincipalFen = sumOf(mine, (part) => part.principalFen);
    const paidInterestFen = sumOf(mine, (part) => part.interestFen);
    const earnedFen = earnedIn(chain, period, rows, asOfDay, cutoffDay) + movedOnFen;
    const fits = paidPrincipalFen <= maxOf(0n, chain.instalmentFen - earnedFen);
    const within = fits ? minOf(earnedFen, chain.instalmentFen) : paidInterestFen;
    const interestFen = maxOf(k === absorbing ? earnedFen : within, paidInterestFen);
    movedOnFen = maxOf(0n, earnedFen - interestFen);
    rows.push({ principalFen: chain.instalmentFen - interestFen, interestFen, paidPrincipalFen, paidInterestFen });
  }
  return absorb(chain, rows, absorbing);
};

/** The last row on which less than an instalment has been paid; the last of all when there is none. */
const lastUnpaid = (chain: Chain): number => {
  for (let k = chain.periods.length - 1; k >= 0; k -= 1) {
    const paid = sumOf(
      chain.applied.filter((part) => part.row === k),
      (part) => part.principalFen + part.interestFen,
    );
    if (paid < chain.instalmentFen) return k;
  }
  return chain.periods.length - 1;
};

/** Principal is what it is: no row before the absorbing one repays more than is left, and that one repays the rest. */
const absorb = (chain: Chain, rows: readonly ChainRow[], absorbing: number): ChainRow[] => {
  const after = rows.slice(absorbing + 1).reduce((sum, row) => sum + row.principalFen, 0n);
  let left = chain.terms.principalFen - after;
  return rows.map((row, k) => {
    if (k > absorbing) return row;
    const principalFen = k === absorbing ? left : maxOf(minOf(row.principalFen, left), row.paidPrincipalFen);
    left -= principalFen;
    return { ...row, principalFen };
  });
};

const earnedIn = (
  chain: Chain,
  period: Period,
  before: readonly ChainRow[],
  asOfDay: number,
  cutoffDay: number,
): bigint => {
  const end = Math.min(period.endDay, cutoffDay);
  if (end <= period.startDay) return 0n;
  const cuts = [asOfDay, ...chain.applied.map((part) => part.day)].filter((day) => day > period.startDay && day < end);
  const edges = [...new Set([period.startDay, ...cuts, end])].toSorted((a, b) => a - b);
  const { dayCount, annualRatePpb, rounding } = chain.terms;
  let raw = 0n;
  for (const [k, from] of edges.entries()) {
    const to = edges[k + 1];
    if (to === undefined) break;
    raw +=
      owedDuring(chain, from, before, asOfDay) * annualRatePpb * fractionNum(dayCount, chain.terms, period, from, to);
  }
  return divideRounded(raw, PPB * fractionDen(dayCount, period), rounding);
};

/** The balance on which a day that begins at `day` earns interest, rows `before` having fallen due. */
const owedDuring = (chain: Chain, day: number, before: readonly ChainRow[], asOfDay: number): bigint => {
  const paid = chain.applied.filter((part) => part.day <= day);
  const { principalFen } = chain.terms;
  if (day < asOfDay && chain.overduePrincipalAccrues) return principalFen - sumOf(paid, (part) => part.principalFen);
  const met = before.reduce((sum, row) => sum + row.principalFen, 0n);
  const ahead = sumOf(
    paid.filter((part) => part.row >= before.length),
    (part) => part.principalFen,
  );
  return maxOf(0n, principalFen - met - ahead);
};
