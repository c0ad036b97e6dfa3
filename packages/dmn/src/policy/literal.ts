import type { Feel } from '../feel/ast.ts';
import { isoDay } from '../calendar.ts';
import { decimalOf } from './ratio.ts';
import type { Decimal, PolicyValue } from './table.ts';

/** What a literal in a cell is, parameters bound. Numbers from text are exact decimals; bound ones are final. */
export type Literal =
  | { readonly kind: 'number'; readonly value: Decimal; readonly bound: boolean }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'date'; readonly value: string }
  | { readonly kind: 'null' };

export type Parameters = Readonly<Record<string, PolicyValue>>;
/** Names that begin so stand for parameters; anything else in a cell must be a literal. */
export const PARAMETER_PREFIX = 'p_';

/** The literal an expression stands for, or what is wrong with it. */
export const literalOf = (
  node: Feel,
  parameters: Parameters,
): Literal | { readonly kind: 'error'; readonly message: string; readonly at: number } => {
  const error = (message: string): { kind: 'error'; message: string; at: number } => ({
    kind: 'error',
    message,
    at: node.at,
  });
  switch (node.kind) {
    case 'number': {
      const value = decimalOf(node.text);
      return value ? { kind: 'number', value, bound: false } : error(`${node.text} is out of range`);
    }
    case 'negate': {
      const inner = literalOf(node.of, parameters);
      if (inner.kind !== 'number') return inner.kind === 'error' ? inner : error('only a number can be negative');
      return { ...inner, value: { digits: -inner.value.digits, ten: inner.value.ten } };
    }
    case 'string':
      return { kind: 'string', value: node.value };
    case 'boolean':
      return { kind: 'boolean', value: node.value };
    case 'null':
      return { kind: 'null' };
    case 'temporal':
      return isoDay(node.text) === null
        ? error(`“${node.text}” is not a calendar date YYYY-MM-DD`)
        : { kind: 'date', value: node.text };
    case 'call':
      return dateCall(node) ?? error('only literals, parameters and date("…") may stand here');
    case 'name':
      return parameterOf(node.name, parameters) ?? error(unbound(node.name));
    default:
      return error('only literals and parameters may stand here');
  }
};

const unbound = (name: string): string =>
  name.startsWith(PARAMETER_PREFIX)
    ? `parameter ${name} has no value; add it to the parameters`
    : `“${name}” is neither a literal nor a parameter (those begin with ${PARAMETER_PREFIX})`;

const dateCall = (node: Feel & { kind: 'call' }): Literal | null => {
  const [argument] = node.args;
  if (
    node.callee.kind !== 'name' ||
    node.callee.name !== 'date' ||
    node.args.length !== 1 ||
    argument?.kind !== 'string'
  )
    return null;
  return isoDay(argument.value) === null ? null : { kind: 'date', value: argument.value };
};

const parameterOf = (name: string, parameters: Parameters): Literal | null => {
  if (!name.startsWith(PARAMETER_PREFIX) || !Object.hasOwn(parameters, name)) return null;
  const value = parameters[name] ?? null;
  switch (typeof value) {
    case 'boolean':
      return { kind: 'boolean', value };
    case 'string':
      return isoDay(value) === null ? { kind: 'string', value } : { kind: 'date', value };
    case 'bigint':
      return { kind: 'number', value: { digits: value, ten: 1n }, bound: true };
    case 'number': {
      const exact = decimalOf(String(value));
      return exact && { kind: 'number', value: exact, bound: true };
    }
    default:
      return { kind: 'null' };
  }
};

/** A literal as a value of an output: a whole number where it is one, else the nearest double. */
export const outputValue = (literal: Literal): PolicyValue => {
  switch (literal.kind) {
    case 'null':
      return null;
    case 'number': {
      const { digits, ten } = literal.value;
      if (digits % ten !== 0n) return Number(digits) / Number(ten);
      const whole = digits / ten;
      return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole;
    }
    default:
      return literal.value;
  }
};
