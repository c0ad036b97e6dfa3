import type { IsoDate } from '../calendar/dates.ts';

/** What the borrower wants done with money beyond what is due. */
export type Surplus = 'SHORTER_TENOR' | 'SMALLER_INSTALMENT' | 'NEXT_INSTALMENT';

interface Happening {
  readonly id: string;
  readonly date: IsoDate;
}

/**
 * What happens to a loan after it was paid out. Events may be recorded in any order: an account's state on a day is the
 * replay, in date order, of the events dated up to that day. Nothing is corrected in place; a `reversal` takes an event
 * out of the replay from the reversal's own date on.
 */
export type LoanEvent =
  | (Happening & {
      readonly kind: 'repayment';
      readonly amountFen: bigint;
      /** DUE: what is due first. EARLY_PART: more than due. EARLY_FULL: exactly the payoff balance of its date. */
      readonly mode: 'DUE' | 'EARLY_PART' | 'EARLY_FULL';
      readonly surplus: Surplus;
      /**
       * What is beyond the payoff balance is owed back instead of being refused: for money that has come in already and
       * cannot be turned away, as when a waiver shrank the debt while the payment was on its way.
       */
      readonly excess?: 'CREDIT';
    })
  | (Happening & { readonly kind: 'reversal'; readonly ofId: string })
  /** From its date; instalments after the current one are re-levelled. */
  | (Happening & { readonly kind: 'rate_change'; readonly annualRatePpb: bigint })
  /** Neither interest nor penalty runs from `date` to `until`. */
  | (Happening & { readonly kind: 'interest_pause'; readonly until: IsoDate })
  /** Falls due with the instalment of its date. */
  | (Happening & { readonly kind: 'fee'; readonly amountFen: bigint; readonly feeCode: string })
  | (Happening & { readonly kind: 'fee_waiver'; readonly amountFen: bigint })
  | (Happening & { readonly kind: 'penalty_waiver'; readonly amountFen: bigint })
  /** A new plan over all principal outstanding; unpaid interest, penalty and fees move, unchanged, to its first instalment. */
  | (Happening & {
      readonly kind: 'restructure';
      readonly instalments: number;
      readonly every: number;
      readonly unit: 'MONTHS' | 'WEEKS' | 'DAYS';
      readonly firstDueDate: IsoDate;
      readonly annualRatePpb: bigint;
    })
  /** As a restructure with the steps and rate unchanged: brings the loan current over `instalments` from `firstDueDate`. */
  | (Happening & { readonly kind: 'reage'; readonly instalments: number; readonly firstDueDate: IsoDate })
  /** Nights from `date` to `until` do not count towards ageing. */
  | (Happening & { readonly kind: 'ageing_pause'; readonly until: IsoDate })
  /** Stops interest and penalty; the debt stands. */
  | (Happening & { readonly kind: 'charge_off' })
  /** Takes the debt off the books; what is collected afterwards is a recovery. */
  | (Happening & { readonly kind: 'write_off' })
  | (Happening & { readonly kind: 'recovery'; readonly amountFen: bigint; readonly excess?: 'CREDIT' })
  /**
   * Money owed back to the borrower was paid out to them. `paidOut`: it has gone already, so it is recorded even where a
   * reversal left less to give back.
   */
  | (Happening & { readonly kind: 'credit_refund'; readonly amountFen: bigint; readonly paidOut?: true });

export type LoanEventKind = LoanEvent['kind'];

/** Order within one day, so that the result does not depend on the order of arrival; ids decide between equals. */
const RANK: Readonly<Record<LoanEventKind, number>> = {
  reversal: 0,
  rate_change: 1,
  interest_pause: 2,
  ageing_pause: 3,
  fee: 4,
  fee_waiver: 5,
  penalty_waiver: 6,
  restructure: 7,
  reage: 8,
  repayment: 9,
  charge_off: 10,
  write_off: 11,
  recovery: 12,
  credit_refund: 13,
};

const MODE_RANK = { DUE: 0, EARLY_PART: 1, EARLY_FULL: 2 } as const;

/** Date, then kind, then (for repayments) full settlement last, then id. */
export const compareEvents = (a: LoanEvent, b: LoanEvent): number => {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1;
  if (a.kind !== b.kind) return RANK[a.kind] - RANK[b.kind];
  if (a.kind === 'repayment' && b.kind === 'repayment' && a.mode !== b.mode)
    return MODE_RANK[a.mode] - MODE_RANK[b.mode];
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
};
