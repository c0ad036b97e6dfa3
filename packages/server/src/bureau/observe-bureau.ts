import { type Answer, answer } from '../http/refused.ts';
import { run } from '../handlers/work.ts';
import type { Services } from '../services.ts';

/**
 * Asks the bureau about an applicant and records what it says, once per business date. Without the borrower’s consent to
 * the query, or before they are identified, nothing is asked: the application itself then says what is missing.
 * @throws OutsideSilent when the bureau gives no whole report; nothing is recorded then, and the applicant tries again.
 */
export async function observeBureau(
  services: Pick<Services, 'book' | 'bookId' | 'vault' | 'clock' | 'bureau'>,
  borrowerId: string,
  monthlyIncomeFen: bigint,
): Promise<Answer<null>> {
  const { book, vault, clock } = services;
  const file = await book.file(borrowerId);
  if (file.maskedName === null || file.consents.BUREAU_QUERY === undefined || file.line !== null) return answer(null);
  const personal = await vault.personal(services.bookId, borrowerId);
  if (personal?.idNumber === undefined || personal.name === undefined) return answer(null);
  const person = { borrowerId, name: personal.name, idNumber: personal.idNumber, monthlyIncomeFen };
  const event = await services.bureau(person, { now: clock.now(), date: clock.businessDate() });
  const actor = { kind: 'machine', name: 'bureau' } as const;
  const done = await run(services, { borrowerId, command: { type: 'observe', events: [event] }, actor });
  return done.ok ? answer(null) : done;
}
