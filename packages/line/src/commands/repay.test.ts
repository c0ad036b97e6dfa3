import { addDays, imbalanceOf, positionOf } from '@clearline/lending';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FactBody } from '../fact.ts';
import type { Loan } from '../file.ts';
import { Story } from '../testing/story.ts';
import { dateOf } from '../time.ts';
import type { Actor } from '../vocabulary.ts';

const RAIL: Actor = { kind: 'rail' };

/** A loan of 6,000 yuan over six months, drawn on 2 March 2026. */
const drawn = (): Story => {
  const story = new Story().openLine();
  story.draw(600_000n, 6);
  return story;
};
const loansOf = (story: Story): Loan[] => Object.values(story.file.loans);
const paymentIn = (facts: readonly FactBody[]): string => {
  const asked = facts.find((fact) => fact.type === 'repayment.requested');
  if (asked?.type !== 'repayment.requested') throw new Error('nothing was asked for');
  return asked.paymentId;
};
const askInFull = (story: Story): string =>
  paymentIn(story.do({ type: 'repay', loanId: null, mode: 'EARLY_FULL', amountFen: null, surplus: 'SHORTER_TENOR' }));
const answer = (story: Story, paymentId: string, date: string) =>
  story.do({ type: 'payment_answered', paymentId, succeeded: true, date, failure: null }, RAIL);
const creditOf = (loan: Loan | undefined, date: string): bigint =>
  loan?.account == null ? -1n : positionOf(loan.account, date).creditFen;

describe('L35, G7: the rail’s answer to a repayment in full, whatever day it names', () => {
  it('is booked on any day up to the request: the loan is settled and what was too much is owed back', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(0, 1, 30, 31), fc.integer({ min: 0, max: 75 })),
        fc.oneof(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 120 })),
        fc.boolean(),
        (days, back, paidOnTheWay) => {
          const story = drawn();
          story.later({ days: Math.floor(days / 2) });
          if (paidOnTheWay)
            story.repay({ loanId: loansOf(story)[0]?.id ?? '', mode: 'EARLY_PART', amountFen: 50_000n });
          story.later({ days: Math.ceil(days / 2) });
          const paymentId = askInFull(story);
          const facts = answer(story, paymentId, addDays(dateOf(story.now), -back));
          const [loan] = loansOf(story);
          expect(loan?.state).toBe('SETTLED');
          expect(creditOf(loan, dateOf(story.now))).toBeGreaterThanOrEqual(0n);
          for (const fact of facts) if ('postings' in fact) expect(imbalanceOf(fact.postings)).toBe(0n);
          // The same answer again changes nothing.
          expect(answer(story, paymentId, addDays(dateOf(story.now), -back))).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('counts from the first day of a loan that began after the day it names, and from that day on an older loan', () => {
    const story = drawn();
    story.later({ days: 20 }).draw(300_000n, 3);
    story.later({ days: 10 });
    answer(story, askInFull(story), '2026-03-12');
    const dates = loansOf(story).map((loan) => loan.account?.events.map((event) => event.date));
    expect(dates).toEqual([['2026-03-12'], ['2026-03-22']]);
    expect(loansOf(story).map((loan) => loan.state)).toEqual(['SETTLED', 'SETTLED']);
    // Of thirty days’ interest on the older and ten days’ on the newer loan, twenty and ten are owed back.
    for (const loan of loansOf(story)) expect(creditOf(loan, dateOf(story.now))).toBeGreaterThan(0n);
  });

  it('is refused where it names no day', () => {
    const story = drawn();
    story.later({ days: 5 });
    const paymentId = askInFull(story);
    const refused = story.try(
      { type: 'payment_answered', paymentId, succeeded: true, date: '2026-02-31', failure: null },
      RAIL,
    );
    expect(refused).toMatchObject({ code: 'date_invalid', field: 'date', value: '2026-02-31' });
  });
});
