import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditGuarantees } from './audit.ts';
import type { JudgementContext } from './decision-record.ts';
import { replayDecision } from './decision/replay.ts';
import { singleDrawCapOf } from './decision/limit-and-price.ts';
import { GuaranteeBroken, requireEnd, requireRoom } from './guarantees.ts';
import type { Restriction } from './restriction.ts';
import { availableOf, displayStateOf, drawCapOf, drawStopsOf, effectiveLimitOf } from './selectors.ts';
import { compilePolicySet } from './policy/compile.ts';
import { defaultPolicies, defaultPolicyFiles } from './testing/default-policies.ts';
import { OPERATOR, REVIEWER, SECOND, Story } from './testing/story.ts';

/** A line after three draws within a day. */
const capped = (): Story => {
  const story = new Story().openLine();
  for (let n = 0; n < 3; n++) {
    story.draw(100_000n, 3);
    story.later({ hours: 1 });
  }
  return story;
};
/** A draw, and a day and a half before anything else, so that only those of the month add up. */
const oneDrawMore = (story: Story): void => {
  story.draw(100_000n, 3);
  story.later({ hours: 36 });
};
const ofKind = (story: Story, kind: Restriction['kind']) =>
  Object.values(story.file.restrictions).filter((one) => one.kind === kind);
const sound = (story: Story) => expect(auditGuarantees('b', story.facts, 7, defaultPolicies())).toEqual([]);

describe('N110-N112, N114, N120, N121 a cap on each draw, before a hold', () => {
  it('three draws in a day cap the next ones at half the limit, with reasons, an end, and room to borrow', () => {
    const story = capped();
    const [cap] = ofKind(story, 'SINGLE_DRAW_CAP');
    expect(cap).toMatchObject({ state: 'effective', causeFamily: 'BEHAVIOUR', limitAfterFen: null });
    expect(cap?.singleDrawCapFen).toBe(effectiveLimitOf(story.file, story.now) / 2n);
    expect(displayStateOf(story.file, story.now)).toBe('SINGLE_DRAW_CAP');
    expect(drawStopsOf(story.file, story.now)).toEqual([]);
    const notice = story.file.notices[cap?.noticeId ?? ''];
    expect(notice).toMatchObject({ adverse: true, expiresAt: cap?.expiresAt });
    expect(notice?.reasons.map(({ code }) => code)).toEqual(['D1_SEVERAL_24H']);
    // M11 fired beside it, and only looked.
    expect(story.file.decisions[cap?.decisionId ?? '']?.firedRuleIds).toContain('M11');
    expect(notice?.decidedBy.ruleIds).toEqual(['M44']);
    expect(notice?.effect.map(({ zh }) => zh).join('')).toContain('每笔最多借');
    expect(notice?.noCounterfactual?.en).toContain('by time alone');
    expect(notice?.appealBy).not.toBeNull();
    const decision = story.file.decisions[cap?.decisionId ?? ''];
    expect(decision?.action).toBe('SINGLE_DRAW_CAP');
    if (decision) expect(replayDecision(decision, defaultPolicies()).differences).toEqual([]);
    sound(story);
  });

  it('refuses a draw above it with the amount and the day, and lets one up to it through', () => {
    const story = capped();
    const cap = drawCapOf(story.file, story.now);
    if (cap === null) throw new Error('three draws in a day cap nothing');
    expect(availableOf(story.file, story.now)).toBeGreaterThan(cap.fen);
    const refused = story.try(story.drawCommand(cap.fen + 10_000n));
    expect(refused?.code).toBe('amount_above_cap');
    expect(refused?.message.zh).toMatch(/单笔最多借[\d,.]+元，\d+年\d+月\d+日起自动恢复/);
    expect(refused?.message.en).not.toMatch(/\{|\p{Script=Han}/u);
    expect(story.draw(cap.fen).some(({ type }) => type === 'draw.paid')).toBe(true);
    sound(story);
  });

  it('a fourth draw in the day is met by a hold over it, and both end by themselves (N112)', () => {
    const story = capped();
    story.draw(100_000n, 3);
    expect(ofKind(story, 'SINGLE_DRAW_CAP')).toHaveLength(1);
    expect(ofKind(story, 'DRAW_HOLD')).toMatchObject([{ state: 'effective', ruleIds: ['M1'] }]);
    expect(displayStateOf(story.file, story.now)).toBe('DRAW_HOLD');
    story.later({ days: 4 }).closeDay();
    expect(Object.values(story.file.restrictions).map(({ state }) => state)).toEqual(['expired', 'expired']);
    expect(drawCapOf(story.file, story.now)).toBeNull();
    sound(story);
  });

  it('three draws in a month are looked at and take nothing; the sixth caps, the ninth holds (N120, N121)', () => {
    const story = new Story().openLine();
    const taken = () => Object.values(story.file.restrictions).map(({ kind, ruleIds }) => `${kind} ${ruleIds.join()}`);
    const after: string[][] = [];
    for (let n = 1; n <= 9; n++) {
      oneDrawMore(story);
      after.push(taken());
      const told = Object.values(story.file.notices).filter(({ adverse }) => adverse);
      expect(told).toHaveLength(after.at(-1)?.length ?? 0);
    }
    const cap = 'SINGLE_DRAW_CAP M45';
    const hold = 'DRAW_HOLD M2';
    expect(after).toEqual([[], [], [], [], [], [cap], [cap], [cap], [cap, hold]]);
    const looks = Object.values(story.file.decisions).filter(({ action }) => action === 'REVIEW');
    expect(looks[0]?.reasons.map(({ code, value }) => [code, value])).toEqual([['D1_FREQUENT', 3]]);
    expect(looks[0]?.firedRuleIds).toEqual(['M11']);
    sound(story);
  });

  it('the cap for a month of draws says what it is, and lasts 72 hours (N121)', () => {
    const story = new Story().openLine();
    for (let n = 0; n < 6; n++) oneDrawMore(story);
    const [cap] = ofKind(story, 'SINGLE_DRAW_CAP');
    expect(cap?.singleDrawCapFen).toBe(effectiveLimitOf(story.file, story.now) / 2n);
    expect(Date.parse(cap?.expiresAt ?? '') - Date.parse(cap?.effectiveAt ?? '')).toBe(72 * 3_600_000);
    const notice = story.file.notices[cap?.noticeId ?? ''];
    expect(notice?.reasons.map(({ code }) => code)).toEqual(['D1_SEVERAL_30D']);
    expect(notice?.reasons[0]?.whatWeSaw.zh).toContain('30天内借款6次');
    expect(notice?.reasons[0]?.ourLine).toEqual({
      zh: '超过5次时，我们暂时为每笔借款设上限。',
      en: 'Beyond 5 draws, each draw has a cap for a time.',
    });
    expect(notice?.noCounterfactual?.en).toContain('it ends by itself');
    sound(story);
  });

  it('rests for thirty days, so that the same draws never cap twice; what is held back is looked at (N80)', () => {
    const story = new Story().openLine();
    for (let n = 0; n < 6; n++) oneDrawMore(story);
    for (let day = 0; day < 32; day++) {
      story.later({ days: 1 }).closeDay();
      story.login('d1', '浙江');
    }
    expect(ofKind(story, 'SINGLE_DRAW_CAP')).toHaveLength(1);
    const looked = Object.values(story.file.decisions).filter(({ action }) => action === 'REVIEW');
    expect(looked.some(({ reasons }) => reasons.some(({ heldBackUntil }) => heldBackUntil !== undefined))).toBe(true);
    sound(story);
  });

  it('is not laid on where it would bind nothing: a person looks instead (N110)', () => {
    const story = new Story().openLine();
    const limit = effectiveLimitOf(story.file, story.now);
    const most = (limit * 6n) / 10n;
    story.draw(most - (most % 10_000n), 12);
    story.later({ hours: 1 });
    for (let n = 0; n < 2; n++) {
      story.draw(100_000n, 3);
      story.later({ hours: 1 });
    }
    expect(ofKind(story, 'SINGLE_DRAW_CAP')).toEqual([]);
    const last = Object.values(story.file.decisions).at(-1);
    expect(last).toMatchObject({ action: 'REVIEW', proposedAction: 'SINGLE_DRAW_CAP' });
    expect(last?.guaranteeChecks.some(({ note }) => note.includes('bind nothing'))).toBe(true);
    sound(story);
  });

  it('an appeal that finds it mistaken takes it back, and the draws cap and hold nobody again (N82, G9)', () => {
    const story = capped();
    const [cap] = ofKind(story, 'SINGLE_DRAW_CAP');
    story.do({
      type: 'submit_appeal',
      decisionId: cap?.decisionId ?? '',
      restrictionId: cap?.id ?? '',
      citedReasonCodes: ['D1_SEVERAL_24H'],
      statement: '装修分批付款',
      urgentHardship: false,
    });
    const appealId = Object.keys(story.file.appeals)[0] ?? '';
    story.do({ type: 'take_appeal', appealId }, REVIEWER);
    const reasonText = { zh: '属实', en: 'true' };
    const found = {
      outcome: 'overturned',
      acceptedEvidence: [],
      mistakenRuleIds: cap?.ruleIds ?? [],
      reasonText,
    } as const;
    story.do({ type: 'propose_outcome', appealId, ...found }, REVIEWER);
    story.do({ type: 'approve_outcome', appealId, approved: true, note: '' }, SECOND);
    expect(story.file.restrictions[cap?.id ?? '']?.state).toBe('reversed');
    story.draw(100_000n, 3);
    expect(displayStateOf(story.file, story.now)).toBe('ACTIVE');
    sound(story);
  });

  it('N114: falls with the hold after it though a rule of another matter looked beside it, which decided nothing', () => {
    const story = new Story().openLine();
    for (let n = 0; n < 3; n++) {
      story.later({ hours: 36 }).draw(100_000n, 3);
      story.repay({ mode: 'EARLY_FULL' });
    }
    story.later({ hours: 36 });
    for (let n = 0; n < 4; n++) story.draw(100_000n + BigInt(n) * 10_000n, 3);
    const [cap] = ofKind(story, 'SINGLE_DRAW_CAP');
    const [hold] = ofKind(story, 'DRAW_HOLD');
    expect(cap?.ruleIds).toContain('M12');
    story.do({
      type: 'submit_appeal',
      decisionId: hold?.decisionId ?? '',
      restrictionId: hold?.id ?? '',
      citedReasonCodes: ['D1_BURST_24H'],
      statement: '装修分批付款',
      urgentHardship: false,
    });
    const appealId = Object.keys(story.file.appeals)[0] ?? '';
    story.do({ type: 'take_appeal', appealId }, REVIEWER);
    const found = { outcome: 'overturned', acceptedEvidence: [], mistakenRuleIds: ['M1'] } as const;
    story.do({ type: 'propose_outcome', appealId, ...found, reasonText: { zh: '属实', en: 'true' } }, REVIEWER);
    story.do({ type: 'approve_outcome', appealId, approved: true, note: '' }, SECOND);
    expect(story.file.restrictions[cap?.id ?? '']?.state).toBe('reversed');
    sound(story);
  });

  it('people propose one with an amount and days, renew it and lift it', () => {
    const story = capped();
    const [first] = ofKind(story, 'SINGLE_DRAW_CAP');
    story.do({ type: 'renew_restriction', restrictionId: first?.id ?? '', days: 5, reason: '核实用途' }, OPERATOR);
    const command = {
      type: 'propose_restriction',
      kind: 'SINGLE_DRAW_CAP',
      reasonCodes: ['D1_SEVERAL_24H'],
      limitAfterFen: null,
      singleDrawCapFen: 50_000n,
      days: 5,
      note: '用途待核实',
    } as const;
    for (const singleDrawCapFen of [null, 49_999n, effectiveLimitOf(story.file, story.now)])
      expect(story.try({ ...command, singleDrawCapFen }, REVIEWER)?.code).toBe('cap_out_of_range');
    expect(story.try({ ...command, days: null }, REVIEWER)?.code).toBe('hold_needs_days');
    story.do(command, REVIEWER);
    expect(drawCapOf(story.file, story.now)?.fen).toBe(50_000n);
    const own = ofKind(story, 'SINGLE_DRAW_CAP').find(({ singleDrawCapFen }) => singleDrawCapFen === 50_000n);
    story.do({ type: 'lift_restriction', restrictionId: own?.id ?? '', reason: '已核实' }, REVIEWER);
    expect(drawCapOf(story.file, story.now)?.fen).toBe(first?.singleDrawCapFen);
    sound(story);
  });

  it('leaves room for the least draw and is below the limit, or is not asked for, whatever the limit (property)', () => {
    const fen = fc.bigInt({ min: 0n, max: 300_000_000n });
    fc.assert(
      fc.property(
        fen,
        fc.integer({ min: 1, max: 99 }),
        fc.constantFrom(0n, 50_000n, 100_000n),
        (limit, percent, least) => {
          const context = { effectiveLimitFen: limit, leastDrawFen: least } as JudgementContext;
          const rule = { action: 'SINGLE_DRAW_CAP', limitPercent: percent } as Parameters<
            typeof singleDrawCapOf
          >[0][number];
          const cap = singleDrawCapOf([rule, { ...rule, limitPercent: 99 }], context) ?? -1n;
          expect(cap).toBeGreaterThanOrEqual(least);
          expect(cap % 10_000n).toBe(0n);
          if (cap > least) expect(cap * 100n).toBeLessThanOrEqual(limit * BigInt(percent));
        },
      ),
    );
    expect(singleDrawCapOf([], {} as JudgementContext)).toBeNull();
  });

  it('a policy whose cap names no share or no hours does not compile', () => {
    const files = defaultPolicyFiles();
    for (const [share, hours] of [
      ['null', '72'],
      ['100', '72'],
      ['p_single_draw_cap', '73'],
      ['p_single_draw_cap', 'null'],
    ]) {
      const cell = (text: string) => `<outputEntry><text>${text}</text></outputEntry>`;
      const table = files['tables/consumer_monitoring.dmn']?.replace(
        new RegExp(`${cell('72')}\\s*${cell('p_single_draw_cap')}`),
        `${cell(String(hours))}${cell(String(share))}`,
      );
      const compiled = compilePolicySet({ ...files, 'tables/consumer_monitoring.dmn': table ?? '' }, '2026-11-01');
      expect(compiled.ok ? [] : compiled.faults.map(({ place }) => place)).toEqual(['M45']);
    }
  });

  it('the core throws at one without end or without room, and the audit finds a draw above one', () => {
    const story = capped();
    const [cap] = ofKind(story, 'SINGLE_DRAW_CAP');
    if (cap === undefined) throw new Error('three draws in a day cap nothing');
    expect(() => requireEnd({ ...cap, expiresAt: null })).toThrow(GuaranteeBroken);
    expect(() => requireRoom({ ...cap, singleDrawCapFen: 49_999n }, 50_000n)).toThrow(GuaranteeBroken);
    story.draw(100_000n, 3);
    const altered = story.facts.map((fact) =>
      fact.body.type === 'restriction.proposed' && fact.body.restriction.id === cap.id
        ? { ...fact, body: { ...fact.body, restriction: { ...fact.body.restriction, singleDrawCapFen: 90_000n } } }
        : fact,
    );
    const found = auditGuarantees('b', altered, 7).filter(({ detail }) => detail.includes('is above cap'));
    expect(found).toHaveLength(1);
  });
});
