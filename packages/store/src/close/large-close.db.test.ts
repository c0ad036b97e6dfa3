import { addDays } from '@clearline/lending';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loanLife } from '../fixtures/loan-life.ts';
import { defaultPolicies } from '../fixtures/policies.ts';
import { runProgram } from '../fixtures/run-program.ts';
import { BOOK, TestBook } from '../fixtures/test-book.ts';
import { bulkLoad, type BorrowerHistory } from '../load/bulk-load.ts';
import { sumAccounts, sumBook } from './sum-book.ts';

const LOADED_THROUGH = '2026-05-31';
const THROUGH = '2026-06-15';
const proven = { balanced: true, balancesMatchEntries: true, subLedgerMatches: true };

const made: BorrowerHistory[] = [];
/** Loans begun on each of ninety days, of which every third has not been paid for some time; each lived once for all tests. */
const histories = async (loans: number): Promise<readonly BorrowerHistory[]> => {
  const policies = await defaultPolicies();
  while (made.length < loans) {
    const i = made.length;
    const borrowerId = `b${String(i).padStart(5, '0')}`;
    const startDate = addDays('2026-02-15', i % 90);
    const paid = i % 3 === 0 ? i % 2 : 9;
    made.push({
      borrowerId,
      facts: loanLife({ borrowerId, policies, startDate, paid, through: LOADED_THROUGH }),
      personal: { phone: `1390000${String(i).padStart(4, '0')}` },
    });
  }
  return made.slice(0, loans);
};

let test: TestBook;
beforeEach(async () => {
  test = await TestBook.open();
  await test.book.close();
});
afterEach(() => test.close());

const load = async (bookId: string, streams: Iterable<BorrowerHistory>): Promise<void> => {
  await bulkLoad(test.store, { bookId, from: '2026-02-15', through: LOADED_THROUGH, streams });
};
const open = async (bookId: string): Promise<void> => {
  test.now = '2026-06-30T02:00:00.000Z';
  test.book = await test.openBook({ bookId, takeOver: true });
};

describe('S8: the close of a larger book', () => {
  it('killed in the middle of a close, goes on and ends with the totals of a run that was never broken', async () => {
    const streams = await histories(240);
    await load(BOOK, streams);
    await load('unbroken', streams);
    await open('unbroken');
    const expected = await test.book.closeDays({ through: THROUGH });
    await test.book.close();

    for (const dies of ['2026-06-01 0 true', '2026-06-04']) {
      let seen = false;
      const program = await runProgram('./close-program.ts', test.url, (line) => {
        seen ||= line.startsWith(dies);
      });
      try {
        await until(() => seen);
      } finally {
        await program.kill();
      }
    }
    await open(BOOK);
    await test.book.closeDays({ through: THROUGH });
    const closes = await test.store.queries(BOOK).dayCloses({ limit: 15 });
    const figures = ({ startedAt: _started, finishedAt: _finished, ...rest }: (typeof closes)[number]) => rest;
    expect(closes.map(figures).reverse()).toEqual(expected.map(figures));
    expect(await totals(BOOK)).toEqual(await totals('unbroken'));
    expect((await test.store.audit(BOOK, { noticeDays: 7 })).differences).toEqual([]);
  });

  it('S39: serves borrowers meanwhile, and counts right what changes between the sums and the posting', async () => {
    await load(BOOK, await histories(300));
    await open(BOOK);
    const run = { over: false };
    const closed = test.book.closeDays({ through: THROUGH }).finally(() => {
      run.over = true;
    });
    // Where the test fails first, this failure is not the one to report.
    closed.catch(() => undefined);
    let served = 0;
    for (let i = 0; i < 300; i += 1) {
      if (run.over) break;
      const borrowerId = `b${String((i * 7) % 300).padStart(5, '0')}`;
      const asked = await test.book.execute({
        borrowerId,
        command: {
          type: 'repay',
          loanId: null,
          mode: i % 5 === 0 ? 'EARLY_FULL' : 'DUE',
          amountFen: null,
          surplus: 'SHORTER_TENOR',
        },
        actor: { kind: 'borrower' },
      });
      const body = asked.ok ? asked.facts[0]?.body : undefined;
      if (body?.type !== 'repayment.requested') continue;
      const answer = {
        paymentId: body.paymentId,
        succeeded: true,
        date: i % 2 === 0 || i % 5 === 0 ? '2026-06-30' : '2026-06-03',
        failure: null,
      };
      await test.book.execute({
        borrowerId,
        command: { type: 'payment_answered', ...answer },
        actor: { kind: 'rail' },
      });
      if (!run.over) served += 1;
    }
    for (const close of await closed) expect(close.proof).toMatchObject(proven);
    expect(served).toBeGreaterThan(3);
    const report = await test.store.audit(BOOK, { noticeDays: 7 });
    expect(report.differences).toEqual([]);
    // What a payment of an earlier day changed after that day was closed is put right by the next close.
    await test.book.closeDays({ through: addDays(THROUGH, 1) });
    expect((await test.store.audit(BOOK, { noticeDays: 7 })).ledger).toMatchObject(proven);
  });

  it('S38: sums from courses what a replay of every account gives, on past days too', async () => {
    await load(BOOK, await histories(300));
    const dates = Array.from({ length: 40 }, (_, i) => addDays('2026-05-20', 3 * i));
    const sums = await sumBook(test.store.sql, BOOK, dates);
    for (const date of dates) expect(sums.get(date)).toEqual(await sumAccounts(test.store.sql, BOOK, date));
    expect(sums.get('2026-06-01')?.overdueFen).toBeGreaterThan(0n);
    await open(BOOK);
  });

  it('looks on each day only at loans that move in ageing: four times in the first month past due, not thirty', async () => {
    await load(BOOK, await histories(90));
    await open(BOOK);
    const closes = await test.book.closeDays({ through: '2026-06-30' });
    const looks = closes.reduce((sum, close) => sum + close.borrowers, 0);
    const [late] = await test.store.sql.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM loans WHERE book_id = $1 AND bucket <> 'CURRENT'`,
      [BOOK],
    );
    expect(late?.n).toBeGreaterThan(20);
    expect(looks).toBeLessThanOrEqual(3 * (late?.n ?? 0));
    expect((await test.store.audit(BOOK, { noticeDays: 7 })).differences).toEqual([]);
  });

  it('finds an entry that was changed or lost since the last close, and the audit one from before', async () => {
    await load(BOOK, await histories(60));
    await open(BOOK);
    await test.book.closeDays({ through: '2026-06-01' });
    const newest = `(SELECT max(seq) FROM ledger_entries WHERE book_id = '${BOOK}' AND account = 'INTEREST_INCOME')`;
    const raised = (seq: string) =>
      `UPDATE ledger_entries SET credit_fen = credit_fen + 1 WHERE book_id = '${BOOK}' AND account = 'INTEREST_INCOME' AND seq = ${seq}`;
    await test.store.sql.query('DELETE FROM ledger_checkpoints WHERE date = $1', ['2026-06-01']);
    await test.store.sql.query(raised(newest));
    const [close] = await test.book.closeDays({ through: '2026-06-02' });
    expect(close?.proof).toMatchObject({ balanced: false, balancesMatchEntries: false });
    // What was not proven is not kept as proven: the next close finds it again.
    const [next] = await test.book.closeDays({ through: '2026-06-03' });
    expect(next?.proof).toMatchObject({ balancesMatchEntries: false });
    const report = await test.store.audit(BOOK, { noticeDays: 7 });
    expect(report.differences.map((difference) => difference.key)).toContain('INTEREST_INCOME');
  });
});

const totals = async (bookId: string) =>
  (await test.store.queries(bookId).trialBalance()).map(({ account, balanceFen }) => ({ account, balanceFen }));

const until = async (holds: () => boolean): Promise<void> => {
  const deadline = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('waited 60 s in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
