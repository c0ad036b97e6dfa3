import { describe, expect, it } from 'vitest';
import { auditGuarantees } from './audit.ts';
import type { Command } from './command.ts';
import { decide } from './decide.ts';
import type { Restriction } from './restriction.ts';
import { effectiveLimitOf, restrictionsInForce } from './selectors.ts';
import { REVIEWER, SECOND, staff, Story } from './testing/story.ts';
import { DAY_MS, dateOf, plusDays, plusMs, toMs } from './time.ts';
import type { Actor } from './vocabulary.ts';

/** Sequences of doings that each look allowed and together break what was promised, or leave somebody stuck. */
const OTHER = staff('A2003', 'reviewer');
const newest = (story: Story, kind: string): Restriction => {
  const found = Object.values(story.file.restrictions).findLast((one) => one.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
};
const lenders = (): Story => {
  const story = new Story().openLine();
  story.bureau({ unsettledLenders: 6 });
  return story;
};
type Kind = Extract<Command, { type: 'propose_restriction' }>['kind'];
const proposal = (
  kind: Kind,
  reasonCode: string,
  rest: { days?: number; limitAfterFen?: bigint } = {},
): Extract<Command, { type: 'propose_restriction' }> => ({
  type: 'propose_restriction',
  kind,
  reasonCodes: [reasonCode],
  limitAfterFen: rest.limitAfterFen ?? null,
  days: rest.days ?? null,
  note: 'x',
});
const approve = (story: Story, restrictionId: string, approved = true, actor: Actor = SECOND) =>
  story.try({ type: 'approve_restriction', restrictionId, approved, note: 'x' }, actor);
const appeal = (story: Story, decisionId: string, restrictionId: string | null): string => {
  story.do({
    type: 'submit_appeal',
    decisionId,
    restrictionId,
    citedReasonCodes: [],
    statement: 's',
    urgentHardship: false,
  });
  return Object.keys(story.file.appeals).at(-1) ?? '';
};
const outcome = (
  appealId: string,
  said: 'overturned' | 'upheld',
  mistakenRuleIds: readonly string[] = [],
): Extract<Command, { type: 'propose_outcome' }> => ({
  type: 'propose_outcome',
  appealId,
  outcome: said,
  reasonText: { zh: '核实为误判。', en: 'A mistake.' },
  acceptedEvidence: [],
  mistakenRuleIds,
});
/** Reduced to 10,000 for the number of lenders, by two people, with its notice. */
const reduced = (): Story => {
  const story = lenders();
  story.do(proposal('LIMIT_REDUCED', 'B4_LENDERS', { limitAfterFen: 1_000_000n }), staff('A1001', 'reviewer'));
  const { id } = newest(story, 'LIMIT_REDUCED');
  expect(approve(story, id, true, staff('A1002', 'second_approver'))).toBeNull();
  return story;
};
const inEffect = (story: Story): Story => {
  story.later({ days: 7 }).bureau({ unsettledLenders: 6 });
  story.later({ hours: 1 }).closeDay();
  expect(newest(story, 'LIMIT_REDUCED').state).toBe('effective');
  return story;
};
const sound = (story: Story) => expect(auditGuarantees(story.file.borrowerId, story.facts, 7)).toEqual([]);

describe('holds one after another (N220, G4)', () => {
  const hold = (story: Story, days: number, actor: Actor = REVIEWER) =>
    story.try(proposal('DRAW_HOLD', 'B4_LENDERS', { days }), actor);

  it('is not laid on again while it stands: that is a renewal', () => {
    const story = lenders();
    expect(hold(story, 20)).toBeNull();
    story.later({ days: 10 });
    expect(hold(story, 30)?.code).toBe('restriction_stands');
  });

  it('by one person alone comes to thirty days at most, however it is cut up', () => {
    const story = lenders();
    expect(hold(story, 20)).toBeNull();
    story.later({ days: 20 }).closeDay();
    story.bureau({ unsettledLenders: 6 });
    expect(hold(story, 11)?.code).toBe('second_approver_needed');
    expect(hold(story, 11, OTHER)?.code).toBe('second_approver_needed');
    expect(hold(story, 11, staff('A2001', 'reviewer', 'second_approver'))?.code).toBe('same_person');
    expect(hold(story, 10)).toBeNull();
    story.later({ days: 10 }).closeDay();
    story.bureau({ unsettledLenders: 6 });
    expect(hold(story, 1)?.code).toBe('second_approver_needed');
    expect(hold(story, 1, SECOND)).toBeNull();
    sound(story);
  });

  it('begins anew when the line was free for more than thirty days', () => {
    const story = lenders();
    expect(hold(story, 30)).toBeNull();
    // A bureau report takes a moment of its own: to the moment on the thirtieth day.
    story.now = plusMs(plusDays(story.now, 60), -1);
    story.bureau({ unsettledLenders: 6 });
    expect(hold(story, 30)?.code).toBe('second_approver_needed');
    story.later({ hours: 1 });
    expect(hold(story, 30)).toBeNull();
  });

  it('is renewed alone to thirty days and not an hour more', () => {
    const story = lenders();
    expect(hold(story, 20)).toBeNull();
    const { id, expiresAt } = newest(story, 'DRAW_HOLD');
    // A hold of the machine may end at any hour.
    const odd = { ...newest(story, 'DRAW_HOLD'), expiresAt: plusDays(expiresAt ?? '', 0).replace('T02', 'T03') };
    story.file = { ...story.file, restrictions: { ...story.file.restrictions, [id]: odd } };
    const renewed = (days: number) =>
      story.try({ type: 'renew_restriction', restrictionId: id, days, reason: 'x' }, OTHER)?.code ?? null;
    expect(renewed(10)).toBe('second_approver_needed');
    expect(renewed(9)).toBeNull();
  });
});

describe('the same restriction twice (N221, G3)', () => {
  it('is not proposed beside one that waits or was announced', () => {
    const story = lenders();
    const cut = proposal('LIMIT_REDUCED', 'B4_LENDERS', { limitAfterFen: 1_000_000n });
    expect(story.try(cut, REVIEWER)).toBeNull();
    expect(story.try(cut, OTHER)?.code).toBe('restriction_stands');
    expect(approve(story, newest(story, 'LIMIT_REDUCED').id)).toBeNull();
    expect(story.try(cut, OTHER)?.code).toBe('restriction_stands');
  });

  it('does not go further down by small steps: the next one rests as after an end', () => {
    const story = inEffect(reduced());
    const further = proposal('LIMIT_REDUCED', 'B4_LENDERS', { limitAfterFen: 900_000n });
    expect(story.try(further, REVIEWER)?.code).toBe('cooling_off');
    const since = newest(story, 'LIMIT_REDUCED').effectiveAt ?? '';
    story.now = plusDays(since, 29);
    story.bureau({ unsettledLenders: 6 });
    expect(story.try(further, REVIEWER)?.code).toBe('cooling_off');
    story.now = plusDays(since, 30);
    story.bureau({ unsettledLenders: 6 });
    expect(story.try(further, REVIEWER)).toBeNull();
    sound(story);
  });
});

describe('a line that was closed (N222)', () => {
  it('ends what was announced or proposed, and says nothing of borrowing', () => {
    const story = reduced();
    story.do(proposal('DRAW_SUSPENDED', 'B4_LENDERS'), REVIEWER);
    story.do({ type: 'close' });
    // What the machine had put before people is withdrawn, what people proposed or announced is lifted.
    expect(Object.values(story.file.restrictions).map(({ state }) => state)).toEqual(['withdrawn', 'lifted', 'lifted']);
    const told = Object.values(story.file.notices).findLast(({ kind }) => kind === 'LIFTED');
    expect(told?.effect.map(({ zh }) => zh).join('')).not.toContain('可以正常借款');
    expect(told?.effect.map(({ en }) => en).join('')).not.toContain('borrow as usual');
    story.later({ days: 8 }).closeDay();
    expect(newest(story, 'LIMIT_REDUCED').state).toBe('lifted');
    sound(story);
  });

  it('does not keep an appeal about it from being decided', () => {
    const story = inEffect(reduced());
    const { id, decisionId } = newest(story, 'LIMIT_REDUCED');
    const appealId = appeal(story, decisionId, id);
    story.do({ type: 'close' });
    story.do({ type: 'take_appeal', appealId }, REVIEWER);
    story.do(outcome(appealId, 'overturned'), REVIEWER);
    story.do({ type: 'approve_outcome', appealId, approved: true, note: '' }, SECOND);
    expect(story.file.appeals[appealId]?.outcome).toBe('overturned');
    const told = Object.values(story.file.notices).findLast(({ kind }) => kind === 'REMEDY');
    expect(told?.effect.map(({ en }) => en).join('')).not.toContain('borrow as usual');
    sound(story);
  });

  it('does not stop a roll-back', () => {
    const story = inEffect(reduced());
    const { ruleIds } = newest(story, 'LIMIT_REDUCED');
    story.do({ type: 'close' });
    const rollBack = {
      id: 'rb-1',
      ruleIds,
      policyVersion: null,
      reason: { zh: '阈值有误', en: 'A wrong line' },
      author: 'A5001',
      approver: 'A5002',
    };
    story.do({ type: 'roll_back', rollBack }, { kind: 'machine', name: 'roll-back' });
    expect(newest(story, 'LIMIT_REDUCED').state).toBe('reversed');
  });

  it('says of a line that its owner paused that it is to be resumed, not that one can borrow', () => {
    const story = inEffect(reduced());
    story.do({ type: 'pause' });
    const { id } = newest(story, 'LIMIT_REDUCED');
    story.do({ type: 'lift_restriction', restrictionId: id, reason: 'x' }, SECOND);
    const told = Object.values(story.file.notices).at(-1);
    expect(told?.effect.map(({ en }) => en).join('')).not.toContain('borrow as usual');
  });
});

describe('an appeal (N223, G8, G9)', () => {
  it('about a decision is about what came of it, named or not', () => {
    const story = inEffect(reduced());
    const { id, decisionId } = newest(story, 'LIMIT_REDUCED');
    const before = effectiveLimitOf(story.file, story.now);
    const appealId = appeal(story, decisionId, null);
    expect(story.file.appeals[appealId]?.restrictionId).toBe(id);
    // Who approved the restriction may not review it, named or not (G8).
    expect(story.try({ type: 'take_appeal', appealId }, staff('A1002', 'second_approver'))?.code).toBe(
      'decider_reviews',
    );
    story.do({ type: 'take_appeal', appealId }, REVIEWER);
    story.do(outcome(appealId, 'overturned'), REVIEWER);
    story.do({ type: 'approve_outcome', appealId, approved: true, note: '' }, SECOND);
    expect(restrictionsInForce(story.file, story.now)).toEqual([]);
    expect(effectiveLimitOf(story.file, story.now)).toBeGreaterThan(before);
  });

  it('is not about a decision and what came of another', () => {
    const story = reduced();
    const first = newest(story, 'LIMIT_REDUCED');
    story.do(proposal('DRAW_HOLD', 'B4_LENDERS', { days: 3 }), REVIEWER);
    const other = newest(story, 'DRAW_HOLD');
    const refused = story.try({
      type: 'submit_appeal',
      decisionId: first.decisionId,
      restrictionId: other.id,
      citedReasonCodes: [],
      statement: 's',
      urgentHardship: false,
    });
    expect(refused?.code).toBe('restriction_of_other_decision');
  });

  it('sets aside no rule that did not fire in the contested decision: the security rules stay awake', () => {
    const story = reduced();
    const { id, decisionId } = newest(story, 'LIMIT_REDUCED');
    const appealId = appeal(story, decisionId, id);
    story.do({ type: 'take_appeal', appealId }, REVIEWER);
    expect(story.try(outcome(appealId, 'overturned', ['M8']), REVIEWER)?.code).toBe('rule_not_fired');
  });

  it('about what was taken back meanwhile is not answered with “the decision stands”', () => {
    const story = reduced();
    const { id, decisionId, ruleIds } = newest(story, 'LIMIT_REDUCED');
    const appealId = appeal(story, decisionId, id);
    story.do({ type: 'take_appeal', appealId }, REVIEWER);
    story.do(outcome(appealId, 'upheld'), REVIEWER);
    const rollBack = {
      id: 'rb-1',
      ruleIds,
      policyVersion: null,
      reason: { zh: '阈值有误', en: 'A wrong line' },
      author: 'A5001',
      approver: 'A5002',
    };
    story.do({ type: 'roll_back', rollBack }, { kind: 'machine', name: 'roll-back' });
    expect(newest(story, 'LIMIT_REDUCED').state).toBe('reversed');
    expect(story.try({ type: 'approve_outcome', appealId, approved: true, note: '' }, SECOND)?.code).toBe(
      'already_taken_back',
    );
    story.do({ type: 'approve_outcome', appealId, approved: false, note: '已回退' }, SECOND);
    expect(story.try(outcome(appealId, 'upheld'), REVIEWER)?.code).toBe('already_taken_back');
    story.do(outcome(appealId, 'overturned'), REVIEWER);
    story.do({ type: 'approve_outcome', appealId, approved: true, note: '' }, SECOND);
    sound(story);
  });

  it('is not put off by asking again and again, nor by letting the asked days run on (N227)', () => {
    const story = reduced();
    const { id, decisionId } = newest(story, 'LIMIT_REDUCED');
    const appealId = appeal(story, decisionId, id);
    const { submittedAt = '', answerBy: first = '' } = story.file.appeals[appealId] ?? {};
    story.do({ type: 'take_appeal', appealId }, REVIEWER);
    const ask = () => story.do({ type: 'request_info', appealId, text: { zh: '请补充', en: 'please add' } }, REVIEWER);
    const answerBy = () => story.file.appeals[appealId]?.answerBy;
    ask();
    story.later({ days: 12 }).do({ type: 'take_appeal', appealId }, REVIEWER);
    // Seven days were given, so for seven days the clock stood.
    expect(answerBy()).toBe(plusDays(first, 7));
    for (let n = 0; n < 3; n++) {
      ask();
      story.later({ days: 7 }).do({ type: 'take_appeal', appealId }, REVIEWER);
    }
    expect(answerBy()).toBe(plusDays(submittedAt, 30));
  });

  it('is taken over when its reviewer does not come back (N224)', () => {
    const story = reduced();
    const { id, decisionId } = newest(story, 'LIMIT_REDUCED');
    const appealId = appeal(story, decisionId, id);
    story.do({ type: 'take_appeal', appealId }, REVIEWER);
    expect(story.try({ type: 'take_appeal', appealId }, REVIEWER)?.code).toBe('appeal_state');
    story.do({ type: 'take_appeal', appealId }, OTHER);
    expect(story.try(outcome(appealId, 'overturned'), REVIEWER)?.code).toBe('not_assignee');
    story.do(outcome(appealId, 'overturned'), OTHER);
    story.do({ type: 'approve_outcome', appealId, approved: true, note: '' }, SECOND);
    sound(story);
  });
});

describe('days that were closed late (N225, G2)', () => {
  /** Late with an instalment, and so not in good standing: the machine alone announces. */
  const announcedBy = (closedDaysLate: number): number[] => {
    const story = new Story().openLine();
    story.draw(1_000_000n);
    story.later({ days: 40 });
    const recordedAt = plusDays(story.now, closedDaysLate);
    const context = { ...story.context({ kind: 'machine', name: 'day-close' }), recordedAt };
    const reviewed = decide(story.file, { type: 'close_day', date: dateOf(story.now) }, context);
    if (!reviewed.ok) throw new Error(reviewed.refusal.code);
    return reviewed.value.flatMap((body) =>
      body.type === 'restriction.announced' ? [(toMs(body.effectiveAt) - toMs(recordedAt)) / DAY_MS] : [],
    );
  };

  it('announce from when it can be read: nothing takes effect minutes after it was written', () => {
    expect(announcedBy(10)).toEqual([7]);
    expect(announcedBy(400)).toEqual([7]);
  });

  it('and the night’s close counts from the end of its day, as ever', () => {
    expect(announcedBy(0)).toEqual([7]);
    expect(announcedBy(1)).toEqual([6]);
  });
});

describe('a raise (N226)', () => {
  it('does not come while a reduction is announced', () => {
    const story = reduced();
    expect(newest(story, 'LIMIT_REDUCED').state).toBe('pre_notice');
    const facts = story.do({ type: 'review' }, { kind: 'machine', name: 'review' });
    expect(facts.filter((fact) => fact.type === 'limit.changed' && fact.change.kind === 'RAISED')).toEqual([]);
  });
});
