import { describe, expect, it } from 'vitest';
import { auditGuarantees } from '../audit.ts';
import { DEMO_LENDER } from '../lender.ts';
import { availableOf, effectiveLimitOf, usedOf } from '../selectors.ts';
import { defaultPolicies } from '../testing/default-policies.ts';
import { BORROWER, REVIEWER, Story } from '../testing/story.ts';
import { dateOf, plusDays, wholeDaysBetween } from '../time.ts';
import { needsClose } from './close-day.ts';
import { temporaryMostFen } from './temporary.ts';

const granted = (story: Story): bigint => story.file.line?.grantedLimitFen ?? 0n;
const limit = (story: Story): bigint => effectiveLimitOf(story.file, story.now);
const ask = (story: Story, days = 30, limitFen = granted(story) + 1_000_000n) => ({
  type: 'ask_temporary_limit' as const,
  limitFen,
  until: dateOf(plusDays(story.now, days)),
  purpose: 'DECORATION' as const,
});
const agree = { type: 'decide_temporary_limit' as const, approved: true, note: '已看装修合同' };
const raised = (days = 30): Story => {
  const story = new Story().openLine();
  story.do(ask(story, days));
  story.do(agree, REVIEWER);
  return story;
};
const told = (story: Story) => Object.values(story.file.notices).filter(({ kind }) => kind === 'TEMPORARY_LIMIT');
const sound = (story: Story): void =>
  expect(auditGuarantees(story.file.borrowerId, story.facts, DEMO_LENDER.noticeDays, defaultPolicies())).toEqual([]);

describe('N88 temporary limits', () => {
  it('hold when a person has agreed, and not before', () => {
    const story = new Story().openLine();
    const before = limit(story);
    story.do(ask(story));
    expect(limit(story)).toBe(before);
    expect(story.try(ask(story))?.code).toBe('temporary_limit_exists');
    expect(story.try(agree, BORROWER)?.code).toBe('staff_only');
    story.do(agree, REVIEWER);
    expect(limit(story)).toBe(before + 1_000_000n);
    expect(granted(story)).toBe(before);
    expect(story.file.limitHistory.at(-1)).toMatchObject({ kind: 'TEMPORARY_RAISED', decidedBy: 'PEOPLE' });
    sound(story);
  });

  it('turned down, the borrower reads why and may ask again', () => {
    const story = new Story().openLine();
    story.do(ask(story));
    story.do({ ...agree, approved: false, note: '请先补充合同' }, REVIEWER);
    expect(told(story)[0]?.effect[0]?.zh).toContain('请先补充合同');
    expect(story.try(agree, REVIEWER)?.code).toBe('no_temporary_ask');
    expect(story.try(ask(story))).toBeNull();
  });

  it('tell their end a week ahead, end by themselves, and leave debt above the earlier limit on its plan', () => {
    const story = raised();
    const [usual, high] = [granted(story), limit(story)];
    story.draw(high, 12);
    const [loan] = Object.values(story.file.loans);
    story.later({ days: 22 }).closeDay();
    expect(told(story)).toHaveLength(1);
    story.later({ days: 2 }).closeDay();
    expect(told(story)).toHaveLength(2);
    const until = story.file.line?.temporary?.until ?? '';
    expect(wholeDaysBetween(story.now, until)).toBeGreaterThanOrEqual(DEMO_LENDER.noticeDays - 1);
    story.later({ days: 8 });
    expect(limit(story)).toBe(usual);
    expect(needsClose(story.file, dateOf(story.now), story.now)).toBe(true);
    story.closeDay();
    expect(story.file.line?.temporary).toBeNull();
    expect(story.file.limitHistory.at(-1)).toMatchObject({ kind: 'TEMPORARY_ENDED', fromFen: high, toFen: usual });
    expect(usedOf(story.file)).toBe(high);
    expect(availableOf(story.file, story.now)).toBe(0n);
    expect(story.file.loans[loan?.id ?? '']?.terms).toEqual(loan?.terms);
    expect(
      story.try({ type: 'repay', loanId: null, mode: 'DUE', amountFen: null, surplus: 'SHORTER_TENOR' }),
    ).toBeNull();
    sound(story);
  });

  it('told late, last until the full notice has passed', () => {
    const story = raised(14);
    story.later({ days: 20 });
    expect(limit(story)).toBeGreaterThan(granted(story));
    story.closeDay();
    const until = story.file.line?.temporary?.until ?? '';
    expect(wholeDaysBetween(story.now, until)).toBe(DEMO_LENDER.noticeDays);
    expect(limit(story)).toBeGreaterThan(granted(story));
    story.later({ days: 8 }).closeDay();
    expect(limit(story)).toBe(granted(story));
    sound(story);
  });

  it.each([
    ['too little', (story: Story) => ask(story, 30, granted(story)), 'temporary_limit_range'],
    ['too much', (story: Story) => ask(story, 30, (granted(story) * 3n) / 2n + 10_000n), 'temporary_limit_range'],
    ['no whole hundreds', (story: Story) => ask(story, 30, granted(story) + 10_001n), 'temporary_limit_range'],
    ['too short', (story: Story) => ask(story, 13), 'temporary_limit_days'],
    ['too long', (story: Story) => ask(story, 91), 'temporary_limit_days'],
  ])('are refused when %s', (_name, command, code) => {
    const story = new Story().openLine();
    expect(story.try(command(story))?.code).toBe(code);
    expect(story.file.temporaryAsk).toBeNull();
  });

  it('never lie above the product’s limit, and wait while anything is wrong', () => {
    const story = new Story().openLine();
    const line = story.file.line;
    if (line === null) throw new Error('no line');
    const context = { lender: DEMO_LENDER };
    const { maxLimitFen } = DEMO_LENDER.products.CONSUMER;
    expect(temporaryMostFen({ ...line, grantedLimitFen: maxLimitFen }, context)).toBe(maxLimitFen);
    story.do({ type: 'lower_limit', limitFen: 1_000_000n });
    expect(story.try(ask(story))?.code).toBe('temporary_limit_not_now');
  });
});
