import {
  type AccountCode,
  addDays,
  consumerLineRuleOn,
  imbalanceOf,
  type LoanAccount,
  positionOf,
} from '@clearline/lending';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from './command.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import type { BorrowerFile, Loan } from './file.ts';
import { derivedId } from './ids.ts';
import { DEMO_LENDER } from './lender.ts';
import { quoteDraw } from './quote.ts';
import { inGoodStanding } from './selectors.ts';
import { statementOf } from './statement.ts';
import { BORROWER, OPERATOR, REVIEWER, SECOND, Story } from './testing/story.ts';
import { dateOf } from './time.ts';
import type { Actor } from './vocabulary.ts';

const REASON = { zh: '按约定办理', en: 'as agreed' };
const RAIL: Actor = { kind: 'rail' };

const loanIn = (file: BorrowerFile): Loan & { readonly account: LoanAccount } => {
  const loan = Object.values(file.loans)[0];
  if (loan?.account == null) throw new Error('no loan was paid out');
  return { ...loan, account: loan.account };
};

/** A loan of 6,000 yuan over six months, drawn on 2 March 2026. */
const drawn = (): Story => {
  const story = new Story().openLine();
  story.draw(600_000n, 6);
  return story;
};
const change = (
  story: Story,
  of: Extract<Command, { type: 'change_loan' }>['change'],
  date = dateOf(story.now),
): Extract<Command, { type: 'change_loan' }> => ({
  type: 'change_loan',
  loanId: loanIn(story.file).id,
  change: of,
  date,
  reason: REASON,
});
const receipt = (story: Story, amountFen: bigint, date: string, reference: string): Command => ({
  type: 'record_repayment',
  loanId: loanIn(story.file).id,
  amountFen,
  date,
  reference,
  surplus: 'SHORTER_TENOR',
});

/** What the ledger holds of one account, from every posting so far. */
const held = (story: Story, code: AccountCode): bigint =>
  imbalanceOf(
    story.facts.flatMap(({ body }) =>
      'postings' in body ? body.postings.filter((posting) => posting.account === code) : [],
    ),
  );

const expectLedgerToHold = (story: Story): void => {
  for (const { body } of story.facts) if ('postings' in body) expect(imbalanceOf(body.postings)).toBe(0n);
  const { account, postedThrough } = loanIn(story.file);
  const position = positionOf(account, postedThrough);
  expect({
    principal: held(story, 'LOAN_PRINCIPAL'),
    interest: held(story, 'INTEREST_RECEIVABLE'),
    penalty: held(story, 'PENALTY_RECEIVABLE'),
    fees: held(story, 'FEES_RECEIVABLE'),
    credit: -held(story, 'BORROWER_CREDIT'),
    unallocated: held(story, 'COLLECTIONS_UNALLOCATED'),
    inFlight: held(story, 'COLLECTIONS_IN_FLIGHT') + held(story, 'DISBURSEMENTS_IN_FLIGHT'),
    recovered: -held(story, 'RECOVERY_INCOME'),
  }).toEqual({
    principal: position.principalOutstandingFen,
    interest: position.interestAccruedFen,
    penalty: position.penaltyAccruedFen,
    fees: position.feesDueFen,
    credit: position.creditFen,
    unallocated: 0n,
    inFlight: 0n,
    recovered: position.recoveredFen,
  });
};

describe('repayments as the bank tells them', () => {
  it('a repayment that bounces brings the debt back, tells the borrower, and reopens a settled loan', () => {
    const story = drawn();
    story.later({ days: 10 });
    const before = positionOf(loanIn(story.file).account, dateOf(story.now)).payoffFen;
    story.repay({ loanId: loanIn(story.file).id, mode: 'EARLY_FULL' });
    expect(loanIn(story.file).state).toBe('SETTLED');
    const payment = Object.values(story.file.payments).find(({ purpose }) => purpose === 'REPAYMENT');
    story.later({ days: 2 });
    const reverse: Command = {
      type: 'reverse_repayment',
      paymentId: payment?.id ?? '',
      date: dateOf(story.now),
      reason: { zh: '余额不足', en: 'no funds' },
    };
    const facts = story.do(reverse, RAIL);
    expect(loanIn(story.file)).toMatchObject({ state: 'ACTIVE', settledOn: null });
    expect(story.file.payments[payment?.id ?? '']?.state).toBe('REVERSED');
    expect(positionOf(loanIn(story.file).account, dateOf(story.now)).payoffFen).toBeGreaterThanOrEqual(before);
    const notice = facts.find((fact) => fact.type === 'notice.issued');
    expect(notice?.type === 'notice.issued' && notice.notice.effect[0]?.zh).toContain('退回');
    expectLedgerToHold(story);
    // Told twice, it changes nothing more.
    expect(story.do(reverse, RAIL)).toEqual([]);
    expect(loanIn(story.file).conduct).toMatchObject({ onTime: 0, late: 0 });
  });

  it('complaint “back-dated payment not re-ageing”: a value date earlier repairs recorded ageing and good standing', () => {
    const story = drawn();
    const firstDue = positionOf(loanIn(story.file).account, dateOf(story.now)).nextDue;
    story.later({ days: 45 }).closeDay();
    story.lastClosed = dateOf(story.now);
    expect(loanIn(story.file)).toMatchObject({ bucket: 'D1_30', daysPastDue: 14 });
    expect(inGoodStanding(story.file, dateOf(story.now))).toBe(false);
    story.later({ days: 1 });
    // The bank says today that the money was there on the due day.
    story.do(receipt(story, firstDue?.amountFen ?? 0n, firstDue?.date ?? '', 'bank-1'), OPERATOR);
    const { account, bucket, daysPastDue, conduct } = loanIn(story.file);
    expect({ bucket, daysPastDue }).toEqual({ bucket: 'CURRENT', daysPastDue: 0 });
    expect(conduct).toEqual({ onTime: 1, late: 0, lastLateOn: null });
    expect(inGoodStanding(story.file, dateOf(story.now))).toBe(true);
    expect(positionOf(account, dateOf(story.now)).penaltyEarnedFen).toBe(0n);
    const recorded = story.facts.findLast(({ body }) => body.type === 'repayment.recorded')?.body;
    // A closed day stays closed: the ledger takes it on the first open one.
    expect(recorded?.type === 'repayment.recorded' && recorded.bookedOn).toBe(dateOf(story.now));
    expect(story.try(receipt(story, 100n, firstDue?.date ?? '', 'bank-1'), OPERATOR)?.code).toBe('reference_used');
  });

  it('money that came in is never turned away: what is beyond the debt is owed back and given back', () => {
    const story = drawn();
    story.later({ days: 3 });
    story.do(receipt(story, 700_000n, dateOf(story.now), 'bank-2'), OPERATOR);
    const loan = loanIn(story.file);
    expect(loan.state).toBe('SETTLED');
    const credit = positionOf(loan.account, dateOf(story.now)).creditFen;
    expect(credit).toBeGreaterThan(0n);
    expectLedgerToHold(story);
    const refund: Command = { type: 'refund_credit', loanId: loan.id, amountFen: null, reason: REASON };
    expect(story.try({ ...refund, amountFen: credit + 1n }, OPERATOR)).toMatchObject({
      code: 'more_than_owed',
      field: 'amountFen',
    });
    const asked = story.do(refund, OPERATOR).find((fact) => fact.type === 'refund.requested');
    if (asked?.type !== 'refund.requested') throw new Error('no refund was ordered');
    expect(asked.amountFen).toBe(credit);
    // While it is on its way it cannot be asked for again.
    expect(story.try(refund, OPERATOR)?.code).toBe('nothing_to_refund');
    story.answer(asked.paymentId, false);
    expect(held(story, 'DISBURSEMENTS_IN_FLIGHT')).toBe(0n);
    const again = story.do(refund, OPERATOR).find((fact) => fact.type === 'refund.requested');
    if (again?.type !== 'refund.requested') throw new Error('no refund was ordered');
    story.answer(again.paymentId, true);
    expect(positionOf(loanIn(story.file).account, dateOf(story.now)).creditFen).toBe(0n);
    expectLedgerToHold(story);
  });

  it('a waiver while a payment is on its way leaves the rest owed back instead of failing', () => {
    const story = drawn();
    story.later({ days: 40 }).closeDay();
    const asked = story
      .do({
        type: 'repay',
        loanId: loanIn(story.file).id,
        mode: 'EARLY_FULL',
        amountFen: null,
        surplus: 'SHORTER_TENOR',
      })
      .find((fact) => fact.type === 'repayment.requested');
    const penalty = positionOf(loanIn(story.file).account, dateOf(story.now)).penaltyAccruedFen;
    expect(penalty).toBeGreaterThan(0n);
    story.do(change(story, { kind: 'penalty_waiver', amountFen: penalty }), OPERATOR);
    story.answer(asked?.type === 'repayment.requested' ? asked.paymentId : '', true);
    expect(loanIn(story.file).state).toBe('SETTLED');
    expect(positionOf(loanIn(story.file).account, dateOf(story.now)).creditFen).toBe(penalty);
    expectLedgerToHold(story);
  });
});

describe('changes that people make on a loan', () => {
  it('G7: a rate only falls, and no cost is added to a loan that is paid as agreed', () => {
    const story = drawn();
    const { annualRatePpb } = loanIn(story.file).terms;
    const up = change(story, { kind: 'rate_change', annualRatePpb: annualRatePpb + 1n });
    expect(story.try(up, OPERATOR)).toMatchObject({ code: 'rate_not_lower', field: 'annualRatePpb' });
    const dearer = { kind: 'restructure', instalments: 9, firstDueDate: '2026-04-10' } as const;
    expect(story.try(change(story, { ...dearer, annualRatePpb: annualRatePpb + 1n }), OPERATOR)?.code).toBe(
      'rate_not_lower',
    );
    const fee = change(story, { kind: 'fee', amountFen: 5_000n, feeCode: 'LITIGATION' });
    expect(story.try(fee, OPERATOR)?.code).toBe('cost_not_agreed');
    story.do(change(story, { kind: 'rate_change', annualRatePpb: annualRatePpb / 2n }), OPERATOR);
    expect(positionOf(loanIn(story.file).account, dateOf(story.now)).annualRatePpb).toBe(annualRatePpb / 2n);
    story.later({ days: 40 });
    story.do(change(story, { kind: 'fee', amountFen: 5_000n, feeCode: 'LITIGATION' }), OPERATOR);
    story.do(change(story, { kind: 'fee_waiver', amountFen: 2_000n }), OPERATOR);
    expect(positionOf(loanIn(story.file).account, dateOf(story.now)).feesDueFen).toBe(3_000n);
    expect(story.try(change(story, { kind: 'fee_waiver', amountFen: 3_001n }), OPERATOR)).toMatchObject({
      code: 'more_than_owed',
      field: 'amountFen',
    });
    expectLedgerToHold(story);
  });

  it('refuses what cannot be, naming the field, and writes nothing', () => {
    const story = drawn();
    const count = story.facts.length;
    const refusals = [
      change(story, { kind: 'interest_pause', until: '2026-02-31' }),
      change(story, { kind: 'interest_pause', until: '2026-04-01' }, '2026-02-01'),
      change(story, { kind: 'interest_pause', until: '2026-04-01' }, '2026-03-03'),
      change(story, { kind: 'penalty_waiver', amountFen: 0n }),
      change(story, { kind: 'penalty_waiver', amountFen: 1n }),
      change(story, { kind: 'reage', instalments: 0, firstDueDate: '2026-04-01' }),
      change(story, { kind: 'write_off' }),
      change(story, { kind: 'charge_off' }),
      change(story, { kind: 'reversal', ofId: 'nothing' }),
      {
        ...change(story, { kind: 'reage', instalments: 3, firstDueDate: '2026-04-01' }),
        reason: { zh: '有', en: ' ' },
      },
    ].map((command) => story.try(command, OPERATOR));
    expect(refusals.map((refusal) => [refusal?.code, refusal?.field])).toEqual([
      ['date_invalid', 'until'],
      ['date_before_loan', 'date'],
      ['date_in_future', 'date'],
      ['amount_not_positive', 'amountFen'],
      ['more_than_owed', 'amountFen'],
      ['loan_terms_impossible', 'instalments'],
      ['still_performing', 'kind'],
      ['still_performing', 'kind'],
      ['loan_event_unknown', 'ofId'],
      ['text_needed', 'reason'],
    ]);
    expect(story.try(change(story, { kind: 'charge_off' }), BORROWER)?.code).toBe('staff_only');
    expect(story.facts.length).toBe(count);
  });

  it('a restructure takes two people; the second is another; it never costs more', () => {
    const story = drawn();
    story.later({ days: 50 }).closeDay();
    const { annualRatePpb } = loanIn(story.file).terms;
    const before = positionOf(loanIn(story.file).account, dateOf(story.now));
    const plan = {
      kind: 'restructure',
      instalments: 12,
      firstDueDate: addDays(dateOf(story.now), 20),
      annualRatePpb: annualRatePpb / 2n,
    } as const;
    const proposed = story.do(change(story, plan), OPERATOR)[0];
    if (proposed?.type !== 'loan.change_proposed') throw new Error('nothing was proposed');
    expect(positionOf(loanIn(story.file).account, dateOf(story.now))).toEqual(before);
    const approval: Command = {
      type: 'approve_loan_change',
      proposalId: proposed.proposal.id,
      approved: true,
      note: '已核对',
    };
    expect(story.try(approval, OPERATOR)?.code).toBe('same_person');
    expect(story.try(change(story, plan), REVIEWER)?.code).toBe('loan_change_waiting');
    story.do(approval, SECOND);
    const after = positionOf(loanIn(story.file).account, dateOf(story.now));
    expect(after).toMatchObject({ payoffFen: before.payoffFen, daysPastDue: 0, dueFen: 0n });
    expect(loanIn(story.file)).toMatchObject({ bucket: 'CURRENT', state: 'ACTIVE' });
    expect(story.try(approval, SECOND)?.code).toBe('loan_change_done');
    expectLedgerToHold(story);
  });

  it('complaint “restructure closing a month early”: the new plan has every instalment it says, the first on its day', () => {
    const story = drawn();
    story.later({ days: 20 });
    const firstDueDate = addDays(dateOf(story.now), 25);
    story.do(change(story, { kind: 'reage', instalments: 7, firstDueDate }), OPERATOR);
    const rows = positionOf(loanIn(story.file).account, dateOf(story.now)).instalments;
    expect(rows.length).toBe(7);
    expect(rows[0]?.dueDate).toBe(firstDueDate);
    expect(rows.reduce((sum, row) => sum + row.principalFen, 0n)).toBe(600_000n);
  });

  it('a write-off takes two people, ends in recoveries, blocks new draws, and can be taken back by two', () => {
    const story = drawn();
    story.later({ days: 140 }).closeDay();
    const owed = positionOf(loanIn(story.file).account, dateOf(story.now)).payoffFen;
    const proposed = story.do(change(story, { kind: 'write_off' }), OPERATOR)[0];
    if (proposed?.type !== 'loan.change_proposed') throw new Error('nothing was proposed');
    story.do({ type: 'approve_loan_change', proposalId: proposed.proposal.id, approved: true, note: 'x' }, SECOND);
    expect(loanIn(story.file).state).toBe('WRITTEN_OFF');
    expect(inGoodStanding(story.file, dateOf(story.now))).toBe(false);
    expect(story.try(story.drawCommand(100_000n))?.code).toBe('overdue_first');
    // G7: repayment works for a debt written off too; what comes in is a recovery.
    story.repay({ loanId: loanIn(story.file).id, amountFen: 100_000n });
    const position = positionOf(loanIn(story.file).account, dateOf(story.now));
    expect(position).toMatchObject({ writtenOffFen: owed, recoveredFen: 100_000n });
    expect(
      story.try({
        type: 'repay',
        loanId: loanIn(story.file).id,
        mode: 'DUE',
        amountFen: owed,
        surplus: 'SHORTER_TENOR',
      })?.code,
    ).toBe('overpayment');
    expectLedgerToHold(story);
    story.do(receipt(story, owed, dateOf(story.now), 'bank-9'), OPERATOR);
    expect(positionOf(loanIn(story.file).account, dateOf(story.now))).toMatchObject({
      recoveredFen: owed,
      creditFen: 100_000n,
    });
    expectLedgerToHold(story);
  });

  it('a change recorded by mistake is taken back, and its effect with it', () => {
    const story = drawn();
    const before = positionOf(loanIn(story.file).account, '2026-06-01');
    story.later({ days: 10 });
    story.do(change(story, { kind: 'interest_pause', until: '2026-05-01' }), OPERATOR);
    const ofId = loanIn(story.file).account.events[0]?.id ?? '';
    story.later({ days: 1 });
    story.do(change(story, { kind: 'reversal', ofId }), OPERATOR);
    expect(positionOf(loanIn(story.file).account, '2026-06-01').interestEarnedFen).toBe(before.interestEarnedFen);
    expect(story.try(change(story, { kind: 'reversal', ofId }), OPERATOR)?.code).toBe('already_reversed');
    expectLedgerToHold(story);
  });
});

/** Something that happens to the loan on its own date, whenever we learn of it; `after` names what must be known first. */
interface Arrival {
  readonly id: string;
  readonly after: string | null;
  readonly command: (file: BorrowerFile) => Command;
}

const START = '2026-03-02';
const day = fc.integer({ min: 0, max: 200 }).map((offset) => addDays(START, offset));
const arrivals: fc.Arbitrary<Arrival[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom('receipt', 'receipt', 'receipt', 'bounce', 'pause', 'ageing', 'rate'),
      date: day,
      amountFen: fc.constantFrom(1n, 10_000n, 101_500n, 103_000n, 350_000n, 700_000n),
      length: fc.integer({ min: 1, max: 40 }),
    }),
    { minLength: 2, maxLength: 7 },
  )
  .map((drafts) =>
    drafts.flatMap((draft, k): Arrival[] => {
      const id = `a${k}`;
      const { date, amountFen } = draft;
      const loanId = (file: BorrowerFile): string => loanIn(file).id;
      const changing = (change: Extract<Command, { type: 'change_loan' }>['change']): Arrival => ({
        id,
        after: null,
        command: (file) => ({ type: 'change_loan', loanId: loanId(file), change, date, reason: REASON }),
      });
      switch (draft.kind) {
        case 'pause':
          return [changing({ kind: 'interest_pause', until: addDays(date, draft.length) })];
        case 'ageing':
          return [changing({ kind: 'ageing_pause', until: addDays(date, draft.length) })];
        case 'rate': {
          // Later changes are lower, so that none of them is refused whatever came first.
          const offset = BigInt(Math.round((Date.parse(date) - Date.parse(START)) / 86_400_000));
          return [changing({ kind: 'rate_change', annualRatePpb: 60_000_000n - offset * 100_000n - BigInt(k) })];
        }
        default: {
          const paid: Arrival = {
            id,
            after: null,
            command: (file) => ({
              type: 'record_repayment',
              loanId: loanId(file),
              amountFen,
              date,
              reference: id,
              surplus: 'SMALLER_INSTALMENT',
            }),
          };
          if (draft.kind === 'receipt') return [paid];
          const bounced: Arrival = {
            id: `${id}-back`,
            after: id,
            command: (file) => ({
              type: 'reverse_repayment',
              paymentId: paymentOf(file, id),
              date: addDays(date, draft.length),
              reason: REASON,
            }),
          };
          return [paid, bounced];
        }
      }
    }),
  );

/** Payments entered by hand are named after their bank reference. */
const paymentOf = (file: BorrowerFile, reference: string): string => derivedId(file.borrowerId, `receipt:${reference}`);

/** One order of arrival: as shuffled, but nothing before what it speaks of. */
const inOrder = (all: readonly Arrival[], keys: readonly number[]): Arrival[] => {
  const waiting = all.map((arrival, k) => ({ arrival, key: keys[k] ?? 0 })).sort((a, b) => a.key - b.key);
  const order: Arrival[] = [];
  const seen = new Set<string>();
  while (waiting.length > 0) {
    const at = waiting.findIndex(({ arrival }) => arrival.after === null || seen.has(arrival.after));
    const [next] = waiting.splice(at, 1);
    if (next === undefined) throw new Error('an arrival waits for what never comes');
    seen.add(next.arrival.id);
    order.push(next.arrival);
  }
  return order;
};

const base = drawn();

const live = (order: readonly Arrival[]): { story: Story; refused: string[] } => {
  const story = new Story(base.now).later({ days: 300 });
  story.file = base.file;
  story.facts = [...base.facts];
  const refused: string[] = [];
  for (const { id, command } of order) {
    const context = { ...story.context(OPERATOR), commandId: id };
    const outcome = decide(story.file, command(story.file), context);
    if (!outcome.ok) {
      refused.push(`${id}: ${outcome.refusal.code}`);
      continue;
    }
    for (const body of outcome.value) {
      const { now, actor, commandId } = context;
      const fact = { seq: story.file.version, occurredAt: now, recordedAt: now, commandId, actor, body };
      story.file = evolve(story.file, fact);
      story.facts.push(fact);
    }
  }
  return { story, refused: refused.sort() };
};

describe('order of arrival', () => {
  it('L20 through the product: the same happenings in any order give the same account, conduct and ledger', () => {
    fc.assert(
      fc.property(arrivals, fc.array(fc.nat(), { minLength: 14, maxLength: 14 }), (all, keys) => {
        const one = live(
          inOrder(
            all,
            all.map((_, k) => k),
          ),
        );
        const other = live(inOrder(all, keys));
        // A person’s change is refused by what is known when it is made; what was taken in must not depend on the order.
        fc.pre(one.refused.length === 0 && other.refused.length === 0);
        const [a, b] = [loanIn(one.story.file), loanIn(other.story.file)];
        expect(b.account).toEqual(a.account);
        expect(b.conduct).toEqual(a.conduct);
        expect({ state: b.state, settledOn: b.settledOn }).toEqual({ state: a.state, settledOn: a.settledOn });
        expectLedgerToHold(one.story);
        expectLedgerToHold(other.story);
      }),
      { numRuns: 80 },
    );
  });

  it('a statement over any days adds up, whatever happened', () => {
    fc.assert(
      fc.property(arrivals, day, fc.integer({ min: 0, max: 120 }), (all, from, length) => {
        const { story } = live(
          inOrder(
            all,
            all.map((_, k) => k),
          ),
        );
        const statement = statementOf(story.file, from, addDays(from, length));
        const sum = statement.lines.reduce(
          (owed, line) => owed + line.debitFen - line.creditFen,
          statement.openingOwedFen,
        );
        expect(sum).toBe(statement.closingOwedFen);
        expect(statement.lines.at(-1)?.owedAfterFen ?? statement.openingOwedFen).toBe(statement.closingOwedFen);
      }),
      { numRuns: 80 },
    );
  });
});

describe('the law’s bounds on what is offered', () => {
  const line = { kind: 'CONSUMER', dailyRatePpb: 400_000n } as const;
  const asked = { amountFen: 1_000_000n, tenorMonths: 12, method: 'EQUAL_INSTALMENT' } as const;
  const context = { businessDate: '2026-11-23', lender: DEMO_LENDER };

  it('L64: a draw above the cap of the lender’s type is refused, naming the rule', () => {
    expect(quoteDraw(asked, line, context).ok).toBe(true);
    const refused = quoteDraw(asked, { ...line, dailyRatePpb: 700_000n }, context);
    expect(refused.ok ? null : refused.refusal).toMatchObject({ code: 'above_legal_cap', field: 'annualCostPpb' });
    expect(refused.ok ? '' : refused.refusal.message.zh).toContain('法发〔2017〕22号');
    // N124: what was not compared with a published copy is not cited as if it had been.
    expect(refused.ok ? '' : refused.refusal.message.zh).toContain('（条文尚未与公布的原文核对）。');
    expect(refused.ok ? '' : refused.refusal.message.en).toContain('(its text has not been compared');
    const bank = { ...context, lender: { ...DEMO_LENDER, type: 'BANK' as const } };
    const byBank = quoteDraw(asked, { ...line, dailyRatePpb: 700_000n }, bank);
    expect(byBank.ok ? '' : byBank.refusal.message.zh).toMatch(/金规〔2025〕9号[^核]*$/);
  });

  it('L65: a consumer loan repaid at its end runs a year at most; a business one may run longer', () => {
    const bullet = { ...asked, method: 'BULLET' } as const;
    expect(quoteDraw(bullet, line, context).ok).toBe(true);
    const long = quoteDraw({ ...bullet, tenorMonths: 13 }, line, context);
    expect(long.ok ? null : long.refusal).toMatchObject({ code: 'bullet_too_long', field: 'tenorMonths', value: '12' });
    expect(quoteDraw({ ...bullet, tenorMonths: 24 }, { ...line, kind: 'BUSINESS' }, context).ok).toBe(true);
  });

  it('L65: the products on offer keep to it', () => {
    expect(DEMO_LENDER.products.CONSUMER.maxLimitFen).toBeLessThanOrEqual(
      consumerLineRuleOn(context.businessDate)?.maxLimitFen ?? 0n,
    );
  });
});
