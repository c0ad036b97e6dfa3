import { afterEach, beforeEach, expect, it } from 'vitest';
import { BOOK, TestBook } from '../fixtures/test-book.ts';

let test: TestBook;
beforeEach(async () => {
  test = await TestBook.open();
});
afterEach(() => test.close());

const allowance = async (): Promise<bigint> => {
  const rows = await test.store.queries(BOOK).trialBalance();
  const account = rows.find((row) => row.account === 'LOSS_ALLOWANCE');
  return -(account?.balanceFen ?? 0n);
};

it('S37: each close brings the loss allowance to what the tiers need, up and down, and posts it once', async () => {
  const life = await test.life().openLine();
  await life.draw(1_000_000n, 3);
  test.later({ days: 40 });
  await test.book.closeDays({ through: '2026-04-02' });
  // Running as agreed: one percent of 10,000 yuan.
  expect(await allowance()).toBe(10_000n);
  await test.book.closeDays({ through: '2026-04-03' });
  // A day late: special mention, two percent.
  expect(await allowance()).toBe(20_000n);
  await life.repay('DUE');
  test.later({ days: 1 });
  await test.book.closeDays({ through: '2026-04-11' });
  const [loan] = await test.store.sql.query<{ tier: string; fen: bigint }>(
    'SELECT tier, principal_outstanding_fen AS fen FROM loans',
  );
  expect(loan?.tier).toBe('NORMAL');
  expect(await allowance()).toBe(((loan?.fen ?? 0n) + 99n) / 100n);
  const proofs = await test.store.queries(BOOK).dayCloses({ limit: 3 });
  for (const { proof } of proofs)
    expect(proof).toMatchObject({ balanced: true, balancesMatchEntries: true, subLedgerMatches: true });
});
