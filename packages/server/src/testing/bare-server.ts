import type { FastifyInstance } from 'fastify';
import { routes, staffRoles } from '../contract/routes/index.ts';
import { createServer } from '../create-server.ts';
import type { AccessQueries } from '../http/access.ts';
import { cookieNames } from '../http/cookies.ts';
import type { Handlers } from '../http/handler.ts';
import { serverLog } from '../http/log.ts';
import type { AppFolders } from '../http/static-apps.ts';
import { refuse } from '../http/refused.ts';
import { tokenHash } from '../sign-in/tokens.ts';

/** Callers that a test can play: each known by one token, in the place where that kind of caller carries it. */
export const players = ['nobody', 'borrower', 'system', 'rail', ...staffRoles] as const;
export type Player = (typeof players)[number];

const aDay = 86_400_000;
const id = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

/** The credentials of a player, as request headers. */
export function headersOf(player: Player): Record<string, string> {
  if (player === 'nobody') return {};
  if (player === 'system' || player === 'rail') return { authorization: `Bearer ${player}` };
  return { cookie: `${player === 'borrower' ? cookieNames.borrower : cookieNames.staff}=${player}` };
}

const playersByHash = new Map(players.map((player) => [tokenHash(player), player]));

const accessQueries: AccessQueries = {
  async findSession({ tokenHash: hash, realm, now }) {
    const player = playersByHash.get(hash);
    if (player === undefined || (player === 'borrower') !== (realm === 'borrower')) return null;
    return {
      subjectId: id(players.indexOf(player)),
      createdAt: now,
      expiresAt: new Date(Date.parse(now) + aDay).toISOString(),
    };
  },
  async staffById(staffId) {
    const role = staffRoles.find((candidate) => id(players.indexOf(candidate)) === staffId);
    if (role === undefined) return null;
    return {
      id: staffId,
      staffNo: `S-${role}`,
      name: role,
      email: `${role}@example.com`,
      roles: [role],
      passwordHash: '',
      failures: 0,
      lockedUntil: null,
    };
  },
  async apiKeyByHash(hash) {
    const player = playersByHash.get(hash);
    if (player !== 'system' && player !== 'rail') return null;
    return { id: id(99), name: player, purpose: player === 'rail' ? 'rail' : 'events', feeds: ['*'] };
  },
};

/** The real HTTP shell over handlers that a test gives; all others answer 404. */
export function bareServer(
  handlers: Partial<Handlers> = {},
  options: { demoMode?: boolean; logLines?: string[]; apps?: AppFolders } = {},
): Promise<FastifyInstance> {
  const unknown = async () => refuse('not_found', { value: 'nothing behind this test' });
  const all = Object.fromEntries(routes.map((route) => [route.operationId, unknown]));
  const lines = options.logLines;
  return createServer({
    handlers: { ...all, ...handlers } as unknown as Handlers,
    queries: accessQueries,
    now: () => '2026-11-23T04:00:00.000Z',
    demoMode: options.demoMode ?? true,
    secureCookies: false,
    trustProxy: false,
    log: lines === undefined ? serverLog('silent') : serverLog('info', { write: (line) => void lines.push(line) }),
    apps: options.apps ?? { borrower: null, console: null },
  });
}
