import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile } from '../file.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { openLoansOf, REQUIRED_CONSENTS } from '../selectors.ts';
import { CONSENT_KINDS } from '../vocabulary.ts';
import { begin, done } from './work.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;
type Result = Outcome<readonly FactBody[]>;

/** Registration, identity, consents, and the reading of notices and files. */
export const register = (file: BorrowerFile, command: Of<'register'>, context: Context): Result => {
  if (file.registeredAt !== null) return refuse('already_registered');
  const work = begin(file, context);
  work.add({ type: 'borrower.registered', borrowerId: file.borrowerId, maskedPhone: command.maskedPhone });
  return done(work);
};

export const verifyIdentity = (file: BorrowerFile, command: Of<'verify_identity'>, context: Context): Result => {
  if (file.registeredAt === null) return refuse('not_registered');
  if (file.maskedName !== null) return refuse('identity_already_verified');
  const work = begin(file, context);
  work.add({ type: 'identity.verified', maskedName: command.maskedName, maskedIdNumber: command.maskedIdNumber });
  return done(work);
};

/** Only who was identified can be known again by anything but their phone; the account of anyone else goes with it. */
export const proposePhoneChange = (
  file: BorrowerFile,
  command: Of<'propose_phone_change'>,
  context: Context,
): Result => {
  const { actor } = context;
  if (actor.kind !== 'staff') return refuse('staff_only');
  if (file.maskedName === null) return refuse('identity_needed');
  if (file.phoneProposal !== null) return refuse('phone_change_waiting');
  const { maskedPhone, note } = command;
  const work = begin(file, context);
  work.add({ type: 'phone.change_proposed', maskedPhone, by: actor.staffNo, note });
  return done(work);
};

/** Whoever holds the phone holds the account, so that no one person gives it away (N86). */
export const approvePhoneChange = (
  file: BorrowerFile,
  command: Of<'approve_phone_change'>,
  context: Context,
): Result => {
  const { actor } = context;
  if (actor.kind !== 'staff') return refuse('staff_only');
  const proposal = file.phoneProposal;
  if (proposal === null) return refuse('no_phone_change');
  const { staffNo } = actor;
  if (proposal.proposedBy === staffNo) return refuse('same_person');
  const { note } = command;
  const work = begin(file, context);
  if (command.approved)
    work.add({
      type: 'phone.changed',
      maskedPhone: proposal.maskedPhone,
      by: proposal.proposedBy,
      secondBy: staffNo,
      note,
    });
  else work.add({ type: 'phone.change_rejected', by: staffNo, note });
  return done(work);
};

export const changeConsent = (file: BorrowerFile, command: Of<'change_consent'>, context: Context): Result => {
  if (file.registeredAt === null) return refuse('not_registered');
  if (!CONSENT_KINDS.includes(command.kind)) return refuse('consent_unknown', { field: 'kind', value: command.kind });
  const needed = (REQUIRED_CONSENTS as readonly string[]).includes(command.kind);
  if (!command.given && needed && openLoansOf(file).length > 0)
    return refuse('consent_in_use', { field: 'kind', value: command.kind });
  const work = begin(file, context);
  const given = file.consents[command.kind];
  if (command.given && given?.version !== command.version)
    work.add({ type: 'consent.given', kind: command.kind, version: command.version });
  if (!command.given && given !== undefined)
    work.add({ type: 'consent.withdrawn', kind: command.kind, version: given.version });
  return done(work);
};

export const readNotice = (file: BorrowerFile, command: Of<'read_notice'>, context: Context): Result => {
  const notice = file.notices[command.noticeId];
  if (notice === undefined) return refuse('notice_unknown', { field: 'noticeId', value: command.noticeId });
  const work = begin(file, context);
  if (notice.readAt === null) work.add({ type: 'notice.read', noticeId: notice.id });
  return done(work);
};

/** Every staff read of a person’s file is a fact. */
export const readFile = (file: BorrowerFile, _command: Of<'read_file'>, context: Context): Result => {
  if (context.actor.kind !== 'staff') return refuse('staff_only');
  const work = begin(file, context);
  work.add({ type: 'file.read', by: context.actor.staffNo });
  return done(work);
};
