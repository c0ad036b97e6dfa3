import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditGuarantees } from '../audit.ts';
import type { DecisionRecord } from '../decision-record.ts';
import { defaultPolicies } from '../testing/default-policies.ts';
import { Story } from '../testing/story.ts';
import { whatIf } from '../what-if.ts';
import { judge } from './judge.ts';
import { replayDecision } from './replay.ts';
import { judgementContextOf, recordOf } from './record.ts';

const MACHINE = { kind: 'machine', name: 'review' } as const;
const WORSE = { monthlyDebtServiceFen: 560_000n, hardEnquiries3m: 5, unsettledLenders: 4, overdueMonths24m: 1 };

/** The record of a review made now. */
const reviewed = (story: Story): DecisionRecord => {
  story.do({ type: 'review' }, MACHINE);
  const last = Object.values(story.file.decisions).findLast(({ kind }) => kind === 'SCHEDULED_REVIEW');
  if (last === undefined) throw new Error('a review leaves no record');
  return last;
};
const valueOf = (record: DecisionRecord, name: string) => record.inputs.find((input) => input.name === name)?.value;

describe('B11 our own score over time (N113)', () => {
  it('a fall of forty points in thirty days goes to a person, named by what cost the points, and takes nothing', () => {
    const story = new Story().openLine().later({ days: 29 });
    story.bureau();
    const before = reviewed(story);
    story.later({ days: 30 });
    story.bureau(WORSE);
    const after = reviewed(story);
    expect(valueOf(after, 'own_score_high')).toBe(before.points);
    expect((before.points ?? 0) - (after.points ?? 0)).toBeGreaterThanOrEqual(40);
    expect(after.firedRuleIds).toContain('V8');
    expect(after.action).toBe('REVIEW');
    expect(after.reasons.length).toBeGreaterThan(0);
    for (const { code, input } of after.reasons) {
      expect(code).toMatch(/^SCORE_/);
      expect(defaultPolicies().scorecards.CONSUMER?.attributes.map(({ name }) => name)).toContain(input);
    }
    expect(story.file.restrictions).toEqual({});
    for (const record of [before, after]) expect(replayDecision(record, defaultPolicies()).differences).toEqual([]);
    expect(auditGuarantees('b', story.facts, 7, defaultPolicies())).toEqual([]);
  });

  it('compares with the application, and with nothing older than the window', () => {
    const points = (story: Story) =>
      Object.values(story.file.decisions).find(({ kind }) => kind === 'UNDERWRITING')?.points;
    const story = new Story().openLine().later({ days: 30 });
    story.bureau();
    expect(valueOf(reviewed(story), 'own_score_high')).toBe(points(story));
    story.later({ days: 32 });
    story.bureau(WORSE);
    const alone = reviewed(story);
    expect(valueOf(alone, 'own_score_high')).toBeNull();
    expect(alone.firedRuleIds).not.toContain('V8');
  });

  it('takes no score of values that are stale or missing (G5)', () => {
    const story = new Story().openLine().later({ days: 45 });
    const stale = reviewed(story);
    expect([stale.points, stale.versions.scorecard]).toEqual([null, null]);
    expect(stale.firedRuleIds).toEqual([]);
  });

  it('declines nobody for points made of a report at odds with itself; a record of version 2 replays as it was made (G5, G10)', () => {
    const policies = defaultPolicies();
    const poor = {
      ...WORSE,
      monthlyDebtServiceFen: 820_000n,
      hardEnquiries3m: 9,
      overdueMonths24m: 5,
      totalDebtFen: 20_000_000n,
    };
    const applied = (contradiction: object) => {
      const story = new (class extends Story {
        override bureau() {
          return super.bureau({ ...poor, ...contradiction });
        }
      })().applyOnly({ monthsInWork: 3 });
      const [record] = Object.values(story.file.decisions);
      if (record === undefined) throw new Error('an application leaves no record');
      return { story, record };
    };
    const sound = applied({});
    expect(sound.record).toMatchObject({ action: 'DECLINE', firedRuleIds: expect.arrayContaining(['U9']) });
    const { story, record } = applied({ hardEnquiries1m: 10 });
    expect(record).toMatchObject({ proposedAction: 'DECLINE', action: 'REFER', points: sound.record.points });
    expect(story.file.application?.status).toBe('REFERRED');
    expect(auditGuarantees('b', story.facts, 7, policies)).toEqual([]);
    const before = judge('UNDERWRITING', 'CONSUMER', record.inputs, record.context, policies, {
      explain: true,
      behaviour: 2,
    });
    const about = { commandId: 'c', now: record.at, actor: record.actor, policies };
    const old = recordOf('UNDERWRITING', record.inputs, record.context, before, about, 'UNDERWRITING', 2);
    expect(old.action).toBe('DECLINE');
    expect(replayDecision(old, policies).differences).toEqual([]);
  });

  it('looks at points below the floor, and “what if” counts them again with what the deed moves (N31)', () => {
    const story = new Story().openLine().later({ days: 20 });
    story.bureau({ ...WORSE, monthlyDebtServiceFen: 590_000n, hardEnquiries3m: 9, overdueMonths24m: 3 });
    const context = story.context(MACHINE);
    const outlook = whatIf(story.file, [{ kind: 'DOCUMENT_INCOME', monthlyIncomeFen: 9_000_000n }], context);
    if (!outlook.ok) throw new Error(outlook.refusal.message.en);
    const record = reviewed(story);
    expect(record.points).toBeLessThan(560);
    expect(record.firedRuleIds).toContain('V9');
    expect(outlook.value.before.reasons.some(({ ruleId }) => ruleId === 'V8' || ruleId === 'V9')).toBe(true);
    expect(outlook.value.after.reasons.length).toBeLessThanOrEqual(outlook.value.before.reasons.length);
  });

  it('never asks for more than a look, whatever the score does (property)', () => {
    const story = new Story().openLine();
    const record = reviewed(story);
    const about = judgementContextOf(story.file, story.context(MACHINE));
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000 }),
        fc.nat(40),
        fc.nat(20),
        fc.nat(24),
        (high, enquiries, lenders, months) => {
          const set: Record<string, number> = {
            own_score_high: high,
            hard_enquiries_3m: enquiries,
            unsettled_lenders: Math.min(lenders, 4),
            overdue_months_24m: months,
          };
          const inputs = record.inputs.map((input) => ({ ...input, value: set[input.name] ?? input.value }));
          const { action, firedRuleIds, points } = judge(
            'SCHEDULED_REVIEW',
            'CONSUMER',
            inputs,
            about,
            defaultPolicies(),
          );
          expect(firedRuleIds.includes('V8')).toBe(points !== null && high - points >= 40);
          expect(['NONE', 'REVIEW', 'RAISE_LIMIT']).toContain(action);
        },
      ),
    );
  });
});
