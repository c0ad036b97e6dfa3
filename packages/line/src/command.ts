import type { AppealOutcome, AcceptedEvidence, Evidence } from './appeal.ts';
import type { BehaviourEvent, ObservedEvent } from './behaviour-event.ts';
import type { RepaymentPart } from './fact.ts';
import type { LoanChange } from './loan-change.ts';
import type { Region } from './regions.ts';
import type {
  ConsentKind,
  Employment,
  IsoDate,
  LineKind,
  LoanPurpose,
  LocalText,
  StrategySegment,
} from './vocabulary.ts';
import type { RepaymentMethod } from '@clearline/lending';
import type { RollBack } from './roll-back.ts';
import type { AccountFile, CheckPart, Security } from './three-part-check/parts.ts';
import type { Recommendation } from './three-part-check/memo.ts';

/** What somebody asks for. Each is refused with a reason or becomes facts; nothing in between. */
export type Command =
  | { readonly type: 'register'; readonly maskedPhone: string }
  | { readonly type: 'verify_identity'; readonly maskedName: string; readonly maskedIdNumber: string }
  /** Staff ask to move the account to another phone, after checking who asks; it moves when another person agrees. */
  | { readonly type: 'propose_phone_change'; readonly maskedPhone: string; readonly note: string }
  | { readonly type: 'approve_phone_change'; readonly approved: boolean; readonly note: string }
  | { readonly type: 'change_consent'; readonly kind: ConsentKind; readonly given: boolean; readonly version: string }
  | {
      readonly type: 'apply';
      readonly kind: LineKind;
      readonly monthlyIncomeFen: bigint;
      readonly employment: Employment;
      readonly monthsInWork: number;
      /** Where they live or trade, if they said so. */
      readonly region?: Region;
      /** The limit that is asked for, of a business line; a large one is decided by two people on a three-part check. */
      readonly askedLimitFen?: bigint;
      /** What the business takes in a month, as its owner says; of a business line, if they said so. */
      readonly monthlySalesFen?: bigint;
    }
  | {
      /** A person decides an application that was referred to people. */
      readonly type: 'decide_application';
      readonly approved: boolean;
      readonly limitFen: bigint | null;
      /** Why it is declined, in any order; none where it is approved. */
      readonly reasonCodes: readonly string[];
      readonly note: string;
    }
  /** One part of the three-part check of a business application; again it replaces the part before. */
  | { readonly type: 'record_check'; readonly part: CheckPart }
  /** A statement of an account that was read from a file, put beside the financial statements; or taken away again. */
  | { readonly type: 'add_account_file'; readonly file: AccountFile }
  | { readonly type: 'drop_account_file'; readonly sha256: string }
  /** What stands behind an open business line, valued again: the same items, with what they are worth now. */
  | { readonly type: 'revalue_security'; readonly securities: readonly Security[]; readonly note: string }
  /** What a person proposes on the ground of the check; it comes to something when another agrees. */
  | { readonly type: 'propose_credit'; readonly recommendation: Recommendation }
  | { readonly type: 'approve_credit'; readonly approved: boolean; readonly note: string }
  | {
      readonly type: 'accept_offer';
      readonly costSheetHash: string;
      readonly readSeconds: number;
      readonly scrolledToEnd: boolean;
    }
  | {
      readonly type: 'draw';
      readonly amountFen: bigint;
      readonly tenorMonths: number;
      readonly method: RepaymentMethod;
      readonly purpose: LoanPurpose;
      readonly accountTail: string;
      readonly planHash: string;
      readonly costSheetHash: string;
      readonly readSeconds: number;
      readonly scrolledToEnd: boolean;
      /** The device it came from, where known; feeds the security rules. */
      readonly deviceId: string | null;
      /** A one-time code, sent for this amount, was given. */
      readonly codeConfirmed: boolean;
    }
  | {
      readonly type: 'payment_answered';
      readonly paymentId: string;
      readonly succeeded: boolean;
      readonly date: IsoDate;
      readonly failure: LocalText | null;
    }
  | {
      readonly type: 'repay';
      /** One loan, or null for everything due across loans. */
      readonly loanId: string | null;
      readonly mode: RepaymentPart['mode'];
      readonly amountFen: bigint | null;
      readonly surplus: RepaymentPart['surplus'];
    }
  | {
      /** A bank transfer or counter payment that came without an order of ours. */
      readonly type: 'record_repayment';
      readonly loanId: string;
      readonly amountFen: bigint;
      /** The value date. */
      readonly date: IsoDate;
      readonly reference: string;
      readonly surplus: RepaymentPart['surplus'];
    }
  | {
      /** The bank took back a repayment that it had confirmed. */
      readonly type: 'reverse_repayment';
      readonly paymentId: string;
      readonly date: IsoDate;
      readonly reason: LocalText;
    }
  | {
      readonly type: 'change_loan';
      readonly loanId: string;
      readonly change: LoanChange;
      /** From when it counts; changes that two people make count from their approval. */
      readonly date: IsoDate;
      readonly reason: LocalText;
    }
  | {
      readonly type: 'approve_loan_change';
      readonly proposalId: string;
      readonly approved: boolean;
      readonly note: string;
    }
  | {
      /** Gives back what was paid beyond the debt; null for all of it. */
      readonly type: 'refund_credit';
      readonly loanId: string;
      readonly amountFen: bigint | null;
      readonly reason: LocalText;
    }
  /** The statement of a calendar month that is over; again it adds nothing. */
  | { readonly type: 'issue_statement'; readonly month: string }
  /**
   * What a feed reports, any number at once: judged once, after the last. `amended` are events that corrections and reversals
   * among them are about, as they were first reported: a file lets old days go, and its facts do not.
   */
  | {
      readonly type: 'observe';
      readonly events: readonly BehaviourEvent[];
      readonly amended?: readonly ObservedEvent[];
    }
  | { readonly type: 'pass_step_up' }
  | { readonly type: 'review' }
  | { readonly type: 'lower_limit'; readonly limitFen: bigint }
  | { readonly type: 'lift_own_limit' }
  /** A higher limit for a purpose, up to a day; a person answers. */
  | {
      readonly type: 'ask_temporary_limit';
      readonly limitFen: bigint;
      readonly until: IsoDate;
      readonly purpose: LoanPurpose;
    }
  | { readonly type: 'decide_temporary_limit'; readonly approved: boolean; readonly note: string }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'keep' }
  | { readonly type: 'close' }
  /** The owner of a consumer line agrees to exchange it for a business line, by the text of this version, or does not. */
  | { readonly type: 'answer_move'; readonly agreed: boolean; readonly version: string }
  | { readonly type: 'apply_strategy'; readonly strategy: Strategy }
  | { readonly type: 'roll_back'; readonly rollBack: RollBack }
  | {
      readonly type: 'propose_restriction';
      readonly kind: 'SINGLE_DRAW_CAP' | 'DRAW_HOLD' | 'LIMIT_REDUCED' | 'DRAW_SUSPENDED' | 'FROZEN' | 'CLOSURE';
      /** One to four reasons of the live policy, in any order; what is recorded and told stands in order of weight (N163). */
      readonly reasonCodes: readonly string[];
      readonly limitAfterFen: bigint | null;
      /** The most that one draw may be, where that is what is proposed. */
      readonly singleDrawCapFen?: bigint | null | undefined;
      readonly days: number | null;
      readonly note: string;
    }
  | {
      readonly type: 'approve_restriction';
      readonly restrictionId: string;
      readonly approved: boolean;
      readonly note: string;
    }
  | {
      readonly type: 'renew_restriction';
      readonly restrictionId: string;
      readonly days: number;
      readonly reason: string;
    }
  | { readonly type: 'lift_restriction'; readonly restrictionId: string; readonly reason: string }
  /** Keeps, or takes back, what a person decided under a version that was rolled back. */
  | {
      readonly type: 'look_after_roll_back';
      readonly rollBack: RollBack;
      readonly decisionId: string;
      readonly keep: boolean;
      readonly reason: string;
    }
  /** Lets a rule that an appeal found mistaken count again before its suppression ends. */
  | { readonly type: 'end_suppression'; readonly ruleId: string; readonly reason: string }
  | { readonly type: 'read_notice'; readonly noticeId: string }
  | { readonly type: 'read_file' }
  | {
      readonly type: 'submit_appeal';
      readonly decisionId: string;
      readonly restrictionId: string | null;
      readonly citedReasonCodes: readonly string[];
      readonly statement: string;
      readonly urgentHardship: boolean;
    }
  | { readonly type: 'add_evidence'; readonly appealId: string; readonly evidence: Omit<Evidence, 'receivedAt'> }
  | { readonly type: 'withdraw_appeal'; readonly appealId: string }
  | { readonly type: 'take_appeal'; readonly appealId: string }
  | { readonly type: 'request_info'; readonly appealId: string; readonly text: LocalText }
  | {
      readonly type: 'propose_outcome';
      readonly appealId: string;
      readonly outcome: AppealOutcome;
      readonly reasonText: LocalText;
      readonly acceptedEvidence: readonly AcceptedEvidence[];
      readonly mistakenRuleIds: readonly string[];
    }
  | { readonly type: 'approve_outcome'; readonly appealId: string; readonly approved: boolean; readonly note: string }
  /** End of day for one borrower: ageing, expiries, announced restrictions taking effect, scheduled review if due. */
  | { readonly type: 'close_day'; readonly date: IsoDate };

export type CommandType = Command['type'];

/** A portfolio, regulatory or commercial action: approved, dated, carries no fault (G11). */
export interface Strategy {
  readonly id: string;
  readonly name: LocalText;
  readonly reason: LocalText;
  readonly effect: 'REDUCE' | 'SUSPEND';
  readonly reduceToPercent: number | null;
  readonly minLimitFen: bigint | null;
  readonly dormantMonths: number | null;
  readonly lineKind: LineKind | null;
  /** Only lines of those who said they live or trade here; null for everywhere. */
  readonly region: Region | null;
  /** Only lines of those who said at application that they work so; null for all. */
  readonly segment: StrategySegment | null;
  readonly noticeDays: number;
  readonly author: string;
  readonly approver: string;
}
