import { addDays } from '@clearline/lending';
import { dateOf, type Actor } from '@clearline/line';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BorrowerLife } from '../fixtures/borrower-life.ts';
import { BOOK, TestBook } from '../fixtures/test-book.ts';
import { migrate } from '../schema/migrate.ts';
import { valueDateSteps } from './steps.ts';

const OPERATOR: Actor = { kind: 'staff', staffNo: 'A1', roles: ['operator'] };
/** Of the steps, those that give payments a value date. */
const STEPS = valueDateSteps.map(({ name }) => name).filter((name) => name.startsWith('payments_'));

let test: TestBook;
let life: BorrowerLife;
beforeAll(async () => {
  test = await TestBook.open();
  life = await test.life().openLine();
});
afterAll(() => test.close());

const answer = (paymentId: string, succeeded: boolean, date: string) =>
  life.do({ type: 'payment_answered', paymentId, succeeded, date, failure: null }, { actor: { kind: 'rail' } });
const ask = async (command: Parameters<BorrowerLife['do']>[0]): Promise<string> => {
  const { facts } = await life.do(command, command.type === 'refund_credit' ? { actor: OPERATOR } : {});
  const asked = facts.flatMap(({ body }) =>
    'paymentId' in body && body.type.endsWith('.requested') ? [body.paymentId] : [],
  );
  if (asked[0] === undefined) throw new Error(`${command.type} ordered no payment`);
  return asked[0];
};
const stored = () =>
  test.store.sql.query<{
    payment_id: string;
    purpose: string;
    state: string;
    value_date: string | null;
    answered_on: string | null;
  }>(
    `SELECT payment_id, purpose, state, value_date, (answered_at AT TIME ZONE 'Asia/Shanghai')::date AS answered_on
     FROM payments ORDER BY payment_id`,
  );

it('S84: payments of before get the value date that their facts give, whatever became of them', async () => {
  // Every answer is heard of two days after the day from which the money counts.
  const heardLate = async (paymentId: string, succeeded: boolean): Promise<void> => {
    const day = dateOf(test.now);
    test.later({ days: 2 });
    await answer(paymentId, succeeded, day);
  };
  await heardLate(await ask(await life.drawCommand(1_000_000n)), true);
  await heardLate(await ask(await life.drawCommand(500_000n)), false);
  const [loanId = ''] = Object.keys((await life.file()).loans);
  const early = { type: 'repay', loanId, mode: 'EARLY_PART', amountFen: 100_000n, surplus: 'SHORTER_TENOR' } as const;
  await heardLate(await ask(early), true);
  await heardLate(await ask(early), false);
  await life.do(
    {
      type: 'record_repayment',
      loanId,
      amountFen: 950_000n,
      date: addDays(dateOf(test.now), -1),
      reference: 'counter 1',
      surplus: 'SHORTER_TENOR',
    },
    { actor: OPERATOR },
  );
  const refund = {
    type: 'refund_credit',
    loanId,
    amountFen: 10_000n,
    reason: { zh: '多付', en: 'Paid too much' },
  } as const;
  await heardLate(await ask(refund), false);
  await heardLate(await ask(refund), true);
  await ask(await life.drawCommand(300_000n));

  const before = await stored();
  expect(before.map(({ purpose, state }) => `${purpose} ${state}`).toSorted()).toEqual([
    'DRAW FAILED',
    'DRAW PENDING',
    'DRAW SUCCEEDED',
    'REFUND FAILED',
    'REFUND SUCCEEDED',
    'REPAYMENT FAILED',
    'REPAYMENT SUCCEEDED',
    'REPAYMENT SUCCEEDED',
  ]);
  for (const { state, value_date: day, answered_on: heard } of before)
    expect(state === 'PENDING' ? day === null : day !== null && heard !== null && day < heard).toBe(true);

  // As the table was before the value date.
  await test.store.sql.query('ALTER TABLE payments DROP COLUMN value_date');
  await test.store.sql.query('DELETE FROM schema_steps WHERE name = ANY($1::text[])', [STEPS]);
  expect(await migrate(test.store.sql)).toBe(STEPS.length);
  expect(await stored()).toEqual(before);
  expect((await test.store.audit(BOOK, { noticeDays: 7 })).differences).toEqual([]);
});
