import { Decimal } from 'decimal.js';
import type { CivilDate } from '../calendar.ts';

/** FEEL numbers: 34 digits, rounded half even, as IEEE 754 decimal128. */
export const Num = Decimal.clone({
  precision: 34,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpNeg: -6200,
  toExpPos: 6200,
  minE: -6176,
  maxE: 6144,
});
export type Num = Decimal;

/** A zone is a fixed offset in seconds or a name of the zone database. */
export type Zone = { readonly offset: number } | { readonly id: string };

export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nano: number;
  readonly zone: Zone | null;
}

export interface DateValue extends CivilDate {
  readonly kind: 'date';
}
export interface TimeValue extends TimeOfDay {
  readonly kind: 'time';
}
export interface DateTimeValue extends CivilDate, TimeOfDay {
  readonly kind: 'date and time';
}
export interface DaysDuration {
  readonly kind: 'days and time duration';
  readonly nanos: bigint;
}
export interface MonthsDuration {
  readonly kind: 'years and months duration';
  readonly months: number;
}
/** A null end is open: `(< 5)` has no low end. `negated` is `(!= 5)`. */
export interface RangeValue {
  readonly kind: 'range';
  readonly low: Value;
  readonly high: Value;
  readonly lowClosed: boolean;
  readonly highClosed: boolean;
  readonly lowOpenEnded: boolean;
  readonly highOpenEnded: boolean;
  readonly negated?: boolean;
}
export interface FunctionValue {
  readonly kind: 'function';
  readonly name: string;
  /** Sets of parameter names a call by name may use; `…` at the end takes any number of positional arguments, `?` marks optional ones. */
  readonly signatures: readonly (readonly string[])[];
  readonly type: FunctionType | null;
  call(args: readonly Value[]): Value;
}

export type Temporal = DateValue | TimeValue | DateTimeValue;
export type Duration = DaysDuration | MonthsDuration;
export type Context = Map<string, Value>;
export type Value =
  | null
  | boolean
  | string
  | Num
  | Temporal
  | Duration
  | RangeValue
  | FunctionValue
  | readonly Value[]
  | Context;

/** Types as the model knows them, item definitions resolved. */
export type Type =
  | { readonly kind: 'any' | 'null' }
  | { readonly kind: 'basic'; readonly name: BasicName }
  | { readonly kind: 'list' | 'range'; readonly of: Type; readonly allowed?: Constraint }
  | { readonly kind: 'context'; readonly fields: ReadonlyMap<string, Type>; readonly allowed?: Constraint }
  | FunctionType
  /** A type narrowed by allowed values. */
  | { readonly kind: 'constrained'; readonly of: Type; readonly allowed: Constraint }
  /** A type whose name nothing defines; nothing is an instance of it. */
  | { readonly kind: 'unknown'; readonly name: string }
  /** A type that refers to itself, resolved when used. */
  | { readonly kind: 'lazy'; readonly resolve: () => Type };
export interface FunctionType {
  readonly kind: 'function';
  readonly parameters: readonly Type[];
  readonly result: Type;
}
export type Constraint = (value: Value) => boolean;
export type BasicName =
  | 'number'
  | 'string'
  | 'boolean'
  | 'date'
  | 'time'
  | 'date and time'
  | 'days and time duration'
  | 'years and months duration';

export const ANY: Type = { kind: 'any' };
export const basic = (name: BasicName): Type => ({ kind: 'basic', name });

export const isNumber = (value: Value): value is Num => value instanceof Decimal;
export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
export const isContext = (value: Value): value is Context => value instanceof Map;
const tagged = (value: Value): string | null =>
  value !== null && typeof value === 'object' && 'kind' in value ? value.kind : null;
export const isDate = (value: Value): value is DateValue => tagged(value) === 'date';
export const isTime = (value: Value): value is TimeValue => tagged(value) === 'time';
export const isDateTime = (value: Value): value is DateTimeValue => tagged(value) === 'date and time';
export const isDays = (value: Value): value is DaysDuration => tagged(value) === 'days and time duration';
export const isMonths = (value: Value): value is MonthsDuration => tagged(value) === 'years and months duration';
export const isRange = (value: Value): value is RangeValue => tagged(value) === 'range';
export const isFunction = (value: Value): value is FunctionValue => tagged(value) === 'function';
export const isDuration = (value: Value): value is Duration => isDays(value) || isMonths(value);

export type ValueKind = BasicName | 'null' | 'list' | 'context' | 'range' | 'function';
/** The kind of a value, as FEEL names it. */
export const kindOf = (value: Value): ValueKind => {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'string') return 'string';
  if (isNumber(value)) return 'number';
  if (isList(value)) return 'list';
  if (isContext(value)) return 'context';
  return value.kind;
};

export const num = (value: number | string | bigint): Num =>
  new Num(typeof value === 'bigint' ? value.toString() : value);
/** A number as written, rounded to the digits that numbers have. */
export const numberOfText = (text: string): Num => new Num(text).toSignificantDigits(Num.precision);
/** A number, or null when the arithmetic left the numbers. */
export const finite = (value: Num): Num | null => (value.isFinite() ? value : null);
/** A whole number as a JavaScript integer, or null. */
export const integerOf = (value: Value): number | null =>
  isNumber(value) && value.isInteger() && value.abs().lte(Number.MAX_SAFE_INTEGER) ? value.toNumber() : null;
