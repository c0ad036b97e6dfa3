import { addDays, isIsoDate } from '@clearline/lending';
import type { IsoDate, LocalText } from '@clearline/line';

/** One order as the payment rail reports it for a day. */
export interface RailRow {
  readonly externalId: string;
  readonly direction: 'OUT' | 'IN';
  readonly amountFen: bigint;
  readonly status: 'SUCCEEDED' | 'FAILED';
  /** The value date. */
  readonly date: IsoDate;
}
/** What is wrong with one cell; rows are numbered as an editor shows them, the heading being row 1. */
export interface RailFileFault {
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly expected: LocalText;
}
export type RailFile =
  | { readonly ok: true; readonly rows: readonly RailRow[] }
  | { readonly ok: false; readonly faults: readonly RailFileFault[] };

export const RAIL_COLUMNS = ['external_id', 'direction', 'amount', 'status', 'date'] as const;
type RailColumn = (typeof RAIL_COLUMNS)[number];

const EXPECTED = {
  heading: {
    zh: `表头须有这些列：${RAIL_COLUMNS.join('、')}`,
    en: `the heading needs the columns ${RAIL_COLUMNS.join(', ')}`,
  },
  external_id: { zh: '须是1至100个字符的编号', en: 'an id of 1 to 100 characters is needed' },
  twice: { zh: '同一编号在文件中只能出现一次', en: 'an id may stand in the file only once' },
  direction: { zh: '须是 OUT 或 IN', en: 'OUT or IN is needed' },
  amount: {
    zh: '须是大于零的金额（元），最多两位小数，不带千分位',
    en: 'an amount in yuan above zero is needed, with at most two decimals and no separators',
  },
  status: { zh: '须是 SUCCEEDED 或 FAILED', en: 'SUCCEEDED or FAILED is needed' },
} as const satisfies Record<string, LocalText>;

/** A line may come with the file of a later day, by so many days: a weekend and the day after. */
export const LATE_DAYS_MAX = 3;

const isOfFile = (date: string, day: IsoDate): date is IsoDate =>
  isIsoDate(date) && date <= day && date >= addDays(day, -LATE_DAYS_MAX);

const ofDay = (day: IsoDate): LocalText => ({
  zh: `须是对账日${day}，晚到的最多早${LATE_DAYS_MAX}天`,
  en: `the day being reconciled, ${day}, is needed, or for a late line one at most ${LATE_DAYS_MAX} days earlier`,
});

/** `"a","b"` and `a,b` alike; a doubled quote inside quotes is one. One walk, so that no line can be slow to read. */
const cellsOf = (line: string): string[] => {
  const cells = [''];
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] as string;
    const isPair = quoted && char === '"' && line[at + 1] === '"';
    if (isPair) at += 1;
    if (char === '"' && !isPair) quoted = !quoted;
    else if (char === ',' && !quoted) cells.push('');
    else cells[cells.length - 1] += char;
  }
  return cells.map((cell) => cell.trim());
};

/** Yuan as text to fen, exactly; null for anything but digits with at most two decimals, up to a trillion yuan. */
export const fenOfYuan = (text: string): bigint | null => {
  const parts = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text);
  return parts === null ? null : BigInt(`${parts[1]}${(parts[2] ?? '').padEnd(2, '0')}`);
};

/** Reads one line into a row, or says which cells are wrong. */
const rowOf = (
  cell: (column: RailColumn) => string,
  day: IsoDate,
): RailRow | readonly { column: RailColumn; expected: LocalText }[] => {
  const externalId = cell('external_id');
  const direction = cell('direction');
  const amountFen = fenOfYuan(cell('amount'));
  const status = cell('status');
  const date = cell('date');
  const known = (direction === 'OUT' || direction === 'IN') && (status === 'SUCCEEDED' || status === 'FAILED');
  const inRange = externalId.length > 0 && externalId.length <= 100 && amountFen !== null && amountFen > 0n;
  if (known && inRange && isOfFile(date, day)) return { externalId, direction, amountFen, status, date };
  const faults: { column: RailColumn; expected: LocalText }[] = [];
  if (externalId.length === 0 || externalId.length > 100)
    faults.push({ column: 'external_id', expected: EXPECTED.external_id });
  if (direction !== 'OUT' && direction !== 'IN') faults.push({ column: 'direction', expected: EXPECTED.direction });
  if (amountFen === null || amountFen <= 0n) faults.push({ column: 'amount', expected: EXPECTED.amount });
  if (status !== 'SUCCEEDED' && status !== 'FAILED') faults.push({ column: 'status', expected: EXPECTED.status });
  if (!isOfFile(date, day)) faults.push({ column: 'date', expected: ofDay(day) });
  return faults;
};

/**
 * Reads the rail’s daily file: CSV in UTF-8 with a heading, columns in any order, others ignored, amounts in yuan. A file
 * with one bad cell is refused whole, with every bad cell named.
 * @param day the day the file is for; a row of a later day, or of more than {@link LATE_DAYS_MAX} days before, is a fault
 */
export const readRailFile = (text: string, day: IsoDate): RailFile => {
  if (!isIsoDate(day)) throw new RangeError('the day to reconcile is no date; callers check it first');
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const heading = cellsOf(lines[0] ?? '').map((name) => name.toLowerCase());
  const places = new Map(RAIL_COLUMNS.map((column) => [column, heading.indexOf(column)]));
  const absent = RAIL_COLUMNS.filter((column) => places.get(column) === -1);
  if (absent.length > 0)
    return {
      ok: false,
      faults: absent.map((column) => ({ row: 1, column, value: lines[0] ?? '', expected: EXPECTED.heading })),
    };
  const rows: RailRow[] = [];
  const faults: RailFileFault[] = [];
  const seen = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === '') continue;
    const cells = cellsOf(line);
    const cell = (column: RailColumn): string => cells[places.get(column) ?? -1] ?? '';
    const row = rowOf(cell, day);
    if (!('externalId' in row))
      faults.push(...row.map(({ column, expected }) => ({ row: index + 1, column, value: cell(column), expected })));
    else if (seen.has(row.externalId))
      faults.push({ row: index + 1, column: 'external_id', value: row.externalId, expected: EXPECTED.twice });
    else rows.push(row);
    seen.add(cell('external_id'));
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, rows };
};

/** A fault as one sentence. */
export const railFaultText = (fault: RailFileFault): LocalText => ({
  zh: `第${fault.row}行，${fault.column}列（“${fault.value}”）：${fault.expected.zh}`,
  en: `row ${fault.row}, column ${fault.column} (“${fault.value}”): ${fault.expected.en}`,
});
