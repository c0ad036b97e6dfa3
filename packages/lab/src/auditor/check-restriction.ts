import type { Fact } from '@clearline/line';
import type { Report } from './auditor.ts';
import type { BorrowerRecord, SeenRestriction } from './borrower-record.ts';
import { checkAnnounced, checkDue, checkGivenUp } from './check-announced.ts';
import { checkAskedAgain } from './check-asked-again.ts';
import { checkGone, checkGrounds } from './check-grounds.ts';
import { checkRenewal } from './check-renewal.ts';
import { checkStrategyBegun, checkStrategyEffect, type Strategies } from './check-strategy.ts';
import {
  AT_ONCE_FAMILIES,
  AT_ONCE_KINDS,
  APPEAL_WINDOW_DAYS,
  BLAME,
  MACHINE_HOLD_HOURS_MAX,
  NOTICE_DAYS,
  PEOPLE_NEEDED,
  REST_DAYS,
  RESTRICTION_MOVES,
  TEMPORARY_KINDS,
} from './rules.ts';

const DAY_MS = 86_400_000;
type Begun = Extract<Fact['body'], { type: 'restriction.proposed' }>['restriction'];
type NoticeIssued = Extract<Fact['body'], { type: 'notice.issued' }>['notice'];

/** Restrictions and their notices, from proposal to end: G2, G3, G4, G8, G11, and the restriction’s state machine. */
export const checkRestriction = (
  record: BorrowerRecord,
  fact: Fact,
  queued: (noticeId: string) => boolean,
  agreed: Strategies,
  report: Report,
): void => {
  const { body } = fact;
  const atMs = Date.parse(fact.occurredAt);
  switch (body.type) {
    case 'restriction.proposed': {
      const { restriction } = body;
      if (record.restrictions.has(restriction.id)) report('STATES', `restriction ${restriction.id} is proposed twice`);
      checkRested(record, restriction, atMs, report);
      if (restriction.stepUpLifts) checkAskedAgain(record, restriction, atMs, report);
      checkStrategyBegun(record, restriction, agreed, atMs, report);
      record.restrictions.set(restriction.id, {
        kind: restriction.kind,
        family: restriction.causeFamily,
        decisionId: restriction.decisionId,
        byStaff: restriction.proposedBy.kind === 'staff',
        limitBeforeFen: restriction.limitBeforeFen,
        limitAfterFen: restriction.limitAfterFen,
        capFen: restriction.singleDrawCapFen ?? null,
        stepUpLifts: restriction.stepUpLifts,
        proposedAtMs: atMs,
        state: 'proposed',
        approvedBy: new Set(restriction.approvedBy),
        heldBy: new Set(),
        effectiveAtMs: null,
        announcedAtMs: null,
        firstAnnouncedAtMs: null,
        firstDueAtMs: null,
        dueAtMs: null,
        strategyId: restriction.strategyId,
        expiresAtMs: null,
        endedAtMs: null,
        isCounted: false,
      });
      return;
    }
    case 'restriction.approved':
      if (record.restrictions.get(body.restrictionId)?.approvedBy.has(body.by))
        report('G3', `restriction ${body.restrictionId} was approved twice by ${body.by}`);
      record.restrictions.get(body.restrictionId)?.approvedBy.add(body.by);
      checkStanding(record, body.restrictionId, 'was agreed to', atMs, report);
      return;
    case 'restriction.rejected': {
      const restriction = move(record, body.restrictionId, 'lifted', report);
      if (restriction !== undefined) restriction.endedAtMs = atMs;
      return;
    }
    case 'restriction.withdrawn': {
      const restriction = move(record, body.restrictionId, 'withdrawn', report);
      if (restriction === undefined) return;
      restriction.endedAtMs = atMs;
      checkWithdrawn(record, body.restrictionId, restriction, atMs, report);
      return;
    }
    case 'restriction.announced': {
      const restriction = move(record, body.restrictionId, 'pre_notice', report);
      if (restriction === undefined) return;
      restriction.announcedAtMs = atMs;
      checkAnnounced(record, body, restriction, atMs, report);
      if (!record.notices.has(body.noticeId)) report('G2', `restriction ${body.restrictionId} announced by no notice`);
      return;
    }
    case 'restriction.effective': {
      const wasAnnounced = record.restrictions.get(body.restrictionId)?.state === 'pre_notice';
      const restriction = move(record, body.restrictionId, 'effective', report);
      if (restriction === undefined) return;
      if (wasAnnounced) checkStanding(record, body.restrictionId, 'took effect', atMs, report);
      checkDue(body.restrictionId, restriction, atMs, report);
      restriction.effectiveAtMs = atMs;
      restriction.expiresAtMs = body.expiresAt === null ? null : Date.parse(body.expiresAt);
      if (body.limitAfterFen !== undefined) {
        if (restriction.limitAfterFen === null || body.limitAfterFen < restriction.limitAfterFen)
          report('G2', `restriction ${body.restrictionId} took more than its notice had said`);
        restriction.limitAfterFen = body.limitAfterFen;
      }
      checkEffect(record, body.restrictionId, restriction, body.noticeId, atMs, report);
      checkStrategyEffect(record, body.restrictionId, restriction, agreed, atMs, report);
      return;
    }
    case 'restriction.renewed':
      checkRenewal(record, body, fact, report);
      return;
    case 'restriction.ended': {
      const restriction = move(record, body.restrictionId, body.state, report);
      if (restriction === undefined) return;
      restriction.endedAtMs = atMs;
      checkGivenUp(record, body, restriction, atMs, report);
      return;
    }
    case 'notice.issued': {
      const { notice } = body;
      if (!queued(notice.id)) report('G2', `notice ${notice.id} was written and not queued`);
      const windowDays = notice.appealBy === null ? 0 : (Date.parse(notice.appealBy) - atMs) / DAY_MS;
      record.notices.set(notice.id, {
        about: notice.restrictionId,
        untilMs: notice.expiresAt === null ? null : Date.parse(notice.expiresAt),
        issuedAtMs: atMs,
        reasons: notice.reasons.length,
        queued: queued(notice.id),
        givesReasons: notice.reasons.length > 0 && notice.reasons.every(isWhole),
        isContestable: windowDays >= APPEAL_WINDOW_DAYS && notice.outsideRoutes.length > 0 && notice.rights.length > 0,
        isLogged: false,
      });
      record.undelivered.set(notice.id, atMs);
      if (notice.title.zh === '' || notice.title.en === '') report('G2', `notice ${notice.id} lacks a language`);
      if (notice.adverse && notice.reasons.length === 0) report('G1', `notice ${notice.id} gives no reason`);
      if (notice.adverse && windowDays < APPEAL_WINDOW_DAYS)
        report('G8', `notice ${notice.id} leaves ${Math.floor(windowDays)} days to contest`);
      if (notice.adverse && notice.outsideRoutes.length === 0)
        report('G8', `notice ${notice.id} names no outside route`);
      if (notice.causeFamily === 'STRATEGY') checkStrategy(notice, report);
      return;
    }
    default:
  }
};

/** Whether what was proposed or announced before still stands on something when people agree to it, or its day comes (N127). */
const checkStanding = (record: BorrowerRecord, id: string, what: string, atMs: number, report: Report): void => {
  const restriction = record.restrictions.get(id);
  if (restriction !== undefined)
    checkGrounds(record, restriction.decisionId, restriction.family, `restriction ${id} ${what}`, atMs, report);
};

/** Only the machine's proposals are withdrawn, and only where sound data shows that their reasons are gone (G5, N177). */
const checkWithdrawn = (
  record: BorrowerRecord,
  id: string,
  { byStaff, decisionId, family }: SeenRestriction,
  atMs: number,
  report: Report,
): void => {
  if (byStaff) report('STATES', `restriction ${id} was proposed by a person and withdrawn`);
  checkGone(record, decisionId, family, `restriction ${id} was withdrawn`, atMs, report);
};

/** Whoever was left in peace stays so for the promised days: no second action of the kind for the same family (decision 0009). */
const checkRested = (record: BorrowerRecord, begun: Begun, atMs: number, report: Report): void => {
  const days = REST_DAYS[begun.kind]?.[begun.causeFamily] ?? 0;
  if (days === 0 || begun.stepUpLifts) return;
  for (const [id, before] of record.restrictions) {
    if (before.kind !== begun.kind || before.family !== begun.causeFamily || before.stepUpLifts) continue;
    // What the machine took back before anybody agreed touched nobody, so there is nothing to rest from.
    if (before.state === 'withdrawn') continue;
    const endedMs = before.endedAtMs ?? (before.state === 'effective' ? before.expiresAtMs : null);
    const restedMs = endedMs === null ? days * DAY_MS : atMs - endedMs;
    if (restedMs >= 0 && restedMs < days * DAY_MS - SKEW_MS)
      report(
        'G3',
        `restriction ${begun.id} began ${(restedMs / DAY_MS).toFixed(1)} days after the end of ${id}; ${days} are promised`,
      );
  }
};

/** A reason that a borrower can do something with: what was seen, whose line it crossed, what changes it. */
const isWhole = (reason: NoticeIssued['reasons'][number]): boolean =>
  [reason.title, reason.whatWeSaw, reason.ourLine, reason.whatChangesIt, reason.source].every(
    ({ zh, en }) => zh !== '' && en !== '',
  );

const checkStrategy = (notice: NoticeIssued, report: Report): void => {
  if (!notice.noFault || notice.reportedToBureau) report('G11', `strategy notice ${notice.id} carries fault`);
  const said = notice.reasons.map(({ title, whatWeSaw }) => `${title.zh} ${title.en} ${whatWeSaw.zh} ${whatWeSaw.en}`);
  if (BLAME.test(said.join(' '))) report('G11', `strategy notice ${notice.id} speaks of conduct`);
};

const checkEffect = (
  record: BorrowerRecord,
  id: string,
  restriction: SeenRestriction,
  noticeId: string,
  atMs: number,
  report: Report,
): void => {
  const notice = record.notices.get(noticeId);
  if (notice === undefined) report('G2', `restriction ${id} took effect without a notice`);
  else {
    if (!notice.queued) report('G2', `restriction ${id} took effect and its notice was never queued`);
    if (notice.reasons === 0) report('G1', `restriction ${id} took effect without a reason`);
    const atOnce = AT_ONCE_KINDS.includes(restriction.kind) || AT_ONCE_FAMILIES.includes(restriction.family);
    if (!atOnce && atMs - notice.issuedAtMs < NOTICE_DAYS * DAY_MS - SKEW_MS)
      report(
        'G2',
        `restriction ${id} took effect ${((atMs - notice.issuedAtMs) / DAY_MS).toFixed(1)} days after its notice`,
      );
  }
  if (TEMPORARY_KINDS.includes(restriction.kind)) {
    if (restriction.expiresAtMs === null) report('G4', `${restriction.kind} ${id} has no end`);
    else if (!restriction.byStaff && restriction.expiresAtMs - atMs > MACHINE_HOLD_HOURS_MAX * 3_600_000)
      report('G4', `${restriction.kind} ${id} lasts longer than a machine may set`);
  }
  const decision = record.decisions.get(restriction.decisionId);
  if (decision === undefined) report('G10', `restriction ${id} rests on no recorded decision`);
  if (restriction.kind === 'SINGLE_DRAW_CAP' && !leavesADraw(restriction.capFen, decision?.leastDrawFen ?? null))
    report('G3', `cap ${id} leaves no draw, which is a hold by another name`);
  const needed = PEOPLE_NEEDED[restriction.kind] ?? 0;
  if (decision?.goodStanding !== false && restriction.approvedBy.size < needed)
    report('G3', `${restriction.kind} ${id} took effect with ${restriction.approvedBy.size} of ${needed} people`);
};

/** A cap below what the product lets anybody draw is a hold (decision 0015). Where nothing says how much that is, nothing shows room. */
const leavesADraw = (capFen: bigint | null, leastFen: bigint | null): boolean =>
  capFen !== null && leastFen !== null && capFen >= leastFen;

/** Two clocks of one lender may differ by as much as the skew that is injected. */
const SKEW_MS = 180_000;

const move = (record: BorrowerRecord, id: string, to: string, report: Report): SeenRestriction | undefined => {
  const restriction = record.restrictions.get(id);
  if (restriction === undefined) {
    report('STATES', `restriction ${id} went to ${to} and was never proposed`);
    return undefined;
  }
  if (!(RESTRICTION_MOVES[restriction.state] ?? []).includes(to))
    report('STATES', `restriction ${id} went from ${restriction.state} to ${to}`);
  restriction.state = to;
  return restriction;
};
