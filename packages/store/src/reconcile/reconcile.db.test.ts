import { dateOf } from '@clearline/line';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOOK, TestBook } from '../fixtures/test-book.ts';
import type { Queries } from '../queries/queries.ts';

let test: TestBook;
let queries: Queries;
let date: string;
let paid: string[];
const fileOf = (...lines: string[]) => ['external_id,direction,amount,status,date', ...lines].join('\n');
const ours = (id: string | undefined, amount: string, status = 'SUCCEEDED') => `${id},OUT,${amount},${status},${date}`;
const run = (text: string) => queries.reconcile({ date, text, actor: 'A1', now: test.now });
const cases = async () => (await queries.reconciliationCases({ limit: 50 })).items;

beforeAll(async () => {
  test = await TestBook.open();
  queries = test.store.queries(BOOK);
  date = dateOf(test.now);
  for (const amountFen of [1_000_000n, 1_200_000n]) await (await test.life().openLine()).draw(amountFen);
  const rows = await test.store.sql.query<{ payment_id: string }>(
    'SELECT payment_id FROM payments ORDER BY amount_fen',
  );
  paid = rows.map((row) => row.payment_id);
});
afterAll(() => test.close());

describe('S30: a reconciliation', () => {
  it('writes nothing of a file with a bad cell', async () => {
    const result = await run(fileOf(ours(paid[0], '10000.00'), ours(paid[1], 'x')));
    expect(result).toMatchObject({ ok: false, faults: [{ row: 3, column: 'amount', value: 'x' }] });
    expect(await cases()).toEqual([]);
    expect(await queries.reconciliations({ limit: 9 })).toEqual([]);
  });

  it('opens a case for each difference, with both sides, and records who ran it', async () => {
    const result = await run(fileOf(ours(paid[1], '12000.01'), ours('stranger', '5.00', 'FAILED')));
    const counts = { matched: 0, missing: 1, extra: 1, different: 1 };
    expect(result).toMatchObject({ ok: true, reconciliation: { date, runBy: 'A1', ...counts } });
    const found = new Map((await cases()).map((each) => [each.externalId, each]));
    expect(found.size).toBe(3);
    expect(found.get(paid[0] ?? '')).toMatchObject({
      kind: 'EXTRA_WITH_US',
      rail: null,
      ours: { direction: 'OUT', amountFen: 1_000_000n, state: 'SUCCEEDED', date },
    });
    expect(found.get(paid[1] ?? '')).toMatchObject({
      kind: 'DIFFERENT',
      fields: ['amount'],
      state: 'OPEN',
      rail: { amountFen: 1_200_001n },
      ours: { amountFen: 1_200_000n },
    });
    expect(found.get('stranger')).toMatchObject({ kind: 'MISSING_WITH_US', borrowerId: null, ours: null });
    const trail = await queries.auditTrail({ limit: 9 });
    expect(trail.items.filter((entry) => entry.action === 'rail.reconcile')).toHaveLength(1);
  });

  it('is paged, a case once over all pages', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await queries.reconciliationCases({ limit: 1, cursor });
      seen.push(...page.items.map((each) => each.externalId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.sort()).toEqual([...paid, 'stranger'].sort());
  });

  it('closes what a corrected file of the day no longer shows, and opens it again if it comes back', async () => {
    test.later({ hours: 1 });
    const good = fileOf(ours(paid[0], '10000'), ours(paid[1], '12000.0'));
    expect(await run(good)).toMatchObject({ ok: true, reconciliation: { matched: 2 }, differences: [] });
    expect((await queries.reconciliationCases({ limit: 9, state: 'OPEN' })).items).toEqual([]);
    expect((await cases()).map((each) => [each.state, each.closedAt])).toEqual(
      Array.from({ length: 3 }, () => ['CLOSED', test.now]),
    );
    expect(await queries.reconciliations({ limit: 9 })).toMatchObject([{ date, matched: 2, extra: 0 }]);
    test.later({ hours: 1 });
    await run(fileOf(ours(paid[0], '10000')));
    const open = (await queries.reconciliationCases({ limit: 9, state: 'OPEN' })).items;
    expect(open).toMatchObject([{ externalId: paid[1], kind: 'EXTRA_WITH_US', openedAt: test.now, closedAt: null }]);
  });

  it('S71: names a line that comes with the next day’s file, and closes the case that its own day had opened', async () => {
    const next = { date: '2026-03-03', actor: 'A1', now: test.now };
    const late = fileOf(ours(paid[1], '12000.00'));
    expect(await queries.reconcile({ ...next, text: late })).toMatchObject({
      ok: true,
      reconciliation: { matched: 1, late: 1, missing: 0, extra: 0, different: 0 },
    });
    expect((await queries.reconciliationCases({ limit: 9, state: 'OPEN' })).items).toEqual([]);
    expect((await cases())[0]).toMatchObject({
      date: next.date,
      externalId: paid[1],
      kind: 'LATE',
      state: 'CLOSED',
      ours: { date },
    });
    // Its own day’s file again does not miss it any more.
    expect(await run(fileOf(ours(paid[0], '10000')))).toMatchObject({ ok: true, differences: [] });
    // A corrected file without it names it no longer, and its own day misses it again.
    await queries.reconcile({ ...next, text: fileOf() });
    expect(await run(fileOf(ours(paid[0], '10000')))).toMatchObject({ differences: [{ kind: 'EXTRA_WITH_US' }] });
  });

  it('S71: goes by the value date and not by when we heard: a payment heard of a day later is matched', async () => {
    const life = await test.life().openLine();
    const asked = await life.do(await life.drawCommand(500_000n));
    const body = asked.facts.find((fact) => fact.body.type === 'draw.requested')?.body;
    if (body?.type !== 'draw.requested') throw new Error('nothing was asked for');
    const day = dateOf(test.now);
    test.later({ days: 1 });
    const answer = { paymentId: body.paymentId, succeeded: true, date: day, failure: null };
    await life.do({ type: 'payment_answered', ...answer }, { actor: { kind: 'rail' } });
    const rows = [ours(paid[0], '10000'), ours(paid[1], '12000'), `${body.paymentId},OUT,5000,SUCCEEDED,${day}`];
    expect(await run(fileOf(...rows))).toMatchObject({ ok: true, reconciliation: { matched: 3 }, differences: [] });
    const heard = { date: dateOf(test.now), text: fileOf(), actor: 'A1', now: test.now };
    expect(await queries.reconcile(heard)).toMatchObject({ ok: true, reconciliation: { extra: 0 }, differences: [] });
  });

  it('takes a row whose payment counts from another day with us as different, not as unknown', async () => {
    const other = { date: '2026-03-01', text: '', actor: 'A1', now: test.now };
    const text = fileOf(`${paid[0]},OUT,10000.00,SUCCEEDED,${other.date}`);
    const result = await queries.reconcile({ ...other, text });
    expect(result).toMatchObject({ ok: true, differences: [{ kind: 'DIFFERENT', fields: ['date'] }] });
  });
});
