import { createHash } from 'node:crypto';
import { type Actor, type BorrowerFile, type Command, type Context, type FactBody, toJson } from '@clearline/line';
import type { ExecuteRequest, ExecuteResult } from '@clearline/store';
import type { StaffCaller } from '../http/handler.ts';
import { type Answer, answer, refuse, refusedByDomain } from '../http/refused.ts';
import type { Services } from '../services.ts';
import type { Moment } from '../views/line-view.ts';

export type Executed = Extract<ExecuteResult, { ok: true }>;

export const borrowerActor: Actor = { kind: 'borrower' };
export const staffActor = ({ staffNo, roles }: StaffCaller): Actor => ({ kind: 'staff', staffNo, roles });

/** The moment that views are made at. */
export const momentOf = ({ clock, lender }: Pick<Services, 'clock' | 'lender'>): Moment => ({
  now: clock.now(),
  businessDate: clock.businessDate(),
  lender,
});

/** What a command would be decided by now, for looking without deciding anything: nothing that is made gets an id. */
export const lookingContext = (
  { book, clock, termsOf }: Pick<Services, 'book' | 'clock' | 'termsOf'>,
  actor: Actor,
): Context => ({
  ...termsOf(clock.now()),
  now: clock.now(),
  businessDate: clock.businessDate(),
  commandId: '',
  actor,
  lastClosedDate: book.lastClosedDate,
});

/** Runs a command; a refusal of the domain becomes the HTTP one, with the same words. */
export async function run(services: Pick<Services, 'book'>, request: ExecuteRequest): Promise<Answer<Executed>> {
  const result = await services.book.execute(request);
  return result.ok ? answer(result) : { ok: false, refused: refusedByDomain(result.refusal) };
}

/** What a handler does for the signed-in borrower. */
export function runAsBorrower(
  services: Pick<Services, 'book'>,
  borrowerId: string,
  command: Command,
  idempotencyKey?: string,
  more: Pick<ExecuteRequest, 'attachments' | 'requestHash'> = {},
): Promise<Answer<Executed>> {
  return run(services, {
    borrowerId,
    command,
    actor: borrowerActor,
    ...more,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });
}

/**
 * Signs what has a cost sheet. Sent again after a reply was lost, the reading has gone on for some seconds: it is the same
 * deed all the same, so how long was read is no part of what the key stands for, nor is whether a code was given yet.
 */
export function signAsBorrower(
  services: Pick<Services, 'book'>,
  borrowerId: string,
  command: Extract<Command, { type: 'accept_offer' | 'draw' }>,
  idempotencyKey: string | undefined,
): Promise<Answer<Executed>> {
  const deed = { ...command, readSeconds: 0, codeConfirmed: false };
  const requestHash = createHash('sha256').update(toJson(deed)).digest('hex');
  return runAsBorrower(services, borrowerId, command, idempotencyKey, { requestHash });
}

/** The first fact of a type among those a command made, or null. */
export function factOf<Type extends FactBody['type']>(
  executed: Executed,
  type: Type,
): Extract<FactBody, { type: Type }> | null {
  const found = executed.facts.find(({ body }) => body.type === type);
  return (found?.body as Extract<FactBody, { type: Type }> | undefined) ?? null;
}

export type Thing = 'decision' | 'appeal' | 'restriction' | 'evidence' | 'loan' | 'loanProposal' | 'payment';

/** The file that holds a thing known only by its id, or the refusal that there is none. */
export async function fileHolding(
  services: Pick<Services, 'book' | 'queries'>,
  kind: Thing,
  id: string,
): Promise<Answer<BorrowerFile>> {
  const borrowerId = await services.queries.borrowerOf(kind, id);
  return borrowerId === null ? refuse('not_found', { value: id }) : answer(await services.book.file(borrowerId));
}
