import type { Queryable } from '../db/sql.ts';
import type { Cell, Row, TableSpec } from '../project/table-spec.ts';

/** Something that the facts say otherwise than the tables. */
export interface Difference {
  readonly where: string;
  readonly key: string;
  readonly detail: string;
}

/** A cell as text, the same for what facts give and what the driver reads back. */
const textOf = (cell: unknown): string => {
  if (cell === null || cell === undefined) return 'null';
  if (Buffer.isBuffer(cell)) return cell.toString('hex');
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell as Cell);
};

export const keyText = (spec: TableSpec, row: Readonly<Record<string, unknown>>): string =>
  spec.key.map((name) => textOf(row[name])).join('/');

/** The rows of a table that concern some borrowers; of the trail, only what facts made. */
export const storedRows = async (
  on: Queryable,
  bookId: string,
  spec: TableSpec,
  borrowerIds: readonly string[],
): Promise<Record<string, unknown>[]> =>
  on.query(
    `SELECT ${Object.keys(spec.columns).join(', ')} FROM ${spec.name}
     WHERE book_id = $1 AND borrower_id = ANY($2::text[])${spec.name === 'audit_entries' ? ' AND fact_seq IS NOT NULL' : ''}`,
    [bookId, borrowerIds],
  );

/** Row by row and cell by cell: what is missing, what is too much, what differs. */
export const compareRows = (
  spec: TableSpec,
  expected: readonly Row[],
  stored: readonly Readonly<Record<string, unknown>>[],
): Difference[] => {
  const left = new Map(stored.map((row) => [keyText(spec, row), row]));
  const differences: Difference[] = [];
  for (const row of expected) {
    const key = keyText(spec, row);
    const found = left.get(key);
    left.delete(key);
    if (found === undefined) {
      differences.push({ where: spec.name, key, detail: 'the facts make this row and the table lacks it' });
      continue;
    }
    const cells = Object.keys(spec.columns).filter((name) => textOf(row[name]) !== textOf(found[name]));
    if (cells.length > 0)
      differences.push({
        where: spec.name,
        key,
        detail: cells.map((name) => `${name} is ${textOf(found[name])}, the facts say ${textOf(row[name])}`).join('; '),
      });
  }
  for (const key of left.keys())
    differences.push({ where: spec.name, key, detail: 'the table has this row and no fact makes it' });
  return differences;
};
