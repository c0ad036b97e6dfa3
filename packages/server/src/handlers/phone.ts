import type { LocalText } from '@clearline/line';
import { maskPhone } from '@clearline/store';
import type { SomeHandlers } from '../http/handler.ts';
import { type Answer, answer, refuse } from '../http/refused.ts';
import type { Services } from '../services.ts';
import { borrowerFileView } from '../views/borrower-file-view.ts';
import { momentOf, run, staffActor } from './work.ts';

const title: LocalText = { zh: '登录手机号已更换', en: 'Your phone was changed' };

/** Frees a phone that an account holds which nobody was identified for: it is what the person made before they called. */
async function freePhone(
  { book, bookId, queries, vault }: Services,
  phone: string,
  forId: string,
): Promise<Answer<null>> {
  const holder = await vault.borrowerByPhone(bookId, phone);
  if (holder === null || holder === forId) return answer(null);
  if ((await book.file(holder)).maskedName !== null) return refuse('phone_in_use', { field: 'phone' });
  await vault.erase(bookId, holder);
  await queries.endSessionsOf('borrower', holder);
  return answer(null);
}

/** Tells both phones, so that a change that the borrower did not ask for is known to them. */
async function tellBoth(services: Services, key: string, borrowerId: string, phones: readonly string[]): Promise<void> {
  const { contact } = services.lender;
  const body: LocalText = {
    zh: `【明借】您账户的登录手机号已更换。如非您本人要求，请立即致电${contact}。`,
    en: `[Clearline] The phone of your account was changed. If you did not ask for this, call ${contact} at once.`,
  };
  const at = services.clock.now();
  for (const [place, phone] of phones.entries())
    await services.send({ id: `${key}:${place}`, borrowerId, phone, at, channel: 'SMS', title, body, noticeId: null });
}

/** Moving an account to another phone, for who no longer has the earlier one. */
export function phoneHandlers(services: Services): SomeHandlers<'changePhone'> {
  const { book, bookId, clock, policies, queries, vault } = services;
  return {
    async changePhone({ caller, params: { id: borrowerId }, body: { phone, note }, idempotencyKey = '' }) {
      const file = await book.file(borrowerId);
      if (file.registeredAt === null) return refuse('not_found', { value: borrowerId });
      const earlier = (await vault.personal(bookId, borrowerId))?.phone;
      const freed = await freePhone(services, phone, borrowerId);
      if (!freed.ok) return freed;
      const done = await run(services, {
        borrowerId,
        command: { type: 'change_phone', maskedPhone: maskPhone(phone), note },
        actor: staffActor(caller),
        idempotencyKey,
        attachments: [{ kind: 'personal', data: { phone } }],
      });
      if (!done.ok) return done;
      // Seen by the security rules like a change that the borrower makes; by its id it counts once.
      const event = {
        kind: 'CREDENTIAL_CHANGE',
        eventId: `phone:${idempotencyKey}`,
        occurredAt: clock.now(),
        source: 'console',
        what: 'PHONE',
      } as const;
      const machine = { kind: 'machine', name: 'console' } as const;
      const seen = await run(services, { borrowerId, command: { type: 'observe', events: [event] }, actor: machine });
      if (!seen.ok) return seen;
      await queries.endSessionsOf('borrower', borrowerId);
      if (!done.value.repeated && earlier !== undefined)
        await tellBoth(services, `phone:${idempotencyKey}`, borrowerId, [earlier, phone]);
      const after = await book.file(borrowerId);
      return answer(borrowerFileView(after, await book.facts(borrowerId), momentOf(services), policies));
    },
  };
}
