import { balancesOf } from '@clearline/lending';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BorrowerLife } from '../fixtures/borrower-life.ts';
import { BOOK, TestBook } from '../fixtures/test-book.ts';
import type { CloseRetries } from './close-again.ts';
import { readCloseFailures } from './close-failures.ts';

let test: TestBook;
let bad: BorrowerLife;
let good: BorrowerLife;
beforeEach(async () => {
  test = await TestBook.open();
  bad = await test.life().openLine();
  good = await test.life().openLine();
  for (const life of [bad, good]) await life.draw(1_000_000n, 3);
  test.later({ days: 35 });
  await test.book.closeDays({ through: '2026-04-01' });
});
afterEach(() => test.close());

const proven = { balanced: true, balancesMatchEntries: true, subLedgerMatches: true };
const bucketOf = async (life: BorrowerLife): Promise<unknown> => {
  const [row] = await test.store.sql.query('SELECT bucket FROM loans WHERE borrower_id = $1', [life.id]);
  return row?.['bucket'];
};
const failures = () => readCloseFailures(test.store.sql, BOOK, 99);
const failedByDate = async () =>
  (await test.store.queries(BOOK).dayCloses({ limit: 3 })).map(({ date, failed }) => [date, failed]);

/** The whole life of the borrower becomes unreadable, as by a damaged disk; gives back how to mend it. */
const damageFacts = async (life: BorrowerLife): Promise<() => Promise<void>> => {
  const [kept] = await test.store.sql.query<{ seq: number; body: string }>(
    'SELECT seq, body FROM facts WHERE book_id = $1 AND borrower_id = $2 ORDER BY seq LIMIT 1',
    [BOOK, life.id],
  );
  if (kept === undefined) throw new Error('the borrower has no facts');
  const write = (body: string) =>
    test.store.sql.query('UPDATE facts SET body = $1 WHERE book_id = $2 AND borrower_id = $3 AND seq = $4', [
      body,
      BOOK,
      life.id,
      kept.seq,
    ]);
  await write('{"type":');
  return async () => void (await write(kept.body));
};

describe('S70: a borrower whose close fails holds up nobody', () => {
  it('closes the day of everybody else, says why and how many failed, and makes the days good in order', async () => {
    const mend = await damageFacts(bad);
    await test.book.close();
    test.book = await test.openBook();
    const closes = await test.book.closeDays({ through: '2026-04-04' });
    expect(closes.map((close) => [close.date, close.failed])).toEqual([
      ['2026-04-02', 0],
      ['2026-04-03', 1],
      ['2026-04-04', 1],
    ]);
    for (const close of closes) expect(close.proof).toMatchObject(proven);
    expect([await bucketOf(good), await bucketOf(bad)]).toEqual(['D1_30', 'CURRENT']);
    const [first, held] = await failures();
    expect(first).toMatchObject({ date: '2026-04-03', borrowerId: bad.id, code: 'FAULT', tries: 1 });
    expect(first?.detail).toMatch(/JSON/);
    expect(held).toMatchObject({ date: '2026-04-04', code: 'EARLIER_DAY', tries: 0 });
    const { items } = await test.store.queries(BOOK).work({ now: test.now, businessDate: '2026-04-06', limit: 9 });
    expect(items.filter((item) => item.kind === 'INCIDENT').map((item) => item.borrowerId)).toEqual([bad.id]);

    // Still damaged: tried again, and no more.
    await test.book.closeDays({ through: '2026-04-05' });
    expect((await failures()).map(({ date, tries }) => [date, tries])).toEqual([
      ['2026-04-03', 2],
      ['2026-04-04', 0],
      ['2026-04-05', 0],
    ]);

    await mend();
    test.later({ days: 1 });
    const [close] = await test.book.closeDays({ through: '2026-04-06' });
    expect(close).toMatchObject({ failed: 0, proof: proven });
    expect(await bucketOf(bad)).toBe('D1_30');
    expect(await failures()).toEqual([]);
    expect(await failedByDate()).toEqual([
      ['2026-04-06', 0],
      ['2026-04-05', 0],
      ['2026-04-04', 0],
    ]);
    const moves = await test.store.sql.query('SELECT bucket_moves FROM day_closes WHERE date = $1', ['2026-04-03']);
    expect(moves).toEqual([{ bucket_moves: 2 }]);
    expect((await test.store.audit(BOOK, { noticeDays: 7 })).differences).toEqual([]);
  });

  it('the other commands of a batch are done though the rows of one break a constraint', async () => {
    await test.store.sql.query(
      `ALTER TABLE loans ADD CONSTRAINT injected CHECK (borrower_id <> '${bad.id}' OR days_past_due = 0) NOT VALID`,
    );
    const closes = await test.book.closeDays({ through: '2026-04-03' });
    expect(closes.at(-1)).toMatchObject({ failed: 1, bucketMoves: 1, proof: proven });
    expect(await failures()).toMatchObject([{ borrowerId: bad.id, code: 'CONSTRAINT' }]);
    await test.store.sql.query('ALTER TABLE loans DROP CONSTRAINT injected');
    // No new day is needed: closing the same day again makes good what is open, and says so.
    const heard: CloseRetries[] = [];
    expect(await test.book.closeDays({ through: '2026-04-03', onRetried: (retries) => heard.push(retries) })).toEqual(
      [],
    );
    expect(heard).toEqual([{ borrowers: 1, madeGood: 1 }]);
    expect(await failures()).toEqual([]);
    expect([await bucketOf(good), await bucketOf(bad)]).toEqual(['D1_30', 'D1_30']);
    expect((await test.store.audit(BOOK, { noticeDays: 7 })).differences).toEqual([]);
  });

  it('complaint “close of business is slow and loans stay locked”: nobody is locked, not even one whose close failed', async () => {
    // How fast a close is, is for the bench of the close to say.
    await test.store.sql.query(
      `ALTER TABLE loans ADD CONSTRAINT injected CHECK (borrower_id <> '${bad.id}' OR days_past_due = 0) NOT VALID`,
    );
    const closing = test.book.closeDays({ through: '2026-04-03' });
    const served = [bad.repay('DUE'), good.repay('DUE')];
    expect(await Promise.all(served)).toEqual([true, true]);
    await closing;
    for (const life of [bad, good]) {
      await life.draw(100_000n, 3);
      expect(await life.repay('EARLY_FULL')).toBe(true);
    }
    await test.store.sql.query('ALTER TABLE loans DROP CONSTRAINT injected');
    const [close] = await test.book.closeDays({ through: '2026-04-04' });
    expect(close).toMatchObject({ failed: 0, proof: proven });
    expect((await test.store.audit(BOOK, { noticeDays: 7 })).differences).toEqual([]);
  });

  it('stops where the database is away, which is nobody’s fault', async () => {
    await test.store.sql.query('ALTER TABLE idempotency_keys RENAME TO away');
    await expect(test.book.closeDays({ through: '2026-04-03' })).rejects.toThrow(/idempotency_keys/);
    await test.store.sql.query('ALTER TABLE away RENAME TO idempotency_keys');
    expect(await failures()).toEqual([]);
    expect((await test.book.closeDays({ through: '2026-04-03' })).at(-1)).toMatchObject({ failed: 0, bucketMoves: 2 });
  });
});

describe('S82: a loan that cannot be worked out is named, and the day closes for everybody else', () => {
  const loanOf = async (life: BorrowerLife) => {
    const [row] = await test.store.sql.query<{ loan_id: string; account: string; course: Buffer }>(
      'SELECT loan_id, account, course FROM loans WHERE borrower_id = $1',
      [life.id],
    );
    if (row === undefined) throw new Error('the borrower has no loan');
    return row;
  };
  const write = (loanId: string, account: string, course: Buffer | null) =>
    test.store.sql.query('UPDATE loans SET account = $2, course = $3 WHERE loan_id = $1', [loanId, account, course]);
  const interestOwed = async () =>
    (await test.store.queries(BOOK).trialBalance()).find(({ account }) => account === 'INTEREST_RECEIVABLE')
      ?.balanceFen;

  it.each([
    ['its account cannot be read', (account: string) => account.slice(0, 40), /JSON/],
    ['its replay stops', (account: string) => account.replace('"principalFen"', '"principal"'), /BigInt|undefined/],
  ])('where %s', async (_why, damage, detail) => {
    const kept = await loanOf(bad);
    await write(kept.loan_id, damage(kept.account), null);
    const closes = await test.book.closeDays({ through: '2026-04-02' });
    expect(closes).toMatchObject([
      {
        failed: 1,
        proof: { balanced: true, balancesMatchEntries: true, subLedgerMatches: false, unprovenLoans: [kept.loan_id] },
      },
    ]);
    expect(await failures()).toMatchObject([{ date: '2026-04-02', borrowerId: bad.id, code: 'UNPROVEN', tries: 1 }]);
    expect((await failures())[0]?.detail).toMatch(detail);
    expect((await failures())[0]?.detail).toContain(kept.loan_id);
    // The other’s interest is what the ledger holds; principal of both stays on the books.
    const position = (await test.book.file(good.id)).loans;
    const [account] = Object.values(position).map((loan) => loan.account);
    if (!account) throw new Error('the other borrower has no loan');
    expect(await interestOwed()).toBe(balancesOf(account, '2026-04-02').interestAccruedFen);
    expect(closes[0]?.principalFen).toBe(2_000_000n);
    const audited = await test.store.audit(BOOK, { noticeDays: 7 });
    expect(audited.differences).toContainEqual(expect.objectContaining({ where: 'loans', key: kept.loan_id }));
    expect(audited.ledger).toMatchObject({ subLedgerMatches: false, unprovenLoans: [kept.loan_id] });

    // Still damaged the next day: the borrower is served and closed, and the loan named again.
    const heard: CloseRetries[] = [];
    const onRetried = (retries: CloseRetries): void => void heard.push(retries);
    const [second] = await test.book.closeDays({ through: '2026-04-03', onRetried });
    expect(second).toMatchObject({ failed: 1, bucketMoves: 2, proof: { unprovenLoans: [kept.loan_id] } });
    expect((await failures()).map(({ date, tries }) => [date, tries])).toEqual([
      ['2026-04-02', 2],
      ['2026-04-03', 1],
    ]);

    await write(kept.loan_id, kept.account, kept.course);
    const [third] = await test.book.closeDays({ through: '2026-04-04', onRetried });
    expect(third).toMatchObject({ failed: 0, proof: { ...proven, unprovenLoans: [] } });
    expect(heard).toEqual([
      { borrowers: 1, madeGood: 0 },
      { borrowers: 1, madeGood: 1 },
    ]);
    expect(await failures()).toEqual([]);
    // What was taken back meanwhile is accrued again, to the fen.
    const after = await test.store.audit(BOOK, { noticeDays: 7 });
    expect({ differences: after.differences, ledger: after.ledger }).toMatchObject({ differences: [], ledger: proven });
  });
});
