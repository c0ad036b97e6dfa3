import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditGuarantees } from '../audit.ts';
import type { Command } from '../command.ts';
import { evolveAll } from '../evolve.ts';
import type { Fact } from '../fact.ts';
import { emptyFile } from '../file.ts';
import { toJson } from '../json.ts';
import { DEMO_LENDER } from '../lender.ts';
import {
  accountFile,
  BUSINESS_APPLICATION,
  FINDINGS,
  HOUSE,
  referredBusiness,
  STATEMENT,
} from '../testing/business.ts';
import { defaultPolicies } from '../testing/default-policies.ts';
import { BORROWER, REVIEWER, SECOND, staff, Story } from '../testing/story.ts';
import { memoHashOf } from '../three-part-check/memo.ts';
import type { BusinessStatement, Finding, Security } from '../three-part-check/parts.ts';

const policies = defaultPolicies();
const audit = (facts: readonly Fact[]) => auditGuarantees('b', facts, DEMO_LENDER.noticeDays, policies);

const findings = (change: Partial<Finding> = {}, topic: Finding['topic'] = 'PREMISES'): Command => ({
  type: 'record_check',
  part: { kind: 'INVESTIGATION', findings: FINDINGS.map((one) => (one.topic === topic ? { ...one, ...change } : one)) },
});
const statements = (...changes: readonly Partial<BusinessStatement>[]): Command => ({
  type: 'record_check',
  part: { kind: 'STATEMENTS', statements: changes.map((change) => ({ ...STATEMENT, ...change })) },
});
const security = (...securities: readonly Security[]): Command => ({
  type: 'record_check',
  part: { kind: 'SECURITY', securities },
});
const propose = (limitFen: bigint | null, ...reasonCodes: string[]): Command => ({
  type: 'propose_credit',
  recommendation: { outcome: limitFen === null ? 'DECLINE' : 'APPROVE', limitFen, reasonCodes, text: 'as found' },
});
const answer = (approved: boolean): Command => ({ type: 'approve_credit', approved, note: 'read the memo' });

const checked = (story: Story = referredBusiness()): Story => {
  story.do(findings(), REVIEWER);
  story.do(statements({}), REVIEWER);
  story.do(security(HOUSE), REVIEWER);
  return story;
};

describe('N135 what the machine alone may offer', () => {
  it('is a business line up to the line of the policy, and no more than was asked for', () => {
    const small = referredBusiness({ askedLimitFen: 5_000_000n });
    expect(small.file.application).toMatchObject({ status: 'OFFERED', offer: { limitFen: 5_000_000n } });
    const at = referredBusiness({ askedLimitFen: 30_000_000n });
    expect(at.file.application?.status).toBe('OFFERED');
    const above = referredBusiness({ askedLimitFen: 30_000_100n });
    expect(above.file.application?.status).toBe('REFERRED');
    const decision = above.file.decisions[above.file.application?.decisionId ?? ''];
    expect(decision).toMatchObject({ action: 'REFER', limitFen: null });
    expect(decision?.guaranteeChecks.at(-1)).toMatchObject({ id: 'G3', held: false });
    for (const { facts } of [small, at, above]) expect(audit(facts)).toEqual([]);
  });

  it('stays what it was where nobody asks for a limit, and nobody asks for one on a consumer line', () => {
    const { askedLimitFen: _asked, ...plain } = BUSINESS_APPLICATION;
    const story = new Story().applyOnly(plain);
    expect(story.file.application?.status).toBe('OFFERED');
    expect(Object.values(story.file.decisions)[0]?.context).not.toHaveProperty('askedLimitFen');
    const consumer = new Story();
    expect(() => consumer.applyOnly({ askedLimitFen: 5_000_000n })).toThrow('asked_limit_business_only');
    expect(() => referredBusiness({ askedLimitFen: 300_000_100n })).toThrow('limit_out_of_range');
  });

  it('is looked at again when data comes, and offered by the machine no more once people have begun', () => {
    const story = referredBusiness();
    story.bureau({ totalDebtFen: 100n });
    expect(story.file.application?.status).toBe('REFERRED');
    story.do(findings(), REVIEWER);
    story.bureau({ overdueDaysMax: 90, overdueAmountFen: 900_000n });
    expect(story.file.application?.status).toBe('REFERRED');
  });
});

describe('N136 the three-part check', () => {
  it('ends in an offer when one person proposes and another agrees', () => {
    const story = checked();
    story.do(propose(60_000_000n), REVIEWER);
    expect(story.try(answer(true), staff('A2001', 'second_approver'))?.code).toBe('same_person');
    story.later({ days: 3 }).do(answer(true), SECOND);
    const { application } = story.file;
    expect(application).toMatchObject({ status: 'OFFERED', offer: { limitFen: 60_000_000n } });
    const decision = story.file.decisions[application?.decisionId ?? ''];
    expect(decision).toMatchObject({ action: 'APPROVE', context: { people: 2 }, actor: { staffNo: 'A2002' } });
    expect(decision?.memoHash).toBe(application?.proposal?.memoHash);
    story.do({
      type: 'accept_offer',
      costSheetHash: application?.offer?.costSheetHash ?? '',
      readSeconds: 30,
      scrolledToEnd: true,
    });
    expect(story.file.line).toMatchObject({ kind: 'BUSINESS', grantedLimitFen: 60_000_000n });
    expect(audit(story.facts)).toEqual([]);
  });

  it('is not decided by one person, above the line or where figures differ', () => {
    const alone = (limitFen: bigint): Command => ({
      type: 'decide_application',
      approved: true,
      limitFen,
      reasonCodes: [],
      note: 'alone',
    });
    expect(referredBusiness().try(alone(100_000n), REVIEWER)?.code).toBe('three_part_check_needed');
    const { askedLimitFen: _asked, ...plain } = BUSINESS_APPLICATION;
    const story = new Story().applyOnly({ ...plain, employment: 'UNEMPLOYED' });
    expect(story.file.application?.status).toBe('REFERRED');
    expect(story.try(alone(30_000_100n), REVIEWER)?.code).toBe('three_part_check_needed');
    story.do(statements({ taxDeclaredSalesFen: 200_000_000n }), REVIEWER);
    expect(story.try(alone(100_000n), REVIEWER)?.code).toBe('three_part_check_needed');
    story.do(statements({}), REVIEWER);
    story.do(alone(100_000n), REVIEWER);
    expect(story.file.application?.status).toBe('OFFERED');
  });

  it('is whole before approval is proposed: every topic, a statement that counts, and what stands as security', () => {
    const story = referredBusiness();
    expect(story.try(propose(60_000_000n), REVIEWER)?.message.en).toContain('registration, start of trading');
    story.do(findings(), REVIEWER);
    story.do(statements({ periodFrom: '2024-01-01', periodTo: '2024-10-31' }), REVIEWER);
    expect(story.try(propose(60_000_000n), REVIEWER)?.code).toBe('check_incomplete');
    story.do(security(), REVIEWER);
    expect(story.try(propose(60_000_000n), REVIEWER)?.code).toBe('statement_too_old');
    story.do(statements({}), REVIEWER);
    story.do(findings({ outcome: 'DECLARED' }, 'REGISTRATION'), REVIEWER);
    expect(story.try(propose(60_000_000n), REVIEWER)?.code).toBe('finding_not_verified');
    story.do(findings({ outcome: 'CONTRADICTED' }), REVIEWER);
    expect(story.try(propose(60_000_000n), REVIEWER)?.code).toBe('finding_contradicted');
    story.do(findings(), REVIEWER);
    expect(story.try(propose(80_010_000n), REVIEWER)?.code).toBe('limit_out_of_range');
    expect(story.try(propose(60_000_001n), REVIEWER)?.code).toBe('limit_out_of_range');
    story.do(propose(60_000_000n), REVIEWER);
    expect(story.try(findings(), REVIEWER)?.code).toBe('proposal_waits');
  });

  it('takes a part whole or not at all', () => {
    const story = referredBusiness();
    const twice: Command = {
      type: 'record_check',
      part: { kind: 'INVESTIGATION', findings: [...FINDINGS, ...FINDINGS] },
    };
    const refused: readonly [Command, string][] = [
      [twice, 'topic_twice'],
      [findings({ seenOn: '2026-03-03' }), 'date_in_future'],
      [statements({ periodTo: '2026-03-02' }), 'period_wrong'],
      [statements({}, {}), 'period_wrong'],
      [statements({ periodFrom: '2024-06-01' }), 'period_wrong'],
      [statements({ cashFen: -1n }), 'amount_negative'],
      [security({ ...HOUSE, priorChargesFen: -1n }), 'amount_negative'],
      [security({ ...HOUSE, valuedOn: '2027-01-01' }), 'date_in_future'],
    ];
    for (const [command, code] of refused) expect(story.try(command, REVIEWER)?.code).toBe(code);
    expect(story.file.application?.check).toBeNull();
    expect(story.try(findings(), BORROWER)?.code).toBe('staff_only');
    expect(new Story().try(findings(), REVIEWER)?.code).toBe('application_not_referred');
  });

  it('goes back to be looked at again, and is proposed anew', () => {
    const story = checked();
    expect(story.try(answer(true), SECOND)?.code).toBe('no_proposal');
    story.do(propose(60_000_000n), REVIEWER);
    story.do(answer(false), SECOND);
    expect(story.file.application).toMatchObject({ status: 'REFERRED', proposal: { state: 'RETURNED' } });
    story.do(statements({ cashFen: 21_000_000n }), REVIEWER);
    story.do(propose(50_000_000n), REVIEWER);
    story.do(answer(true), SECOND);
    expect(story.file.application?.offer?.limitFen).toBe(50_000_000n);
    expect(audit(story.facts)).toEqual([]);
  });
});

describe('N141 a decline on the check', () => {
  it('gives the applicant’s own figure, its date and the line, and can be contested (G1, G2, G8)', () => {
    const story = checked();
    expect(story.try(propose(null, 'K1_DEBT_TO_ASSET'), REVIEWER)?.code).toBe('reason_does_not_hold');
    expect(story.try(propose(null), REVIEWER)?.code).toBe('reason_needed');
    story.do(statements({ totalLiabilitiesFen: 160_000_000n, totalEquityFen: 40_000_000n }), REVIEWER);
    story.do(propose(null, 'K1_DEBT_TO_ASSET'), REVIEWER);
    expect(story.file.application?.proposal?.memo.recommendation?.limitFen).toBeNull();
    story.do(answer(true), SECOND);
    const { application, notices, decisions } = story.file;
    expect(application?.status).toBe('DECLINED');
    const decision = decisions[application?.decisionId ?? ''];
    expect(decision?.reasons[0]).toMatchObject({ input: 'debt_to_asset', value: 8_000, judgedByPerson: true });
    const notice = Object.values(notices).find(({ decisionId }) => decisionId === decision?.id);
    expect(notice?.reasons[0]?.whatWeSaw.zh).toBe('您企业的负债占资产的80%（报表截止2025年12月31日）。');
    expect(notice?.reasons[0]?.ourLine.en).toBe('Our line is below 70%.');
    expect(notice?.decidedBy.people).toEqual(['A2001', 'A2002']);
    story.do({
      type: 'submit_appeal',
      decisionId: decision?.id ?? '',
      restrictionId: null,
      citedReasonCodes: [],
      statement: 'the statement was wrong',
      urgentHardship: false,
    });
    const appealId = Object.keys(story.file.appeals)[0] ?? '';
    for (const decider of [REVIEWER, SECOND])
      expect(story.try({ type: 'take_appeal', appealId }, decider)?.code).toBe('decider_reviews');
    story.do({ type: 'take_appeal', appealId }, staff('A2009', 'reviewer'));
    expect(audit(story.facts)).toEqual([]);
  });

  it('gives up to four reasons, by weight and each with its own figure and line, to whoever is declined (N179)', () => {
    const story = checked();
    story.do(statements({ totalLiabilitiesFen: 160_000_000n, totalEquityFen: 40_000_000n }), REVIEWER);
    story.do(findings({ outcome: 'CONTRADICTED' }, 'RELATED_DEBTS'), REVIEWER);
    const twice = story.try(propose(null, 'K1_DEBT_TO_ASSET', 'K1_DEBT_TO_ASSET'), REVIEWER);
    expect(twice).toMatchObject({ code: 'reasons_repeat', field: 'reasonCodes' });
    expect(story.try(propose(null, 'K1', 'K2', 'K3', 'K4', 'K5'), REVIEWER)?.code).toBe('reasons_count');
    // One that does not hold takes none with it, and none is told without it: nothing is proposed.
    expect(story.try(propose(null, 'K1_DEBT_TO_ASSET', 'K2_CURRENT_RATIO'), REVIEWER)).toMatchObject({
      field: 'reasonCodes',
    });
    story.do(propose(null, 'K7_CONTRADICTED', 'K1_DEBT_TO_ASSET'), REVIEWER);
    story.do(answer(true), SECOND);
    const { application, notices, decisions } = story.file;
    const decision = decisions[application?.decisionId ?? ''];
    expect(new Set(decision?.reasons.map(({ code }) => code))).toEqual(
      new Set(['K1_DEBT_TO_ASSET', 'K7_CONTRADICTED']),
    );
    const notice = Object.values(notices).find(({ decisionId }) => decisionId === decision?.id);
    expect(notice?.reasons.map(({ code }) => code)).toEqual(decision?.reasons.map(({ code }) => code));
    for (const { whatWeSaw, ourLine } of notice?.reasons ?? []) {
      expect(whatWeSaw.zh).not.toBe('');
      expect(ourLine.en).not.toBe('');
    }
    expect(notice?.reasons.find(({ code }) => code === 'K1_DEBT_TO_ASSET')?.whatWeSaw.zh).toContain('80%');
    expect(audit(story.facts)).toEqual([]);
  });

  it('reads a recommendation from before there could be several, and its memo is the same to the bit (G10)', () => {
    const story = checked();
    story.do(statements({ totalLiabilitiesFen: 160_000_000n, totalEquityFen: 40_000_000n }), REVIEWER);
    story.do(propose(null, 'K1_DEBT_TO_ASSET'), REVIEWER);
    const before = story.facts.map((fact) => {
      if (fact.body.type !== 'credit.proposed') return fact;
      const { proposal } = fact.body;
      const recommendation = {
        outcome: 'DECLINE',
        limitFen: null,
        reasonCode: 'K1_DEBT_TO_ASSET',
        text: 'as found',
      } as const;
      const memo = { ...proposal.memo, recommendation };
      return { ...fact, body: { ...fact.body, proposal: { ...proposal, memo, memoHash: memoHashOf(memo) } } };
    });
    expect(audit(before)).toEqual([]);
    story.facts = before;
    story.file = evolveAll(emptyFile(story.file.borrowerId), before);
    story.do(answer(true), SECOND);
    expect(story.file.application?.status).toBe('DECLINED');
    expect(audit(story.facts)).toEqual([]);
  });

  it('may rest on what was found otherwise than said, by name', () => {
    const story = checked();
    story.do(findings({ outcome: 'CONTRADICTED' }, 'RELATED_DEBTS'), REVIEWER);
    story.do(propose(null, 'K7_CONTRADICTED'), REVIEWER);
    story.do(answer(true), SECOND);
    const notice = Object.values(story.file.notices).find(({ reasons }) => reasons.length > 0);
    expect(notice?.reasons[0]?.whatWeSaw.zh).toContain('关联负债');
    expect(audit(story.facts)).toEqual([]);
  });

  it('rests on no statement that has grown old (G5)', () => {
    const story = referredBusiness();
    story.do(
      statements({ periodFrom: '2024-01-01', periodTo: '2024-11-30', totalLiabilitiesFen: 190_000_000n }),
      REVIEWER,
    );
    expect(story.try(propose(null, 'K1_DEBT_TO_ASSET'), REVIEWER)?.code).toBe('data_not_sound');
  });
});

describe('N139 takings that we hold', () => {
  it('are put beside the statement that they cover whole, and beside no other', () => {
    const story = referredBusiness();
    for (let day = 0; day < 60; day += 1) {
      story.later({ days: 1 });
      story.do({
        type: 'observe',
        events: [
          {
            kind: 'SALES_UPDATE',
            eventId: story.nextEventId(),
            occurredAt: story.now,
            source: 'acquirer',
            salesDate: story.now.slice(0, 10),
            salesFen: 1_000_000n,
            orders: 9,
          },
        ],
      });
    }
    story.do(statements({ periodFrom: '2026-04-01', periodTo: '2026-04-30', revenueFen: 30_000_000n }, {}), REVIEWER);
    const recorded = story.file.application?.check?.statements?.statements ?? [];
    expect(recorded.map(({ bookSalesFen }) => bookSalesFen)).toEqual([30_000_000n, null]);
  });
});

describe('N142 people and data in any order', () => {
  const BOTH = staff('A2003', 'reviewer', 'second_approver');
  const actors = fc.constantFrom(REVIEWER, SECOND, BOTH, BORROWER);
  const of = (weight: number, ...choices: Command[]) => ({ weight, arbitrary: fc.constantFrom(...choices) });
  const alone = (limitFen: bigint): Command => ({
    type: 'decide_application',
    approved: true,
    limitFen,
    reasonCodes: [],
    note: '',
  });
  const commands: fc.Arbitrary<Command> = fc.oneof(
    of(2, findings(), findings({ outcome: 'CONTRADICTED' }), findings({ outcome: 'DECLARED' }, 'REGISTRATION')),
    of(
      2,
      statements({}),
      statements({ taxDeclaredSalesFen: 100_000_000n }),
      statements({ totalLiabilitiesFen: 160_000_000n, totalEquityFen: 40_000_000n }),
    ),
    of(1, security(), security(HOUSE)),
    of(
      2,
      { type: 'add_account_file', file: accountFile('a', 15_000_000n) },
      { type: 'add_account_file', file: accountFile('b', 15_000_000n) },
      { type: 'drop_account_file', sha256: accountFile('a', 0n).sha256 },
    ),
    of(1, { type: 'revalue_security', securities: [HOUSE], note: 'valued again' }),
    of(4, propose(30_000_000n), propose(30_010_000n), propose(80_000_000n)),
    of(4, propose(null, 'K1_DEBT_TO_ASSET'), propose(null, 'K7_CONTRADICTED')),
    of(4, answer(true), answer(false)),
    of(1, alone(100_000n), alone(30_000_000n), alone(30_010_000n)),
  );
  /** What ends a life that nobody decided on before: a yes or a no, by two people. */
  const ends: readonly (readonly Command[])[] = [
    [findings(), statements({}), security(HOUSE), propose(80_000_000n)],
    [statements({ totalLiabilitiesFen: 160_000_000n, totalEquityFen: 40_000_000n }), propose(null, 'K1_DEBT_TO_ASSET')],
  ];
  const steps = fc.array(fc.tuple(commands, actors, fc.constantFrom(0, 0, 0, 0, 1, 40)), {
    minLength: 8,
    maxLength: 30,
  });

  it('never offer more than the machine may without a memo and two people, and every memo is what was recorded', () => {
    let [offered, declined] = [0, 0];
    fc.assert(
      fc.property(steps, fc.constantFrom(80_000_000n, 30_000_000n), fc.constantFrom(...ends), (all, asked, end) => {
        const story = checked(referredBusiness({ askedLimitFen: asked, employment: 'UNEMPLOYED' }));
        for (const [command, actor, days] of all) {
          story.later({ days }).try(command, actor);
          if (days > 1) story.bureau();
        }
        story.try(answer(false), staff('A2009', 'second_approver'));
        for (const command of end) story.try(command, REVIEWER);
        story.try(answer(true), SECOND);
        expect(audit(story.facts)).toEqual([]);
        expect(toJson(evolveAll(emptyFile(story.file.borrowerId), story.facts))).toBe(toJson(story.file));
        const { application, decisions } = story.file;
        const decision = decisions[application?.decisionId ?? ''];
        if ((application?.offer?.limitFen ?? 0n) > 30_000_000n) {
          offered += 1;
          expect(decision).toMatchObject({ memoHash: application?.proposal?.memoHash, context: { people: 2 } });
          expect(application?.proposal?.proposedBy).not.toBe(application?.proposal?.decidedBy);
        }
        if (application?.status === 'DECLINED') {
          declined += 1;
          expect(decision?.reasons).toHaveLength(1);
        }
      }),
      { numRuns: 50 },
    );
    // A property over lives in which nothing happens shows nothing.
    expect([offered > 0, declined > 0]).toEqual([true, true]);
  });
});

describe('the audit of credit', () => {
  const approved = (): readonly Fact[] => {
    const story = checked();
    story.do(propose(60_000_000n), REVIEWER);
    story.do(answer(true), SECOND);
    return story.facts;
  };
  const altered = (facts: readonly Fact[], change: (fact: Fact) => Fact) => audit(facts.map(change));

  it('finds a memo that is not what was recorded comes to, and a proposal agreed to by who made it', () => {
    const facts = approved();
    const forged = altered(facts, (fact) =>
      fact.body.type === 'check.recorded' && fact.body.part.kind === 'SECURITY'
        ? { ...fact, body: { ...fact.body, part: { kind: 'SECURITY', securities: [] } } }
        : fact,
    );
    expect(forged.map(({ guarantee }) => guarantee)).toEqual(['G10']);
    const self = altered(facts, (fact) =>
      fact.body.type === 'credit.agreed' ? { ...fact, actor: REVIEWER, body: { ...fact.body, by: 'A2001' } } : fact,
    );
    expect(self.map(({ guarantee }) => guarantee)).toEqual(['G3']);
  });

  it('finds a line above the line of the policy that no memo stands behind', () => {
    const bare = altered(approved(), (fact) => {
      if (fact.body.type !== 'decision.recorded' || fact.body.decision.memoHash === undefined) return fact;
      const { memoHash: _memo, ...decision } = fact.body.decision;
      return { ...fact, body: { ...fact.body, decision } };
    });
    expect(bare.map(({ guarantee }) => guarantee)).toContain('G3');
  });
});
