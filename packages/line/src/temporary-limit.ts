import type { Instant, IsoDate, LoanPurpose } from './vocabulary.ts';

/** A higher limit for a purpose and a time; it lies over the granted one and ends by itself (N88). */
export interface TemporaryLimit {
  readonly limitFen: bigint;
  readonly purpose: LoanPurpose;
  /** From this moment the borrower is told that it ends. */
  readonly tellAt: Instant;
  readonly until: Instant;
  readonly endTold: boolean;
}

/** What the borrower asked for; a person answers. */
export interface TemporaryAsk {
  readonly limitFen: bigint;
  readonly purpose: LoanPurpose;
  /** The first day on which it no longer holds. */
  readonly until: IsoDate;
  readonly askedAt: Instant;
}

/** Days that it may last: long enough for its end to be told ahead, short enough to be no second permanent limit. */
export const TEMPORARY_DAYS = { least: 14, most: 90 } as const;
/** At most this share of the granted limit, in percent. */
export const TEMPORARY_PERCENT_MAX = 150n;

/** In force until its end was told and has come: a day that was not closed ends nothing unannounced. */
export const temporaryInForce = (temporary: TemporaryLimit | null, now: Instant): boolean =>
  temporary !== null && (!temporary.endTold || temporary.until > now);

/** When the next thing happens to it: its end is told, or comes. */
export const temporaryNextAt = ({ endTold, tellAt, until }: TemporaryLimit): Instant => (endTold ? until : tellAt);
