import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditGuarantees } from '../audit.ts';
import { defaultPolicies } from '../testing/default-policies.ts';
import { REVIEWER, SECOND, staff, Story } from '../testing/story.ts';
import { plusDays } from '../time.ts';
import { citableReasons } from './citable.ts';
import { citeReasons } from './people-decision.ts';

const BOTH = staff('A9001', 'reviewer', 'second_approver');
const broken = (story: Story, facts = story.facts) =>
  auditGuarantees(story.file.borrowerId, facts, 7).map(({ guarantee }) => guarantee);
const sound = (story: Story) => expect(broken(story)).toEqual([]);
const restriction = (story: Story, kind: string) =>
  Object.values(story.file.restrictions).find((candidate) => candidate.kind === kind);
const hold = (story: Story, reasonCode: string, days: number, actor = REVIEWER) =>
  story.do(
    { type: 'propose_restriction', kind: 'DRAW_HOLD', reasonCodes: [reasonCode], limitAfterFen: null, days, note: 'x' },
    actor,
  );
const renew = (story: Story, days: number, actor = BOTH) =>
  story.try(
    { type: 'renew_restriction', restrictionId: restriction(story, 'DRAW_HOLD')?.id ?? '', days, reason: 'x' },
    actor,
  );

describe('proposing', () => {
  it('keeps the proposer’s word for the person who must agree (G3), and says nothing of it to the borrower', () => {
    const story = new Story().openLine();
    story.bureau({ unsettledLenders: 6 });
    story.do(
      {
        type: 'propose_restriction',
        kind: 'LIMIT_REDUCED',
        reasonCodes: ['B4_LENDERS'],
        limitAfterFen: 1_000_000n,
        days: null,
        note: ' 六家机构，均为近月新增 ',
      },
      REVIEWER,
    );
    const proposal = Object.values(story.file.restrictions).at(-1);
    expect(proposal).toMatchObject({ kind: 'LIMIT_REDUCED', proposerNote: '六家机构，均为近月新增' });
    story.do({ type: 'approve_restriction', restrictionId: proposal?.id ?? '', approved: true, note: '同意' }, SECOND);
    const told = JSON.stringify(Object.values(story.file.notices), (_name, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(told).toContain(proposal?.id);
    expect(told).not.toContain('六家机构');
  });

  it('G1: says of a reason that only asks for a look that a person decided on it, not that it has no effect', () => {
    const story = new Story().openLine();
    story.bureau({ monthlyDebtServiceFen: 650_000n });
    hold(story, 'B6_DSR_SOFT', 3);
    const [reason] = Object.values(story.file.notices).at(-1)?.reasons ?? [];
    expect(reason?.whatChangesIt.zh).toContain('由工作人员据此决定；该数值回到关注线以内后，不再成立。');
    expect(reason?.whatChangesIt.en).not.toContain('does not affect');
    sound(story);
  });
});

describe('reasons that only support others (N143, G3)', () => {
  /** Three draws over a month, of which a rule only looks. */
  const looked = (): Story => {
    const story = new Story().openLine();
    for (let n = 0; n < 3; n++) story.later({ hours: 36 }).draw(100_000n, 3);
    expect(Object.values(story.file.decisions).at(-1)).toMatchObject({ action: 'REVIEW', firedRuleIds: ['M11'] });
    return story;
  };
  const proposal = (kind: 'DRAW_HOLD' | 'CLOSURE', reasonCode: string) =>
    ({
      type: 'propose_restriction',
      kind,
      reasonCodes: [reasonCode],
      limitAfterFen: null,
      days: 5,
      note: 'x',
    }) as const;

  it('carry nothing that a person proposes, however mild, and the refusal says what else is needed', () => {
    const story = looked();
    const before = story.facts.length;
    for (const kind of ['DRAW_HOLD', 'CLOSURE'] as const) {
      const refused = story.try(proposal(kind, 'D1_FREQUENT'), REVIEWER);
      expect(refused).toMatchObject({ code: 'reason_only_supports', field: 'reasonCodes', value: 'D1_FREQUENT' });
      expect(refused?.message.zh).toContain('“30天内多次借款”（D1_FREQUENT）');
      expect(refused?.message.en).toContain('another reason with it that holds now');
    }
    expect(story.facts).toHaveLength(before);
    story.bureau({ unsettledLenders: 6 });
    expect(story.try(proposal('DRAW_HOLD', 'B4_LENDERS'), REVIEWER)).toBeNull();
  });

  it('nor is a proposal agreed to, or a hold made longer, whose reason a later policy lets only support', () => {
    const story = new Story().openLine();
    story.bureau({ monthlyDebtServiceFen: 650_000n });
    story.do(proposal('CLOSURE', 'B6_DSR_SOFT'), REVIEWER);
    story.do(proposal('DRAW_HOLD', 'B6_DSR_SOFT'), REVIEWER);
    const policies = defaultPolicies();
    const text = policies.reasons['B6_DSR_SOFT'];
    if (text === undefined) throw new Error('the policy has no B6_DSR_SOFT');
    const reasons = { ...policies.reasons, B6_DSR_SOFT: { ...text, standing: 'SUPPORTING' as const } };
    story.policy({ ...policies, reasons });
    const approve = { type: 'approve_restriction', restrictionId: restriction(story, 'CLOSURE')?.id ?? '' } as const;
    expect(story.try({ ...approve, approved: true, note: '' }, SECOND)?.code).toBe('reason_only_supports');
    expect(renew(story, 3)?.code).toBe('reason_only_supports');
    expect(story.try({ ...approve, approved: false, note: 'x' }, SECOND)).toBeNull();
  });
});

describe('what a reviewer finds to cite (N144)', () => {
  const found = (story: Story) => {
    const { line } = story.file;
    if (line === null) throw new Error('no line');
    return citableReasons('RESTRICT', line.kind, story.file, story.context(REVIEWER));
  };
  const stateOf = (story: Story, code: string) => found(story).find((reason) => reason.code === code);

  it('is each reason once, those that may be given now first, with the value and the line', () => {
    const story = new Story().openLine();
    story.bureau({ unsettledLenders: 6 });
    const [first, ...others] = found(story);
    expect(first).toMatchObject({ code: 'B4_LENDERS', state: 'HOLDS', standing: 'ALONE' });
    expect(first?.value.zh).toBe('6');
    expect(first?.ourLine.zh).not.toContain('{');
    expect(new Set(others.map(({ code }) => code)).size).toBe(others.length);
    expect(stateOf(story, 'B6_DSR')).toMatchObject({
      state: 'NOT_CROSSED',
      value: { zh: expect.stringContaining('%') },
    });
    expect(stateOf(story, 'D5_NIGHT')).toMatchObject({ standing: 'SUPPORTING' });
    expect(
      found(story).map(({ code }) => code),
      'what speaks for the borrower',
    ).not.toContain('R_GOOD_RECORD');
    story.later({ days: 40 });
    expect(stateOf(story, 'B4_LENDERS')?.state).toBe('UNSOUND');
  });

  it('is what the core then takes: a reason is refused exactly where it may not be given', () => {
    fc.assert(
      fc.property(
        fc.record({
          unsettledLenders: fc.constantFrom(1, 2, 3, 4, 5, 6),
          monthlyDebtServiceFen: fc.constantFrom(100_000n, 600_000n, 650_000n, 839_999n, 840_000n),
          overdueDaysMax: fc.constantFrom(0, 1, 29, 30),
        }),
        fc.constantFrom(0, 1, 31),
        fc.constantFrom<readonly string[]>([], ['bureau'], ['application']),
        (report, days, unsoundSources) => {
          const story = new Story().openLine();
          story.bureau({ ...report, overdueAmountFen: report.overdueDaysMax > 0 ? 1n : 0n });
          story.later({ days });
          story.unsoundSources = unsoundSources;
          const { file } = story;
          for (const { code, state, standing } of found(story)) {
            const cited = citeReasons([code], 'RESTRICT', 'CONSUMER', file, story.context(REVIEWER));
            expect([code, cited.ok]).toEqual([code, state === 'HOLDS' && standing === 'ALONE']);
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('making a hold last longer (N129)', () => {
  it('G4: nobody alone makes a hold last beyond thirty days, be it theirs or the machine’s', () => {
    const own = new Story().openLine();
    own.bureau({ unsettledLenders: 6 });
    hold(own, 'B4_LENDERS', 30, BOTH);
    expect(renew(own, 30)?.code).toBe('same_person');
    expect(renew(own, 20, SECOND)).toBeNull();
    sound(own);
    const machine = new Story().openLine();
    for (let n = 0; n < 4; n++) {
      machine.draw(100_000n, 3);
      machine.later({ hours: 1 });
    }
    expect(renew(machine, 30)?.code).toBe('first_person_needed');
    expect(renew(machine, 20)).toBeNull();
    expect(renew(machine, 20)?.code).toBe('same_person');
    sound(machine);
  });

  it('G2: making a hold last longer is told like laying it on, with reasons, both ends and how to contest', () => {
    const story = new Story().openLine();
    story.bureau({ unsettledLenders: 6 });
    hold(story, 'B4_LENDERS', 5);
    expect(renew(story, 4)).toBeNull();
    const laid = restriction(story, 'DRAW_HOLD');
    const notice = Object.values(story.file.notices).at(-1);
    expect(notice).toMatchObject({
      kind: 'RESTRICTION',
      adverse: true,
      restrictionId: laid?.id,
      expiresAt: laid?.expiresAt,
      decidedBy: { kind: 'PEOPLE', people: ['A2001', 'A9001'] },
    });
    expect(notice?.effect[0]?.zh).toContain('现延长至');
    expect(notice?.reasons.map(({ code }) => code)).toEqual(['B4_LENDERS']);
    expect(notice?.appealBy).toBe(plusDays(story.now, 180));
    sound(story);
    const untold = story.facts.map((fact) =>
      fact.body.type === 'notice.issued' && fact.body.notice.id === notice?.id
        ? { ...fact, body: { ...fact.body, notice: { ...fact.body.notice, restrictionId: null } } }
        : fact,
    );
    expect(broken(story, untold)).toEqual(['G2']);
  });

  it('G5: no hold is made longer on data that has grown old', () => {
    const story = new Story().openLine();
    story.bureau({ unsettledLenders: 6 });
    story.later({ days: 25 });
    hold(story, 'B4_LENDERS', 10);
    story.later({ days: 7 });
    expect(renew(story, 5)?.code).toBe('data_not_sound');
  });

  it('G1: no hold is made longer for reasons that have gone', () => {
    const story = new Story().openLine();
    for (let n = 0; n < 4; n++) {
      story.draw(100_000n, 3);
      story.later({ hours: 1 });
    }
    expect(renew(story, 3)).toBeNull();
    // The burst has left its day; the hold runs on to its end, and no further.
    story.later({ hours: 25 });
    expect(renew(story, 3)?.code).toBe('no_grounds_to_renew');
    sound(story);
  });

  it('G4: what has run out cannot be made longer, though no day close has said that it is over', () => {
    const story = new Story().openLine();
    for (let n = 0; n < 4; n++) {
      story.draw(100_000n, 3);
      story.later({ hours: 1 });
    }
    story.later({ hours: 23 });
    expect(restriction(story, 'DRAW_HOLD')).toMatchObject({ state: 'effective' });
    expect(renew(story, 3)).toMatchObject({ code: 'restriction_state' });
    sound(story);
  });
});
