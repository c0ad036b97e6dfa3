import type { Conduct, LoanAccount, LoanTerms } from '@clearline/lending';
import type { Appeal } from './appeal.ts';
import { type ById, noneById } from './by-id.ts';
import type { Amendment, ObservedEvent } from './behaviour-event.ts';
import type { DecisionRecord } from './decision-record.ts';
import type { LimitChange, RepaymentPart } from './fact.ts';
import { SeenIds } from './features/seen-ids.ts';
import type { Stream, StreamKind } from './features/stream.ts';
import type { LoanProposal } from './loan-change.ts';
import type { Move } from './move.ts';
import type { Notice } from './notice.ts';
import type { Region } from './regions.ts';
import type { Restriction } from './restriction.ts';
import type { Suppression } from './suppression.ts';
import type { TemporaryAsk, TemporaryLimit } from './temporary-limit.ts';
import type { StatementSummary } from './statement.ts';
import type { ThreePartCheck } from './three-part-check/parts.ts';
import type { SecurityLook } from './three-part-check/security-look.ts';
import type { AnsweredProposal } from './three-part-check/proposal.ts';
import type { ConsentKind, Employment, Instant, IsoDate, LineKind, LoanPurpose, LocalText } from './vocabulary.ts';

/** One loan under the line. `account` is null until the rail confirmed the disbursement. */
export interface Loan {
  readonly id: string;
  readonly state: 'PENDING' | 'ACTIVE' | 'SETTLED' | 'FAILED' | 'WRITTEN_OFF';
  readonly terms: LoanTerms;
  /** Of the line that it was drawn under; its ageing goes by that kind for good. */
  readonly lineKind: LineKind;
  readonly account: LoanAccount | null;
  readonly purpose: LoanPurpose;
  readonly accountTail: string;
  readonly requestedAt: Instant;
  readonly paymentId: string;
  readonly settledOn: IsoDate | null;
  readonly bucket: string;
  readonly daysPastDue: number;
  readonly tier: string;
  /** The ledger holds what the account says as of this day, or as of the last closed day where that is later. */
  readonly postedThrough: IsoDate;
  /** How it was paid, by value dates; more than three days past due costs good standing. */
  readonly conduct: Conduct;
  /** The day on which a move in ageing was last recorded. */
  readonly agedOn: IsoDate | null;
}

export interface Payment {
  readonly id: string;
  readonly direction: 'OUT' | 'IN';
  readonly purpose: 'DRAW' | 'REPAYMENT' | 'REFUND';
  /** REVERSED: the bank took back what it had confirmed. */
  readonly state: 'PENDING' | 'SUCCEEDED' | 'FAILED' | 'REVERSED';
  readonly amountFen: bigint;
  readonly requestedAt: Instant;
  readonly answeredAt: Instant | null;
  /** The day from which the money counts, as the rail or the bank says; null while there is no answer. */
  readonly valueDate: IsoDate | null;
  readonly loanIds: readonly string[];
  readonly parts: readonly RepaymentPart[];
  /** Events that the payment made, once it succeeded; a reversal takes them out. */
  readonly eventIds: readonly { readonly loanId: string; readonly eventId: string }[];
  /** The bank’s own, of a payment that came without an order of ours. */
  readonly reference: string | null;
  readonly failure: LocalText | null;
}

export interface Application {
  readonly id: string;
  readonly kind: LineKind;
  readonly submittedAt: Instant;
  readonly monthlyIncomeFen: bigint;
  readonly employment: Employment;
  readonly monthsInWork: number;
  /** Where they live or trade; null where they did not say. */
  readonly region: Region | null;
  /** The limit asked for; null where none was. */
  readonly askedLimitFen: bigint | null;
  /** What the business takes in a month, as its owner says; null where they did not say. */
  readonly monthlySalesFen: bigint | null;
  /** What people recorded of its three-part check; null until they begin one. */
  readonly check: ThreePartCheck | null;
  /** What was last proposed on its ground. */
  readonly proposal: AnsweredProposal | null;
  readonly status: 'SUBMITTED' | 'OFFERED' | 'DECLINED' | 'REFERRED' | 'ACCEPTED';
  readonly decisionId: string | null;
  readonly reapplyFrom: IsoDate | null;
  readonly offer: {
    readonly limitFen: bigint;
    readonly dailyRatePpb: bigint;
    readonly validUntil: Instant;
    readonly costSheetHash: string;
  } | null;
}

export interface Line {
  readonly id: string;
  readonly kind: LineKind;
  readonly status: 'ACTIVE' | 'CLOSED';
  /** The granted limit; restrictions in force may make the effective one smaller. */
  readonly grantedLimitFen: bigint;
  readonly dailyRatePpb: bigint;
  readonly openedAt: Instant;
  readonly nextReviewDate: IsoDate;
  readonly pausedAt: Instant | null;
  /** The borrower’s own cap, which no machine raises. */
  readonly borrowerCapFen: bigint | null;
  readonly keptAt: Instant | null;
  readonly temporary: TemporaryLimit | null;
  /** What stands behind it was valued too long ago, and waits for a person to have it valued again; nothing else comes of it. */
  readonly securityLook: SecurityLook | null;
}

/**
 * What corrects or reverses an event, and the event as it was first reported; null until that arrives. Until then the last
 * amendment of each feed and kind is kept, since which of them may speak of it (N43) shows only then; afterwards the one
 * that counts, if any.
 */
export interface Amended {
  readonly amendments: readonly Amendment[];
  readonly original: ObservedEvent | null;
}

/** What the monitoring looks at: recent events by kind, kept as long as the longest window needs. */
export interface Behaviour {
  readonly streams: Readonly<Partial<Record<StreamKind, Stream>>>;
  /** By the id of the event that they are about. */
  readonly amendments: ById<Amended>;
  readonly seenEventIds: SeenIds;
  /** What of the data is in doubt, by kind, source and what it is about: each is put on record once. */
  readonly doubts: readonly string[];
}

export interface PhoneProposal {
  readonly maskedPhone: string;
  readonly proposedBy: string;
  readonly proposedAt: Instant;
  /** How it was made sure who asks. */
  readonly note: string;
}

/** A consent to the text of a version. */
export interface GivenConsent {
  readonly version: string;
  readonly givenAt: Instant;
}

/** The borrower’s whole state, made from facts by `evolve` and never otherwise. */
export interface BorrowerFile {
  readonly borrowerId: string;
  /** Number of facts applied; the next fact gets this as its `seq`. */
  readonly version: number;
  readonly registeredAt: Instant | null;
  readonly maskedPhone: string | null;
  /** A move to another phone that waits for a second person. */
  readonly phoneProposal: PhoneProposal | null;
  readonly maskedName: string | null;
  readonly maskedIdNumber: string | null;
  readonly consents: Readonly<Partial<Record<ConsentKind, GivenConsent>>>;
  /** Consents that were given and taken back, until they are given again (N168). */
  readonly consentsTakenBack: Readonly<Partial<Record<ConsentKind, GivenConsent & { readonly takenBackAt: Instant }>>>;
  readonly application: Application | null;
  /** The one line that is, or last was, open for draws. */
  readonly line: Line | null;
  /** Lines that were exchanged for it, closed; loans drawn under them go on. */
  readonly formerLines: readonly Line[];
  readonly move: Move | null;
  readonly limitHistory: readonly (LimitChange & { readonly at: Instant })[];
  readonly loans: ById<Loan>;
  readonly payments: ById<Payment>;
  readonly restrictions: ById<Restriction>;
  readonly decisions: ById<DecisionRecord>;
  readonly notices: ById<Notice & { readonly readAt: Instant | null }>;
  readonly appeals: ById<Appeal>;
  readonly behaviour: Behaviour;
  /** By rule, ended ones among them until a new one takes their place; `suppressedRuleIds` says which hold at a moment. */
  readonly suppressions: Readonly<Record<string, Suppression>>;
  /** Roll-backs that were applied here. */
  readonly rollBackIds: readonly string[];
  /** Decisions of people that were looked at after a roll-back, as `lookKey` writes them. */
  readonly rollBackLooks: readonly string[];
  readonly stepUpPassedAt: Instant | null;
  /** A temporary limit that the borrower asked for and nobody answered yet. */
  readonly temporaryAsk: TemporaryAsk | null;
  readonly loanProposals: ById<LoanProposal>;
  readonly statements: ById<StatementSummary>;
  /** Since when something learnt late waits to be looked at; null when nothing does. */
  readonly rereviewOpenedAt: Instant | null;
}

export const emptyFile = (borrowerId: string): BorrowerFile => ({
  borrowerId,
  version: 0,
  registeredAt: null,
  maskedPhone: null,
  phoneProposal: null,
  maskedName: null,
  maskedIdNumber: null,
  consents: {},
  consentsTakenBack: {},
  application: null,
  line: null,
  formerLines: [],
  move: null,
  limitHistory: [],
  loans: noneById(),
  payments: noneById(),
  restrictions: noneById(),
  decisions: noneById(),
  notices: noneById(),
  appeals: noneById(),
  behaviour: { streams: {}, amendments: noneById(), seenEventIds: SeenIds.none, doubts: [] },
  suppressions: {},
  rollBackIds: [],
  rollBackLooks: [],
  stepUpPassedAt: null,
  temporaryAsk: null,
  loanProposals: noneById(),
  statements: noneById(),
  rereviewOpenedAt: null,
});
