import {
  balancesOf,
  balancesOnCourse,
  courseCovers,
  toDay,
  type CourseBalances,
  type LoanAccount,
} from '@clearline/lending';
import { fromJson, type IsoDate } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';
import { CourseReader } from './course-bytes.ts';
import { LoanSumming, type LoanSums, type UnprovenLoan } from './loan-sums.ts';
import { standInsFor } from './stand-in.ts';

/** Loans read at a time; their courses are some 2 MB. */
const PAGE = 5_000;
/** Accounts held in memory at a time; each is some 2 KB of text. */
const REPLAYED = 1_000;

interface Page extends Record<string, unknown> {
  readonly loan_ids: string[] | null;
  readonly courses: Buffer | null;
}

/** Every loan that had not been settled by now, page by page: ids, and their courses one after the other. */
const UNSETTLED = `SELECT array_agg(loan_id ORDER BY loan_id) AS loan_ids,
    string_agg(coalesce(course, '\\x00'::bytea), ''::bytea ORDER BY loan_id) AS courses
  FROM (SELECT loan_id, course FROM loans
        WHERE book_id = $1 AND settled_on IS NULL AND account IS NOT NULL AND loan_id > $2
        ORDER BY loan_id LIMIT ${PAGE}) AS page`;

const SETTLED_SINCE = `SELECT loan_id FROM loans
  WHERE book_id = $1 AND settled_on > $2::date AND account IS NOT NULL AND loan_id > $3 ORDER BY loan_id LIMIT ${REPLAYED}`;

/**
 * Sums over every loan that was open at the end of each of some dates (ascending), in one pass: from the loan’s course
 * where it covers the date, else by replay of its account. A loan that cannot be replayed stops nobody: it is named in the
 * sums. Memory stays flat. `on` should see one state of the book throughout.
 */
export const sumBook = async (
  on: Queryable,
  bookId: string,
  dates: readonly IsoDate[],
): Promise<Map<IsoDate, LoanSums>> => {
  const days = dates.map((date) => new DaySums(date));
  const first = dates[0];
  if (first === undefined) return new Map();
  // The next page travels while this one is summed: the database works on one core and we on another.
  let coming = on.query<Page>(UNSETTLED, [bookId, '']);
  for (;;) {
    const [page] = await coming;
    const last = page?.loan_ids?.at(-1);
    if (!page?.loan_ids || page.courses === null || last === undefined) break;
    coming = on.query<Page>(UNSETTLED, [bookId, last]);
    coming.catch(() => undefined);
    const replayed = addCourses(days, page.loan_ids, page.courses);
    if (replayed.length > 0) {
      await coming;
      await addAccounts(on, bookId, replayed, days);
    }
  }
  for (let after = ''; ; ) {
    const rows = await on.query<{ loan_id: string }>(SETTLED_SINCE, [bookId, first, after]);
    const last = rows.at(-1);
    if (last === undefined) break;
    await addAccounts(on, bookId, idsOf(rows), days);
    after = last.loan_id;
  }
  return new Map(days.map((day) => [day.date, day.sums]));
};

/** Which accounts an audit sums: as they are, or as a close saw them before more was recorded. */
export interface AccountsSummed {
  /** Loans that are to be summed although they were settled by the date. */
  readonly loanIds: readonly string[];
  /** @returns null to leave the loan out */
  accountBefore(account: LoanAccount): LoanAccount | null;
}
const AS_THEY_ARE: AccountsSummed = { loanIds: [], accountBefore: (account) => account };

/** The same sums by replay of every account, whatever its course says: what an audit holds the rest against. */
export const sumAccounts = async (
  on: Queryable,
  bookId: string,
  date: IsoDate,
  summed: AccountsSummed = AS_THEY_ARE,
): Promise<LoanSums> => {
  const day = new DaySums(date);
  for (let after = ''; ; ) {
    const rows = await on.query<StoredAccount>(
      `SELECT loan_id, borrower_id, start_date, settled_on, account FROM loans WHERE book_id = $1 AND account IS NOT NULL AND start_date <= $2::date
         AND (settled_on IS NULL OR settled_on > $2::date OR loan_id = ANY($4::text[])) AND loan_id > $3
       ORDER BY loan_id LIMIT ${REPLAYED}`,
      [bookId, date, after, summed.loanIds],
    );
    const last = rows.at(-1);
    if (last === undefined) return day.sums;
    const unproven: UnprovenLoan[] = [];
    for (const row of rows)
      unproven.push(
        ...attempt(row, () => {
          const account = summed.accountBefore(fromJson<LoanAccount>(row.account));
          if (account !== null) day.addAccount(account);
        }),
      );
    await standIn(on, bookId, day, unproven);
    after = last.loan_id;
  }
};

/** Sums over some loans only, by replay. */
export const sumSome = async (
  on: Queryable,
  bookId: string,
  loanIds: readonly string[],
  date: IsoDate,
): Promise<LoanSums> => {
  const day = new DaySums(date);
  await addAccounts(on, bookId, loanIds, [day]);
  return day.sums;
};

const idsOf = (rows: readonly { readonly loan_id: string }[]): string[] => rows.map((row) => row.loan_id);

/** Adds what the courses cover. @returns the ids of loans that have to be replayed. */
const addCourses = (days: readonly DaySums[], loanIds: readonly string[], courses: Buffer): string[] => {
  const reader = new CourseReader(courses);
  const replayed: string[] = [];
  for (const loanId of loanIds) {
    const has = reader.next();
    const { figures } = reader;
    if (has && days.every((day) => courseCovers(figures, day.day))) for (const day of days) day.addCourse(figures);
    else replayed.push(loanId);
  }
  for (const day of days) day.gather();
  return replayed;
};

const addAccounts = async (
  on: Queryable,
  bookId: string,
  loanIds: readonly string[],
  days: readonly DaySums[],
): Promise<void> => {
  for (let from = 0; from < loanIds.length; from += REPLAYED) {
    const rows = await on.query<StoredAccount>(
      `SELECT loan_id, borrower_id, start_date, settled_on, account FROM loans
       WHERE book_id = $1 AND loan_id = ANY($2::text[]) AND account IS NOT NULL`,
      [bookId, loanIds.slice(from, from + REPLAYED)],
    );
    const accounts = rows.map((row) => ({ row, account: lazily(() => fromJson<LoanAccount>(row.account)) }));
    for (const day of days) {
      const unproven: UnprovenLoan[] = [];
      for (const { row, account } of accounts)
        if (row.start_date <= day.date && (row.settled_on === null || row.settled_on > day.date))
          unproven.push(...attempt(row, () => day.addAccount(account())));
      await standIn(on, bookId, day, unproven);
    }
  }
};

interface StoredAccount extends Record<string, unknown> {
  readonly loan_id: string;
  readonly borrower_id: string;
  readonly start_date: IsoDate;
  readonly settled_on: IsoDate | null;
  readonly account: string;
}

/** Reads once, when first asked, and again where reading failed. */
const lazily = <T>(read: () => T): (() => T) => {
  let known: { readonly value: T } | null = null;
  return () => (known ??= { value: read() }).value;
};

/** Sums one loan. What stops there is this loan’s own: it is named with the reason, and the next are summed. */
const attempt = (row: StoredAccount, sum: () => void): UnprovenLoan[] => {
  try {
    sum();
    return [];
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return [{ loanId: row.loan_id, borrowerId: row.borrower_id, detail }];
  }
};

const standIn = async (
  on: Queryable,
  bookId: string,
  day: DaySums,
  unproven: readonly UnprovenLoan[],
): Promise<void> => {
  if (unproven.length === 0) return;
  const held = await standInsFor(
    on,
    bookId,
    unproven.map(({ loanId }) => loanId),
    day.date,
  );
  for (const loan of unproven) day.addUnproven(loan, held.get(loan.loanId) ?? {});
};

const noBalances = (): CourseBalances => ({
  principalOutstandingFen: 0,
  interestAccruedFen: 0,
  penaltyAccruedFen: 0,
  feesDueFen: 0,
  overdueFen: 0,
});

/** Sums of one date. Figures of courses are gathered as plain numbers, a page at a time, and only then as bigint. */
class DaySums {
  readonly date: IsoDate;
  readonly day: number;
  readonly #summing = new LoanSumming();
  readonly #one = noBalances();
  #page = noBalances();
  #pageLoans = 0;

  constructor(date: IsoDate) {
    this.date = date;
    this.day = toDay(date);
  }

  addCourse(course: Float64Array): void {
    const one = balancesOnCourse(course, this.day, this.#one);
    const page = this.#page;
    page.principalOutstandingFen += one.principalOutstandingFen;
    page.interestAccruedFen += one.interestAccruedFen;
    page.penaltyAccruedFen += one.penaltyAccruedFen;
    page.feesDueFen += one.feesDueFen;
    page.overdueFen += one.overdueFen;
    this.#pageLoans += 1;
  }

  addAccount(account: LoanAccount): void {
    this.#summing.add(balancesOf(account, this.date));
  }

  addUnproven(loan: UnprovenLoan, standInFen: Readonly<Record<string, bigint>>): void {
    this.#summing.addUnproven(loan, standInFen);
  }

  gather(): void {
    const page = this.#page;
    this.#summing.add(
      {
        principalOutstandingFen: whole(page.principalOutstandingFen),
        interestAccruedFen: whole(page.interestAccruedFen),
        penaltyAccruedFen: whole(page.penaltyAccruedFen),
        feesDueFen: whole(page.feesDueFen),
        overdueFen: whole(page.overdueFen),
      },
      this.#pageLoans,
    );
    this.#page = noBalances();
    this.#pageLoans = 0;
  }

  get sums(): LoanSums {
    return this.#summing.sums;
  }
}

const whole = (fen: number): bigint => {
  if (!Number.isSafeInteger(fen)) throw new Error(`the sum ${fen} of a page of loans is no longer exact`);
  return BigInt(fen);
};
