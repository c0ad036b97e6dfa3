import { tableSpec, type TableName } from './tables.ts';
import type { Cell, Row } from './table-spec.ts';

/**
 * Rows gathered for one transaction, by table and key: of two states of one thing the later stays, counters of one
 * thing are added up.
 */
export class RowSet {
  readonly #tables = new Map<TableName, Map<string, Row>>();

  add(table: TableName, row: Row): void {
    const spec = tableSpec(table);
    const key = keyOf(spec.key, row);
    let rows = this.#tables.get(table);
    if (rows === undefined) {
      rows = new Map();
      this.#tables.set(table, rows);
    }
    const before = rows.get(key);
    if (before === undefined || spec.onConflict === 'replace' || spec.onConflict === 'change') rows.set(key, row);
    else if (spec.onConflict === 'add') rows.set(key, addUp(spec.key, before, row));
    else throw new Error(`two rows of ${table} share the key ${key.replaceAll('\u0000', '/')}`);
  }

  addAll(other: RowSet): void {
    for (const table of other.tables()) for (const row of other.rows(table)) this.add(table, row);
  }

  tables(): TableName[] {
    return [...this.#tables.keys()];
  }

  count(table: TableName): number {
    return this.#tables.get(table)?.size ?? 0;
  }

  /** Whether a row is there by its key, the parts joined by a zero character. */
  has(table: TableName, key: string): boolean {
    return this.#tables.get(table)?.has(key) ?? false;
  }

  rows(table: TableName): Row[] {
    return [...(this.#tables.get(table)?.values() ?? [])];
  }
}

const keyOf = (names: readonly string[], row: Row): string => {
  let key = '';
  for (const name of names) key += key === '' ? String(row[name]) : `\u0000${String(row[name])}`;
  return key;
};

const addUp = (key: readonly string[], a: Row, b: Row): Row =>
  Object.fromEntries(
    Object.keys(a).map((name): [string, Cell] => [
      name,
      key.includes(name) ? (a[name] ?? null) : (a[name] as bigint) + (b[name] as bigint),
    ]),
  );
