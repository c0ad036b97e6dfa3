import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../calendar/dates.ts';
import { planLoan } from '../plan/schedule.ts';
import { positionOf } from '../position-of.ts';
import { arbitraryChoicesToTheEnd, arbitraryTerms } from './arbitrary.ts';
import { referenceOn } from './history.ts';
import { lastDueDate, live } from './live.ts';
import { referencePlan } from './plan.ts';

const RUNS = Number(process.env['LENDING_RUNS'] ?? 100);

/** What engine and reference must agree on, to the last minor unit. */
const engineView = (position: ReturnType<typeof positionOf>, asOf: string): unknown => ({
  lines: position.instalments.map((row) => ({
    n: row.n,
    due: row.dueDate,
    principal: row.principalFen,
    penalty: row.penaltyFen,
    fees: row.feesFen,
    paid: {
      fee: row.paid.feesFen,
      penalty: row.paid.penaltyFen,
      interest: row.paid.interestFen,
      principal: row.paid.principalFen,
    },
  })),
  dueInterest: position.instalments.filter((row) => row.dueDate <= asOf).map((row) => row.interestFen),
  principalOutstanding: position.principalOutstandingFen,
  due: position.dueFen,
  payoff: position.payoffFen,
  interestEarned: position.interestEarnedFen,
  penaltyEarned: position.penaltyEarnedFen,
  prepaid: position.principalPrepaidFen,
  credit: position.creditFen,
  daysPastDue: position.daysPastDue,
  settledOn: position.settledOn,
  writtenOff: position.writtenOffFen,
  recovered: position.recoveredFen,
});

const referenceView = (state: ReturnType<typeof referenceOn>, asOf: string): unknown => ({
  ...state,
  lines: state.lines.map(({ interest: _interest, ...line }) => line),
  dueInterest: state.lines.filter((line) => line.due <= asOf).map((line) => line.interest),
});

describe('against the reference', () => {
  it('L5-L12: plans every method, day count and rounding alike', () => {
    fc.assert(
      fc.property(arbitraryTerms, (terms) => {
        const plan = planLoan(terms);
        expect(
          plan.ok
            ? plan.value.map((row) => ({ due: row.dueDate, principal: row.principalFen, interest: row.interestFen }))
            : plan,
        ).toEqual(referencePlan(terms));
      }),
      { numRuns: RUNS * 3 },
    );
  });

  it('L20-L36, L50-L54: lives every mix of events alike, under every rule of allocation', () => {
    fc.assert(
      fc.property(
        arbitraryTerms,
        arbitraryChoicesToTheEnd,
        fc.integer({ min: 0, max: 60 }),
        (terms, choices, extra) => {
          const account = live(terms, choices);
          const days = new Set(account.events.map((event) => event.date));
          days.add(addDays(lastDueDate(terms), extra));
          days.add(addDays(terms.startDate, extra));
          for (const asOf of days)
            expect({ asOf, view: engineView(positionOf(account, asOf), asOf) }).toEqual({
              asOf,
              view: referenceView(referenceOn(terms, account.events, asOf), asOf),
            });
        },
      ),
      { numRuns: RUNS },
    );
  });
});
