import type { LocalText } from '@clearline/line';
import { type Attachment, maskPhone } from '@clearline/store';
import type { SomeHandlers } from '../http/handler.ts';
import { type Answer, answer, refuse } from '../http/refused.ts';
import type { Services } from '../services.ts';
import { borrowerFileView } from '../views/borrower-file-view.ts';
import { type Executed, momentOf, run, staffActor } from './work.ts';

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

/** The security rules see it like a change that the borrower makes; by its id it counts once. */
async function seeChange(services: Services, borrowerId: string, idempotencyKey: string): Promise<Answer<Executed>> {
  const event = {
    kind: 'CREDENTIAL_CHANGE',
    eventId: `phone:${idempotencyKey}`,
    occurredAt: services.clock.now(),
    source: 'console',
    what: 'PHONE',
  } as const;
  const machine = { kind: 'machine', name: 'console' } as const;
  return run(services, { borrowerId, command: { type: 'observe', events: [event] }, actor: machine });
}

/** What is kept of the person once the proposal is decided: the phone it moves to, if it moves, and nothing that waits. */
const afterDecision = (phone: string | undefined): Attachment => ({
  kind: 'personal',
  data: phone === undefined ? { nextPhone: undefined } : { phone, nextPhone: undefined },
});

/** Moving an account to another phone, for who no longer has the earlier one: one person asks, another agrees. */
export function phoneHandlers(services: Services): SomeHandlers<'proposePhoneChange' | 'approvePhoneChange'> {
  const { book, bookId, policies, queries, vault } = services;
  const fileView = async (borrowerId: string) =>
    answer(borrowerFileView(await book.file(borrowerId), await book.facts(borrowerId), momentOf(services), policies));
  return {
    async proposePhoneChange({ caller, params: { id: borrowerId }, body: { phone, note }, idempotencyKey = '' }) {
      if ((await book.file(borrowerId)).registeredAt === null) return refuse('not_found', { value: borrowerId });
      const holder = await vault.borrowerByPhone(bookId, phone);
      if (holder !== null && holder !== borrowerId && (await book.file(holder)).maskedName !== null)
        return refuse('phone_in_use', { field: 'phone' });
      const done = await run(services, {
        borrowerId,
        command: { type: 'propose_phone_change', maskedPhone: maskPhone(phone), note },
        actor: staffActor(caller),
        idempotencyKey,
        attachments: [{ kind: 'personal', data: { nextPhone: phone } }],
      });
      return done.ok ? fileView(borrowerId) : done;
    },

    async approvePhoneChange({ caller, params: { id: borrowerId }, body: { approved, note }, idempotencyKey = '' }) {
      const file = await book.file(borrowerId);
      if (file.registeredAt === null) return refuse('not_found', { value: borrowerId });
      const { phone: earlier, nextPhone } = (await vault.personal(bookId, borrowerId)) ?? {};
      const { staffNo } = caller;
      // Others are refused by the domain below; a phone is freed only for a move that will be.
      const moves = approved && file.phoneProposal !== null && file.phoneProposal.proposedBy !== staffNo;
      if (moves && nextPhone === undefined)
        throw new Error(`the phone that ${borrowerId} is to move to was not kept with its proposal`);
      if (moves && nextPhone !== undefined) {
        const freed = await freePhone(services, nextPhone, borrowerId);
        if (!freed.ok) return freed;
      }
      const done = await run(services, {
        borrowerId,
        command: { type: 'approve_phone_change', approved, note },
        actor: staffActor(caller),
        idempotencyKey,
        ...(file.phoneProposal === null ? {} : { attachments: [afterDecision(moves ? nextPhone : undefined)] }),
      });
      if (!done.ok || !approved) return done.ok ? fileView(borrowerId) : done;
      const seen = await seeChange(services, borrowerId, idempotencyKey);
      if (!seen.ok) return seen;
      await queries.endSessionsOf('borrower', borrowerId);
      if (!done.value.repeated && earlier !== undefined && nextPhone !== undefined)
        await tellBoth(services, `phone:${idempotencyKey}`, borrowerId, [earlier, nextPhone]);
      return fileView(borrowerId);
    },
  };
}
