import { describe, expect, it } from 'vitest';
import { addLoanEvent, openLoan } from './account.ts';
import { allocationOf, positionOf } from './position-of.ts';
import { quoteEarlyRepayment } from './quote.ts';
import type { LoanEvent } from './replay/loan-event.ts';
import { loanWith, pay, refusalOf, TERMS } from './testing-terms.ts';
import type { LoanTerms } from './terms.ts';

describe('terms that are refused', () => {
  const table: [string, Partial<LoanTerms>, string, string][] = [
    ['no principal', { principalFen: 0n }, 'not_positive', 'principalFen'],
    ['negative principal', { principalFen: -1n }, 'not_positive', 'principalFen'],
    ['a currency without books', { currency: 'XXX' }, 'unknown_currency', 'currency'],
    ['31 February', { startDate: '2026-02-31' }, 'not_a_date', 'startDate'],
    ['a due date that does not exist', { firstDueDate: '2026-04-31' }, 'not_a_date', 'firstDueDate'],
    ['a due date before the loan', { firstDueDate: '2026-01-31' }, 'before_loan', 'firstDueDate'],
    ['no instalments', { instalments: 0 }, 'out_of_range', 'instalments'],
    ['half an instalment', { instalments: 1.5 }, 'out_of_range', 'instalments'],
    ['no step', { every: 0 }, 'out_of_range', 'every'],
    ['a negative rate', { annualRatePpb: -1n }, 'negative', 'annualRatePpb'],
    ['an absurd rate', { annualRatePpb: 10n ** 12n }, 'out_of_range', 'annualRatePpb'],
    ['negative grace', { graceDays: -1 }, 'out_of_range', 'graceDays'],
    ['a multiple of nothing', { instalmentMultipleFen: 0n }, 'not_positive', 'instalmentMultipleFen'],
    ['a penalty below nothing', { penaltyMultiplePpb: -1n }, 'negative', 'penaltyMultiplePpb'],
    ['no instalment repaying', { interestOnlyInstalments: 12 }, 'out_of_range', 'interestOnlyInstalments'],
    ['grace for every instalment', { principalGraceInstalments: 12 }, 'out_of_range', 'principalGraceInstalments'],
    ['months counted in weeks', { unit: 'WEEKS', dayCount: 'PERIOD_1/12' }, 'inconsistent', 'dayCount'],
    ['a method nobody knows', { method: 'OTHER' as 'FLAT' }, 'unknown_value', 'method'],
    ['a day count nobody knows', { dayCount: 'ACT/366' as 'ACT/365' }, 'unknown_value', 'dayCount'],
    ['a rounding nobody knows', { rounding: 'NEAR' as 'UP' }, 'unknown_value', 'rounding'],
    [
      'an order that forgets principal',
      { allocation: { kind: 'PER_INSTALMENT', order: ['fee', 'penalty', 'interest'] } },
      'inconsistent',
      'allocation',
    ],
    [
      'an order that names a component twice',
      { allocation: { kind: 'PER_INSTALMENT', order: ['fee', 'fee', 'penalty', 'interest', 'principal'] } },
      'inconsistent',
      'allocation',
    ],
    [
      'an order that forgets what is past due',
      {
        allocation: {
          kind: 'BY_DUE_STATUS',
          order: ['due.fee', 'due.penalty', 'due.interest', 'due.principal'],
          across: 'INSTALMENT_FIRST',
          surplusGoesTo: 'NEXT_INSTALLMENT',
          chargeDueStatus: 'OF_INSTALMENT',
        },
      },
      'inconsistent',
      'allocation',
    ],
    [
      'charges that are due on their own',
      {
        allocation: {
          kind: 'DUE_THEN_ADVANCE',
          dueOrder: ['fee', 'penalty', 'interest', 'principal'],
          advanceOrder: ['fee', 'penalty', 'interest', 'principal'],
          across: 'INSTALMENT_FIRST',
          chargeDueStatus: 'OF_CHARGE',
        },
      },
      'inconsistent',
      'allocation',
    ],
    ['a unit nobody knows', { unit: 'YEARS' as 'DAYS' }, 'unknown_value', 'unit'],
  ];
  it.each(table)('L14: %s', (_, over, code, field) => {
    const opened = openLoan({ ...TERMS, ...over });
    expect(opened.ok ? 'accepted' : { code: opened.refusal.code, field: opened.refusal.field }).toEqual({
      code,
      field,
    });
  });
});

describe('events that are refused', () => {
  const loan = loanWith(TERMS, [pay('first', '2026-02-28', 105_986n)]);
  const of = (event: Partial<LoanEvent> & Pick<LoanEvent, 'kind'>): LoanEvent =>
    ({ id: 'new', date: '2026-03-01', ...event }) as LoanEvent;
  const table: [string, LoanEvent, string, string][] = [
    ['nothing paid', pay('new', '2026-03-01', 0n), 'not_positive', 'amountFen'],
    ['a negative payment', pay('new', '2026-03-01', -5n), 'not_positive', 'amountFen'],
    ['a payment before the loan', pay('new', '2026-01-30', 5n), 'before_loan', 'date'],
    ['a payment on 31 February', pay('new', '2026-02-31', 5n), 'not_a_date', 'date'],
    ['a payment beyond the payoff', pay('new', '2026-03-01', 2_000_000n), 'exceeds_payoff', 'amountFen'],
    ['a full payment that is not', pay('new', '2026-03-01', 5n, 'EARLY_FULL'), 'differs_from_payoff', 'amountFen'],
    ['an id used twice', pay('first', '2026-03-01', 5n), 'duplicate_id', 'id'],
    ['no id', pay('', '2026-03-01', 5n), 'unknown_value', 'id'],
    ['the reversal of nothing', of({ kind: 'reversal', ofId: 'other' }), 'unknown_event', 'ofId'],
    [
      'a reversal before its event',
      of({ kind: 'reversal', ofId: 'first', date: '2026-02-27' }),
      'out_of_range',
      'date',
    ],
    [
      'a pause that ends before it starts',
      of({ kind: 'interest_pause', until: '2026-03-01' }),
      'out_of_range',
      'until',
    ],
    ['a pause until 30 February', of({ kind: 'ageing_pause', until: '2027-02-30' }), 'not_a_date', 'until'],
    ['a negative rate', of({ kind: 'rate_change', annualRatePpb: -1n }), 'negative', 'annualRatePpb'],
    ['a fee of nothing', of({ kind: 'fee', amountFen: 0n, feeCode: 'x' }), 'not_positive', 'amountFen'],
    ['a waiver of fees not owed', of({ kind: 'fee_waiver', amountFen: 1n }), 'exceeds_owed', 'amountFen'],
    ['a waiver of penalty not owed', of({ kind: 'penalty_waiver', amountFen: 1n }), 'exceeds_owed', 'amountFen'],
    ['a recovery of what is on the books', of({ kind: 'recovery', amountFen: 1n }), 'inconsistent', 'kind'],
    [
      'a new plan from the past',
      of({ kind: 'reage', instalments: 3, firstDueDate: '2026-03-01' }),
      'before_loan',
      'firstDueDate',
    ],
    [
      'a new plan of nothing',
      of({ kind: 'reage', instalments: 0, firstDueDate: '2026-04-01' }),
      'out_of_range',
      'instalments',
    ],
  ];
  it.each(table)('L14: %s', (_, event, code, field) => {
    expect(refusalOf(loan, event)).toEqual({ code, field });
  });

  it('L14: a reversal is not reversed, and nothing twice', () => {
    const reversed = loanWith(TERMS, [
      pay('a', '2026-02-10', 5_000n),
      { kind: 'reversal', id: 'undo', date: '2026-02-11', ofId: 'a' },
    ]);
    expect(refusalOf(reversed, { kind: 'reversal', id: 'u2', date: '2026-02-12', ofId: 'a' }).code).toBe(
      'already_reversed',
    );
    expect(refusalOf(reversed, { kind: 'reversal', id: 'u3', date: '2026-02-12', ofId: 'undo' }).code).toBe(
      'unknown_event',
    );
  });

  it('L14: a settled loan takes nothing more', () => {
    const { payoffFen } = positionOf(loan, '2026-03-05');
    const settled = loanWith(TERMS, [...loan.events, pay('all', '2026-03-05', payoffFen, 'EARLY_FULL')]);
    const late = { id: 'x', date: '2026-03-06' };
    expect(refusalOf(settled, { ...late, kind: 'fee', amountFen: 1n, feeCode: 'x' }).code).toBe('loan_closed');
    expect(refusalOf(settled, { ...late, kind: 'charge_off' }).code).toBe('loan_closed');
    expect(refusalOf(settled, pay('x', '2026-03-06', 1n)).code).toBe('exceeds_payoff');
  });

  it('L14: a refusal says what would have been right', () => {
    const added = addLoanEvent(loan, pay('new', '2026-03-01', 2_000_000n));
    expect(added.ok ? '' : added.refusal.message).toBe('1104425 settles the loan on 2026-03-01');
  });
});

describe('a loan through its life', () => {
  it('L23: paid on its due day, an instalment costs what the plan said', () => {
    const loan = loanWith(TERMS, [pay('a', '2026-02-28', 105_986n)]);
    expect(allocationOf(loan, 'a')).toMatchObject({ interestFen: 10_080n, principalFen: 95_906n, creditFen: 0n });
    expect(positionOf(loan, '2026-02-28').instalments[0]).toMatchObject({ status: 'PAID', paidOn: '2026-02-28' });
  });

  it('L26: an instalment paid three days early is paid; the interest of the three days falls due with the next', () => {
    const loan = loanWith(TERMS, [pay('a', '2026-02-25', 105_986n)]);
    const position = positionOf(loan, '2026-03-01');
    expect(position.instalments[0]).toMatchObject({ status: 'PAID', interestFen: 9_000n });
    expect(position.overdueFen).toBe(0n);
    expect(position.nextDue?.date).toBe('2026-03-31');
  });

  it('L25: the same money ends the loan sooner or lowers the instalment', () => {
    const at = '2026-03-10';
    const rows = (surplus: 'SHORTER_TENOR' | 'SMALLER_INSTALMENT' | 'NEXT_INSTALMENT'): number[] => {
      const quote = quoteEarlyRepayment(loanWith(TERMS, [pay('a', '2026-02-28', 105_986n)]), at, 400_000n, surplus);
      if (!quote.ok) throw new Error(quote.refusal.message);
      return [quote.value.newRows.length, Number(quote.value.newRows.at(2)?.principalFen ?? 0n)];
    };
    expect(rows('SHORTER_TENOR')).toEqual([8, 100_533]);
    expect(rows('SMALLER_INSTALMENT')).toEqual([12, 61_908]);
    expect(rows('NEXT_INSTALMENT')).toEqual([12, 96_911]);
  });

  it('L25: smaller instalments leave a last one that is smaller already as it is, and cost no interest', () => {
    // After a payment for a shorter tenor the last instalment is what was left: 10.56 of principal, where others pay 975 and more.
    const shorter: LoanEvent = {
      kind: 'repayment',
      id: 'shorter',
      date: '2026-01-31',
      amountFen: 190_000n,
      mode: 'EARLY_PART',
      surplus: 'SHORTER_TENOR',
    };
    const loan = loanWith(TERMS, [shorter]);
    const before = positionOf(loan, '2026-02-01').instalments.map((row) => row.principalFen);
    const quote = quoteEarlyRepayment(loan, '2026-02-01', 10_000n, 'SMALLER_INSTALMENT');
    if (!quote.ok) throw new Error(quote.refusal.message);
    const after = quote.value.newRows.map((row) => row.principalFen);
    expect([before.length, before.at(-1)]).toEqual([11, 1_056n]);
    expect([after.length, after.at(-1)]).toEqual([11, 1_056n]);
    expect(after.slice(0, -1).every((fen, k) => fen < (before[k] ?? 0n))).toBe(true);
    expect(quote.value.interestSavedFen > 0n).toBe(true);
  });

  it('L23: the product’s order decides what of a late instalment is paid first', () => {
    const order = ['principal', 'interest', 'penalty', 'fee'] as const;
    const paidBy = (allocation: LoanTerms['allocation']): unknown =>
      allocationOf(loanWith({ ...TERMS, allocation }, [pay('a', '2026-03-10', 10_000n)]), 'a');
    expect(paidBy({ kind: 'PER_INSTALMENT', order })).toMatchObject({ principalFen: 10_000n, interestFen: 0n });
    expect(paidBy(TERMS.allocation)).toMatchObject({ penaltyFen: 432n, interestFen: 9_568n, principalFen: 0n });
    const byComponent = {
      kind: 'BY_DUE_STATUS',
      order: order.flatMap((component) => [`past_due.${component}`, `due.${component}`] as const),
      across: 'COMPONENT_FIRST',
      surplusGoesTo: 'NEXT_INSTALLMENT',
      chargeDueStatus: 'OF_INSTALMENT',
    } as const;
    const twoLate = loanWith({ ...TERMS, allocation: byComponent }, [pay('a', '2026-04-10', 150_000n)]);
    // Both principal parts before any interest.
    expect(allocationOf(twoLate, 'a').perInstalment.map((row) => row.principalFen)).toEqual([95_906n, 54_094n]);
  });

  it('L27: late principal bears 1.5 times the rate, in place of it, and penalty bears none', () => {
    const position = positionOf(loanWith(TERMS), '2026-03-10');
    // 959.06 for 10 days at 0.03% × 1.5.
    expect(position).toMatchObject({ penaltyAccruedFen: 432n, daysPastDue: 10, bucket: 'D1_30', overdueFen: 106_418n });
    expect(position.interestAccruedFen).toBe(10_080n + 3_312n);
  });

  it('L28: a payment within grace is on time; after it penalty counts from the due day', () => {
    const terms = { ...TERMS, graceDays: 3 };
    expect(positionOf(loanWith(terms), '2026-03-03')).toMatchObject({
      penaltyAccruedFen: 0n,
      overdueFen: 0n,
      daysPastDue: 0,
    });
    expect(positionOf(loanWith(terms), '2026-03-03').instalments[0]?.status).toBe('DUE');
    expect(positionOf(loanWith(terms), '2026-03-04')).toMatchObject({ penaltyAccruedFen: 173n, daysPastDue: 4 });
    const paid = loanWith(terms, [pay('a', '2026-03-03', 105_986n)]);
    expect(positionOf(paid, '2026-03-20')).toMatchObject({ penaltyEarnedFen: 0n, dueFen: 0n });
  });

  it('L32: a payment recorded late, with its own date, takes the lateness back', () => {
    const late = loanWith(TERMS);
    expect(positionOf(late, '2026-03-20').daysPastDue).toBe(20);
    const corrected = loanWith(TERMS, [pay('found', '2026-02-28', 105_986n)]);
    expect(positionOf(corrected, '2026-03-20')).toMatchObject({ daysPastDue: 0, penaltyEarnedFen: 0n, dueFen: 0n });
  });

  it('L35: money that a late record leaves without debt is owed back', () => {
    const { payoffFen } = positionOf(loanWith(TERMS), '2026-03-10');
    const settled = loanWith(TERMS, [pay('all', '2026-03-10', payoffFen, 'EARLY_FULL')]);
    const late = loanWith(TERMS, [...settled.events, pay('found', '2026-02-28', 105_986n)]);
    const position = positionOf(late, '2026-03-20');
    // The instalment came twice, and the penalty and a fen of interest turn out not to have been due.
    expect(position).toMatchObject({ settledOn: '2026-03-10', payoffFen: 0n, creditFen: 105_986n + 432n });
  });

  it('L29: a rate change bears on the days after it, and levels the rest anew', () => {
    const loan = loanWith(TERMS, [{ kind: 'rate_change', id: 'r', date: '2026-02-14', annualRatePpb: 0n }]);
    const rows = positionOf(loan, '2026-02-28').instalments;
    expect(rows[0]?.interestFen).toBe(5_040n);
    expect(rows[1]?.interestFen).toBe(0n);
    expect(rows[1]?.principalFen).toBe(100_372n);
  });

  it('L30: paused days earn nothing and age nothing', () => {
    const paused = loanWith(TERMS, [
      { kind: 'interest_pause', id: 'p', date: '2026-02-28', until: '2026-03-10' },
      { kind: 'ageing_pause', id: 'q', date: '2026-03-01', until: '2026-03-06' },
    ]);
    const position = positionOf(paused, '2026-03-10');
    expect(position).toMatchObject({ penaltyAccruedFen: 0n, interestAccruedFen: 10_080n, daysPastDue: 5 });
  });

  it('L33: a restructure ends in the month it says', () => {
    const loan = loanWith(TERMS, [
      {
        kind: 'restructure',
        id: 'n',
        date: '2026-04-15',
        instalments: 24,
        every: 1,
        unit: 'MONTHS',
        firstDueDate: '2026-05-31',
        annualRatePpb: 73_000_000n,
      },
    ]);
    const position = positionOf(loan, '2026-04-15');
    expect(position.instalments).toHaveLength(24);
    expect(position.instalments.at(-1)?.dueDate).toBe('2028-04-30');
    expect(position).toMatchObject({ principalOutstandingFen: 1_200_000n, daysPastDue: 0, dueFen: 0n });
    expect(position.payoffFen).toBe(positionOf(loanWith(TERMS), '2026-04-15').payoffFen);
    // 12,000 for 46 days at 0.02%: the new rate, from the day of the new plan.
    const first = positionOf(loan, '2026-05-31');
    expect(first.interestEarnedFen - position.interestEarnedFen).toBe(11_040n);
  });

  it('L34: charged off, nothing more is earned; written off, what comes is a recovery', () => {
    const charged = loanWith(TERMS, [{ kind: 'charge_off', id: 'c', date: '2026-08-31' }]);
    const before = positionOf(charged, '2026-08-31');
    expect(positionOf(charged, '2027-08-31').payoffFen).toBe(before.payoffFen);
    const gone = loanWith(TERMS, [...charged.events, { kind: 'write_off', id: 'w', date: '2027-01-31' }]);
    expect(positionOf(gone, '2027-02-01')).toMatchObject({
      principalOutstandingFen: 0n,
      payoffFen: 0n,
      writtenOffFen: before.payoffFen,
      settledOn: null,
    });
    expect(refusalOf(gone, pay('late', '2027-02-01', 100n)).code).toBe('loan_closed');
    const recovery: LoanEvent = { kind: 'recovery', id: 'v', date: '2027-02-01', amountFen: 5_000n };
    expect(positionOf(loanWith(TERMS, [...gone.events, recovery]), '2027-02-01').recoveredFen).toBe(5_000n);
    expect(refusalOf(gone, { ...recovery, amountFen: before.payoffFen + 1n }).code).toBe('exceeds_owed');
  });

  it('L34: a loan cannot be said to have been written off before it was charged a fee, reversed or not', () => {
    const fee: LoanEvent = { kind: 'fee', id: 'f', date: '2026-02-10', amountFen: 700n, feeCode: 'COPY' };
    const reversed: LoanEvent = { kind: 'reversal', id: 'r', date: '2026-02-20', ofId: 'f' };
    for (const events of [[fee], [fee, reversed]]) {
      const loan = loanWith(TERMS, events);
      const refused = refusalOf(loan, { kind: 'write_off', id: 'w', date: '2026-02-09' });
      expect(refused).toEqual({ code: 'inconsistent', field: 'date' });
      const gone = loanWith(TERMS, [...events, { kind: 'write_off', id: 'w', date: '2026-02-20' }]);
      expect(positionOf(gone, '2026-02-20')).toMatchObject({ payoffFen: 0n, dueFen: 0n });
    }
  });

  it('L34, L73: a write-off leaves the control accounts at nothing and the income as it was', () => {
    const loan = loanWith(TERMS, [
      { kind: 'fee', id: 'f', date: '2026-02-10', amountFen: 700n, feeCode: 'COPY' },
      pay('a', '2026-04-10', 150_000n),
    ]);
    const before = positionOf(loan, '2026-09-30');
    const gone = positionOf(
      loanWith(TERMS, [...loan.events, { kind: 'write_off', id: 'w', date: '2026-09-30' }]),
      '2027-01-01',
    );
    expect(gone.writtenOff).toEqual({
      principalFen: before.principalOutstandingFen,
      interestFen: before.interestAccruedFen,
      penaltyFen: before.penaltyAccruedFen,
      feesFen: before.feesDueFen,
    });
    expect(gone).toMatchObject({
      interestEarnedFen: before.interestEarnedFen,
      penaltyEarnedFen: before.penaltyEarnedFen,
      principalOutstandingFen: 0n,
      interestAccruedFen: 0n,
      penaltyAccruedFen: 0n,
      feesDueFen: 0n,
      daysPastDue: 0,
    });
    // Of the plan only what was paid remains.
    expect(gone.instalments.map((row) => row.paidFen)).toEqual(
      before.instalments.map((row) => row.paidFen).filter((fen) => fen > 0n),
    );
  });

  it('L31: fees fall due with the instalment of their date and can be waived', () => {
    const fee: LoanEvent = { kind: 'fee', id: 'f', date: '2026-02-10', amountFen: 700n, feeCode: 'COPY' };
    const loan = loanWith(TERMS, [fee]);
    expect(positionOf(loan, '2026-02-27').dueFen).toBe(0n);
    expect(positionOf(loan, '2026-02-28')).toMatchObject({ dueFen: 106_686n, feesDueFen: 700n });
    const waived = loanWith(TERMS, [fee, { kind: 'fee_waiver', id: 'g', date: '2026-03-02', amountFen: 200n }]);
    expect(positionOf(waived, '2026-03-02').feesDueFen).toBe(500n);
  });

  it('L11: repay anytime: principal first, interest on the daily balance by its due day', () => {
    const loan = loanWith({ ...TERMS, method: 'ON_DEMAND', instalments: 3 }, [
      pay('a', '2026-02-10', 200_000n, 'EARLY_PART', 'SHORTER_TENOR'),
    ]);
    expect(allocationOf(loan, 'a')).toMatchObject({ principalFen: 200_000n, interestFen: 0n });
    // 12,000 for ten days and 10,000 for eighteen, at 0.03%.
    expect(positionOf(loan, '2026-02-28')).toMatchObject({ dueFen: 9_000n, principalOutstandingFen: 1_000_000n });
  });
});
