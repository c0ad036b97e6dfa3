import { isMissing } from './columns.ts';
import type { CsvTable } from './read-csv.ts';

/** Values beyond which a column of words makes groups too small to compare. */
const WORDS_MOST = 12;

/** How one column divides people: by its values where they are few, at the median where they are numbers. */
const divider = (cells: readonly string[]): ((cell: string) => string | null) | null => {
  const known = cells.filter((cell) => !isMissing(cell));
  const distinct = new Set(known);
  if (distinct.size <= WORDS_MOST) return (cell) => (isMissing(cell) ? null : cell);
  const numbers = known.map(Number);
  if (numbers.some(Number.isNaN)) return null;
  const median = numbers.sort((left, right) => left - right)[Math.floor(numbers.length / 2)] ?? 0;
  return (cell) => (isMissing(cell) ? null : Number(cell) < median ? `< ${median}` : `>= ${median}`);
};

/** Per row, the groups that it belongs to: for measuring fairness only. */
export const groupsOf = (table: CsvTable, names: readonly string[]): Readonly<Record<string, string>>[] => {
  const dividers = names.flatMap((name) => {
    const at = table.names.indexOf(name);
    const divide = divider(table.rows.map((row) => row[at] ?? ''));
    return divide === null ? [] : [{ name, at, divide }];
  });
  return table.rows.map((row) =>
    Object.fromEntries(
      dividers.flatMap(({ name, at, divide }) => {
        const group = divide(row[at] ?? '');
        return group === null ? [] : [[name, group]];
      }),
    ),
  );
};
