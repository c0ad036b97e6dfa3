import { allocate } from '../allocation.ts';
import type { Debt } from '../allocation.ts';
import { PPB } from '../money/rates.ts';
import { divideRounded, gcd, minOf } from '../money/rounding.ts';
import type { Allocation } from '../position.ts';
import { accruePenalties, accrueTo, earningShare, unpaidInterest, unpaidPenalty, unpaidPrincipal } from './accrue.ts';
import type { LoanEvent, Surplus } from './loan-event.ts';
import { dropEmptyTail, keepLevel, lowerLevel } from './relevel.ts';
import { interestBase, noneOwed, rateNow } from './state.ts';
import type { ReplayState, Row } from './state.ts';

type Repayment = Extract<LoanEvent, { kind: 'repayment' }>;
type Parts = Row['paid'];

/** Gathers what one payment pays, per instalment; 0 stands for principal paid ahead of the plan. */
class Receipt {
  readonly parts = new Map<number, Parts>();

  add(row: Row | null, part: keyof Parts, amountFen: bigint): void {
    if (amountFen === 0n) return;
    const n = row?.n ?? 0;
    const parts = this.parts.get(n) ?? noneOwed();
    parts[part] += amountFen;
    this.parts.set(n, parts);
    if (row !== null) row.paid[part] += amountFen;
  }

  toAllocation(creditFen: bigint): Allocation {
    const sum = noneOwed();
    const perInstalment = [...this.parts].map(([n, parts]) => {
      sum.feesFen += parts.feesFen;
      sum.penaltyFen += parts.penaltyFen;
      sum.interestFen += parts.interestFen;
      sum.principalFen += parts.principalFen;
      const { feesFen, penaltyFen, interestFen, principalFen } = parts;
      return { n, feesFen, penaltyFen, interestFen, principalFen };
    });
    const { feesFen, penaltyFen, interestFen, principalFen } = sum;
    return { feesFen, penaltyFen, interestFen, principalFen, creditFen, perInstalment };
  }
}

/** Applies a repayment on its day: what is due by the product's rule, then what is left by the borrower's choice. */
export const repay = (state: ReplayState, event: Repayment, day: number): void => {
  accrueTo(state, day);
  accruePenalties(state, day);
  const receipt = new Receipt();
  const afterDue = payDue(state, receipt, event.amountFen, day);
  const rest = afterDue > 0n ? payAhead(state, receipt, afterDue, event) : 0n;
  state.creditFen += rest;
  state.allocations.set(event.id, receipt.toAllocation(rest));
};

const COMPONENTS = [
  ['fee', 'feesFen'],
  ['penalty', 'penaltyFen'],
  ['interest', 'interestFen'],
  ['principal', 'principalFen'],
] as const;

const owedOf = (state: ReplayState, row: Row): Parts => ({
  feesFen: row.feesFen - row.paid.feesFen,
  penaltyFen: unpaidPenalty(state, row),
  interestFen: unpaidInterest(state, row),
  principalFen: unpaidPrincipal(row),
});

const payDue = (state: ReplayState, receipt: Receipt, amountFen: bigint, day: number): bigint => {
  const debts: Debt[] = [];
  const targets: { row: Row; part: keyof Parts }[] = [];
  for (const [index, row] of state.rows.slice(0, state.current).entries()) {
    if (row.paidOnDay !== null) continue;
    const owed = owedOf(state, row);
    for (const [component, part] of COMPONENTS) {
      if (owed[part] <= 0n) continue;
      debts.push({ instalment: index, component, dueDay: row.dueDay, owedFen: owed[part] });
      targets.push({ row, part });
    }
  }
  const { paidFen, restFen } = allocate(debts, amountFen, day, state.terms.allocation);
  for (const [k, target] of targets.entries()) receipt.add(target.row, target.part, paidFen[k] ?? 0n);
  return restFen;
};

/**
 * Pays before it is due: charges of the current instalment, interest earned to the day, then principal. Under ON_DEMAND
 * interest waits for its due day, so what is paid early on purpose goes to principal first, unless it is more than that.
 */
const payAhead = (state: ReplayState, receipt: Receipt, amountFen: bigint, { mode, surplus }: Repayment): bigint => {
  const row = state.rows[state.current];
  if (row === undefined) return amountFen;
  const wholeRowFen = askedBy(state, row);
  let rest = amountFen;
  const pay = (part: keyof Parts, owedFen: bigint): void => {
    const paid = minOf(rest, owedFen);
    receipt.add(row, part, paid);
    rest -= paid;
  };
  pay('feesFen', row.feesFen - row.paid.feesFen);
  pay('penaltyFen', unpaidPenalty(state, row));
  const interestLater = state.terms.method === 'ON_DEMAND' && mode !== 'DUE' && rest <= state.performingFen;
  if (!interestLater) pay('interestFen', unpaidInterest(state, row));
  const principal = minOf(rest, state.performingFen);
  if (principal > 0n) payPrincipalAhead(state, receipt, principal, surplus);
  if (surplus === 'NEXT_INSTALMENT' && amountFen >= wholeRowFen && state.performingFen > 0n) closeCurrent(state);
  rest -= principal;
  if (state.performingFen === 0n) dropEmptyTail(state);
  return rest;
};

/** All that the current row will ask for by its due day. */
const askedBy = (state: ReplayState, row: Row): bigint => {
  const share = earningShare(state, row, state.day, row.dueDay);
  const raw = row.interestRaw + interestBase(state, state.performingFen) * rateNow(state) * share;
  const interest =
    divideRounded(raw, PPB * row.den, state.terms.rounding) + row.carriedInterestFen - row.paid.interestFen;
  return row.feesFen - row.paid.feesFen + unpaidPenalty(state, row) + interest + unpaidPrincipal(row);
};

const payPrincipalAhead = (state: ReplayState, receipt: Receipt, amountFen: bigint, surplus: Surplus): void => {
  const before = state.performingFen;
  const after = before - amountFen;
  if (state.terms.method === 'FLAT')
    state.flatBaseFen = divideRounded(state.flatBaseFen * after, before, state.terms.rounding);
  state.performingFen = after;
  if (surplus === 'NEXT_INSTALMENT' || after === 0n) {
    spreadOverRows(state, receipt, amountFen);
    return;
  }
  receipt.add(null, 'principalFen', amountFen);
  state.prepaidFen += amountFen;
  if (surplus === 'SMALLER_INSTALMENT') lowerLevel(state, after);
  else keepLevel(state, after);
};

const spreadOverRows = (state: ReplayState, receipt: Receipt, amountFen: bigint): void => {
  let rest = amountFen;
  for (const row of state.rows.slice(state.current)) {
    const paid = minOf(rest, unpaidPrincipal(row));
    receipt.add(row, 'principalFen', paid);
    rest -= paid;
  }
};

/**
 * The current instalment was paid in full before its due day: it asks for nothing more, and the interest of its
 * remaining days falls due with the next one.
 */
const closeCurrent = (state: ReplayState): void => {
  const row = state.rows[state.current];
  const next = state.rows[state.current + 1];
  if (row === undefined || next === undefined) return;
  if (unpaidPrincipal(row) > 0n || unpaidInterest(state, row) > 0n) return;
  row.closedInterestFen = row.paid.interestFen - row.carriedInterestFen;
  const left = row.spans
    .map((span) => ({ ...span, fromDay: Math.max(span.fromDay, state.day) }))
    .filter((span) => span.fromDay < span.toDay);
  const spans = [...left, ...next.spans];
  next.den = spans.reduce((den, span) => (den / gcd(den, span.den)) * span.den, 1n);
  next.spans = spans;
  state.current += 1;
};
