import type { TemporaryLimit } from './temporary-limit.ts';
import type { Allocation, LoanTerms, Posting } from '@clearline/lending';
import type { AcceptedEvidence, AppealOutcome, AppealState, Evidence, OutcomeProposal } from './appeal.ts';
import type { BehaviourEvent, ObservedEvent } from './behaviour-event.ts';
import type { DecisionRecord } from './decision-record.ts';
import type { LoanChange, LoanProposal, RecordedEvent } from './loan-change.ts';
import type { MerchantSign } from './move.ts';
import type { Notice } from './notice.ts';
import type { Region } from './regions.ts';
import type { Restriction } from './restriction.ts';
import type { Statement } from './statement.ts';
import type { AccountFile, RecordedPart, Security } from './three-part-check/parts.ts';
import type { CreditProposal } from './three-part-check/proposal.ts';
import type {
  Actor,
  ConsentKind,
  Employment,
  Instant,
  IsoDate,
  LineKind,
  LoanPurpose,
  LocalText,
} from './vocabulary.ts';

/**
 * What happened to one borrower. Facts are append-only and are the truth: the file, the tables and the ledger are all
 * made from them. A fact never holds a personal identifier in the clear; those live, encrypted, with the store.
 */
export type FactBody =
  // The person
  | { readonly type: 'borrower.registered'; readonly borrowerId: string; readonly maskedPhone: string }
  | { readonly type: 'identity.verified'; readonly maskedName: string; readonly maskedIdNumber: string }
  | { readonly type: 'phone.change_proposed'; readonly maskedPhone: string; readonly by: string; readonly note: string }
  | { readonly type: 'phone.change_rejected'; readonly by: string; readonly note: string }
  | {
      readonly type: 'phone.changed';
      readonly maskedPhone: string;
      readonly by: string;
      /** Who agreed; facts from before two people were needed name one alone. */
      readonly secondBy?: string;
      readonly note: string;
    }
  | { readonly type: 'consent.given'; readonly kind: ConsentKind; readonly version: string }
  | { readonly type: 'consent.withdrawn'; readonly kind: ConsentKind; readonly version: string }
  | { readonly type: 'file.read'; readonly by: string }
  // Application
  | {
      readonly type: 'application.submitted';
      readonly applicationId: string;
      readonly kind: LineKind;
      readonly monthlyIncomeFen: bigint;
      readonly employment: Employment;
      readonly monthsInWork: number;
      /** Absent where it was not said, and in facts from before it was asked. */
      readonly region?: Region;
      /** Absent where none was asked for, and in facts from before it could be. */
      readonly askedLimitFen?: bigint;
      readonly monthlySalesFen?: bigint;
    }
  // The three-part check of a business application
  | {
      readonly type: 'check.recorded';
      readonly applicationId: string;
      readonly part: RecordedPart;
      readonly by: string;
    }
  | {
      readonly type: 'check.file_added';
      readonly applicationId: string;
      readonly file: AccountFile;
      readonly by: string;
    }
  | {
      readonly type: 'check.file_dropped';
      readonly applicationId: string;
      readonly sha256: string;
      readonly by: string;
    }
  | { readonly type: 'credit.proposed'; readonly applicationId: string; readonly proposal: CreditProposal }
  | {
      readonly type: 'credit.agreed';
      readonly applicationId: string;
      readonly proposalId: string;
      readonly by: string;
      readonly note: string;
      readonly decisionId: string;
    }
  /** Sent back to be looked at again; nothing was decided. */
  | {
      readonly type: 'credit.returned';
      readonly applicationId: string;
      readonly proposalId: string;
      readonly by: string;
      readonly note: string;
    }
  | {
      readonly type: 'application.declined';
      readonly applicationId: string;
      readonly decisionId: string;
      readonly reapplyFrom: IsoDate;
    }
  | { readonly type: 'application.referred'; readonly applicationId: string; readonly decisionId: string }
  | {
      readonly type: 'offer.made';
      readonly applicationId: string;
      readonly decisionId: string;
      readonly limitFen: bigint;
      readonly dailyRatePpb: bigint;
      readonly validUntil: Instant;
      readonly costSheetHash: string;
    }
  | {
      readonly type: 'offer.accepted';
      readonly applicationId: string;
      readonly costSheetHash: string;
      readonly readSeconds: number;
      /** Missing in facts from before it was kept. */
      readonly minimumReadingSeconds?: number;
      readonly scrolledToEnd: boolean;
    }
  // The line
  | {
      readonly type: 'line.opened';
      readonly lineId: string;
      readonly applicationId: string;
      readonly kind: LineKind;
      readonly limitFen: bigint;
      readonly dailyRatePpb: bigint;
      readonly nextReviewDate: IsoDate;
    }
  | { readonly type: 'limit.changed'; readonly change: LimitChange }
  | { readonly type: 'review.completed'; readonly decisionId: string; readonly nextReviewDate: IsoDate }
  | { readonly type: 'line.paused' }
  | { readonly type: 'line.resumed' }
  /** Security of a business line was valued too long ago; a person has it valued again, and nothing else comes of it (N155). */
  | {
      readonly type: 'security.look_opened';
      readonly lineId: string;
      readonly outdated: number;
      readonly countedFen: bigint;
    }
  | {
      readonly type: 'security.revalued';
      readonly lineId: string;
      readonly securities: readonly Security[];
      readonly by: string;
      readonly note: string;
    }
  | {
      readonly type: 'temporary_limit.asked';
      readonly limitFen: bigint;
      readonly until: IsoDate;
      readonly purpose: LoanPurpose;
    }
  | {
      readonly type: 'temporary_limit.declined';
      readonly by: string;
      readonly note: string;
      readonly noticeId: string;
    }
  | {
      readonly type: 'temporary_limit.granted';
      readonly temporary: TemporaryLimit;
      readonly by: string;
      readonly note: string;
      readonly noticeId: string;
    }
  /** Its end was told; told late, it lasts until the notice has passed. */
  | { readonly type: 'temporary_limit.end_told'; readonly until: Instant; readonly noticeId: string }
  | { readonly type: 'temporary_limit.ended'; readonly noticeId: string }
  | { readonly type: 'line.kept'; readonly restrictionId: string | null }
  | { readonly type: 'line.closed'; readonly by: 'BORROWER' | 'LENDER' }
  // From a consumer line to a business line (C5)
  | { readonly type: 'move.invited'; readonly sign: MerchantSign; readonly noticeId: string }
  | { readonly type: 'move.agreed'; readonly version: string }
  | { readonly type: 'move.declined' }
  // Money
  | {
      readonly type: 'draw.requested';
      readonly loanId: string;
      readonly paymentId: string;
      readonly terms: LoanTerms;
      readonly purpose: LoanPurpose;
      readonly accountTail: string;
      readonly planHash: string;
      readonly costSheetHash: string;
      /** Missing in facts from before it was kept. */
      readonly reading?: CostSheetReading;
      /** Confirmed with a one-time code; absent where none was asked for. */
      readonly codeConfirmed?: true;
      readonly postings: readonly Posting[];
    }
  | {
      readonly type: 'draw.paid';
      readonly loanId: string;
      readonly paymentId: string;
      readonly paidOn: IsoDate;
      readonly bookedOn: IsoDate;
      readonly terms: LoanTerms;
      readonly postings: readonly Posting[];
    }
  | {
      readonly type: 'draw.failed';
      readonly loanId: string;
      readonly paymentId: string;
      /** The day of the rail’s answer; facts of before it was kept have none. */
      readonly date?: IsoDate;
      readonly failure: LocalText;
      readonly postings: readonly Posting[];
    }
  | {
      readonly type: 'repayment.requested';
      readonly paymentId: string;
      readonly amountFen: bigint;
      readonly parts: readonly RepaymentPart[];
      readonly postings: readonly Posting[];
    }
  | {
      readonly type: 'repayment.received';
      readonly paymentId: string;
      /** The value date; `bookedOn` is the first day not yet closed from it on, on which the ledger has it. */
      readonly date: IsoDate;
      readonly bookedOn: IsoDate;
      readonly applied: readonly AppliedRepayment[];
      readonly postings: readonly Posting[];
    }
  /** Money that came without an order of ours, as a bank transfer; entered by a person. */
  | {
      readonly type: 'repayment.recorded';
      readonly paymentId: string;
      readonly reference: string;
      readonly date: IsoDate;
      readonly bookedOn: IsoDate;
      readonly applied: readonly AppliedRepayment[];
      readonly postings: readonly Posting[];
    }
  /** The bank took back what it had confirmed. */
  | {
      readonly type: 'repayment.reversed';
      readonly paymentId: string;
      readonly date: IsoDate;
      readonly bookedOn: IsoDate;
      readonly reason: LocalText;
      readonly recorded: readonly RecordedEvent[];
      readonly postings: readonly Posting[];
    }
  | {
      readonly type: 'repayment.failed';
      readonly paymentId: string;
      /** The day of the rail’s answer; facts of before it was kept have none. */
      readonly date?: IsoDate;
      readonly failure: LocalText;
      readonly postings: readonly Posting[];
    }
  // What people change on a loan
  | { readonly type: 'loan.change_proposed'; readonly proposal: LoanProposal }
  | {
      readonly type: 'loan.change_rejected';
      readonly loanId: string;
      readonly proposalId: string;
      readonly by: string;
      readonly note: string;
    }
  | {
      readonly type: 'loan.changed';
      readonly loanId: string;
      readonly change: LoanChange;
      readonly reason: LocalText;
      readonly by: string;
      readonly secondBy: string | null;
      readonly proposalId: string | null;
      readonly bookedOn: IsoDate;
      readonly recorded: RecordedEvent;
      readonly postings: readonly Posting[];
    }
  // Giving back what was paid beyond the debt
  | {
      readonly type: 'refund.requested';
      readonly loanId: string;
      readonly paymentId: string;
      readonly amountFen: bigint;
      readonly reason: LocalText;
      readonly postings: readonly Posting[];
    }
  | {
      readonly type: 'refund.paid';
      readonly loanId: string;
      readonly paymentId: string;
      readonly bookedOn: IsoDate;
      readonly recorded: RecordedEvent;
      readonly postings: readonly Posting[];
    }
  | {
      readonly type: 'refund.failed';
      readonly loanId: string;
      readonly paymentId: string;
      /** The day of the rail’s answer; facts of before it was kept have none. */
      readonly date?: IsoDate;
      readonly failure: LocalText;
      readonly postings: readonly Posting[];
    }
  | { readonly type: 'statement.issued'; readonly statement: Statement }
  | { readonly type: 'loan.settled'; readonly loanId: string; readonly on: IsoDate }
  | {
      readonly type: 'loan.aged';
      readonly loanId: string;
      readonly fromBucket: string;
      readonly toBucket: string;
      readonly daysPastDue: number;
      readonly tier: string;
    }
  // What was seen
  | {
      readonly type: 'behaviour.observed';
      readonly event: BehaviourEvent;
      /** It reached us later than its source usually takes: no issued decision changes, a re-review is opened. */
      readonly late?: true;
      /** A correction or reversal that its feed had made before, to the same effect and under another id (N195). */
      readonly again?: true;
      /** What a correction or reversal is about, as first reported, where the file had let it go (N201). */
      readonly about?: ObservedEvent;
    }
  /** What we learnt late, or had corrected, may bear on decisions already issued: they are looked at again by day close. */
  | { readonly type: 'rereview.opened'; readonly eventIds: readonly string[]; readonly decisionIds: readonly string[] }
  /** Data that cannot be trusted, as one borrower’s file shows it (G5); never a fault of theirs. */
  | { readonly type: 'data.doubted'; readonly doubt: DataDoubt }
  | { readonly type: 'step_up.passed'; readonly method: 'SMS_CODE' }
  // Decisions and what follows from them
  | { readonly type: 'decision.recorded'; readonly decision: DecisionRecord }
  | { readonly type: 'restriction.proposed'; readonly restriction: Restriction }
  | {
      readonly type: 'restriction.approved';
      readonly restrictionId: string;
      readonly by: string;
      readonly note: string;
    }
  | {
      readonly type: 'restriction.rejected';
      readonly restrictionId: string;
      readonly by: string;
      readonly note: string;
    }
  /** A proposal of the machine whose grounds were gone before people had agreed; no rest follows, and nobody was told of it (N177). */
  | {
      readonly type: 'restriction.withdrawn';
      readonly restrictionId: string;
      /** Who turned it down, to find its grounds gone; null where the machine looked again by itself. */
      readonly by: string | null;
      readonly note: string;
    }
  | {
      readonly type: 'restriction.announced';
      readonly restrictionId: string;
      readonly effectiveAt: Instant;
      readonly noticeId: string;
    }
  | {
      readonly type: 'restriction.effective';
      readonly restrictionId: string;
      readonly noticeId: string;
      readonly expiresAt: Instant | null;
      /** The limit that it leaves, where what was drawn since the notice keeps it above the one announced (N149). */
      readonly limitAfterFen?: bigint;
    }
  | {
      readonly type: 'restriction.renewed';
      readonly restrictionId: string;
      readonly until: Instant;
      readonly by: string;
      readonly secondBy: string | null;
      readonly reason: string;
    }
  | {
      readonly type: 'restriction.ended';
      readonly restrictionId: string;
      readonly state: 'expired' | 'lifted' | 'reversed' | 'final';
      readonly reason: string;
      readonly decisionId: string | null;
    }
  | { readonly type: 'notice.issued'; readonly notice: Notice }
  | { readonly type: 'notice.read'; readonly noticeId: string }
  // Appeals
  | {
      readonly type: 'appeal.submitted';
      readonly appealId: string;
      readonly decisionId: string;
      readonly restrictionId: string | null;
      readonly citedReasonCodes: readonly string[];
      readonly statement: string;
      readonly urgentHardship: boolean;
      readonly acknowledgeBy: Instant;
      readonly answerBy: Instant;
    }
  | {
      readonly type: 'appeal.moved';
      readonly appealId: string;
      readonly to: AppealState;
      readonly assignee: string | null;
      readonly infoRequest: LocalText | null;
      readonly answerBy: Instant;
      readonly note: LocalText | null;
    }
  | { readonly type: 'appeal.evidence_added'; readonly appealId: string; readonly evidence: Evidence }
  | { readonly type: 'appeal.outcome_proposed'; readonly appealId: string; readonly proposal: OutcomeProposal }
  | {
      readonly type: 'appeal.decided';
      readonly appealId: string;
      readonly outcome: AppealOutcome;
      readonly by: string | null;
      readonly secondBy: string | null;
      readonly text: LocalText;
      readonly decisionId: string | null;
    }
  | {
      readonly type: 'remedy.applied';
      readonly appealId: string;
      readonly restrictionId: string | null;
      readonly limitRestoredToFen: bigint | null;
      readonly suppressedRuleIds: readonly string[];
      /** From when they count again; absent in remedies from before suppressions had an end: never. */
      readonly suppressedUntil?: Instant;
      readonly acceptedEvidence: readonly AcceptedEvidence[];
    }
  | {
      readonly type: 'suppression.ended';
      readonly ruleId: string;
      readonly by: string;
      /** Why a person let the rule count again before its time; staff alone read it. */
      readonly reason: string;
    }
  | {
      readonly type: 'roll_back.applied';
      readonly rollBackId: string;
      readonly ruleIds: readonly string[];
      readonly policyVersion: string | null;
      readonly scorecardVersion?: string;
      /** Decisions that were run again, and restrictions that were reversed for it. */
      readonly decisionIds: readonly string[];
      readonly restrictionIds: readonly string[];
      readonly by: string;
      readonly secondBy: string;
    }
  | {
      readonly type: 'roll_back.looked_at';
      readonly rollBackId: string;
      readonly decisionId: string;
      /** Whether what a person had decided was kept; else it was taken back. */
      readonly kept: boolean;
      readonly by: string;
      readonly reason: string;
    }
  | {
      readonly type: 'rule.contested';
      readonly ruleId: string;
      readonly decisionId: string;
      readonly result: 'overturned' | 'upheld' | 'partly';
    };

export type FactType = FactBody['type'];

export interface LimitChange {
  readonly fromFen: bigint;
  readonly toFen: bigint;
  readonly kind:
    | 'OPENED'
    | 'RAISED'
    | 'REDUCED'
    | 'RESTORED'
    | 'BORROWER_LOWERED'
    | 'BORROWER_LIFTED'
    | 'TEMPORARY_RAISED'
    | 'TEMPORARY_ENDED'
    | 'CLOSED';
  readonly decisionId: string | null;
  readonly noticeId: string | null;
  readonly decidedBy: 'MACHINE' | 'PEOPLE' | 'BORROWER';
}

/** That a cost sheet was read before it was agreed to: how long, how long it had to be, and whether its end was seen. */
export interface CostSheetReading {
  readonly readSeconds: number;
  readonly minimumReadingSeconds: number;
  readonly scrolledToEnd: boolean;
}

/** The part of one collected amount that is meant for one loan. */
export interface RepaymentPart {
  readonly loanId: string;
  readonly amountFen: bigint;
  readonly mode: 'DUE' | 'EARLY_PART' | 'EARLY_FULL';
  readonly surplus: 'SHORTER_TENOR' | 'SMALLER_INSTALMENT' | 'NEXT_INSTALMENT';
}

/** `event` is a recovery where the loan was written off. */
export interface AppliedRepayment extends RecordedEvent {
  readonly part: RepaymentPart;
  readonly allocation: Allocation;
}

export const DOUBT_KINDS = ['DUPLICATE_SUBMISSION', 'REPLAYED', 'CONTRADICTORY', 'INCOMPLETE', 'OUTAGE'] as const;
export interface DataDoubt {
  readonly kind: (typeof DOUBT_KINDS)[number];
  /** Key of the policy’s `sources.json`. */
  readonly source: string;
  /** Events or inputs that it was seen in. */
  readonly about: readonly string[];
}

/** A fact as recorded: its place in the borrower’s stream, when it happened, when we learnt of it, and who did it. */
export interface Fact {
  readonly seq: number;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly commandId: string;
  readonly actor: Actor;
  readonly body: FactBody;
}
