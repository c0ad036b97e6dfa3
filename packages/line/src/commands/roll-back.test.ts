import { describe, expect, it } from 'vitest';
import { auditGuarantees } from '../audit.ts';
import { judgeFile } from '../decision/record.ts';
import { replayDecision } from '../decision/replay.ts';
import type { RollBack } from '../roll-back.ts';
import { availableOf, effectiveLimitOf, restrictionsInForce } from '../selectors.ts';
import { compilePolicySet } from '../policy/compile.ts';
import { withEarlier } from '../policy/policy-set.ts';
import { defaultPolicies, defaultPolicyFiles } from '../testing/default-policies.ts';
import { REVIEWER, SECOND, Story } from '../testing/story.ts';
import { rollBackEffect } from './roll-back.ts';

const MACHINE = { kind: 'machine', name: 'roll-back' } as const;

/** A line on hold for a burst of draws, and the rule that held it. */
const held = (): { story: Story; rule: string } => {
  const story = new Story().openLine().later({ days: 40 });
  for (const amountFen of [100_000n, 110_000n, 120_000n, 130_000n]) story.draw(amountFen);
  const hold = restrictionsInForce(story.file, story.now).find(({ kind }) => kind === 'DRAW_HOLD');
  if (hold?.kind !== 'DRAW_HOLD') throw new Error('four draws in a day hold the line no more');
  return { story, rule: hold.ruleIds[0] as string };
};
const taking = (
  ruleIds: readonly string[],
  change: Partial<RollBack> = {},
): { type: 'roll_back'; rollBack: RollBack } => ({
  type: 'roll_back',
  rollBack: {
    id: 'rb-1',
    ruleIds,
    policyVersion: null,
    reason: { zh: '规则把同一笔借款重复计数。', en: 'The rule counted one draw several times.' },
    author: 'A3001',
    approver: 'A2002',
    ...change,
  },
});

describe('N30: rolling a rule back (G9)', () => {
  it('runs what it decided again, lifts the hold, tells the borrower, and counts against the rule', () => {
    const { story, rule } = held();
    const facts = story.do(taking([rule]), MACHINE);
    // What the milder rules over the same draws did is theirs, and stays.
    expect(restrictionsInForce(story.file, story.now).map(({ kind }) => kind)).toEqual(['SINGLE_DRAW_CAP']);
    expect(availableOf(story.file, story.now)).toBeGreaterThan(0n);
    const types = facts.map(({ type }) => type);
    expect(types).toContain('roll_back.applied');
    expect(facts).toContainEqual(
      expect.objectContaining({ type: 'rule.contested', ruleId: rule, result: 'overturned' }),
    );
    const notice = facts.flatMap((fact) => (fact.type === 'notice.issued' ? [fact.notice] : [])).at(-1);
    expect(notice).toMatchObject({ kind: 'REMEDY', noFault: true, adverse: false });
    expect(notice?.effect.map(({ zh }) => zh).join('')).toContain('规则把同一笔借款重复计数');
    const again = facts.flatMap((fact) => (fact.type === 'decision.recorded' ? [fact.decision] : []));
    expect(again.map(({ kind }) => kind)).toEqual(['ROLL_BACK_REDECISION']);
    for (const decision of again) expect(replayDecision(decision, defaultPolicies()).differences).toEqual([]);
    expect(auditGuarantees('b', story.facts, 7, defaultPolicies())).toEqual([]);
  });

  it('does it once: the same roll-back again changes nothing', () => {
    const { story, rule } = held();
    story.do(taking([rule]), MACHINE);
    expect(story.do(taking([rule]), MACHINE)).toEqual([]);
  });

  it('leaves alone whom the rule never touched, and what stands on other rules', () => {
    const { story } = held();
    const before = restrictionsInForce(story.file, story.now);
    expect(story.do(taking(['no-such-rule']), MACHINE)).toEqual([]);
    expect(restrictionsInForce(story.file, story.now)).toEqual(before);
  });

  it('shows its reach before anything is written', () => {
    const { story, rule } = held();
    const facts = story.facts.length;
    const effect = rollBackEffect(story.file, taking([rule]).rollBack, { policies: defaultPolicies(), now: story.now });
    expect(effect.decisions.every(({ flips }) => flips)).toBe(true);
    expect(effect.restrictions.map(({ kind }) => kind)).toEqual(['DRAW_HOLD']);
    expect(story.facts.length).toBe(facts);
  });

  it('gives back a limit that people had agreed to cut on the rule’s word', () => {
    const story = new Story().openLine().later({ days: 10 });
    const limit = effectiveLimitOf(story.file, story.now);
    story.bureau({ totalDebtFen: 60_000_000n, monthlyDebtServiceFen: 1_100_000n });
    story.do({ type: 'review' }, MACHINE);
    const proposed = Object.values(story.file.restrictions).find(({ kind }) => kind === 'LIMIT_REDUCED');
    if (proposed === undefined) throw new Error('debts of fifty monthly incomes ask for no reduction any more');
    if (proposed.state === 'proposed')
      story.do({ type: 'approve_restriction', restrictionId: proposed.id, approved: true, note: '同意' }, SECOND);
    story.later({ days: 8 }).do({ type: 'close_day', date: story.now.slice(0, 10) }, MACHINE);
    expect(effectiveLimitOf(story.file, story.now)).toBeLessThan(limit);
    story.do(taking(proposed.ruleIds), MACHINE);
    expect(effectiveLimitOf(story.file, story.now)).toBe(limit);
    expect(story.file.restrictions[proposed.id]?.state).toBe('reversed');
  });

  it('undoes what a person decided on the rule’s word alone, and tells the borrower', () => {
    const story = new Story().openLine();
    story.bureau({ monthlyDebtServiceFen: 650_000n });
    story.do(
      {
        type: 'propose_restriction',
        kind: 'DRAW_HOLD',
        reasonCodes: ['B6_DSR_SOFT'],
        limitAfterFen: null,
        days: 5,
        note: 'x',
      },
      REVIEWER,
    );
    expect(availableOf(story.file, story.now)).toBe(0n);
    const [hold] = restrictionsInForce(story.file, story.now);
    expect(story.do(taking(['M1']), MACHINE)).toEqual([]);
    const facts = story.do(taking(hold?.ruleIds ?? []), MACHINE);
    expect(restrictionsInForce(story.file, story.now)).toEqual([]);
    expect(availableOf(story.file, story.now)).toBeGreaterThan(0n);
    expect(facts.flatMap((fact) => (fact.type === 'notice.issued' ? [fact.notice.kind] : []))).toEqual(['REMEDY']);
    expect(facts).toContainEqual(
      expect.objectContaining({ type: 'rule.contested', decisionId: hold?.decisionId, result: 'overturned' }),
    );
    expect(auditGuarantees('b', story.facts, 7, defaultPolicies())).toEqual([]);
  });

  it('gives the limit back where the rule had cut it deeper than those that are left would have', () => {
    const story = new Story().openLine();
    const limit = effectiveLimitOf(story.file, story.now);
    // Overdue elsewhere cuts to half (M8, M21), six lenders to seven tenths (M9).
    story.bureau({ overdueDaysMax: 45, overdueAccounts: 1, overdueAmountFen: 500_000n, unsettledLenders: 6 });
    const [proposed] = Object.values(story.file.restrictions);
    expect(proposed?.limitAfterFen).toBe(limit / 2n);
    story.do({ type: 'approve_restriction', restrictionId: proposed?.id ?? '', approved: true, note: '' }, SECOND);
    story.later({ days: 8 }).closeDay();
    expect(story.try(taking(['M9'], { id: 'rb-0' }), MACHINE)).toBeNull();
    expect(effectiveLimitOf(story.file, story.now), 'without M9 it is cut as deep').toBe(limit / 2n);
    story.do(taking(['M8', 'M21']), MACHINE);
    expect(effectiveLimitOf(story.file, story.now)).toBe(limit);
    expect(auditGuarantees('b', story.facts, 7, defaultPolicies())).toEqual([]);
  });

  it('leaves nothing standing on a rule whose data could not have carried it (G5)', () => {
    const { story, rule } = held();
    const [id, decision] = Object.entries(story.file.decisions).find(([, { action }]) => action === 'DRAW_HOLD') ?? [];
    if (id === undefined || decision === undefined) throw new Error('no hold');
    // Beside the burst the record has a second ground for a hold, on a value that was stale.
    const inputs = decision.inputs.map((input) =>
      input.name === 'id_card_valid' ? { ...input, value: false, fresh: false } : input,
    );
    const file = { ...story.file, decisions: { ...story.file.decisions, [id]: { ...decision, inputs } } };
    const effect = rollBackEffect(file, taking([rule]).rollBack, { policies: defaultPolicies(), now: story.now });
    expect(effect.decisions[0]?.again).toMatchObject({ proposedAction: 'DRAW_HOLD', action: 'ABSTAIN' });
    expect(effect.restrictions.map(({ kind }) => kind)).toEqual(['DRAW_HOLD']);
  });

  it('takes a scorecard, or the whole version it came with, back: who was declined on its points is offered a line', () => {
    const files = defaultPolicyFiles();
    const path = 'scorecards/consumer-application.json';
    const card = JSON.parse(files[path] ?? '{}') as { version: string; basePoints: number };
    const wrong = { ...card, version: 'wrong', basePoints: card.basePoints - 400 };
    const compiled = compilePolicySet({ ...files, [path]: JSON.stringify(wrong) }, '2026-11-01');
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
    const bad = compiled.policies;
    const good = withEarlier(defaultPolicies(), [bad]);
    const scope = (change: Partial<RollBack>) => taking([], { policyVersion: null, ...change });
    for (const change of [{ scorecardVersion: 'consumer-application@wrong' }, { policyVersion: bad.version }]) {
      const story = new Story().policy(bad);
      story.applyOnly();
      expect(story.file.application?.status).toBe('DECLINED');
      story.policy(good);
      expect(story.try(scope({ scorecardVersion: 'consumer-application@2026-11' }), MACHINE)?.code).toBe(
        'roll_back_of_nothing',
      );
      const facts = story.do(scope(change), MACHINE);
      expect(story.file.application?.status).toBe('OFFERED');
      expect(facts.flatMap((fact) => (fact.type === 'notice.issued' ? [fact.notice.kind] : []))).toContain('REMEDY');
      expect(facts.at(-2)).toMatchObject({ type: 'roll_back.applied', ...change });
      expect(auditGuarantees('b', story.facts, 7, good)).toEqual([]);
    }
  });

  it('keeps the rule out of later decisions once it is withdrawn', () => {
    const { story, rule } = held();
    const context = story.context(REVIEWER);
    const fired = (withdrawnRuleIds: readonly string[]) =>
      judgeFile('EVENT_MONITOR', 'CONSUMER', story.file, { ...context, withdrawnRuleIds }).judgement.firedRuleIds;
    expect(fired([])).toContain(rule);
    expect(fired([rule])).not.toContain(rule);
  });

  it('is refused where it names nothing, or one person both proposes and approves', () => {
    const { story, rule } = held();
    expect(story.try(taking([]), MACHINE)?.code).toBe('roll_back_of_nothing');
    expect(story.try(taking([], { policyVersion: defaultPolicies().version }), MACHINE)?.code).toBe(
      'roll_back_of_nothing',
    );
    expect(story.try(taking([rule], { approver: 'A3001' }), MACHINE)?.code).toBe('same_person');
  });
});
