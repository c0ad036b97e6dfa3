import { GuaranteeBroken, type Instant, type IsoDate, type LocalText } from '@clearline/line';
import type { StoreRefusal } from '../book/types.ts';
import { isStatementError, type Queryable } from '../db/sql.ts';
import type { UnprovenLoan } from './loan-sums.ts';

/** Failures in one run of one day beyond which the cause is not the borrowers’: the run stops, to be tried again whole. */
export const FAILURES_MAX = 1_000;

export type CloseFailureCode =
  /** The program stopped on this borrower’s data. */
  | 'FAULT'
  /** A guarantee of the borrower would have been broken. */
  | 'GUARANTEE'
  /** The database refused the rows. */
  | 'CONSTRAINT'
  /** The command was refused. */
  | 'REFUSED'
  /** An earlier day of the borrower has to be closed first. */
  | 'EARLIER_DAY'
  /** The borrower’s day is closed, but the balances of a loan of theirs could not be worked out for the sums of the book. */
  | 'UNPROVEN';

/** Why one borrower’s day could not be closed. */
export interface CloseCause {
  readonly code: CloseFailureCode;
  readonly reason: LocalText;
  /** What the program said, for an engineer. */
  readonly detail: string;
}
/** One borrower’s day that is still not closed. */
export interface CloseFailure extends CloseCause {
  readonly date: IsoDate;
  readonly borrowerId: string;
  /** How often it was tried; zero where it waits for an earlier day. */
  readonly tries: number;
  readonly firstFailedAt: Instant;
  readonly lastFailedAt: Instant;
}

const STOPPED: LocalText = {
  zh: '处理这位借款人的数据时程序出错，什么也没有写入。',
  en: 'The program stopped on this borrower’s data and wrote nothing.',
};
const WHAT_NEXT: LocalText = {
  zh: '请把技术详情交给工程师；修好后，下一次日终会先补做这一天。',
  en: 'Hand the technical detail to an engineer; once it is mended, the next close makes this day good first.',
};
const EARLIER_DAY: LocalText = {
  zh: '更早的一天还没有做成，要先补做那一天。',
  en: 'An earlier day is still not closed and has to be made good first.',
};

const UNPROVEN: LocalText = {
  zh: '这位借款人有一张借据的余额算不出来：总账已为其他人结好，这一张没有得到核对。',
  en: 'The balances of a loan of this borrower cannot be worked out: the books are closed for everybody else, and this loan is not proven.',
};

const followedBy = (first: LocalText, next: LocalText): LocalText => ({
  zh: `${first.zh}${next.zh}`,
  en: `${first.en} ${next.en}`,
});

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** An error met while a borrower’s day was being closed, in words for who runs the close. */
export const causeOfError = (error: unknown): CloseCause => {
  const detail = textOf(error);
  if (!(error instanceof GuaranteeBroken))
    return { code: isStatementError(error) ? 'CONSTRAINT' : 'FAULT', reason: followedBy(STOPPED, WHAT_NEXT), detail };
  const stopped = {
    zh: `日终会违反保障${error.guarantee}，已停下，什么也没有写入。`,
    en: `The close would have broken guarantee ${error.guarantee}; it was stopped and wrote nothing.`,
  };
  return { code: 'GUARANTEE', reason: followedBy(stopped, WHAT_NEXT), detail };
};

export const causeOfRefusal = ({ code, message }: StoreRefusal): CloseCause => ({
  code: 'REFUSED',
  reason: message,
  detail: code,
});

interface Stored extends Record<string, unknown> {
  date: IsoDate;
  borrower_id: string;
  code: CloseFailureCode;
  reason_zh: string;
  reason_en: string;
  detail: string;
  tries: number;
  first_failed_at: Instant;
  last_failed_at: Instant;
}

/** What is not closed, by borrower and in the order of days. */
export const readCloseFailures = async (on: Queryable, bookId: string, limit: number): Promise<CloseFailure[]> => {
  const rows = await on.query<Stored>(
    `SELECT date, borrower_id, code, reason_zh, reason_en, detail, tries, first_failed_at, last_failed_at
     FROM close_failures WHERE book_id = $1 AND closed_at IS NULL ORDER BY borrower_id, date LIMIT $2`,
    [bookId, limit],
  );
  return rows.map((row) => ({
    date: row.date,
    borrowerId: row.borrower_id,
    code: row.code,
    reason: { zh: row.reason_zh, en: row.reason_en },
    detail: row.detail,
    tries: row.tries,
    firstFailedAt: row.first_failed_at,
    lastFailedAt: row.last_failed_at,
  }));
};

/** Notes a failed try. */
export const noteFailure = async (
  on: Queryable,
  bookId: string,
  failed: { readonly date: IsoDate; readonly borrowerId: string; readonly cause: CloseCause },
  now: Instant,
): Promise<void> => {
  const { code, reason, detail } = failed.cause;
  await on.query(
    `INSERT INTO close_failures (book_id, date, borrower_id, code, reason_zh, reason_en, detail, tries, first_failed_at, last_failed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8)
     ON CONFLICT (book_id, date, borrower_id) DO UPDATE SET code = excluded.code, reason_zh = excluded.reason_zh,
       reason_en = excluded.reason_en, detail = excluded.detail, tries = close_failures.tries + 1,
       last_failed_at = excluded.last_failed_at, closed_at = NULL`,
    [bookId, failed.date, failed.borrowerId, code, reason.zh, reason.en, detail, now],
  );
};

/**
 * Names the borrowers of loans that a day’s sums had to leave unproven. Who failed that day already keeps the reason given
 * then.
 */
export const noteUnproven = async (
  on: Queryable,
  bookId: string,
  date: IsoDate,
  loans: readonly UnprovenLoan[],
  now: Instant,
): Promise<void> => {
  const reason = followedBy(UNPROVEN, WHAT_NEXT);
  for (const { borrowerId, loanId, detail } of loans)
    await on.query(
      `INSERT INTO close_failures (book_id, date, borrower_id, code, reason_zh, reason_en, detail, tries, first_failed_at, last_failed_at)
       VALUES ($1, $2, $3, 'UNPROVEN', $4, $5, $6, 1, $7, $7)
       ON CONFLICT (book_id, date, borrower_id) DO UPDATE SET code = excluded.code, reason_zh = excluded.reason_zh,
         reason_en = excluded.reason_en, last_failed_at = excluded.last_failed_at, closed_at = NULL,
         detail = CASE WHEN close_failures.closed_at IS NULL THEN close_failures.detail || '; ' || excluded.detail
           ELSE excluded.detail END
       WHERE close_failures.closed_at IS NOT NULL OR close_failures.code = 'UNPROVEN'`,
      [bookId, date, borrowerId, reason.zh, reason.en, `${loanId}: ${detail}`, now],
    );
};

/** Notes that a loan could still not be worked out, and why by now. */
export const triedInVain = async (
  on: Queryable,
  bookId: string,
  { date, borrowerId, detail }: { readonly date: IsoDate; readonly borrowerId: string; readonly detail: string },
  now: Instant,
): Promise<void> => {
  await on.query(
    `UPDATE close_failures SET tries = tries + 1, last_failed_at = $4, detail = $5
     WHERE book_id = $1 AND date = $2 AND borrower_id = $3 AND closed_at IS NULL`,
    [bookId, date, borrowerId, now, detail],
  );
};

/** Days are closed in order: who has one open from before waits with this one too. */
export const holdUnclosed = async (on: Queryable, bookId: string, date: IsoDate, now: Instant): Promise<void> => {
  await on.query(
    `INSERT INTO close_failures (book_id, date, borrower_id, code, reason_zh, reason_en, detail, tries, first_failed_at, last_failed_at)
     SELECT $1, $2::date, borrower_id, 'EARLIER_DAY', $3, $4, '', 0, $5, $5
     FROM close_failures WHERE book_id = $1 AND closed_at IS NULL AND code <> 'UNPROVEN' AND date < $2::date
     GROUP BY borrower_id
     ON CONFLICT DO NOTHING`,
    [bookId, date, EARLIER_DAY.zh, EARLIER_DAY.en, now],
  );
};

/** Marks a day of a borrower as made good; false when it was already. */
export const settleFailure = async (
  on: Queryable,
  bookId: string,
  { date, borrowerId }: { readonly date: IsoDate; readonly borrowerId: string },
  now: Instant,
): Promise<boolean> => {
  const settled = await on.query(
    `UPDATE close_failures SET closed_at = $4
     WHERE book_id = $1 AND date = $2 AND borrower_id = $3 AND closed_at IS NULL RETURNING date`,
    [bookId, date, borrowerId, now],
  );
  return settled.length > 0;
};

export interface UnclosedDays {
  readonly borrowerId: string;
  /** The oldest first. */
  readonly dates: readonly IsoDate[];
}

const unclosed =
  (which: string) =>
  async (
    on: Queryable,
    bookId: string,
    o: { readonly after: string; readonly limit: number },
  ): Promise<UnclosedDays[]> => {
    const rows = await on.query<{ borrower_id: string; dates: IsoDate[] }>(
      `SELECT borrower_id, array_agg(date::text ORDER BY date) AS dates FROM close_failures
       WHERE book_id = $1 AND closed_at IS NULL AND ${which} AND borrower_id > $2
       GROUP BY borrower_id ORDER BY borrower_id LIMIT $3`,
      [bookId, o.after, o.limit],
    );
    return rows.map((row) => ({ borrowerId: row.borrower_id, dates: row.dates }));
  };

/** Borrowers of whom some day is not closed, in order of their ids. */
export const readUnclosed = unclosed(`code <> 'UNPROVEN'`);
/** Borrowers of loans that the sums of some day had to leave unproven, in order of their ids. */
export const readUnproven = unclosed(`code = 'UNPROVEN'`);

/** How many borrowers failed on a day by themselves, not for an earlier one. */
export const countFailed = async (on: Queryable, bookId: string, date: IsoDate): Promise<number> => {
  const [row] = await on.query<{ n: number }>(
    `SELECT count(*)::integer AS n FROM close_failures
     WHERE book_id = $1 AND date = $2 AND closed_at IS NULL AND code NOT IN ('EARLIER_DAY', 'UNPROVEN')`,
    [bookId, date],
  );
  return row?.n ?? 0;
};
