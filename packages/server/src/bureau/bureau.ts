import type { BureauUpdateEvent, Instant, IsoDate } from '@clearline/line';

/** Whom a bureau is asked about, with their consent on record. */
export interface BureauEnquiry {
  readonly borrowerId: string;
  readonly name: string;
  readonly idNumber: string;
  readonly monthlyIncomeFen: bigint;
}

/** The port that a credit bureau’s adapter fills: what it reports today. */
export type Bureau = (
  person: BureauEnquiry,
  at: { readonly now: Instant; readonly date: IsoDate },
) => Promise<BureauUpdateEvent>;
