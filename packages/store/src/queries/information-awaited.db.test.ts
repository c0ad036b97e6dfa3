import { dateOf } from '@clearline/line';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BorrowerLife } from '../fixtures/borrower-life.ts';
import { BOOK, TestBook } from '../fixtures/test-book.ts';

const REVIEWER = { kind: 'staff', staffNo: 'A1', roles: ['reviewer'] } as const;

let test: TestBook;
let life: BorrowerLife;
beforeEach(async () => {
  test = await TestBook.open();
  life = await test.life().openLine();
});
afterEach(() => test.close());

const waiting = async (): Promise<string[]> => {
  const { items } = await test.store.queries(BOOK).work({ now: test.now, businessDate: dateOf(test.now), limit: 10 });
  return items.filter(({ kind }) => kind === 'APPEAL').map(({ what }) => what);
};

it('N16: an appeal leaves today’s work while information is awaited, and comes back when the days for it are over', async () => {
  test.later({ hours: 1 });
  await life.observe(life.bureau({ overdueDaysMax: 45, overdueAccounts: 1, overdueAmountFen: 500_000n }));
  const [proposed] = Object.values((await test.book.file(life.id)).restrictions);
  await life.do({
    type: 'submit_appeal',
    decisionId: proposed?.decisionId ?? '',
    restrictionId: proposed?.id ?? '',
    citedReasonCodes: [],
    statement: '已结清',
    urgentHardship: false,
  });
  expect(await waiting()).toEqual(['triaged']);
  const appealId = Object.keys((await test.book.file(life.id)).appeals)[0] ?? '';
  await life.do({ type: 'request_info', appealId, text: { zh: '结清证明', en: 'proof' } }, { actor: REVIEWER });
  expect(await waiting()).toEqual([]);
  test.later({ days: 6 });
  expect(await waiting()).toEqual([]);
  test.later({ days: 1 });
  expect(await waiting()).toEqual(['info_requested']);
  await life.do({ type: 'take_appeal', appealId }, { actor: REVIEWER });
  expect(await waiting()).toEqual(['in_review']);
});
