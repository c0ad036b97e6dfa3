/** One column of an export: its heading and the plain value of a row. */
export interface CsvColumn<Row> {
  readonly heading: string;
  readonly value: (row: Row) => string | number | null;
}

/**
 * RFC 4180 text of rows. A leading byte-order mark lets spreadsheet programs read the Chinese; a cell that such a
 * program would run as a formula is quoted with an apostrophe, because names and notes come from outside.
 */
export function toCsv<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const lines = [columns.map((column) => cell(column.heading))];
  for (const row of rows) lines.push(columns.map((column) => cell(column.value(row))));
  return `\uFEFF${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
