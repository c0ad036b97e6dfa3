import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoreError } from '../errors.ts';
import { TestBook, BOOK } from '../fixtures/test-book.ts';
import { bulkLoad, type BorrowerHistory } from './bulk-load.ts';

let lived: TestBook;
let histories: BorrowerHistory[];
beforeAll(async () => {
  lived = await TestBook.open();
  const lives = [await lived.life().openLine(), await lived.life().openLine(), await lived.life().register()];
  await lives[0]?.draw(2_000_000n, 6);
  await lives[1]?.draw(500_000n, 3);
  for (let month = 0; month < 3; month += 1) {
    lived.later({ days: 30 });
    await lives[0]?.repay('DUE');
    await lived.book.closeDays({ through: lived.now.slice(0, 10) });
  }
  lived.later({ days: 1 });
  await lives[0]?.send(await lives[0].drawCommand(300_000n));
  histories = [];
  for (const life of lives)
    histories.push({
      borrowerId: life.id,
      facts: await lived.book.facts(life.id),
      personal: { phone: life.phone, name: '张三' },
    });
});
afterAll(() => lived.close());

const through = '2026-06-01';
const load = (target: TestBook, streams: Iterable<BorrowerHistory>) =>
  bulkLoad(target.store, { bookId: 'loaded', from: '2026-03-02', through, streams });

describe('S9: a history loaded at once', () => {
  it('gives the tables that living it command by command gave, and a ledger that adds up', async () => {
    const report = await load(lived, histories);
    expect(report).toMatchObject({ borrowers: 3 });
    for (const table of ['borrowers', 'loans', 'payments', 'decisions', 'notices', 'limit_changes', 'behaviour_events'])
      expect(await contents(table, 'loaded')).toEqual(await contents(table, BOOK));
    const audit = await lived.store.audit('loaded', { noticeDays: 7 });
    expect(audit.differences).toEqual([]);
    expect(audit.ledger).toMatchObject({ balanced: true, balancesMatchEntries: true, subLedgerMatches: true });
    const queries = lived.store.queries('loaded');
    const balances = async (book: string, account: string) =>
      (await lived.store.queries(book).trialBalance({ asOf: '2026-05-31' })).find((row) => row.account === account)
        ?.balanceFen;
    // The allowance is there from the first recorded close on, as S37 has it, not from the first close that is lived.
    for (const account of ['INTEREST_INCOME', 'LOSS_ALLOWANCE', 'LOSS_EXPENSE']) {
      expect(await balances('loaded', account)).toBeDefined();
      expect([account, await balances('loaded', account)]).toEqual([account, await balances(BOOK, account)]);
    }
    expect((await queries.dayCloses({ limit: 99 })).map((close) => close.date)).toContain('2026-03-31');
    const waiting = await queries.takeOutbox({ now: lived.now, limit: 9, holdMs: 1 });
    expect(waiting.map((row) => row.kind)).toEqual(['payment_order']);
    expect(await lived.store.vault.personal('loaded', histories[0]?.borrowerId ?? '')).toMatchObject({ name: '张三' });
  });

  it('refuses a book that has facts', async () => {
    await expect(load(lived, histories)).rejects.toMatchObject({ code: 'book_not_empty' });
  });

  it('loads all or nothing', async () => {
    const target = await TestBook.open();
    try {
      const torn = histories.map((history, i) => (i === 1 ? { ...history, facts: history.facts.slice(1) } : history));
      await expect(load(target, torn)).rejects.toThrow('seq');
      const [row] = await target.store.sql.query(`SELECT count(*) AS n FROM facts WHERE book_id = 'loaded'`);
      expect(row).toEqual({ n: 0n });
      await load(target, histories);
    } finally {
      await target.close();
    }
  });

  it('refuses a book that somebody writes', async () => {
    await expect(bulkLoad(lived.store, { bookId: BOOK, from: '2026-03-02', through, streams: [] })).rejects.toThrow(
      StoreError,
    );
  });
});

const contents = (table: string, book: string) =>
  lived.store.sql.query(`SELECT to_jsonb(t) - 'book_id' AS row FROM ${table} t WHERE book_id = $1 ORDER BY 1`, [book]);
