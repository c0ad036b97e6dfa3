import { withEntry } from './by-id.ts';
import { applyAppeal, applyRestriction } from './evolving/cases.ts';
import { changeConsents } from './evolving/consents.ts';
import { doubt, observe } from './evolving/behaviour.ts';
import { seeOwnDraw, seeOwnRepayment } from './evolving/own-events.ts';
import { applyApplication, applyCheck, applyLine } from './evolving/line.ts';
import { applyDraw, applyLoanChange, applyRefund, applyRepayment, withLoan } from './evolving/money.ts';
import type { Fact } from './fact.ts';
import type { BorrowerFile } from './file.ts';
import { dateOf } from './time.ts';
import { lookKey } from './roll-back.ts';
import { withRemedy } from './suppression.ts';

const requireNext = ({ seq, body }: Fact, borrowerId: string, version: number): void => {
  if (seq !== version)
    throw new Error(`fact ${body.type} has seq ${seq} where the file of ${borrowerId} expects ${version}`);
};

/** Applies one fact. Pure; throws only on a fact that contradicts the file, which is a bug or a damaged stream. */
export const evolve = (file: BorrowerFile, fact: Fact): BorrowerFile => {
  requireNext(fact, file.borrowerId, file.version);
  const after = apply(file, fact);
  if (after === file) return { ...file, version: file.version + 1 };
  // Made just now and held by nobody else: copied once more it would be the dearest part of an everyday event.
  (after as { version: number }).version = file.version + 1;
  return after;
};

/** A fact that a command added to its own work while it was decided, and the file that it led to. */
export interface Step {
  readonly before: BorrowerFile;
  readonly fact: Fact;
  readonly after: BorrowerFile;
}

/**
 * `evolve` for whoever keeps the facts of a command just decided: they come to the very same files, which need not be worked out again.
 * @param steps what the command noted in its context (`Context.steps`); where they are not of this fact, it is worked out
 */
export const evolveDecided = (file: BorrowerFile, fact: Fact, steps: readonly Step[]): BorrowerFile => {
  const known = steps[fact.seq - (steps[0]?.fact.seq ?? 0)];
  return known?.before === file && isSame(known.fact, fact) ? known.after : evolve(file, fact);
};

const isSame = (a: Fact, b: Fact): boolean =>
  a.body === b.body &&
  a.occurredAt === b.occurredAt &&
  a.recordedAt === b.recordedAt &&
  a.commandId === b.commandId &&
  a.actor === b.actor;

/**
 * Applies a list in order, as `evolve` one by one would. Nine of ten facts of a borrower with feeds are events seen, which
 * change one part of the file; of a run of them the file is copied once.
 */
export const evolveAll = (file: BorrowerFile, facts: readonly Fact[]): BorrowerFile => {
  let current = file;
  for (let at = 0; at < facts.length; ) {
    const { behaviour, end } = observeRun(current, facts, at);
    if (end === at) current = evolve(current, facts[at++] as Fact);
    else {
      current = { ...current, behaviour, version: current.version + end - at };
      at = end;
    }
  }
  return current;
};

/** What the events seen from a place on make of the behaviour, and where they end. */
const observeRun = (file: BorrowerFile, facts: readonly Fact[], from: number) => {
  let { behaviour } = file;
  let end = from;
  for (let fact = facts[end]; fact?.body.type === 'behaviour.observed'; fact = facts[end]) {
    requireNext(fact, file.borrowerId, file.version + end - from);
    behaviour = observe(behaviour, fact.body.event, fact.occurredAt, fact.body.about);
    end += 1;
  }
  return { behaviour, end };
};

const apply = (file: BorrowerFile, fact: Fact): BorrowerFile => {
  const { body, occurredAt: at } = fact;
  switch (body.type) {
    case 'borrower.registered':
      return { ...file, registeredAt: at, maskedPhone: body.maskedPhone };
    case 'identity.verified':
      return { ...file, maskedName: body.maskedName, maskedIdNumber: body.maskedIdNumber };
    case 'phone.changed':
      return { ...file, maskedPhone: body.maskedPhone, phoneProposal: null };
    case 'phone.change_proposed': {
      const { maskedPhone, by, note } = body;
      return { ...file, phoneProposal: { maskedPhone, proposedBy: by, proposedAt: at, note } };
    }
    case 'phone.change_rejected':
      return { ...file, phoneProposal: null };
    case 'consent.given':
    case 'consent.withdrawn':
      return changeConsents(file, body, at);
    case 'application.submitted':
    case 'application.declined':
    case 'application.referred':
    case 'offer.made':
    case 'offer.accepted':
      return applyApplication(file, body, at);
    case 'check.recorded':
    case 'check.file_added':
    case 'check.file_dropped':
    case 'credit.proposed':
    case 'credit.agreed':
    case 'credit.returned':
      return applyCheck(file, body, at);
    case 'move.invited':
      return { ...file, move: { state: 'INVITED', at, sign: body.sign } };
    case 'move.agreed':
      return { ...file, move: { state: 'AGREED', at, sign: file.move?.sign ?? 'DECLARED' } };
    case 'move.declined':
      return { ...file, move: { state: 'DECLINED', at, sign: file.move?.sign ?? 'DECLARED' } };
    case 'line.opened':
    case 'limit.changed':
    case 'review.completed':
    case 'line.paused':
    case 'line.resumed':
    case 'line.kept':
    case 'security.look_opened':
    case 'security.revalued':
    case 'temporary_limit.asked':
    case 'temporary_limit.declined':
    case 'temporary_limit.granted':
    case 'temporary_limit.end_told':
    case 'temporary_limit.ended':
    case 'line.closed':
      return applyLine(file, body, at);
    case 'draw.requested':
    case 'draw.paid':
    case 'draw.failed':
      return seeOwnDraw(applyDraw(file, body, at), body, at);
    case 'repayment.requested':
    case 'repayment.received':
    case 'repayment.failed':
    case 'repayment.recorded':
    case 'repayment.reversed':
      return seeOwnRepayment(applyRepayment(file, body, at), body, at);
    case 'loan.change_proposed':
    case 'loan.change_rejected':
    case 'loan.changed':
      return applyLoanChange(file, body);
    case 'refund.requested':
    case 'refund.paid':
    case 'refund.failed':
      return applyRefund(file, body, at);
    case 'statement.issued': {
      const { lines: _lines, ...summary } = body.statement;
      return { ...file, statements: withEntry(file.statements, summary.id, { ...summary, issuedAt: at }) };
    }
    case 'loan.settled':
      return withLoan(file, body.loanId, (loan) => ({ ...loan, state: 'SETTLED', settledOn: body.on }));
    case 'loan.aged':
      return withLoan(file, body.loanId, (loan) => ({
        ...loan,
        bucket: body.toBucket,
        daysPastDue: body.daysPastDue,
        tier: body.tier,
        agedOn: dateOf(at),
      }));
    case 'behaviour.observed':
      return { ...file, behaviour: observe(file.behaviour, body.event, at, body.about) };
    case 'data.doubted':
      return { ...file, behaviour: doubt(file.behaviour, body.doubt) };
    case 'rereview.opened':
      return { ...file, rereviewOpenedAt: file.rereviewOpenedAt ?? at };
    case 'step_up.passed':
      return { ...file, stepUpPassedAt: at };
    case 'decision.recorded':
      return { ...file, decisions: withEntry(file.decisions, body.decision.id, body.decision) };
    case 'restriction.proposed':
      return { ...file, restrictions: withEntry(file.restrictions, body.restriction.id, body.restriction) };
    case 'restriction.approved':
    case 'restriction.rejected':
    case 'restriction.withdrawn':
    case 'restriction.announced':
    case 'restriction.effective':
    case 'restriction.renewed':
    case 'restriction.ended':
      return applyRestriction(file, body, at);
    case 'notice.issued':
      return { ...file, notices: withEntry(file.notices, body.notice.id, { ...body.notice, readAt: null }) };
    case 'notice.read': {
      const notice = file.notices[body.noticeId];
      if (notice === undefined) throw new Error(`notice ${body.noticeId} was read but never issued`);
      return { ...file, notices: withEntry(file.notices, notice.id, { ...notice, readAt: at }) };
    }
    case 'appeal.submitted':
    case 'appeal.moved':
    case 'appeal.evidence_added':
    case 'appeal.outcome_proposed':
    case 'appeal.decided':
      return applyAppeal(file, body, fact);
    case 'remedy.applied':
      return {
        ...file,
        suppressions: withRemedy(file.suppressions, body.suppressedRuleIds, {
          since: at,
          until: body.suppressedUntil ?? null,
          appealId: body.appealId,
        }),
      };
    case 'suppression.ended': {
      const { [body.ruleId]: ended, ...suppressions } = file.suppressions;
      if (ended === undefined) throw new Error(`the suppression of ${body.ruleId} ended, which the file does not hold`);
      return { ...file, suppressions };
    }
    case 'roll_back.applied':
      return { ...file, rollBackIds: [...file.rollBackIds, body.rollBackId] };
    case 'roll_back.looked_at':
      return { ...file, rollBackLooks: [...file.rollBackLooks, lookKey(body.rollBackId, body.decisionId)] };
    case 'file.read':
    case 'rule.contested':
      return file;
  }
};
