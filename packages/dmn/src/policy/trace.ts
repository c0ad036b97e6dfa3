import { encodeAll, type PolicyInputs } from './decide.ts';
import { ratioInSpan } from './ratio.ts';
import { contains } from './spans.ts';
import type { CellTrace, PolicyColumn, PolicyTable, PolicyValue, Threshold, Whole } from './table.ts';

/**
 * What every cell of every rule saw, rule by rule. It reads the cells one at a time and shares nothing with the bitmap
 * index, so that it checks the index as well as explaining it.
 */
export const traceTable = (table: PolicyTable, inputs: PolicyInputs): CellTrace[][] => {
  const codes = encodeAll(table, inputs);
  return table.rules.map((rule) =>
    table.columns.map((column) => ({
      input: column.text,
      expression: column.cells[rule.index]?.text ?? '-',
      value: seenValue(table, column, inputs),
      matched: cellMatches(column, rule.index, codes),
    })),
  );
};

const seenValue = (table: PolicyTable, column: PolicyColumn, inputs: PolicyInputs): PolicyValue => {
  if (column.kind === 'value') return inputs[table.inputs[column.input]?.name ?? ''] ?? null;
  const [numerator, denominator] = [column.numerator, column.denominator].map(
    (position) => inputs[table.inputs[position]?.name ?? ''] ?? null,
  );
  return numerator == null || denominator == null || denominator == 0 ? null : Number(numerator) / Number(denominator);
};

/** Whether one cell matches the codes of the inputs. */
export const cellMatches = (column: PolicyColumn, rule: number, codes: readonly (Whole | null)[]): boolean => {
  if (column.kind === 'value') {
    const cell = column.cells[rule];
    const code = codes[column.input] ?? null;
    return cell !== undefined && (code === null ? cell.matchesNull : contains(cell.spans, code));
  }
  const cell = column.cells[rule];
  const numerator = codes[column.numerator] ?? null;
  const denominator = codes[column.denominator] ?? null;
  if (cell === undefined) return false;
  // A ratio over zero has no value: it is treated as missing, but its inputs are known. `==` takes 0 and 0n alike.
  if (numerator === null || denominator === null || denominator == 0) return cell.matchesNull;
  return cell.any || cell.spans.some((span) => ratioInSpan(numerator, denominator, span));
};

/** The lines that a rule draws, cell by cell, in the unit of the declared inputs, for a notice to print. */
export const thresholdsOf = (table: PolicyTable, ruleIndex: number): Threshold[] =>
  table.columns.flatMap((column) => column.cells[ruleIndex]?.thresholds ?? []);
