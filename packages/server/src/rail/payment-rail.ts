import type { IsoDate, LocalText } from '@clearline/line';

/** What a lender asks of a payment rail; `externalId` makes the order idempotent. */
export interface RailOrder {
  readonly externalId: string;
  readonly direction: 'OUT' | 'IN';
  readonly amountFen: bigint;
  /** Whose money moves; the rail knows their account. */
  readonly borrowerId: string;
  /** The last four digits of the account that a draw is paid to; null for collections. */
  readonly accountTail: string | null;
}
export interface RailResult {
  readonly succeeded: boolean;
  /** The value date: the day on which the rail did it, which may lie before the day on which it says so. */
  readonly date: IsoDate;
  readonly failure: LocalText | null;
}
/** An answer, or none in time: then nobody knows, and the rail must be asked again by `query`. */
export type RailAnswer =
  | { readonly kind: 'ANSWERED'; readonly results: readonly RailResult[] }
  | { readonly kind: 'TIMED_OUT' };

/** What the rail says of an order: its result, that it is still at work, or that it has never seen it. */
export type RailKnowledge = RailResult | 'PENDING' | null;

/** The port that a payment rail’s adapter fills. */
export interface PaymentRail {
  order(order: RailOrder): Promise<RailAnswer>;
  query(externalId: string): Promise<RailKnowledge>;
  /** Every order it did or refused on a day, as CSV (store rule S28). */
  dailyFile(date: IsoDate): Promise<string>;
}
