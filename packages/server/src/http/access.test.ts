import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Route, routes, staffRoles } from '../contract/routes/index.ts';
import { bareServer, headersOf, type Player, players } from '../testing/bare-server.ts';

const staff: ReadonlySet<string> = new Set(staffRoles);
const urlOf = (route: Route): string => route.path.replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000');

/** What SPEC S1-S3 say of one route and one caller, worked out apart from the code under test. */
function expected(route: Route, player: Player): 401 | 403 | 'let in' {
  if (route.callers.includes('anyone') || route.callers.includes('demo')) return 'let in';
  if ((route.callers as readonly string[]).includes(player)) return 'let in';
  const staffRoute = route.callers.some((caller) => staff.has(caller));
  return staffRoute && staff.has(player) ? 403 : 401;
}

describe('who may call what (S1, S2, S3)', () => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await bareServer();
  });
  afterAll(() => app.close());

  for (const route of routes as readonly Route[]) {
    it(`${route.method} ${route.path}`, async () => {
      const seen = await Promise.all(
        players.map(async (player) => {
          const reply = await app.inject({ method: route.method, url: urlOf(route), headers: headersOf(player) });
          return [player, reply.statusCode === 401 || reply.statusCode === 403 ? reply.statusCode : 'let in'];
        }),
      );
      expect(Object.fromEntries(seen)).toEqual(
        Object.fromEntries(players.map((player) => [player, expected(route, player)])),
      );
    });
  }

  it('refuses a token of one realm in the cookie of the other (S2)', async () => {
    const asStaff = await app.inject({ url: '/v1/staff/me', headers: { cookie: 'clearline_staff=borrower' } });
    const asBorrower = await app.inject({ url: '/v1/me', headers: { cookie: 'clearline_borrower=reviewer' } });
    expect([asStaff.statusCode, asBorrower.statusCode]).toEqual([401, 401]);
  });

  it('refuses a changing request from another site, with or without a session (S4)', async () => {
    const from = (headers: Record<string, string>) =>
      app.inject({
        method: 'POST',
        url: '/v1/me/line/pause',
        headers: { ...headersOf('borrower'), host: 'a.example', ...headers },
      });
    const codes = await Promise.all([
      from({ origin: 'https://evil.example' }),
      from({ origin: 'null' }),
      from({ 'sec-fetch-site': 'cross-site' }),
      from({ 'sec-fetch-site': 'same-site' }),
    ]);
    expect(codes.map((reply) => [reply.statusCode, reply.json<{ code: string }>().code])).toEqual(
      Array.from({ length: 4 }, () => [403, 'cross_origin']),
    );
    const own = await from({ origin: 'http://a.example', 'idempotency-key': 'key-12345678' });
    expect(own.statusCode).toBe(404);
  });

  it('hides demo and sandbox routes from a lender that is no demo (S5)', async () => {
    const real = await bareServer({}, { demoMode: false });
    const replies = await Promise.all([
      real.inject({ url: '/v1/demo/outbox?phone=1' }),
      real.inject({ url: '/v1/demo/clock' }),
      real.inject({ method: 'PUT', url: '/v1/sandbox/rail', headers: headersOf('operator') }),
      real.inject({ method: 'POST', url: '/v1/sandbox/clock', headers: headersOf('operator') }),
    ]);
    expect(replies.map((reply) => reply.statusCode)).toEqual([404, 404, 404, 404]);
    await real.close();
  });
});
