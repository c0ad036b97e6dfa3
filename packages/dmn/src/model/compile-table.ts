import { matches } from '../feel/evaluate.ts';
import { equals, or, order } from '../feel/operators.ts';
import { parseExpression, parseUnaryTests } from '../feel/parse.ts';
import { BUILT_INS } from '../feel/builtins/index.ts';
import type { Run } from '../feel/run.ts';
import type { Scope } from '../feel/scope.ts';
import { evaluate } from '../feel/evaluate.ts';
import { num, type Value } from '../feel/values.ts';
import { type Compilation, type Compiled, compileText, typed, withNames } from './compile-boxed.ts';
import type { DecisionTable } from './definitions.ts';

type Test = (value: Value, scope: Scope, run: Run) => boolean | null;

const SINGLE: ReadonlySet<string> = new Set(['UNIQUE', 'FIRST', 'ANY', 'PRIORITY']);

/** Compiles a decision table with the semantics of the standard (policy tables have their own, typed and stricter, compiler). */
export const compileTable = (table: DecisionTable, compilation: Compilation): Compiled => {
  const inputs = table.inputs.map((input) => ({
    value: compileText(input.text, compilation),
    allowed: input.values === null ? null : compileTests(input.values, compilation),
  }));
  const outputs = table.outputs.map((output) => compileOutput(output, compilation));
  const rules = table.rules.map((rule) => ({
    tests: inputs.map((_input, index) => compileTests(rule.tests[index] ?? '-', compilation)),
    outputs: table.outputs.map((output, index) => outputEntry(rule.outputs[index], output.typeRef, compilation)),
  }));
  return (scope, run) => {
    const values = inputs.map((input, index) =>
      within(input.allowed, input.value(scope, run), `input ${index + 1}`, scope, run, compilation),
    );
    const hits = rules.filter((rule) =>
      rule.tests.every((test, index) => test(values[index] ?? null, scope, run) === true),
    );
    const results = hits.map((rule) =>
      rule.outputs.map((output, index) =>
        within(outputs[index]?.allowed ?? null, output(scope, run), `output ${index + 1}`, scope, run, compilation),
      ),
    );
    if (results.length === 0) return withoutHit(table, outputs, scope, run);
    return resolve(table, outputs, results, scope, run, compilation);
  };
};

/** A value that its allowed values let through; any other becomes null, and is reported. */
const within = (
  allowed: Test | null,
  value: Value,
  what: string,
  scope: Scope,
  run: Run,
  compilation: Compilation,
): Value => {
  if (allowed === null || value === null || allowed(value, scope, run) === true) return value;
  return refuse(run, compilation, `${what} is not among its allowed values`);
};

const refuse = (run: Run, compilation: Compilation, message: string): null => {
  run.report({ at: 0, message: `${compilation.place}: ${message}` });
  return null;
};

const compileTests = (text: string, compilation: Compilation): Test => {
  const parsed = parseUnaryTests(text === '' ? '-' : text, withNames(compilation, ['?']));
  if (!parsed.ok)
    return (_value, _scope, run) => {
      run.report({
        at: parsed.errors.at,
        message: `${compilation.place}: ${parsed.errors.message}\n  ${text}\n  ${' '.repeat(parsed.errors.at)}^`,
      });
      return null;
    };
  return (value, scope, run) =>
    parsed.value.map((test) => matches(test, value, scope, run)).reduce<boolean | null>(or, false);
};

interface Output {
  readonly name: string | null;
  readonly fallback: Compiled | null;
  readonly allowed: Test | null;
  /** Declared values in order of priority; null when they are not a list of expressions. */
  readonly values: readonly Compiled[];
}

const compileOutput = (output: DecisionTable['outputs'][number], compilation: Compilation): Output => {
  const parsed = output.values === null ? null : parseExpression(`[${output.values}]`, compilation);
  const items = parsed?.ok && parsed.value.kind === 'list' ? parsed.value.items : [];
  return {
    name: output.name,
    fallback: output.fallback === null ? null : compileText(output.fallback, compilation),
    allowed: output.values === null ? null : compileTests(output.values, compilation),
    values: items.map((item) => (scope: Scope, run: Run) => evaluate(item, scope, run)),
  };
};

/** An entry is converted to its own type, then to that of its column. */
const outputEntry = (
  entry: DecisionTable['rules'][number]['outputs'][number] | undefined,
  column: string | null,
  compilation: Compilation,
): Compiled => {
  if (entry === undefined || entry.text === '' || entry.text === '-') return () => null;
  const { modelTypes, place } = compilation;
  const own = typed(compileText(entry.text, compilation), modelTypes.of(entry.typeRef), place);
  return typed(own, modelTypes.of(column), place);
};

const withoutHit = (table: DecisionTable, outputs: readonly Output[], scope: Scope, run: Run): Value => {
  if (outputs.some((output) => output.fallback !== null))
    return shape(
      outputs,
      outputs.map((output) => output.fallback?.(scope, run) ?? null),
    );
  if (SINGLE.has(table.hitPolicy)) return null;
  if (table.aggregation === null) return [];
  return table.aggregation === 'COUNT' ? num(0) : null;
};

/** One output is its value, several are a context. */
const shape = (outputs: readonly Output[], values: readonly Value[]): Value => {
  if (outputs.length === 1) return values[0] ?? null;
  return new Map(outputs.map((output, index) => [output.name ?? `output ${index + 1}`, values[index] ?? null]));
};

const resolve = (
  table: DecisionTable,
  outputs: readonly Output[],
  results: readonly (readonly Value[])[],
  scope: Scope,
  run: Run,
  compilation: Compilation,
): Value => {
  const shaped = (rows: readonly (readonly Value[])[]): Value[] => rows.map((row) => shape(outputs, row));
  switch (table.hitPolicy) {
    case 'UNIQUE':
      return results.length === 1
        ? (shaped(results)[0] ?? null)
        : refuse(run, compilation, `${results.length} rules match, but the hit policy is UNIQUE`);
    case 'ANY': {
      const [first, ...rest] = shaped(results);
      return rest.every((row) => equals(row, first ?? null) === true)
        ? (first ?? null)
        : refuse(run, compilation, 'the rules that match differ, but the hit policy is ANY');
    }
    case 'FIRST':
      return shaped(results)[0] ?? null;
    case 'PRIORITY':
      return shaped(byPriority(outputs, results, scope, run))[0] ?? null;
    case 'OUTPUT ORDER':
      return shaped(byPriority(outputs, results, scope, run));
    default:
      return table.aggregation === null ? shaped(results) : aggregate(table.aggregation, outputs, results);
  }
};

const byPriority = (
  outputs: readonly Output[],
  results: readonly (readonly Value[])[],
  scope: Scope,
  run: Run,
): (readonly Value[])[] => {
  const ranked = outputs.map((output) => output.values.map((value) => value(scope, run)));
  const rank = (row: readonly Value[]): number[] =>
    ranked.map((values, index) => {
      const place = values.findIndex((value) => equals(value, row[index] ?? null) === true);
      return place < 0 ? values.length : place;
    });
  return [...results].sort((a, b) => {
    const [left, right] = [rank(a), rank(b)];
    const index = left.findIndex((place, position) => place !== right[position]);
    return index < 0 ? 0 : (left[index] ?? 0) - (right[index] ?? 0);
  });
};

const aggregate = (aggregation: string, outputs: readonly Output[], results: readonly (readonly Value[])[]): Value => {
  const columns = outputs.map((_output, index) => results.map((row) => row[index] ?? null));
  const fold = (values: readonly Value[]): Value => {
    if (aggregation === 'COUNT') return num(values.length);
    if (aggregation === 'SUM') return BUILT_INS.get('sum')?.call([values]) ?? null;
    const direction = aggregation === 'MIN' ? -1 : 1;
    return values.reduce((best, value) => (((order(value, best) ?? 0) as number) * direction > 0 ? value : best));
  };
  return shape(outputs, columns.map(fold));
};
