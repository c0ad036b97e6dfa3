import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditGuarantees } from '../audit.ts';
import type { Command } from '../command.ts';
import { SEVERITY } from '../decision/severity.ts';
import type { Restriction } from '../restriction.ts';
import { restrictionsInForce } from '../selectors.ts';
import { defaultPolicies } from '../testing/default-policies.ts';
import { REVIEWER, SECOND, Story } from '../testing/story.ts';
import { citableReasons } from './citable.ts';
import { citeReasons } from './people-decision.ts';

const MACHINE = { kind: 'machine', name: 'roll-back' } as const;
const proposal = (
  reasonCodes: readonly string[],
  kind: 'DRAW_HOLD' | 'DRAW_SUSPENDED' = 'DRAW_HOLD',
): Extract<Command, { type: 'propose_restriction' }> => ({
  type: 'propose_restriction',
  kind,
  reasonCodes,
  limitAfterFen: null,
  days: 5,
  note: 'x',
});
const codesOf = (story: Story): readonly string[] =>
  Object.values(story.file.notices)
    .at(-1)
    ?.reasons.map(({ code }) => code) ?? [];
const only = (story: Story): Restriction => {
  const [restriction, ...others] = Object.values(story.file.restrictions).filter(
    ({ proposedBy }) => proposedBy.kind === 'staff',
  );
  if (restriction === undefined || others.length > 0) throw new Error('a person restricted nothing, or twice');
  return restriction;
};
const sound = (story: Story) =>
  expect(auditGuarantees(story.file.borrowerId, story.facts, 7, defaultPolicies())).toEqual([]);

/** Debt service at 54 % (a look), three lenders that are no banks (a look), and enquiries of a month (a look). */
const LOOKS = { monthlyDebtServiceFen: 650_000n, nonBankLenders: 3, hardEnquiries1m: 4 };
const looked = (): Story => {
  const story = new Story().openLine();
  story.bureau(LOOKS);
  return story;
};

describe('several reasons of one restriction (N163-N166)', () => {
  it('are all recorded and told, in order of weight, in whatever order they were given', () => {
    const story = looked();
    story.bureau({ ...LOOKS, unsettledLenders: 6 });
    story.do(proposal(['B6_DSR_SOFT', 'B3_ENQUIRIES_1M_SOFT', 'B4_LENDERS']), REVIEWER);
    const told = codesOf(story);
    // Six lenders alone ask for a reduction; the others only for a look.
    expect(told[0]).toBe('B4_LENDERS');
    expect(told.toSorted()).toEqual(['B3_ENQUIRIES_1M_SOFT', 'B4_LENDERS', 'B6_DSR_SOFT']);
    const restriction = only(story);
    expect(restriction).toMatchObject({ causeFamily: 'ELIGIBILITY', reasonCodes: told });
    expect(story.file.decisions[restriction.decisionId]?.inputs.map(({ name }) => name)).toHaveLength(3);
    sound(story);
  });

  it('may be one to four, each about a value of its own, those that carry of one family', () => {
    const story = looked();
    const refusal = (codes: readonly string[]) => story.try(proposal(codes), REVIEWER);
    const before = story.facts.length;
    expect(refusal([])).toMatchObject({ code: 'reasons_count', field: 'reasonCodes', value: '0' });
    expect(refusal(['A', 'B', 'C', 'D', 'E'])).toMatchObject({ code: 'reasons_count', value: '5' });
    expect(refusal(['B6_DSR_SOFT', 'B6_DSR_SOFT'])).toMatchObject({ code: 'reasons_repeat', value: 'B6_DSR_SOFT' });
    expect(refusal(['B6_DSR_SOFT', 'B6_DSR'])).toMatchObject({ code: 'reason_does_not_hold', value: 'B6_DSR' });
    expect(refusal(['B6_DSR_SOFT', 'NO_SUCH'])).toMatchObject({ code: 'reason_code_unknown', value: 'NO_SUCH' });
    expect(story.facts).toHaveLength(before);
    for (let n = 0; n < 3; n++) story.draw(110_000n + BigInt(n) * 10_000n, 3);
    const mixed = refusal(['B6_DSR_SOFT', 'D1_SEVERAL_24H']);
    expect(mixed).toMatchObject({ code: 'reasons_of_two_families', field: 'reasonCodes' });
    expect(mixed?.message.zh).toContain('、');
  });

  it('that only support others may stand beside one that carries, come last, and say that they carry nothing', () => {
    const story = looked();
    for (let n = 0; n < 3; n++) story.later({ hours: 36 }).draw(100_000n + BigInt(n) * 10_000n, 3);
    story.do(proposal(['D1_FREQUENT', 'B6_DSR_SOFT']), REVIEWER);
    const notice = Object.values(story.file.notices).at(-1);
    expect(notice?.reasons.map(({ code }) => code)).toEqual(['B6_DSR_SOFT', 'D1_FREQUENT']);
    expect(notice?.reasons[1]?.whatChangesIt.zh).toContain('单独不会带来限制');
    const decision = story.file.decisions[only(story).decisionId];
    expect(notice?.decidedBy.ruleIds, 'a rule that only looks decided nothing').toEqual([decision?.reasons[0]?.ruleId]);
    sound(story);
    const alone = story.facts.map((fact) =>
      fact.body.type === 'decision.recorded' && fact.body.decision.id === decision?.id
        ? { ...fact, body: { ...fact.body, decision: { ...decision, reasons: decision.reasons.slice(1) } } }
        : fact,
    );
    expect(
      auditGuarantees(story.file.borrowerId, alone, 7, defaultPolicies()).map(({ guarantee }) => guarantee),
    ).toContain('G3');
  });

  it('keep it in force while one that carries holds; one that only supports keeps nothing (N19)', () => {
    const story = looked();
    for (let n = 0; n < 3; n++) story.later({ hours: 36 }).draw(100_000n + BigInt(n) * 10_000n, 3);
    story.bureau(LOOKS);
    story.do(proposal(['B6_DSR_SOFT', 'B3_ENQUIRIES_1M_SOFT', 'D1_FREQUENT']), REVIEWER);
    const notice = Object.values(story.file.notices).at(-1);
    expect(notice?.restore?.text.zh).not.toContain('还清');
    story.bureau({ hardEnquiries1m: 4 });
    expect(only(story).state, 'the enquiries still hold').toBe('effective');
    story.bureau();
    expect(only(story).state, 'frequent draws alone hold nothing').toBe('lifted');
    sound(story);
  });

  it('that have gone by the time another person agrees are not told; where none that carries is left, nobody may agree', () => {
    const propose = () => {
      const story = looked();
      story.do(proposal(['B6_DSR_SOFT', 'B3_ENQUIRIES_1M_SOFT'], 'DRAW_SUSPENDED'), REVIEWER);
      return story;
    };
    const agree = (story: Story) =>
      story.try({ type: 'approve_restriction', restrictionId: only(story).id, approved: true, note: 'x' }, SECOND);
    const one = propose();
    one.bureau({ monthlyDebtServiceFen: 650_000n });
    expect(agree(one)).toBeNull();
    expect(codesOf(one)).toEqual(['B6_DSR_SOFT']);
    expect(only(one)).toMatchObject({ state: 'pre_notice' });
    sound(one);
    const none = propose();
    none.bureau();
    expect(agree(none)).toMatchObject({ code: 'reasons_gone' });
  });

  it('fall with the rules taken back by name only where every reason that carries is one of them (N130)', () => {
    const story = looked();
    for (let n = 0; n < 3; n++) story.later({ hours: 36 }).draw(100_000n + BigInt(n) * 10_000n, 3);
    story.do(proposal(['B6_DSR_SOFT', 'B3_ENQUIRIES_1M_SOFT', 'D1_FREQUENT']), REVIEWER);
    const [first, second, third] = story.file.decisions[only(story).decisionId]?.reasons ?? [];
    const take = (id: string, ruleIds: readonly string[]) =>
      story.do(
        {
          type: 'roll_back',
          rollBack: { id, ruleIds, policyVersion: null, reason: { zh: '错', en: 'wrong' }, author: 'A', approver: 'B' },
        },
        MACHINE,
      );
    take('rb-1', [first?.ruleId ?? '']);
    expect(restrictionsInForce(story.file, story.now)).toHaveLength(1);
    const facts = take('rb-2', [first?.ruleId ?? '', second?.ruleId ?? '']);
    expect(restrictionsInForce(story.file, story.now)).toEqual([]);
    const against = facts.flatMap((fact) =>
      fact.type === 'rule.contested' && fact.decisionId === only(story).decisionId ? [fact.ruleId] : [],
    );
    expect(new Set(against)).toEqual(new Set([first?.ruleId, second?.ruleId]));
    expect(against).toHaveLength(2);
    expect(third?.code).toBe('D1_FREQUENT');
    sound(story);
  });

  it('come to the same whatever order they are given in, hardest first, and are refused as one', () => {
    const story = looked();
    story.bureau({ ...LOOKS, unsettledLenders: 6, overdueDaysMax: 31, overdueAmountFen: 200_000n });
    const { file } = story;
    const context = story.context(REVIEWER);
    const known = citableReasons('RESTRICT', 'CONSUMER', file, context);
    const asks = new Map(
      Object.values(defaultPolicies().models).flatMap(({ tables }) =>
        tables.flatMap((table) =>
          table.rules.map(
            ({ id, outputs }) => [id, SEVERITY[outputs['action'] as keyof typeof SEVERITY] ?? 0] as const,
          ),
        ),
      ),
    );
    const code = fc.constantFrom(...known.filter(({ state }) => state === 'HOLDS').map((reason) => reason.code));
    fc.assert(
      fc.property(fc.uniqueArray(code, { minLength: 1, maxLength: 5 }), fc.func(fc.integer()), (codes, key) => {
        const cite = (given: readonly string[]) => citeReasons(given, 'RESTRICT', 'CONSUMER', file, context);
        const cited = cite(codes);
        const again = cite(codes.toSorted((a, b) => key(a) - key(b)));
        expect(again.ok).toBe(cited.ok);
        if (!cited.ok || !again.ok) return;
        expect(again.value).toEqual(cited.value);
        const weights = cited.value.reasons.map(({ ruleId }) => asks.get(ruleId) ?? 0);
        expect(weights).toEqual(weights.toSorted((a, b) => b - a));
        const inputs = cited.value.inputs.map(({ name }) => name);
        expect(new Set(inputs).size).toBe(inputs.length);
      }),
      { numRuns: 60 },
    );
  });
});
