import { positionOf } from '@clearline/lending';
import { describe, expect, it } from 'vitest';
import { auditGuarantees } from './audit.ts';
import type { BureauUpdateEvent } from './behaviour-event.ts';
import { replayDecision } from './decision/replay.ts';
import { availableOf, displayStateOf, effectiveLimitOf, inGoodStanding, usedOf } from './selectors.ts';
import { suppressedRuleIds } from './suppression.ts';
import { BORROWER, REVIEWER, SECOND, staff, Story } from './testing/story.ts';
import { defaultPolicies } from './testing/default-policies.ts';
import { dateOf, wholeDaysBetween } from './time.ts';
import type { Employment } from './vocabulary.ts';

const violations = (story: Story) => auditGuarantees(story.file.borrowerId, story.facts, 7);
const replays = (story: Story) =>
  Object.values(story.file.decisions).map((decision) => replayDecision(decision, defaultPolicies()));
const sound = (story: Story): void => {
  expect(violations(story)).toEqual([]);
  expect(replays(story).filter((replay) => !replay.identical)).toEqual([]);
};
const restriction = (story: Story, kind: string) =>
  Object.values(story.file.restrictions).find((candidate) => candidate.kind === kind);

describe('from application to line', () => {
  it('offers, and opens on acceptance of the very cost sheet', () => {
    const story = new Story().openLine();
    expect(story.file.line?.status).toBe('ACTIVE');
    expect(story.file.line?.grantedLimitFen).toBeGreaterThan(1_000_000n);
    expect(availableOf(story.file, story.now)).toBe(story.file.line?.grantedLimitFen);
    sound(story);
  });

  it('refuses acceptance unread, with the wrong sheet, or too late', () => {
    const story = new Story();
    story.do({ type: 'register', maskedPhone: '138****5678' });
    story.do({ type: 'verify_identity', maskedName: '李*', maskedIdNumber: 'x' });
    for (const kind of ['SERVICE_TERMS', 'PRIVACY', 'BUREAU_QUERY'] as const)
      story.do({ type: 'change_consent', kind, given: true, version: '1' });
    story.bureau();
    story.do({ type: 'apply', kind: 'CONSUMER', monthlyIncomeFen: 900_000n, employment: 'EMPLOYED', monthsInWork: 20 });
    const hash = story.file.application?.offer?.costSheetHash ?? '';
    expect(story.try({ type: 'accept_offer', costSheetHash: hash, readSeconds: 3, scrolledToEnd: true })?.code).toBe(
      'cost_sheet_not_read',
    );
    expect(story.try({ type: 'accept_offer', costSheetHash: hash, readSeconds: 30, scrolledToEnd: false })?.code).toBe(
      'cost_sheet_not_read',
    );
    expect(
      story.try({ type: 'accept_offer', costSheetHash: 'other', readSeconds: 30, scrolledToEnd: true })?.code,
    ).toBe('cost_sheet_changed');
    story.later({ days: 31 });
    expect(story.try({ type: 'accept_offer', costSheetHash: hash, readSeconds: 30, scrolledToEnd: true })?.code).toBe(
      'offer_expired',
    );
  });

  it('G1: declines with specific reasons, counterfactuals that flip, and a way to contest', () => {
    const story = new Story();
    story.do({ type: 'register', maskedPhone: '138****5678' });
    story.do({ type: 'verify_identity', maskedName: '李*', maskedIdNumber: 'x' });
    for (const kind of ['SERVICE_TERMS', 'PRIVACY', 'BUREAU_QUERY'] as const)
      story.do({ type: 'change_consent', kind, given: true, version: '1' });
    story.bureau({ unsettledLenders: 6, monthlyDebtServiceFen: 900_000n });
    story.do({
      type: 'apply',
      kind: 'CONSUMER',
      monthlyIncomeFen: 1_000_000n,
      employment: 'EMPLOYED',
      monthsInWork: 20,
    });
    expect(story.file.application?.status).toBe('DECLINED');
    const notice = Object.values(story.file.notices).find((candidate) => candidate.kind === 'DECLINE');
    // The table collects every rule that holds: whoever is declined for several reads all of them, up to four (N179).
    expect(notice?.reasons.map(({ code }) => code)).toEqual(expect.arrayContaining(['B4_LENDERS', 'B6_DSR']));
    expect(notice?.reasons.length).toBeLessThanOrEqual(4);
    expect(notice?.reasons.map((reason) => reason.whatWeSaw.zh).join()).toContain('6家');
    expect(notice?.appealBy).not.toBeNull();
    expect(
      story.try({
        type: 'apply',
        kind: 'CONSUMER',
        monthlyIncomeFen: 1_000_000n,
        employment: 'EMPLOYED',
        monthsInWork: 20,
      })?.code,
    ).toBe('reapply_later');
    sound(story);
  });

  it('G5: without a credit report it refers to a person and declines nobody', () => {
    const story = new Story();
    story.do({ type: 'register', maskedPhone: '138****5678' });
    story.do({ type: 'verify_identity', maskedName: '李*', maskedIdNumber: 'x' });
    for (const kind of ['SERVICE_TERMS', 'PRIVACY', 'BUREAU_QUERY'] as const)
      story.do({ type: 'change_consent', kind, given: true, version: '1' });
    story.do({
      type: 'apply',
      kind: 'CONSUMER',
      monthlyIncomeFen: 1_000_000n,
      employment: 'EMPLOYED',
      monthsInWork: 20,
    });
    expect(story.file.application?.status).toBe('REFERRED');
    const decide = { type: 'decide_application' as const, limitFen: null, reasonCodes: [], note: 'seen' };
    expect(story.try({ ...decide, approved: false }, REVIEWER)?.code).toBe('reason_needed');
    expect(story.try({ ...decide, approved: false, reasonCodes: ['B4_LENDERS'] }, REVIEWER)?.code).toBe(
      'reason_does_not_hold',
    );
    expect(story.try({ ...decide, approved: true, limitFen: 1n }, REVIEWER)?.code).toBe('limit_out_of_range');
    expect(story.try({ ...decide, approved: true, limitFen: 1_000_000n })?.code).toBe('staff_only');
    story.do({ ...decide, approved: true, limitFen: 1_000_000n }, REVIEWER);
    expect(story.file.application?.offer?.limitFen).toBe(1_000_000n);
    expect(story.try({ ...decide, approved: true, limitFen: 1_000_000n }, REVIEWER)?.code).toBe(
      'application_not_referred',
    );
    sound(story);
  });

  it('P10: waits for what a report must state, not for what some leave out; a student’s goes to a person', () => {
    const applied = (employment: Employment, report: Partial<BureauUpdateEvent> = {}) => {
      const story = new Story();
      story.do({ type: 'register', maskedPhone: '138****5678' });
      story.do({ type: 'verify_identity', maskedName: '李*', maskedIdNumber: 'x' });
      for (const kind of ['SERVICE_TERMS', 'PRIVACY', 'BUREAU_QUERY'] as const)
        story.do({ type: 'change_consent', kind, given: true, version: '1' });
      story.bureau(report);
      story.do({ type: 'apply', kind: 'CONSUMER', monthlyIncomeFen: 1_200_000n, employment, monthsInWork: 40 });
      sound(story);
      const decision = Object.values(story.file.decisions).at(-1);
      return [
        story.file.application?.status,
        ...(decision?.reasons.map(({ code, value }) => `${code} ${value}`) ?? []),
      ];
    };
    expect(applied('EMPLOYED')).toEqual(['OFFERED']);
    expect(applied('EMPLOYED', { hardEnquiries6m: 10 })).toEqual(['REFERRED', 'B3_ENQUIRIES_6M_SOFT 10']);
    expect(applied('EMPLOYED', { hardEnquiries6m: 12 })).toEqual(['DECLINED', 'B3_ENQUIRIES_6M 12']);
    expect(applied('STUDENT')).toEqual(['REFERRED', 'B9_STUDENT STUDENT']);
    expect(applied('UNEMPLOYED')).toEqual(['REFERRED', 'B9_NO_WORK UNEMPLOYED']);
  });

  it('assesses a referred application again when the missing report arrives', () => {
    const story = new Story();
    story.do({ type: 'register', maskedPhone: '138****5678' });
    story.do({ type: 'verify_identity', maskedName: '李*', maskedIdNumber: 'x' });
    for (const kind of ['SERVICE_TERMS', 'PRIVACY', 'BUREAU_QUERY'] as const)
      story.do({ type: 'change_consent', kind, given: true, version: '1' });
    story.do({
      type: 'apply',
      kind: 'CONSUMER',
      monthlyIncomeFen: 1_000_000n,
      employment: 'EMPLOYED',
      monthsInWork: 20,
    });
    story.bureau();
    expect(story.file.application?.status).toBe('OFFERED');
    sound(story);
  });
});

describe('drawing and repaying', () => {
  it('moves principal, frees the limit on repayment, and settles', () => {
    const story = new Story().openLine();
    story.draw(1_000_000n, 3);
    expect(usedOf(story.file)).toBe(1_000_000n);
    const [loan] = Object.values(story.file.loans);
    if (!loan?.account) throw new Error('no loan');
    for (let month = 0; month < 3; month++) {
      story.later({ days: 31 });
      story.closeDay();
      story.repay();
    }
    expect(Object.values(story.file.loans)[0]?.state).toBe('SETTLED');
    expect(usedOf(story.file)).toBe(0n);
    sound(story);
  });

  it('takes a failed payment back whole, and an answer given twice once', () => {
    const story = new Story().openLine();
    const facts = story.do(story.drawCommand(500_000n));
    const requested = facts.find((fact) => fact.type === 'draw.requested');
    if (requested?.type !== 'draw.requested') throw new Error('not requested');
    story.answer(requested.paymentId, false);
    expect(usedOf(story.file)).toBe(0n);
    expect(story.answer(requested.paymentId, false)).toEqual([]);
    expect(
      story.try(
        {
          type: 'payment_answered',
          paymentId: requested.paymentId,
          succeeded: true,
          date: dateOf(story.now),
          failure: null,
        },
        { kind: 'rail' },
      )?.code,
    ).toBe('payment_answered_otherwise');
  });

  it('settles early to the day, in part and in whole', () => {
    const story = new Story().openLine();
    story.draw(2_000_000n, 12);
    const loanId = Object.keys(story.file.loans)[0] ?? '';
    story.later({ days: 10 });
    story.repay({ loanId, mode: 'EARLY_PART', amountFen: 500_000n });
    story.repay({ loanId, mode: 'EARLY_FULL' });
    expect(story.file.loans[loanId]?.state).toBe('SETTLED');
    sound(story);
  });

  it('ages a late loan, takes good standing after three days, and G7: still takes the money', () => {
    const story = new Story().openLine();
    story.draw(1_000_000n, 6);
    story.later({ days: 40 });
    story.closeDay();
    expect(inGoodStanding(story.file, dateOf(story.now))).toBe(false);
    const reduced = restriction(story, 'LIMIT_REDUCED');
    expect(reduced?.state).toBe('pre_notice');
    story.repay();
    const [loan] = Object.values(story.file.loans);
    expect(loan?.account && positionOf(loan.account, dateOf(story.now)).overdueFen).toBe(0n);
    sound(story);
  });

  it.each([
    ['amount_below_minimum', 10_000n, 6],
    ['amount_not_in_step', 505_050n, 6],
    ['limit_exceeded', 15_000_000n, 6],
    ['tenor_not_offered', 500_000n, 7],
  ])('refuses a draw: %s', (code, amountFen, tenorMonths) => {
    const story = new Story().openLine();
    expect(story.try({ ...story.drawCommand(500_000n), amountFen, tenorMonths })?.code).toBe(code);
  });
});

describe('holds', () => {
  it('G4: a burst of draws brings a hold with reasons and an end, which lifts it', () => {
    const story = new Story().openLine();
    for (let n = 0; n < 4; n++) {
      story.draw(100_000n, 3);
      story.later({ hours: 1 });
    }
    const hold = restriction(story, 'DRAW_HOLD');
    expect(hold?.state).toBe('effective');
    expect(hold?.causeFamily).toBe('BEHAVIOUR');
    expect(displayStateOf(story.file, story.now)).toBe('DRAW_HOLD');
    expect(story.try(story.drawCommand(100_000n))?.code).toBe('draws_restricted');
    expect(story.try({ type: 'pass_step_up' })?.code).toBe('no_step_up_pending');
    const notice = story.file.notices[hold?.noticeId ?? ''];
    expect(notice?.reasons[0]?.whatWeSaw.zh).toContain('24小时内借款4次');
    expect(notice?.noCounterfactual?.zh ?? '').toContain('随时间');
    story.later({ hours: 24 });
    expect(displayStateOf(story.file, story.now)).toBe('ACTIVE');
    story.closeDay();
    expect(restriction(story, 'DRAW_HOLD')?.state).toBe('expired');
    sound(story);
  });

  it('an unusual sign-in holds draws, and a security check lifts it at once', () => {
    const story = new Story().openLine();
    story.login('phone-1', '浙江');
    story.later({ hours: 2 });
    story.login('phone-2', '广东');
    story.later({ hours: 2 });
    story.login('phone-2', '云南');
    const hold = restriction(story, 'DRAW_HOLD');
    expect(hold?.causeFamily).toBe('SECURITY');
    expect(story.try(story.drawCommand(100_000n))?.code).toBe('draws_restricted');
    story.do({ type: 'pass_step_up' });
    expect(displayStateOf(story.file, story.now)).toBe('ACTIVE');
    expect(story.draw(100_000n).some((fact) => fact.type === 'draw.paid')).toBe(true);
    sound(story);
  });

  it('a draw from a new device asks for verification first, and the facts say so', () => {
    const story = new Story().openLine();
    story.login('phone-1', '浙江');
    story.later({ days: 2 });
    story.login('phone-2', '浙江');
    const facts = story.do(story.drawCommand(100_000n));
    expect(facts.map((fact) => fact.type)).not.toContain('draw.requested');
    expect(displayStateOf(story.file, story.now)).toBe('STEP_UP');
    story.do({ type: 'pass_step_up' });
    expect(story.draw(100_000n).some((fact) => fact.type === 'draw.paid')).toBe(true);
    sound(story);
  });

  it('N9: who verified is asked again for no more than they answered only after a month, and for more at once', () => {
    const story = new Story().openLine();
    for (const device of ['phone', 'tablet', 'computer']) story.login(device, '浙江');
    const checks = (): number =>
      Object.values(story.file.restrictions).filter(({ ruleIds }) => ruleIds.includes('M4')).length;
    expect(checks()).toBe(1);
    story.do({ type: 'pass_step_up' });
    // The same three devices go on being used, long after the 72 hours in which nothing is asked.
    for (let day = 0; day < 7; day += 1) {
      story.later({ days: 4 });
      for (const device of ['phone', 'tablet', 'computer']) story.login(device, '浙江');
    }
    expect(checks()).toBe(1);
    story.login('another', '浙江');
    expect(checks()).toBe(2);
    story.do({ type: 'pass_step_up' });
    story.later({ days: 29 });
    for (const device of ['phone', 'tablet', 'computer']) story.login(device, '浙江');
    expect(checks()).toBe(2);
    story.later({ days: 2 });
    story.login('phone', '浙江');
    expect(checks()).toBe(3);
    sound(story);
  });

  it('N9: a check that was passed for one phone answers for no emulator that is seen later', () => {
    const story = new Story().openLine();
    const rooted = (deviceId: string): void =>
      void story.do({
        type: 'observe',
        events: [
          {
            kind: 'DEVICE',
            eventId: `device ${deviceId}`,
            occurredAt: story.now,
            source: 'app',
            deviceId,
            emulator: false,
            rooted: true,
            accountsOnDevice: 1,
          },
        ],
      });
    const holds = (): number =>
      Object.values(story.file.restrictions).filter(({ ruleIds }) => ruleIds.includes('M5')).length;
    rooted('own');
    story.do({ type: 'pass_step_up' });
    story.later({ days: 5 });
    story.login('own', '浙江');
    expect(holds()).toBe(1);
    rooted('other');
    expect(holds()).toBe(2);
  });

  it('G4: renewing beyond thirty days needs a second approver, another person', () => {
    const story = new Story().openLine();
    for (let n = 0; n < 4; n++) {
      story.draw(100_000n, 3);
      story.later({ hours: 1 });
    }
    const id = restriction(story, 'DRAW_HOLD')?.id ?? '';
    story.do({ type: 'renew_restriction', restrictionId: id, days: 20, reason: 'checking' }, REVIEWER);
    expect(story.try({ type: 'renew_restriction', restrictionId: id, days: 20, reason: 'still' }, REVIEWER)?.code).toBe(
      'second_approver_needed',
    );
    story.do({ type: 'renew_restriction', restrictionId: id, days: 20, reason: 'still' }, SECOND);
    sound(story);
  });
});

describe('two causes at once', () => {
  it('a burst and an unusual sign-in are two holds, and a security check lifts the one it answers', () => {
    const story = new Story().openLine();
    for (let n = 0; n < 4; n++) {
      story.draw(100_000n, 3);
      story.later({ hours: 1 });
    }
    story.login('phone-1', '浙江');
    story.login('phone-2', '广东');
    story.login('phone-2', '云南');
    const holds = Object.values(story.file.restrictions);
    expect(holds.map((one) => [one.causeFamily, one.stepUpLifts])).toEqual([
      // The cap that came first, and the hold over it.
      ['BEHAVIOUR', false],
      ['BEHAVIOUR', false],
      ['SECURITY', true],
    ]);
    story.do({ type: 'pass_step_up' });
    expect(holds.map((one) => story.file.restrictions[one.id]?.state)).toEqual(['effective', 'effective', 'lifted']);
    sound(story);
  });

  it('G9: overturning a rule reverses whatever else rests on it alone', () => {
    const story = new Story().openLine();
    for (let n = 0; n < 4; n++) {
      story.draw(100_000n, 3);
      story.later({ hours: 1 });
    }
    const first = restriction(story, 'DRAW_HOLD');
    story.do(
      {
        type: 'propose_restriction',
        kind: 'DRAW_HOLD',
        reasonCodes: ['D1_BURST_24H'],
        limitAfterFen: null,
        days: 5,
        note: 'x',
      },
      staff('A7', 'reviewer'),
    );
    story.do({
      type: 'submit_appeal',
      decisionId: first?.decisionId ?? '',
      restrictionId: first?.id ?? '',
      citedReasonCodes: ['D1_BURST_24H'],
      statement: '交学费',
      urgentHardship: false,
    });
    const appealId = Object.keys(story.file.appeals)[0] ?? '';
    story.do({ type: 'take_appeal', appealId }, REVIEWER);
    const outcome = {
      type: 'propose_outcome' as const,
      appealId,
      outcome: 'overturned' as const,
      acceptedEvidence: [],
      mistakenRuleIds: ['M1'],
    };
    expect(story.try({ ...outcome, reasonText: { zh: '', en: ' ' } }, REVIEWER)?.code).toBe('text_needed');
    story.do({ ...outcome, reasonText: { zh: '属实', en: 'true' } }, REVIEWER);
    story.do({ type: 'approve_outcome', appealId, approved: true, note: '' }, SECOND);
    expect(Object.values(story.file.restrictions).map((one) => one.state)).toEqual([
      // The cap over the same draws, too: one matter.
      'reversed',
      'reversed',
      'reversed',
    ]);
    expect(displayStateOf(story.file, story.now)).toBe('ACTIVE');
    sound(story);
  });

  it('G1: nobody can be restricted for a line that was not crossed', () => {
    const story = new Story().openLine();
    const refusal = story.try(
      {
        type: 'propose_restriction',
        kind: 'CLOSURE',
        reasonCodes: ['D1_BURST_24H'],
        limitAfterFen: null,
        days: null,
        note: 'x',
      },
      REVIEWER,
    );
    expect(refusal?.code).toBe('reason_does_not_hold');
  });

  it('signs no draw before its cost sheet was read, and keeps the proof', () => {
    const story = new Story().openLine();
    const wanted = story.drawCommand(1_000_000n);
    for (const unread of [{ readSeconds: 9 }, { scrolledToEnd: false }])
      expect(story.try({ ...wanted, ...unread })?.code).toBe('cost_sheet_not_read');
    expect(story.try({ ...wanted, costSheetHash: 'other' })?.code).toBe('cost_sheet_changed');
    const requested = story.do({ ...wanted, readSeconds: 10 }).find((fact) => fact.type === 'draw.requested');
    expect(requested).toMatchObject({
      reading: { readSeconds: 10, minimumReadingSeconds: 10, scrolledToEnd: true },
    });
    sound(story);
    const unread = story.facts.map((fact) =>
      fact.body.type === 'draw.requested'
        ? {
            ...fact,
            body: { ...fact.body, reading: { readSeconds: 1, minimumReadingSeconds: 10, scrolledToEnd: true } },
          }
        : fact,
    );
    expect(auditGuarantees('b', unread, 7).map((one) => one.guarantee)).toEqual(['COST_SHEET']);
  });

  it('refuses a draw while something is overdue, and says how much', () => {
    const story = new Story().openLine();
    story.draw(1_000_000n, 6);
    story.later({ days: 33 });
    const refusal = story.try(story.drawCommand(100_000n));
    expect(refusal?.code).toBe('overdue_first');
    expect(refusal?.message.zh).toMatch(/\d/);
    story.repay();
    expect(story.try(story.drawCommand(100_000n))).toBeNull();
  });
});

describe('reviews and strategy', () => {
  it('raises a limit for a good record, with the reason', () => {
    const story = new Story().openLine();
    story.draw(8_000_000n, 12);
    const before = story.file.line?.grantedLimitFen ?? 0n;
    for (let day = 0; day < 125; day++) {
      story.later({ days: 1 });
      if (story.try({ type: 'repay', loanId: null, mode: 'DUE', amountFen: null, surplus: 'SHORTER_TENOR' }) === null) {
        const pending = Object.values(story.file.payments).find((payment) => payment.state === 'PENDING');
        if (pending) story.answer(pending.id, true);
      }
      if (day % 20 === 0) story.bureau();
      story.closeDay();
    }
    expect(story.file.line?.grantedLimitFen).toBeGreaterThan(before);
    sound(story);
  });

  it('G3: in good standing the machine’s reduction waits for a person, then for seven days of notice', () => {
    const story = new Story().openLine();
    story.bureau({ overdueDaysMax: 45, overdueAccounts: 1, overdueAmountFen: 90_000n });
    const before = effectiveLimitOf(story.file, story.now);
    const proposal = restriction(story, 'LIMIT_REDUCED');
    expect(proposal?.state).toBe('proposed');
    expect(effectiveLimitOf(story.file, story.now)).toBe(before);
    story.do(
      { type: 'approve_restriction', restrictionId: proposal?.id ?? '', approved: true, note: 'seen' },
      REVIEWER,
    );
    expect(restriction(story, 'LIMIT_REDUCED')?.state).toBe('pre_notice');
    story.later({ days: 6 });
    story.closeDay();
    expect(effectiveLimitOf(story.file, story.now)).toBe(before);
    story.later({ days: 1, hours: 1 });
    story.closeDay();
    expect(effectiveLimitOf(story.file, story.now)).toBeLessThan(before);
    sound(story);
  });

  it('G3: closing takes two people besides', () => {
    const story = new Story().openLine();
    story.bureau({ unsettledLenders: 6 });
    story.do(
      {
        type: 'propose_restriction',
        kind: 'CLOSURE',
        reasonCodes: ['B4_LENDERS'],
        limitAfterFen: null,
        days: null,
        note: 'x',
      },
      REVIEWER,
    );
    const id = restriction(story, 'CLOSURE')?.id ?? '';
    expect(
      story.try({ type: 'approve_restriction', restrictionId: id, approved: true, note: '' }, REVIEWER)?.code,
    ).toBe('same_person');
    story.bureau({ unsettledLenders: 6 });
    story.do({ type: 'approve_restriction', restrictionId: id, approved: true, note: '' }, SECOND);
    expect(restriction(story, 'CLOSURE')?.state).toBe('pre_notice');
    sound(story);
  });

  it('G11: a strategy cut is announced, carries no fault, and leaves what is drawn', () => {
    const story = new Story().openLine();
    story.draw(1_000_000n, 6);
    const strategy = {
      id: 's1',
      name: { zh: '压降规模', en: 'smaller book' },
      reason: { zh: '规模上限', en: 'cap' },
      effect: 'REDUCE' as const,
      reduceToPercent: 50,
      minLimitFen: 100_000n,
      dormantMonths: null,
      lineKind: null,
      region: null,
      segment: null,
      noticeDays: 10,
      author: 'A1',
      approver: 'A2',
    };
    const before = effectiveLimitOf(story.file, story.now);
    story.do({ type: 'apply_strategy', strategy }, staff('A2', 'second_approver'));
    const notice = Object.values(story.file.notices).find((candidate) => candidate.kind === 'PRE_NOTICE');
    expect(notice?.noFault).toBe(true);
    expect(effectiveLimitOf(story.file, story.now)).toBe(before);
    story.later({ days: 10, hours: 1 });
    story.closeDay();
    expect(effectiveLimitOf(story.file, story.now)).toBeLessThan(before);
    expect(effectiveLimitOf(story.file, story.now)).toBeGreaterThanOrEqual(1_000_000n);
    expect(story.do({ type: 'apply_strategy', strategy }, staff('A2', 'second_approver'))).toEqual([]);
    sound(story);
  });
});

describe('restrictions for cause', () => {
  it('an announced reduction ends at once when the borrower pays what was overdue', () => {
    const story = new Story().openLine();
    story.draw(1_000_000n, 6);
    story.later({ days: 40 });
    story.closeDay();
    expect(restriction(story, 'LIMIT_REDUCED')?.state).toBe('pre_notice');
    const facts = story.repay();
    expect(restriction(story, 'LIMIT_REDUCED')?.state).toBe('lifted');
    expect(facts.some((fact) => fact.type === 'notice.issued' && fact.notice.kind === 'LIFTED')).toBe(true);
    sound(story);
  });

  it('one in force ends when fresh data shows its cause gone, and not when the data merely went stale', () => {
    const story = new Story().openLine();
    story.bureau({ overdueDaysMax: 45, overdueAccounts: 1, overdueAmountFen: 90_000n });
    const id = restriction(story, 'LIMIT_REDUCED')?.id ?? '';
    story.do({ type: 'approve_restriction', restrictionId: id, approved: true, note: '' }, REVIEWER);
    story.later({ days: 8 });
    story.closeDay();
    const reduced = effectiveLimitOf(story.file, story.now);
    story.later({ days: 40 });
    story.closeDay();
    expect(effectiveLimitOf(story.file, story.now)).toBe(reduced);
    story.bureau();
    expect(story.file.restrictions[id]?.state).toBe('lifted');
    expect(effectiveLimitOf(story.file, story.now)).toBeGreaterThan(reduced);
    sound(story);
  });

  it('another reduction is not laid on while one stands, whatever its reason', () => {
    const story = new Story().openLine();
    story.draw(1_000_000n, 6);
    story.later({ days: 40 });
    story.closeDay();
    story.later({ days: 8 });
    story.bureau({ unsettledLenders: 9, newLenders3m: 3, monthlyDebtServiceFen: 1_100_000n });
    story.closeDay();
    story.later({ days: 31 });
    story.closeDay();
    expect(Object.values(story.file.restrictions).filter((one) => one.kind === 'LIMIT_REDUCED')).toHaveLength(1);
    sound(story);
  });
});

describe('appeals', () => {
  const held = (): Story => {
    const story = new Story().openLine();
    story.bureau({ overdueDaysMax: 45, overdueAccounts: 1, overdueAmountFen: 90_000n });
    const id = restriction(story, 'LIMIT_REDUCED')?.id ?? '';
    story.do({ type: 'approve_restriction', restrictionId: id, approved: true, note: '' }, staff('A9', 'reviewer'));
    story.later({ days: 8 });
    story.closeDay();
    return story;
  };
  const appeal = (story: Story): string => {
    const reduced = restriction(story, 'LIMIT_REDUCED');
    story.do({
      type: 'submit_appeal',
      decisionId: reduced?.decisionId ?? '',
      restrictionId: reduced?.id ?? '',
      citedReasonCodes: ['B1_OVERDUE_DAYS'],
      statement: '已结清',
      urgentHardship: false,
    });
    return Object.keys(story.file.appeals)[0] ?? '';
  };

  it('N16: information that never comes stops nobody from reviewing on what there is, once the days for it are over', () => {
    const story = held();
    const appealId = appeal(story);
    story.do({ type: 'take_appeal', appealId }, REVIEWER);
    const told = story.do(
      { type: 'request_info', appealId, text: { zh: '请补充结清证明', en: 'please add' } },
      REVIEWER,
    );
    const notice = told.find((fact) => fact.type === 'notice.issued');
    expect(notice?.type === 'notice.issued' && notice.notice.effect.map(({ en }) => en).join(' ')).toMatch(
      /please add Hand it in by .* we go on with what we have/,
    );
    const { answerBy } = story.file.appeals[appealId] ?? {};
    story.later({ days: 5 });
    expect(story.try({ type: 'take_appeal', appealId }, REVIEWER)?.code).toBe('information_awaited');
    story.later({ days: 3 });
    story.do({ type: 'take_appeal', appealId }, REVIEWER);
    // The clock stood for the seven days that were given (N227), and goes on.
    const taken = story.file.appeals[appealId];
    expect(taken).toMatchObject({ state: 'in_review', infoRequest: null, pausedSince: null });
    expect(wholeDaysBetween(answerBy ?? '', taken?.answerBy ?? '')).toBe(7);
    story.do(
      {
        type: 'propose_outcome',
        appealId,
        outcome: 'upheld',
        reasonText: { zh: '材料未补充', en: 'nothing came' },
        acceptedEvidence: [],
        mistakenRuleIds: [],
      },
      REVIEWER,
    );
    story.do({ type: 'approve_outcome', appealId, approved: true, note: '' }, SECOND);
    expect(story.file.appeals[appealId]).toMatchObject({ state: 'closed', outcome: 'upheld' });
  });

  it('G8, G9: evidence, one reviewer, a second approver; the line is restored in the same transaction', () => {
    const story = held();
    const former = restriction(story, 'LIMIT_REDUCED')?.limitBeforeFen ?? 0n;
    expect(effectiveLimitOf(story.file, story.now)).toBeLessThan(former);
    const appealId = appeal(story);
    story.do({
      type: 'add_evidence',
      appealId,
      evidence: {
        id: 'ev1',
        kind: 'SETTLEMENT_PROOF',
        fileName: 'a.pdf',
        mediaType: 'application/pdf',
        sizeBytes: 10,
        sha256: 'x',
        declared: [{ input: 'overdue_days_max', value: 0 }],
      },
    });
    expect(story.try({ type: 'take_appeal', appealId }, staff('A9', 'reviewer'))?.code).toBe('decider_reviews');
    story.do({ type: 'take_appeal', appealId }, REVIEWER);
    story.do({ type: 'request_info', appealId, text: { zh: '请补充结清证明', en: 'please add' } }, REVIEWER);
    story.later({ days: 3 });
    story.do({
      type: 'add_evidence',
      appealId,
      evidence: {
        id: 'ev2',
        kind: 'SETTLEMENT_PROOF',
        fileName: 'b.pdf',
        mediaType: 'application/pdf',
        sizeBytes: 10,
        sha256: 'y',
        declared: [],
      },
    });
    story.do({ type: 'take_appeal', appealId }, REVIEWER);
    story.do(
      {
        type: 'propose_outcome',
        appealId,
        outcome: 'overturned',
        reasonText: { zh: '已结清', en: 'settled' },
        acceptedEvidence: [{ evidenceId: 'ev1', input: 'overdue_days_max', value: 0 }],
        mistakenRuleIds: ['M8'],
      },
      REVIEWER,
    );
    expect(story.try({ type: 'approve_outcome', appealId, approved: true, note: '' }, REVIEWER)?.code).toBe(
      'same_person',
    );
    const facts = story.do({ type: 'approve_outcome', appealId, approved: true, note: '' }, SECOND);
    expect(facts.map((fact) => fact.type)).toEqual(
      expect.arrayContaining([
        'restriction.ended',
        'remedy.applied',
        'appeal.decided',
        'rule.contested',
        'notice.issued',
      ]),
    );
    expect(effectiveLimitOf(story.file, story.now)).toBeGreaterThanOrEqual(former);
    expect(suppressedRuleIds(story.file, story.now)).toContain('M8');
    expect(story.file.appeals[appealId]?.state).toBe('closed');
    // The suppressed signal does not come back.
    story.bureau({ overdueDaysMax: 46, overdueAccounts: 1, overdueAmountFen: 90_000n });
    expect(Object.values(story.file.restrictions).filter((one) => one.state === 'proposed')).toEqual([]);
    sound(story);
  });

  it('is sent back, upheld, withdrawn; a closed one takes nothing more', () => {
    const story = held();
    const appealId = appeal(story);
    expect(
      story.try({
        type: 'submit_appeal',
        decisionId: restriction(story, 'LIMIT_REDUCED')?.decisionId ?? '',
        restrictionId: null,
        citedReasonCodes: [],
        statement: 'again',
        urgentHardship: false,
      })?.code,
    ).toBe('appeal_exists');
    story.do({ type: 'take_appeal', appealId }, REVIEWER);
    const outcome = {
      type: 'propose_outcome' as const,
      appealId,
      outcome: 'upheld' as const,
      reasonText: { zh: '核实无误', en: 'verified' },
      acceptedEvidence: [],
      mistakenRuleIds: [],
    };
    story.do(outcome, REVIEWER);
    story.do({ type: 'approve_outcome', appealId, approved: false, note: '请再看' }, SECOND);
    expect(story.file.appeals[appealId]?.state).toBe('in_review');
    story.do(outcome, REVIEWER);
    story.do({ type: 'approve_outcome', appealId, approved: true, note: '' }, SECOND);
    expect(story.file.appeals[appealId]?.outcome).toBe('upheld');
    expect(story.try({ type: 'withdraw_appeal', appealId }, BORROWER)?.code).toBe('appeal_state');
    sound(story);
  });

  it('G8: the window closes after 180 days', () => {
    const story = held();
    story.later({ days: 181 });
    const reduced = restriction(story, 'LIMIT_REDUCED');
    expect(
      story.try({
        type: 'submit_appeal',
        decisionId: reduced?.decisionId ?? '',
        restrictionId: reduced?.id ?? '',
        citedReasonCodes: [],
        statement: 'late',
        urgentHardship: false,
      })?.code,
    ).toBe('appeal_window_closed');
  });
});
