import { addDays } from '@clearline/lending';
import { dateOf, DEMO_LENDER } from '@clearline/line';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BorrowerLife } from '../fixtures/borrower-life.ts';
import { BOOK, TestBook } from '../fixtures/test-book.ts';

let test: TestBook;
let life: BorrowerLife;
beforeEach(async () => {
  test = await TestBook.open();
  life = await test.life().openLine();
  await test.book.closeDays({ through: addDays(dateOf(test.now), -1) });
});
afterEach(() => test.close());

const waiting = async (): Promise<number> => {
  const { counts } = await test.store.queries(BOOK).work({ now: test.now, businessDate: dateOf(test.now), limit: 10 });
  return counts.RESTRICTION_PROPOSAL;
};
const rows = () =>
  test.store.sql.query(
    'SELECT state, notice_id, ended_at IS NOT NULL AS over FROM restrictions WHERE borrower_id = $1',
    [life.id],
  );
const audit = async () => {
  const { differences, violations } = await test.store.audit(BOOK, { noticeDays: DEMO_LENDER.noticeDays });
  return { differences, violations };
};

it('S111: a proposal of the machine whose cause is gone leaves today’s work, and its row says so', async () => {
  test.later({ hours: 1 });
  await life.observe(life.bureau({ overdueDaysMax: 45, overdueAccounts: 1, overdueAmountFen: 500_000n }));
  expect(await rows()).toEqual([{ state: 'proposed', notice_id: null, over: false }]);
  expect(await waiting()).toBe(1);
  test.later({ hours: 1 });
  await life.observe(life.bureau());
  expect(await rows()).toEqual([{ state: 'withdrawn', notice_id: null, over: true }]);
  expect(await waiting()).toBe(0);
  expect(await audit()).toEqual({ differences: [], violations: [] });
});

it('S112: the close of a day looks at every borrower with such a proposal, and at nobody for what people proposed', async () => {
  test.later({ hours: 1 });
  await life.observe(life.bureau({ overdueDaysMax: 45, overdueAccounts: 1, overdueAmountFen: 500_000n }));
  const byPeople = await test.life().openLine();
  test.later({ hours: 1 });
  await byPeople.observe(byPeople.bureau({ monthlyDebtServiceFen: 650_000n }));
  await byPeople.do(
    {
      type: 'propose_restriction',
      kind: 'LIMIT_REDUCED',
      reasonCodes: ['B6_DSR_SOFT'],
      limitAfterFen: 100_000n,
      days: null,
      note: 'x',
    },
    { actor: { kind: 'staff', staffNo: 'A1', roles: ['reviewer'] } },
  );
  test.later({ days: 1 });
  await test.book.closeDays({ through: addDays(dateOf(test.now), -1) });
  const closed = await test.store.sql.query<{ borrower_id: string }>(
    `SELECT borrower_id FROM idempotency_keys WHERE key LIKE 'close%'`,
  );
  expect(closed.map((row) => row.borrower_id)).toEqual([life.id]);
  // Nothing is gone, so nothing changed.
  expect(await rows()).toEqual([{ state: 'proposed', notice_id: null, over: false }]);
  expect(await audit()).toEqual({ differences: [], violations: [] });
});
