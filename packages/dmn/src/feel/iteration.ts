import { dayNumber, civilOf } from '../calendar.ts';
import type { Feel, Iterator } from './ast.ts';
import { evaluate } from './evaluate.ts';
import { and, or } from './operators.ts';
import { type Run, takeTurn } from './run.ts';
import { Scope } from './scope.ts';
import { integerOf, isDate, isFunction, isList, isRange, num, type Value } from './values.ts';

/** `for … return`; null when a domain is none, or the budget is spent. */
export const evaluateFor = (node: Feel & { kind: 'for' }, scope: Scope, run: Run): Value => {
  const results: Value[] = [];
  const partial = new Scope(new Map<string, Value>([['partial', results]]), scope);
  const done = walk(node.iterators, 0, partial, run, node.at, (inner) => {
    results.push(evaluate(node.body, inner, run));
    return true;
  });
  return done ? results : null;
};

/** `some`/`every … satisfies`, in three-valued logic. */
export const evaluateQuantified = (node: Feel & { kind: 'some' | 'every' }, scope: Scope, run: Run): Value => {
  let result: boolean | null = node.kind === 'every';
  const fold = node.kind === 'every' ? and : or;
  const done = walk(node.iterators, 0, scope, run, node.at, (inner) => {
    const condition = evaluate(node.body, inner, run);
    result = fold(result, condition);
    if (condition === null || typeof condition === 'boolean') return true;
    run.report({ at: node.at, message: 'a condition is neither true nor false' });
    return false;
  });
  if (!done) return null;
  if (result === null) run.report({ at: node.at, message: 'the condition is not true or false for every item' });
  return result;
};

const walk = (
  iterators: readonly Iterator[],
  index: number,
  scope: Scope,
  run: Run,
  at: number,
  visit: (scope: Scope) => boolean,
): boolean => {
  const iterator = iterators[index];
  if (!iterator) return takeTurn(run, at) && visit(scope);
  const domain = domainOf(iterator, scope, run);
  if (domain === null) {
    run.report({ at, message: `“${iterator.name}” has nothing to go through` });
    return false;
  }
  for (const value of domain) {
    if (!takeTurn(run, at)) return false;
    if (!walk(iterators, index + 1, new Scope(new Map([[iterator.name, value]]), scope), run, at, visit)) return false;
  }
  return true;
};

const domainOf = (iterator: Iterator, scope: Scope, run: Run): Iterable<Value> | null => {
  const over = evaluate(iterator.over, scope, run);
  if (iterator.to !== null) return countBetween(over, evaluate(iterator.to, scope, run));
  return domainOfValue(over);
};

/** The items of a value that a loop goes through: a list, a closed or open range of whole numbers or days, or one item. */
export const domainOfValue = (over: Value): Iterable<Value> | null => {
  if (over === null || isFunction(over)) return null;
  if (isList(over)) return over;
  if (!isRange(over)) return [over];
  const [low, high] = [pointOf(over.low), pointOf(over.high)];
  if (low === null || high === null || low > high) return null;
  return count(low + (over.lowClosed ? 0 : 1), high - (over.highClosed ? 0 : 1), isDate(over.low));
};

/** `a..b` of a loop runs up or down. */
const countBetween = (from: Value, to: Value): Iterable<Value> | null => {
  const [first, last] = [pointOf(from), pointOf(to)];
  if (first === null || last === null || isDate(from) !== isDate(to)) return null;
  return count(first, last, isDate(from), first <= last ? 1 : -1);
};

const pointOf = (value: Value): number | null => (isDate(value) ? dayNumber(value) : integerOf(value));

function* count(from: number, to: number, days: boolean, step: 1 | -1 = 1): Iterable<Value> {
  for (let at = from; step > 0 ? at <= to : at >= to; at += step)
    yield days ? { kind: 'date', ...civilOf(at) } : num(at);
}
