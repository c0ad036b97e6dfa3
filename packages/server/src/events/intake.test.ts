import { join } from 'node:path';
import { compilePolicySet, type PolicySet } from '@clearline/line';
import { readPolicyFiles } from '@clearline/store';
import { beforeAll, describe, expect, it } from 'vitest';
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
      [6, 'REJECTED', 'not_registered', null],
      [7, 'REJECTED', 'invalid_input', 'kind'],
    ]);
    expect(results[7]?.refusal?.message.en).toMatch(/one of these is expected: LOGIN, DEVICE, .*, REVERSAL/);
    for (const { refusal } of results)
      if (refusal) for (const text of Object.values(refusal.message)) expect(text.length).toBeGreaterThan(5);
    expect(world.files.get(BORROWER)?.behaviour.streams.LOGIN?.count).toBe(2);
    // One command for all of one borrower’s, the registration and the unknown borrower’s beside it.
    expect(world.commands()).toBe(3);
  });

  it('takes a redelivered batch for what it is', async () => {
    const world = await services();
    await intake(world, [login('e1'), login('e2')], app);
    const again = await intake(world, [login('e1'), login('e2')], app);
    expect(again.map(({ verdict }) => verdict)).toEqual(['DUPLICATE', 'DUPLICATE']);
  });

  it('hears heartbeats of declared feeds, and from the third missed on distrusts what they carry', async () => {
    const world = await services();
    const beat = { kind: 'HEARTBEAT', eventId: 'h1', occurredAt: NOW, source: 'bureau:pboc', everySeconds: 60 };
    const results = await intake(
      world,
      [
        { ...beat, carries: ['bureau'] },
        { ...beat, carries: ['nowhere'] },
        { ...beat, source: 'bank', carries: ['bureau'] },
      ],
      app,
    );
    expect(results.map(({ verdict, refusal }) => [verdict, refusal?.code])).toEqual([
      ['ACCEPTED', undefined],
      ['REJECTED', 'source_unknown'],
      ['REJECTED', 'source_not_declared'],
    ]);
    expect(world.feeds.unsoundSources('2026-03-02T02:03:00.000Z')).toEqual([]);
    expect(world.feeds.unsoundSources('2026-03-02T02:03:00.001Z')).toEqual(['bureau']);
  });
});

describe('S31: a request may hold one event, a list, or one a line', () => {
  const seen: unknown[][] = [];
  const recordEvents: Handlers['recordEvents'] = async ({ body }) => {
    seen.push([...body]);
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
