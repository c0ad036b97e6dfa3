import { describe, expect, it } from 'vitest';
import { auditGuarantees } from './audit.ts';
import { guard } from './decision/guarantees.ts';
import type { FiredRule } from './decision/fire.ts';
import { replayDecision } from './decision/replay.ts';
import type { Action, DecisionRecord, JudgementContext } from './decision-record.ts';
import type { Fact, FactBody } from './fact.ts';
import { requireEnd, requireNotice } from './guarantees.ts';
import { DEMO_LENDER } from './lender.ts';
import { defaultPolicies } from './testing/default-policies.ts';
import { REVIEWER, SECOND, Story } from './testing/story.ts';
import { plusDays } from './time.ts';
import { decide } from './decide.ts';

/** Each guarantee with an attempt to break it: by a policy, by a person, or by a damaged record. */
const context = (change: Partial<JudgementContext> = {}): JudgementContext => ({
  businessDate: '2026-03-02',
  goodStanding: true,
  grantedLimitFen: 1n,
  effectiveLimitFen: 1n,
  usedFen: 0n,
  suppressedRuleIds: [],
  standing: [],
  people: 0,
  ...change,
});
const rule = (action: Action, change: Partial<FiredRule> = {}): FiredRule => ({
  ruleId: 'X',
  index: 0,
  action,
  reasonCode: 'R',
  holdHours: 24,
  limitPercent: null,
  stepUpLifts: false,
  ...change,
});
const guarded = (
  action: Action,
  change: {
    context?: Partial<JudgementContext>;
    rule?: Partial<FiredRule>;
    sound?: Action;
    capsNothing?: boolean;
  } = {},
) =>
  guard({
    kind: 'EVENT_MONITOR',
    proposedAction: action,
    soundAction: change.sound ?? action,
    dataTrouble: change.sound !== undefined,
    restedAction: change.sound ?? action,
    restsUntil: null,
    missing: [],
    context: context(change.context),
    rules: [rule(action, change.rule)],
    changesNothing: false,
    capsNothing: change.capsNothing ?? false,
  });

const held = (): Story => {
  const story = new Story().openLine();
  for (let n = 0; n < 4; n++) {
    story.draw(100_000n, 3);
    story.later({ hours: 1 });
  }
  return story;
};
/** The facts of a story with one of them altered, as somebody with a database console might. */
const tampered = (story: Story, type: FactBody['type'], change: (body: never) => FactBody): readonly Fact[] => {
  let done = false;
  return story.facts.map((fact) => {
    if (done || fact.body.type !== type) return fact;
    done = true;
    return { ...fact, body: change(fact.body as never) };
  });
};
/** The facts of a story with every hold’s decision altered. */
const decidedOtherwise = (story: Story, change: (decision: DecisionRecord) => Partial<DecisionRecord>): Fact[] =>
  story.facts.map((fact) =>
    fact.body.type === 'decision.recorded' && fact.body.decision.action === 'DRAW_HOLD'
      ? { ...fact, body: { ...fact.body, decision: { ...fact.body.decision, ...change(fact.body.decision) } } }
      : fact,
  );
const broken = (story: Story, facts: readonly Fact[]): string[] =>
  auditGuarantees(story.file.borrowerId, facts, DEMO_LENDER.noticeDays).map((violation) => violation.guarantee);

describe('G1 reasoned', () => {
  it('a rule without a reason decides nothing', () => {
    expect(guarded('DRAW_HOLD', { rule: { reasonCode: '' } }).action).toBe('ABSTAIN');
  });
  it('the audit finds an adverse decision whose reasons were taken out', () => {
    const story = held();
    expect(
      broken(
        story,
        decidedOtherwise(story, () => ({ reasons: [] })),
      ),
    ).toContain('G1');
  });
});

describe('G2 told', () => {
  it('nothing takes effect on a notice that is not there, is another’s, or has not come due', () => {
    const story = held();
    const [hold] = Object.values(story.file.restrictions);
    if (!hold) throw new Error('no hold');
    const other = Object.values(story.file.notices).find((notice) => notice.restrictionId !== hold.id);
    expect(() => requireNotice(story.file, hold, 'nowhere', story.now)).toThrow('G2');
    expect(() => requireNotice(story.file, hold, other?.id ?? '', story.now)).toThrow('G2');
    expect(() => requireNotice(story.file, hold, hold.noticeId ?? '', '2020-01-01T00:00:00.000Z')).toThrow('G2');
  });
  it('the audit finds a reduction moved ahead of its seven days', () => {
    const story = new Story().openLine();
    story.bureau({ overdueDaysMax: 45, overdueAccounts: 1, overdueAmountFen: 500_000n });
    const [proposal] = Object.values(story.file.restrictions);
    story.do({ type: 'approve_restriction', restrictionId: proposal?.id ?? '', approved: true, note: '' }, REVIEWER);
    story.later({ days: 8 });
    story.closeDay();
    const early = story.facts.map((fact) =>
      fact.body.type === 'restriction.effective' ||
      fact.seq > (story.facts.find((one) => one.body.type === 'restriction.effective')?.seq ?? 0)
        ? { ...fact, occurredAt: story.facts[0]?.occurredAt ?? '' }
        : fact,
    );
    expect(broken(story, early)).toContain('G2');
  });
});

describe('G2 told, by people too', () => {
  it('debt is no security matter, whoever proposes it: the family comes from the reason, and with it the notice', () => {
    const story = new Story().openLine();
    story.bureau({ unsettledLenders: 6 });
    story.do(
      {
        type: 'propose_restriction',
        kind: 'DRAW_SUSPENDED',
        reasonCodes: ['B4_LENDERS'],
        limitAfterFen: null,
        days: null,
        note: 'x',
      },
      REVIEWER,
    );
    const suspension = () => Object.values(story.file.restrictions).find((one) => one.kind === 'DRAW_SUSPENDED');
    const proposed = suspension();
    expect(proposed?.causeFamily).toBe('ELIGIBILITY');
    story.do({ type: 'approve_restriction', restrictionId: proposed?.id ?? '', approved: true, note: '' }, SECOND);
    expect(suspension()).toMatchObject({
      state: 'pre_notice',
      effectiveAt: plusDays(story.now, DEMO_LENDER.noticeDays),
    });
  });
});

describe('G3 proportionate', () => {
  it.each(['LIMIT_REDUCED', 'DRAW_SUSPENDED', 'FROZEN', 'CLOSURE'] as const)(
    '%s by the machine alone becomes a matter for people',
    (action) => {
      expect(guarded(action).action).toBe('REVIEW');
    },
  );
  it('one person is not enough to close, and enough to reduce', () => {
    expect(guarded('CLOSURE', { context: { people: 1 } }).action).toBe('REVIEW');
    expect(guarded('CLOSURE', { context: { people: 2 } }).action).toBe('CLOSURE');
    expect(guarded('LIMIT_REDUCED', { context: { people: 1 } }).action).toBe('LIMIT_REDUCED');
  });
  it('even out of good standing the machine neither freezes nor closes', () => {
    expect(guarded('FROZEN', { context: { goodStanding: false } }).action).toBe('REVIEW');
    expect(guarded('CLOSURE', { context: { goodStanding: false } }).action).toBe('REVIEW');
    expect(guarded('LIMIT_REDUCED', { context: { goodStanding: false } }).action).toBe('LIMIT_REDUCED');
  });
});

describe('G3 proportionate, afterwards', () => {
  it('the audit finds a reduction that the machine alone decided in good standing', () => {
    const story = held();
    expect(
      broken(
        story,
        decidedOtherwise(story, () => ({ action: 'LIMIT_REDUCED' })),
      ),
    ).toContain('G3');
  });
});

describe('G4 bounded', () => {
  it.each([0, 73, 24_000])('a machine’s hold of %i hours is withdrawn', (holdHours) => {
    expect(guarded('DRAW_HOLD', { rule: { holdHours } }).action).toBe('ABSTAIN');
  });
  it('a hold without an end cannot take effect', () => {
    const [hold] = Object.values(held().file.restrictions);
    if (!hold) throw new Error('no hold');
    expect(() => requireEnd(hold)).not.toThrow();
    expect(() => requireEnd({ ...hold, expiresAt: null })).toThrow('G4');
  });
  it('the audit finds a hold whose end was taken out', () => {
    const story = held();
    expect(
      broken(
        story,
        tampered(story, 'restriction.effective', (body: Extract<FactBody, { type: 'restriction.effective' }>) => ({
          ...body,
          expiresAt: null,
        })),
      ),
    ).toContain('G4');
  });
});

describe('G5 sound data', () => {
  it('what rests on stale data abstains, and says so', () => {
    const result = guarded('DRAW_HOLD', { sound: 'NONE' });
    expect(result.action).toBe('ABSTAIN');
    expect(result.checks.find((check) => check.id === 'G5')?.held).toBe(false);
  });
  it('a credit report over thirty days old reduces nobody at a review', () => {
    const story = new Story().openLine();
    story.bureau({ monthlyDebtServiceFen: 1_100_000n });
    story.later({ days: 31 });
    const facts = story.do({ type: 'review' }, { kind: 'machine', name: 'review' });
    const decision = facts.find((fact) => fact.type === 'decision.recorded');
    expect(decision?.type === 'decision.recorded' && decision.decision.action).toBe('ABSTAIN');
    expect(facts.some((fact) => fact.type === 'restriction.proposed')).toBe(false);
  });
});

describe('G5 and G6, afterwards', () => {
  it('the audit finds an adverse decision on a value that was stale', () => {
    const story = held();
    const stale = decidedOtherwise(story, ({ inputs }) => ({
      inputs: inputs.map((one) => ({ ...one, fresh: false })),
    }));
    expect(broken(story, stale)).toContain('G5');
  });
  it('the audit finds a decision that looked at what it may not', () => {
    const story = held();
    const looked = decidedOtherwise(story, ({ inputs }) => ({
      inputs: inputs.map((one, place) => (place === 0 ? { ...one, name: 'gender' } : one)),
    }));
    expect(broken(story, looked)).toContain('G6');
  });
});

describe('G7 terms stay', () => {
  it('the audit finds a loan that goes by a dearer rate than it was signed on', () => {
    const story = new Story().openLine();
    story.draw(500_000n, 3);
    const dearer = tampered(story, 'draw.paid', (body: Extract<FactBody, { type: 'draw.paid' }>) => ({
      ...body,
      terms: { ...body.terms, annualRatePpb: body.terms.annualRatePpb + 1n },
    }));
    expect(broken(story, story.facts)).toEqual([]);
    expect(broken(story, dearer)).toEqual(['G7']);
  });
});

describe('G7 repayment works', () => {
  it('in every state of a line, a closed one with a loan left over included', () => {
    const story = new Story().openLine();
    story.draw(500_000n, 3);
    const loanId = Object.keys(story.file.loans)[0] ?? '';
    story.do({ type: 'pause' });
    story.bureau({ unsettledLenders: 6 });
    story.do(
      {
        type: 'propose_restriction',
        kind: 'DRAW_HOLD',
        reasonCodes: ['B4_LENDERS'],
        limitAfterFen: null,
        days: 5,
        note: 'x',
      },
      REVIEWER,
    );
    story.later({ days: 5 });
    story.repay({ loanId, mode: 'EARLY_PART', amountFen: 100_000n });
    story.repay({ loanId, mode: 'EARLY_FULL' });
    expect(story.file.loans[loanId]?.state).toBe('SETTLED');
  });
  it('early repayment brings no fee', () => {
    const story = new Story().openLine();
    story.draw(500_000n, 3);
    story.later({ days: 1 });
    const facts = story.repay({ loanId: Object.keys(story.file.loans)[0] ?? '', mode: 'EARLY_FULL' });
    const received = facts.find((fact) => fact.type === 'repayment.received');
    expect(received?.type === 'repayment.received' && received.applied[0]?.allocation.feesFen).toBe(0n);
  });
});

describe('G8 contestable', () => {
  it('the audit finds an appeal that one person decided alone', () => {
    const story = held();
    const [hold] = Object.values(story.file.restrictions);
    story.do({
      type: 'submit_appeal',
      decisionId: hold?.decisionId ?? '',
      restrictionId: hold?.id ?? '',
      citedReasonCodes: [],
      statement: 's',
      urgentHardship: false,
    });
    const appealId = Object.keys(story.file.appeals)[0] ?? '';
    const decided: Fact = {
      seq: story.facts.length,
      occurredAt: story.now,
      recordedAt: story.now,
      commandId: 'x',
      actor: REVIEWER,
      body: {
        type: 'appeal.decided',
        appealId,
        outcome: 'upheld',
        by: 'A1',
        secondBy: 'A1',
        text: { zh: '', en: '' },
        decisionId: null,
      },
    };
    expect(broken(story, [...story.facts, decided])).toContain('G8');
  });
});

describe('G9 repaired', () => {
  it('the audit finds an overturned case whose restriction still stands', () => {
    const story = held();
    const [hold] = Object.values(story.file.restrictions);
    story.do({
      type: 'submit_appeal',
      decisionId: hold?.decisionId ?? '',
      restrictionId: hold?.id ?? '',
      citedReasonCodes: [],
      statement: 's',
      urgentHardship: false,
    });
    const appealId = Object.keys(story.file.appeals)[0] ?? '';
    const decided: Fact = {
      seq: story.facts.length,
      occurredAt: story.now,
      recordedAt: story.now,
      commandId: 'x',
      actor: REVIEWER,
      body: {
        type: 'appeal.decided',
        appealId,
        outcome: 'overturned',
        by: 'A1',
        secondBy: 'A2',
        text: { zh: '', en: '' },
        decisionId: null,
      },
    };
    expect(broken(story, [...story.facts, decided])).toContain('G9');
  });
});

describe('G10 replayable', () => {
  it('a changed value, a changed reason, a changed action are each found', () => {
    const story = held();
    const decision = Object.values(story.file.decisions).find((one) => one.action === 'DRAW_HOLD');
    if (!decision) throw new Error('no decision');
    const policies = defaultPolicies();
    expect(replayDecision(decision, policies).identical).toBe(true);
    const [first, ...rest] = decision.inputs;
    if (!first) throw new Error('no inputs');
    expect(replayDecision({ ...decision, inputs: [{ ...first, value: 99 }, ...rest] }, policies).identical).toBe(false);
    expect(replayDecision({ ...decision, reasons: [] }, policies).differences).toContain('reasons');
    expect(replayDecision({ ...decision, action: 'NONE' }, policies).differences).toContain('action');
    expect(() =>
      replayDecision({ ...decision, versions: { ...decision.versions, policy: 'other' } }, policies),
    ).toThrow('other');
  });
});

describe('G10, afterwards', () => {
  it('the audit finds a decision that replays otherwise, and one whose policy nobody kept', () => {
    const story = held();
    const found = (facts: readonly Fact[]) =>
      auditGuarantees(story.file.borrowerId, facts, DEMO_LENDER.noticeDays, defaultPolicies())
        .filter((violation) => violation.guarantee === 'G10')
        .map((violation) => violation.detail);
    expect(found(story.facts)).toEqual([]);
    expect(found(decidedOtherwise(story, () => ({ holdDays: 30 })))[0]).toContain('replays otherwise');
    const unkept = decidedOtherwise(story, ({ versions }) => ({ versions: { ...versions, policy: 'other' } }));
    expect(found(unkept)[0]).toContain('nobody kept');
  });
});

describe('G11 honest about strategy', () => {
  const strategy = {
    id: 's1',
    name: { zh: '压降', en: 'x' },
    reason: { zh: 'y', en: 'y' },
    effect: 'REDUCE' as const,
    reduceToPercent: 50,
    minLimitFen: 1n,
    dormantMonths: null,
    lineKind: null,
    region: null,
    segment: null,
    noticeDays: 7,
    author: 'A1',
    approver: 'A2',
  };
  it('needs another approver and the full notice', () => {
    const story = new Story().openLine();
    expect(story.try({ type: 'apply_strategy', strategy: { ...strategy, approver: 'A1' } }, REVIEWER)?.code).toBe(
      'same_person',
    );
    expect(story.try({ type: 'apply_strategy', strategy: { ...strategy, noticeDays: 6 } }, REVIEWER)?.code).toBe(
      'strategy_too_soon',
    );
    const blaming = { ...strategy, reason: { zh: '您逾期严重', en: 'You are a bad payer' } };
    expect(story.try({ type: 'apply_strategy', strategy: blaming }, REVIEWER)?.code).toBe('strategy_blames');
  });
  it('the audit finds a strategy notice that blames', () => {
    const story = new Story().openLine();
    story.do({ type: 'apply_strategy', strategy }, REVIEWER);
    const facts = story.facts.map((fact) =>
      fact.body.type === 'notice.issued' && fact.body.notice.causeFamily === 'STRATEGY'
        ? { ...fact, body: { ...fact.body, notice: { ...fact.body.notice, noFault: false } } }
        : fact,
    );
    expect(broken(story, facts)).toContain('G11');
  });
});

describe('purity', () => {
  it('the same file, command and context give the same facts', () => {
    const story = new Story().openLine();
    const command = story.drawCommand(500_000n);
    const at = story.context({ kind: 'borrower' });
    expect(decide(story.file, command, at)).toEqual(decide(story.file, command, at));
  });
});
