import type { Command } from '@clearline/line';
import type { StaffCaller } from '../http/handler.ts';
import { type Answer, answer, refuse } from '../http/refused.ts';
import type { Services } from '../services.ts';
import { borrowerFileView } from '../views/borrower-file-view.ts';
import { fileHolding, momentOf, run, staffActor, type Thing } from './work.ts';

export type FileView = ReturnType<typeof borrowerFileView>;

/** What a member of staff does to a borrower, with the file as it stands afterwards. */
export async function actOnFile(
  services: Services,
  caller: StaffCaller,
  borrowerId: string,
  command: Command,
  key?: string,
): Promise<Answer<FileView>> {
  const { book, policies } = services;
  const known = await book.file(borrowerId);
  if (known.registeredAt === null) return refuse('not_found', { value: borrowerId });
  const done = await run(services, {
    borrowerId,
    command,
    actor: staffActor(caller),
    ...(key === undefined ? {} : { idempotencyKey: key }),
  });
  if (!done.ok) return done;
  services.nudgeWorkers();
  return answer(borrowerFileView(done.value.file, await book.facts(borrowerId), momentOf(services), policies));
}

/** As {@link actOnFile}, where only the thing is named that the file holds. */
export async function actOnThing(
  services: Services,
  caller: StaffCaller,
  thing: { readonly kind: Thing; readonly id: string },
  command: Command,
  key?: string,
): Promise<Answer<FileView>> {
  const holding = await fileHolding(services, thing.kind, thing.id);
  return holding.ok ? actOnFile(services, caller, holding.value.borrowerId, command, key) : holding;
}
