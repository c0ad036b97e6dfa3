import { CommandRefused } from '../policy/files.ts';
import { type CsvTable, placeOf } from './read-csv.ts';

/** Share of the cases, the earliest, from which an out-of-time test learns. */
const EARLIER_SHARE = 0.75;
/** More periods than this are put together, so that each has enough cases to tell of. */
const PERIODS_MOST = 12;

const ISO = /^\d{4}(?:-\d{2}(?:-\d{2})?)?(?:[T ].*)?$/;

/** When the cases were decided. */
export interface Times {
  /** Sortable text per row: a stretch of time that holds its case. */
  readonly periods: readonly string[];
  /** 1 for the cases that an out-of-time test judges on, 0 for the earlier ones that it learns from. */
  readonly laterOf: Int32Array;
}

/** Values as text that sorts in time: whole numbers padded to one width, ISO dates as they are. */
const sortable = (table: CsvTable, column: string): string[] => {
  const at = table.names.indexOf(column);
  const cells = table.rows.map((row) => row[at] ?? '');
  const width = cells.reduce((most, cell) => Math.max(most, cell.length), 0);
  const numbers = cells.every((cell) => /^\d+$/.test(cell));
  const odd = numbers ? -1 : cells.findIndex((cell) => !ISO.test(cell));
  if (odd >= 0)
    throw new CommandRefused(
      `${placeOf(table, odd, column)}: “${cells[odd] ?? ''}” is no time that sorts; write 2026, 2026-03, 2026-03-15, or a whole number in every row.`,
    );
  return numbers ? cells.map((cell) => cell.padStart(width, '0')) : cells;
};

/** Many different times become stretches of about equal count, named by their first and last. */
const asPeriods = (values: readonly string[]): string[] => {
  const distinct = [...new Set(values)].sort();
  if (distinct.length <= PERIODS_MOST) return [...values];
  const sorted = [...values].sort();
  const ends = Array.from(
    { length: PERIODS_MOST },
    (_, index) => sorted[Math.ceil(((index + 1) * sorted.length) / PERIODS_MOST) - 1] ?? '',
  );
  const nameOf = new Map<string, string>();
  const stretches = [...new Set(ends)].map((end) => ({ end, members: [] as string[] }));
  for (const value of distinct) stretches.find(({ end }) => value <= end)?.members.push(value);
  for (const { members } of stretches)
    for (const value of members) nameOf.set(value, `${members[0] ?? ''} … ${members.at(-1) ?? ''}`);
  return values.map((value) => nameOf.get(value) ?? value);
};

/**
 * Reads the column that says when each case was decided, and parts the later cases from the earlier: no moment is on both
 * sides.
 * @throws CommandRefused where the column is absent, holds what does not sort, or leaves one side without both outcomes
 */
export const timesOf = (table: CsvTable, column: string, bad: readonly boolean[]): Times => {
  if (!table.names.includes(column))
    throw new CommandRefused(`--time ${column}: the file has no such column; it has ${table.names.join(', ')}.`);
  const values = sortable(table, column);
  const last = [...values].sort()[Math.ceil(EARLIER_SHARE * values.length) - 1] ?? '';
  // Where the cut falls into the last moment of all, that moment is what is judged on.
  const greatest = values.reduce((most, value) => (value > most ? value : most), '');
  const isLater = (value: string): boolean => (last === greatest ? value === greatest : value > last);
  const laterOf = Int32Array.from(values, (value) => (isLater(value) ? 1 : 0));
  for (const [side, name] of ['earlier', 'later'].entries()) {
    const ends = new Set(bad.filter((_, row) => laterOf[row] === side));
    if (ends.size < 2)
      throw new CommandRefused(
        `${table.file}, column ${column}: the ${name} cases do not hold both outcomes, so a test out of time would tell nothing. Bring a longer stretch of time, or leave --time out.`,
      );
  }
  return { periods: asPeriods(values), laterOf };
};
