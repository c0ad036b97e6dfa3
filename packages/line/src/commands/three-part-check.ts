import { addDays } from '@clearline/lending';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { decideAndRecord } from '../decision/record.ts';
import type { FactBody } from '../fact.ts';
import type { Application, BorrowerFile } from '../file.ts';
import { derivedId } from '../ids.ts';
import { declineNotice } from '../notices/build.ts';
import { yuan } from '../notices/format.ts';
import { accept, type Outcome, refuse } from '../refusal.ts';
import { fileFault, withFiles } from '../three-part-check/account-files.ts';
import { checkCausesOf } from '../three-part-check/causes.ts';
import { partFault, proposalFault } from '../three-part-check/faults.ts';
import { heldSalesOf } from '../three-part-check/held-sales.ts';
import {
  type CreditMemo,
  creditMemoOf,
  memoHashOf,
  reasonCodesOf,
  type Recommendation,
} from '../three-part-check/memo.ts';
import { checkParametersOf } from '../three-part-check/parameters.ts';
import { type AccountFile, type CheckPart, NOTHING_CHECKED, type RecordedPart } from '../three-part-check/parts.ts';
import type { CreditProposal } from '../three-part-check/proposal.ts';
import { dateOf } from '../time.ts';
import type { IsoDate } from '../vocabulary.ts';
import { makeOffer, REAPPLY_AFTER_DAYS } from './application.ts';
import { citeReasons, peopleDecision } from './people-decision.ts';
import { begin, done, type Work } from './work.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;
type Result = Outcome<readonly FactBody[]>;
type Refused = ReturnType<typeof refuse>;

/** Limits are granted in whole hundreds of yuan. */
const STEP_FEN = 10_000n;

/** The application that waits for the check, and who acts. */
const caseOf = (file: BorrowerFile, { actor }: Context): Outcome<{ application: Application; staffNo: string }> => {
  if (actor.kind !== 'staff') return refuse('staff_only');
  const { application } = file;
  if (application?.status !== 'REFERRED') return refuse('application_not_referred');
  if (application.kind !== 'BUSINESS') return refuse('not_a_business_application');
  return accept({ application, staffNo: actor.staffNo });
};

/** Why one person may not decide an application; null where one may. */
export const aloneFault = (application: Application, limitFen: bigint | null, context: Context): Refused | null => {
  if (application.proposal?.state === 'WAITING') return refuse('proposal_waits');
  return checkCausesOf(application, limitFen, context.policies).length > 0 ? refuse('three_part_check_needed') : null;
};

/** One part of the check, whole; what our own book holds of the takings is put beside the statements as they are recorded. */
export const recordCheck = (file: BorrowerFile, command: Of<'record_check'>, context: Context): Result => {
  const found = caseOf(file, context);
  if (!found.ok) return found;
  const { application, staffNo } = found.value;
  if (application.proposal?.state === 'WAITING') return refuse('proposal_waits');
  const fault = partFault(command.part, context.businessDate);
  if (fault !== null) return fault;
  const work = begin(file, context);
  const part = recorded(command.part, application.check?.files ?? [], file);
  work.add({ type: 'check.recorded', applicationId: application.id, part, by: staffNo });
  return done(work);
};

const recorded = (part: CheckPart, files: readonly AccountFile[], file: BorrowerFile): RecordedPart => {
  if (part.kind !== 'STATEMENTS') return part;
  const statements = part.statements.map((statement) => ({
    ...statement,
    bookSalesFen: heldSalesOf(file, statement.periodFrom, statement.periodTo),
  }));
  return { kind: part.kind, statements: withFiles(statements, files) };
};

/** A statement of an account is read from a file, or taken away again; what is recorded stands beside what the files then show. */
export const changeFiles = (
  file: BorrowerFile,
  command: Of<'add_account_file' | 'drop_account_file'>,
  context: Context,
): Result => {
  const found = caseOf(file, context);
  if (!found.ok) return found;
  const { application, staffNo } = found.value;
  if (application.proposal?.state === 'WAITING') return refuse('proposal_waits');
  const check = application.check ?? NOTHING_CHECKED;
  const work = begin(file, context);
  const about = { applicationId: application.id, by: staffNo };
  if (command.type === 'add_account_file') {
    const fault = fileFault(command.file, check, context.businessDate);
    if (fault !== null) return fault;
    work.add({ type: 'check.file_added', ...about, file: command.file });
  } else {
    const { sha256 } = command;
    if (!check.files?.some((one) => one.sha256 === sha256)) return refuse('file_unknown', { field: 'sha256' });
    work.add({ type: 'check.file_dropped', ...about, sha256 });
  }
  if (check.statements !== null) {
    const statements = withFiles(check.statements.statements, work.file.application?.check?.files ?? []);
    work.add({ type: 'check.recorded', ...about, part: { kind: 'STATEMENTS', statements } });
  }
  return done(work);
};

/** One person proposes, on a memo that the core makes from what was recorded; nothing comes of it until another agrees (G3). */
export const proposeCredit = (file: BorrowerFile, command: Of<'propose_credit'>, context: Context): Result => {
  const found = caseOf(file, context);
  if (!found.ok) return found;
  const { application, staffNo } = found.value;
  if (application.proposal?.state === 'WAITING') return refuse('proposal_waits');
  const recommendation = plain(command.recommendation);
  const fault = recommendationFault(recommendation, application, file, context);
  if (fault !== null) return fault;
  const memo = memoOf(application, recommendation, context.businessDate, context);
  if (!memo.ok) return memo;
  const work = begin(file, context);
  work.add({
    type: 'credit.proposed',
    applicationId: application.id,
    proposal: {
      id: derivedId(context.commandId, 'proposal'),
      memo: memo.value,
      memoHash: memoHashOf(memo.value),
      proposedBy: staffNo,
      proposedAt: context.now,
    },
  });
  return done(work);
};

/** A limit belongs to a yes, reasons to a no. */
const plain = (recommendation: Recommendation): Recommendation => {
  const { outcome, limitFen, text } = recommendation;
  return {
    outcome,
    limitFen: outcome === 'APPROVE' ? limitFen : null,
    reasonCodes: outcome === 'DECLINE' ? reasonCodesOf(recommendation) : [],
    text: text.trim(),
  };
};

const memoOf = (
  { id, askedLimitFen, check }: Application,
  recommendation: Recommendation,
  on: IsoDate,
  { policies }: Context,
): Outcome<CreditMemo> => {
  const parameters = checkParametersOf(policies);
  if (!parameters.ok) return refuse('policy_lacks_parameter', { value: parameters.missing });
  const about = { applicationId: id, askedLimitFen, on };
  return accept(creditMemoOf(about, check ?? NOTHING_CHECKED, parameters.value, recommendation));
};

/** What is wrong with a recommendation as of now; looked at when it is proposed, and again when it is agreed to. */
const recommendationFault = (
  recommendation: Recommendation,
  application: Application,
  file: BorrowerFile,
  context: Context,
): Refused | null => {
  const { outcome, limitFen } = recommendation;
  if (outcome === 'DECLINE') {
    const cited = citeReasons(reasonCodesOf(recommendation), 'DECLINE', application.kind, file, context);
    return cited.ok ? null : cited;
  }
  const { minDrawFen, maxLimitFen } = context.lender.products[application.kind];
  const asked = application.askedLimitFen;
  const most = asked !== null && asked < maxLimitFen ? asked : maxLimitFen;
  if (limitFen === null || limitFen < minDrawFen || limitFen > most || limitFen % STEP_FEN !== 0n)
    return refuse('limit_out_of_range', { field: 'limitFen', value: `${yuan(minDrawFen)} – ${yuan(most)}` });
  const parameters = checkParametersOf(context.policies);
  if (!parameters.ok) return refuse('policy_lacks_parameter', { value: parameters.missing });
  return proposalFault(application.check ?? NOTHING_CHECKED, context.businessDate, parameters.value);
};

/** Another person agrees, and the offer is made or the refusal told in the same command; or sends the proposal back. */
export const approveCredit = (file: BorrowerFile, command: Of<'approve_credit'>, context: Context): Result => {
  const found = caseOf(file, context);
  if (!found.ok) return found;
  const { application, staffNo } = found.value;
  const { proposal } = application;
  if (proposal?.state !== 'WAITING') return refuse('no_proposal');
  if (proposal.proposedBy === staffNo) return refuse('same_person');
  const { note } = command;
  const work = begin(file, context);
  const answer = { applicationId: application.id, proposalId: proposal.id, by: staffNo, note };
  if (!command.approved) {
    work.add({ type: 'credit.returned', ...answer });
    return done(work);
  }
  const { recommendation } = proposal.memo;
  if (recommendation === null) throw new Error(`proposal ${proposal.id} recommends nothing`);
  const fault = recommendationFault(recommendation, application, file, context);
  if (fault !== null) return fault;
  // What is agreed to is what was read: the memo, made again, is the same.
  const again = memoOf(application, recommendation, dateOf(proposal.proposedAt), context);
  if (!again.ok) return again;
  if (memoHashOf(again.value) !== proposal.memoHash) return refuse('memo_outdated');
  const decisionId = decideOn(work, application, recommendation, proposal, context);
  work.add({ type: 'credit.agreed', ...answer, decisionId });
  return done(work);
};

const CHECK = { id: 'G3' as const, held: true, note: 'proposed by one named person and agreed to by another' };

/** The decision of two people, and the offer or the notice that it comes to. */
const decideOn = (
  work: Work,
  application: Application,
  recommendation: Recommendation,
  { memoHash, proposedBy }: CreditProposal,
  context: Context,
): string => {
  const { file } = work;
  const { outcome, limitFen } = recommendation;
  const codes = reasonCodesOf(recommendation);
  const cited = outcome === 'DECLINE' ? citeReasons(codes, 'DECLINE', application.kind, file, context) : null;
  if (cited !== null && !cited.ok)
    throw new Error(`the reasons ${codes.join(', ')} held a moment ago: ${cited.refusal.code}`);
  const decision = peopleDecision(
    {
      kind: 'UNDERWRITING',
      proposedAction: outcome,
      action: outcome,
      causeFamily: outcome === 'DECLINE' ? 'ELIGIBILITY' : null,
      limitFen,
      holdDays: null,
      check: CHECK,
      people: 2,
      memoHash,
      proposedBy,
      cited: cited?.value ?? null,
    },
    file,
    context,
  );
  if (limitFen === null) {
    const reapplyFrom = addDays(context.businessDate, REAPPLY_AFTER_DAYS);
    work.add(
      { type: 'decision.recorded', decision },
      { type: 'application.declined', applicationId: application.id, decisionId: decision.id, reapplyFrom },
      { type: 'notice.issued', notice: declineNotice(decision, reapplyFrom, context, file.line !== null) },
    );
    return decision.id;
  }
  const { judgement } = decideAndRecord('UNDERWRITING', application.kind, file, context);
  const { dailyRatePpb } = judgement;
  if (dailyRatePpb === null)
    throw new Error(`policy ${context.policies.version} gives no price for application ${application.id}`);
  work.add({ type: 'decision.recorded', decision });
  makeOffer(work, application.id, application.kind, { limitFen, dailyRatePpb, decisionId: decision.id }, context);
  return decision.id;
};
