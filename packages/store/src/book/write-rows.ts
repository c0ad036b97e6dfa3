import type { Queryable, SqlValue, Tx } from '../db/sql.ts';
import type { RowSet } from '../project/row-set.ts';
import { tableSpec, type TableName } from '../project/tables.ts';
import { bulkStatement, bulkValues, columnValues, copyLine, copyStatement } from '../project/table-spec.ts';
import { fenceStatement, fenceValues, lost, type Fence } from './lease.ts';

/**
 * From so many rows on, COPY costs less than one statement: no array of JSON texts has to be escaped, quoted, and taken
 * apart again. It can only add rows, so things that change go by statement however many they are.
 */
const COPIED_FROM = 300;

/** Whether one statement is the cheaper way: few rows, and no table in two parts, which one statement would not see in turn. */
export const areFew = (sets: readonly RowSet[]): boolean => {
  const names = sets.flatMap((rows) => rows.tables().map((table) => tableSpec(table).name));
  return (
    new Set(names).size === names.length &&
    sets.every((rows) => rows.tables().every((table) => rows.count(table) < COPIED_FROM))
  );
};

/**
 * A whole commit as one statement: the fence moves, and only where it did are the rows written. One journey to the database
 * instead of four and more; under load, the journeys are what a small commit costs.
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
export const writeRows = async (tx: Tx, bookId: string, rows: RowSet): Promise<void> => {
  for (const table of rows.tables()) {
    const spec = tableSpec(table);
    const written = rows.rows(table);
    if (spec.onConflict === 'fail' && written.length >= COPIED_FROM)
      await tx.copy(copyStatement(spec), written.map((row) => copyLine(spec, bookId, row)).join(''));
    else await tx.query(bulkStatement(spec), bulkValues(spec, bookId, written));
  }
};
