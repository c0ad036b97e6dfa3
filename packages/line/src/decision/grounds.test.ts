import { describe, expect, it } from 'vitest';
import { auditGuarantees } from '../audit.ts';
import { DEMO_LENDER } from '../lender.ts';
import { compilePolicySet } from '../policy/compile.ts';
import { withEarlier } from '../policy/policy-set.ts';
import { availableOf, effectiveLimitOf } from '../selectors.ts';
import { defaultPolicies, defaultPolicyFiles } from '../testing/default-policies.ts';
import { REVIEWER, SECOND, Story } from '../testing/story.ts';
import { plusHours } from '../time.ts';

/** A decision that was sound when it was made may rest on nothing a week later (N127, G5). */
const onlyOf = (story: Story) => {
  const [restriction, ...more] = Object.values(story.file.restrictions);
  if (restriction === undefined || more.length > 0) throw new Error(`${more.length + 1} restrictions`);
  return restriction;
};
const proposed = (): Story => {
  const story = new Story().openLine();
  story.bureau({ overdueDaysMax: 45, overdueAccounts: 1, overdueAmountFen: 500_000n });
  expect(onlyOf(story).state).toBe('proposed');
  return story;
};
const approve = (story: Story, actor = REVIEWER) =>
  story.try({ type: 'approve_restriction', restrictionId: onlyOf(story).id, approved: true, note: '' }, actor);
const announced = (): Story => {
  const story = proposed();
  expect(approve(story)).toBeNull();
  expect(onlyOf(story).state).toBe('pre_notice');
  return story;
};
const propose = (story: Story, reasonCode: string) =>
  story.try(
    {
      type: 'propose_restriction',
      kind: 'DRAW_HOLD',
      reasonCodes: [reasonCode],
      limitAfterFen: null,
      days: 5,
      note: 'x',
    },
    REVIEWER,
  );
const sound = (story: Story) => auditGuarantees(story.file.borrowerId, story.facts, DEMO_LENDER.noticeDays);

describe('people may rest nothing on data that the machine may not (G5)', () => {
  it('a reason from a report that is too old is refused, and nothing is written', () => {
    const story = new Story().openLine();
    story.bureau({ unsettledLenders: 6, monthlyDebtServiceFen: 100_000n });
    story.later({ days: 40 });
    const before = story.facts.length;
    expect(propose(story, 'B4_LENDERS')).toMatchObject({ code: 'data_not_sound', field: 'reasonCodes' });
    expect(story.facts).toHaveLength(before);
  });
  it('so is one whose feed is out, and a line that was not crossed is still told apart', () => {
    const story = new Story().openLine();
    story.bureau({ unsettledLenders: 6 });
    story.unsoundSources = ['bureau'];
    expect(propose(story, 'B4_LENDERS')?.code).toBe('data_not_sound');
    expect(propose(story, 'B6_DSR')?.code).toBe('reason_does_not_hold');
    story.unsoundSources = [];
    expect(propose(story, 'B4_LENDERS')).toBeNull();
    expect(availableOf(story.file, story.now)).toBe(0n);
  });
});

describe('a proposal is agreed to on what is known that day', () => {
  it('not when its report has grown old, nor while its feed is out; turning it down always works', () => {
    const old = proposed();
    old.later({ days: 31 });
    expect(approve(old)?.code).toBe('data_not_sound');
    const out = proposed();
    out.unsoundSources = ['bureau'];
    expect(approve(out)?.code).toBe('data_not_sound');
    out.do({ type: 'approve_restriction', restrictionId: onlyOf(out).id, approved: false, note: '' }, REVIEWER);
    expect(onlyOf(out).state).toBe('lifted');
  });
  it('not when its reasons have gone', () => {
    const story = proposed();
    story.later({ days: 1 });
    // What came through a feed in trouble withdrew nothing (N177); once the feed is well it shows all the same that they have gone.
    story.unsoundSources = ['bureau'];
    story.bureau();
    story.unsoundSources = [];
    expect(approve(story)?.code).toBe('reasons_gone');
  });
});

describe('an announced action whose day has come', () => {
  it('waits while its data is in doubt, says so, and happens on sound data no earlier than it said', () => {
    const story = announced();
    const limit = effectiveLimitOf(story.file, story.now);
    story.later({ days: 8 });
    story.unsoundSources = ['bureau'];
    story.closeDay();
    expect(onlyOf(story).state).toBe('pre_notice');
    expect(effectiveLimitOf(story.file, story.now)).toBe(limit);
    const told = Object.values(story.file.notices).at(-1);
    expect(told).toMatchObject({ kind: 'PRE_NOTICE', adverse: false, effectiveAt: onlyOf(story).effectiveAt });
    story.unsoundSources = [];
    story.later({ days: 6 });
    story.closeDay();
    expect(onlyOf(story).state, 'told for the seventh day').toBe('pre_notice');
    story.later({ days: 1 });
    story.closeDay();
    expect(onlyOf(story).state).toBe('effective');
    expect(effectiveLimitOf(story.file, story.now)).toBeLessThan(limit);
    expect(sound(story)).toEqual([]);
  });
  it('is given up after a month without sound data', () => {
    const story = announced();
    story.unsoundSources = ['bureau'];
    for (let day = 0; day < 45; day++) {
      story.later({ days: 1 });
      story.closeDay();
    }
    expect(onlyOf(story).state).toBe('lifted');
    const kinds = Object.values(story.file.notices).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'PRE_NOTICE')).toHaveLength(5);
    expect(kinds.at(-1)).toBe('LIFTED');
    expect(sound(story)).toEqual([]);
  });
});

describe('what never had its grounds is taken back (N42)', () => {
  const strange = (): Story => {
    const story = new Story().openLine();
    for (const province of ['浙江', '北京', '广东']) story.login(`phone-${province}`, province);
    expect(onlyOf(story)).toMatchObject({ kind: 'DRAW_HOLD', state: 'effective', causeFamily: 'SECURITY' });
    return story;
  };
  const takeBack = (story: Story, source: string) => {
    const logins = story.facts.flatMap(({ body }) =>
      body.type === 'behaviour.observed' && body.event.kind === 'LOGIN' ? [body.event.eventId] : [],
    );
    const events = logins
      .slice(1)
      .map(
        (reverses) =>
          ({ kind: 'REVERSAL', eventId: `r-${reverses}`, occurredAt: story.now, source, reverses }) as const,
      );
    return story.do({ type: 'observe', events });
  };
  it('a hold for sign-ins that were another’s, once their feed takes them back, and the borrower is told', () => {
    const story = strange();
    takeBack(story, 'another-feed');
    expect(onlyOf(story).state, 'only the feed that reported them can').toBe('effective');
    const own = strange();
    const facts = takeBack(own, 'app');
    expect(onlyOf(own).state).toBe('reversed');
    expect(availableOf(own.file, own.now)).toBeGreaterThan(0n);
    expect(facts.flatMap((fact) => (fact.type === 'notice.issued' ? [fact.notice.kind] : []))).toEqual(['LIFTED']);
    expect(sound(own)).toEqual([]);
  });
  const device = (story: Story, eventId: string, change: object = {}) => {
    const event = { kind: 'DEVICE', eventId, occurredAt: story.now, source: 'app', deviceId: 'd' } as const;
    const what = { emulator: false, rooted: false, accountsOnDevice: 1, ...change };
    return story.do({ type: 'observe', events: [{ ...event, ...what }] });
  };
  const reverse = (story: Story, reverses: string) => {
    const event = {
      kind: 'REVERSAL',
      eventId: `r-${reverses}`,
      occurredAt: story.now,
      source: 'app',
      reverses,
    } as const;
    return story.do({ type: 'observe', events: [event] });
  };
  it.each([
    ['an emulator', { emulator: true }, 'DRAW_HOLD'],
    ['a device of many', { accountsOnDevice: 3 }, 'STEP_UP'],
  ] as const)('N203: one for %s, when the only report of it was another’s', (_what, change, kind) => {
    const story = new Story().openLine();
    device(story, 'only', change);
    expect(onlyOf(story)).toMatchObject({ kind, state: 'effective' });
    story.unsoundSources = ['devices'];
    reverse(story, 'nothing yet');
    expect(onlyOf(story).state, 'nothing was taken back').toBe('effective');
    reverse(story, 'only');
    expect(onlyOf(story).state, 'a feed in trouble shows nothing').toBe('effective');
    story.unsoundSources = [];
    reverse(story, 'nothing yet either');
    expect(onlyOf(story).state).toBe('reversed');
    expect(sound(story)).toEqual([]);
  });
  it('N203: not because a later report says something else: that is no news of what was then', () => {
    const story = new Story().openLine();
    device(story, 'unsafe', { emulator: true });
    device(story.later({ hours: 1 }), 'safe');
    reverse(story, 'nothing yet');
    expect(onlyOf(story)).toMatchObject({ kind: 'DRAW_HOLD', state: 'effective' });
    reverse(story, 'unsafe');
    expect(onlyOf(story).state).toBe('reversed');
  });
  it('N203: though a rule that fired beside it on data too old to carry anything goes on firing', () => {
    const story = new Story().openLine();
    device(story, 'old', { accountsOnDevice: 3 });
    reverse(story, 'nothing yet');
    story.do({ type: 'pass_step_up' });
    story.later({ days: 90 });
    for (const n of [1, 2, 3]) story.login(`phone-${n}`, '浙江');
    const [, second] = Object.values(story.file.restrictions);
    expect(second).toMatchObject({ kind: 'STEP_UP', state: 'effective' });
    const fired = story.file.decisions[second?.decisionId ?? '']?.firedRuleIds ?? [];
    expect(fired.length, 'the old report is beside them').toBe(2);
    takeBack(story, 'app');
    expect(Object.values(story.file.restrictions)[1]?.state).toBe('reversed');
  });
  it('not because time has passed since', () => {
    const story = strange();
    story.later({ hours: 40 });
    const at = { occurredAt: plusHours(story.now, -39), source: 'app' };
    story.do({
      type: 'observe',
      events: [{ kind: 'LOGIN', eventId: 'late', ...at, deviceId: 'd', province: '浙江', success: true }],
    });
    expect(onlyOf(story).state).toBe('effective');
  });
  it('not because another policy draws its line elsewhere: that is no news of what took place', () => {
    const story = strange();
    // Its scenarios are of the line as it was.
    const files = Object.fromEntries(
      Object.entries(defaultPolicyFiles()).map(([path, text]) => [path, path.startsWith('scenarios/') ? '[]' : text]),
    );
    const parameters = JSON.parse(files['parameters.json'] ?? '[]') as { name: string; values: { value: number }[] }[];
    for (const { name, values } of parameters) if (name === 'p_provinces_24h' && values[0]) values[0].value = 9;
    const compiled = compilePolicySet({ ...files, 'parameters.json': JSON.stringify(parameters) }, '2026-11-01');
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
    story.policy(withEarlier(compiled.policies, [defaultPolicies()])).later({ hours: 40 });
    const at = { occurredAt: plusHours(story.now, -39), source: 'app' };
    const events = [{ kind: 'LOGIN' as const, eventId: 'late', ...at, deviceId: 'd', province: '浙江', success: true }];
    story.do({ type: 'observe', events });
    expect(onlyOf(story).state).toBe('effective');
  });
  it('a hold for a burst of draws of which our own rail failed one', () => {
    const story = new Story().openLine();
    for (const amount of [100_000n, 110_000n, 120_000n]) story.draw(amount, 3);
    const facts = story.do(story.drawCommand(130_000n, 3));
    const hold = () => Object.values(story.file.restrictions).find(({ kind }) => kind === 'DRAW_HOLD');
    expect(hold()?.state).toBe('effective');
    const requested = facts.find((fact) => fact.type === 'draw.requested');
    if (requested?.type !== 'draw.requested') throw new Error('no draw');
    story.answer(requested.paymentId, false);
    expect(hold()?.state).toBe('reversed');
    const cap = Object.values(story.file.restrictions).find(({ kind }) => kind === 'SINGLE_DRAW_CAP');
    expect(cap?.state, 'three draws there were').toBe('effective');
    expect(sound(story)).toEqual([]);
  });
});

describe('what ends with its cause (N19)', () => {
  it('is also what people decided: whoever puts right what the reason named is restored at the report that shows it', () => {
    const story = new Story().openLine();
    // Over the soft line alone: the machine asks people to look, and a person reduces.
    story.bureau({ monthlyDebtServiceFen: 650_000n });
    const limit = effectiveLimitOf(story.file, story.now);
    story.do(
      {
        type: 'propose_restriction',
        kind: 'LIMIT_REDUCED',
        reasonCodes: ['B6_DSR_SOFT'],
        limitAfterFen: limit / 2n,
        days: null,
        note: 'x',
      },
      REVIEWER,
    );
    expect(approve(story, SECOND)).toBeNull();
    story.later({ days: 8 });
    story.closeDay();
    expect(effectiveLimitOf(story.file, story.now)).toBe(limit / 2n);
    story.later({ days: 1 });
    story.bureau({ monthlyDebtServiceFen: 640_000n });
    expect(onlyOf(story).state, 'still over the line').toBe('effective');
    story.bureau({ monthlyDebtServiceFen: 100_000n });
    expect(onlyOf(story).state).toBe('lifted');
    expect(effectiveLimitOf(story.file, story.now)).toBe(limit);
    expect(sound(story)).toEqual([]);
  });
  it('is a hold until a document is valid: the update that the notice asks for lifts it, as the notice says', () => {
    const story = new Story().openLine();
    const check = (valid: boolean) => {
      story.later({ hours: 1 });
      const id = story.nextEventId();
      const at = { occurredAt: story.now, source: 'documents' };
      story.do({
        type: 'observe',
        events: [{ kind: 'DOCUMENT_STATUS', eventId: id, ...at, document: 'ID_CARD', valid }],
      });
    };
    check(false);
    expect(onlyOf(story)).toMatchObject({ kind: 'DRAW_HOLD', state: 'effective', reasonCodes: ['B10_ID_CARD'] });
    const notice = story.file.notices[onlyOf(story).noticeId ?? ''];
    expect(notice?.restore).toMatchObject({
      action: 'UPDATE',
      text: { zh: expect.stringContaining('更新后立即恢复') },
    });
    expect(notice?.restore?.text.en).not.toContain('need do nothing');
    check(false);
    expect(availableOf(story.file, story.now)).toBe(0n);
    check(true);
    expect(onlyOf(story).state).toBe('lifted');
    expect(availableOf(story.file, story.now)).toBeGreaterThan(0n);
    expect(sound(story)).toEqual([]);
  });
  it('is not a hold for behaviour, which runs its time, nor a security hold, which verifying ends', () => {
    const story = new Story().openLine();
    for (const province of ['浙江', '北京', '广东']) story.login(`phone-${province}`, province);
    expect(onlyOf(story)).toMatchObject({ kind: 'DRAW_HOLD', causeFamily: 'SECURITY' });
    story.later({ hours: 30 });
    story.login('phone-浙江', '浙江');
    expect(onlyOf(story).state, 'a thief would only have to wait a day').toBe('effective');
  });
  it('though a rule that only asks people to look goes on firing beside it', () => {
    const soft = { monthlyDebtServiceFen: 650_000n };
    const story = new Story().openLine();
    story.bureau({ unsettledLenders: 6, ...soft });
    expect(approve(story)).toBeNull();
    expect(story.file.decisions[onlyOf(story).decisionId]?.firedRuleIds).toEqual(['M9', 'M34']);
    story.later({ days: 1 });
    story.bureau(soft);
    expect(onlyOf(story).state).toBe('lifted');
  });
});
