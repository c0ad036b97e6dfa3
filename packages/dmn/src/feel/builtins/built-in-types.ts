import { ANY, basic, type FunctionType, type Type } from '../values.ts';

const LIST: Type = { kind: 'list', of: ANY };
const NUMBER = basic('number');
const STRING = basic('string');
const BOOLEAN = basic('boolean');
const CONTEXT: Type = { kind: 'context', fields: new Map() };

const of = (result: Type, ...parameters: Type[]): FunctionType => ({ kind: 'function', parameters, result });

/** Types of the built-in functions that have one form, for `instance of function<…>->…`. */
const TYPES: Readonly<Record<string, FunctionType>> = {
  not: of(BOOLEAN, BOOLEAN),
  string: of(STRING, ANY),
  'string length': of(NUMBER, STRING),
  'upper case': of(STRING, STRING),
  'lower case': of(STRING, STRING),
  'substring before': of(STRING, STRING, STRING),
  'substring after': of(STRING, STRING, STRING),
  contains: of(BOOLEAN, STRING, STRING),
  'starts with': of(BOOLEAN, STRING, STRING),
  'ends with': of(BOOLEAN, STRING, STRING),
  split: of({ kind: 'list', of: STRING }, STRING, STRING),
  decimal: of(NUMBER, NUMBER, NUMBER),
  floor: of(NUMBER, NUMBER),
  ceiling: of(NUMBER, NUMBER),
  abs: of(NUMBER, NUMBER),
  modulo: of(NUMBER, NUMBER, NUMBER),
  sqrt: of(NUMBER, NUMBER),
  log: of(NUMBER, NUMBER),
  exp: of(NUMBER, NUMBER),
  odd: of(BOOLEAN, NUMBER),
  even: of(BOOLEAN, NUMBER),
  'list contains': of(BOOLEAN, LIST, ANY),
  count: of(NUMBER, LIST),
  reverse: of(LIST, LIST),
  flatten: of(LIST, LIST),
  'distinct values': of(LIST, LIST),
  'index of': of({ kind: 'list', of: NUMBER }, LIST, ANY),
  remove: of(LIST, LIST, NUMBER),
  'get value': of(ANY, CONTEXT, STRING),
  'get entries': of(LIST, CONTEXT),
  'day of year': of(NUMBER, basic('date')),
  'day of week': of(STRING, basic('date')),
  'month of year': of(STRING, basic('date')),
  'week of year': of(NUMBER, basic('date')),
};

export const typeOfBuiltIn = (name: string): FunctionType | null =>
  Object.hasOwn(TYPES, name) ? (TYPES[name] ?? null) : null;
