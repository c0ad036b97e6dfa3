import { describe, expect, it } from 'vitest';
import type { LoanAccount } from './account.ts';
import { DAY_COUNTS } from './calendar/day-count.ts';
import { imbalanceOf, postingsForChange } from './ledger/postings.ts';
import { planLoan } from './plan/schedule.ts';
import { positionOf } from './position-of.ts';
import type { LoanEvent } from './replay/loan-event.ts';
import type { LoanTerms } from './terms.ts';
import { loanWith, pay, TERMS as BASE } from './testing-terms.ts';

/*
 * What users of other systems complain of again and again, each held off by a test that names it. Here are those about
 * arithmetic. “Back-dated payment not re-ageing” and “restructure closing a month early” are in packages/line/src/loans.test.ts,
 * “line of credit is second-class” in revolving.test.ts beside it, “close of business is slow and loans stay locked” in
 * packages/store/src/close/close-failures.db.test.ts and, as for slow, in bench/src/lending-close.ts.
 */
const TERMS: LoanTerms = {
  ...BASE,
  principalFen: 28_000_000n,
  instalments: 20,
  annualRatePpb: 84_000_000n,
  dayCount: 'PERIOD_1/12',
};

const rowsOf = (terms: LoanTerms) => {
  const plan = planLoan(terms);
  if (!plan.ok) throw new Error(plan.refusal.message);
  return plan.value;
};
const live = (terms: LoanTerms, ...events: LoanEvent[]): LoanAccount => loanWith(terms, events);
const repayment = (id: string, date: string, amountFen: bigint): LoanEvent =>
  pay(id, date, amountFen, 'EARLY_PART', 'SHORTER_TENOR');

describe('complaints about other systems', () => {
  it('“the instalment is rounded up with no option”: to the fen unless the contract names a multiple and a direction', () => {
    // 280,000 at 8.4% over 20 months: 15,051.72; other systems make 15,052 of it and cannot be told otherwise.
    expect(rowsOf(TERMS)[0]?.totalFen).toBe(1_505_172n);
    expect(rowsOf({ ...TERMS, instalmentMultipleFen: 100n, rounding: 'UP' })[0]?.totalFen).toBe(1_505_200n);
    expect(rowsOf({ ...TERMS, instalmentMultipleFen: 100n, rounding: 'DOWN' })[0]?.totalFen).toBe(1_505_100n);
  });

  it('“365 days are hard-coded”: every day count gives a year of its own', () => {
    const over = (dayCount: LoanTerms['dayCount']): bigint =>
      rowsOf({ ...TERMS, dayCount, startDate: '2027-07-01', smoothing: false }).reduce(
        (sum, row) => sum + row.interestFen,
        0n,
      );
    expect(new Set(DAY_COUNTS.map(over)).size).toBeGreaterThanOrEqual(6);
    const day = (dayCount: LoanTerms['dayCount']): bigint =>
      rowsOf({ ...TERMS, dayCount, method: 'BULLET', instalments: 1, unit: 'DAYS', startDate: '2028-02-01' })[0]
        ?.interestFen ?? 0n;
    expect([day('ACT/360'), day('ACT/364'), day('ACT/365'), day('ACT/ACT(1Jan)')]).toEqual([
      6_533n,
      6_462n,
      6_444n,
      6_426n,
    ]);
  });

  it('“month-end dates are lost after February”: a loan of the 31st returns to the 31st', () => {
    expect(
      rowsOf(TERMS)
        .slice(0, 4)
        .map((row) => row.dueDate),
    ).toEqual(['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']);
  });

  it('“a part and then the whole prepaid on one day give negative interest”: none, and nothing is left', () => {
    const terms: LoanTerms = { ...TERMS, dayCount: 'ACT/365' };
    const date = '2026-02-10';
    const part = live(terms, repayment('a', date, 10_000_000n));
    const rest = positionOf(part, date).payoffFen;
    const whole = live(terms, repayment('a', date, 10_000_000n), repayment('b', date, rest));
    const position = positionOf(whole, date);
    expect(position).toMatchObject({ payoffFen: 0n, settledOn: date, creditFen: 0n });
    expect(position.interestEarnedFen).toBe(positionOf(live(terms), date).interestEarnedFen);
    for (const row of position.instalments) expect(row.interestFen).toBeGreaterThanOrEqual(0n);
  });

  it('“the plan is wrong after a late payment”: later instalments keep their days and amounts, penalty is on the late part only', () => {
    const terms: LoanTerms = { ...TERMS, dayCount: 'ACT/365', startDate: '2026-01-10' };
    const planned = rowsOf(terms);
    const due = planned[0]?.totalFen ?? 0n;
    const late = '2026-02-20';
    const penalty = positionOf(live(terms), late).penaltyAccruedFen;
    const principal = planned[0]?.principalFen ?? 0n;
    // Ten days of one and a half times 8.4% on the late principal, rounded once.
    expect(penalty).toBe((principal * 126n * 10n * 2n + 365_000n) / (2n * 365_000n));
    const after = positionOf(live(terms, pay('a', late, due + penalty)), late);
    expect(after.instalments.slice(1).map((row) => [row.dueDate, row.principalFen, row.interestFen])).toEqual(
      planned.slice(1).map((row) => [row.dueDate, row.principalFen, row.interestFen]),
    );
    expect(after).toMatchObject({ overdueFen: 0n, daysPastDue: 0, penaltyAccruedFen: 0n });
  });

  it('“penalty and accrual postings are wrong”: after any late record the ledger is what the loan says', () => {
    const terms: LoanTerms = { ...TERMS, dayCount: 'ACT/365', startDate: '2026-01-10' };
    const day = '2026-04-05';
    const before = positionOf(live(terms, repayment('later', '2026-03-20', 900_000n)), day);
    const after = positionOf(
      live(terms, repayment('later', '2026-03-20', 900_000n), repayment('late record', '2026-02-10', 1_600_000n)),
      day,
    );
    const postings = postingsForChange({ loanId: 'complaint', before, after });
    const moved = (account: string): bigint => imbalanceOf(postings.filter((posting) => posting.account === account));
    expect(imbalanceOf(postings)).toBe(0n);
    expect(moved('LOAN_PRINCIPAL')).toBe(after.principalOutstandingFen - before.principalOutstandingFen);
    expect(moved('INTEREST_RECEIVABLE')).toBe(after.interestAccruedFen - before.interestAccruedFen);
    expect(moved('PENALTY_RECEIVABLE')).toBe(after.penaltyAccruedFen - before.penaltyAccruedFen);
    expect(moved('COLLECTIONS_UNALLOCATED')).toBe(1_600_000n);
    // The payment that came later pays other things now; posting the late record's own allocation would miss that.
    expect(before.penaltyEarnedFen).toBeGreaterThan(after.penaltyEarnedFen);
  });
});
