import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { COOLING_OFF_DAYS, coolingOffOf, coolsUntil } from '../cooling-off.ts';
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
import { DAY_MS, dateOf, plusDays, toMs } from '../time.ts';
import type { CauseFamily, RestrictionKind } from '../vocabulary.ts';
import { citeReasons, listed, peopleDecision } from './people-decision.ts';
import { announce, end, impose, propose, takeEffect } from './restrict.ts';
import { begin, done, type Work } from './work.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;
type Result = Outcome<readonly FactBody[]>;
type Refused = Extract<Result, { ok: false }>;

/** Beyond this many days of renewals in all, a second approver must do it (G4). */
const RENEWALS_ALONE_MAX_DAYS = 30;
/** What begins no later than this after the last of its kind ended goes on with it: to decide again is to renew (N220). */
const GOES_ON_WITHIN_DAYS = 30;

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
  const twice = secondOfItsKind(file, command.kind, causeFamily, null, context);
  if (twice !== null) return twice;
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
  const tooLong = passes ? aloneFault(file, command.kind, command.days ?? 0, context) : null;
  if (tooLong !== null) return tooLong;
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

/**
 * Why there may not be another restriction of this kind for this family beside what there is, or null (N221): one waits or was announced,
 * or one is in force. Lower still is an action of its own, and rests after the last one as after an end. Security and law rest on no
 * clock, and a hold that verifying lifts stands in nobody’s way.
 */
const secondOfItsKind = (
  file: BorrowerFile,
  kind: RestrictionKind,
  causeFamily: CauseFamily,
  exceptId: string | null,
  { now }: Context,
): Refused | null => {
  for (const one of Object.values(file.restrictions)) {
    if (one.kind !== kind || one.causeFamily !== causeFamily || one.id === exceptId || one.stepUpLifts) continue;
    // What the machine put before people is theirs to take up in their own way; with an id the question is one of agreeing.
    const waits = one.state === 'pre_notice' || (one.state === 'proposed' && one.proposedBy.kind === 'staff');
    if (waits && (exceptId === null || one.state === 'pre_notice'))
      return refuse('restriction_stands', { field: 'kind' });
    // Beside what the machine holds for three days at most a person may hold for as long as they answer for.
    if (!inForce(one, now) || (isTemporary(kind) && one.approvedBy.length === 0)) continue;
    if (kind !== 'LIMIT_REDUCED') return refuse('restriction_stands', { field: 'kind' });
    const until = plusDays(one.effectiveAt ?? one.proposedAt, COOLING_OFF_DAYS[kind][causeFamily]);
    if (until > now) return refuse('cooling_off', { field: 'kind', value: dateOf(until) });
  }
  return null;
};

/**
 * Why one person may not lay on a hold or a cap of so many days, or null: holds of people that follow upon each other are one, and what
 * is beyond thirty days of it takes a second approver, as a renewal does (G4, N220). Whatever their reasons: a line that cannot be
 * used is the same line.
 */
const aloneFault = (file: BorrowerFile, kind: RestrictionKind, days: number, context: Context): Refused | null => {
  if (context.actor.kind !== 'staff') return refuse('staff_only');
  let from = toMs(context.now);
  let heldMs = 0;
  let firstBy: string | null = null;
  const earlier = Object.values(file.restrictions)
    .filter((one) => one.kind === kind && one.effectiveAt !== null && one.approvedBy.length + one.renewals.length > 0)
    .toSorted((a, b) => ((a.effectiveAt ?? '') < (b.effectiveAt ?? '') ? 1 : -1));
  for (const one of earlier) {
    const began = toMs(one.effectiveAt ?? one.proposedAt);
    // A day close writes an expiry down when it comes by; the hold was over when its end came.
    const ends = [one.endedAt, one.expiresAt].flatMap((at) => (at === null ? [] : [toMs(at)]));
    const ended = Math.min(from, ...ends);
    if (from - ended > GOES_ON_WITHIN_DAYS * DAY_MS) break;
    heldMs += Math.max(0, ended - began);
    firstBy ??= one.renewals.at(-1)?.by ?? one.approvedBy.at(-1) ?? null;
    from = Math.min(from, began);
  }
  if (heldMs + days * DAY_MS <= RENEWALS_ALONE_MAX_DAYS * DAY_MS) return null;
  if (!context.actor.roles.includes('second_approver')) return refuse('second_approver_needed');
  if (firstBy === null) return refuse('first_person_needed');
  return firstBy === context.actor.staffNo ? refuse('same_person') : null;
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
  const doubt = command.approved
    ? (groundsFault(file, restriction, context) ?? restFault(file, restriction, context))
    : null;
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

/** Why it may not come now, though it was proposed before: one of its kind ended or took effect since, and rests (N80, N221). */
const restFault = (file: BorrowerFile, { id, kind, causeFamily }: Restriction, context: Context): Refused | null => {
  const until = coolsUntil(coolingOffOf(file, context.now), kind, causeFamily);
  if (until !== null) return refuse('cooling_off', { value: dateOf(until) });
  return secondOfItsKind(file, kind, causeFamily, id, context);
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
  const isLong = until > plusDays(restriction.effectiveAt ?? restriction.proposedAt, RENEWALS_ALONE_MAX_DAYS);
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
