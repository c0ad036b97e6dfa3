import { CommandRefused } from '../policy/files.ts';
import { isMissing } from './columns.ts';
import { type CsvTable, placeOf } from './read-csv.ts';

const BAD_WORDS = ['1', 'true', 'yes', 'y', 'bad', 'default', 'defaulted', '是', '坏', '违约'];

/**
 * Which rows ended badly, by the target column.
 * @param bad the value that means a bad end; null takes the one that says so by itself (1, true, yes, bad …)
 * @throws CommandRefused naming file, row and column
 */
export const targetOf = (table: CsvTable, target: string, bad: string | null): boolean[] => {
  const at = table.names.indexOf(target);
  if (at < 0)
    throw new CommandRefused(`${table.file}: there is no column ${target}; it has ${table.names.join(', ')}.`);
  const cells = table.rows.map((row) => row[at] ?? '');
  const empty = cells.findIndex(isMissing);
  if (empty >= 0)
    throw new CommandRefused(
      `${placeOf(table, empty, target)}: is empty; a case whose end is not known teaches nothing. Leave the row out.`,
    );
  const values = [...new Set(cells)];
  if (values.length !== 2) {
    const third = values[2];
    throw new CommandRefused(
      third === undefined
        ? `${table.file}, column ${target}: every row says “${values[0] ?? ''}”; the target needs cases that ended well and cases that ended badly.`
        : `${placeOf(table, cells.indexOf(third), target)}: “${third}” is a third value; the target has two: ended well, ended badly.`,
    );
  }
  const meant = bad ?? values.filter((value) => BAD_WORDS.includes(value.toLowerCase()));
  const chosen = typeof meant === 'string' ? meant : meant.length === 1 ? meant[0] : undefined;
  if (chosen === undefined || !values.includes(chosen))
    throw new CommandRefused(
      `${table.file}, column ${target}: its values are “${values.join('” and “')}”; say which one is a bad end with --bad VALUE.`,
    );
  return cells.map((cell) => cell === chosen);
};
