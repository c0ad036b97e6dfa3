import { createHash } from 'node:crypto';
import { DERIVED_TABLES, tableSpec } from './tables.ts';

/** To be raised by whoever changes which rows the same facts give; that columns changed is seen without. */
const ROWS_VERSION = 1;

/**
 * Which making of the derived tables this program reads and writes. A book keeps the one its tables were made by: with
 * another, lists would show yesterday’s meaning and closes would sum courses that nobody makes so any more.
 */
export const TABLES_VERSION = `${ROWS_VERSION}-${createHash('sha256')
  .update(JSON.stringify(DERIVED_TABLES.map((table) => [table, tableSpec(table)])))
  .digest('hex')
  .slice(0, 16)}`;
