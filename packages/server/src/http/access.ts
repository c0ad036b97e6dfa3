import type { Queries } from '@clearline/store';
import { type Caller, staffRoles } from '../contract/routes/index.ts';
import { tokenHash } from '../sign-in/tokens.ts';
import { cookieNames, readCookie, type Realm } from './cookies.ts';
import type { KnownCaller } from './handler.ts';
import { type Answer, answer, refuse } from './refused.ts';
import { isSameOrigin } from './same-origin.ts';

export type AccessQueries = Pick<Queries, 'findSession' | 'staffById' | 'apiKeyByHash'>;

export interface AccessRequest {
  readonly method: string;
  readonly headers: {
    readonly cookie?: string | undefined;
    readonly authorization?: string | undefined;
    readonly origin?: string | undefined;
    readonly host?: string | undefined;
    readonly 'sec-fetch-site'?: string | string[] | undefined;
  };
}
export interface Access {
  readonly caller: KnownCaller | null;
  readonly sessionToken: string | null;
}

const roles: ReadonlySet<string> = new Set(staffRoles);
const nobody: Access = { caller: null, sessionToken: null };

async function subjectOf(realm: Realm, request: AccessRequest, queries: AccessQueries, now: string) {
  const token = readCookie(request.headers.cookie, cookieNames[realm]);
  if (token === null) return null;
  const session = await queries.findSession({ tokenHash: tokenHash(token), realm, now });
  return session === null ? null : { token, subjectId: session.subjectId };
}

async function systemCaller(request: AccessRequest, queries: AccessQueries): Promise<KnownCaller | null> {
  const [, key] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (key === undefined) return null;
  const found = await queries.apiKeyByHash(tokenHash(key));
  return found === null
    ? null
    : { kind: found.purpose === 'rail' ? 'rail' : 'system', name: found.name, feeds: found.feeds };
}

async function staffAccess(
  callers: readonly Caller[],
  request: AccessRequest,
  queries: AccessQueries,
  now: string,
): Promise<Answer<Access> | null> {
  const subject = await subjectOf('staff', request, queries, now);
  const member = subject === null ? null : await queries.staffById(subject.subjectId);
  if (subject === null || member === null) return null;
  const needed = callers.filter((caller) => roles.has(caller));
  if (!member.roles.some((role) => needed.includes(role))) return refuse('not_allowed', { value: needed.join(', ') });
  const { id, staffNo, name, email } = member;
  return answer({
    caller: { kind: 'staff', id, staffNo, name, email, roles: member.roles },
    sessionToken: subject.token,
  });
}

/**
 * Who calls, and whether the route’s `callers` let them: 401 without a session of a realm that may call, 403 with one
 * whose roles may not. The realms never stand in for each other: a staff session is nobody on a borrower’s route.
 */
export async function accessOf(
  callers: readonly Caller[],
  request: AccessRequest,
  queries: AccessQueries,
  now: string,
): Promise<Answer<Access>> {
  if (request.method !== 'GET' && !isSameOrigin(request.headers)) return refuse('cross_origin');
  if (callers.includes('anyone') || callers.includes('demo')) return answer(nobody);
  if (callers.includes('system') || callers.includes('rail')) {
    const caller = await systemCaller(request, queries);
    if (caller !== null && callers.some((wanted) => wanted === caller.kind))
      return answer({ caller, sessionToken: null });
  }
  if (callers.includes('borrower')) {
    const subject = await subjectOf('borrower', request, queries, now);
    if (subject === null) return refuse('not_signed_in');
    return answer({ caller: { kind: 'borrower', borrowerId: subject.subjectId }, sessionToken: subject.token });
  }
  const forStaff = callers.some((caller) => roles.has(caller));
  return (forStaff ? await staffAccess(callers, request, queries, now) : null) ?? refuse('not_signed_in');
}
