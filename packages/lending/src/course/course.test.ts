import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoanAccount } from '../account.ts';
import { AGEING_STEPS, dateReaching } from '../ageing/date-reaching.ts';
import { addDays, toDay } from '../calendar/dates.ts';
import { balancesOf, positionOf } from '../position-of.ts';
import { arbitraryChoices, arbitraryTerms } from '../reference/arbitrary.ts';
import { live } from '../reference/live.ts';
import { loanWith, pay, TERMS } from '../testing-terms.ts';
import { accrualCourse } from './accrual-course.ts';
import { balancesOnCourse, courseCovers, type CourseBalances } from './on-course.ts';

const RUNS = { numRuns: Number(process.env['LENDING_RUNS'] ?? 300) };
const lived = fc.tuple(arbitraryTerms, arbitraryChoices).map(([terms, choices]) => live(terms, choices));
const lastDate = (account: LoanAccount): string => account.events.at(-1)?.date ?? account.terms.startDate;
const empty = (): CourseBalances => ({
  principalOutstandingFen: 0,
  interestAccruedFen: 0,
  penaltyAccruedFen: 0,
  feesDueFen: 0,
  overdueFen: 0,
});

/** What a replay says, in plain numbers. */
const replayed = (account: LoanAccount, date: string): CourseBalances => {
  const { principalOutstandingFen, interestAccruedFen, penaltyAccruedFen, feesDueFen, overdueFen } = balancesOf(
    account,
    date,
  );
  return {
    principalOutstandingFen: Number(principalOutstandingFen),
    interestAccruedFen: Number(interestAccruedFen),
    penaltyAccruedFen: Number(penaltyAccruedFen),
    feesDueFen: Number(feesDueFen),
    overdueFen: Number(overdueFen),
  };
};

describe('L46: the course of a loan', () => {
  it('says on every day it covers exactly what a replay says', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        lived,
        fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 12 }),
        (account, days) => {
          const course = accrualCourse(account);
          fc.pre(course !== null);
          for (const offset of days) {
            const date = addDays(lastDate(account), offset);
            if (course === null || !courseCovers(course, toDay(date))) continue;
            expect(balancesOnCourse(course, toDay(date), empty())).toEqual(replayed(account, date));
            compared += 1;
          }
        },
      ),
      RUNS,
    );
    expect(compared).toBeGreaterThan(RUNS.numRuns);
  });

  it('exists for the loans of the product, paid or late, and covers ten years', () => {
    const paid = pay('a', '2026-02-28', 108_540n);
    for (const method of ['EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL', 'INTEREST_FIRST', 'ON_DEMAND'] as const)
      for (const account of [loanWith({ ...TERMS, method }), loanWith({ ...TERMS, method }, [paid])]) {
        const course = accrualCourse(account);
        expect(course !== null && courseCovers(course, toDay('2036-01-01'))).toBe(true);
        for (const date of ['2026-03-30', '2026-03-31', '2026-04-01', '2026-12-31', '2027-01-31', '2031-05-05'])
          expect(balancesOnCourse(course ?? [], toDay(date), empty())).toEqual(replayed(account, date));
      }
  });

  it('owes nothing once the debt is written off, and stands still once it is charged off', () => {
    for (const kind of ['write_off', 'charge_off'] as const) {
      const account = loanWith(TERMS, [pay('a', '2026-02-28', 108_540n), { kind, id: 'w', date: '2026-06-10' }]);
      for (const date of ['2026-06-10', '2026-07-01', '2027-06-10'])
        expect(balancesOnCourse(accrualCourse(account) ?? [], toDay(date), empty())).toEqual(replayed(account, date));
    }
  });

  it('does not cover days before the last event, which a replay must answer', () => {
    const course = accrualCourse(loanWith(TERMS, [pay('a', '2026-02-28', 108_540n)])) ?? [];
    expect(courseCovers(course, toDay('2026-02-27'))).toBe(false);
    expect(courseCovers(course, toDay('2026-02-28'))).toBe(true);
  });

  it('is none where interest does not run straight', () => {
    expect(accrualCourse(loanWith({ ...TERMS, dayCount: 'ACT/ACT(31Dec)' }))).toBeNull();
    const pause = { kind: 'interest_pause', id: 'p', date: '2026-02-10', until: '2026-02-20' } as const;
    expect(accrualCourse(loanWith(TERMS, [pause]))).toBeNull();
  });
});

describe('L47: when a loan will be so many days past due', () => {
  it('is the first such date, not before its last event', () => {
    fc.assert(
      fc.property(lived, fc.constantFrom(...AGEING_STEPS, 2, 4, 5), (account, step) => {
        const from = lastDate(account);
        const date = dateReaching(account, step);
        if (date === null) {
          expect(positionOf(account, addDays(from, 2_000)).daysPastDue).toBe(0);
          return;
        }
        expect(date >= from).toBe(true);
        expect(positionOf(account, date).daysPastDue).toBeGreaterThanOrEqual(step);
        if (date > from) expect(positionOf(account, addDays(date, -1)).daysPastDue).toBeLessThan(step);
      }),
      RUNS,
    );
  });
});
