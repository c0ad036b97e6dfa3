import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { coolingOffOf, coolsUntil } from '../cooling-off.ts';
import { carryingReasons, type DecisionRecord } from '../decision-record.ts';
import { groundsNow, withReasonsThatHold } from '../decision/grounds.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile } from '../file.ts';
import { isTemporary } from '../guarantees.ts';
import { renewalNotice } from '../notices/build.ts';
import { yuan } from '../notices/format.ts';
import { type Outcome, refuse } from '../refusal.ts';
import type { Restriction } from '../restriction.ts';
import { effectiveLimitOf, inForce, usedOf } from '../selectors.ts';
import { dateOf, plusDays, wholeDaysBetween } from '../time.ts';
import { citeReasons, listed, peopleDecision } from './people-decision.ts';
import { announce, end, impose, propose, takeEffect } from './restrict.ts';
import { begin, done, type Work } from './work.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;
type Result = Outcome<readonly FactBody[]>;
type Refused = Extract<Result, { ok: false }>;

/** Beyond this many days of renewals in all, a second approver must do it (G4). */
const RENEWALS_ALONE_MAX_DAYS = 30;

/** What people do about restrictions: propose, approve, renew, lift. Each is one recorded act of a named person. */
export const proposeRestriction = (
  file: BorrowerFile,
  command: Of<'propose_restriction'>,
  context: Context,
): Result => {
  if (context.actor.kind !== 'staff') return refuse('staff_only');
  if (file.line === null) return refuse('no_line');
  if (file.line.status === 'CLOSED') return refuse('line_closed');
  const cited = citeReasons(command.reasonCodes, 'RESTRICT', file.line.kind, file, context);
  if (!cited.ok) return cited;
  // The reasons alone say which family it is of: whoever could call debt a security matter would skip the notice (G2).
  const { causeFamily } = cited.value;
  const restsUntil = coolsUntil(coolingOffOf(file, context.now), command.kind, causeFamily);
  if (restsUntil !== null) return refuse('cooling_off', { field: 'kind', value: dateOf(restsUntil) });
  const limit = effectiveLimitOf(file, context.now);
  const { limitAfterFen } = command;
  if (command.kind === 'LIMIT_REDUCED') {
    if (limitAfterFen === null || limitAfterFen >= limit)
      return refuse('reduction_needs_limit', { field: 'limitAfterFen', value: yuan(limit) });
    if (limitAfterFen < usedOf(file))
      return refuse('limit_below_used', { field: 'limitAfterFen', value: yuan(usedOf(file)) });
  }
  const capFen = command.singleDrawCapFen ?? null;
  const { minDrawFen } = context.lender.products[file.line.kind];
  if (command.kind === 'SINGLE_DRAW_CAP' && (capFen === null || capFen < minDrawFen || capFen >= limit))
    return refuse('cap_out_of_range', { field: 'singleDrawCapFen', value: `${yuan(minDrawFen)}–${yuan(limit)}` });
  const passes = isTemporary(command.kind);
  if (passes && command.days === null) return refuse('hold_needs_days', { field: 'days' });
  const work = begin(file, context);
  const decision = peopleDecision(
    {
      kind: 'LIMIT',
      proposedAction: command.kind,
      action: isTemporary(command.kind) ? command.kind : 'REVIEW',
      causeFamily,
      limitFen: command.kind === 'LIMIT_REDUCED' ? limitAfterFen : null,
      ...(command.kind === 'SINGLE_DRAW_CAP' && capFen !== null ? { singleDrawCapFen: capFen } : {}),
      holdDays: command.days,
      check: { id: 'G3', held: true, note: 'proposed by a named person; a second must agree beyond a hold' },
      cited: cited.value,
    },
    file,
    context,
  );
  work.add({ type: 'decision.recorded', decision });
  const wanted = {
    kind: command.kind,
    causeFamily,
    limitAfterFen: command.kind === 'LIMIT_REDUCED' ? limitAfterFen : null,
    ...(command.kind === 'SINGLE_DRAW_CAP' && capFen !== null ? { singleDrawCapFen: capFen } : {}),
    approvedBy: [context.actor.staffNo],
    ...(command.note.trim() === '' ? {} : { proposerNote: command.note.trim() }),
  };
  if (passes) impose(work, wanted, decision, (command.days ?? 1) * 24, context);
  else propose(work, wanted, decision, context);
  return done(work);
};

/** A second pair of eyes on every proposal; a machine’s proposal of a closure needs two. */
export const approveRestriction = (
  file: BorrowerFile,
  command: Of<'approve_restriction'>,
  context: Context,
): Result => {
  if (context.actor.kind !== 'staff') return refuse('staff_only');
  const restriction = file.restrictions[command.restrictionId];
  if (restriction === undefined)
    return refuse('restriction_unknown', { field: 'restrictionId', value: command.restrictionId });
  if (restriction.state !== 'proposed') return refuse('restriction_state', { value: restriction.state });
  const { staffNo } = context.actor;
  if (restriction.approvedBy.includes(staffNo)) return refuse('same_person');
  const doubt = command.approved ? groundsFault(file, restriction, context) : null;
  if (doubt !== null) return doubt;
  const work = begin(file, context);
  if (!command.approved) {
    // With its grounds gone there is nothing left to judge: it is withdrawn, and no rest begins as if it had been found wrong (N177).
    const isOver =
      restriction.proposedBy.kind === 'machine' &&
      groundsNow(restriction, decisionOf(file, restriction), file, context) === 'GONE';
    work.add({
      type: isOver ? 'restriction.withdrawn' : 'restriction.rejected',
      restrictionId: restriction.id,
      by: staffNo,
      note: command.note,
    });
    return done(work);
  }
  work.add({ type: 'restriction.approved', restrictionId: restriction.id, by: staffNo, note: command.note });
  if (restriction.approvedBy.length + 1 >= approvalsNeeded(restriction)) bringAbout(work, restriction, context);
  return done(work);
};

/** Why a proposal may not be agreed to: between it and today its reasons may have gone, their data gone stale, or the policy made them support only (G1, G3, G5). */
const groundsFault = (file: BorrowerFile, restriction: Restriction, context: Context): Refused | null => {
  const decision = decisionOf(file, restriction);
  const onlySupports = supportFault(decision, context);
  if (onlySupports !== null) return onlySupports;
  const grounds = groundsNow(restriction, decision, file, context);
  if (grounds === 'UNSOUND') return refuse('data_not_sound');
  return grounds === 'GONE' ? refuse('reasons_gone') : null;
};

/** Why a decision carries nothing more: the policy in force lets each reason that carried it only support others (G3); else null. */
const supportFault = (decision: DecisionRecord, { policies }: Context): Refused | null => {
  const texts = carryingReasons(decision).flatMap(({ code }) => policies.reasons[code] ?? []);
  const [first] = texts;
  return first !== undefined && texts.every(({ standing }) => standing === 'SUPPORTING')
    ? refuse('reason_only_supports', { value: texts.map(({ code }) => code).join(', '), words: listed(texts) })
    : null;
};

const decisionOf = (file: BorrowerFile, restriction: Restriction): DecisionRecord => {
  const decision = file.decisions[restriction.decisionId];
  if (decision === undefined)
    throw new Error(
      `restriction ${restriction.id} rests on decision ${restriction.decisionId}, which the file does not hold`,
    );
  return decision;
};

/** G3: one named person for a reduction or suspension that a machine proposes; two where people propose, or close. */
export const approvalsNeeded = (restriction: Restriction): number =>
  restriction.kind === 'CLOSURE' || restriction.proposedBy.kind === 'staff' ? 2 : 1;

const bringAbout = (work: Work, restriction: Restriction, context: Context): void => {
  const decision = withReasonsThatHold(decisionOf(work.file, restriction), work.file, context);
  const atOnce = restriction.causeFamily === 'SECURITY' || restriction.causeFamily === 'LEGAL';
  if (atOnce) takeEffect(work, restriction.id, decision, null, context);
  else announce(work, restriction.id, decision, context.lender.noticeDays, context);
};

/** Makes what ends by itself last longer: an adverse action of its own, told with its reasons before it counts (G2, G4). */
export const renewRestriction = (file: BorrowerFile, command: Of<'renew_restriction'>, context: Context): Result => {
  if (context.actor.kind !== 'staff') return refuse('staff_only');
  const restriction = file.restrictions[command.restrictionId];
  if (restriction === undefined)
    return refuse('restriction_unknown', { field: 'restrictionId', value: command.restrictionId });
  if (restriction.state !== 'effective' || restriction.expiresAt === null)
    return refuse('restriction_state', { value: restriction.state });
  // What has run out is over, whether or not a day close has said so: the same again is a new action, and rests first (N7, N80).
  if (!inForce(restriction, context.now)) return refuse('restriction_state', { value: 'expired' });
  const { staffNo, roles } = context.actor;
  const until = plusDays(restriction.expiresAt, command.days);
  const isLong = wholeDaysBetween(restriction.effectiveAt ?? restriction.proposedAt, until) > RENEWALS_ALONE_MAX_DAYS;
  // Whoever renewed it last, or laid it on, is the first of the two.
  const firstBy = restriction.renewals.at(-1)?.by ?? restriction.approvedBy.at(-1) ?? null;
  if (isLong && !roles.includes('second_approver')) return refuse('second_approver_needed');
  if (isLong && firstBy === null) return refuse('first_person_needed');
  if (isLong && firstBy === staffNo) return refuse('same_person');
  const decision = decisionOf(file, restriction);
  const onlySupports = supportFault(decision, context);
  if (onlySupports !== null) return onlySupports;
  const grounds = groundsNow(restriction, decision, file, context);
  if (grounds === 'UNSOUND') return refuse('data_not_sound');
  // Its notice gives the reasons again: they must be true again (G1).
  if (grounds === 'GONE') return refuse('no_grounds_to_renew');
  const told = withReasonsThatHold(decision, file, context);
  const work = begin(file, context);
  work.add(
    { type: 'notice.issued', notice: renewalNotice(restriction, told, staffNo, until, context) },
    {
      type: 'restriction.renewed',
      restrictionId: restriction.id,
      until,
      by: staffNo,
      secondBy: isLong ? firstBy : null,
      reason: command.reason,
    },
  );
  return done(work);
};

export const liftRestriction = (file: BorrowerFile, command: Of<'lift_restriction'>, context: Context): Result => {
  if (context.actor.kind !== 'staff') return refuse('staff_only');
  const restriction = file.restrictions[command.restrictionId];
  if (restriction === undefined)
    return refuse('restriction_unknown', { field: 'restrictionId', value: command.restrictionId });
  if (!['proposed', 'pre_notice', 'effective'].includes(restriction.state))
    return refuse('restriction_state', { value: restriction.state });
  const work = begin(file, context);
  end(work, restriction.id, 'lifted', command.reason, context);
  return done(work);
};
