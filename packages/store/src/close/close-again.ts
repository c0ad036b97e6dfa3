import type { Instant } from '@clearline/line';
import type { BookWriter } from '../book/writer.ts';
import type { Sql } from '../db/sql.ts';
import {
  noteFailure,
  readUnclosed,
  readUnproven,
  settleFailure,
  triedInVain,
  type UnclosedDays,
} from './close-failures.ts';
import { addCounts, closeOne, countOf, lastInstantOf } from './close-one.ts';
import { sumSome } from './sum-book.ts';

/** Borrowers tried at a time, as in a day’s own close. */
const STEP = 200;

/** What trying again came to, in borrowers with something left open by earlier runs. */
export interface CloseRetries {
  readonly borrowers: number;
  /** Of them, those of whom nothing is open any more. */
  readonly madeGood: number;
}

/**
 * Tries again what earlier runs could not close, for each borrower the oldest day first, up to the first that fails again;
 * and to work out the loans that were left unproven. What it did is added to the rows of those days.
 */
export const closeAgain = async (writer: BookWriter, sql: Sql, clock: () => Instant): Promise<CloseRetries> => {
  const tried = new Set<string>();
  const failed = new Set<string>();
  const inSteps = async (read: typeof readUnclosed, again: typeof closeInOrder): Promise<void> => {
    for (let after = ''; ; ) {
      const step = await read(sql, writer.bookId, { after, limit: STEP });
      const good = await Promise.all(step.map((unclosed) => again(writer, sql, clock, unclosed)));
      for (const [k, { borrowerId }] of step.entries()) {
        tried.add(borrowerId);
        if (good[k] === false) failed.add(borrowerId);
      }
      const last = step.at(-1);
      if (last === undefined || step.length < STEP) return;
      after = last.borrowerId;
    }
  };
  await inSteps(readUnclosed, closeInOrder);
  await inSteps(readUnproven, proveInOrder);
  return { borrowers: tried.size, madeGood: tried.size - failed.size };
};

/** @returns whether all the days are closed now. */
const closeInOrder = async (
  writer: BookWriter,
  sql: Sql,
  clock: () => Instant,
  { borrowerId, dates }: UnclosedDays,
): Promise<boolean> => {
  const { bookId } = writer;
  for (const date of dates) {
    const [now, end] = [clock(), lastInstantOf(date)];
    const closed = await closeOne(writer, borrowerId, date, now < end ? now : end);
    if (closed.cause !== null) {
      await noteFailure(sql, bookId, { date, borrowerId, cause: closed.cause }, now);
      return false;
    }
    await sql.transaction(async (tx) => {
      if (await settleFailure(tx, bookId, { date, borrowerId }, now))
        await addCounts(tx, bookId, date, countOf([closed]));
    });
  }
  return true;
};

/**
 * Works out the balances of the borrower’s loans again, as of each day whose sums had to do without. The next close posts
 * what was missing; the row of the day goes on naming the loan, since its books were closed so.
 */
const proveInOrder = async (
  writer: BookWriter,
  sql: Sql,
  clock: () => Instant,
  { borrowerId, dates }: UnclosedDays,
): Promise<boolean> => {
  const { bookId } = writer;
  const rows = await sql.query<{ loan_id: string }>(
    'SELECT loan_id FROM loans WHERE book_id = $1 AND borrower_id = $2 AND account IS NOT NULL ORDER BY loan_id',
    [bookId, borrowerId],
  );
  const loanIds = rows.map((row) => row.loan_id);
  for (const date of dates) {
    const { unproven } = await sumSome(sql, bookId, loanIds, date);
    const failure = { date, borrowerId };
    if (unproven.length === 0) await settleFailure(sql, bookId, failure, clock());
    else {
      const detail = unproven.map((loan) => `${loan.loanId}: ${loan.detail}`).join('; ');
      await triedInVain(sql, bookId, { ...failure, detail }, clock());
      return false;
    }
  }
  return true;
};
