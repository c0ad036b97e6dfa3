import { describe, expect, it } from 'vitest';
import { effectiveLimitOf } from '../selectors.ts';
import { REVIEWER, Story } from '../testing/story.ts';

const limitOf = (story: Story): bigint => effectiveLimitOf(story.file, story.now);

describe('the limit that borrowers set themselves (N131)', () => {
  it('is theirs to take back: what was granted holds again, at once', () => {
    const story = new Story().openLine();
    const granted = limitOf(story);
    expect(story.try({ type: 'lift_own_limit' })?.code).toBe('no_own_limit');
    story.do({ type: 'lower_limit', limitFen: 1_000_000n });
    story.do({ type: 'lower_limit', limitFen: 500_000n });
    expect(limitOf(story)).toBe(500_000n);
    const [fact] = story.do({ type: 'lift_own_limit' });
    expect(fact).toMatchObject({
      type: 'limit.changed',
      change: { fromFen: 500_000n, toFen: granted, kind: 'BORROWER_LIFTED', decidedBy: 'BORROWER' },
    });
    expect(limitOf(story)).toBe(granted);
    expect(story.try({ type: 'lift_own_limit' })?.code).toBe('no_own_limit');
  });

  it('lifts no restriction with it, and counts for nothing in a review (G6)', () => {
    const story = new Story().openLine();
    const granted = limitOf(story);
    story.bureau({ overdueDaysMax: 45, overdueAccounts: 1, overdueAmountFen: 500_000n });
    for (const { id } of Object.values(story.file.restrictions))
      story.do({ type: 'approve_restriction', restrictionId: id, approved: true, note: '' }, REVIEWER);
    story.later({ days: 8 }).closeDay();
    story.do({ type: 'lower_limit', limitFen: 500_000n });
    story.do({ type: 'lift_own_limit' });
    expect(limitOf(story)).toBe(granted / 2n);
    const fired = (lowered: boolean) => {
      const one = new Story().openLine();
      if (lowered) {
        one.do({ type: 'lower_limit', limitFen: 500_000n });
        one.do({ type: 'lift_own_limit' });
      }
      const facts = one.do({ type: 'review' }, { kind: 'machine', name: 'review' });
      return facts.flatMap((fact) => (fact.type === 'decision.recorded' ? [fact.decision.firedRuleIds] : []));
    };
    expect(fired(true)).toEqual(fired(false));
  });
});
