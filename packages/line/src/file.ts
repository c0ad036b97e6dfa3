import type { Conduct, LoanAccount, LoanTerms } from '@clearline/lending';
import type { Appeal } from './appeal.ts';
import type {
  BureauUpdateEvent,
  CredentialChangeEvent,
  DeviceEvent,
  DrawAttemptEvent,
  IncomeUpdateEvent,
  LoginEvent,
  PurchaseEvent,
} from './behaviour-event.ts';
import type { DecisionRecord } from './decision-record.ts';
import type { LimitChange, RepaymentPart } from './fact.ts';
import type { LoanProposal } from './loan-change.ts';
import type { Notice } from './notice.ts';
import type { Restriction } from './restriction.ts';
import type { StatementSummary } from './statement.ts';
import type { ConsentKind, Employment, Instant, IsoDate, LineKind, LoanPurpose, LocalText } from './vocabulary.ts';

/** One loan under the line. `account` is null until the rail confirmed the disbursement. */
export interface Loan {
  readonly id: string;
  readonly state: 'PENDING' | 'ACTIVE' | 'SETTLED' | 'FAILED' | 'WRITTEN_OFF';
  readonly terms: LoanTerms;
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
  readonly status: 'SUBMITTED' | 'OFFERED' | 'DECLINED' | 'REFERRED' | 'ACCEPTED' | 'EXPIRED';
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
}

/** What the monitoring looks at: recent raw events by kind, kept as long as the longest window needs. */
export interface Behaviour {
  readonly logins: readonly LoginEvent[];
  readonly devices: readonly DeviceEvent[];
  readonly credentialChanges: readonly CredentialChangeEvent[];
  readonly purchases: readonly PurchaseEvent[];
  readonly drawAttempts: readonly DrawAttemptEvent[];
  /** Newest by the date it speaks of, not by arrival. */
  readonly bureau: BureauUpdateEvent | null;
  readonly income: IncomeUpdateEvent | null;
  readonly seenEventIds: readonly string[];
}

/** The borrower’s whole state, made from facts by `evolve` and never otherwise. */
export interface BorrowerFile {
  readonly borrowerId: string;
  /** Number of facts applied; the next fact gets this as its `seq`. */
  readonly version: number;
  readonly registeredAt: Instant | null;
  readonly maskedPhone: string | null;
  readonly maskedName: string | null;
  readonly maskedIdNumber: string | null;
  readonly consents: Readonly<Partial<Record<ConsentKind, { readonly version: string; readonly givenAt: Instant }>>>;
  readonly application: Application | null;
  readonly line: Line | null;
  readonly limitHistory: readonly (LimitChange & { readonly at: Instant })[];
  readonly loans: Readonly<Record<string, Loan>>;
  readonly payments: Readonly<Record<string, Payment>>;
  readonly restrictions: Readonly<Record<string, Restriction>>;
  readonly decisions: Readonly<Record<string, DecisionRecord>>;
  readonly notices: Readonly<Record<string, Notice & { readonly readAt: Instant | null }>>;
  readonly appeals: Readonly<Record<string, Appeal>>;
  readonly behaviour: Behaviour;
  readonly suppressedRuleIds: readonly string[];
  /** Roll-backs that were applied here. */
  readonly rollBackIds: readonly string[];
  readonly stepUpPassedAt: Instant | null;
  readonly loanProposals: Readonly<Record<string, LoanProposal>>;
  readonly statements: Readonly<Record<string, StatementSummary>>;
}

export const emptyFile = (borrowerId: string): BorrowerFile => ({
  borrowerId,
  version: 0,
  registeredAt: null,
  maskedPhone: null,
  maskedName: null,
  maskedIdNumber: null,
  consents: {},
  application: null,
  line: null,
  limitHistory: [],
  loans: {},
  payments: {},
  restrictions: {},
  decisions: {},
  notices: {},
  appeals: {},
  behaviour: {
    logins: [],
    devices: [],
    credentialChanges: [],
    purchases: [],
    drawAttempts: [],
    bureau: null,
    income: null,
    seenEventIds: [],
  },
  suppressedRuleIds: [],
  rollBackIds: [],
  stepUpPassedAt: null,
  loanProposals: {},
  statements: {},
});
