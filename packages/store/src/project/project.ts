import { dateOf, type BorrowerFile, type Fact, type FactBody, type Instant, type IsoDate } from '@clearline/line';
import type { Posting } from '@clearline/lending';
import { appealRow, evidenceRow, noticeRow, restrictionRow } from './case-rows.ts';
import {
  auditRow,
  contestedRow,
  decisionRow,
  doubtRow,
  eventRow,
  factRow,
  firedRows,
  limitChangeRow,
  lookRow,
  readingRow,
  statementRow,
} from './fact-rows.ts';
import {
  applicationRow,
  borrowerRow,
  creditProposalRow,
  lineRow,
  loanAgeingRow,
  loanProposalRow,
  loanRow,
  paymentRow,
} from './file-rows.ts';
import { RowSet } from './row-set.ts';

/** A posting with all that its ledger entry needs but the account’s running number and balance. */
export interface SourcedPosting {
  readonly posting: Posting;
  readonly businessDate: IsoDate;
  readonly recordedAt: Instant;
  readonly source: string;
  readonly borrowerId: string | null;
  readonly factSeq: number | null;
  readonly postingNo: number;
}

/**
 * Turns one borrower’s facts into rows. The writer, the bulk load and the audit all use it, so that tables can be made
 * again from facts and compared. Rows of a thing that changes (a loan, a restriction) are made once, from the file as it
 * stands at the end; whether facts came one by one or all at once makes no difference.
 */
export class Projector {
  /** Where the rows go; several borrowers of one transaction share one set. */
  readonly rows: RowSet;
  readonly postings: SourcedPosting[] = [];
  readonly #borrowerId: string;
  /** Things of which a row is made at the end, by kind; most borrowers of a batch were only seen and touch none. */
  #touched: Map<Touched, Set<string>> | null = null;
  #line = false;
  #last: Fact | null = null;

  constructor(borrowerId: string, rows = new RowSet()) {
    this.#borrowerId = borrowerId;
    this.rows = rows;
  }

  /** Takes the next fact with the file right after it. */
  add(fact: Fact, after: BorrowerFile): void {
    if (!SEEN_ONLY.has(fact.body.type)) this.#last = fact;
    this.rows.add('facts', factRow(this.#borrowerId, fact));
    this.#addDirectRows(fact, after);
    this.#markTouched(fact);
    this.#addPostings(fact);
  }

  /** Makes the rows of everything touched; to be called once, with the file after the last fact. */
  finish(file: BorrowerFile): void {
    const id = this.#borrowerId;
    if (this.#last !== null) this.rows.add('borrowers', borrowerRow(file, this.#last.occurredAt));
    if (this.#line) {
      // The former ones first: a line opens in a table where the one before it no longer takes draws.
      for (const line of file.formerLines) this.rows.add('lines', lineRow(id, line, null));
      if (file.line !== null) this.rows.add('lines', lineRow(id, file.line, file.temporaryAsk));
    }
    if (this.#touched === null) return;
    const loanIds = this.#touched.get('loan');
    for (const loanId of loanIds ?? NOTHING) this.rows.add('loans', loanRow(id, held(file.loans, loanId)));
    // Those among the loans have had their whole row made.
    for (const loanId of this.#touched.get('loan ageing') ?? NOTHING)
      if (!loanIds?.has(loanId)) this.rows.add('loan_ageing', loanAgeingRow(held(file.loans, loanId)));
    for (const paymentId of this.#touched.get('payment') ?? NOTHING)
      this.rows.add('payments', paymentRow(id, held(file.payments, paymentId)));
    for (const proposalId of this.#touched.get('loan proposal') ?? NOTHING)
      this.rows.add('loan_proposals', loanProposalRow(id, held(file.loanProposals, proposalId)));
    for (const restrictionId of this.#touched.get('restriction') ?? NOTHING)
      this.rows.add('restrictions', restrictionRow(file, held(file.restrictions, restrictionId)));
    for (const noticeId of this.#touched.get('notice') ?? NOTHING)
      this.rows.add('notices', noticeRow(id, held(file.notices, noticeId)));
    for (const appealId of this.#touched.get('appeal') ?? NOTHING)
      this.rows.add('appeals', appealRow(file, held(file.appeals, appealId)));
  }

  #touch(kind: Touched, id: string): void {
    this.#touched ??= new Map();
    const known = this.#touched.get(kind);
    if (known === undefined) this.#touched.set(kind, new Set([id]));
    else known.add(id);
  }

  /** Rows that one fact says whole, and of the application, of which the file keeps only the latest. */
  #addDirectRows(fact: Fact, after: BorrowerFile): void {
    const id = this.#borrowerId;
    const { body } = fact;
    const read = auditRow(id, fact);
    if (read !== null) this.rows.add('audit_entries', read);
    const reading = readingRow(id, fact);
    if (reading !== null) this.rows.add('cost_sheet_readings', reading);
    switch (body.type) {
      case 'application.submitted':
      case 'application.declined':
      case 'application.referred':
      case 'offer.made':
      case 'offer.accepted':
        if (after.application !== null) this.rows.add('applications', applicationRow(id, after.application));
        break;
      case 'credit.proposed':
      case 'credit.agreed':
      case 'credit.returned':
        if (after.application?.proposal)
          this.rows.add('credit_proposals', creditProposalRow(id, after.application.proposal));
        break;
      case 'limit.changed':
        this.rows.add('limit_changes', limitChangeRow(id, fact, body.change));
        break;
      case 'decision.recorded':
        this.rows.add('decisions', decisionRow(id, fact, body.decision));
        for (const row of firedRows(body.decision)) this.rows.add('rule_records', row);
        break;
      case 'behaviour.observed':
        this.rows.add('behaviour_events', eventRow(id, fact, body.event));
        break;
      case 'statement.issued':
        this.rows.add('statements', statementRow(id, fact, body.statement));
        break;
      case 'data.doubted':
        this.rows.add('data_doubts', doubtRow(id, fact, body.doubt));
        break;
      case 'appeal.evidence_added':
        this.rows.add('evidence', evidenceRow(id, body.appealId, body.evidence));
        break;
      case 'roll_back.looked_at':
        this.rows.add('roll_back_looks', lookRow(id, fact, body));
        break;
      case 'rule.contested':
        this.rows.add('rule_records', contestedRow(held(after.decisions, body.decisionId), body));
        break;
      default:
        break;
    }
  }

  #markTouched({ body }: Fact): void {
    switch (body.type) {
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
        this.#line = true;
        break;
      case 'draw.requested':
      case 'draw.paid':
      case 'draw.failed':
        this.#touch('loan', body.loanId);
        this.#touch('payment', body.paymentId);
        break;
      case 'repayment.requested':
      case 'repayment.failed':
        this.#touch('payment', body.paymentId);
        break;
      case 'repayment.received':
      case 'repayment.recorded':
        this.#touch('payment', body.paymentId);
        for (const { loanId } of body.applied) this.#touch('loan', loanId);
        break;
      case 'repayment.reversed':
        this.#touch('payment', body.paymentId);
        for (const { loanId } of body.recorded) this.#touch('loan', loanId);
        break;
      case 'refund.requested':
      case 'refund.paid':
      case 'refund.failed':
        this.#touch('payment', body.paymentId);
        this.#touch('loan', body.loanId);
        break;
      case 'loan.change_proposed':
        this.#touch('loan proposal', body.proposal.id);
        break;
      case 'loan.change_rejected':
        this.#touch('loan proposal', body.proposalId);
        break;
      case 'loan.changed':
        this.#touch('loan', body.loanId);
        if (body.proposalId !== null) this.#touch('loan proposal', body.proposalId);
        break;
      case 'loan.settled':
        this.#touch('loan', body.loanId);
        break;
      case 'loan.aged':
        this.#touch('loan ageing', body.loanId);
        break;
      case 'restriction.proposed':
        this.#touch('restriction', body.restriction.id);
        break;
      case 'restriction.approved':
      case 'restriction.rejected':
      case 'restriction.withdrawn':
      case 'restriction.announced':
      case 'restriction.effective':
      case 'restriction.renewed':
      case 'restriction.ended':
        this.#touch('restriction', body.restrictionId);
        break;
      case 'notice.issued':
        this.#touch('notice', body.notice.id);
        break;
      case 'notice.read':
        this.#touch('notice', body.noticeId);
        break;
      case 'appeal.submitted':
      case 'appeal.moved':
      case 'appeal.evidence_added':
      case 'appeal.outcome_proposed':
      case 'appeal.decided':
        this.#touch('appeal', body.appealId);
        break;
      default:
        break;
    }
  }

  #addPostings(fact: Fact): void {
    const { body } = fact;
    if (!('postings' in body)) return;
    const businessDate = 'bookedOn' in body ? body.bookedOn : dateOf(fact.occurredAt);
    body.postings.forEach((posting, postingNo) => {
      // A leg of nothing says nothing, and the ledger’s constraint would refuse it.
      if (posting.debitFen === 0n && posting.creditFen === 0n) return;
      this.postings.push({
        posting,
        businessDate,
        recordedAt: fact.recordedAt,
        source: body.type,
        borrowerId: this.#borrowerId,
        factSeq: fact.seq,
        postingNo,
      });
    });
  }
}

/** What has a row of its own that is made from the file as it stands at the end. */
type Touched = 'loan' | 'loan ageing' | 'payment' | 'loan proposal' | 'restriction' | 'notice' | 'appeal';
const NOTHING: readonly string[] = [];

/** Facts that say what was seen and change nothing that the row of a borrower shows; most facts are such. */
const SEEN_ONLY: ReadonlySet<FactBody['type']> = new Set(['behaviour.observed', 'data.doubted']);

const held = <T>(things: Readonly<Record<string, T>>, id: string): T => {
  const thing = things[id];
  if (thing === undefined) throw new Error(`facts speak of ${id}, which the file does not hold`);
  return thing;
};
