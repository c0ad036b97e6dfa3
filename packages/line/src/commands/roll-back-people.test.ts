import { beforeAll, describe, expect, it } from 'vitest';
import { auditGuarantees } from '../audit.ts';
import { compilePolicySet } from '../policy/compile.ts';
import { type PolicySet, withEarlier } from '../policy/policy-set.ts';
import type { RollBack } from '../roll-back.ts';
import { availableOf, effectiveLimitOf } from '../selectors.ts';
import { defaultPolicies, defaultPolicyFiles } from '../testing/default-policies.ts';
import { REVIEWER, SECOND, staff, Story } from '../testing/story.ts';
import { leftToPeople } from './roll-back-people.ts';

const MACHINE = { kind: 'machine', name: 'roll-back' } as const;
const OTHER = staff('A2009', 'reviewer');

/** The same rules under another name, as a version that is found wrong later. */
let old: PolicySet;
let now: PolicySet;
beforeAll(() => {
  const files = defaultPolicyFiles();
  const manifest = JSON.stringify({ ...JSON.parse(files['manifest.json'] ?? '{}'), author: 'somebody else' });
  const compiled = compilePolicySet({ ...files, 'manifest.json': manifest }, '2026-11-01');
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  old = compiled.policies;
  now = withEarlier(defaultPolicies(), [old]);
});

const rollBack = (change: Partial<RollBack> = {}): RollBack => ({
  id: 'rb-1',
  ruleIds: [],
  policyVersion: old.version,
  reason: { zh: '这个版本的标准有误。', en: 'The lines of this version were wrong.' },
  author: 'A3001',
  approver: 'A2002',
  ...change,
});
/** A limit reduced, or draws held, by people under the old version, which is then rolled back whole. */
const decided = (kind: 'LIMIT_REDUCED' | 'DRAW_HOLD'): Story => {
  const story = new Story().policy(old).openLine();
  story.bureau({ monthlyDebtServiceFen: 650_000n });
  const limitAfterFen = kind === 'LIMIT_REDUCED' ? effectiveLimitOf(story.file, story.now) / 2n : null;
  const days = kind === 'DRAW_HOLD' ? 20 : null;
  story.do(
    { type: 'propose_restriction', kind, reasonCodes: ['B6_DSR_SOFT'], limitAfterFen, days, note: 'x' },
    REVIEWER,
  );
  if (kind === 'LIMIT_REDUCED') {
    story.do({ type: 'approve_restriction', restrictionId: only(story).id, approved: true, note: '' }, SECOND);
    story.later({ days: 8 }).closeDay();
  }
  story.policy(now);
  return story;
};
const only = (story: Story) => {
  const [restriction] = Object.values(story.file.restrictions);
  if (restriction === undefined) throw new Error('no restriction');
  return restriction;
};
const left = (story: Story, about = rollBack()) => leftToPeople(story.file, about, story.context(OTHER));
const look = (keep: boolean, story: Story, reason = '重新核对') =>
  ({ type: 'look_after_roll_back', rollBack: rollBack(), decisionId: only(story).decisionId, keep, reason }) as const;
const sound = (story: Story) => expect(auditGuarantees('b', story.facts, 7, now)).toEqual([]);

describe('N148: what people decided under a version that is rolled back', () => {
  it('is not undone by the machine, nor left unseen: it waits for a person, with whether its reason holds now', () => {
    const story = decided('LIMIT_REDUCED');
    const limit = effectiveLimitOf(story.file, story.now);
    story.do({ type: 'roll_back', rollBack: rollBack() }, MACHINE);
    expect(effectiveLimitOf(story.file, story.now)).toBe(limit);
    expect(left(story)).toMatchObject([{ restriction: { state: 'effective' }, grounds: 'HOLD' }]);
    expect(left(story, rollBack({ ruleIds: ['M34'] })), 'by rules it falls by itself (N130)').toEqual([]);
    expect(left(story, rollBack({ policyVersion: now.version })), 'another version').toEqual([]);
    expect(left(story, rollBack({ policyVersion: null, scorecardVersion: 'c@1' }))).toEqual([]);
    sound(story);
  });

  it('is kept or taken back by somebody else, with a reason, once', () => {
    const story = decided('LIMIT_REDUCED');
    const before = story.facts.length;
    for (const actor of [REVIEWER, SECOND])
      expect(story.try(look(false, story), actor)?.code).toBe('own_decision_reviewed');
    expect(story.try(look(true, story, ' '), OTHER)?.code).toBe('look_needs_reason');
    expect(story.try({ ...look(true, story), decisionId: 'nothing' }, OTHER)?.code).toBe('nothing_to_look_at');
    expect(story.facts).toHaveLength(before);
    expect(story.do(look(true, story), OTHER).map(({ type }) => type)).toEqual(['roll_back.looked_at']);
    expect(only(story).state).toBe('effective');
    expect(left(story)).toEqual([]);
    expect(left(story, rollBack({ id: 'rb-2' })), 'another roll-back asks again').toHaveLength(1);
    expect(story.try(look(false, story), OTHER)?.code).toBe('nothing_to_look_at');
    sound(story);
  });

  it('taken back, the line is whole, the borrower told, and it counts against the rule (G9)', () => {
    const reduced = decided('LIMIT_REDUCED');
    const granted = reduced.file.line?.grantedLimitFen;
    const held = decided('DRAW_HOLD');
    for (const story of [reduced, held]) {
      const facts = story.do(look(false, story), OTHER);
      expect(only(story).state).toBe('reversed');
      expect(effectiveLimitOf(story.file, story.now)).toBe(granted);
      expect(availableOf(story.file, story.now)).toBe(granted);
      const notices = facts.flatMap((fact) => (fact.type === 'notice.issued' ? [fact.notice] : []));
      expect(notices).toMatchObject([{ kind: 'REMEDY', noFault: true, restrictionId: only(story).id }]);
      expect(facts).toContainEqual(expect.objectContaining({ type: 'rule.contested', result: 'overturned' }));
      expect(left(story)).toEqual([]);
      sound(story);
    }
  });

  it('of a proposal that nobody heard of, nobody is told; what has ended waits for nobody', () => {
    const story = new Story().policy(old).openLine();
    story.bureau({ monthlyDebtServiceFen: 650_000n });
    const proposal = { type: 'propose_restriction', kind: 'CLOSURE', reasonCodes: ['B6_DSR_SOFT'] } as const;
    story.do({ ...proposal, limitAfterFen: null, days: null, note: 'x' }, REVIEWER);
    story.policy(now);
    expect(left(story)).toHaveLength(1);
    const facts = story.do(look(false, story), OTHER);
    expect(facts.some(({ type }) => type === 'notice.issued')).toBe(false);
    expect(only(story).state).toBe('reversed');
    const held = decided('DRAW_HOLD');
    held.later({ days: 21 }).closeDay();
    expect(left(held)).toEqual([]);
  });
});
