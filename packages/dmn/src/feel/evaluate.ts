import type { Feel } from './ast.ts';
import { arrangeArguments, BUILT_INS } from './builtins/index.ts';
import { clockFunction } from './clock.ts';
import { type Run, withDepth } from './run.ts';
import { externalFunction } from './external.ts';
import { inferType } from './infer-type.ts';
import { evaluateFor, evaluateQuantified } from './iteration.ts';
import { and, arithmetic, compare, equals, inRange, negate, or, order } from './operators.ts';
import { propertyOf } from './properties.ts';
import { Scope } from './scope.ts';
import { parseTemporal } from './temporal.ts';
import { coerce, isInstance, resolveType } from './types.ts';
import {
  ANY,
  type FunctionValue,
  finite,
  integerOf,
  isContext,
  isFunction,
  isList,
  isNumber,
  isRange,
  kindOf,
  numberOfText,
  type RangeValue,
  type Value,
} from './values.ts';

/**
 * Evaluates an expression. As the standard has it, what goes wrong gives null; each such case is reported to the run, so
 * that a null can be explained.
 */
export const evaluate = (node: Feel, scope: Scope, run: Run): Value =>
  withDepth(run, node.at, () => dispatch(node, scope, run));

const dispatch = (node: Feel, scope: Scope, run: Run): Value => {
  const value = (part: Feel): Value => evaluate(part, scope, run);
  const checked = (result: Value, what: string): Value => (result === null ? fail(run, node, what) : result);
  switch (node.kind) {
    case 'number':
      return checked(finite(numberOfText(node.text)), `${node.text} is out of range`);
    case 'string':
    case 'boolean':
      return node.value;
    case 'null':
      return null;
    case 'temporal':
      return checked(parseTemporal(node.text), `“${node.text}” is no date, time or duration`);
    case 'name':
      return lookUp(node, scope, run);
    case 'path':
      return path(node, value(node.of), run);
    case 'descendants':
      return descendants(node.name, value(node.of));
    case 'filter':
      return filter(node, value(node.of), scope, run);
    case 'call':
      return call(node, scope, run);
    case 'negate':
      return checked(negate(value(node.of)), 'only numbers and durations can be negated');
    case 'arithmetic': {
      const [left, right] = [value(node.left), value(node.right)];
      return checked(arithmetic(node.op, left, right), `${kindOf(left)} ${node.op} ${kindOf(right)} has no value`);
    }
    case 'compare':
      return comparison(node, value(node.left), value(node.right), run);
    case 'and':
      return and(value(node.left), value(node.right));
    case 'or':
      return or(value(node.left), value(node.right));
    case 'between': {
      const of = value(node.of);
      return checked(
        and(compare('>=', of, value(node.low)), compare('<=', of, value(node.high))),
        'the values of “between” cannot be compared',
      );
    }
    case 'in': {
      const of = value(node.of);
      return node.tests.map((test) => matches(test, of, scope, run)).reduce<boolean | null>(or, false);
    }
    case 'instance of':
      return instanceOf(node, value(node.of), run);
    case 'if':
      return value(node.test) === true ? value(node.yes) : value(node.no);
    case 'for':
      return evaluateFor(node, scope, run);
    case 'some':
    case 'every':
      return evaluateQuantified(node, scope, run);
    case 'list':
      return node.items.map(value);
    case 'context':
      return contextOf(node, scope, run);
    case 'range':
    case 'test':
      return checked(rangeOf(node, value), 'the ends of a range must be of one kind, in order');
    case 'function':
      return functionOf(node, scope, run);
    case 'not tests':
    case 'any':
      return fail(run, node, 'a cell test has no value by itself');
  }
};

const fail = (run: Run, node: Feel, message: string): null => {
  run.report({ at: node.at, message });
  return null;
};

const lookUp = (node: Feel & { kind: 'name' }, scope: Scope, run: Run): Value => {
  const value = scope.get(node.name) ?? BUILT_INS.get(node.name) ?? clockFunction(node.name, run);
  // `??` passes over a null that is in scope, so ask again before calling the name unknown.
  if (value !== undefined) return value;
  return scope.get(node.name) === null ? null : fail(run, node, `“${node.name}” is not known here`);
};

const path = (node: Feel & { kind: 'path' }, of: Value, run: Run): Value => {
  if (of === null) return null;
  if (isList(of)) return of.map((item) => path(node, item, run));
  const property = propertyOf(of, node.name);
  return property === undefined ? fail(run, node, `a ${kindOf(of)} has no “${node.name}”`) : property;
};

/**
 * What contexts hold under a name at any depth, nulls left out: whatever stands first in the text comes first, the outer
 * before what lies within it.
 */
const descendants = (name: string, of: Value): Value[] => {
  if (isList(of)) return of.flatMap((item) => descendants(name, item));
  if (!isContext(of)) return [];
  return [...of].flatMap(([key, value]) => [
    ...(key === name && value !== null ? [value] : []),
    ...descendants(name, value),
  ]);
};

const filter = (node: Feel & { kind: 'filter' }, of: Value, scope: Scope, run: Run): Value => {
  if (of === null) return null;
  const items = isList(of) ? of : [of];
  const kept: Value[] = [];
  for (const item of items.length === 0 ? [null] : items) {
    const test = evaluate(node.by, itemScope(item, scope), run);
    if (isNumber(test)) return pick(node, items, test, run);
    if (test !== null && typeof test !== 'boolean') return fail(run, node, 'a filter is a number or a condition');
    if (test === true && items.length > 0) kept.push(item);
  }
  return kept;
};

const pick = (node: Feel, items: readonly Value[], position: Value, run: Run): Value => {
  const at = integerOf(position);
  const found = at === null || at === 0 ? undefined : items.at(at > 0 ? at - 1 : at);
  return found === undefined ? fail(run, node, 'there is no item at that position') : found;
};

/** Inside a filter an item is `item`, and its entries are names of their own. */
export const itemScope = (item: Value, scope: Scope): Scope => {
  const values = new Map<string, Value>([['item', item]]);
  if (isContext(item)) for (const [key, entry] of item) values.set(key, entry);
  return new Scope(values, scope);
};

const call = (node: Feel & { kind: 'call' }, scope: Scope, run: Run): Value => {
  const callee = evaluate(node.callee, scope, run);
  if (!isFunction(callee)) return fail(run, node, 'what is called is no function');
  const args = node.args.map((argument) => evaluate(argument, scope, run));
  return invoke(callee, args, node.names, node, run);
};

/** Calls a function with positional or named arguments; null when no form of it takes them. */
export const invoke = (
  callee: FunctionValue,
  args: readonly Value[],
  names: readonly string[] | null,
  node: Feel,
  run: Run,
): Value => {
  const arranged = arrangeArguments(callee, args, names);
  if (arranged === null)
    return fail(
      run,
      node,
      `${callee.name} takes (${callee.signatures.map((signature) => signature.join(', ')).join(') or (')})`,
    );
  const result = callee.call(arranged);
  if (result === null) run.report({ at: node.at, message: `${callee.name}(…) is null` });
  return result;
};

const comparison = (node: Feel & { kind: 'compare' }, left: Value, right: Value, run: Run): Value => {
  const result = compare(node.op, left, right);
  return result === null ? fail(run, node, `${kindOf(left)} ${node.op} ${kindOf(right)} cannot be compared`) : result;
};

const instanceOf = (node: Feel & { kind: 'instance of' }, value: Value, run: Run): Value => {
  const type = resolveType(node.type, run.typeNamed);
  return type.kind === 'unknown' ? fail(run, node, `type “${type.name}” is not known`) : isInstance(value, type);
};

const contextOf = (node: Feel & { kind: 'context' }, scope: Scope, run: Run): Value => {
  const entries = new Map<string, Value>();
  const inner = new Scope(entries, scope);
  for (const entry of node.entries) {
    if (entries.has(entry.key)) return fail(run, node, `entry “${entry.key}” is given twice`);
    entries.set(entry.key, evaluate(entry.value, inner, run));
  }
  return entries;
};

const rangeOf = (node: Feel & { kind: 'range' | 'test' }, value: (part: Feel) => Value): Value => {
  if (node.kind === 'test') return openRange(node.op, value(node.value));
  const [low, high] = [value(node.low), value(node.high)];
  if (low !== null && high !== null && order(low, high) === null) return null;
  return {
    kind: 'range',
    low,
    high,
    lowClosed: node.lowClosed,
    highClosed: node.highClosed,
    lowOpenEnded: false,
    highOpenEnded: false,
  };
};

const openRange = (op: string, end: Value): RangeValue => {
  const below = op === '<' || op === '<=';
  const above = op === '>' || op === '>=';
  return {
    kind: 'range',
    low: below ? null : end,
    high: above ? null : end,
    lowClosed: !below && op !== '>',
    highClosed: !above && op !== '<',
    lowOpenEnded: below,
    highOpenEnded: above,
    ...(op === '!=' ? { negated: true } : {}),
  };
};

const functionOf = (node: Feel & { kind: 'function' }, scope: Scope, run: Run): Value => {
  const types = node.parameters.map((parameter) =>
    parameter.type === null ? ANY : resolveType(parameter.type, run.typeNamed),
  );
  const names = node.parameters.map((parameter) => parameter.name);
  if (node.external) return externalFunction(evaluate(node.body, scope, run), names);
  return {
    kind: 'function',
    name: 'function',
    signatures: [names],
    get type() {
      const parameters = new Map(names.map((name, index) => [name, types[index] ?? ANY]));
      return { kind: 'function', parameters: types, result: inferType(node.body, parameters, run.typeNamed) } as const;
    },
    call: (args) => {
      const values = bindParameters(names, types, args);
      return values === null
        ? fail(run, node, 'an argument is not of the type of its parameter')
        : evaluate(node.body, new Scope(values, scope), run);
    },
  };
};

/** Arguments by parameter name, converted to the declared types; null when one does not fit. */
export const bindParameters = (
  names: readonly string[],
  types: readonly (typeof ANY)[],
  args: readonly Value[],
): Map<string, Value> | null => {
  const values = new Map<string, Value>();
  for (const [index, name] of names.entries()) {
    const argument = coerce(args[index] ?? null, types[index] ?? ANY);
    if (argument === undefined) return null;
    values.set(name, argument);
  }
  return values;
};

/** Whether a value passes a test of a cell, or of `in`. `?` is the value. */
export const matches = (test: Feel, value: Value, scope: Scope, run: Run): boolean | null => {
  switch (test.kind) {
    case 'any':
      return true;
    case 'not tests': {
      const inner = test.tests.map((part) => matches(part, value, scope, run)).reduce<boolean | null>(or, false);
      return inner === null ? null : !inner;
    }
    case 'test': {
      const result = compare(test.op, value, evaluate(test.value, scope, run));
      return result;
    }
    default:
      return matchesValue(value, evaluate(test, new Scope(new Map([['?', value]]), scope), run), test, run);
  }
};

const matchesValue = (value: Value, found: Value, test: Feel, run: Run): boolean | null => {
  if (typeof found === 'boolean' && mentionsInput(test)) return found;
  if (isRange(found) && !isRange(value)) {
    const inside = inRange(value, found);
    if (inside === null)
      run.report({ at: test.at, message: `a ${kindOf(value)} cannot be compared with the ends of the range` });
    return inside;
  }
  if (equals(value, found) === true) return true;
  if (!isList(found)) return false;
  return found.some((item) =>
    isRange(item) && !isRange(value) ? inRange(value, item) === true : equals(value, item) === true,
  );
};

const mentions = new WeakMap<Feel, boolean>();
/** True when `?` occurs in an expression: then its truth is the answer, not a value to compare with. */
const mentionsInput = (node: Feel): boolean => {
  const known = mentions.get(node);
  if (known !== undefined) return known;
  const found =
    node.kind === 'name'
      ? node.name === '?'
      : Object.values(node).some((part) => (Array.isArray(part) ? part.some(holdsInput) : holdsInput(part)));
  mentions.set(node, found);
  return found;
};
const holdsInput = (part: unknown): boolean => {
  if (part === null || typeof part !== 'object') return false;
  if ('kind' in part && 'at' in part) return mentionsInput(part as Feel);
  return Object.values(part).some(holdsInput);
};
