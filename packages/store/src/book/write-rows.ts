import type { Queryable } from '../db/sql.ts';
import type { RowSet } from '../project/row-set.ts';
import { tableSpec } from '../project/tables.ts';
import { bulkStatement, bulkValues } from '../project/table-spec.ts';

/** Writes every gathered row, one statement per table. */
export const writeRows = async (tx: Queryable, bookId: string, rows: RowSet): Promise<void> => {
  for (const table of rows.tables()) {
    const spec = tableSpec(table);
    await tx.query(bulkStatement(spec), bulkValues(spec, bookId, rows.rows(table)));
  }
};
