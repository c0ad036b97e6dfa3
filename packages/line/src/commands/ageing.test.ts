import {
  addDays,
  addLoanEvent,
  NO_CONDUCT,
  openLoan,
  STANDARD_ALLOCATION,
  type LoanAccount,
  type LoanEvent,
} from '@clearline/lending';
import { describe, expect, it } from 'vitest';
import type { Loan } from '../file.ts';
import { ageingOf, nextAgeingDate } from './ageing.ts';

const TERMS = {
  loanId: 'loan',
  currency: 'CNY',
  principalFen: 1_200_000n,
  startDate: '2026-01-31',
  method: 'EQUAL_INSTALMENT',
  instalments: 3,
  every: 1,
  unit: 'MONTHS',
  annualRatePpb: 109_500_000n,
  dayCount: 'ACT/365',
  rounding: 'HALF_EVEN',
  instalmentMultipleFen: null,
  penaltyMultiplePpb: 1_500_000_000n,
  graceDays: 0,
  allocation: STANDARD_ALLOCATION,
} as const;

const accountOf = (graceDays: number, events: readonly LoanEvent[]): LoanAccount => {
  const opened = openLoan({ ...TERMS, graceDays });
  if (!opened.ok) throw new Error(opened.refusal.message);
  return events.reduce((account, event) => {
    const added = addLoanEvent(account, event);
    if (!added.ok) throw new Error(added.refusal.message);
    return added.value;
  }, opened.value);
};
const loanOf = (account: LoanAccount): Loan => ({
  id: 'loan',
  state: 'ACTIVE',
  terms: account.terms,
  account,
  purpose: 'DAILY',
  accountTail: '1234',
  requestedAt: '2026-01-31T00:00:00.000Z',
  paymentId: 'payment',
  settledOn: null,
  bucket: 'CURRENT',
  daysPastDue: 0,
  tier: 'NORMAL',
  postedThrough: '2026-01-31',
  conduct: NO_CONDUCT,
  agedOn: null,
  lineKind: 'CONSUMER',
});

const pause: LoanEvent = { kind: 'ageing_pause', id: 'pause', date: '2026-03-10', until: '2026-04-20' };
const part: LoanEvent = {
  kind: 'repayment',
  id: 'part',
  date: '2026-03-20',
  amountFen: 100_000n,
  mode: 'DUE',
  surplus: 'NEXT_INSTALMENT',
};

const SETTLING: LoanEvent = {
  kind: 'repayment',
  id: 'late record',
  date: '2026-05-01',
  amountFen: 1_000_000n,
  mode: 'DUE',
  surplus: 'NEXT_INSTALMENT',
};

describe('the next date on which a close records ageing', () => {
  it.each([
    ['a loan never paid', 0, []],
    ['days of grace', 5, []],
    ['a pause of ageing', 0, [pause]],
    ['a part paid late', 3, [part]],
  ] as const)('is the first on which it does, day by day: %s', (_what, graceDays, events) => {
    const account = accountOf(graceDays, events);
    let loan = loanOf(account);
    const first = account.events.at(-1)?.date ?? account.terms.startDate;
    const moves: number[] = [];
    for (let date = first; date <= '2027-06-30'; date = addDays(date, 1)) {
      const next = nextAgeingDate(loan);
      const aged = ageingOf(loan, date);
      expect([date, next !== null && next <= date]).toEqual([date, aged !== null]);
      if (aged === null) continue;
      moves.push(aged.daysPastDue);
      loan = { ...loan, bucket: aged.toBucket, daysPastDue: aged.daysPastDue, tier: aged.tier, agedOn: date };
    }
    // A late record that cures the loan is seen by the next close, although its date lies before the last ageing.
    expect(nextAgeingDate({ ...loan, account: accountOf(graceDays, [...events, SETTLING]) })).toBe(loan.agedOn);
    expect(moves.slice(-6)).toEqual([31, 61, 91, 181, 271, 361]);
    expect(nextAgeingDate(loan)).toBeNull();
  });

  it('is none for a loan that is not running', () => {
    expect(nextAgeingDate({ ...loanOf(accountOf(0, [])), state: 'SETTLED' })).toBeNull();
  });
});
