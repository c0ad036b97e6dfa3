import type { ScorecardInput, ScorecardInputs } from './model.ts';

/** One past case: what was known then, and how it ended. */
export interface TrainingRow {
  readonly inputs: ScorecardInputs;
  /** True when the case ended badly (default, bankruptcy). */
  readonly bad: boolean;
  /** Groups for measuring fairness only, e.g. `{ sex: 'f' }`; never seen by the fit. */
  readonly groups?: Readonly<Record<string, string>>;
  /** When the case was decided, as sortable text (a date or month); orders out-of-time tests and stability checks. */
  readonly period?: string;
}

export interface NumericColumn {
  readonly kind: 'numeric';
  readonly name: string;
  /** NaN where missing or where the value is a special code. */
  readonly values: Float64Array;
  /** Position in `specials`, or -1. */
  readonly specialOf: Int32Array;
  readonly specials: readonly string[];
}

export interface NamedColumn {
  readonly kind: 'named';
  readonly name: string;
  /** Position in `words`, or -1 where missing. */
  readonly wordOf: Int32Array;
  readonly words: readonly string[];
}

export type Column = NumericColumn | NamedColumn;

/** Rows turned into columns, which is how everything that learns reads them. */
export interface TrainingTable {
  readonly size: number;
  readonly bad: Uint8Array;
  readonly columns: readonly Column[];
}

export interface TrainingProblem {
  readonly code: 'no_rows' | 'one_outcome' | 'no_inputs' | 'not_whole' | 'mixed_types' | 'row_without_input';
  readonly input: string | null;
  readonly row: number | null;
  readonly message: string;
}

const problem = (
  code: TrainingProblem['code'],
  input: string | null,
  row: number | null,
  message: string,
): TrainingProblem => ({ code, input, row, message });

const isMissing = (value: ScorecardInput | undefined): value is null | undefined =>
  value === null || value === undefined || Number.isNaN(value);

const numericColumn = (
  name: string,
  values: readonly (ScorecardInput | undefined)[],
  specialCodes: readonly number[],
): NumericColumn | TrainingProblem => {
  const specials = specialCodes.map(String);
  const numbers = new Float64Array(values.length).fill(Number.NaN);
  const specialOf = new Int32Array(values.length).fill(-1);
  for (const [row, value] of values.entries()) {
    if (isMissing(value)) continue;
    if (typeof value !== 'number')
      return problem('mixed_types', name, row, `${name} holds numbers and ${JSON.stringify(value)}; give it one type`);
    if (!Number.isSafeInteger(value))
      return problem(
        'not_whole',
        name,
        row,
        `${name} is ${value}; scale it to whole numbers, as the policy’s inputs are`,
      );
    const special = specialCodes.indexOf(value);
    if (special >= 0) specialOf[row] = special;
    else numbers[row] = value;
  }
  return { kind: 'numeric', name, values: numbers, specialOf, specials };
};

const namedColumn = (name: string, values: readonly (ScorecardInput | undefined)[]): NamedColumn | TrainingProblem => {
  const positions = new Map<string, number>();
  const wordOf = new Int32Array(values.length).fill(-1);
  for (const [row, value] of values.entries()) {
    if (isMissing(value)) continue;
    if (typeof value === 'number')
      return problem('mixed_types', name, row, `${name} holds words and the number ${value}; give it one type`);
    const word = String(value);
    const position = positions.get(word) ?? positions.size;
    positions.set(word, position);
    wordOf[row] = position;
  }
  return { kind: 'named', name, wordOf, words: [...positions.keys()] };
};

/**
 * Reads rows into columns. The inputs are those of the first row, less `without`. Numbers must be whole: what the fit
 * cuts at must be what the scorecard, in integers, cuts at.
 *
 * @param specialCodes per input, numbers that are codes and not quantities (e.g. -1 for “no account”)
 */
export const readRows = (
  rows: readonly TrainingRow[],
  specialCodes: Readonly<Record<string, readonly number[]>> = {},
  without: readonly string[] = [],
): TrainingTable | readonly TrainingProblem[] => {
  const [first] = rows;
  if (first === undefined) return [problem('no_rows', null, null, 'there is nothing to learn from: no rows')];
  const bads = rows.reduce((count, { bad }) => count + (bad ? 1 : 0), 0);
  if (bads === 0 || bads === rows.length)
    return [problem('one_outcome', null, null, `all ${rows.length} rows ended ${bads === 0 ? 'well' : 'badly'}`)];
  const names = Object.keys(first.inputs).filter((name) => !without.includes(name));
  if (names.length === 0) return [problem('no_inputs', null, 0, 'the rows have no inputs to learn from')];
  const columns: Column[] = [];
  const problems: TrainingProblem[] = [];
  for (const name of names) {
    const values = rows.map(({ inputs }) => inputs[name]);
    const absent = rows.findIndex(({ inputs }) => !Object.hasOwn(inputs, name));
    const known = values.find((value) => !isMissing(value));
    const column =
      absent >= 0
        ? problem('row_without_input', name, absent, `row ${absent} lacks ${name}; say null where it is not known`)
        : typeof known === 'number'
          ? numericColumn(name, values, specialCodes[name] ?? [])
          : namedColumn(name, values);
    if ('kind' in column) columns.push(column);
    else problems.push(column);
  }
  const bad = Uint8Array.from(rows, (row) => (row.bad ? 1 : 0));
  return problems.length > 0 ? problems : { size: rows.length, bad, columns };
};
