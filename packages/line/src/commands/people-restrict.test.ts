import { describe, expect, it } from 'vitest';
import { auditGuarantees } from '../audit.ts';
import { REVIEWER, SECOND, staff, Story } from '../testing/story.ts';
import { plusDays } from '../time.ts';

const BOTH = staff('A9001', 'reviewer', 'second_approver');
const broken = (story: Story, facts = story.facts) =>
  auditGuarantees(story.file.borrowerId, facts, 7).map(({ guarantee }) => guarantee);
const sound = (story: Story) => expect(broken(story)).toEqual([]);
const restriction = (story: Story, kind: string) =>
  Object.values(story.file.restrictions).find((candidate) => candidate.kind === kind);
const hold = (story: Story, reasonCode: string, days: number, actor = REVIEWER) =>
  story.do({ type: 'propose_restriction', kind: 'DRAW_HOLD', reasonCode, limitAfterFen: null, days, note: 'x' }, actor);
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
        reasonCode: 'B4_LENDERS',
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
