import { type Format, isWallet } from './formats.ts';
import type { BankStatement, StatementRow } from './read-statement.ts';
import { SET_ASIDE_CAUSES, type SetAsideCause, setAsideCause, walletIn } from './set-aside.ts';
import { inSlices, noPause, type Pause } from './slices.ts';

/** What came in during one month that may be takings; what a bank got through a wallet stands apart (B8). */
export interface MonthTally {
  /** `2026-03`. */
  readonly month: string;
  readonly inFen: bigint;
  readonly alipayFen: bigint;
  readonly wechatFen: bigint;
}
/** What a file comes to, without its rows and names. */
export interface StatementTally {
  readonly format: Format;
  readonly accountTail: string | null;
  /** The first and last day of it, by its own words or else by its rows. */
  readonly from: string;
  readonly to: string;
  readonly rows: number;
  /** Months that it covers whole. */
  readonly months: readonly MonthTally[];
  readonly setAside: readonly { readonly cause: SetAsideCause; readonly count: number; readonly sumFen: bigint }[];
  /** Whether each balance follows from the one before; else the line of the first that does not (B6). */
  readonly balance: 'HOLDS' | 'NOT_GIVEN' | { readonly brokenAt: number };
  /** Whether what the file says came in is what its rows come to. */
  readonly stated: 'AGREES' | 'DIFFERS' | 'NOT_GIVEN';
}

/** Sums up a file, for the holder of the account where their name is known (B5-B7), slice by slice (B9). */
export async function tallyOf(
  statement: BankStatement,
  holder: string | null = null,
  pause: Pause = noPause,
): Promise<StatementTally> {
  const { rows, format, accountTail, statedInFen } = statement;
  const name = holder ?? statement.holder;
  const byMonth = new Map<string, MonthTally>();
  const aside = new Map<SetAsideCause, { count: number; sumFen: bigint }>();
  let cameInFen = 0n;
  await inSlices(rows, pause, (row) => {
    if (row.direction !== 'IN') return 'more';
    cameInFen += row.amountFen;
    const cause = setAsideCause(row.text, row.other, name);
    const month = row.day.slice(0, 7);
    if (cause === null) byMonth.set(month, withRow(byMonth.get(month) ?? emptyMonth(month), row, format));
    else {
      const { count, sumFen } = aside.get(cause) ?? { count: 0, sumFen: 0n };
      aside.set(cause, { count: count + 1, sumFen: sumFen + row.amountFen });
    }
    return 'more';
  });
  const { from, to } = spanOf(statement);
  return {
    format,
    accountTail,
    from,
    to,
    rows: rows.length,
    months: wholeMonths(from, to).map((month) => byMonth.get(month) ?? emptyMonth(month)),
    setAside: SET_ASIDE_CAUSES.flatMap((cause) => {
      const found = aside.get(cause);
      return found === undefined ? [] : [{ cause, ...found }];
    }),
    balance: balanceOf(rows),
    stated: statedInFen === null ? 'NOT_GIVEN' : statedInFen === cameInFen ? 'AGREES' : 'DIFFERS',
  };
}

/** A file that does not say from when to when it is: its first and last rows may lie so many days inside its months. */
const QUIET_DAYS = 7;

function spanOf({ from, to, rows }: BankStatement): { from: string; to: string } {
  let [first, last] = [rows[0]?.day ?? '', ''];
  for (const { day } of rows) {
    if (day < first) first = day;
    if (day > last) last = day;
  }
  const month = last.slice(0, 7);
  const end = lastDayOf(month);
  return {
    from: from ?? (Number(first.slice(8)) <= QUIET_DAYS ? `${first.slice(0, 7)}-01` : first),
    to: to ?? (Number(end.slice(8)) - Number(last.slice(8)) <= QUIET_DAYS ? end : last),
  };
}

const emptyMonth = (month: string): MonthTally => ({ month, inFen: 0n, alipayFen: 0n, wechatFen: 0n });

function withRow(tally: MonthTally, { text, amountFen }: StatementRow, format: Format): MonthTally {
  const wallet = isWallet(format) ? null : walletIn(text);
  if (wallet === 'ALIPAY') return { ...tally, alipayFen: tally.alipayFen + amountFen };
  if (wallet === 'WECHAT') return { ...tally, wechatFen: tally.wechatFen + amountFen };
  return { ...tally, inFen: tally.inFen + amountFen };
}

const lastDayOf = (month: string): string => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return `${month}-${String(new Date(Date.UTC(year, number, 0)).getUTCDate()).padStart(2, '0')}`;
};
const monthAfter = (month: string): string => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
};

/** The calendar months that lie whole between two days, both included. */
export function wholeMonths(from: string, to: string): string[] {
  const months: string[] = [];
  const first = from.slice(0, 7);
  let month = from.slice(8) === '01' ? first : monthAfter(first);
  while (lastDayOf(month) <= to) {
    months.push(month);
    month = monthAfter(month);
  }
  return months;
}

const signed = ({ direction, amountFen }: StatementRow): bigint => (direction === 'OUT' ? -amountFen : amountFen);

/** Looks whether balances follow from each other, read from the top or from the bottom. */
function balanceOf(rows: readonly StatementRow[]): StatementTally['balance'] {
  if (rows.length < 2 || rows.some(({ balanceFen }) => balanceFen === null)) return 'NOT_GIVEN';
  const down = firstBreak(rows);
  if (down === null || firstBreak([...rows].reverse()) === null) return 'HOLDS';
  return { brokenAt: newestAtTop(rows) ? (firstBreak([...rows].reverse()) ?? down) : down };
}

const newestAtTop = (rows: readonly StatementRow[]): boolean => (rows[0]?.day ?? '') > (rows.at(-1)?.day ?? '');

function firstBreak(rows: readonly StatementRow[]): number | null {
  for (const [at, row] of rows.entries()) {
    const before = rows[at - 1];
    if (before !== undefined && (before.balanceFen ?? 0n) + signed(row) !== row.balanceFen) return row.row;
  }
  return null;
}
