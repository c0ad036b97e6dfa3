import type { SqlValue } from '../db/sql.ts';
import { binaryArray } from './binary-array.ts';

export type ColumnType = 'text' | 'integer' | 'bigint' | 'boolean' | 'date' | 'timestamptz' | 'jsonb' | 'bytea';

/**
 * How rows of a table are written in bulk. `fail`: a row that is there already is a bug. `replace`: the newest state of a
 * thing. `add`: the counters are added to what is there. `change`: some columns of rows that are there.
 */
export interface TableSpec {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly key: readonly string[];
  readonly onConflict: 'fail' | 'replace' | 'add' | 'change';
}
export type Cell = string | number | bigint | boolean | null | Buffer;
export type Row = Readonly<Record<string, Cell>>;

/** Columns that travel as another array type, because unnest takes arrays of plain types only. */
const wireType = (type: ColumnType): string => (type === 'jsonb' ? 'text' : type);

/**
 * One statement that writes any number of rows: `$1` is the book, then one array per column, from `$first` on. With a
 * condition, all of them or none.
 */
export const bulkStatement = (spec: TableSpec, first = 2, condition: string | null = null): string => {
  const names = Object.keys(spec.columns);
  const arrays = names.map((name, i) => `$${i + first}::${wireType(spec.columns[name] ?? 'text')}[]`);
  const picks = names.map((name) => (spec.columns[name] === 'jsonb' ? `u.${name}::jsonb` : `u.${name}`));
  const values = `unnest(${arrays.join(', ')}) AS u(${names.join(', ')})`;
  const rest = names.filter((name) => !spec.key.includes(name));
  if (spec.onConflict === 'change') {
    const found = spec.key.map((name) => `t.${name} = u.${name}`).join(' AND ');
    return `UPDATE ${spec.name} t SET ${rest.map((name) => `${name} = u.${name}`).join(', ')} FROM ${values} WHERE t.book_id = $1 AND ${found}${condition === null ? '' : ` AND ${condition}`}`;
  }
  const insert = `INSERT INTO ${spec.name} (book_id, ${names.join(', ')}) SELECT $1, ${picks.join(', ')} FROM ${values}${condition === null ? '' : ` WHERE ${condition}`}`;
  if (spec.onConflict === 'fail') return insert;
  const changes = rest.map((name) =>
    spec.onConflict === 'add' ? `${name} = ${spec.name}.${name} + EXCLUDED.${name}` : `${name} = EXCLUDED.${name}`,
  );
  return `${insert} ON CONFLICT (book_id, ${spec.key.join(', ')}) DO UPDATE SET ${changes.join(', ')}`;
};

/** The values of `bulkStatement`: book, then columns. */
export const bulkValues = (spec: TableSpec, bookId: string, rows: readonly Row[]): SqlValue[] => [
  bookId,
  ...columnValues(spec, rows),
];
export const columnValues = (spec: TableSpec, rows: readonly Row[]): SqlValue[] =>
  Object.entries(spec.columns).map(([name, type]) =>
    binaryArray(
      type,
      rows.map((row) => cellOf(spec, row, name)),
    ),
  );

const cellOf = (spec: TableSpec, row: Row, name: string): Cell => {
  const cell = row[name];
  if (cell === undefined) throw new Error(`a row of ${spec.name} lacks its column ${name}`);
  return cell;
};

/** A row as one line of COPY text format. */
export const copyLine = (spec: TableSpec, bookId: string, row: Row): string => {
  let line = escapeCopy(bookId);
  for (const name of Object.keys(spec.columns)) line += `\t${copyCell(cellOf(spec, row, name))}`;
  return `${line}\n`;
};
export const copyStatement = (spec: TableSpec): string =>
  `COPY ${spec.name} (book_id, ${Object.keys(spec.columns).join(', ')}) FROM STDIN`;

const copyCell = (cell: Cell): string => {
  if (cell === null) return '\\N';
  if (typeof cell === 'string') return escapeCopy(cell);
  if (Buffer.isBuffer(cell)) return `\\\\x${cell.toString('hex')}`;
  return String(cell);
};
const COPY_ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escapeCopy = (text: string): string =>
  /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (char) => COPY_ESCAPES[char] ?? char) : text;
