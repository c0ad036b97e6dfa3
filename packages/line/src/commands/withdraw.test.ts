import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditGuarantees } from '../audit.ts';
import { coolingOffOf } from '../cooling-off.ts';
import { DEMO_LENDER } from '../lender.ts';
import { moveFault } from '../move.ts';
import type { Restriction } from '../restriction.ts';
import { machineProposals } from '../selectors.ts';
import { defaultPolicies } from '../testing/default-policies.ts';
import { REVIEWER, SECOND, Story } from '../testing/story.ts';
import { needsClose } from './close-day.ts';

const BAD = { overdueDaysMax: 45, overdueAccounts: 1, overdueAmountFen: 500_000n };

/** The machine asks people for a reduction, as a credit report shows an old debt elsewhere. */
const proposed = (): Story => {
  const story = new Story().openLine();
  story.bureau(BAD);
  expect(last(story).state).toBe('proposed');
  return story;
};
const last = (story: Story): Restriction => {
  const restriction = Object.values(story.file.restrictions).at(-1);
  if (restriction === undefined) throw new Error('nothing was proposed');
  return restriction;
};
const answer = (story: Story, approved: boolean, actor = REVIEWER) =>
  story.try({ type: 'approve_restriction', restrictionId: last(story).id, approved, note: 'looked' }, actor);
const notices = (story: Story): number => Object.keys(story.file.notices).length;
const sound = (story: Story): void =>
  expect(auditGuarantees(story.file.borrowerId, story.facts, DEMO_LENDER.noticeDays, defaultPolicies())).toEqual([]);

describe('a proposal of the machine whose grounds are gone is withdrawn (N177)', () => {
  it('at the event that shows it: nothing rests, nobody is told, and the same cause is put before people again', () => {
    const story = proposed();
    const told = notices(story);
    expect(moveFault(story.file, story.now)?.refusal.code).toBe('move_not_now');
    story.later({ days: 1 });
    const facts = story.bureau();
    expect(facts).toContainEqual(expect.objectContaining({ type: 'restriction.withdrawn', by: null }));
    expect(last(story)).toMatchObject({ state: 'withdrawn', endedAt: story.now, noticeId: null });
    expect(notices(story)).toBe(told);
    expect(moveFault(story.file, story.now), 'it stands in nobody’s way').toBeNull();
    expect(coolingOffOf(story.file, story.now)).toEqual([]);
    story.later({ days: 1 });
    story.bureau(BAD);
    expect(Object.values(story.file.restrictions).map(({ state }) => state)).toEqual(['withdrawn', 'proposed']);
    sound(story);
  });

  it('at a review, and at the close of a day, which looks at every borrower with such a proposal', () => {
    for (const look of ['review', 'close'] as const) {
      const story = proposed();
      expect(needsClose(story.file, story.now.slice(0, 10), story.now)).toBe(true);
      // The report had been another’s.
      const report = story.facts.findLast(({ body }) => body.type === 'behaviour.observed')?.body;
      if (report?.type !== 'behaviour.observed') throw new Error('no report');
      story.unsoundSources = ['bureau'];
      story.do({
        type: 'observe',
        events: [
          {
            kind: 'REVERSAL',
            eventId: story.nextEventId(),
            occurredAt: story.now,
            source: report.event.source,
            reverses: report.event.eventId,
          },
        ],
      });
      expect(last(story).state, 'a feed in trouble shows nothing').toBe('proposed');
      story.unsoundSources = [];
      if (look === 'review') story.do({ type: 'review' }, REVIEWER);
      else story.closeDay();
      expect(last(story).state).toBe('withdrawn');
      expect(needsClose(story.file, story.now.slice(0, 10), story.now)).toBe(false);
      sound(story);
    }
  });

  it('never while what would show it is too old or its feed in trouble (G5)', () => {
    const old = proposed();
    old.later({ days: 31 });
    old.closeDay();
    old.login('phone', '浙江');
    expect(last(old).state).toBe('proposed');
    const out = proposed();
    out.later({ days: 1 });
    out.unsoundSources = ['bureau'];
    out.bureau();
    out.closeDay();
    expect(last(out).state).toBe('proposed');
    sound(out);
  });

  it('never where a person proposed it, and what they turn down rests as before', () => {
    const story = new Story().openLine();
    story.bureau({ unsettledLenders: 6 });
    story.do(
      {
        type: 'propose_restriction',
        kind: 'LIMIT_REDUCED',
        reasonCodes: ['B4_LENDERS'],
        limitAfterFen: 100_000n,
        days: null,
        note: 'x',
      },
      REVIEWER,
    );
    story.later({ days: 1 });
    story.bureau();
    story.closeDay();
    expect(machineProposals(story.file)).toEqual([]);
    expect(last(story).state).toBe('proposed');
    expect(answer(story, true, SECOND)?.code).toBe('reasons_gone');
    expect(answer(story, false, SECOND)).toBeNull();
    expect(last(story).state).toBe('lifted');
    expect(coolingOffOf(story.file, story.now)).toHaveLength(1);
    sound(story);
  });

  it('by whoever turns it down before the machine has looked again, and only then without a rest', () => {
    const gone = proposed();
    gone.later({ days: 1 });
    // The clean report came while its feed was in trouble, and nothing has been looked at since that is over.
    gone.unsoundSources = ['bureau'];
    gone.bureau();
    gone.unsoundSources = [];
    expect(last(gone).state).toBe('proposed');
    const refused = answer(gone, true);
    expect(refused).toMatchObject({ code: 'reasons_gone' });
    expect(refused?.message.zh).toContain('撤回');
    expect(answer(gone, false)).toBeNull();
    expect(last(gone).state).toBe('withdrawn');
    expect(gone.facts.at(-1)?.body).toMatchObject({ type: 'restriction.withdrawn', by: 'A2001', note: 'looked' });
    expect(coolingOffOf(gone.file, gone.now)).toEqual([]);
    sound(gone);
    const held = proposed();
    expect(answer(held, false)).toBeNull();
    expect(last(held).state).toBe('lifted');
    expect(coolingOffOf(held.file, held.now)).toHaveLength(1);
    sound(held);
  });

  it('whatever comes in whatever order: what stands is what might still hold, and no rest comes of what was withdrawn', () => {
    const step = fc.constantFrom('bad', 'good', 'bad', 'good', 'out', 'back', 'close', 'old', 'sign-in', 'no');
    fc.assert(
      fc.property(fc.array(step, { minLength: 3, maxLength: 14 }), (steps) => {
        const story = new Story().openLine();
        for (const one of steps) {
          story.later({ hours: 5 });
          const standing = machineProposals(story.file).length;
          if (one === 'bad') story.bureau(BAD);
          else if (one === 'good') {
            story.bureau();
            expect(machineProposals(story.file)).toHaveLength(story.unsoundSources.length > 0 ? standing : 0);
          } else if (one === 'out') story.unsoundSources = ['bureau'];
          else if (one === 'back') story.unsoundSources = [];
          else if (one === 'close') story.closeDay();
          else if (one === 'old') story.later({ days: 31 });
          else if (one === 'sign-in') story.login('phone', '浙江');
          else if (standing > 0) answer(story, false);
        }
        sound(story);
        for (const { state, noticeId } of Object.values(story.file.restrictions))
          if (state === 'withdrawn') expect(noticeId).toBeNull();
      }),
      { numRuns: 60 },
    );
  });
});
