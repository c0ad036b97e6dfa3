import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addLoanEvent, openLoan } from './account.ts';
import type { LoanAccount } from './account.ts';
import { addDays } from './calendar/dates.ts';
import type { AccountCode } from './ledger/chart.ts';
import {
  imbalanceOf,
  postingsForAccrual,
  postingsForCollection,
  postingsForDisbursement,
  postingsForFee,
  postingsForRepayment,
} from './ledger/postings.ts';
import type { Posting } from './ledger/postings.ts';
import { allocationOf, balancesOf, daysPastDueOn, positionOf, principalOutstandingOn } from './position-of.ts';
import { quoteEarlyRepayment } from './quote.ts';
import { arbitraryChoices, arbitraryTerms } from './reference/arbitrary.ts';
import { lastDueDate, live } from './reference/live.ts';
import { pay } from './testing-terms.ts';

const RUNS = { numRuns: Number(process.env['LENDING_RUNS'] ?? 100) };

const lived = fc.tuple(arbitraryTerms, arbitraryChoices).map(([terms, choices]) => live(terms, choices));
const day = fc.integer({ min: 0, max: 500 });
const lastEventDate = (account: LoanAccount): string => account.events.at(-1)?.date ?? account.terms.startDate;

const add = (account: LoanAccount, event: Parameters<typeof addLoanEvent>[1]): LoanAccount => {
  const added = addLoanEvent(account, event);
  if (!added.ok) throw new Error(`${added.refusal.field}: ${added.refusal.message}`);
  return added.value;
};

describe('invariants of every loan', () => {
  it('L13: principal parts and what was prepaid make up what was drawn; nothing is negative', () => {
    fc.assert(
      fc.property(lived, day, (account, offset) => {
        const position = positionOf(account, addDays(account.terms.startDate, offset));
        expect(position).toMatchObject(balancesOf({ ...account }, position.asOf));
        // The cheap questions of the close give the figures of the whole position.
        expect(daysPastDueOn({ ...account }, position.asOf)).toBe(position.daysPastDue);
        expect(principalOutstandingOn({ ...account }, position.asOf)).toBe(position.principalOutstandingFen);
        const planned = position.instalments.reduce((sum, row) => sum + row.principalFen, 0n);
        expect(planned + position.principalPrepaidFen).toBe(account.terms.principalFen);
        for (const row of position.instalments) {
          expect(row.principalFen >= row.paid.principalFen && row.paid.principalFen >= 0n).toBe(true);
          expect(row.interestFen >= row.paid.interestFen && row.paid.interestFen >= 0n).toBe(true);
          expect(row.penaltyFen >= row.paid.penaltyFen && row.paid.penaltyFen >= 0n).toBe(true);
          expect(row.feesFen >= row.paid.feesFen && row.paid.feesFen >= 0n).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('L35: the payoff balance settles the loan and leaves nothing', () => {
    fc.assert(
      fc.property(lived, day, (account, offset) => {
        const date = addDays(lastEventDate(account), offset + 1);
        const { payoffFen } = positionOf(account, date);
        fc.pre(payoffFen > 0n);
        const after = positionOf(add(account, pay('last', date, payoffFen, 'EARLY_FULL')), addDays(date, 400));
        expect(after).toMatchObject({ payoffFen: 0n, dueFen: 0n, settledOn: date, daysPastDue: 0, nextDue: null });
        expect(after.instalments.every((row) => row.status === 'PAID')).toBe(true);
      }),
      RUNS,
    );
  });

  it('L24: a part and the rest on one day pay what the whole would, and never negative interest', () => {
    fc.assert(
      fc.property(
        lived,
        day,
        fc.integer({ min: 1, max: 99 }),
        arbitraryChoices,
        (account, offset, percent, choices) => {
          const date = addDays(lastEventDate(account), offset + 1);
          const { payoffFen } = positionOf(account, date);
          const part = (payoffFen * BigInt(percent)) / 100n;
          fc.pre(part > 0n);
          const whole = allocationOf(add(account, pay('w', date, payoffFen, 'EARLY_FULL')), 'w');
          const first = add(account, pay('a', date, part, 'EARLY_PART', choices[0]?.surplus));
          const both = add(first, pay('b', date, payoffFen - part, 'EARLY_FULL'));
          const [a, b] = [allocationOf(both, 'a'), allocationOf(both, 'b')];
          for (const key of ['feesFen', 'penaltyFen', 'interestFen', 'principalFen'] as const) {
            expect(a[key] + b[key]).toBe(whole[key]);
            expect(a[key] >= 0n && b[key] >= 0n).toBe(true);
          }
        },
      ),
      RUNS,
    );
  });

  it('L20: the order in which events arrive does not matter', () => {
    fc.assert(
      fc.property(lived, fc.infiniteStream(fc.nat()), day, (account, numbers, offset) => {
        const shuffled = [...account.events]
          .map((event) => ({ event, key: numbers.next().value as number }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ event }) => event);
        const opened = openLoan(account.terms);
        if (!opened.ok) throw new Error(opened.refusal.message);
        let other = opened.value;
        for (const event of shuffled) {
          const added = addLoanEvent(other, event);
          // In another order an event may meet a loan that cannot take it yet; then the two histories differ.
          fc.pre(added.ok);
          if (added.ok) other = added.value;
        }
        expect(other.events).toEqual(account.events);
        const asOf = addDays(account.terms.startDate, offset);
        expect(positionOf(other, asOf)).toEqual(positionOf(account, asOf));
      }),
      RUNS,
    );
  });

  it('L32: a reversed event leaves the loan as if it had never been', () => {
    fc.assert(
      fc.property(lived, day, fc.integer({ min: 1, max: 100 }), (account, offset, percent) => {
        const date = addDays(lastEventDate(account), offset + 1);
        const amountFen = (positionOf(account, date).payoffFen * BigInt(percent)) / 100n;
        fc.pre(amountFen > 0n);
        const paid = add(account, pay('x', date, amountFen, 'EARLY_PART', 'SHORTER_TENOR'));
        const undone = add(paid, { kind: 'reversal', id: 'y', date: addDays(date, 3), ofId: 'x' });
        const later = addDays(date, 3 + offset);
        expect(positionOf(undone, later)).toEqual(positionOf(account, later));
        expect(positionOf(undone, addDays(date, 2))).toEqual(positionOf(paid, addDays(date, 2)));
        expect(allocationOf(undone, 'x').principalFen).toBe(0n);
      }),
      RUNS,
    );
  });

  it('L22: interest and penalty only grow while nothing is taken back', () => {
    fc.assert(
      fc.property(lived, day, fc.integer({ min: 0, max: 60 }), (account, offset, more) => {
        fc.pre(account.events.every((event) => event.kind !== 'reversal' && event.kind !== 'penalty_waiver'));
        const from = positionOf(account, addDays(account.terms.startDate, offset));
        const to = positionOf(account, addDays(account.terms.startDate, offset + more));
        expect(to.interestEarnedFen >= from.interestEarnedFen).toBe(true);
        expect(to.penaltyEarnedFen >= from.penaltyEarnedFen).toBe(true);
      }),
      RUNS,
    );
  });

  it('L25: paying early never costs more interest than not paying', () => {
    fc.assert(
      fc.property(
        lived,
        day,
        fc.integer({ min: 1, max: 100 }),
        fc.constantFrom('SMALLER_INSTALMENT', 'SHORTER_TENOR', 'NEXT_INSTALMENT'),
        (account, offset, percent, surplus) => {
          const date = addDays(lastEventDate(account), offset + 1);
          const amountFen = (positionOf(account, date).payoffFen * BigInt(percent)) / 100n;
          // With an instalment rounded to a large multiple the principal may come back later than before.
          fc.pre(amountFen > 0n && account.terms.instalmentMultipleFen === null);
          const quote = quoteEarlyRepayment(account, date, amountFen, surplus as 'SMALLER_INSTALMENT');
          if (!quote.ok) throw new Error(quote.refusal.message);
          const slack = BigInt(positionOf(account, date).instalments.length);
          expect(quote.value.interestSavedFen >= -slack).toBe(true);
        },
      ),
      RUNS,
    );
  });

  it('L71, L73: every posting list balances, and the control accounts equal what the loan owes', () => {
    fc.assert(
      fc.property(lived, day, (account, offset) => {
        fc.pre(account.events.every((event) => event.kind !== 'reversal'));
        const asOf = addDays(lastDueDate(account.terms), offset);
        const known = account.events.filter((event) => event.date <= asOf);
        const loanId = account.terms.loanId;
        const lists: Posting[][] = [
          postingsForDisbursement({ loanId, amountFen: account.terms.principalFen, state: 'PENDING' }),
          postingsForDisbursement({ loanId, amountFen: account.terms.principalFen, state: 'POSTED' }),
        ];
        for (const event of known) {
          if (event.kind === 'fee') lists.push(postingsForFee({ loanId, amountFen: event.amountFen }));
          if (event.kind === 'fee_waiver') lists.push(postingsForFee({ loanId, amountFen: -event.amountFen }));
          if (event.kind !== 'repayment') continue;
          lists.push(postingsForCollection({ amountFen: event.amountFen, state: 'PENDING' }));
          lists.push(postingsForCollection({ amountFen: event.amountFen, state: 'POSTED' }));
          const upTo = { terms: account.terms, events: known };
          lists.push(postingsForRepayment({ loanId, allocation: allocationOf(upTo, event.id) }));
        }
        const position = positionOf(account, asOf);
        lists.push(
          postingsForAccrual({
            loanId,
            interestFen: position.interestEarnedFen,
            penaltyFen: position.penaltyEarnedFen,
          }),
        );
        for (const list of lists) expect(imbalanceOf(list)).toBe(0n);
        const balance = (code: AccountCode): bigint =>
          imbalanceOf(lists.flat().filter((posting) => posting.account === code));
        // A fee waived after a late record had already paid it takes less than it says; then the lists differ by that.
        fc.pre(
          known.every((event) => event.kind !== 'fee_waiver') || balance('FEES_RECEIVABLE') === position.feesDueFen,
        );
        expect({
          principal: balance('LOAN_PRINCIPAL'),
          interest: balance('INTEREST_RECEIVABLE'),
          penalty: balance('PENALTY_RECEIVABLE'),
          fees: balance('FEES_RECEIVABLE'),
          credit: -balance('BORROWER_CREDIT'),
          unallocated: balance('COLLECTIONS_UNALLOCATED'),
          inFlight: balance('COLLECTIONS_IN_FLIGHT') + balance('DISBURSEMENTS_IN_FLIGHT'),
        }).toEqual({
          principal: position.principalOutstandingFen,
          interest: position.interestAccruedFen,
          penalty: position.penaltyAccruedFen,
          fees: position.feesDueFen,
          credit: position.creditFen,
          unallocated: 0n,
          inFlight: 0n,
        });
      }),
      RUNS,
    );
  });

  it('L33: a new plan changes when, not what, is owed', () => {
    fc.assert(
      fc.property(
        lived,
        day,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 40 }),
        (account, offset, instalments, first) => {
          const date = addDays(lastEventDate(account), offset + 1);
          const before = positionOf(account, date);
          fc.pre(before.principalOutstandingFen > 0n);
          const firstDueDate = addDays(date, first);
          const reaged = add(account, { kind: 'reage', id: 'r', date, instalments, firstDueDate });
          const after = positionOf(reaged, date);
          expect(after).toMatchObject({
            payoffFen: before.payoffFen,
            principalOutstandingFen: before.principalOutstandingFen,
            interestEarnedFen: before.interestEarnedFen,
            penaltyEarnedFen: before.penaltyEarnedFen,
            dueFen: 0n,
            daysPastDue: 0,
          });
          const fresh = after.instalments.filter((row) => row.status === 'FUTURE');
          expect(fresh.length).toBe(account.terms.method === 'BULLET' ? 1 : instalments);
          expect(fresh[0]?.dueDate).toBe(firstDueDate);
          expect(fresh.reduce((sum, row) => sum + row.principalFen, 0n)).toBe(before.principalOutstandingFen);
        },
      ),
      RUNS,
    );
  });
});
