import { addDays } from '@clearline/lending';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as b from './contract/borrower.ts';
import type * as s from './contract/staff.ts';
import type { Api } from './testing/api.ts';
import { type DemoLender, startDemoLender } from './testing/demo-lender.ts';
import { openLine } from './testing/steps.ts';

type Home = z.output<typeof b.Home>;
type Notices = { readonly items: z.output<typeof b.NoticeSummary>[] };
type Problem = { readonly code: string; readonly field?: string; readonly message: { readonly zh: string } };

let lender: DemoLender;
let me: Api;
let reviewer: Api;
let borrowerId: string;
let usual: number;

const home = async (): Promise<Home> => (await me.get<Home>('/v1/me')).body;
const until = (days: number): string => addDays(lender.clock.businessDate(), days);
const ask = (limitFen: number, days: number, key?: string) =>
  me.send<Home & Problem>('POST', '/v1/me/line/temporary', { limitFen, until: until(days), purpose: 'TRAVEL' }, key);
const decide = (approved: boolean, who: Api = reviewer) =>
  who.send<z.output<typeof s.BorrowerFile> & Problem>('POST', `/v1/staff/borrowers/${borrowerId}/temporary-limit`, {
    approved,
    note: '已看行程',
  });
const titles = async () => (await me.get<Notices>('/v1/me/notices')).body.items.map(({ title }) => title.zh);

beforeAll(async () => {
  lender = await startDemoLender('2026-08-20T04:00:00.000Z');
  reviewer = await lender.staff('reviewer');
  me = await lender.borrower('13800003333');
  const opened = await openLine(me, '110101199001011234');
  borrowerId = opened.borrower.id;
  usual = opened.line?.effectiveLimitFen ?? 0;
});
afterAll(() => lender.stop());

describe('N88: temporary limits through the API', () => {
  it('refuses what is too much, too short or no date, naming the field, and asks nobody', async () => {
    const most = (await home()).line?.temporaryMostFen ?? 0;
    expect(most).toBeGreaterThan(usual);
    const over = await ask(most + 10_000, 30);
    expect([over.status, over.body.code, over.body.field]).toEqual([422, 'temporary_limit_range', 'limitFen']);
    const short = await ask(most, 13);
    expect([short.status, short.body.code, short.body.field]).toEqual([422, 'temporary_limit_days', 'until']);
    const none = await me.send<Problem>('POST', '/v1/me/line/temporary', {
      limitFen: most,
      until: '2026-02-31',
      purpose: 'TRAVEL',
    });
    expect(none.status).toBe(422);
    expect((await home()).line?.temporaryAsk).toBeNull();
  });

  it('waits for a person, on whose list it stands; asked twice with one key it is asked once', async () => {
    const asked = await ask(usual + 500_000, 30, 'temporary-1');
    expect(asked.status, JSON.stringify(asked.body)).toBe(200);
    expect(asked.body.line?.temporaryAsk).toMatchObject({ limitFen: usual + 500_000, until: until(30) });
    expect((await ask(usual + 500_000, 30, 'temporary-1')).status).toBe(200);
    expect((await home()).line?.effectiveLimitFen).toBe(usual);
    const again = await ask(usual + 400_000, 30);
    expect([again.status, again.body.code]).toEqual([409, 'temporary_limit_exists']);
    const today = await reviewer.get<z.output<typeof s.Today>>('/v1/staff/today');
    expect(today.body.items.filter(({ kind }) => kind === 'TEMPORARY_LIMIT')).toHaveLength(1);
    // Nobody grants it to themselves.
    const mine = await me.send('POST', `/v1/staff/borrowers/${borrowerId}/temporary-limit`, {
      approved: true,
      note: 'x',
    });
    expect([401, 403]).toContain(mine.status);
  });

  it('turned down, the borrower reads the reason and the limit stays', async () => {
    const declined = await decide(false);
    expect(declined.status, JSON.stringify(declined.body)).toBe(200);
    expect((await titles())[0]).toBe('临时额度未通过');
    expect((await home()).line).toMatchObject({ effectiveLimitFen: usual, temporaryAsk: null, temporary: null });
    expect((await decide(true)).body.code).toBe('no_temporary_ask');
  });

  it('granted, it holds at once, says until when, and a second is not asked for', async () => {
    await ask(usual + 500_000, 30);
    const granted = await decide(true);
    expect(granted.status, JSON.stringify(granted.body)).toBe(200);
    const { line } = await home();
    expect(line).toMatchObject({ effectiveLimitFen: usual + 500_000, temporaryAsk: null });
    expect(line?.temporary).toMatchObject({ limitFen: usual + 500_000 });
    expect((await titles())[0]).toBe('临时额度已生效');
    expect((await ask(usual + 600_000, 30)).body.code).toBe('temporary_limit_exists');
  });

  it('ends by itself through the lender’s closes, told a week before', async () => {
    const operator = await lender.staff('operator');
    const later = async (days: number): Promise<void> => {
      await operator.send('POST', '/v1/sandbox/clock', { days });
      const closed = await operator.send<{
        items: z.output<typeof s.DayClose>[];
        retried: z.output<typeof s.CloseRetries>;
      }>('POST', '/v1/staff/day-closes', { through: null });
      expect(closed.status, JSON.stringify(closed.body)).toBe(200);
      expect(closed.body.retried).toEqual({ borrowers: 0, madeGood: 0 });
    };
    await later(22);
    expect((await titles())[0]).toBe('临时额度已生效');
    await later(2);
    expect((await titles())[0]).toBe('临时额度即将到期');
    expect((await home()).line?.effectiveLimitFen).toBe(usual + 500_000);
    await later(8);
    expect((await home()).line).toMatchObject({ effectiveLimitFen: usual, temporary: null });
    expect((await titles())[0]).toBe('临时额度已到期');
  });
});
