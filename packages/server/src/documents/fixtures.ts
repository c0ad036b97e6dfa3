import {
  addLoanEvent,
  type LoanAccount,
  type LoanEvent,
  NO_CONDUCT,
  openLoan,
  positionOf,
  STANDARD_ALLOCATION,
} from '@clearline/lending';
import type { Loan } from '@clearline/line';

/** For tests: a loan of 12,000 yuan over twelve months, and the same one settled early in its third month. */
const terms: LoanAccount['terms'] = {
  loanId: '0192f0c1-77aa-7c1e-9b1e-5a0d3a7f1c21',
  currency: 'CNY',
  principalFen: 1_200_000n,
  startDate: '2026-08-12',
  method: 'EQUAL_INSTALMENT',
  instalments: 12,
  every: 1,
  unit: 'MONTHS',
  annualRatePpb: 109_500_000n,
  dayCount: 'ACT/365',
  rounding: 'HALF_EVEN',
  instalmentMultipleFen: null,
  penaltyMultiplePpb: 1_500_000_000n,
  graceDays: 0,
  allocation: STANDARD_ALLOCATION,
};

function accountWith(events: readonly LoanEvent[]): LoanAccount {
  let account = openLoan(terms);
  for (const event of events) if (account.ok) account = addLoanEvent(account.value, event);
  if (!account.ok) throw new Error(account.refusal.message);
  return account.value;
}

function loanOf(account: LoanAccount, settledOn: string | null): Loan {
  return {
    id: terms.loanId,
    state: settledOn === null ? 'ACTIVE' : 'SETTLED',
    terms,
    account,
    purpose: 'EDUCATION',
    accountTail: '6688',
    requestedAt: '2026-08-12T02:00:00.000Z',
    paymentId: '0192f0c1-77aa-7c1e-9b1e-5a0d3a7f1c22',
    settledOn,
    bucket: 'CURRENT',
    daysPastDue: 0,
    tier: 'NORMAL',
    postedThrough: terms.startDate,
    conduct: NO_CONDUCT,
    agedOn: null,
    lineKind: 'CONSUMER',
  };
}

const first = { kind: 'repayment', id: 'r1', date: '2026-09-12', surplus: 'SHORTER_TENOR' } as const;

/** The first instalment paid on its day. */
export function runningLoan(): Loan {
  const dueFen = positionOf(accountWith([]), first.date).dueFen;
  return loanOf(accountWith([{ ...first, mode: 'DUE', amountFen: dueFen }]), null);
}

/** The first instalment paid twice, once reversed; then all the rest at once. */
export function settledLoan(): Loan {
  const dueFen = positionOf(accountWith([]), first.date).dueFen;
  const begun: LoanEvent[] = [
    { ...first, id: 'r0', mode: 'DUE', amountFen: dueFen },
    { kind: 'reversal', id: 'v0', date: first.date, ofId: 'r0' },
    { ...first, mode: 'DUE', amountFen: dueFen },
  ];
  const date = '2026-10-25';
  const amountFen = positionOf(accountWith(begun), date).payoffFen;
  return loanOf(accountWith([...begun, { ...first, id: 'r2', date, mode: 'EARLY_FULL', amountFen }]), date);
}
