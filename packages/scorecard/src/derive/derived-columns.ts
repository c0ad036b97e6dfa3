import type { NumericColumn, TrainingTable } from '../training-data.ts';
import type { DerivedInput } from './formula.ts';
import { valuesOf } from './formula.ts';

/** The values of numeric columns by name, special codes being missing; of any other name all missing. */
export const numbersOf = ({ columns, size }: TrainingTable): ((name: string) => Float64Array) => {
  const byName = new Map(
    columns.flatMap((column) => (column.kind === 'numeric' ? [[column.name, column.values] as const] : [])),
  );
  const nothing = new Float64Array(size).fill(Number.NaN);
  return (name) => byName.get(name) ?? nothing;
};

/** The table with the derived inputs as columns behind its own. */
export const withDerived = (table: TrainingTable, derived: readonly DerivedInput[] = []): TrainingTable => {
  const numbers = numbersOf(table);
  const added = derived.map(
    ({ name, formula }): NumericColumn => ({
      kind: 'numeric',
      name,
      values: valuesOf(formula, numbers, table.size),
      specialOf: new Int32Array(table.size).fill(-1),
      specials: [],
    }),
  );
  return added.length === 0 ? table : { ...table, columns: [...table.columns, ...added] };
};
