import type { ScorecardInput, ScorecardInputs } from '../model.ts';

/**
 * How a derived input is made of others. Whatever it says, a borrower can be told it: a share, a difference, the greatest
 * or least of several, their sum, or how many of them reach a line. The result is whole, as every input is.
 */
export type Formula =
  | { readonly kind: 'ratio'; readonly of: readonly [Operand, Operand]; readonly times: number }
  | { readonly kind: 'difference'; readonly of: readonly [Operand, Operand] }
  | { readonly kind: 'sum' | 'greatest' | 'least'; readonly of: readonly Operand[] }
  | { readonly kind: 'count'; readonly of: readonly Operand[]; readonly atLeast: number };

/** An input by its name, or a formula. */
export type Operand = string | Formula;

/** An input that is computed from others before a model looks at it. */
export interface DerivedInput {
  readonly name: string;
  readonly formula: Formula;
}

/** Ends of what a ratio may be: past them it says “very large”, and stays exact. */
export const RATIO_MOST = 1_000_000_000_000;

const ratio = (top: number, bottom: number, times: number): number =>
  bottom > 0 ? Math.max(-RATIO_MOST, Math.min(RATIO_MOST, Math.round((top / bottom) * times))) + 0 : Number.NaN;

const known = (values: readonly number[]): readonly number[] => values.filter((value) => !Number.isNaN(value));

/**
 * What a formula makes of the values of its operands; NaN is missing. A ratio to nothing, or to less than nothing, is
 * missing; so are a sum and a difference of which a part is missing. The greatest, the least and a count are of those
 * that are known.
 */
const combine = (formula: Formula, values: readonly number[]): number => {
  const [first = Number.NaN, second = Number.NaN] = values;
  switch (formula.kind) {
    case 'ratio':
      return ratio(first, second, formula.times);
    case 'difference':
      return first - second;
    case 'sum':
      return values.reduce((sum, value) => sum + value, 0);
    case 'greatest':
    case 'least': {
      const some = known(values);
      if (some.length === 0) return Number.NaN;
      return formula.kind === 'greatest' ? Math.max(...some) : Math.min(...some);
    }
    case 'count': {
      const some = known(values);
      return some.length === 0 ? Number.NaN : some.filter((value) => value >= formula.atLeast).length;
    }
  }
};

const safe = (value: number): number => (Number.isSafeInteger(value) ? value + 0 : Number.NaN);

/** Evaluates a formula, given what each named input is; NaN where it is missing. */
export const evaluate = (formula: Formula, valueOf: (name: string) => number): number =>
  safe(
    combine(
      formula,
      formula.of.map((operand) => (typeof operand === 'string' ? valueOf(operand) : evaluate(operand, valueOf))),
    ),
  );

/** A formula in every row of columns of numbers; NaN where missing. */
export const valuesOf = (formula: Formula, columnOf: (name: string) => Float64Array, size: number): Float64Array => {
  const parts = formula.of.map((operand) =>
    typeof operand === 'string' ? columnOf(operand) : valuesOf(operand, columnOf, size),
  );
  const [first, second] = parts as [Float64Array, Float64Array];
  const values = new Float64Array(size);
  // The two kinds that are tried by the thousand, without a list for every row.
  if (formula.kind === 'ratio')
    for (let row = 0; row < size; row += 1) values[row] = safe(ratio(first[row]!, second[row]!, formula.times));
  else if (formula.kind === 'difference')
    for (let row = 0; row < size; row += 1) values[row] = safe(first[row]! - second[row]!);
  else
    for (let row = 0; row < size; row += 1)
      values[row] = safe(
        combine(
          formula,
          parts.map((part) => part[row]!),
        ),
      );
  return values;
};

const asNumber = (value: ScorecardInput | undefined): number => (typeof value === 'number' ? value : Number.NaN);

/** A derived input of one case; null where it is missing. */
export const derivedValueOf = (formula: Formula, inputs: ScorecardInputs): number | null => {
  const value = evaluate(formula, (name) => asNumber(inputs[name]));
  return Number.isNaN(value) ? null : value;
};

/** The inputs that a formula reads. */
export const namesIn = (formula: Formula): readonly string[] => [
  ...new Set(formula.of.flatMap((operand) => (typeof operand === 'string' ? [operand] : namesIn(operand)))),
];
