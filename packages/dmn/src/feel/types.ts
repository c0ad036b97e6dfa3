import type { TypeExpression } from './ast.ts';
import { toMidnight } from './temporal.ts';
import {
  ANY,
  type BasicName,
  basic,
  type FunctionType,
  type FunctionValue,
  isContext,
  isDate,
  isFunction,
  isList,
  isRange,
  kindOf,
  type Type,
  type Value,
} from './values.ts';

const BASIC: Readonly<Record<string, BasicName>> = {
  number: 'number',
  string: 'string',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  'date and time': 'date and time',
  dateTime: 'date and time',
  'days and time duration': 'days and time duration',
  dayTimeDuration: 'days and time duration',
  'years and months duration': 'years and months duration',
  yearMonthDuration: 'years and months duration',
};

/** Names of types that hold blanks, for the parser. */
export const BUILT_IN_TYPE_NAMES: readonly string[] = [
  ...Object.keys(BASIC),
  'Any',
  'Null',
  'context',
  'list',
  'function',
  'range',
];

/** A type of the language itself, by name; null when it is not one. */
export const builtInType = (name: string): Type | null => {
  const known = BASIC[name];
  if (known) return basic(known);
  switch (name) {
    case 'Any':
      return ANY;
    case 'Null':
      return { kind: 'null' };
    case 'context':
      return { kind: 'context', fields: new Map() };
    case 'list':
      return { kind: 'list', of: ANY };
    case 'range':
      return { kind: 'range', of: ANY };
    case 'function':
      return { kind: 'function', parameters: [], result: ANY };
    default:
      return null;
  }
};

/** Resolves a type as written; `named` knows the item definitions of the model. */
export const resolveType = (expression: TypeExpression, named: (name: string) => Type | null): Type => {
  switch (expression.kind) {
    case 'named':
      return named(expression.name) ?? builtInType(expression.name) ?? { kind: 'unknown', name: expression.name };
    case 'list':
    case 'range':
      return { kind: expression.kind, of: resolveType(expression.of, named) };
    case 'context':
      return {
        kind: 'context',
        fields: new Map(expression.fields.map((field) => [field.name, resolveType(field.type, named)])),
      };
    case 'function':
      return {
        kind: 'function',
        parameters: expression.parameters.map((parameter) => resolveType(parameter, named)),
        result: resolveType(expression.result, named),
      };
  }
};

/** Whether a value is of a type; null is of every type (a value may always be absent), as assignment sees it. */
export const conforms = (value: Value, type: Type): boolean => {
  if (type.kind === 'lazy') return conforms(value, type.resolve());
  if (type.kind === 'constrained') return conforms(value, type.of) && type.allowed(value);
  if ('allowed' in type && type.allowed && !type.allowed(value)) return false;
  if (value === null) return true;
  switch (type.kind) {
    case 'any':
      return true;
    case 'null':
    case 'unknown':
      return false;
    case 'basic':
      return kindOf(value) === type.name;
    case 'list':
      return isList(value) && value.every((item) => conforms(item, type.of));
    case 'range':
      return isRange(value) && conforms(value.low, type.of) && conforms(value.high, type.of);
    case 'context':
      return (
        isContext(value) &&
        [...type.fields].every(([name, field]) => value.has(name) && conforms(value.get(name) ?? null, field))
      );
    case 'function':
      return isFunction(value) && conformsFunction(value.type, type);
  }
};

const conformsFunction = (actual: FunctionType | null, wanted: FunctionType): boolean => {
  if (wanted.parameters.length === 0 && wanted.result.kind === 'any') return true;
  if (actual === null || actual.parameters.length !== wanted.parameters.length) return false;
  return (
    wanted.parameters.every((parameter, index) => typeConforms(parameter, actual.parameters[index] ?? ANY)) &&
    typeConforms(actual.result, wanted.result)
  );
};

/** Whether every value of one type is of another. */
export const typeConforms = (actual: Type, wanted: Type): boolean => {
  if (actual.kind === 'lazy') return typeConforms(actual.resolve(), wanted);
  if (wanted.kind === 'lazy') return typeConforms(actual, wanted.resolve());
  if (wanted.kind === 'any' || actual.kind === 'null') return true;
  if (actual.kind === 'constrained') return typeConforms(actual.of, wanted);
  if (wanted.kind === 'constrained') return typeConforms(actual, wanted.of);
  if (actual.kind === 'basic' && wanted.kind === 'basic') return actual.name === wanted.name;
  if ((actual.kind === 'list' && wanted.kind === 'list') || (actual.kind === 'range' && wanted.kind === 'range'))
    return typeConforms(actual.of, wanted.of);
  if (actual.kind === 'context' && wanted.kind === 'context')
    return [...wanted.fields].every(([name, field]) => {
      const own = actual.fields.get(name);
      return own !== undefined && typeConforms(own, field);
    });
  return actual.kind === 'function' && wanted.kind === 'function' && conformsFunction(actual, wanted);
};

/**
 * `instance of`: as assignment, except that null is an instance of `Null` alone, that allowed values do not count, and that
 * a list of functions has one type, the widest of its items’.
 */
export const isInstance = (value: Value, type: Type): boolean => {
  if (type.kind === 'lazy') return isInstance(value, type.resolve());
  if (type.kind === 'constrained') return isInstance(value, type.of);
  if (value === null) return type.kind === 'null';
  if (type.kind === 'list' && isList(value)) {
    const item = unconstrained(type.of);
    const joined = item.kind === 'function' && value.length > 1 ? joinedFunction(value) : null;
    if (joined !== null) return typeConforms(joined, item);
  }
  return conforms(value, unconstrained(type));
};

/** A type without allowed values, at any depth. */
const unconstrained = (type: Type): Type => {
  switch (type.kind) {
    case 'constrained':
      return unconstrained(type.of);
    case 'lazy':
      return { kind: 'lazy', resolve: () => unconstrained(type.resolve()) };
    case 'list':
    case 'range':
      return { kind: type.kind, of: unconstrained(type.of) };
    case 'context':
      return {
        kind: 'context',
        fields: new Map([...type.fields].map(([name, field]) => [name, unconstrained(field)])),
      };
    default:
      return type;
  }
};

/** The one type of several functions: where parameters or results differ, any; null when not all are functions alike. */
const joinedFunction = (items: readonly Value[]): FunctionType | null => {
  let joined: FunctionType | null = null;
  for (const item of items) {
    const type = isFunction(item) ? item.type : null;
    if (type === null || (joined !== null && joined.parameters.length !== type.parameters.length)) return null;
    joined = joined === null ? type : joinTypes(joined, type);
  }
  return joined;
};
const joinTypes = (a: FunctionType, b: FunctionType): FunctionType => ({
  kind: 'function',
  parameters: a.parameters.map((parameter, index) => sameOrAny(parameter, b.parameters[index] ?? ANY)),
  result: sameOrAny(a.result, b.result),
});
const sameOrAny = (a: Type, b: Type): Type => (typeConforms(a, b) && typeConforms(b, a) ? a : ANY);

/**
 * The implicit conversions of the standard: a list of one to its item, an item to a list of one, a date to midnight UTC; a
 * function of as many parameters to one that converts its arguments and its result. Returns undefined when the value does
 * not fit the type even so.
 */
export const coerce = (value: Value, type: Type): Value | undefined => {
  if (type.kind === 'lazy') return coerce(value, type.resolve());
  if (conforms(value, type)) return value;
  if (type.kind === 'function' && isFunction(value)) return adapted(value, type);
  const plain = type.kind === 'constrained' ? type.of : type;
  if (plain.kind === 'list' && !isList(value)) {
    const list = [value];
    return conforms(list, type) ? list : undefined;
  }
  if (isList(value) && value.length === 1 && plain.kind !== 'list') {
    const [item = null] = value;
    return conforms(item, type) ? item : undefined;
  }
  if (plain.kind === 'basic' && plain.name === 'date and time' && isDate(value)) {
    const midnight = toMidnight(value);
    return conforms(midnight, type) ? midnight : undefined;
  }
  return undefined;
};

const adapted = (value: FunctionValue, type: FunctionType): FunctionValue | undefined => {
  if (value.type === null || value.type.parameters.length !== type.parameters.length) return undefined;
  return {
    ...value,
    type,
    call(args) {
      const fitted = type.parameters.map((parameter, index) => coerce(args[index] ?? null, parameter));
      if (fitted.includes(undefined)) return null;
      return coerce(value.call(fitted.map((argument) => argument ?? null)), type.result) ?? null;
    },
  };
};
