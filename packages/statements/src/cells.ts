/** What stands in the cells of such files: padded with blanks, with tabs after numbers, in full-width signs. */

const EDGE = /^[\s\u3000\ufeff\u00a0"]+|[\s\u3000\ufeff\u00a0"]+$/g;
export const clean = (cell: string): string => cell.replaceAll(EDGE, '');

/** A heading’s name without any blank in it, and with brackets of one width: `金额（元）` is `金额(元)`. */
export const nameOf = (cell: string): string =>
  clean(cell)
    .replaceAll(/[\s\u3000]/g, '')
    .replaceAll('（', '(')
    .replaceAll('）', ')');

/** What stands for nothing: empty, or dashes. */
export const isBlank = (cell: string): boolean => /^[-–—/]*$/.test(cell);

const AMOUNT = /^([+\-−－]?)[¥￥]?([+\-−－]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?元?$/;

/** Signed fen of a cell like `￥1,234.5`, or null where it is no amount (B3). */
export function amountOf(cell: string): bigint | null {
  const found = AMOUNT.exec(cell);
  if (found === null) return null;
  const [, before = '', after = '', whole = '', part = ''] = found;
  if (before !== '' && after !== '') return null;
  const fen = BigInt(whole.replaceAll(',', '')) * 100n + BigInt(part.padEnd(2, '0'));
  return before + after === '' || before + after === '+' ? fen : -fen;
}

const DAY = /^(\d{4})[-/]?(\d{1,2})[-/]?(\d{1,2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?$/;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** `2026-03-01` of `2026/3/1`, `20260301` or a time of that day, or null where it is no day. */
export function dayOf(cell: string): string | null {
  const found = DAY.exec(cell);
  if (found === null) return null;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  const length = LENGTHS[month - 1];
  if (length === undefined || day < 1 || day > length + leap) return null;
  return `${found[1]}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
