import type { TypeExpression } from './ast.ts';
import {
  ANY,
  type BasicName,
  basic,
  type FunctionType,
  isContext,
  isFunction,
  isList,
  isNumber,
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

/** `instance of`: as assignment, except that null is an instance of `Null` alone and constraints do count. */
export const isInstance = (value: Value, type: Type): boolean => {
  if (type.kind === 'lazy') return isInstance(value, type.resolve());
  if (value === null) return type.kind === 'null';
  return conforms(value, type);
};

/**
 * The implicit conversions of the standard: a list of one to its item, an item to a list of one, a date to midnight UTC.
 * Returns undefined when the value does not fit the type even so.
 */
export const coerce = (value: Value, type: Type): Value | undefined => {
  if (type.kind === 'lazy') return coerce(value, type.resolve());
  if (conforms(value, type)) return value;
  const plain = type.kind === 'constrained' ? type.of : type;
  if (plain.kind === 'list' && !isList(value)) {
    const list = [value];
    return conforms(list, type) ? list : undefined;
  }
  if (isList(value) && value.length === 1 && plain.kind !== 'list') {
    const [item = null] = value;
    return conforms(item, type) ? item : undefined;
  }
  if (plain.kind === 'basic' && plain.name === 'date and time' && kindOf(value) === 'date') {
    const midnight = toMidnight(value);
    return conforms(midnight, type) ? midnight : undefined;
  }
  return undefined;
};

const toMidnight = (value: Value): Value => {
  if (value === null || typeof value !== 'object' || isNumber(value) || !('kind' in value) || value.kind !== 'date')
    return null;
  return { ...value, kind: 'date and time', hour: 0, minute: 0, second: 0, nano: 0, zone: { offset: 0 } };
};
