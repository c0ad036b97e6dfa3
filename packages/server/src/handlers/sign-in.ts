import { maskPhone, newId } from '@clearline/store';
import type { SomeHandlers } from '../http/handler.ts';
import { rateLimit } from '../http/rate-limit.ts';
import { type Answer, answer, refuse, refusedByDomain } from '../http/refused.ts';
import type { Services } from '../services.ts';
import { checkCode, sendCode } from '../sign-in/codes.ts';
import { closeSession, openSession } from '../sign-in/sessions.ts';

const codesPerAddress = 30;
const addressWindowMs = 600_000;

/** The borrower of a phone; a phone that is new registers. Two first sign-ins at once end in one borrower. */
async function borrowerOf(services: Services, phone: string): Promise<Answer<{ borrowerId: string; isNew: boolean }>> {
  const known = await services.vault.borrowerByPhone(services.bookId, phone);
  if (known !== null) return answer({ borrowerId: known, isNew: false });
  const borrowerId = newId();
  const result = await services.book.execute({
    borrowerId,
    command: { type: 'register', maskedPhone: maskPhone(phone) },
    actor: { kind: 'borrower' },
    attachments: [{ kind: 'personal', data: { phone } }],
  });
  if (result.ok) return answer({ borrowerId, isNew: true });
  const winner =
    result.refusal.code === 'phone_taken' ? await services.vault.borrowerByPhone(services.bookId, phone) : null;
  return winner === null
    ? { ok: false, refused: refusedByDomain(result.refusal) }
    : answer({ borrowerId: winner, isNew: false });
}

/** Sign-in of borrowers, by phone and one-time code. */
export function signInHandlers(services: Services): SomeHandlers<'sendCode' | 'signIn' | 'signOut'> {
  const perAddress = rateLimit(codesPerAddress, addressWindowMs);
  return {
    async sendCode({ body, address }) {
      const wait = perAddress.take(address, Date.parse(services.clock.wall()));
      if (wait > 0) return refuse('too_many_requests', { value: String(wait) });
      const borrowerId = await services.vault.borrowerByPhone(services.bookId, body.phone);
      return sendCode(services, { realm: 'borrower', phone: body.phone, borrowerId });
    },
    async signIn(request) {
      const { phone, code } = request.body;
      const checked = await checkCode(services, { realm: 'borrower', phone, code });
      if (!checked.ok) return checked;
      const borrower = await borrowerOf(services, phone);
      if (!borrower.ok) return borrower;
      await openSession(services, request, 'borrower', borrower.value.borrowerId);
      return borrower;
    },
    async signOut(request) {
      await closeSession(services, request, 'borrower');
      return answer({ ok: true });
    },
  };
}
