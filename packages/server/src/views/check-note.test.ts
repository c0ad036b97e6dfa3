import { fileURLToPath } from 'node:url';
import { compilePolicySet, type PolicySet } from '@clearline/line';
import { readPolicyFiles } from '@clearline/store';
import { beforeAll, describe, expect, it } from 'vitest';
import { daysLeftOf } from './appeal-view.ts';
import { checkNote } from './check-note.ts';
import { workItem } from './work-view.ts';

describe('notes of guarantee checks', () => {
  let policies: PolicySet;
  beforeAll(async () => {
    const folder = fileURLToPath(new URL('../../../../policies', import.meta.url));
    const compiled = compilePolicySet(await readPolicyFiles(folder), '2026-11-23');
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
    policies = compiled.policies;
  });

  it.each([
    ['LIMIT_REDUCED needs 1 named person(s): put before them', '须由1名具名工作人员决定', '1 person, named'],
    ['CLOSURE needs 2 named person(s): put before them', '须由2名具名工作人员决定', '2 people, named'],
    ['CLOSURE has the 2 person(s) it needs', '已有所需的2名工作人员', 'the 2 people it needs'],
    [
      'LIMIT_REDUCED stands already or would reduce nothing: not laid on again',
      '“下调额度”已在生效',
      'reduce the limit',
    ],
    [
      'LIMIT_REDUCED rests until 2026-12-01T02:00:00.000Z, after the last of its kind: held back',
      '之前不再执行',
      'held back until',
    ],
    ['the cap per draw ends by itself after 72 hours', '单笔限额72小时后', 'after 72 hours'],
    ['a cap per draw of 80 hours is not within 1-72: withdrawn', '不在1至72小时之内', 'not within 1 to 72'],
    ['the cap per draw would bind nothing now: worth a look, and no more', '单笔限额现在不起作用', 'bind nothing'],
    ['missing, and so not counted: monthly_income', '月收入', 'monthly income'],
    ['announced 30 days ahead', '已提前30天通知', '30 days'],
    ['a form that nobody wrote', '符合', 'held'],
  ])('says “%s” whole in both languages', (note, zh, en) => {
    const text = checkNote({ id: 'G3', held: true, note }, policies);
    expect(text.zh).toContain(zh);
    expect(text.en).toContain(en);
    expect(text.zh).not.toMatch(/[a-z]{3,}/i);
    expect(text.en).not.toMatch(/\p{Script=Han}|_|\(s\)/u);
  });
});

describe('clocks', () => {
  const at = (answerBy: string, pausedSince: string | null = null) =>
    daysLeftOf(
      { state: 'in_review', answerBy, pausedSince, submittedAt: '2026-11-09T04:00:00.000Z' },
      '2026-11-23T04:00:00.000Z',
    );
  it('stand while information is awaited, for the days that were given (N16, N227)', () => {
    expect(at('2026-11-24T05:00:00.000Z', '2026-11-14T06:00:00.000Z')).toBe(9);
    expect(at('2026-11-22T03:00:00.000Z', '2026-11-20T03:00:00.000Z')).toBe(2);
  });

  it('count a started day whole, before the deadline and after it', () => {
    expect(at('2026-11-24T05:00:00.000Z')).toBe(2);
    expect(at('2026-11-23T05:00:00.000Z')).toBe(1);
    expect(at('2026-11-23T03:00:00.000Z')).toBe(-1);
    expect(at('2026-11-22T03:00:00.000Z')).toBe(-2);
  });

  it('leave a review the whole of its day', () => {
    const row = { kind: 'REVIEW_DUE', id: 'l', borrowerId: 'b', maskedName: null, what: 'CONSUMER' } as const;
    const due = (now: string) =>
      workItem({ ...row, since: '2026-11-01T00:00:00.000Z', dueBy: '2026-11-22T16:00:00.000Z' }, now).overdue;
    expect(due('2026-11-23T04:00:00.000Z')).toBe(false);
    expect(due('2026-11-23T16:00:00.001Z')).toBe(true);
  });
});
