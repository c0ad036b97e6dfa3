import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditGuarantees } from './audit.ts';
import { COOLING_OFF_DAYS, coolingOffOf } from './cooling-off.ts';
import { GuaranteeBroken, requireRested } from './guarantees.ts';
import { DEMO_LENDER } from './lender.ts';
import { reasonText } from './notices/reasons.ts';
import type { Restriction } from './restriction.ts';
import { effectiveLimitOf } from './selectors.ts';
import { defaultPolicies } from './testing/default-policies.ts';
import { REVIEWER, SECOND, Story, staff } from './testing/story.ts';
import { plusDays, wholeDaysBetween } from './time.ts';
import { CAUSE_FAMILIES, RESTRICTION_KINDS } from './vocabulary.ts';

const BAD = { overdueDaysMax: 45, overdueAccounts: 1, overdueAmountFen: 90_000n };
const reductions = (story: Story): Restriction[] =>
  Object.values(story.file.restrictions).filter(({ kind }) => kind === 'LIMIT_REDUCED');
const lastMonitored = (story: Story) =>
  Object.values(story.file.decisions).findLast(({ kind }) => kind === 'EVENT_MONITOR');
const agree = (story: Story): void => {
  for (const { id, state } of reductions(story))
    if (state === 'proposed')
      story.do({ type: 'approve_restriction', restrictionId: id, approved: true, note: '' }, REVIEWER);
};
/** A reduction that took effect and ended when the data cleared. */
const cured = (): Story => {
  const story = new Story().openLine();
  story.bureau(BAD);
  agree(story);
  story.later({ days: 8 }).closeDay();
  story.later({ days: 1 });
  story.bureau();
  expect(reductions(story).map(({ state }) => state)).toEqual(['lifted']);
  return story;
};
const sound = (story: Story): void =>
  expect(auditGuarantees(story.file.borrowerId, story.facts, DEMO_LENDER.noticeDays, defaultPolicies())).toEqual([]);

describe('N80 rest between two adverse actions', () => {
  it('holds back a second reduction, says until when, and leaves the matter to people’s eyes only', () => {
    const story = cured();
    story.later({ days: 5 });
    story.bureau(BAD);
    expect(reductions(story)).toHaveLength(1);
    const decision = lastMonitored(story);
    expect(decision).toMatchObject({ proposedAction: 'LIMIT_REDUCED', action: 'REVIEW', limitFen: null });
    const [reason] = decision?.reasons ?? [];
    expect(reason?.code).toBe('B1_OVERDUE_DAYS');
    expect(reason?.heldBackUntil).toBe(plusDays(reductions(story)[0]?.endedAt ?? '', 30));
    const text = reason && reasonText(reason, defaultPolicies()).whatChangesIt;
    expect(text?.zh).toContain('之前不再因此限制');
    expect(text?.en).toContain('none follows for this before');
    // Said once, not at every event.
    const records = Object.keys(story.file.decisions).length;
    story.login('d1', '浙江');
    expect(Object.keys(story.file.decisions)).toHaveLength(records);
    sound(story);
  });

  it('lets it through on the day the rest is over', () => {
    const story = cured();
    story.later({ days: 31 });
    story.bureau(BAD);
    expect(reductions(story).map(({ state }) => state)).toEqual(['lifted', 'proposed']);
    sound(story);
  });

  it('binds people too, save for security', () => {
    const story = cured();
    story.bureau(BAD);
    const proposal = {
      type: 'propose_restriction' as const,
      kind: 'LIMIT_REDUCED' as const,
      reasonCodes: ['B1_OVERDUE_DAYS'],
      limitAfterFen: 1_000_000n,
      days: null,
      note: '',
    };
    expect(story.try(proposal, REVIEWER)).toMatchObject({ code: 'cooling_off', field: 'kind' });
    for (const province of ['浙江', '广东', '北京']) story.login(`d${province}`, province);
    const locked = Object.values(story.file.restrictions).filter(({ causeFamily }) => causeFamily === 'SECURITY');
    expect(locked.length).toBeGreaterThan(0);
    sound(story);
  });

  it('does not let a burst that is over hold again in the week after its hold', () => {
    const story = new Story().openLine();
    for (let n = 0; n < 9; n++) {
      story.draw(100_000n, 3);
      story.later({ hours: 30 });
    }
    const holds = () => Object.values(story.file.restrictions).filter(({ kind }) => kind === 'DRAW_HOLD');
    const before = holds().length;
    expect(before).toBe(1);
    // Nine draws within thirty days stay so for weeks: the machine renews nothing by itself (G4).
    for (let day = 0; day < 6; day++) {
      story.later({ days: 1 }).closeDay();
      story.login('d1', '浙江');
    }
    expect(holds()).toHaveLength(1);
    sound(story);
  });

  it('a strategy passes over a line whose last strategy cut ended lately', () => {
    const story = new Story().openLine();
    const strategy = (id: string) => ({
      type: 'apply_strategy' as const,
      strategy: {
        id,
        name: { zh: '规模', en: 'size' },
        reason: { zh: '我们缩小产品规模', en: 'we make the product smaller' },
        effect: 'REDUCE' as const,
        reduceToPercent: 50,
        minLimitFen: null,
        dormantMonths: null,
        lineKind: null,
        region: null,
        segment: null,
        noticeDays: 7,
        author: 'A1',
        approver: 'A2',
      },
    });
    story.do(strategy('s1'), staff('A2', 'second_approver'));
    const [cut] = reductions(story);
    story.do({ type: 'lift_restriction', restrictionId: cut?.id ?? '', reason: '撤回' }, SECOND);
    expect(story.do(strategy('s2'), staff('A2', 'second_approver'))).toEqual([]);
    story.later({ days: 91 });
    expect(story.do(strategy('s3'), staff('A2', 'second_approver'))).not.toEqual([]);
  });

  it('the core throws rather than begin one, and the audit finds one that did', () => {
    const story = cured();
    const [lifted] = reductions(story) as [Restriction];
    expect(() => requireRested(lifted, coolingOffOf(story.file, story.now))).toThrow(GuaranteeBroken);
    story.later({ days: 31 });
    story.bureau(BAD);
    const second = story.facts.findLast(({ body }) => body.type === 'restriction.proposed');
    const early = story.facts.map((fact) => (fact === second ? { ...fact, occurredAt: lifted.endedAt ?? '' } : fact));
    expect(
      auditGuarantees(story.file.borrowerId, early, DEMO_LENDER.noticeDays).some(({ detail }) =>
        detail.includes('began within 30 days'),
      ),
    ).toBe(true);
  });

  it('the table of rests is complete, and exempts what protects the borrower or obeys the law', () => {
    for (const kind of RESTRICTION_KINDS) {
      expect(Object.keys(COOLING_OFF_DAYS[kind]).sort()).toEqual([...CAUSE_FAMILIES].sort());
      for (const family of ['SECURITY', 'LEGAL', 'BORROWER_REQUEST'] as const)
        expect(COOLING_OFF_DAYS[kind][family]).toBe(0);
    }
  });
});

describe('N81 limits do not swing with a value that swings', () => {
  const values = fc.constantFrom(
    {},
    BAD,
    { monthlyDebtServiceFen: 840_000n },
    { monthlyDebtServiceFen: 839_999n },
    { monthlyDebtServiceFen: 600_000n },
    { monthlyDebtServiceFen: 599_999n },
    { unsettledLenders: 5 },
    { unsettledLenders: 4 },
  );
  const move = fc.record({ report: values, days: fc.constantFrom(1, 6, 7, 8, 29, 30, 31) });

  it('one reduction at most in a window, whatever the reports say, and no raise in it', () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 2, maxLength: 10 }), (moves) => {
        const story = new Story().openLine();
        story.draw(1_000_000n, 12);
        for (const { report, days } of moves) {
          story.bureau(report);
          agree(story);
          story.later({ days }).closeDay();
          agree(story);
        }
        const cuts = reductions(story);
        cuts.forEach((cut, n) => {
          const before = cuts[n - 1];
          if (before?.endedAt != null)
            expect(wholeDaysBetween(before.endedAt, cut.proposedAt)).toBeGreaterThanOrEqual(30);
        });
        for (const { kind, at } of story.file.limitHistory)
          if (kind === 'RAISED')
            for (const { endedAt } of cuts)
              if (endedAt !== null && endedAt <= at) expect(wholeDaysBetween(endedAt, at)).toBeGreaterThanOrEqual(30);
        expect(effectiveLimitOf(story.file, story.now)).toBeGreaterThan(0n);
        sound(story);
      }),
      { numRuns: 15 },
    );
  });
});
