import type { Instant } from './vocabulary.ts';

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
export interface PurchaseEvent extends EventBase {
  readonly kind: 'PURCHASE';
  readonly amountFen: bigint;
  readonly category: string;
  readonly payee: string;
}
export interface DrawAttemptEvent extends EventBase {
  readonly kind: 'DRAW_ATTEMPT';
  readonly amountFen: bigint;
  readonly deviceId: string;
}
export interface BureauUpdateEvent extends EventBase {
  readonly kind: 'BUREAU_UPDATE';
  readonly reportDate: string;
  readonly overdueAccounts: number;
  readonly overdueDaysMax: number;
  readonly overdueAmountFen: bigint;
  readonly hardEnquiries1m: number;
  readonly hardEnquiries3m: number;
  readonly unsettledLenders: number;
  readonly newLenders3m: number;
  readonly totalDebtFen: bigint;
  readonly monthlyDebtServiceFen: bigint;
  readonly overdueMonths24m: number;
  readonly consecutiveOverdueMonths24m: number;
}
export interface IncomeUpdateEvent extends EventBase {
  readonly kind: 'INCOME_UPDATE';
  readonly monthlyIncomeFen: bigint;
  readonly proof: 'DECLARED' | 'PAYSLIP' | 'TAX' | 'BANK_STATEMENT';
}

export type BehaviourEvent =
  | LoginEvent
  | DeviceEvent
  | CredentialChangeEvent
  | PurchaseEvent
  | DrawAttemptEvent
  | BureauUpdateEvent
  | IncomeUpdateEvent;
