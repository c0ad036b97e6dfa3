/** The letters of a column, from 0: A, B, … Z, AA. */
export const columnName = (column: number): string => {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
};

/** The name of a cell, as a workbook shows it: B12. Row and column count from 0. */
export const cellName = (row: number, column: number): string => `${columnName(column)}${row + 1}`;

/** Row and column (from 0) of a cell's name; null when it is none. */
export const cellAt = (name: string): { readonly row: number; readonly column: number } | null => {
  const match = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(name);
  if (!match) return null;
  const column = Array.from(match[1] ?? '').reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { row: Number(match[2]) - 1, column };
};
