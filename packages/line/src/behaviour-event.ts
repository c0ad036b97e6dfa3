import type { Instant, IsoDate } from './vocabulary.ts';

/** What the lender’s systems report about a borrower; idempotent by `eventId`, possibly late and out of order. */
interface EventBase {
  readonly eventId: string;
  readonly occurredAt: Instant;
  /** The feed it came through, e.g. `app`, `bureau:pboc`. */
  readonly source: string;
}

export interface LoginEvent extends EventBase {
  readonly kind: 'LOGIN';
  readonly deviceId: string;
  readonly province: string;
  readonly success: boolean;
  /** Where, in tenths of a degree: enough to see that nobody travels so fast, too coarse to find a home. */
  readonly latitudeTenths?: number;
  readonly longitudeTenths?: number;
}
export interface DeviceEvent extends EventBase {
  readonly kind: 'DEVICE';
  readonly deviceId: string;
  readonly emulator: boolean;
  readonly rooted: boolean;
  readonly accountsOnDevice: number;
}
export interface CredentialChangeEvent extends EventBase {
  readonly kind: 'CREDENTIAL_CHANGE';
  readonly what: 'PHONE' | 'CARD' | 'PASSWORD';
}
/** Whether what identifies the borrower and moves their money is still valid. */
export interface DocumentStatusEvent extends EventBase {
  readonly kind: 'DOCUMENT_STATUS';
  readonly document: 'ID_CARD' | 'PHONE' | 'BANK_CARD';
  readonly valid: boolean;
}
export interface PurchaseEvent extends EventBase {
  readonly kind: 'PURCHASE';
  readonly amountFen: bigint;
  readonly category: string;
  readonly payee: string;
  /** Money back for an earlier purchase. */
  readonly refund?: boolean;
  /** What was bought does not fit what the payee is registered to sell. */
  readonly categoryMismatch?: boolean;
  /** The payee shares name, device or network address with the payer. */
  readonly payeeLinked?: boolean;
}
export interface TransferEvent extends EventBase {
  readonly kind: 'TRANSFER';
  readonly direction: 'IN' | 'OUT';
  readonly amountFen: bigint;
  readonly payee: string;
  readonly payeeKind: 'PERSON' | 'MERCHANT' | 'SECURITIES' | 'PROPERTY' | 'LENDER' | 'OWN_ACCOUNT' | 'OTHER';
}
export interface DrawAttemptEvent extends EventBase {
  readonly kind: 'DRAW_ATTEMPT';
  readonly amountFen: bigint;
  readonly deviceId: string;
}
/** A repayment that another system saw, to us or to another lender; those through our own book are facts already. */
export interface RepaymentEvent extends EventBase {
  readonly kind: 'REPAYMENT';
  readonly amountFen: bigint;
  readonly to: 'US' | 'ELSEWHERE';
  readonly late: boolean;
}
export interface BureauUpdateEvent extends EventBase {
  readonly kind: 'BUREAU_UPDATE';
  /** The day the report speaks of; newest by this, not by arrival. */
  readonly reportDate: IsoDate;
  readonly overdueAccounts: number;
  readonly overdueDaysMax: number;
  readonly overdueAmountFen: bigint;
  readonly hardEnquiries1m: number;
  readonly hardEnquiries3m: number;
  readonly hardEnquiries6m?: number;
  readonly hardEnquiries12m?: number;
  readonly unsettledLenders: number;
  /** Lenders with open loans that are not banks. */
  readonly nonBankLenders?: number;
  readonly newLenders3m: number;
  readonly totalDebtFen: bigint;
  readonly monthlyDebtServiceFen: bigint;
  /** Over all cards and revolving lines elsewhere. */
  readonly revolvingLimitFen?: bigint;
  readonly revolvingUsedFen?: bigint;
  readonly overdueMonths24m: number;
  readonly consecutiveOverdueMonths24m: number;
}
export interface IncomeUpdateEvent extends EventBase {
  readonly kind: 'INCOME_UPDATE';
  readonly monthlyIncomeFen: bigint;
  readonly proof: 'DECLARED' | 'PAYSLIP' | 'TAX' | 'BANK_STATEMENT';
  /** Months of the last three in which social insurance or housing fund was paid in. */
  readonly contributionMonths3m?: number;
}
export interface TaxUpdateEvent extends EventBase {
  readonly kind: 'TAX_UPDATE';
  /** First day of the tax period. */
  readonly periodFrom: IsoDate;
  readonly declaredSalesFen: bigint;
  readonly taxPaidFen: bigint;
  readonly filedOnTime: boolean;
}
export interface SalesUpdateEvent extends EventBase {
  readonly kind: 'SALES_UPDATE';
  /** The business date of the takings. */
  readonly salesDate: IsoDate;
  readonly salesFen: bigint;
  readonly orders: number;
}

/** An observation of its own; corrections and reversals are about one. */
export type ObservedEvent =
  | LoginEvent
  | DeviceEvent
  | CredentialChangeEvent
  | DocumentStatusEvent
  | PurchaseEvent
  | TransferEvent
  | DrawAttemptEvent
  | RepaymentEvent
  | BureauUpdateEvent
  | IncomeUpdateEvent
  | TaxUpdateEvent
  | SalesUpdateEvent;

/** The earlier event was wrong and should have said this. May arrive before the event that it corrects. */
export interface CorrectionEvent extends EventBase {
  readonly kind: 'CORRECTION';
  readonly corrects: string;
  /** Of the same kind as the event that it corrects. */
  readonly replacement: ObservedEvent;
}
/** The earlier event did not take place. May arrive before the event that it takes back. */
export interface ReversalEvent extends EventBase {
  readonly kind: 'REVERSAL';
  readonly reverses: string;
}
export type Amendment = CorrectionEvent | ReversalEvent;
export type BehaviourEvent = ObservedEvent | Amendment;

export const OBSERVED_KINDS = [
  'LOGIN',
  'DEVICE',
  'CREDENTIAL_CHANGE',
  'DOCUMENT_STATUS',
  'PURCHASE',
  'TRANSFER',
  'DRAW_ATTEMPT',
  'REPAYMENT',
  'BUREAU_UPDATE',
  'INCOME_UPDATE',
  'TAX_UPDATE',
  'SALES_UPDATE',
] as const satisfies readonly ObservedEvent['kind'][];

/** A feed says that it is alive, and how often it will say so. It belongs to no borrower. */
export interface HeartbeatEvent extends EventBase {
  readonly kind: 'HEARTBEAT';
  /** The next one comes within this time; three missed in a row are an outage. */
  readonly everySeconds: number;
  /** Keys of the policy’s `sources.json` whose values come through this feed. */
  readonly carries: readonly string[];
}

/** The event that an amendment is about. */
export const amendedId = (event: Amendment): string => (event.kind === 'CORRECTION' ? event.corrects : event.reverses);
export const isAmendment = (event: BehaviourEvent): event is Amendment =>
  event.kind === 'CORRECTION' || event.kind === 'REVERSAL';
/** Only the feed that reported an event may amend it, and a correction into another kind says nothing about it (N43). */
export const maySpeakOf = (event: Pick<ObservedEvent, 'source' | 'kind'>, amendment: Amendment): boolean =>
  amendment.source === event.source && (amendment.kind === 'REVERSAL' || amendment.replacement.kind === event.kind);

/** Clocks of feeds may run ahead a little; what is further ahead than this is wrong. */
export const CLOCK_SKEW_MS = 3_600_000;

/** The day that a report speaks of, and the field it stands in; null for events that speak of their own moment alone. */
export const daySpokenOf = (event: {
  readonly kind: string;
}): { readonly field: string; readonly value: IsoDate } | null => {
  const spoken = event as BehaviourEvent;
  switch (spoken.kind) {
    case 'BUREAU_UPDATE':
      return { field: 'reportDate', value: spoken.reportDate };
    case 'SALES_UPDATE':
      return { field: 'salesDate', value: spoken.salesDate };
    case 'TAX_UPDATE':
      return { field: 'periodFrom', value: spoken.periodFrom };
    default:
      return null;
  }
};
