import type { Queryable, SqlValue } from '../db/sql.ts';
import type { RowSet } from '../project/row-set.ts';
import { tableSpec, type TableName } from '../project/tables.ts';
import { bulkStatement, bulkValues, columnValues } from '../project/table-spec.ts';
import { fenceStatement, fenceValues, lost, type Fence } from './lease.ts';

/** Whether one statement can write them all: no table comes in two parts, of which the second would not see the first. */
export const fitOneStatement = (sets: readonly RowSet[]): boolean => {
  const names = sets.flatMap((rows) => rows.tables().map((table) => tableSpec(table).name));
  return new Set(names).size === names.length;
};

/**
 * A whole commit as one statement: the fence moves, and only where it did are the rows written. One journey to the database
 * instead of four and more: the journeys are what a small commit costs, and a large one is worked on in one go while the next
 * is being decided here.
 * @throws BookLost when another has moved the fence; nothing is written then.
 */
export const commitAtOnce = async (on: Queryable, fence: Fence, sets: readonly RowSet[]): Promise<void> => {
  const values: SqlValue[] = fenceValues(fence);
  const writes: string[] = [];
  for (const rows of sets)
    for (const table of rows.tables()) {
      const spec = tableSpec(table);
      writes.push(`${writtenName(table)} AS (${bulkStatement(spec, values.length + 1, MOVED)})`);
      values.push(...columnValues(spec, rows.rows(table)));
    }
  const all = [`moved AS (${fenceStatement})`, ...writes].join(', ');
  const moved = await on.query(`WITH ${all} SELECT version FROM moved`, values);
  if (moved.length === 0) throw lost(fence.lease);
};
const MOVED = 'EXISTS (SELECT 1 FROM moved)';
const writtenName = (table: TableName): string => `new_${table}`;

/** Writes every gathered row, table by table. */
export const writeRows = async (tx: Queryable, bookId: string, rows: RowSet): Promise<void> => {
  for (const table of rows.tables()) {
    const spec = tableSpec(table);
    await tx.query(bulkStatement(spec), bulkValues(spec, bookId, rows.rows(table)));
  }
};
