import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BOOK, TestBook } from '../fixtures/test-book.ts';

let test: TestBook;
beforeEach(async () => {
  test = await TestBook.open();
});
afterEach(() => test.close());

const proven = { balanced: true, balancesMatchEntries: true, subLedgerMatches: true };

describe('S8: end of day', () => {
  it('catches up on every day that was missed, oldest first, and each proves the ledger', async () => {
    const life = await test.life().openLine();
    await life.draw(1_000_000n, 3);
    test.later({ days: 5 });
    const closes = await test.book.closeDays({ through: '2026-03-06' });
    expect(closes.map((close) => close.date)).toEqual([
      '2026-03-02',
      '2026-03-03',
      '2026-03-04',
      '2026-03-05',
      '2026-03-06',
    ]);
    for (const close of closes) expect(close.proof).toMatchObject(proven);
    // Interest of one day on 10,000 CNY at the line’s own daily rate, within the fen that rounding moves.
    const rate = (await life.file()).line?.dailyRatePpb ?? 0n;
    const daily = (1_000_000n * rate) / 1_000_000_000n;
    for (const close of closes.slice(1)) {
      expect(close.interestAccruedFen - daily).toBeGreaterThanOrEqual(-1n);
      expect(close.interestAccruedFen - daily).toBeLessThanOrEqual(1n);
    }
    expect(test.book.lastClosedDate).toBe('2026-03-06');
  });

  it('closes a day once: again it changes nothing', async () => {
    const life = await test.life().openLine();
    await life.draw(1_000_000n, 3);
    test.later({ days: 1 });
    await test.book.closeDays({ through: '2026-03-02' });
    const before = await test.store.queries(BOOK).trialBalance();
    expect(await test.book.closeDays({ through: '2026-03-02' })).toEqual([]);
    expect(await test.store.queries(BOOK).trialBalance()).toEqual(before);
  });

  it('ages a loan that was not repaid, looks only at whom the day can change, and counts what it did', async () => {
    const [late, idle] = [await test.life().openLine(), await test.life().openLine()];
    await late.draw(1_000_000n, 3);
    test.later({ days: 36 });
    const closes = await test.book.closeDays({ through: '2026-04-05' });
    const aged = closes.filter((close) => close.bucketMoves > 0);
    expect(aged.map((close) => close.date)).toEqual(['2026-04-03']);
    expect(closes[0]).toMatchObject({ borrowers: 0, bucketMoves: 0 });
    const [loan] = await test.store.sql.query('SELECT bucket, days_past_due, principal_outstanding_fen FROM loans');
    expect(loan).toMatchObject({ bucket: 'D1_30', principal_outstanding_fen: 1_000_000n });
    expect((await idle.file()).loans).toEqual({});
    expect(closes.at(-1)?.penaltyAccruedFen).toBeGreaterThan(0n);
    expect(closes.at(-1)?.overdueFen).toBeGreaterThan(300_000n);
  });

  it('goes on where a run broke off, without doing anything twice', async () => {
    const lives = [await test.life().openLine(), await test.life().openLine()];
    for (const life of lives) await life.draw(1_000_000n, 3);
    test.later({ days: 34 });
    await test.book.closeDays({ through: '2026-04-02' });
    // A run that died after its borrowers and before its accrual: the commands are recorded, the row is open.
    const date = '2026-04-03';
    for (const life of lives)
      await test.book.execute({
        borrowerId: life.id,
        command: { type: 'close_day', date },
        actor: { kind: 'machine', name: 'day-close' },
        idempotencyKey: `close:${date}`,
        occurredAt: '2026-04-03T15:59:59.999Z',
        businessDate: date,
      });
    await test.store.sql.query('INSERT INTO day_closes (book_id, date, started_at) VALUES ($1, $2, $3)', [
      BOOK,
      date,
      test.now,
    ]);
    const facts = await countFacts();
    const [close] = await test.book.closeDays({ through: date });
    expect(await countFacts()).toBe(facts);
    expect(close).toMatchObject({ date, bucketMoves: 2, proof: proven });
  });

  it('looks again at a borrower of whom something was learnt late, though nothing else of the day concerns them', async () => {
    const life = await test.life().openLine();
    await life.draw(1_000_000n, 3);
    const before = test.now;
    test.later({ days: 3 });
    await test.book.closeDays({ through: '2026-03-03' });
    // A report of the opening day comes three days after the draw that it would have been judged with.
    await life.observe(life.bureau({ occurredAt: before, reportDate: '2026-03-02' }));
    expect((await life.file()).rereviewOpenedAt).not.toBeNull();
    const [close] = await test.book.closeDays({ through: '2026-03-04' });
    expect(close).toMatchObject({ borrowers: 1, reviews: 1, proof: proven });
    expect((await life.file()).rereviewOpenedAt).toBeNull();
    expect((await test.book.closeDays({ through: '2026-03-05' }))[0]).toMatchObject({ borrowers: 0 });
    expect((await test.store.audit(BOOK, { noticeDays: 7 })).differences).toEqual([]);
  });

  it('a repayment that arrives late for a closed day is put right at the next close', async () => {
    const life = await test.life().openLine();
    const loanId = await life.draw(1_000_000n, 3);
    const asked = await life.do({
      type: 'repay',
      loanId,
      mode: 'EARLY_PART',
      amountFen: 400_000n,
      surplus: 'SHORTER_TENOR',
    });
    const body = asked.facts.find((fact) => fact.body.type === 'repayment.requested')?.body;
    test.later({ days: 4 });
    await test.book.closeDays({ through: '2026-03-04' });
    if (body?.type !== 'repayment.requested') throw new Error('nothing was asked for');
    const answer = {
      type: 'payment_answered',
      paymentId: body.paymentId,
      succeeded: true,
      date: '2026-03-03',
      failure: null,
    } as const;
    await life.do(answer, { actor: { kind: 'rail' } });
    const [close] = await test.book.closeDays({ through: '2026-03-05' });
    expect(close?.proof).toMatchObject(proven);
    expect((await test.store.audit(BOOK, { noticeDays: 7 })).differences).toEqual([]);
  });
});

const countFacts = async (): Promise<bigint> => {
  const [row] = await test.store.sql.query<{ n: bigint }>('SELECT count(*) AS n FROM facts');
  return row?.n ?? 0n;
};
