import type { Context } from '../context.ts';
import type { DecisionRecord } from '../decision-record.ts';
import type { BorrowerFile } from '../file.ts';
import { derivedId } from '../ids.ts';
import { plainNotice, restrictionNotice } from '../notices/build.ts';
import { KIND_TITLES } from '../notices/words.ts';
import { coolingOffOf } from '../cooling-off.ts';
import { isAdverseRestriction, requireEnd, requireNotice, requireRested, requireRoom } from '../guarantees.ts';
import type { Restriction } from '../restriction.ts';
import { effectiveLimitOf, restrictionsInForce } from '../selectors.ts';
import { allows } from '../states/machine.ts';
import { restrictionTransitions } from '../states/restriction-states.ts';
import { plusDays, plusHours } from '../time.ts';
import type { CauseFamily, Instant, LocalText, RestrictionKind } from '../vocabulary.ts';
import { money } from '../notices/format.ts';
import type { Work } from './work.ts';

/** Steps in the life of a restriction, each as facts. Every command that restricts or restores goes through these. */

export interface Wanted {
  readonly kind: RestrictionKind;
  readonly causeFamily: CauseFamily;
  readonly limitAfterFen?: bigint | null;
  /** The most that one draw may be, for a cap per draw. */
  readonly singleDrawCapFen?: bigint;
  readonly stepUpLifts?: boolean;
  readonly strategyId?: string | null;
  readonly approvedBy?: readonly string[];
  readonly proposerNote?: string;
}

/** A restriction as proposed by a decision; not yet in force, and nobody restricted by it. */
const proposed = (wanted: Wanted, decision: DecisionRecord, file: BorrowerFile, context: Context): Restriction => ({
  id: derivedId(context.commandId, `restriction:${wanted.kind}:${decision.id}`),
  kind: wanted.kind,
  state: 'proposed',
  causeFamily: wanted.causeFamily,
  reasonCodes: decision.reasons.map((reason) => reason.code),
  ruleIds: decision.firedRuleIds,
  decisionId: decision.id,
  noticeId: null,
  proposedAt: context.now,
  proposedBy: context.actor,
  approvedBy: wanted.approvedBy ?? [],
  ...(wanted.proposerNote === undefined ? {} : { proposerNote: wanted.proposerNote }),
  announcedAt: null,
  effectiveAt: null,
  expiresAt: null,
  endedAt: null,
  limitBeforeFen: wanted.kind === 'LIMIT_REDUCED' ? effectiveLimitOf(file, context.now) : null,
  limitAfterFen: wanted.limitAfterFen ?? null,
  ...(wanted.singleDrawCapFen === undefined ? {} : { singleDrawCapFen: wanted.singleDrawCapFen }),
  stepUpLifts: wanted.stepUpLifts ?? false,
  strategyId: wanted.strategyId ?? null,
  renewals: [],
});

/** Puts a restriction before people; the borrower is told when they agree, not before. */
export const propose = (work: Work, wanted: Wanted, decision: DecisionRecord, context: Context): string => {
  const restriction = proposed(wanted, decision, work.file, context);
  requireRested(restriction, coolingOffOf(work.file, context.now));
  const { line } = work.file;
  if (line !== null) requireRoom(restriction, context.lender.products[line.kind].minDrawFen);
  work.add({ type: 'restriction.proposed', restriction });
  return restriction.id;
};

/** Takes effect now, its notice in the same transaction (G2); only step-ups, caps per draw, holds, and security (G3). */
export const impose = (
  work: Work,
  wanted: Wanted,
  decision: DecisionRecord,
  hours: number | null,
  context: Context,
): string => {
  const id = propose(work, wanted, decision, context);
  takeEffect(work, id, decision, hours === null ? null : plusHours(context.now, hours), context);
  return id;
};

/** `proposed → effective` at once with its notice. */
export const takeEffect = (
  work: Work,
  id: string,
  decision: DecisionRecord,
  expiresAt: Instant | null,
  context: Context,
): void => {
  const restriction = restrictionOf(work.file, id);
  const notice = restrictionNotice(
    restriction,
    decision,
    { effectiveAt: context.now, expiresAt, announcedDays: 0 },
    context,
  );
  work.add({ type: 'notice.issued', notice });
  becomeEffective(work, id, notice.id, expiresAt, context);
};

/** A day is closed in the night after it; a close that comes later than that was missed. */
const CLOSES_WITHIN_DAYS = 1;

/**
 * From when what is announced can be read. Closing days that were missed tells nobody in the past: an announcement of the first would
 * take effect with the eighth, minutes after it was written (N225, G2).
 */
export const readableFrom = ({ now, recordedAt }: Pick<Context, 'now' | 'recordedAt'>): Instant =>
  recordedAt !== undefined && recordedAt > plusDays(now, CLOSES_WITHIN_DAYS) ? recordedAt : now;

/** Tells the borrower now, to take effect days later (G2). */
export const announce = (
  work: Work,
  id: string,
  decision: DecisionRecord,
  days: number,
  context: Context,
  because: LocalText | null = null,
): void => {
  const restriction = restrictionOf(work.file, id);
  const effectiveAt = plusDays(readableFrom(context), days);
  const notice = restrictionNotice(
    restriction,
    decision,
    { effectiveAt, expiresAt: null, announcedDays: days, because },
    context,
  );
  work.add(
    { type: 'notice.issued', notice },
    { type: 'restriction.announced', restrictionId: id, effectiveAt, noticeId: notice.id },
  );
};

/** An announced restriction’s day has come. The notice must be there: an assertion, not a hope (G2). */
export const becomeEffective = (
  work: Work,
  id: string,
  noticeId: string,
  expiresAt: Instant | null,
  context: Context,
  limitAfterFen: bigint | null = null,
): void => {
  const restriction = restrictionOf(work.file, id);
  requireNotice(work.file, restriction, noticeId, context.now);
  const before = effectiveLimitOf(work.file, context.now);
  work.add({
    type: 'restriction.effective',
    restrictionId: id,
    noticeId,
    expiresAt,
    ...(limitAfterFen === null ? {} : { limitAfterFen }),
  });
  requireEnd(restrictionOf(work.file, id));
  const after = effectiveLimitOf(work.file, context.now);
  if (after !== before)
    work.add({
      type: 'limit.changed',
      change: {
        fromFen: before,
        toFen: after,
        kind: 'REDUCED',
        decisionId: restriction.decisionId,
        noticeId,
        decidedBy: restriction.approvedBy.length > 0 ? 'PEOPLE' : 'MACHINE',
      },
    });
};

/** Ends a restriction, tells the borrower where it was in force, and records the limit it gives back. */
export const end = (
  work: Work,
  id: string,
  state: 'expired' | 'lifted' | 'reversed',
  reason: string,
  context: Context,
  options: { readonly decisionId?: string; readonly tell?: boolean } = {},
): void => {
  const restriction = restrictionOf(work.file, id);
  if (!allows(restrictionTransitions, restriction.state, state))
    throw new Error(`restriction ${id} cannot go from ${restriction.state} to ${state}`);
  // An expiry has freed the line the moment it passed; compare with the limit that the restriction alone took away.
  const wasTold = restriction.state === 'effective' || restriction.state === 'pre_notice';
  const before =
    restriction.state === 'effective' && restriction.limitAfterFen !== null
      ? restriction.limitAfterFen
      : effectiveLimitOf(work.file, context.now);
  work.add({ type: 'restriction.ended', restrictionId: id, state, reason, decisionId: options.decisionId ?? null });
  const after = effectiveLimitOf(work.file, context.now);
  let noticeId: string | null = null;
  if (wasTold && options.tell !== false && isAdverseRestriction(restriction)) {
    const notice = liftedNotice(restriction, state, after, work.file, context);
    noticeId = notice.id;
    work.add({ type: 'notice.issued', notice });
  }
  if (restriction.state === 'effective' && restriction.kind === 'LIMIT_REDUCED' && after > before)
    work.add({
      type: 'limit.changed',
      change: {
        fromFen: before,
        toFen: after,
        kind: 'RESTORED',
        decisionId: options.decisionId ?? restriction.decisionId,
        noticeId,
        decidedBy:
          context.actor.kind === 'staff' ? 'PEOPLE' : context.actor.kind === 'borrower' ? 'BORROWER' : 'MACHINE',
      },
    });
};

const liftedNotice = (
  restriction: Restriction,
  state: 'expired' | 'lifted' | 'reversed',
  limitFen: bigint,
  file: BorrowerFile,
  context: Context,
) => {
  const kind = KIND_TITLES[restriction.kind];
  return plainNotice(
    'LIFTED',
    `lifted:${restriction.id}`,
    restriction.state === 'pre_notice'
      ? { zh: '已通知的调整不再执行', en: 'The announced change will not happen' }
      : { zh: '限制已解除', en: 'The restriction has been lifted' },
    [
      {
        zh: `“${kind.zh}”${state === 'expired' ? '已到期，自动解除' : state === 'reversed' ? '已撤销' : '已解除'}。`,
        en: `“${kind.en}” has ${state === 'expired' ? 'ended by itself' : state === 'reversed' ? 'been reversed' : 'been lifted'}.`,
      },
      standingText(file, limitFen, context),
    ],
    context,
    { restrictionId: restriction.id, decisionId: restriction.decisionId, limitAfterFen: limitFen },
  );
};

/** What is so after a restriction ended, as the borrower reads it: nobody is told to borrow as usual who cannot (N222). */
export const standingText = (file: BorrowerFile, limitFen: bigint, { now }: Pick<Context, 'now'>): LocalText => {
  const limit = money(limitFen);
  if (file.line?.status === 'CLOSED')
    return { zh: '额度已按您的要求关闭，不再恢复。', en: 'Your line is closed, as you asked, and stays so.' };
  // What was announced for now comes in the same close of the day.
  const due = Object.values(file.restrictions).filter(
    ({ state, effectiveAt }) => state === 'pre_notice' && effectiveAt !== null && effectiveAt <= now,
  );
  const others = restrictionsInForce(file, now).length + due.length;
  if (others > 0)
    return {
      zh: `另有${others}项限制仍然有效，请查看相应通知。`,
      en:
        others === 1
          ? '1 other restriction remains; see its notice.'
          : `${others} other restrictions remain; see their notices.`,
    };
  if (file.line?.pausedAt != null)
    return {
      zh: `总额度为${limit.zh}。您暂停了额度，恢复使用后即可借款。`,
      en: `Your limit is ${limit.en}. You paused the line; resume it to borrow.`,
    };
  return { zh: `总额度为${limit.zh}，可以正常借款。`, en: `Your limit is ${limit.en}; you can borrow as usual.` };
};

export const restrictionOf = (file: BorrowerFile, id: string): Restriction => {
  const restriction = file.restrictions[id];
  if (restriction === undefined) throw new Error(`restriction ${id} is not in the file of ${file.borrowerId}`);
  return restriction;
};
