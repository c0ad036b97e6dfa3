import { plusMs } from '@clearline/line';
import type { SomeHandlers, StaffCaller } from '../http/handler.ts';
import { rateLimit } from '../http/rate-limit.ts';
import { answer, refuse } from '../http/refused.ts';
import type { Services } from '../services.ts';
import { passwordMatches, pretendToCheck } from '../sign-in/passwords.ts';
import { closeSession, openSession } from '../sign-in/sessions.ts';

const failuresBeforeLock = 5;
const lockMs = 15 * 60_000;
const triesPerAddress = 30;
const addressWindowMs = 600_000;

const memberOf = ({ id, name, staffNo, email, roles }: Omit<StaffCaller, 'kind'>) => ({
  id,
  name,
  staffNo,
  email,
  roles,
});

/** Sign-in of staff, by address and password; five failures lock the account for a quarter of an hour. */
export function staffSignInHandlers(services: Services): SomeHandlers<'staffSignIn' | 'staffSignOut' | 'staffMe'> {
  const { queries, clock } = services;
  const perAddress = rateLimit(triesPerAddress, addressWindowMs);

  async function countFailure(staffId: string, staffNo: string): Promise<void> {
    const now = clock.wall();
    const failures = await queries.recordSignInFailure(staffId, { now, lockUntil: null });
    if (failures < failuresBeforeLock) return;
    await queries.recordSignInFailure(staffId, { now, lockUntil: plusMs(now, lockMs) });
    const at = clock.now();
    await queries.recordAudit({
      at,
      actor: staffNo,
      action: 'sign_in.locked',
      borrowerId: null,
      detail: `${failures} failures`,
    });
  }

  return {
    async staffSignIn(request) {
      const { email, password } = request.body;
      const wait = perAddress.take(request.address, Date.parse(clock.wall()));
      if (wait > 0) return refuse('too_many_requests', { value: String(wait) });
      const member = await queries.staffByEmail(email.toLowerCase());
      if (member === null) {
        await pretendToCheck(password);
        return refuse('sign_in_wrong');
      }
      if (member.lockedUntil !== null && member.lockedUntil > clock.wall()) {
        return refuse('sign_in_locked', { value: member.lockedUntil });
      }
      if (!(await passwordMatches(password, member.passwordHash))) {
        await countFailure(member.id, member.staffNo);
        return refuse('sign_in_wrong');
      }
      await queries.clearSignInFailures(member.id);
      await openSession(services, request, 'staff', member.id);
      const at = clock.now();
      await queries.recordAudit({ at, actor: member.staffNo, action: 'sign_in', borrowerId: null, detail: '' });
      return answer(memberOf(member));
    },
    async staffSignOut(request) {
      await closeSession(services, request, 'staff');
      return answer({ ok: true });
    },
    async staffMe({ caller }) {
      return answer(memberOf(caller));
    },
  };
}
