import {
  dateOf,
  daysPastDueOf,
  displayStateOf,
  effectiveLimitOf,
  inGoodStanding,
  isOpenAppeal,
  needsSecondLook,
  nextAgeingDate,
  stageOf,
  temporaryNextAt,
  toJson,
  usedOf,
  type AnsweredProposal,
  type Application,
  type BorrowerFile,
  type Instant,
  type Line,
  type Loan,
  type LoanProposal,
  type Payment,
  type TemporaryAsk,
} from '@clearline/line';
import { accrualCourse, positionOf } from '@clearline/lending';
import { courseBytes } from '../close/course-bytes.ts';
import type { Row } from './table-spec.ts';

/** Rows of the borrower and their money, made from the file. */

/**
 * The row that lists show. It speaks as of the borrower’s last fact beyond mere observations; what time alone changes is
 * derived when asked.
 */
export const borrowerRow = (file: BorrowerFile, at: Instant): Row => {
  const date = dateOf(at);
  const draws = Object.values(file.loans).map((loan) => loan.requestedAt);
  return {
    borrower_id: file.borrowerId,
    registered_at: file.registeredAt,
    masked_phone: file.maskedPhone,
    masked_name: file.maskedName,
    masked_id_number: file.maskedIdNumber,
    stage: stageOf(file, at),
    kind: file.line?.kind ?? file.application?.kind ?? null,
    display_state: file.line === null ? 'NONE' : displayStateOf(file, at),
    limit_fen: effectiveLimitOf(file, at),
    used_fen: usedOf(file),
    days_past_due: daysPastDueOf(file, date),
    good_standing: inGoodStanding(file, date),
    open_appeals: Object.values(file.appeals).filter(isOpenAppeal).length,
    opened_at: file.line?.openedAt ?? null,
    last_draw_at: draws.length === 0 ? null : draws.reduce((a, b) => (a > b ? a : b)),
    second_look: needsSecondLook(file),
    phone_change_since: file.phoneProposal?.proposedAt ?? null,
    region: file.application?.region ?? null,
    employment: file.application?.employment ?? null,
  };
};

export const applicationRow = (borrowerId: string, application: Application): Row => ({
  application_id: application.id,
  borrower_id: borrowerId,
  kind: application.kind,
  submitted_at: application.submittedAt,
  status: application.status,
  monthly_income_fen: application.monthlyIncomeFen,
  employment: application.employment,
  months_in_work: application.monthsInWork,
  region: application.region,
  decision_id: application.decisionId,
  reapply_from: application.reapplyFrom,
  offer_limit_fen: application.offer?.limitFen ?? null,
  offer_daily_rate_ppb: application.offer?.dailyRatePpb ?? null,
  offer_valid_until: application.offer?.validUntil ?? null,
  cost_sheet_hash: application.offer?.costSheetHash ?? null,
});

export const lineRow = (borrowerId: string, line: Line, asked: TemporaryAsk | null): Row => {
  return {
    line_id: line.id,
    borrower_id: borrowerId,
    kind: line.kind,
    status: line.status,
    granted_limit_fen: line.grantedLimitFen,
    borrower_cap_fen: line.borrowerCapFen,
    daily_rate_ppb: line.dailyRatePpb,
    opened_at: line.openedAt,
    next_review_date: line.nextReviewDate,
    paused_at: line.pausedAt,
    kept_at: line.keptAt,
    temporary_next_at: line.temporary === null ? null : temporaryNextAt(line.temporary),
    temporary_asked_at: asked?.askedAt ?? null,
    security_look_since: line.securityLook?.openedAt ?? null,
  };
};

/**
 * `course` is how the loan goes on if nothing else happens, which sums over the book read instead of the account;
 * `ageing_due_on` the first day whose close records ageing of it. `principal_outstanding_fen` is what the ledger’s loan account holds: nothing while the payment
 * is on its way.
 */
export const loanRow = (borrowerId: string, loan: Loan): Row => {
  const account = loan.account;
  const position =
    account === null ? null : positionOf(account, account.events.at(-1)?.date ?? account.terms.startDate);
  const unpaid = position?.instalments.find((instalment) => instalment.status !== 'PAID');
  return {
    borrower_id: borrowerId,
    state: loan.state,
    purpose: loan.purpose,
    method: loan.terms.method,
    requested_at: loan.requestedAt,
    payment_id: loan.paymentId,
    principal_fen: loan.terms.principalFen,
    principal_outstanding_fen: position?.principalOutstandingFen ?? 0n,
    annual_rate_ppb: loan.terms.annualRatePpb,
    start_date: loan.terms.startDate,
    oldest_unpaid_due_date: loan.state === 'ACTIVE' ? (unpaid?.dueDate ?? null) : null,
    settled_on: loan.settledOn,
    account: account === null ? null : toJson(account),
    course: account === null || loan.state === 'SETTLED' ? null : courseBytes(accrualCourse(account)),
    ...loanAgeingRow(loan),
  };
};

export const loanAgeingRow = (loan: Loan): Row => ({
  loan_id: loan.id,
  bucket: loan.bucket,
  days_past_due: loan.daysPastDue,
  tier: loan.tier,
  ageing_due_on: nextAgeingDate(loan),
});

export const paymentRow = (borrowerId: string, payment: Payment): Row => ({
  payment_id: payment.id,
  borrower_id: borrowerId,
  direction: payment.direction,
  state: payment.state,
  amount_fen: payment.amountFen,
  requested_at: payment.requestedAt,
  answered_at: payment.answeredAt,
  value_date: payment.valueDate,
  purpose: payment.purpose,
  reference: payment.reference,
});

/** What was last proposed on a credit memo; the file keeps no earlier one. */
export const creditProposalRow = (borrowerId: string, proposal: AnsweredProposal): Row => {
  const { memo, memoHash, id, state, proposedAt, proposedBy, decidedBy } = proposal;
  const { recommendation } = memo;
  if (recommendation === null) throw new Error(`proposal ${id} recommends nothing`);
  return {
    proposal_id: id,
    borrower_id: borrowerId,
    application_id: memo.applicationId,
    outcome: recommendation.outcome,
    limit_fen: recommendation.limitFen,
    memo_hash: memoHash,
    state,
    proposed_at: proposedAt,
    proposed_by: proposedBy,
    decided_by: decidedBy,
  };
};

export const loanProposalRow = (borrowerId: string, proposal: LoanProposal): Row => ({
  proposal_id: proposal.id,
  borrower_id: borrowerId,
  loan_id: proposal.loanId,
  kind: proposal.change.kind,
  state: proposal.state,
  proposed_at: proposal.proposedAt,
  proposed_by: proposal.proposedBy,
  decided_by: proposal.decidedBy,
});
