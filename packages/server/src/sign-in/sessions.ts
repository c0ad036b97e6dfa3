import { plusMs } from '@clearline/line';
import type { Realm } from '../http/cookies.ts';
import type { RequestBasics } from '../http/handler.ts';
import type { Services } from '../services.ts';
import { newToken, tokenHash } from './tokens.ts';

/** Borrowers stay signed in for a week on their own phone, staff for a working day. */
const lifeSeconds: Readonly<Record<Realm, number>> = { borrower: 7 * 86_400, staff: 12 * 3_600 };

/** Opens a session and sets its cookie. Only the token’s hash is stored. */
export async function openSession(
  services: Pick<Services, 'queries' | 'clock'>,
  request: RequestBasics,
  realm: Realm,
  subjectId: string,
): Promise<void> {
  const token = newToken();
  const createdAt = services.clock.wall();
  const expiresAt = plusMs(createdAt, lifeSeconds[realm] * 1000);
  await services.queries.createSession({ tokenHash: tokenHash(token), realm, subjectId, createdAt, expiresAt });
  request.setSession(realm, token, lifeSeconds[realm]);
}

/** Ends the session that the request came with and removes its cookie. */
export async function closeSession(
  services: Pick<Services, 'queries'>,
  request: RequestBasics,
  realm: Realm,
): Promise<void> {
  if (request.sessionToken !== null) await services.queries.endSession(tokenHash(request.sessionToken));
  request.clearSession(realm);
}
