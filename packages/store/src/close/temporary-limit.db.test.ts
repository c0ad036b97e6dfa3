import { addDays } from '@clearline/lending';
import { availableOf, dateOf, DEMO_LENDER, effectiveLimitOf, plusDays, usedOf, type Actor } from '@clearline/line';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BorrowerLife } from '../fixtures/borrower-life.ts';
import { BOOK, TestBook } from '../fixtures/test-book.ts';

const REVIEWER: Actor = { kind: 'staff', staffNo: 'A2', roles: ['reviewer'] };
const DAYS = 20;

let test: TestBook;
let life: BorrowerLife;
let until: string;
let high: bigint;
let usual: bigint;
beforeEach(async () => {
  test = await TestBook.open();
  life = await test.life().openLine();
  usual = (await life.file()).line?.grantedLimitFen ?? 0n;
  high = usual + 500_000n;
  until = dateOf(plusDays(test.now, DAYS));
  await test.book.closeDays({ through: addDays(dateOf(test.now), -1) });
  await life.do({ type: 'ask_temporary_limit', limitFen: high, until, purpose: 'DECORATION' });
  await life.do({ type: 'decide_temporary_limit', approved: true, note: '已看合同' }, { actor: REVIEWER });
});
afterEach(() => test.close());

const limit = async () => effectiveLimitOf(await life.file(), test.now);
const told = async () =>
  Object.values((await life.file()).notices)
    .filter(({ kind }) => kind === 'TEMPORARY_LIMIT')
    .map(({ title }) => title.en);
const GRANTED = 'Your temporary limit is in force';
const ENDING = 'Your temporary limit is about to end';
const ENDED = 'Your temporary limit has ended';
/** Closes each day when it is over, up to and including a date. */
const liveThrough = async (date: string): Promise<void> => {
  while (dateOf(test.now) <= date) {
    test.later({ days: 1 });
    await test.book.closeDays({ through: addDays(dateOf(test.now), -1) });
  }
};
const messages = () =>
  test.store.sql.query<{ created_at: string }>(
    `SELECT created_at FROM outbox WHERE borrower_id = $1 AND kind = 'message' ORDER BY seq`,
    [life.id],
  );

describe('N88: a temporary limit and the close of days', () => {
  it('is told a week ahead, ends at the close of its day, and leaves what was drawn above on its plan', async () => {
    expect(await limit()).toBe(high);
    // The most that is left to draw, so that more is owed than the earlier limit.
    await life.draw((await availableNow()) - ((await availableNow()) % 10_000n), 12);
    const [loan] = Object.values((await life.file()).loans);
    await liveThrough(addDays(until, -DEMO_LENDER.noticeDays - 2));
    expect(await told()).toEqual([GRANTED]);
    const before = (await messages()).length;
    await liveThrough(addDays(until, -DEMO_LENDER.noticeDays));
    expect(await told()).toEqual([GRANTED, ENDING]);
    expect((await messages()).length).toBe(before + 1);
    await liveThrough(addDays(until, -1));
    // The morning after its notice has run: the announced instant decides, not the day alone.
    const end = (await life.file()).line?.temporary?.until ?? '';
    expect(end >= plusDays((await messages()).at(-1)?.created_at ?? '', DEMO_LENDER.noticeDays)).toBe(true);
    await liveThrough(addDays(dateOf(end), 1));
    expect(await told()).toEqual([GRANTED, ENDING, ENDED]);
    expect(await limit()).toBe(usual);

    const file = await life.file();
    expect(file.line?.temporary).toBeNull();
    expect(usedOf(file)).toBeGreaterThan(usual);
    expect(availableOf(file, test.now)).toBe(0n);
    const after = file.loans[loan?.id ?? ''];
    expect(after).toMatchObject({ state: 'ACTIVE', bucket: 'CURRENT', daysPastDue: 0, terms: loan?.terms });
    expect(Object.values(file.restrictions)).toEqual([]);
    const rows = await test.store.sql.query('SELECT temporary_next_at FROM lines WHERE borrower_id = $1', [life.id]);
    expect(rows).toEqual([{ temporary_next_at: null }]);
    const report = await test.store.audit(BOOK, { noticeDays: DEMO_LENDER.noticeDays });
    expect({ differences: report.differences, violations: report.violations }).toEqual({
      differences: [],
      violations: [],
    });
  });

  it('after days that were missed, lasts until its end was told in time, though those days are over', async () => {
    test.later({ days: DAYS + 10 });
    await test.book.closeDays({ through: addDays(dateOf(test.now), -1) });
    expect(await told()).toEqual([GRANTED, ENDING]);
    expect(await limit()).toBe(high);
    const end = (await life.file()).line?.temporary?.until ?? '';
    expect(end >= plusDays(test.now, DEMO_LENDER.noticeDays)).toBe(true);
    await liveThrough(addDays(dateOf(end), 1));
    expect(await told()).toEqual([GRANTED, ENDING, ENDED]);
    expect(await limit()).toBe(usual);
    const report = await test.store.audit(BOOK, { noticeDays: DEMO_LENDER.noticeDays });
    expect({ differences: report.differences, violations: report.violations }).toEqual({
      differences: [],
      violations: [],
    });
  });
});

const availableNow = async (): Promise<bigint> => availableOf(await life.file(), test.now);
