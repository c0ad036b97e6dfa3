import { addDays, addLoanEvent, openLoan, positionOf } from '@clearline/lending';
import type { Appeal, AppealState } from './appeal.ts';
import type { BehaviourEvent } from './behaviour-event.ts';
import type { Fact, FactBody, LimitChange } from './fact.ts';
import type { Behaviour, BorrowerFile, Loan, Payment } from './file.ts';
import type { Restriction } from './restriction.ts';
import { dateOf } from './time.ts';
import { actorName, type Instant } from './vocabulary.ts';

/** Behind this many days no monitoring window looks; older raw events leave the file (the facts keep them). */
const BEHAVIOUR_KEPT_DAYS = 100;
/** Event ids remembered for deduplication within a file; the store’s key constraint covers the rest. */
const EVENT_IDS_KEPT = 400;

/** Applies one fact. Pure; throws only on a fact that contradicts the file, which is a bug or a damaged stream. */
export const evolve = (file: BorrowerFile, fact: Fact): BorrowerFile => {
  if (fact.seq !== file.version)
    throw new Error(
      `fact ${fact.body.type} has seq ${fact.seq} where the file of ${file.borrowerId} expects ${file.version}`,
    );
  return { ...apply(file, fact), version: file.version + 1 };
};

/** Applies a list in order. */
export const evolveAll = (file: BorrowerFile, facts: readonly Fact[]): BorrowerFile => facts.reduce(evolve, file);

const apply = (file: BorrowerFile, fact: Fact): BorrowerFile => {
  const { body, occurredAt: at } = fact;
  switch (body.type) {
    case 'borrower.registered':
      return { ...file, registeredAt: at, maskedPhone: body.maskedPhone };
    case 'identity.verified':
      return { ...file, maskedName: body.maskedName, maskedIdNumber: body.maskedIdNumber };
    case 'consent.given':
      return { ...file, consents: { ...file.consents, [body.kind]: { version: body.version, givenAt: at } } };
    case 'consent.withdrawn': {
      const { [body.kind]: _withdrawn, ...rest } = file.consents;
      return { ...file, consents: rest };
    }
    case 'application.submitted':
    case 'application.declined':
    case 'application.referred':
    case 'offer.made':
    case 'offer.accepted':
      return applyApplication(file, body, at);
    case 'line.opened':
    case 'limit.changed':
    case 'review.completed':
    case 'line.paused':
    case 'line.resumed':
    case 'line.kept':
    case 'line.closed':
      return applyLine(file, body, at);
    case 'draw.requested':
    case 'draw.paid':
    case 'draw.failed':
      return applyDraw(file, body, at);
    case 'repayment.requested':
    case 'repayment.received':
    case 'repayment.failed':
      return applyRepayment(file, body, at);
    case 'loan.settled':
      return withLoan(file, body.loanId, (loan) => ({ ...loan, state: 'SETTLED', settledOn: body.on }));
    case 'loan.aged':
      return withLoan(file, body.loanId, (loan) => ({
        ...loan,
        bucket: body.toBucket,
        daysPastDue: body.daysPastDue,
        tier: body.tier,
        lastLateOver3: body.daysPastDue > 3 ? dateOf(at) : loan.lastLateOver3,
      }));
    case 'behaviour.observed':
      return { ...file, behaviour: observe(file.behaviour, body.event, at) };
    case 'step_up.passed':
      return { ...file, stepUpPassedAt: at };
    case 'decision.recorded':
      return { ...file, decisions: { ...file.decisions, [body.decision.id]: body.decision } };
    case 'restriction.proposed':
      return { ...file, restrictions: { ...file.restrictions, [body.restriction.id]: body.restriction } };
    case 'restriction.approved':
    case 'restriction.rejected':
    case 'restriction.announced':
    case 'restriction.effective':
    case 'restriction.renewed':
    case 'restriction.ended':
      return applyRestriction(file, body, at);
    case 'notice.issued':
      return { ...file, notices: { ...file.notices, [body.notice.id]: { ...body.notice, readAt: null } } };
    case 'notice.read': {
      const notice = file.notices[body.noticeId];
      if (notice === undefined) throw new Error(`notice ${body.noticeId} was read but never issued`);
      return { ...file, notices: { ...file.notices, [notice.id]: { ...notice, readAt: at } } };
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
        suppressedRuleIds: [...new Set([...file.suppressedRuleIds, ...body.suppressedRuleIds])].sort(),
      };
    case 'file.read':
    case 'rule.contested':
      return file;
  }
};

type BodyOf<T extends FactBody['type']> = Extract<FactBody, { type: T }>;

const applyApplication = (
  file: BorrowerFile,
  body: BodyOf<
    'application.submitted' | 'application.declined' | 'application.referred' | 'offer.made' | 'offer.accepted'
  >,
  at: Instant,
): BorrowerFile => {
  if (body.type === 'application.submitted') {
    const { applicationId, kind, monthlyIncomeFen, employment, monthsInWork } = body;
    return {
      ...file,
      application: {
        id: applicationId,
        kind,
        submittedAt: at,
        monthlyIncomeFen,
        employment,
        monthsInWork,
        status: 'SUBMITTED',
        decisionId: null,
        reapplyFrom: null,
        offer: null,
      },
    };
  }
  const application = file.application;
  if (application === null || application.id !== body.applicationId)
    throw new Error(`${body.type} speaks of application ${body.applicationId}, which the file does not hold`);
  switch (body.type) {
    case 'application.declined':
      return {
        ...file,
        application: { ...application, status: 'DECLINED', decisionId: body.decisionId, reapplyFrom: body.reapplyFrom },
      };
    case 'application.referred':
      return { ...file, application: { ...application, status: 'REFERRED', decisionId: body.decisionId } };
    case 'offer.made': {
      const { limitFen, dailyRatePpb, validUntil, costSheetHash, decisionId } = body;
      return {
        ...file,
        application: {
          ...application,
          status: 'OFFERED',
          decisionId,
          offer: { limitFen, dailyRatePpb, validUntil, costSheetHash },
        },
      };
    }
    case 'offer.accepted':
      return { ...file, application: { ...application, status: 'ACCEPTED' } };
  }
};

const applyLine = (
  file: BorrowerFile,
  body: BodyOf<
    'line.opened' | 'limit.changed' | 'review.completed' | 'line.paused' | 'line.resumed' | 'line.kept' | 'line.closed'
  >,
  at: Instant,
): BorrowerFile => {
  if (body.type === 'line.opened') {
    const { lineId, kind, limitFen, dailyRatePpb, nextReviewDate } = body;
    return {
      ...file,
      line: {
        id: lineId,
        kind,
        status: 'ACTIVE',
        grantedLimitFen: limitFen,
        dailyRatePpb,
        openedAt: at,
        nextReviewDate,
        pausedAt: null,
        borrowerCapFen: null,
        keptAt: null,
      },
    };
  }
  const line = file.line;
  if (line === null) throw new Error(`${body.type} on borrower ${file.borrowerId}, who has no line`);
  switch (body.type) {
    case 'limit.changed':
      return {
        ...file,
        limitHistory: [...file.limitHistory, { ...body.change, at }],
        line: changeLimit(line, body.change),
      };
    case 'review.completed':
      return { ...file, line: { ...line, nextReviewDate: body.nextReviewDate } };
    case 'line.paused':
      return { ...file, line: { ...line, pausedAt: at } };
    case 'line.resumed':
      return { ...file, line: { ...line, pausedAt: null } };
    case 'line.kept':
      return { ...file, line: { ...line, keptAt: at } };
    case 'line.closed':
      return { ...file, line: { ...line, status: 'CLOSED' } };
  }
};

/** A restriction’s reduction is layered on the line and leaves the granted limit; a raise or the borrower’s own cap does not. */
const changeLimit = (
  line: NonNullable<BorrowerFile['line']>,
  change: LimitChange,
): NonNullable<BorrowerFile['line']> => {
  switch (change.kind) {
    case 'RAISED':
      return { ...line, grantedLimitFen: change.toFen };
    case 'BORROWER_LOWERED':
      return { ...line, borrowerCapFen: change.toFen };
    case 'OPENED':
    case 'REDUCED':
    case 'RESTORED':
    case 'CLOSED':
      return line;
  }
};

const applyDraw = (
  file: BorrowerFile,
  body: BodyOf<'draw.requested' | 'draw.paid' | 'draw.failed'>,
  at: Instant,
): BorrowerFile => {
  if (body.type === 'draw.requested') {
    const { loanId, paymentId, terms, purpose, accountTail } = body;
    const loan: Loan = {
      id: loanId,
      state: 'PENDING',
      terms,
      account: null,
      purpose,
      accountTail,
      requestedAt: at,
      paymentId,
      settledOn: null,
      bucket: 'CURRENT',
      daysPastDue: 0,
      tier: 'NORMAL',
      posted: { through: terms.startDate, interestFen: 0n, penaltyFen: 0n },
      lastLateOver3: null,
    };
    const payment: Payment = {
      id: paymentId,
      direction: 'OUT',
      state: 'PENDING',
      amountFen: terms.principalFen,
      requestedAt: at,
      answeredAt: null,
      loanIds: [loanId],
      parts: [],
      failure: null,
    };
    return { ...file, loans: { ...file.loans, [loanId]: loan }, payments: { ...file.payments, [paymentId]: payment } };
  }
  if (body.type === 'draw.failed') {
    const failed = withLoan(file, body.loanId, (loan) => ({ ...loan, state: 'FAILED' }));
    return withPayment(failed, body.paymentId, (payment) => ({
      ...payment,
      state: 'FAILED',
      answeredAt: at,
      failure: body.failure,
    }));
  }
  const opened = openLoan(body.terms);
  if (!opened.ok) throw new Error(`draw.paid opens loan ${body.loanId} with terms that lending refuses`);
  const paid = withLoan(file, body.loanId, (loan) => ({
    ...loan,
    state: 'ACTIVE',
    terms: body.terms,
    account: opened.value,
    posted: { through: body.terms.startDate, interestFen: 0n, penaltyFen: 0n },
  }));
  return withPayment(paid, body.paymentId, (payment) => ({ ...payment, state: 'SUCCEEDED', answeredAt: at }));
};

const applyRepayment = (
  file: BorrowerFile,
  body: BodyOf<'repayment.requested' | 'repayment.received' | 'repayment.failed'>,
  at: Instant,
): BorrowerFile => {
  if (body.type === 'repayment.requested') {
    const { paymentId, amountFen, parts } = body;
    const payment: Payment = {
      id: paymentId,
      direction: 'IN',
      state: 'PENDING',
      amountFen,
      requestedAt: at,
      answeredAt: null,
      loanIds: parts.map((part) => part.loanId),
      parts,
      failure: null,
    };
    return { ...file, payments: { ...file.payments, [paymentId]: payment } };
  }
  if (body.type === 'repayment.failed')
    return withPayment(file, body.paymentId, (payment) => ({
      ...payment,
      state: 'FAILED',
      answeredAt: at,
      failure: body.failure,
    }));
  let next = withPayment(file, body.paymentId, (payment) => ({ ...payment, state: 'SUCCEEDED', answeredAt: at }));
  for (const { loanId, eventId, part } of body.applied) {
    next = withLoan(next, loanId, (loan) => {
      if (loan.account === null)
        throw new Error(`repayment ${body.paymentId} speaks of loan ${loanId}, which was never paid out`);
      const before = positionOf(loan.account, body.date);
      const added = addLoanEvent(loan.account, {
        kind: 'repayment',
        id: eventId,
        date: body.date,
        amountFen: part.amountFen,
        mode: part.mode,
        surplus: part.surplus,
      });
      if (!added.ok) throw new Error(`repayment ${eventId} of loan ${loanId} was recorded but lending refuses it`);
      const after = positionOf(added.value, body.date);
      return {
        ...loan,
        account: added.value,
        posted: { through: body.date, interestFen: after.interestEarnedFen, penaltyFen: after.penaltyEarnedFen },
        daysPastDue: after.daysPastDue,
        lastLateOver3: before.daysPastDue > 3 ? body.date : loan.lastLateOver3,
      };
    });
    const late = wasLate(file.loans[loanId], body.date);
    next = late ? { ...next, paidLate: next.paidLate + 1 } : { ...next, paidOnTime: next.paidOnTime + 1 };
  }
  return next;
};

const wasLate = (loan: Loan | undefined, date: string): boolean =>
  loan?.account != null && positionOf(loan.account, date).overdueFen > 0n;

const applyRestriction = (
  file: BorrowerFile,
  body: BodyOf<
    | 'restriction.approved'
    | 'restriction.rejected'
    | 'restriction.announced'
    | 'restriction.effective'
    | 'restriction.renewed'
    | 'restriction.ended'
  >,
  at: Instant,
): BorrowerFile => {
  const restriction = file.restrictions[body.restrictionId];
  if (restriction === undefined)
    throw new Error(`${body.type} speaks of restriction ${body.restrictionId}, which the file does not hold`);
  const next = ((): Restriction => {
    switch (body.type) {
      case 'restriction.approved':
        return { ...restriction, approvedBy: [...restriction.approvedBy, body.by] };
      case 'restriction.rejected':
        return { ...restriction, state: 'lifted', endedAt: at };
      case 'restriction.announced':
        return {
          ...restriction,
          state: 'pre_notice',
          announcedAt: at,
          effectiveAt: body.effectiveAt,
          noticeId: body.noticeId,
        };
      case 'restriction.effective':
        return {
          ...restriction,
          state: 'effective',
          effectiveAt: at,
          expiresAt: body.expiresAt,
          noticeId: body.noticeId,
        };
      case 'restriction.renewed':
        return {
          ...restriction,
          expiresAt: body.until,
          renewals: [...restriction.renewals, { at, until: body.until, by: body.by, reason: body.reason }],
        };
      case 'restriction.ended':
        return { ...restriction, state: body.state, endedAt: at };
    }
  })();
  return { ...file, restrictions: { ...file.restrictions, [next.id]: next } };
};

const applyAppeal = (
  file: BorrowerFile,
  body: BodyOf<
    'appeal.submitted' | 'appeal.moved' | 'appeal.evidence_added' | 'appeal.outcome_proposed' | 'appeal.decided'
  >,
  fact: Fact,
): BorrowerFile => {
  const at = fact.occurredAt;
  if (body.type === 'appeal.submitted') {
    const { type: _type, appealId, ...rest } = body;
    const appeal: Appeal = {
      ...rest,
      id: appealId,
      state: 'submitted',
      outcome: null,
      submittedAt: at,
      pausedSince: null,
      infoRequest: null,
      assignee: null,
      proposal: null,
      outcomeText: null,
      steps: [{ state: 'submitted', at, actor: actorName(fact.actor), note: null }],
      evidence: [],
    };
    return { ...file, appeals: { ...file.appeals, [appealId]: appeal } };
  }
  const appeal = file.appeals[body.appealId];
  if (appeal === undefined)
    throw new Error(`${body.type} speaks of appeal ${body.appealId}, which the file does not hold`);
  const step = (state: AppealState, note: Appeal['steps'][number]['note'] = null): Appeal['steps'] => [
    ...appeal.steps,
    { state, at, actor: actorName(fact.actor), note },
  ];
  const next = ((): Appeal => {
    switch (body.type) {
      case 'appeal.moved':
        return {
          ...appeal,
          state: body.to,
          assignee: body.assignee,
          infoRequest: body.infoRequest,
          answerBy: body.answerBy,
          pausedSince: body.to === 'info_requested' ? at : null,
          proposal: body.to === 'in_review' ? null : appeal.proposal,
          steps: step(body.to, body.note),
        };
      case 'appeal.evidence_added':
        return { ...appeal, evidence: [...appeal.evidence, body.evidence] };
      case 'appeal.outcome_proposed':
        return { ...appeal, state: 'outcome_proposed', proposal: body.proposal, steps: step('outcome_proposed') };
      case 'appeal.decided':
        return {
          ...appeal,
          state: 'decided',
          outcome: body.outcome,
          outcomeText: body.text,
          steps: step('decided', body.text),
        };
    }
  })();
  return { ...file, appeals: { ...file.appeals, [next.id]: next } };
};

const observe = (behaviour: Behaviour, event: BehaviourEvent, at: Instant): Behaviour => {
  const oldest = `${addDays(dateOf(at), -BEHAVIOUR_KEPT_DAYS)}T00:00:00.000Z`;
  const push = <E extends { readonly occurredAt: Instant }>(events: readonly E[], added: E): readonly E[] =>
    [...events.filter((kept) => kept.occurredAt >= oldest), added].sort((a, b) =>
      a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : 0,
    );
  const next = { ...behaviour, seenEventIds: [...behaviour.seenEventIds.slice(-EVENT_IDS_KEPT), event.eventId] };
  switch (event.kind) {
    case 'LOGIN':
      return { ...next, logins: push(next.logins, event) };
    case 'DEVICE':
      return { ...next, devices: push(next.devices, event) };
    case 'CREDENTIAL_CHANGE':
      return { ...next, credentialChanges: push(next.credentialChanges, event) };
    case 'PURCHASE':
      return { ...next, purchases: push(next.purchases, event) };
    case 'DRAW_ATTEMPT':
      return { ...next, drawAttempts: push(next.drawAttempts, event) };
    case 'BUREAU_UPDATE':
      return next.bureau === null || event.reportDate >= next.bureau.reportDate ? { ...next, bureau: event } : next;
    case 'INCOME_UPDATE':
      return next.income === null || event.occurredAt >= next.income.occurredAt ? { ...next, income: event } : next;
  }
};

const withLoan = (file: BorrowerFile, loanId: string, change: (loan: Loan) => Loan): BorrowerFile => {
  const loan = file.loans[loanId];
  if (loan === undefined) throw new Error(`loan ${loanId} is not in the file of ${file.borrowerId}`);
  return { ...file, loans: { ...file.loans, [loanId]: change(loan) } };
};
const withPayment = (file: BorrowerFile, paymentId: string, change: (payment: Payment) => Payment): BorrowerFile => {
  const payment = file.payments[paymentId];
  if (payment === undefined) throw new Error(`payment ${paymentId} is not in the file of ${file.borrowerId}`);
  return { ...file, payments: { ...file.payments, [paymentId]: change(payment) } };
};
