import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { compilePolicySet, type PolicySet } from '@clearline/line';
import { readPolicyFiles } from '@clearline/store';
import { beforeAll, describe, expect, it } from 'vitest';
import { eventHandlers } from '../handlers/events.ts';
import type { Handlers } from '../http/handler.ts';
import { answer } from '../http/refused.ts';
import { bareServer, headersOf } from '../testing/bare-server.ts';
import { BORROWER, memoryServices, NOW } from '../testing/memory-book.ts';
import { intake, type Sender } from './intake.ts';

let policies: PolicySet;
beforeAll(async () => {
  const compiled = compilePolicySet(
    await readPolicyFiles(join(import.meta.dirname, '../../../../policies')),
    '2026-03-01',
  );
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  policies = compiled.policies;
});

const services = () => memoryServices(policies);
const app: Sender = { name: 'app-gateway', feeds: ['app', 'bureau:*'] };
const login = (eventId: string, change: Readonly<Record<string, unknown>> = {}) => ({
  eventId,
  borrowerId: BORROWER,
  kind: 'LOGIN',
  occurredAt: NOW,
  source: 'app',
  deviceId: 'd1',
  province: '浙江',
  success: true,
  ...change,
});

describe('S30: events are judged one by one', () => {
  it('tells what was new, late, known, and what was wrong with the rest and what to do', async () => {
    const world = await services();
    const results = await intake(
      world,
      [
        login('e1'),
        login('e1'),
        login('e2', { occurredAt: '2026-03-01T02:00:00.000Z' }),
        login('e3', { success: 'yes' }),
        login('e4', { source: 'bank' }),
        login('e5', { occurredAt: '2026-03-03T02:00:00.000Z' }),
        login('e6', { borrowerId: '00000000-0000-4000-8000-000000000099' }),
        { kind: 'NOTHING' },
      ],
      app,
    );
    expect(results.map(({ index, verdict, refusal }) => [index, verdict, refusal?.code, refusal?.field])).toEqual([
      [0, 'ACCEPTED', undefined, undefined],
      [1, 'DUPLICATE', undefined, undefined],
      [2, 'LATE', undefined, undefined],
      [3, 'REJECTED', 'invalid_input', 'success'],
      [4, 'REJECTED', 'source_not_declared', 'source'],
      [5, 'REJECTED', 'event_in_future', 'occurredAt'],
      [6, 'REJECTED', 'not_registered', 'borrowerId'],
      [7, 'REJECTED', 'invalid_input', 'kind'],
    ]);
    expect(results[7]?.refusal?.message.en).toMatch(/one of these is expected: LOGIN, DEVICE, .*, REVERSAL, HEARTBEAT/);
    for (const { refusal } of results)
      if (refusal) for (const text of Object.values(refusal.message)) expect(text.length).toBeGreaterThan(5);
    expect(world.files.get(BORROWER)?.behaviour.streams.LOGIN?.count).toBe(2);
    // One command for all of one borrower’s, the registration and the unknown borrower’s beside it.
    expect(world.commands()).toBe(3);
  });

  it('H127: takes no word that cannot be stored as it was sent, and says so', async () => {
    const world = await services();
    // NUL, which the database refuses; half a character; bytes that were not UTF-8; what a terminal would act on.
    const words = ['a\u0000b', 'a\uD800', '\uDC00', 'ab\uFFFD', 'a\nb', '\u001B[31m', '\u0085'];
    const events = words.flatMap((word, n) => [
      login(word),
      login(`s${n}`, { source: word }),
      login(`d${n}`, { deviceId: word }),
      { kind: 'REVERSAL', eventId: `r${n}`, borrowerId: BORROWER, occurredAt: NOW, source: 'app', reverses: word },
    ]);
    const sound = ['浙江 #7 · “a/b”', '😀', '__proto__', '\u2028'].map((word) => login(word, { deviceId: word }));
    const results = await intake(world, [...events, ...sound], { name: 'all', feeds: ['*'] });
    const fields = words.flatMap(() => ['eventId', 'source', 'deviceId', 'reverses']);
    expect(results.map(({ verdict, refusal }) => [verdict, refusal?.field])).toEqual([
      ...fields.map((field) => ['REJECTED', field]),
      ...sound.map(() => ['ACCEPTED', undefined]),
    ]);
    expect(results[0]?.refusal?.message).toEqual({
      zh: '“eventId”填写有误：应为一行UTF-8编码的文字，不含控制字符和无法识别的字符（�）。',
      en: '“eventId” is not right: one line of text in UTF-8 is expected, without control characters and without � where bytes could not be read.',
    });
  });

  it('says how an instant is written, and how far ahead a clock may be', async () => {
    const world = await services();
    const texts = async (occurredAt: string) =>
      (await intake(world, [login('e1', { occurredAt })], app))[0]?.refusal?.message.en;
    expect(await texts('2026-03-02T10:00:00+08:00')).toBe(
      '“occurredAt” is not right: an instant in UTC is expected, written like 2026-03-01T02:00:00Z.',
    );
    expect(await texts('2026-03-02T03:00:00.001Z')).toBe(
      'The event time 2026-03-02T03:00:00.001Z is more than an hour later than now. Check the clock and the time zone of the system that sends it.',
    );
    expect(await texts('2026-03-02T03:00:00.000Z')).toBeUndefined();
  });

  it('takes a redelivered batch for what it is', async () => {
    const world = await services();
    await intake(world, [login('e1'), login('e2')], app);
    const again = await intake(world, [login('e1'), login('e2')], app);
    expect(again.map(({ verdict }) => verdict)).toEqual(['DUPLICATE', 'DUPLICATE']);
  });

  describe('H93: the same id with other content', () => {
    const purchase = (eventId: string, change: Readonly<Record<string, unknown>> = {}) => ({
      eventId,
      borrowerId: BORROWER,
      kind: 'PURCHASE',
      occurredAt: NOW,
      source: 'app',
      amountFen: 500_00,
      category: 'food',
      payee: 'p1',
      ...change,
    });

    it('is a conflict that names what differs and what to do; what came first stands, and the rest goes on', async () => {
      const world = await services();
      await intake(world, [purchase('e1')], app);
      const results = await intake(
        world,
        [
          purchase('e1', { payee: 'p2', amountFen: 400_00 }),
          purchase('e2'),
          purchase('e2', { refund: true }),
          Object.fromEntries(Object.entries(purchase('e1')).reverse()),
        ],
        app,
      );
      expect(results.map(({ verdict, refusal }) => [verdict, refusal?.code, refusal?.fields])).toEqual([
        ['CONFLICT', 'event_id_reused', ['amountFen', 'payee']],
        ['ACCEPTED', undefined, undefined],
        ['CONFLICT', 'event_id_reused', ['refund']],
        ['DUPLICATE', undefined, undefined],
      ]);
      const { zh, en } = results[0]?.refusal?.message ?? { zh: '', en: '' };
      expect(en).toMatch(/differ: amountFen, payee\..*CORRECTION/);
      expect(zh).toMatch(/不同的字段：amountFen、payee。.*更正/);
      const stream = world.files.get(BORROWER)?.behaviour.streams.PURCHASE;
      expect(stream?.tiles.flatMap(({ seen }) => seen.map(({ event }) => event))).toMatchObject([
        { eventId: 'e1', payee: 'p1', amountFen: 500_00n },
        { eventId: 'e2' },
      ]);
      expect(world.feeds.states()).toMatchObject([{ feed: 'app', events: 2, lateEvents: 0, conflicts: 2 }]);
    });

    it('tells who may not speak for the first report’s feed no more than that it is another’s', async () => {
      const world = await services();
      await intake(world, [purchase('e1')], app);
      const bank: Sender = { name: 'bank', feeds: ['bank'] };
      const [result] = await intake(world, [purchase('e1', { source: 'bank', payee: 'p2' })], bank);
      expect([result?.verdict, result?.refusal?.fields]).toEqual(['CONFLICT', ['source']]);
    });

    it('of which only the id is still known is a duplicate, and no more is claimed', async () => {
      const world = await services();
      await intake(world, [purchase('e1')], app);
      world.forgetReports();
      const [result] = await intake(world, [purchase('e1', { payee: 'p2' })], app);
      expect([result?.verdict, result?.refusal]).toEqual(['DUPLICATE', null]);
    });

    it('is looked for only where an id is known', async () => {
      const world = await services();
      const asked: number[] = [];
      const queries: typeof world.queries = {
        reportedEvents: async (events) => {
          asked.push(events.length);
          return world.queries.reportedEvents(events);
        },
      };
      await intake({ ...world, queries }, [purchase('e1'), purchase('e2')], app);
      expect(asked).toEqual([]);
      await intake({ ...world, queries }, [purchase('e1'), purchase('e2'), purchase('e3')], app);
      expect(asked).toEqual([2]);
    });

    it('is a 409 problem for an event sent alone, as a faulty one is a 422, and a verdict in a list of one', async () => {
      const world = await services();
      const { recordEvents } = eventHandlers({ ...world, nudgeWorkers: () => undefined });
      const server = await bareServer({ recordEvents });
      const headers = headersOf('system');
      const send = (payload: object) => server.inject({ method: 'POST', url: '/v1/events', headers, payload });
      expect((await send(purchase('e1'))).statusCode).toBe(200);
      const other = purchase('e1', { payee: 'p2' });
      const alone = await send(other);
      expect([alone.statusCode, alone.headers['content-type'], alone.json()]).toMatchObject([
        409,
        expect.stringContaining('problem+json'),
        { code: 'event_id_reused', field: 'payee', fields: ['payee'], value: 'e1' },
      ]);
      const faulty = await send(login('e9', { success: 'yes' }));
      expect([faulty.statusCode, faulty.headers['content-type'], faulty.json()]).toMatchObject([
        422,
        expect.stringContaining('problem+json'),
        { code: 'invalid_input', field: 'success' },
      ]);
      expect(faulty.json(), 'the id is not what is wrong').not.toHaveProperty('value');
      const unknown = await send({ kind: 'NOTHING' });
      expect([unknown.statusCode, unknown.json<{ field: string }>().field]).toEqual([422, 'kind']);
      // Whose fault it is makes no difference: the one event that was sent is not taken in.
      expect((await send(login('e9', { borrowerId: '00000000-0000-4000-8000-000000000099' }))).json()).toMatchObject({
        status: 422,
        code: 'not_registered',
      });
      expect((await send([login('e9', { success: 'yes' })])).statusCode, 'a list keeps its verdicts').toBe(200);
      const listed = await send([other]);
      expect([listed.statusCode, listed.json()]).toMatchObject([
        200,
        { results: [{ verdict: 'CONFLICT', eventId: 'e1', refusal: { fields: ['payee'] } }] },
      ]);
      await server.close();
    });
  });

  describe('H111: a correction or reversal that can count for nothing is refused with what to do', () => {
    const reversal = (eventId: string, reverses: string, change: Readonly<Record<string, unknown>> = {}) => ({
      eventId,
      borrowerId: BORROWER,
      kind: 'REVERSAL',
      occurredAt: NOW,
      source: 'app',
      reverses,
      ...change,
    });
    const correction = (eventId: string, corrects: string, replacement: object) => ({
      ...reversal(eventId, corrects),
      kind: 'CORRECTION',
      corrects,
      reverses: undefined,
      replacement,
    });

    it('about an event of another feed, kind or borrower, about itself or another amendment; the rest goes on', async () => {
      const world = await services();
      await intake(world, [login('e1'), reversal('r1', 'e1')], app);
      const results = await intake(
        world,
        [
          login('e2'),
          reversal('v1', 'e2', { source: 'bureau:pboc' }),
          correction('v2', 'e1', { ...login('x'), kind: 'CREDENTIAL_CHANGE', what: 'CARD' }),
          correction('v3', 'e1', login('x', { borrowerId: '00000000-0000-4000-8000-000000000099' })),
          correction('v4', 'e1', login('x', { source: 'bureau:pboc' })),
          reversal('v5', 'v5'),
          reversal('v6', 'r1'),
          correction('c1', 'e2', login('x', { province: '江苏' })),
          reversal('early', 'not yet reported'),
          reversal('r1', 'e1'),
        ],
        app,
      );
      expect(results.map(({ eventId, verdict, refusal }) => [eventId, verdict, refusal?.code, refusal?.field])).toEqual(
        [
          ['e2', 'ACCEPTED', undefined, undefined],
          ['v1', 'REJECTED', 'amends_nothing', 'source'],
          ['v2', 'REJECTED', 'amends_nothing', 'replacement.kind'],
          ['v3', 'REJECTED', 'amends_nothing', 'replacement.borrowerId'],
          ['v4', 'REJECTED', 'amends_nothing', 'replacement.source'],
          ['v5', 'REJECTED', 'amends_nothing', 'reverses'],
          ['v6', 'REJECTED', 'amends_nothing', 'reverses'],
          ['c1', 'LATE', undefined, undefined],
          ['early', 'LATE', undefined, undefined],
          ['r1', 'DUPLICATE', undefined, undefined],
        ],
      );
      expect(results[1]?.refusal?.message.en).toMatch(/reported by another source/);
      expect(results[1]?.refusal?.message.zh).toMatch(/由另一个来源报告/);
      const stream = world.files.get(BORROWER)?.behaviour.streams.LOGIN;
      expect(stream?.tiles.flatMap(({ seen }) => seen.map(({ event }) => event))).toMatchObject([
        { eventId: 'e2', province: '江苏' },
      ]);
    });

    it('N201: about an event so old that its file let it go, counts where it moves it', async () => {
      const world = await services();
      // A system that wrote last year’s date, and whose event was let go at once for its age.
      await intake(world, [login('e1', { occurredAt: '2025-03-02T01:50:00.000Z' }), login('e2')], app);
      const count = () => world.files.get(BORROWER)?.behaviour.streams.LOGIN?.count;
      const moved = { ...login('e1', { occurredAt: '2026-03-02T01:50:00.000Z', deviceId: 'd2' }) };
      await intake(world, [login('e3')], app);
      expect(count(), 'let go').toBe(2);
      const [verdict] = await intake(world, [correction('c1', 'e1', moved)], app);
      expect([verdict?.verdict, count()]).toEqual(['LATE', 3]);
      // What came first stands also within one request, so that this is of its kind.
      const [, , last] = await intake(
        world,
        [
          login('e4'),
          { ...login('e4'), kind: 'CREDENTIAL_CHANGE', what: 'CARD' },
          correction('c2', 'e4', login('x', { province: '江苏' })),
        ],
        app,
      );
      expect(last?.verdict).toBe('LATE');
      await intake(world, [reversal('r9', 'e1', { occurredAt: '2026-03-02T02:00:00.001Z' })], app);
      expect(count(), 'e1 taken back, e4 taken in').toBe(3);
    });

    it('and alone in its request reaches no book', async () => {
      const world = await services();
      await intake(world, [login('e1')], app);
      const before = world.commands();
      const [result] = await intake(world, [reversal('v1', 'e1', { source: 'bureau:pboc' })], app);
      expect([result?.verdict, world.commands()]).toEqual(['REJECTED', before]);
    });
  });

  it('N40: holds what a replaying feed carries though it never sent a heartbeat', async () => {
    const world = await services();
    const old = (k: number) => login(`o${k}`, { occurredAt: `2026-03-01T02:00:${String(k).padStart(2, '0')}.000Z` });
    await intake(
      world,
      Array.from({ length: 20 }, (_, k) => old(k)),
      app,
    );
    expect(world.feeds.unsoundSources(NOW)).toEqual(['devices']);
    expect(world.feeds.unsoundSources('2026-03-02T02:10:00.001Z')).toEqual([]);
  });

  describe('N195: corrections and reversals by an event’s own feed are no replay', () => {
    const amendment = (eventId: string, of: string, province: string | null, occurredAt = NOW) => {
      const base = { eventId, borrowerId: BORROWER, occurredAt, source: 'app' };
      return province === null
        ? { ...base, kind: 'REVERSAL', reverses: of }
        : { ...base, kind: 'CORRECTION', corrects: of, replacement: login(`of ${eventId}`, { province }) };
    };
    const many = <T>(count: number, make: (k: number) => T): T[] => Array.from({ length: count }, (_, k) => make(k));
    const troubledBy = async (amendments: readonly object[]): Promise<readonly string[]> => {
      const world = await services();
      await intake(
        world,
        many(40, (k) => login(`e${k}`)),
        app,
      );
      // One by one, as a feed that works through its list of mistakes would.
      for (const one of amendments) {
        const [result] = await intake(world, [one], app);
        expect(result?.verdict).toBe('LATE');
      }
      expect(world.feeds.states()).toMatchObject([{ events: 40 + amendments.length, lateEvents: amendments.length }]);
      return world.feeds.unsoundSources(NOW);
    };

    it('of as many events as there may be, also before the event came, and each as often as it says something else', async () => {
      expect(await troubledBy(many(40, (k) => amendment(`c${k}`, `e${k}`, '江苏')))).toEqual([]);
      expect(await troubledBy(many(40, (k) => amendment(`r${k}`, `e${k}`, null)))).toEqual([]);
      expect(await troubledBy(many(40, (k) => amendment(`c${k}`, `not yet ${k}`, '江苏')))).toEqual([]);
      expect(await troubledBy(many(40, (k) => amendment(`c${k + 10}`, 'e1', `第${k}省`)))).toEqual([]);
    });

    it('and the same sent again under other ids is, however it is spelled', async () => {
      for (const province of ['江苏', null])
        for (const of of ['e1', 'not yet']) {
          const again = many(20, (k) => amendment(`a${k + 10}`, of, province));
          expect(await troubledBy(again)).toEqual([]);
          expect(await troubledBy([...again, amendment('a30', of, province)])).toEqual(['devices']);
        }
      const reordered = many(21, (k) => {
        const { replacement, ...rest } = amendment(`a${k + 10}`, 'e1', '江苏') as { replacement: object };
        return { replacement: Object.fromEntries(Object.entries(replacement).reverse()), ...rest };
      });
      expect(await troubledBy(reordered)).toEqual(['devices']);
    });

    it('whether they come one by one or in one request', async () => {
      const world = await services();
      await intake(world, [login('e1'), ...many(21, (k) => amendment(`a${k + 10}`, 'e1', null))], app);
      expect(world.feeds.unsoundSources(NOW)).toEqual(['devices']);
    });
  });

  it('hears heartbeats of declared feeds, and from the third missed on distrusts what they carry', async () => {
    const world = await services();
    const beat = { kind: 'HEARTBEAT', eventId: 'h1', occurredAt: NOW, source: 'bureau:pboc', everySeconds: 60 };
    const results = await intake(
      world,
      [
        { ...beat, carries: ['bureau'] },
        { ...beat, carries: ['nowhere'] },
        // A name that every object answers to is no source.
        { ...beat, carries: ['constructor'] },
        { ...beat, source: 'bank', carries: ['bureau'] },
        { ...beat, occurredAt: '2026-03-02T03:00:01.000Z', carries: ['bureau'] },
      ],
      app,
    );
    expect(results.map(({ verdict, refusal }) => [verdict, refusal?.code])).toEqual([
      ['ACCEPTED', undefined],
      ['REJECTED', 'source_unknown'],
      ['REJECTED', 'source_unknown'],
      ['REJECTED', 'source_not_declared'],
      ['REJECTED', 'event_in_future'],
    ]);
    expect(world.feeds.unsoundSources('2026-03-02T02:03:00.000Z')).toEqual([]);
    expect(world.feeds.unsoundSources('2026-03-02T02:03:00.001Z')).toEqual(['bureau']);
  });
});

describe('S31: a request may hold one event, a list, or one a line', () => {
  const seen: unknown[][] = [];
  const recordEvents: Handlers['recordEvents'] = async ({ body }) => {
    seen.push([...body.events]);
    return answer({ results: [] });
  };
  it.each([
    ['application/json', JSON.stringify(login('e1')), 1],
    ['application/json', JSON.stringify([login('e1'), login('e2')]), 2],
    ['application/json', JSON.stringify({ events: [login('e1')] }), 1],
    ['application/x-ndjson', `${JSON.stringify(login('e1'))}\nnot json\n\n${JSON.stringify(login('e2'))}\n`, 3],
  ])('%s %#', async (type, payload, events) => {
    const server = await bareServer({ recordEvents });
    const headers = { ...headersOf('system'), 'content-type': type };
    const reply = await server.inject({ method: 'POST', url: '/v1/events', headers, payload });
    expect([reply.statusCode, seen.at(-1)?.length]).toEqual([200, events]);
    await server.close();
  });

  it('H128: reads past a byte order mark, also before lines', async () => {
    const server = await bareServer({ recordEvents });
    for (const type of ['application/json', 'application/x-ndjson']) {
      const headers = { ...headersOf('system'), 'content-type': type };
      const payload = `\uFEFF${JSON.stringify(login('e1'))}\r\n`;
      const reply = await server.inject({ method: 'POST', url: '/v1/events', headers, payload });
      expect([type, reply.statusCode, seen.at(-1)]).toEqual([type, 200, [login('e1')]]);
    }
    await server.close();
  });

  it('H128: leaves out what would change the prototype of an object, and takes the rest', async () => {
    const server = await bareServer({ recordEvents });
    const headers = { ...headersOf('system'), 'content-type': 'application/json' };
    const odd = JSON.stringify(login('e1')).replace(/\}$/, ',"__proto__":{"x":1},"constructor":{"prototype":{"x":1}}}');
    const payload = `[${odd},${JSON.stringify(login('e2'))}]`;
    const reply = await server.inject({ method: 'POST', url: '/v1/events', headers, payload });
    expect([reply.statusCode, seen.at(-1)]).toEqual([200, [login('e1'), login('e2')]]);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    await server.close();
  });

  it('H128: says of a packed request that it is packed', async () => {
    const server = await bareServer({ recordEvents });
    const headers = { ...headersOf('system'), 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const payload = gzipSync(JSON.stringify(login('e1')));
    const reply = await server.inject({ method: 'POST', url: '/v1/events', headers, payload });
    expect([reply.statusCode, reply.headers['content-type'], reply.json()]).toEqual([
      415,
      'application/problem+json; charset=utf-8',
      expect.objectContaining({
        code: 'body_packed',
        value: 'gzip',
        detail: 'The request is packed (gzip) and cannot be read. Send it unpacked.',
      }),
    ]);
    await server.close();
  });

  it.each([
    ['{"events":3}', 'events'],
    ['5', 'body'],
    ['null', 'body'],
  ])('says of %s that it is no list', async (payload, field) => {
    const server = await bareServer({ recordEvents });
    const headers = { ...headersOf('system'), 'content-type': 'application/json' };
    const reply = await server.inject({ method: 'POST', url: '/v1/events', headers, payload });
    expect([reply.statusCode, reply.json<{ field: string; detail: string }>()]).toMatchObject([
      422,
      { field, detail: `“${field}” is not right: an event or a list of events is expected.` },
    ]);
    await server.close();
  });

  it('refuses a request without events, and one with too many', async () => {
    const server = await bareServer({ recordEvents });
    const headers = { ...headersOf('system'), 'content-type': 'application/json' };
    for (const payload of ['[]', '{"events":3}', JSON.stringify(Array.from({ length: 10_001 }, () => 1))]) {
      const reply = await server.inject({ method: 'POST', url: '/v1/events', headers, payload });
      expect([reply.statusCode, reply.json<{ field: string }>().field]).toEqual([422, 'events']);
    }
    await server.close();
  });
});
