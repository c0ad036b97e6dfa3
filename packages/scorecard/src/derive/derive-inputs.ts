import { binColumn, DEFAULT_BINNING } from '../binning.ts';
import { fitJointly } from '../fit-jointly.ts';
import { dealFolds } from '../random.ts';
import type { NumericColumn, TrainingRow, TrainingTable } from '../training-data.ts';
import { readRows } from '../training-data.ts';
import { candidatesOf } from './candidates.ts';
import { numbersOf } from './derived-columns.ts';
import type { DerivedInput, Formula } from './formula.ts';
import { nameOf } from './formula-words.ts';
import { screen } from './screen.ts';

export interface DeriveOptions {
  readonly seed?: number;
  readonly specialCodes?: Readonly<Record<string, readonly number[]>>;
  readonly without?: readonly string[];
  /** Decimals that each column was scaled by to be whole (a cell times 10^decimals); 0 where not given. */
  readonly decimals?: Readonly<Record<string, number>>;
  /** Most inputs derived. */
  readonly most?: number;
}

const RIDGE = 10;

/** So few candidates go to the fit as they are: its own choice of inputs tells them apart better. */
const FEW = 10;

const named = (formulas: readonly Formula[]): readonly DerivedInput[] =>
  formulas.map((formula) => ({ name: nameOf(formula), formula }));

/** Log-odds of a bad end, by a fit of the columns as they stand. */
const fittedLogOdds = ({ columns, bad, size }: TrainingTable, seed: number): Float64Array => {
  const partOf = dealFolds(bad, 4, seed);
  const binned = columns.map((column) => binColumn(column, bad, partOf, DEFAULT_BINNING));
  const good = bad.map((value) => 1 - value);
  const { inputs, intercept } = fitJointly(binned, good, RIDGE, columns.length);
  const logOdds = new Float64Array(size).fill(-intercept);
  for (const { column, weights } of inputs)
    for (let row = 0; row < size; row += 1) logOdds[row]! -= weights[column.binOf[row]!]!;
  return logOdds;
};

/**
 * Finds inputs worth computing from the columns that rows have: candidates come from the columns’ names and values, and
 * those stay that tell how cases ended beyond what the columns themselves tell. Learnt from these rows, so that
 * cross-validation must call it inside each fold. Rows that cannot be learnt from give none.
 */
export const deriveInputs = (rows: readonly TrainingRow[], options: DeriveOptions = {}): readonly DerivedInput[] => {
  const table = readRows(rows, options.specialCodes, options.without);
  if (!('size' in table)) return [];
  const numeric = table.columns.filter((column): column is NumericColumn => column.kind === 'numeric');
  const candidates = candidatesOf(numeric, options.decimals);
  if (candidates.length === 0) return [];
  if (candidates.length <= FEW) return named(candidates);
  const logOdds = fittedLogOdds(table, options.seed ?? 1);
  const chosen = screen(candidates, numbersOf(table), table.bad, logOdds, options.most ?? 30);
  return named(chosen);
};
