import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evolveAll } from './evolve.ts';
import { inputNamesFor } from './decision/judge.ts';
import { SEVERITY } from './decision/severity.ts';
import { defaultPolicies } from './testing/default-policies.ts';
import { Story } from './testing/story.ts';
import { type BorrowerAction, whatIf } from './what-if.ts';

const indebted = (): Story => {
  const story = new Story().openLine().later({ days: 10 });
  story.bureau({ totalDebtFen: 60_000_000n, monthlyDebtServiceFen: 1_100_000n });
  return story;
};
const ask = (story: Story, ...actions: BorrowerAction[]) => {
  const answer = whatIf(story.file, actions, story.context({ kind: 'borrower' }));
  if (!answer.ok) throw new Error(answer.refusal.message.en);
  return answer.value;
};

describe('N31: what if', () => {
  it('says what the next review comes to, and what documented income changes about it', () => {
    const story = indebted();
    const { before, after, changes } = ask(story, { kind: 'DOCUMENT_INCOME', monthlyIncomeFen: 10_000_000n });
    expect(before.reasons.map(({ input }) => input)).toContain('debt_service_ratio');
    expect(after.reasons.map(({ input }) => input)).not.toContain('debt_service_ratio');
    // Both ratios to income moved with it.
    expect(changes.map(({ input }) => input).sort()).toEqual(
      expect.arrayContaining(['debt_service_ratio', 'debt_to_monthly_income']),
    );
  });

  it('agrees with what the review does once the borrower has done it', () => {
    const story = indebted();
    const income = 10_000_000n;
    const { after } = ask(story, { kind: 'DOCUMENT_INCOME', monthlyIncomeFen: income });
    story.do({
      type: 'observe',
      events: [
        {
          kind: 'INCOME_UPDATE',
          eventId: story.nextEventId(),
          occurredAt: story.now,
          source: 'evidence',
          monthlyIncomeFen: income,
          proof: 'TAX',
        },
      ],
    });
    const { before } = ask(story);
    expect(before).toEqual(after);
  });

  it('takes a documented income for a fresh one, which ends a doubt about an older one, as the event would (N181)', () => {
    const income = (story: Story, monthlyIncomeFen: bigint) => ({
      kind: 'INCOME_UPDATE' as const,
      eventId: story.nextEventId(),
      occurredAt: story.now,
      source: 'evidence',
      monthlyIncomeFen,
      proof: 'TAX' as const,
    });
    const debt = { totalDebtFen: 60_000_000n, monthlyDebtServiceFen: 1_100_000n };
    const old = new Story().openLine().later({ days: 500 });
    old.bureau(debt);
    const doubtful = new Story().openLine().later({ days: 10 });
    doubtful.do({ type: 'observe', events: [income(doubtful, 1_000_000n), income(doubtful, 9_000_000n)] });
    doubtful.bureau(debt);
    for (const story of [old, doubtful])
      for (const monthlyIncomeFen of [1_200_000n, 90_000_000n]) {
        expect(ask(story).before.reasons, 'nobody knows what it is over').toEqual([]);
        const { after } = ask(story, { kind: 'DOCUMENT_INCOME', monthlyIncomeFen });
        const isBurden = monthlyIncomeFen < 10_000_000n;
        expect(after.reasons.map(({ input }) => input)).toEqual(
          isBurden ? expect.arrayContaining(['debt_service_ratio']) : [],
        );
        const { behaviour } = story.file;
        const real = evolveAll(story.file, [
          {
            seq: story.file.version,
            occurredAt: story.now,
            recordedAt: story.now,
            commandId: 'real',
            actor: { kind: 'borrower' },
            body: { type: 'behaviour.observed', event: income(story, monthlyIncomeFen) },
          },
        ]);
        const answer = whatIf(real, [], story.context({ kind: 'borrower' }));
        expect(answer.ok && answer.value.before).toEqual(after);
        expect(story.file.behaviour, 'nothing was recorded').toBe(behaviour);
        // A report whose feed is in trouble stays unsound, whatever the income.
        story.unsoundSources = ['bureau'];
        expect(ask(story, { kind: 'DOCUMENT_INCOME', monthlyIncomeFen }).after.reasons).toEqual([]);
        story.unsoundSources = [];
      }
  });

  it('counts a feed in trouble as the review would: what comes through it carries nothing (G5)', () => {
    const story = indebted();
    expect(ask(story).before.reasons).not.toEqual([]);
    for (const source of ['bureau', 'income']) {
      story.unsoundSources = [source];
      expect([source, ask(story).before.reasons.map(({ input }) => input)]).toEqual([source, []]);
    }
  });

  it('N246: looks at nothing by which security lines could be tried out, and at nothing of anybody else', () => {
    const policies = defaultPolicies();
    for (const kind of ['CONSUMER', 'BUSINESS'] as const) {
      const sources = inputNamesFor(policies, 'SCHEDULED_REVIEW', kind).map((name) => policies.inputs[name]?.source);
      expect(sources).toContain('bureau');
      for (const source of ['devices', 'transactions', 'strategy']) expect(sources).not.toContain(source);
    }
    const story = indebted();
    const verified = ask(story, { kind: 'VERIFY_IDENTITY' });
    expect(verified.changes).toEqual([]);
    expect(verified.after).toEqual(verified.before);
  });

  it('N247: settles what is overdue elsewhere once all of it is paid, and promises no more than the report will show', () => {
    const overdue = new Story().openLine().later({ days: 10 });
    overdue.bureau({ overdueDaysMax: 40, overdueAmountFen: 200_000n });
    const codes = (amountFen: bigint) =>
      ask(overdue, { kind: 'SETTLE_ELSEWHERE', lenders: 0, amountFen }).after.reasons.map(({ code }) => code);
    expect([codes(199_999n), codes(200_000n)]).toEqual([['B1_OVERDUE_DAYS'], []]);
    const fen = (least: bigint, most: bigint) => fc.bigInt({ min: least, max: most });
    let helped = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(0, 29, 30, 45),
        fen(1n, 500_000n),
        fc.integer({ min: 1, max: 7 }),
        fen(23_000_000n, 25_000_000n),
        fc.integer({ min: 0, max: 3 }),
        fc.oneof(fen(0n, 3_000_000n), fc.constant(500_000n)),
        (days, owedFen, lenders, totalDebtFen, settled, amountFen) => {
          const report = {
            overdueDaysMax: days,
            overdueAmountFen: days === 0 ? 0n : owedFen,
            unsettledLenders: lenders,
            totalDebtFen,
          };
          const lived = (): Story => {
            const story = new Story().openLine().later({ days: 10 });
            story.bureau(report);
            return story;
          };
          const { before, after } = ask(lived(), { kind: 'SETTLE_ELSEWHERE', lenders: settled, amountFen });
          const isPaid = amountFen >= report.overdueAmountFen;
          const real = lived();
          real.bureau({
            overdueDaysMax: isPaid ? 0 : days,
            overdueAmountFen: isPaid ? 0n : report.overdueAmountFen - amountFen,
            unsettledLenders: Math.max(0, lenders - settled),
            totalDebtFen: totalDebtFen - amountFen,
          });
          expect(SEVERITY[ask(real).before.action]).toBeLessThanOrEqual(SEVERITY[after.action]);
          if (after.reasons.length < before.reasons.length) helped += 1;
        },
      ),
      { numRuns: 80 },
    );
    expect(helped).toBeGreaterThan(10);
  });

  it('N247: lowers a limit only, as the command does, and to no less than is in use', () => {
    const story = new Story().openLine();
    story.draw(1_000_000n);
    const limit = story.file.line?.grantedLimitFen ?? 0n;
    const refusalOf = (...actions: BorrowerAction[]): string | null => {
      const answer = whatIf(story.file, actions, story.context({ kind: 'borrower' }));
      return answer.ok ? null : answer.refusal.code;
    };
    for (const limitFen of [limit - 1n, limit, 999_999n, 1_000_000n]) {
      const asked = refusalOf({ kind: 'LOWER_LIMIT', limitFen });
      const copy = new Story().openLine();
      copy.draw(1_000_000n);
      expect([limitFen, asked]).toEqual([limitFen, copy.try({ type: 'lower_limit', limitFen })?.code ?? null]);
    }
    // What is paid before in the same question is in use no more.
    expect(refusalOf({ kind: 'PAY_DOWN', amountFen: 1n }, { kind: 'LOWER_LIMIT', limitFen: 999_999n })).toBeNull();
  });

  it('moves utilisation with a payment and with a lower limit', () => {
    const story = new Story().openLine();
    story.draw(1_000_000n);
    const used = (kind: BorrowerAction) => ask(story, kind).changes.find(({ input }) => input === 'utilisation');
    const paid = used({ kind: 'PAY_DOWN', amountFen: 500_000n });
    expect(Number(paid?.to)).toBeLessThan(Number(paid?.from));
    const lowered = used({ kind: 'LOWER_LIMIT', limitFen: 1_000_000n });
    expect(lowered?.to).toBe(10_000);
  });

  it('counts days overdue until all that is overdue is paid, not until something is', () => {
    const story = new Story().openLine();
    story.draw(1_000_000n);
    story.later({ days: 40 }).closeDay();
    const overdueAfter = (amountFen: bigint) =>
      ask(story, { kind: 'PAY_DOWN', amountFen }).changes.find(({ input }) => input === 'days_past_due');
    expect(overdueAfter(100n)).toBeUndefined();
    expect(overdueAfter(1_000_000n)).toMatchObject({ to: 0 });
  });

  it('writes nothing, changes nothing that was not asked for, and never makes a missing value up', () => {
    const story = indebted();
    const facts = story.facts.length;
    expect(ask(story).changes).toEqual([]);
    const amounts = fc.oneof(fc.constant(0n), fc.constant(1n), fc.bigInt({ min: 0n, max: 10n ** 13n }));
    const actions = fc.oneof(
      fc.record({ kind: fc.constant('PAY_DOWN' as const), amountFen: amounts }),
      fc.record({ kind: fc.constant('WAIT' as const), days: fc.integer({ min: 0, max: 4_000 }) }),
      fc.record({ kind: fc.constant('DOCUMENT_INCOME' as const), monthlyIncomeFen: amounts }),
      fc.record({
        kind: fc.constant('SETTLE_ELSEWHERE' as const),
        lenders: fc.integer({ min: 0, max: 30 }),
        amountFen: amounts,
      }),
      fc.record({ kind: fc.constant('VERIFY_IDENTITY' as const) }),
      fc.record({ kind: fc.constant('LOWER_LIMIT' as const), limitFen: amounts }),
    );
    fc.assert(
      fc.property(fc.array(actions, { maxLength: 5 }), (list) => {
        const answer = whatIf(story.file, list, story.context({ kind: 'borrower' }));
        if (!answer.ok) {
          expect(answer.refusal.code).toBe('limit_not_lower');
          return;
        }
        for (const { from, to } of answer.value.changes) {
          expect(from).not.toBeNull();
          expect(typeof to === 'number' ? to : 0).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 100 },
    );
    expect(story.facts.length).toBe(facts);
  });
});
