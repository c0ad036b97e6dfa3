import { BUILT_IN_NAMES } from '../feel/builtins/index.ts';
import { evaluate } from '../feel/evaluate.ts';
import { formatValue } from '../feel/format.ts';
import { NameScope } from '../feel/names.ts';
import { noNames, parseExpression } from '../feel/parse.ts';
import { newRun, type Run } from '../feel/run.ts';
import { Scope } from '../feel/scope.ts';
import { BUILT_IN_TYPE_NAMES } from '../feel/types.ts';
import type { Value } from '../feel/values.ts';

/** What an expression comes to, as a literal, over names that hold values; a syntax error is told with its place. */
export const feelWith =
  (values: ReadonlyMap<string, Value>, members: readonly string[] = []) =>
  (source: string, run: Run = newRun()): string => {
    const names = new NameScope([...BUILT_IN_NAMES, ...values.keys()]);
    const scope = { ...noNames(), names, members: new NameScope(members), types: new NameScope(BUILT_IN_TYPE_NAMES) };
    const parsed = parseExpression(source, scope);
    return parsed.ok
      ? formatValue(evaluate(parsed.value, new Scope(new Map(values)), run), true)
      : `error at ${parsed.errors.at}: ${parsed.errors.message}`;
  };
