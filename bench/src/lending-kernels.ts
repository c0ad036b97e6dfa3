import {
  accrualCourse,
  addLoanEvent,
  balancesOf,
  balancesOnCourse,
  openLoan,
  planLoan,
  positionOf,
  REPAYMENT_METHODS,
  STANDARD_ALLOCATION,
  toDay,
  type LoanAccount,
  type LoanTerms,
} from '@clearline/lending';
import { leastSeconds, ratio, type Line } from './lending-table.ts';

/** Plans and events on one core, beside arithmetic in floats that promises nothing to the fen. */
const LOANS = 2_000;
const REPEATS = 7;

const termsOf = (i: number, method: LoanTerms['method']): LoanTerms => ({
  loanId: 'loan',
  currency: 'CNY',
  principalFen: BigInt(500_000 + 1_000 * i),
  startDate: `2026-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`,
  method,
  instalments: 12,
  every: 1,
  unit: 'MONTHS',
  annualRatePpb: 109_500_000n + BigInt(i % 50) * 1_000_000n,
  dayCount: 'ACT/365',
  rounding: 'HALF_EVEN',
  instalmentMultipleFen: null,
  penaltyMultiplePpb: 1_500_000_000n,
  graceDays: 0,
  allocation: STANDARD_ALLOCATION,
});

interface FloatTerms {
  readonly principal: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly rate: number;
}
const floatTerms = (terms: LoanTerms): FloatTerms => {
  const [year, month, day] = terms.startDate.split('-').map(Number) as [number, number, number];
  return { principal: Number(terms.principalFen), year, month, day, rate: Number(terms.annualRatePpb) / 1e9 };
};

interface FloatRow {
  readonly dueDay: number;
  readonly interest: number;
  readonly principal: number;
}

/** The limit: twelve level instalments on actual days, in floats, by a loop that anyone would write first. */
const floatPlan = ({ principal, year, month, day, rate }: FloatTerms): FloatRow[] => {
  const days: number[] = [];
  let from = Date.UTC(year, month - 1, day) / 86_400_000;
  const dueDays: number[] = [];
  for (let n = 1; n <= 12; n += 1) {
    const due = Date.UTC(year, month - 1 + n, day) / 86_400_000;
    days.push(due - from);
    dueDays.push(due);
    from = due;
  }
  let discount = 1;
  let annuity = 0;
  for (const span of days) {
    discount /= 1 + (rate * span) / 365;
    annuity += discount;
  }
  const level = principal / annuity;
  let balance = principal;
  return days.map((span, k) => {
    const interest = (balance * rate * span) / 365;
    const part = k === 11 ? balance : level - interest;
    balance -= part;
    return { dueDay: dueDays[k] as number, interest, principal: part };
  });
};

const must = <T>(result: { ok: true; value: T } | { ok: false; refusal: { message: string } }): T => {
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
};

/** Both plans must agree within what rounding to the fen may move. */
const checkPlans = (terms: LoanTerms): void => {
  const exact = must(planLoan(terms));
  for (const [k, row] of floatPlan(floatTerms(terms)).entries()) {
    const ours = exact[k];
    if (
      ours === undefined ||
      toDay(ours.dueDate) !== row.dueDay ||
      Math.abs(Number(ours.interestFen) - row.interest) > 12
    )
      throw new Error(`instalment ${k + 1} of the float plan is not ours: ${JSON.stringify(row)}`);
  }
};

const schedules = (): Line[] => {
  const plain = Array.from({ length: LOANS }, (_, i) => floatTerms(termsOf(i, 'EQUAL_INSTALMENT')));
  for (let i = 0; i < 200; i += 1) checkPlans(termsOf(i, 'EQUAL_INSTALMENT'));
  let sink = 0;
  const float =
    LOANS /
    leastSeconds(5 * REPEATS, () => {
      for (const terms of plain) sink += floatPlan(terms).length;
    });
  const lines: Line[] = [{ what: 'schedules of 12 instalments, float loop (the limit)', value: float, unit: '/s' }];
  for (const method of REPAYMENT_METHODS) {
    const all = Array.from({ length: LOANS }, (_, i) => termsOf(i, method));
    const ours =
      LOANS /
      leastSeconds(REPEATS, () => {
        for (const terms of all) sink += must(planLoan(terms)).length;
      });
    lines.push({
      what: `schedules, ${method}, to the fen`,
      value: ours,
      unit: '/s',
      note: `1/${(float / ours).toFixed(1)} of the float loop`,
    });
  }
  if (sink === 0) throw new Error('nothing was planned');
  return lines;
};

/** Twelve payments on their due days: each recorded, checked and followed by the loan’s position. */
const lifeOf = (opened: LoanAccount): LoanAccount => {
  let account = opened;
  for (const [k, due] of positionOf(opened, opened.terms.startDate).instalments.entries()) {
    const { dueFen } = positionOf(account, due.dueDate);
    account = must(
      addLoanEvent(account, {
        kind: 'repayment',
        id: `p${k}`,
        date: due.dueDate,
        amountFen: dueFen,
        mode: 'DUE',
        surplus: 'NEXT_INSTALMENT',
      }),
    );
  }
  return account;
};

const floatLife = (terms: FloatTerms): number => {
  let balance = terms.principal;
  for (const row of floatPlan(terms)) balance = balance + row.interest - (row.interest + row.principal);
  return balance;
};

const events = (): Line[] => {
  const all = Array.from({ length: 400 }, (_, i) => termsOf(i, 'EQUAL_INSTALMENT'));
  const plain = all.map(floatTerms);
  for (const terms of all.slice(0, 20)) {
    const lived = lifeOf(must(openLoan(terms)));
    if (positionOf(lived, '2028-12-31').payoffFen !== 0n) throw new Error('a loan that was paid still owes');
  }
  let sink = 0;
  const float =
    (400 * 12) /
    leastSeconds(5 * REPEATS, () => {
      for (const terms of plain) sink += floatLife(terms);
    });
  const ours =
    (400 * 12) /
    leastSeconds(REPEATS, () => {
      for (const terms of all) sink += lifeOf(must(openLoan(terms))).events.length;
    });
  if (!Number.isFinite(sink)) throw new Error('nothing was lived');
  return [
    { what: 'repayments, float loop (the limit)', value: float, unit: '/s' },
    {
      what: 'repayments recorded, allocated, position asked',
      value: ours,
      unit: '/s',
      note: `1/${(float / ours).toFixed(0)} of the float loop`,
    },
  ];
};

/** What a day’s close asks of each loan. */
const balances = (): Line[] => {
  const accounts = Array.from({ length: LOANS }, (_, i) => must(openLoan(termsOf(i, 'EQUAL_INSTALMENT'))));
  const courses = accounts.map((account) => Float64Array.from(accrualCourse(account) ?? []));
  const into = {
    principalOutstandingFen: 0,
    interestAccruedFen: 0,
    penaltyAccruedFen: 0,
    feesDueFen: 0,
    overdueFen: 0,
  };
  const day = toDay('2027-04-10');
  for (const [i, account] of accounts.entries())
    if (
      balancesOnCourse(courses[i] as Float64Array, day, into).interestAccruedFen !==
      Number(balancesOf(account, '2027-04-10').interestAccruedFen)
    )
      throw new Error(`the course of loan ${i} is not its replay`);
  let sink = 0;
  // Fresh objects, so that no replay is remembered.
  const replayed =
    LOANS /
    leastSeconds(REPEATS, () => {
      for (const account of accounts) sink += Number(balancesOf({ ...account }, '2027-04-10').interestAccruedFen);
    });
  const read =
    LOANS /
    leastSeconds(5 * REPEATS, () => {
      for (const course of courses) sink += balancesOnCourse(course, day, into).interestAccruedFen;
    });
  const made =
    LOANS /
    leastSeconds(REPEATS, () => {
      for (const account of accounts) sink += accrualCourse({ ...account })?.length ?? 0;
    });
  if (!Number.isFinite(sink)) throw new Error('nothing was summed');
  return [
    { what: 'balances on a day by replay of the account', value: replayed, unit: '/s' },
    { what: 'balances on a day from the course', value: read, unit: '/s', note: ratio(read, replayed, 'replay') },
    { what: 'courses made', value: made, unit: '/s' },
  ];
};

export const kernels = (): Line[] => [...schedules(), ...events(), ...balances()];
