import { DEMO_LENDER } from '@clearline/line';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BorrowerLife } from '../fixtures/borrower-life.ts';
import { BOOK, TestBook } from '../fixtures/test-book.ts';

let test: TestBook;
let lives: readonly BorrowerLife[];
beforeAll(async () => {
  test = await TestBook.open();
  // All within one instant, and some in one batch: the order is for the signed roots to say.
  lives = [test.life(), test.life(), test.life()];
  await Promise.all(lives.map((life) => life.openLine()));
  await Promise.all(lives.map((life) => life.do({ type: 'review' })));
  await test.book.close();
});
afterAll(() => test.close());

const leaves = () =>
  test.store.sql.query<{ leaf_index: bigint; borrower_id: string }>(
    'SELECT * FROM log_leaves WHERE book_id = $1 ORDER BY leaf_index',
    [BOOK],
  );
/** Loses leaves by their places among all, though none that a restriction rests on: the database would not let it go. */
const lose = (indexes: readonly bigint[]) =>
  test.store.sql.query('DELETE FROM log_leaves WHERE book_id = $1 AND leaf_index = ANY($2::bigint[])', [BOOK, indexes]);

describe('S86: leaves that were lost', () => {
  it.each([
    ['one', (all: number) => [Math.floor(all / 2)]],
    ['the newest', (all: number) => [all - 1]],
    ['a run, over borrowers and checkpoints', (all: number) => [2, 3, 4, 5, 6, all - 3, all - 2]],
    ['every third', (all: number) => Array.from({ length: Math.floor(all / 3) }, (_, k) => 3 * k)],
  ])('are made again from facts, the same to the byte: %s', async (_which, of) => {
    const before = await leaves();
    const lost = of(before.length).map((k) => before[k]?.leaf_index ?? -1n);
    await lose(lost);
    expect(await leaves()).toHaveLength(before.length - lost.length);
    const [book] = await test.store.rebuildLogs(BOOK);
    expect(book).toMatchObject({ bookId: BOOK, leaves: before.length, leavesMade: lost.length });
    expect(await leaves()).toEqual(before);
    const report = await test.store.audit(BOOK, { noticeDays: DEMO_LENDER.noticeDays });
    expect({ differences: report.differences, violations: report.violations }).toEqual({
      differences: [],
      violations: [],
    });
  });

  it('are not made where the facts are not those that were signed, or the secret is gone; nothing is written then', async () => {
    const before = await leaves();
    const lost = before.find(({ borrower_id }) => borrower_id === lives[0]?.id);
    if (lost === undefined) throw new Error('the borrower has no leaf');
    await test.store.sql.query('CREATE TABLE kept_secrets AS SELECT * FROM log_secrets');
    await test.store.sql.query('CREATE TABLE kept_facts AS SELECT * FROM facts');
    await lose([lost.leaf_index]);
    const damages = [
      ['UPDATE log_secrets SET sealed = NULL, erased_through = 99999', /secret is gone or was erased/],
      [
        `UPDATE facts SET body = replace(body, '"recordHash":"', '"recordHash":"0') WHERE type = 'decision.recorded'`,
        /no order of the lost leaves gives the root that was signed/,
      ],
      [`DELETE FROM facts WHERE borrower_id = '${lives[0]?.id ?? ''}'`, /1 leaves are lost, and the facts make 0/],
    ] as const;
    for (const [damage, message] of damages) {
      await test.store.sql.query(damage);
      await expect(test.store.rebuildLogs(BOOK), damage).rejects.toMatchObject({
        code: 'log_damaged',
        message: expect.stringMatching(message) as string,
      });
      expect(await leaves()).toHaveLength(before.length - 1);
      for (const [table, kept] of [
        ['log_secrets', 'kept_secrets'],
        ['facts', 'kept_facts'],
      ]) {
        await test.store.sql.query(`DELETE FROM ${table}`);
        await test.store.sql.query(`INSERT INTO ${table} SELECT * FROM ${kept}`);
      }
    }
    expect((await test.store.rebuildLogs(BOOK))[0]).toMatchObject({ leavesMade: 1 });
    expect(await leaves()).toEqual(before);
  });
});
