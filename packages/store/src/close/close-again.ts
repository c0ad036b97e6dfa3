import type { Instant } from '@clearline/line';
import type { BookWriter } from '../book/writer.ts';
import type { Sql } from '../db/sql.ts';
import { noteFailure, readUnclosed, settleFailure, type UnclosedDays } from './close-failures.ts';
import { addCounts, closeOne, countOf, lastInstantOf } from './close-one.ts';

/** Borrowers tried at a time, as in a day’s own close. */
const STEP = 200;

/**
 * Tries again what earlier runs could not close, for each borrower the oldest day first, up to the first that fails again.
 * What it did is added to the rows of those days.
 */
export const closeAgain = async (writer: BookWriter, sql: Sql, clock: () => Instant): Promise<void> => {
  for (let after = ''; ; ) {
    const step = await readUnclosed(sql, writer.bookId, { after, limit: STEP });
    await Promise.all(step.map((unclosed) => closeInOrder(writer, sql, clock, unclosed)));
    const last = step.at(-1);
    if (last === undefined || step.length < STEP) return;
    after = last.borrowerId;
  }
};

const closeInOrder = async (
  writer: BookWriter,
  sql: Sql,
  clock: () => Instant,
  { borrowerId, dates }: UnclosedDays,
): Promise<void> => {
  const { bookId } = writer;
  for (const date of dates) {
    const [now, end] = [clock(), lastInstantOf(date)];
    const closed = await closeOne(writer, borrowerId, date, now < end ? now : end);
    if (closed.cause !== null) {
      await noteFailure(sql, bookId, { date, borrowerId, cause: closed.cause }, now);
      return;
    }
    await sql.transaction(async (tx) => {
      if (await settleFailure(tx, bookId, { date, borrowerId }, now))
        await addCounts(tx, bookId, date, countOf([closed]));
    });
  }
};
