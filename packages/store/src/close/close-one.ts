import { endOfDate, plusMs, type Fact, type Instant, type IsoDate } from '@clearline/line';
import type { BookWriter } from '../book/writer.ts';
import { mayBeOnes, type Queryable } from '../db/sql.ts';
import { causeOfError, causeOfRefusal, type CloseCause } from './close-failures.ts';

/** What closing a day came to for one borrower; without a cause it succeeded. */
export interface Closed {
  readonly borrowerId: string;
  readonly facts: readonly Fact[];
  readonly cause: CloseCause | null;
}

export const keyOf = (date: IsoDate): string => `close:${date}`;

/** The last millisecond still belongs to the day. */
export const lastInstantOf = (date: IsoDate): Instant => plusMs(endOfDate(date), -1);

/**
 * Closes a day for one borrower. What is wrong with this borrower alone comes back as a cause.
 * @throws StoreError, BookLost where the database or the book is lost to everybody
 */
export const closeOne = async (
  writer: BookWriter,
  borrowerId: string,
  date: IsoDate,
  occurredAt: Instant,
): Promise<Closed> => {
  try {
    const result = await writer.execute({
      borrowerId,
      command: { type: 'close_day', date },
      actor: { kind: 'machine', name: 'day-close' },
      idempotencyKey: keyOf(date),
      occurredAt,
      businessDate: date,
    });
    if (result.ok) return { borrowerId, facts: result.facts, cause: null };
    return { borrowerId, facts: [], cause: causeOfRefusal(result.refusal) };
  } catch (error) {
    if (!mayBeOnes(error)) throw error;
    return { borrowerId, facts: [], cause: causeOfError(error) };
  }
};

export interface Counts {
  readonly bucketMoves: number;
  readonly expired: number;
  readonly effective: number;
  readonly reviews: number;
}

export const countOf = (closed: readonly Closed[]): Counts => {
  const facts = closed.flatMap((each) => each.facts);
  const count = (test: (fact: Fact) => boolean): number => facts.filter(test).length;
  return {
    bucketMoves: count(({ body }) => body.type === 'loan.aged' && body.fromBucket !== body.toBucket),
    expired: count(({ body }) => body.type === 'restriction.ended' && body.state === 'expired'),
    effective: count(({ body }) => body.type === 'restriction.effective'),
    reviews: count(({ body }) => body.type === 'review.completed'),
  };
};

/** Adds what closing some borrowers did to the row of the day, and how far in their order a run has come. */
export const addCounts = async (
  on: Queryable,
  bookId: string,
  date: IsoDate,
  did: Counts,
  run: { readonly borrowers: number; readonly last: string | null } = { borrowers: 0, last: null },
): Promise<void> => {
  await on.query(
    `UPDATE day_closes SET borrowers = borrowers + $3, bucket_moves = bucket_moves + $4,
       restrictions_expired = restrictions_expired + $5, pre_notices_effective = pre_notices_effective + $6,
       reviews = reviews + $7, progress_borrower_id = coalesce($8, progress_borrower_id)
     WHERE book_id = $1 AND date = $2`,
    [bookId, date, run.borrowers, did.bucketMoves, did.expired, did.effective, did.reviews, run.last],
  );
};
