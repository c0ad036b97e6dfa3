import { type BatchColumns, type BatchOutcome, decideBatch } from './batch.ts';
import { type BitmapIndex, buildIndex } from './bitmap-index.ts';
import { decideTable, type PolicyInputs } from './decide.ts';
import { encode } from './encode.ts';
import type { CellTrace, PolicyTable, PolicyValue, TableOutcome, Whole } from './table.ts';
import { traceTable } from './trace.ts';

/** Compiled policy tables, and the ways to run them. Every way gives the same answer. */
export interface PolicyModel {
  readonly tables: readonly PolicyTable[];
  /** One decision. Absent inputs are missing values. Throws on an unknown table or a value of the wrong type. */
  decide(tableId: string, inputs: PolicyInputs): TableOutcome;
  /** Many decisions over columns. */
  batch(tableId: string, columns: BatchColumns, count: number): BatchOutcome;
  /** What every cell saw: rule × column. */
  trace(tableId: string, inputs: PolicyInputs): CellTrace[][];
  /** The code that stands for a value in a batch column; null when missing. */
  encode(tableId: string, input: string, value: PolicyValue): Whole | null;
}

/** A model over compiled tables. */
export const policyModel = (tables: readonly PolicyTable[]): PolicyModel => {
  const compiled = new Map<string, { table: PolicyTable; index: BitmapIndex }>();
  for (const table of tables) compiled.set(table.id, { table, index: buildIndex(table) });
  const find = (tableId: string): { table: PolicyTable; index: BitmapIndex } => {
    const found = compiled.get(tableId);
    if (!found)
      throw new RangeError(`there is no table “${tableId}”; the model holds ${[...compiled.keys()].join(', ')}`);
    return found;
  };
  return {
    tables,
    decide(tableId, inputs) {
      const { table, index } = find(tableId);
      return decideTable(table, index, inputs);
    },
    batch(tableId, columns, count) {
      const { table, index } = find(tableId);
      return decideBatch(table, index, columns, count);
    },
    trace: (tableId, inputs) => traceTable(find(tableId).table, inputs),
    encode(tableId, input, value) {
      const { table } = find(tableId);
      return encode(
        table,
        table.inputs.findIndex((declared) => declared.name === input),
        value,
      );
    },
  };
};
