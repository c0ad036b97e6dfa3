import type { ScorecardInput } from '@clearline/scorecard';
import { CommandRefused } from '../policy/files.ts';
import { type CsvTable, placeOf } from './read-csv.ts';

/** A column as training reads it. Decimals become whole numbers: a cell times 10^decimals. */
export type InputColumn =
  | { readonly kind: 'number'; readonly name: string; readonly decimals: number; readonly values: ScorecardInput[] }
  | { readonly kind: 'word'; readonly name: string; readonly values: ScorecardInput[] };

/** Ways in which files say that a value is not known. */
const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', '?']);
export const isMissing = (cell: string): boolean => MISSING.has(cell.toLowerCase());

const NUMBER = /^[+-]?(?:\d+(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/;
const DECIMALS_MOST = 6;

const decimalsOf = (cell: string): number => {
  const [, after, only, exponent] = NUMBER.exec(cell) ?? [];
  return Math.max(0, (after ?? only ?? '').replace(/0+$/, '').length - Number(exponent ?? 0));
};

/** The cells of one column. Numbers with a few words among them are refused, since a fit would take one for the other. */
export const columnOf = (table: CsvTable, name: string): InputColumn => {
  const at = table.names.indexOf(name);
  const cells = table.rows.map((row) => row[at] ?? '');
  const known = cells.filter((cell) => !isMissing(cell));
  const numbers = known.filter((cell) => NUMBER.test(cell));
  if (numbers.length * 2 <= known.length)
    return { kind: 'word', name, values: cells.map((cell) => (isMissing(cell) ? null : cell)) };
  const odd = cells.findIndex((cell) => !isMissing(cell) && !NUMBER.test(cell));
  if (odd >= 0)
    throw new CommandRefused(
      `${placeOf(table, odd, name)}: “${cells[odd] ?? ''}” is not a number, and most of the column is. Correct it, leave it empty, or add --exclude ${name}.`,
    );
  const greatest = numbers.reduce((most, cell) => Math.max(most, Math.abs(Number(cell))), 0);
  const room = Math.max(0, Math.floor(Math.log10(Number.MAX_SAFE_INTEGER / Math.max(1, greatest))));
  const most = numbers.reduce((decimals, cell) => Math.max(decimals, decimalsOf(cell)), 0);
  const decimals = Math.min(most, DECIMALS_MOST, room);
  if (!Number.isFinite(greatest) || greatest > Number.MAX_SAFE_INTEGER) {
    const row = cells.findIndex((cell) => !isMissing(cell) && Math.abs(Number(cell)) === greatest);
    throw new CommandRefused(
      `${placeOf(table, row, name)}: ${cells[row] ?? ''} is too large to be kept exactly. Correct it, or add --exclude ${name}.`,
    );
  }
  const values = cells.map((cell) => (isMissing(cell) ? null : Math.round(Number(cell) * 10 ** decimals) + 0));
  return { kind: 'number', name, decimals, values };
};
