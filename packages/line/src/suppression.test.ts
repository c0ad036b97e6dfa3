import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditGuarantees } from './audit.ts';
import { replayDecision } from './decision/replay.ts';
import { evolve } from './evolve.ts';
import { emptyFile } from './file.ts';
import { suppressedRuleIds, suppressedUntil, withRemedy } from './suppression.ts';
import { defaultPolicies } from './testing/default-policies.ts';
import { OPERATOR, REVIEWER, SECOND, staff, Story } from './testing/story.ts';
import { plusDays, plusMs } from './time.ts';

/** A reduction for a debt elsewhere that an appeal found not to be theirs. */
const overturned = (): Story => {
  const story = new Story().openLine();
  report(story);
  const [proposed] = Object.values(story.file.restrictions);
  const restrictionId = proposed?.id ?? '';
  story.do({ type: 'approve_restriction', restrictionId, approved: true, note: '' }, REVIEWER);
  story.do({
    type: 'submit_appeal',
    decisionId: proposed?.decisionId ?? '',
    restrictionId,
    citedReasonCodes: ['B1_OVERDUE_DAYS'],
    statement: '不是我的借款',
    urgentHardship: false,
  });
  const appealId = Object.keys(story.file.appeals)[0] ?? '';
  const judge = staff('A2009', 'reviewer');
  story.do({ type: 'take_appeal', appealId }, judge);
  const found = { outcome: 'overturned', acceptedEvidence: [], mistakenRuleIds: ['M8'] } as const;
  story.do({ type: 'propose_outcome', appealId, ...found, reasonText: { zh: '属实', en: 'true' } }, judge);
  story.do({ type: 'approve_outcome', appealId, approved: true, note: '' }, SECOND);
  return story;
};
const report = (story: Story) => story.bureau({ overdueDaysMax: 45, overdueAccounts: 1, overdueAmountFen: 90_000n });
const proposals = (story: Story) => Object.values(story.file.restrictions).filter(({ state }) => state === 'proposed');
const sound = (story: Story) => expect(auditGuarantees(story.file.borrowerId, story.facts, 7)).toEqual([]);
const end = (ruleId = 'M8', reason = '征信更正后再次核实属本人') =>
  ({ type: 'end_suppression', ruleId, reason }) as const;

describe('what was found mistaken is set aside for as long as the policy says (N146)', () => {
  it('until the day that the notice and the fact name, and no moment longer', () => {
    const story = overturned();
    const since = story.now;
    const until = suppressedUntil(since, defaultPolicies());
    expect(until).toBe(plusDays(since, 365));
    const notice = Object.values(story.file.notices).find(({ kind }) => kind === 'REMEDY');
    expect(notice?.effect.map(({ en }) => en).join(' ')).toContain('before 2027-03-02');
    story.now = plusDays(since, 364);
    report(story);
    expect(proposals(story)).toEqual([]);
    story.now = plusDays(since, 365);
    report(story);
    expect(proposals(story).map(({ ruleIds }) => ruleIds)).toEqual([['M8']]);
    sound(story);
    for (const decision of Object.values(story.file.decisions))
      expect(replayDecision(decision, defaultPolicies()).differences).toEqual([]);
  });

  it('for ever in a remedy from before suppressions had an end, and under a policy that names none (G10)', () => {
    const story = overturned();
    const old = story.facts.map((fact) => {
      if (fact.body.type !== 'remedy.applied') return fact;
      const { suppressedUntil: _none, ...body } = fact.body;
      return { ...fact, body };
    });
    const file = old.reduce(evolve, emptyFile(story.file.borrowerId));
    expect(suppressedRuleIds(file, plusDays(story.now, 36_500))).toEqual(['M8']);
    expect(suppressedUntil(story.now, { ...defaultPolicies(), bound: {} })).toBeNull();
  });

  it('whatever remedies come: a rule is set aside exactly while the longest of them lasts', () => {
    const start = '2026-03-02T02:00:00.000Z';
    const remedy = fc.record({
      ruleIds: fc.subarray(['M1', 'M8', 'M9'], { minLength: 1 }),
      at: fc.integer({ min: 0, max: 400 }),
      days: fc.option(fc.constantFrom(180, 365, 366), { nil: null }),
    });
    fc.assert(
      fc.property(fc.array(remedy, { maxLength: 6 }), (remedies) => {
        const inOrder = remedies.toSorted((a, b) => a.at - b.at);
        const untilOf = (at: number, days: number | null) => (days === null ? null : plusDays(start, at + days));
        const suppressions = inOrder.reduce(
          (known, { ruleIds, at, days }) =>
            withRemedy(known, ruleIds, { since: plusDays(start, at), until: untilOf(at, days), appealId: `a${at}` }),
          {},
        );
        for (const ruleId of ['M1', 'M8', 'M9']) {
          const ends = inOrder.flatMap((made) => (made.ruleIds.includes(ruleId) ? [untilOf(made.at, made.days)] : []));
          const longest = ends.includes(null) ? null : (ends as string[]).toSorted().at(-1);
          const holds = (moment: string) => suppressedRuleIds({ suppressions }, moment).includes(ruleId);
          if (longest === undefined) expect(holds(start)).toBe(false);
          else if (longest === null) expect(holds(plusDays(start, 99_999))).toBe(true);
          else expect([holds(plusMs(longest, -1)), holds(longest)]).toEqual([true, false]);
        }
      }),
    );
  });
});

describe('ending it sooner (N147)', () => {
  it('takes a second approver who did not stand behind the overturned action, and a reason; the borrower is told', () => {
    const story = overturned();
    story.later({ days: 40 });
    const before = story.facts.length;
    expect(story.try(end(), OPERATOR)?.code).toBe('suppression_needs_second');
    // A2001 had agreed to the reduction.
    expect(story.try(end(), staff('A2001', 'reviewer', 'second_approver'))?.code).toBe('decider_reviews');
    expect(story.try(end('M8', ' '), SECOND)?.code).toBe('suppression_needs_reason');
    expect(story.try(end('M9'), SECOND)?.code).toBe('not_suppressed');
    expect(story.facts).toHaveLength(before);
    const granted = story.file.line?.grantedLimitFen;
    expect(story.try(end(), SECOND)).toBeNull();
    expect(story.facts.at(-2)?.body).toMatchObject({ type: 'suppression.ended', ruleId: 'M8', by: 'A2002' });
    expect(Object.values(story.file.notices).at(-1)).toMatchObject({ kind: 'REMEDY', adverse: false });
    expect(story.file.line?.grantedLimitFen).toBe(granted);
    expect(story.try(end(), SECOND)?.code).toBe('not_suppressed');
    report(story);
    expect(proposals(story).map(({ ruleIds }) => ruleIds)).toEqual([['M8']]);
    sound(story);
  });
});
