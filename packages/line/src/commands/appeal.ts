import { addBusinessDays } from '@clearline/lending';
import type { Appeal, AppealState } from '../appeal.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { peopleOf } from '../decision-record.ts';
import { isAdverse } from '../decision/severity.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile } from '../file.ts';
import { derivedId } from '../ids.ts';
import { plainNotice } from '../notices/build.ts';
import { instantText } from '../notices/format.ts';
import { ANSWER_DAYS, APPEAL_DAYS, INFORMATION_DAYS } from '../notices/words.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { isOpenAppeal } from '../selectors.ts';
import { appealTransitions } from '../states/appeal-states.ts';
import { allows } from '../states/machine.ts';
import { DAY_MS, dateOf, endOfDate, fromMs, plusDays, toMs } from '../time.ts';
import type { Instant, LocalText } from '../vocabulary.ts';
import { applyRemedy } from './remedy.ts';
import { begin, done, type Work } from './work.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;
type Result = Outcome<readonly FactBody[]>;

/** Contesting a decision (G8). Acknowledgement and triage need no person, so they do not wait for one. */
export const submitAppeal = (file: BorrowerFile, command: Of<'submit_appeal'>, context: Context): Result => {
  const decision = file.decisions[command.decisionId];
  if (decision === undefined) return refuse('decision_unknown', { field: 'decisionId', value: command.decisionId });
  // Whoever contests a decision contests what came of it, named or not: else it would stand when the decision has fallen (N223).
  const restriction =
    command.restrictionId === null
      ? (Object.values(file.restrictions).findLast(({ decisionId }) => decisionId === decision.id) ?? null)
      : file.restrictions[command.restrictionId];
  if (restriction === undefined)
    return refuse('restriction_unknown', { field: 'restrictionId', value: command.restrictionId ?? '' });
  if (restriction !== null && restriction.decisionId !== decision.id)
    return refuse('restriction_of_other_decision', { field: 'restrictionId', value: restriction.id });
  if (!isAdverse(decision.action) && !isAdverse(decision.proposedAction)) return refuse('not_adverse');
  if (Object.values(file.appeals).some((appeal) => appeal.decisionId === decision.id && isOpenAppeal(appeal)))
    return refuse('appeal_exists');
  const told = restriction?.noticeId ? file.notices[restriction.noticeId] : undefined;
  const until = plusDays(told?.issuedAt ?? decision.at, APPEAL_DAYS);
  if (until < context.now) return refuse('appeal_window_closed', { value: dateOf(until) });

  const work = begin(file, context);
  const appealId = derivedId(context.commandId, 'appeal');
  const answerBy = plusDays(context.now, command.urgentHardship ? 3 : ANSWER_DAYS.simple);
  const acknowledgeBy = endOfDate(addBusinessDays(context.businessDate, ANSWER_DAYS.acknowledgeBusinessDays));
  const { citedReasonCodes, statement, urgentHardship } = command;
  work.add({
    type: 'appeal.submitted',
    appealId,
    decisionId: decision.id,
    restrictionId: restriction?.id ?? null,
    citedReasonCodes,
    statement,
    urgentHardship,
    acknowledgeBy,
    answerBy,
  });
  const by = instantText(answerBy);
  tell(
    work,
    'APPEAL_ACKNOWLEDGED',
    appealId,
    { zh: '我们已收到您的申诉', en: 'We have received your appeal' },
    [
      {
        zh: `由另一位工作人员复核，最迟${by.zh}答复。申诉不影响您的信用，也不收费。`,
        en: `Another person reviews it and answers by ${by.en}. It is free and never counts against you.`,
      },
    ],
    context,
  );
  move(work, appealId, 'acknowledged', context);
  move(work, appealId, 'triaged', context);
  return done(work);
};

export const addEvidence = (file: BorrowerFile, command: Of<'add_evidence'>, context: Context): Result => {
  const appeal = file.appeals[command.appealId];
  if (appeal === undefined) return refuse('appeal_unknown', { field: 'appealId', value: command.appealId });
  if (!isOpenAppeal(appeal)) return refuse('appeal_state', { value: appeal.state });
  const work = begin(file, context);
  work.add({
    type: 'appeal.evidence_added',
    appealId: appeal.id,
    evidence: { ...command.evidence, receivedAt: context.now },
  });
  if (appeal.state === 'info_requested')
    move(work, appeal.id, 'evidence_received', context, { answerBy: resumedClock(appeal, context.now) });
  return done(work);
};

/** When the review may go on without the information that was asked for; null where none is awaited. */
export const informationAwaitedUntil = ({ state, pausedSince }: Appeal): Instant | null =>
  state === 'info_requested' && pausedSince !== null ? plusDays(pausedSince, INFORMATION_DAYS) : null;

/**
 * The clock stood while we waited for the borrower, as long as they were given and no longer: what we let lie after that is our time. However
 * often we ask, the answer comes within the days of a complex case; what was promised later already stays so (N227, G8).
 */
export const resumedClock = (
  { answerBy, pausedSince, submittedAt }: Pick<Appeal, 'answerBy' | 'pausedSince' | 'submittedAt'>,
  now: Instant,
): Instant => {
  if (pausedSince === null) return answerBy;
  const stoodMs = Math.min(toMs(now) - toMs(pausedSince), INFORMATION_DAYS * DAY_MS);
  const latestMs = Math.max(toMs(answerBy), toMs(plusDays(submittedAt, ANSWER_DAYS.complex)));
  return fromMs(Math.min(toMs(answerBy) + stoodMs, latestMs));
};

export const withdrawAppeal = (file: BorrowerFile, command: Of<'withdraw_appeal'>, context: Context): Result => {
  const appeal = file.appeals[command.appealId];
  if (appeal === undefined) return refuse('appeal_unknown', { field: 'appealId', value: command.appealId });
  if (!isOpenAppeal(appeal)) return refuse('appeal_state', { value: appeal.state });
  const work = begin(file, context);
  const text: LocalText = { zh: '应您的要求撤回。', en: 'Withdrawn at your request.' };
  work.add({
    type: 'appeal.decided',
    appealId: appeal.id,
    outcome: 'withdrawn',
    by: null,
    secondBy: null,
    text,
    decisionId: null,
  });
  move(work, appeal.id, 'closed', context);
  return done(work);
};

/** Who decided may not review (G8): the decision’s own actor, and whoever approved what came of it. */
export const decidersOf = (file: BorrowerFile, appeal: Appeal): readonly string[] => {
  const decision = file.decisions[appeal.decisionId];
  const restriction = appeal.restrictionId === null ? undefined : file.restrictions[appeal.restrictionId];
  const people = decision === undefined ? [] : peopleOf(decision);
  return [...people, ...(restriction?.approvedBy ?? []), ...(restriction?.renewals.map((renewal) => renewal.by) ?? [])];
};

export const takeAppeal = (file: BorrowerFile, command: Of<'take_appeal'>, context: Context): Result => {
  if (context.actor.kind !== 'staff') return refuse('staff_only');
  const appeal = file.appeals[command.appealId];
  if (appeal === undefined) return refuse('appeal_unknown', { field: 'appealId', value: command.appealId });
  // From `second_approval` only the second person’s sending back leads here, not a reviewer’s taking it again.
  const waiting = appeal.state !== 'second_approval' && allows(appealTransitions, appeal.state, 'in_review');
  // A reviewer who does not come back holds up nobody: another takes it over, on record (N224).
  const isOwn = appeal.state === 'in_review' && appeal.assignee === context.actor.staffNo;
  if (!waiting || isOwn) return refuse('appeal_state', { value: appeal.state });
  if (decidersOf(file, appeal).includes(context.actor.staffNo)) return refuse('decider_reviews');
  const until = informationAwaitedUntil(appeal);
  if (until !== null && context.now < until)
    return refuse('information_awaited', { value: dateOf(until), words: instantText(until) });
  const work = begin(file, context);
  const resumed = appeal.state === 'info_requested' ? { answerBy: resumedClock(appeal, context.now) } : {};
  move(work, appeal.id, 'in_review', context, { assignee: context.actor.staffNo, ...resumed });
  return done(work);
};

export const requestInfo = (file: BorrowerFile, command: Of<'request_info'>, context: Context): Result => {
  if (context.actor.kind !== 'staff') return refuse('staff_only');
  const appeal = file.appeals[command.appealId];
  if (appeal === undefined) return refuse('appeal_unknown', { field: 'appealId', value: command.appealId });
  if (!allows(appealTransitions, appeal.state, 'info_requested'))
    return refuse('appeal_state', { value: appeal.state });
  const work = begin(file, context);
  move(work, appeal.id, 'info_requested', context, { infoRequest: command.text, note: command.text });
  const by = instantText(plusDays(context.now, INFORMATION_DAYS));
  tell(
    work,
    'APPEAL_INFO_REQUEST',
    appeal.id,
    { zh: '申诉需要补充材料', en: 'Your appeal needs something more' },
    [
      command.text,
      {
        zh: `请在${by.zh}前提交；在此期间答复时限暂停。到时没有收到的，我们按已有材料继续复核。`,
        en: `Hand it in by ${by.en}; the clock for our answer stands meanwhile. Without it we go on with what we have.`,
      },
    ],
    context,
  );
  return done(work);
};

export const proposeOutcome = (file: BorrowerFile, command: Of<'propose_outcome'>, context: Context): Result => {
  if (context.actor.kind !== 'staff') return refuse('staff_only');
  const appeal = file.appeals[command.appealId];
  if (appeal === undefined) return refuse('appeal_unknown', { field: 'appealId', value: command.appealId });
  if (appeal.state !== 'in_review') return refuse('appeal_state', { value: appeal.state });
  const { staffNo } = context.actor;
  if (appeal.assignee !== staffNo) return refuse('not_assignee', { value: appeal.assignee ?? '—' });
  if (decidersOf(file, appeal).includes(staffNo)) return refuse('decider_reviews');
  if (command.reasonText.zh.trim() === '' || command.reasonText.en.trim() === '')
    return refuse('text_needed', { field: 'reasonText' });
  const unknown = command.acceptedEvidence.find(
    (accepted) => !appeal.evidence.some((evidence) => evidence.id === accepted.evidenceId),
  );
  if (unknown) return refuse('evidence_unknown', { field: 'acceptedEvidence', value: unknown.evidenceId });
  // Only what decided here was found mistaken here; a longer list would put rules to sleep that nobody contested (N223).
  const fired = file.decisions[appeal.decisionId]?.firedRuleIds ?? [];
  const notFired = command.mistakenRuleIds.find((ruleId) => !fired.includes(ruleId));
  if (notFired !== undefined) return refuse('rule_not_fired', { field: 'mistakenRuleIds', value: notFired });
  if (command.outcome === 'upheld' && isTakenBack(file, appeal))
    return refuse('already_taken_back', { field: 'outcome' });
  const work = begin(file, context);
  const { outcome, reasonText, acceptedEvidence } = command;
  // Overturned on no new evidence, the signals themselves were mistaken, whether or not somebody ticked them (G9).
  const allMistaken = outcome === 'overturned' && acceptedEvidence.length === 0 && command.mistakenRuleIds.length === 0;
  const mistakenRuleIds = allMistaken ? fired : command.mistakenRuleIds;
  work.add({
    type: 'appeal.outcome_proposed',
    appealId: appeal.id,
    proposal: { outcome, by: staffNo, at: context.now, reasonText, acceptedEvidence, mistakenRuleIds },
  });
  move(work, appeal.id, 'second_approval', context);
  return done(work);
};

/** Whether we have undone ourselves what the appeal is about: nothing of it is left to stand (N223). */
const isTakenBack = (file: BorrowerFile, { restrictionId }: Appeal): boolean =>
  restrictionId !== null && file.restrictions[restrictionId]?.state === 'reversed';

/** The second person. Approval decides, and an overturned action is repaired in the same transaction (G9). */
export const approveOutcome = (file: BorrowerFile, command: Of<'approve_outcome'>, context: Context): Result => {
  if (context.actor.kind !== 'staff') return refuse('staff_only');
  const appeal = file.appeals[command.appealId];
  if (appeal === undefined) return refuse('appeal_unknown', { field: 'appealId', value: command.appealId });
  const { proposal } = appeal;
  if (appeal.state !== 'second_approval' || proposal === null) return refuse('appeal_state', { value: appeal.state });
  const { staffNo } = context.actor;
  if (proposal.by === staffNo) return refuse('same_person');
  if (decidersOf(file, appeal).includes(staffNo)) return refuse('decider_reviews');
  // It may have been rolled back since it was proposed: then it goes back to the reviewer.
  if (command.approved && proposal.outcome === 'upheld' && isTakenBack(file, appeal))
    return refuse('already_taken_back', { field: 'approved' });
  const work = begin(file, context);
  if (!command.approved) {
    move(work, appeal.id, 'in_review', context, {
      note: { zh: `第二审批人退回：${command.note}`, en: `Sent back by the second approver: ${command.note}` },
    });
    return done(work);
  }
  const overturned = proposal.outcome === 'overturned' || proposal.outcome === 'partly';
  const redecision = overturned ? applyRemedy(work, appeal, proposal, context) : null;
  work.add({
    type: 'appeal.decided',
    appealId: appeal.id,
    outcome: proposal.outcome,
    by: proposal.by,
    secondBy: staffNo,
    text: proposal.reasonText,
    decisionId: redecision,
  });
  for (const ruleId of file.decisions[appeal.decisionId]?.firedRuleIds ?? [])
    work.add({
      type: 'rule.contested',
      ruleId,
      decisionId: appeal.decisionId,
      result: contested(proposal.outcome, proposal.mistakenRuleIds.includes(ruleId)),
    });
  if (overturned) move(work, appeal.id, 'remedy_applied', context);
  tell(work, 'APPEAL_DECIDED', appeal.id, OUTCOME_TITLES[proposal.outcome], [proposal.reasonText], context);
  move(work, appeal.id, 'closed', context);
  return done(work);
};

const contested = (outcome: Appeal['outcome'] & string, mistaken: boolean): 'overturned' | 'upheld' | 'partly' =>
  outcome === 'overturned' || mistaken ? 'overturned' : outcome === 'partly' ? 'partly' : 'upheld';

const OUTCOME_TITLES: Readonly<Record<Appeal['outcome'] & string, LocalText>> = {
  overturned: { zh: '申诉成立，原决定已撤销', en: 'Your appeal succeeded; the decision is overturned' },
  partly: { zh: '申诉部分成立', en: 'Your appeal succeeded in part' },
  upheld: { zh: '复核后维持原决定', en: 'The decision stands after review' },
  withdrawn: { zh: '申诉已撤回', en: 'The appeal is withdrawn' },
  out_of_scope: { zh: '申诉不在受理范围', en: 'The appeal is out of scope' },
};

const move = (
  work: Work,
  appealId: string,
  to: AppealState,
  _context: Context,
  change: Partial<Pick<Appeal, 'assignee' | 'infoRequest' | 'answerBy'>> & { note?: LocalText } = {},
): void => {
  const appeal = work.file.appeals[appealId];
  if (appeal === undefined) throw new Error(`appeal ${appealId} is not in the file`);
  if (!allows(appealTransitions, appeal.state, to))
    throw new Error(`appeal ${appealId} cannot go from ${appeal.state} to ${to}`);
  work.add({
    type: 'appeal.moved',
    appealId,
    to,
    assignee: change.assignee ?? appeal.assignee,
    infoRequest: change.infoRequest ?? (to === 'evidence_received' || to === 'in_review' ? null : appeal.infoRequest),
    answerBy: change.answerBy ?? appeal.answerBy,
    note: change.note ?? null,
  });
};

const tell = (
  work: Work,
  kind: 'APPEAL_ACKNOWLEDGED' | 'APPEAL_INFO_REQUEST' | 'APPEAL_DECIDED',
  appealId: string,
  title: LocalText,
  text: readonly LocalText[],
  context: Context,
): void => {
  const appeal = work.file.appeals[appealId];
  work.add({
    type: 'notice.issued',
    notice: plainNotice(kind, `${kind}:${appealId}`, title, text, context, {
      appealId,
      decisionId: appeal?.decisionId ?? null,
      restrictionId: appeal?.restrictionId ?? null,
    }),
  });
};
