import type { LoanEvent } from '@clearline/lending';
import type { Instant, IsoDate, LocalText } from './vocabulary.ts';

/** What people can change on a loan that was paid out. Amounts in fen; rates in parts per billion a year. */
export type LoanChange =
  /** A cost that only a default makes; never on a loan that is paid as agreed (G7). */
  | { readonly kind: 'fee'; readonly amountFen: bigint; readonly feeCode: DefaultCost }
  | { readonly kind: 'fee_waiver'; readonly amountFen: bigint }
  | { readonly kind: 'penalty_waiver'; readonly amountFen: bigint }
  /** Neither interest nor penalty from the change's date until then. */
  | { readonly kind: 'interest_pause'; readonly until: IsoDate }
  /** Nights from the change's date until then do not count as days past due. */
  | { readonly kind: 'ageing_pause'; readonly until: IsoDate }
  /** Down only (G7). */
  | { readonly kind: 'rate_change'; readonly annualRatePpb: bigint }
  | { readonly kind: 'reage'; readonly instalments: number; readonly firstDueDate: IsoDate }
  /** A new plan at a rate not above the present one (G7). */
  | {
      readonly kind: 'restructure';
      readonly instalments: number;
      readonly firstDueDate: IsoDate;
      readonly annualRatePpb: bigint;
    }
  | { readonly kind: 'charge_off' }
  | { readonly kind: 'write_off' }
  /** Takes back a change recorded by mistake. */
  | { readonly kind: 'reversal'; readonly ofId: string };
export type LoanChangeKind = LoanChange['kind'];

export const LOAN_CHANGE_KINDS = [
  'fee',
  'fee_waiver',
  'penalty_waiver',
  'interest_pause',
  'ageing_pause',
  'rate_change',
  'reage',
  'restructure',
  'charge_off',
  'write_off',
  'reversal',
] as const satisfies readonly LoanChangeKind[];

/** Costs of enforcing a debt, the only ones that may be added after a draw; each stands in the cost sheet as default-only. */
export const DEFAULT_COSTS = ['LITIGATION', 'NOTARY', 'DELIVERY'] as const;
export type DefaultCost = (typeof DEFAULT_COSTS)[number];

/** Changes that one person proposes and another approves. A reversal needs what the change it takes back needed. */
export const NEEDS_TWO: readonly LoanChangeKind[] = ['restructure', 'write_off'];

/** Days past due from which a debt may be written off or its interest stopped for good: no longer performing. */
export const NOT_PERFORMING_DAYS = 91;

/** A change that waits for a second person. */
export interface LoanProposal {
  readonly id: string;
  readonly loanId: string;
  readonly change: LoanChange;
  readonly reason: LocalText;
  readonly proposedBy: string;
  readonly proposedAt: Instant;
  readonly state: 'WAITING' | 'APPROVED' | 'REJECTED';
  /** The second person, once there was one. */
  readonly decidedBy: string | null;
}

/** An event as it entered a loan's account, and the day through which the ledger then holds the loan whole. */
export interface RecordedEvent {
  readonly loanId: string;
  readonly event: LoanEvent;
  readonly postedThrough: IsoDate;
}
