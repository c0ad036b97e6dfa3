import { describe, expect, it } from 'vitest';
import { httpBureau } from '../bureau/http-bureau.ts';
import { httpSender } from '../outside/http-sender.ts';
import { type OutsideCall, type OutsideReply, OutsideSilent } from '../outside/signed-call.ts';
import { httpRail } from './http-rail.ts';

const date = '2026-11-23';
const order = {
  externalId: 'p1',
  direction: 'OUT',
  amountFen: 50_000n,
  borrowerId: 'b1',
  accountTail: '1234',
} as const;
/** A system that answers as told, and remembers what it was asked. */
const answering = (...replies: (OutsideReply | Error)[]) => {
  const calls: OutsideCall[] = [];
  return {
    calls,
    call: async (call: OutsideCall): Promise<OutsideReply> => {
      calls.push(call);
      const [reply] = replies.splice(0, 1);
      if (reply instanceof Error) throw reply;
      return reply ?? { status: 200, body: null };
    },
  };
};
const railThat = (...replies: (OutsideReply | Error)[]) => httpRail(answering(...replies).call);

describe('a payment rail behind HTTP (S15)', () => {
  it('is given the order whole, under its external id', async () => {
    const { call, calls } = answering({ status: 201, body: { status: 'SUCCEEDED', date } });
    expect(await httpRail(call).order(order)).toEqual({
      kind: 'ANSWERED',
      results: [{ succeeded: true, date, failure: null }],
    });
    expect(calls).toEqual([
      { method: 'POST', path: '/orders', id: 'p1', body: { ...order, amountFen: 50_000, currency: 'CNY' } },
    ]);
  });

  it('fails an order only when it says so, with its own words', async () => {
    const failure = { zh: '账户已注销', en: 'The account is closed' };
    expect(await railThat({ status: 200, body: { status: 'FAILED', date, failure } }).order(order)).toMatchObject({
      results: [{ succeeded: false, date, failure }],
    });
    for (const said of [
      { status: 202, body: { status: 'PENDING' } },
      { status: 200, body: { status: 'DONE', date } },
      { status: 200, body: { status: 'SUCCEEDED' } },
      { status: 200, body: { status: 'FAILED', date: 'today' } },
      { status: 200, body: null },
      { status: 400, body: { status: 'FAILED', date } },
      { status: 409, body: {} },
      new OutsideSilent('payment rail', 'timeout'),
    ])
      expect(await railThat(said).order(order)).toEqual({ kind: 'TIMED_OUT' });
  });

  it('says what became of an order: done, still at work, or never seen', async () => {
    const rail = railThat(
      { status: 200, body: { status: 'SUCCEEDED', date } },
      { status: 200, body: { status: 'PENDING' } },
      { status: 404, body: null },
      { status: 200, body: { state: 'ok' } },
    );
    expect(await rail.query('p1')).toEqual({ succeeded: true, date, failure: null });
    expect(await rail.query('p1')).toBe('PENDING');
    expect(await rail.query('p1')).toBeNull();
    await expect(rail.query('p1')).rejects.toBeInstanceOf(OutsideSilent);
  });
});

describe('the rail’s file of a day', () => {
  it('is what the rail wrote; one that it has not is none', async () => {
    const rail = railThat({ status: 200, body: 'external_id,…' }, { status: 404, body: 'no' });
    expect(await rail.dailyFile(date)).toBe('external_id,…');
    await expect(rail.dailyFile(date)).rejects.toThrow(/no file of 2026-11-23/);
  });
});

describe('the other systems behind HTTP', () => {
  const person = { borrowerId: 'b1', name: '张三', idNumber: '110101199001011234', monthlyIncomeFen: 1n };
  const at = { now: '2026-11-23T04:00:00.000Z', date: '2026-11-23' };
  const whole = {
    reportDate: '2026-11-20',
    overdueAccounts: 1,
    overdueDaysMax: 12,
    overdueAmountFen: 8_800_00,
    hardEnquiries1m: 1,
    hardEnquiries3m: 2,
    unsettledLenders: 3,
    newLenders3m: 0,
    totalDebtFen: 90_000_00,
    monthlyDebtServiceFen: 3_000_00,
    overdueMonths24m: 1,
    consecutiveOverdueMonths24m: 1,
  };

  it('a bureau’s report becomes one event a day, its money in fen', async () => {
    const { call } = answering({ status: 200, body: whole });
    expect(await httpBureau(call)(person, at)).toMatchObject({
      eventId: 'bureau:b1:2026-11-23',
      overdueAmountFen: 880_000n,
      source: 'bureau',
    });
  });

  it('a bureau’s report keeps what it need not know, and is none where it speaks of a day to come', async () => {
    const more = {
      hardEnquiries6m: 3,
      hardEnquiries12m: 4,
      nonBankLenders: 1,
      revolvingLimitFen: 5,
      revolvingUsedFen: 4,
    };
    const event = await httpBureau(answering({ status: 200, body: { ...whole, ...more } }).call)(person, at);
    expect(event).toMatchObject({ ...more, revolvingLimitFen: 5n, revolvingUsedFen: 4n });
    const bare = await httpBureau(answering({ status: 200, body: whole }).call)(person, at);
    expect(Object.keys(bare)).not.toContain('hardEnquiries6m');
    const early = answering({ status: 200, body: { ...whole, reportDate: '2026-11-24' } }).call;
    await expect(httpBureau(early)(person, at)).rejects.toThrow(/2026-11-24 is of a day after 2026-11-23/);
  });

  it('half a report is none (G5), and its first fault is named', async () => {
    const { unsettledLenders: _gone, ...half } = whole;
    const refused = httpBureau(answering({ status: 200, body: half }).call)(person, at);
    await expect(refused).rejects.toThrow(/unsettledLenders/);
    const negative = { ...whole, totalDebtFen: -1 };
    await expect(httpBureau(answering({ status: 200, body: negative }).call)(person, at)).rejects.toBeInstanceOf(
      OutsideSilent,
    );
  });

  it('a message that was not taken is not sent', async () => {
    const text = { zh: '一', en: 'a' };
    const message = {
      id: 'm',
      borrowerId: null,
      phone: '1',
      at: at.now,
      channel: 'SMS',
      title: text,
      body: text,
    } as const;
    const send = httpSender(answering({ status: 202, body: null }, { status: 400, body: null }).call);
    await send({ ...message, noticeId: null });
    await expect(send({ ...message, noticeId: null })).rejects.toBeInstanceOf(OutsideSilent);
  });
});
