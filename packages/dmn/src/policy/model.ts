import { type BatchColumns, type BatchOutcome, decideBatch } from './batch.ts';
import { type Alike, alikeIn } from './alike.ts';
import { type BitmapIndex, indexOf } from './bitmap-index.ts';
import { decideTable, firedOf, matcherOf, type PolicyInputs, rulesIn } from './decide.ts';
import { generate, type Generated } from './generate.ts';
import { resolveHits } from './hit-policy.ts';
import { encode } from './encode.ts';
import type { CellTrace, PolicyTable, PolicyValue, TableOutcome, Whole } from './table.ts';
import { traceTable } from './trace.ts';

/** Compiled policy tables, and the ways to run them. Every way gives the same answer. */
export interface PolicyModel {
  readonly tables: readonly PolicyTable[];
  /** One decision. Absent inputs are missing values. Throws on an unknown table or a value of the wrong type. */
  decide(tableId: string, inputs: PolicyInputs): TableOutcome;
  /** `decide` of one table, looked up once: for callers that decide often. */
  decider(tableId: string): (inputs: PolicyInputs) => TableOutcome;
  /**
   * `decide` as far as the rules that fired, of values in the table’s own order: for who asks about many changes of some
   * values. An object with the names of all inputs would cost more than the question.
   */
  fired(tableId: string, values: readonly PolicyValue[]): Pick<TableOutcome, 'fired' | 'conflict'>;
  /** Which rules match, the hit policy left aside: values in the table’s own order of inputs. */
  matcher(tableId: string): (values: readonly PolicyValue[]) => readonly number[];
  /** Whether two values of an input are one to the table. */
  alike(tableId: string): Alike;
  /** Many decisions over columns, into the arrays of an outcome that is no longer needed where one is given. */
  batch(tableId: string, columns: BatchColumns, count: number, reuse?: BatchOutcome): BatchOutcome;
  /** What every cell saw: rule × column. */
  trace(tableId: string, inputs: PolicyInputs): CellTrace[][];
  /** The code that stands for a value in a batch column; null when missing. */
  encode(tableId: string, input: string, value: PolicyValue): Whole | null;
}

interface Ready {
  readonly table: PolicyTable;
  readonly index: BitmapIndex;
  readonly generated: Generated | null;
  readonly decide: (inputs: PolicyInputs) => TableOutcome;
  readonly match: ReturnType<PolicyModel['matcher']>;
}

const prepare = (table: PolicyTable): Ready => {
  const index = indexOf(table);
  const generated = generate(table, index);
  return { table, index, generated, decide: decider(table, index, generated), match: matcherOf(table, index) };
};

/** One decision: the generated code where it applies, the general path where it does not. */
const decider = (table: PolicyTable, index: BitmapIndex, generated: Generated | null): Ready['decide'] => {
  if (!generated) return (inputs) => decideTable(table, index, inputs);
  // Nothing is missing on this path, so an outcome depends on the rules alone and can be made once.
  const none = resolveHits(table, [], []);
  if (table.hitPolicy === 'FIRST') {
    const outcomes = table.rules.map((rule) => resolveHits(table, [rule.index], []));
    return (inputs) => {
      const first = generated.first(inputs);
      return first === -2 ? decideTable(table, index, inputs) : (outcomes[first] ?? none);
    };
  }
  const bits = new Int32Array(index.words);
  return (inputs) =>
    generated.match(inputs, bits) ? resolveHits(table, rulesIn(bits), []) : decideTable(table, index, inputs);
};

/** A model over compiled tables. */
export const policyModel = (tables: readonly PolicyTable[]): PolicyModel => {
  const compiled = new Map(tables.map((table) => [table.id, prepare(table)]));
  const find = (tableId: string): Ready => {
    const found = compiled.get(tableId);
    if (!found)
      throw new RangeError(`there is no table “${tableId}”; the model holds ${[...compiled.keys()].join(', ')}`);
    return found;
  };
  return {
    tables,
    decide: (tableId, inputs) => find(tableId).decide(inputs),
    decider: (tableId) => find(tableId).decide,
    fired(tableId, values) {
      const { table, match } = find(tableId);
      return firedOf(table, match(values));
    },
    matcher: (tableId) => find(tableId).match,
    alike: (tableId) => alikeIn(find(tableId).table),
    batch(tableId, columns, count, reuse) {
      const { table, index, generated } = find(tableId);
      return decideBatch(table, index, generated, columns, count, reuse);
    },
    trace: (tableId, inputs) => traceTable(find(tableId).table, inputs),
    encode(tableId, input, value) {
      const { table } = find(tableId);
      const position = table.inputs.findIndex((declared) => declared.name === input);
      return encode(table, position, value);
    },
  };
};
