import type { ArithmeticOp, CompareOp } from './ast.ts';
import { addDays, addDaysToDate, addMonths, addToTime, instantNanos, timeNanos, toMidnight } from './temporal.ts';
import {
  type DateTimeValue,
  type DateValue,
  type Duration,
  finite,
  isContext,
  isDate,
  isDateTime,
  isDays,
  isDuration,
  isFunction,
  isList,
  isMonths,
  isNumber,
  isRange,
  isTime,
  kindOf,
  type Num,
  num,
  type RangeValue,
  type TimeValue,
  type Value,
} from './values.ts';

/** Equality; null when the two values cannot be compared at all. */
export const equals = (a: Value, b: Value): boolean | null => {
  if (a === null || b === null) return a === b;
  if (isNumber(a) && isNumber(b)) return a.eq(b);
  if (isList(a) && isList(b))
    return a.length === b.length ? all(a.map((item, index) => equals(item, b[index] ?? null))) : false;
  if (isContext(a) && isContext(b)) return equalContexts(a, b);
  if (isRange(a) && isRange(b)) return equalRanges(a, b);
  if (isDate(a) && isDateTime(b)) return equals(toMidnight(a), b);
  if (isDateTime(a) && isDate(b)) return equals(a, toMidnight(b));
  if (kindOf(a) !== kindOf(b)) return null;
  if (isFunction(a)) return null;
  // The standard compares times by whole seconds.
  if (isTime(a) && isTime(b))
    return (a.zone === null) === (b.zone === null) && timeNanos(wholeSeconds(a)) === timeNanos(wholeSeconds(b));
  if (isDateTime(a) && isDateTime(b))
    return (a.zone === null) === (b.zone === null) && instantNanos(wholeSeconds(a)) === instantNanos(wholeSeconds(b));
  if (isDate(a) && isDate(b)) return instantNanos(a) === instantNanos(b);
  if (isDays(a) && isDays(b)) return a.nanos === b.nanos;
  if (isMonths(a) && isMonths(b)) return a.months === b.months;
  return a === b;
};

const wholeSeconds = <T extends TimeValue | DateTimeValue>(value: T): T =>
  value.nano === 0 ? value : { ...value, nano: 0 };

const all = (parts: readonly (boolean | null)[]): boolean | null => {
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
};

const equalContexts = (a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): boolean | null => {
  if (a.size !== b.size || [...a.keys()].some((key) => !b.has(key))) return false;
  return all([...a].map(([key, value]) => equals(value, b.get(key) ?? null)));
};

const equalRanges = (a: RangeValue, b: RangeValue): boolean | null => {
  const closed =
    a.lowClosed === b.lowClosed && a.highClosed === b.highClosed && (a.negated ?? false) === (b.negated ?? false);
  if (!closed) return false;
  return all([equals(a.low, b.low), equals(a.high, b.high)]);
};

/** −1, 0, 1, or null when the values have no order. */
export const order = (a: Value, b: Value): number | null => {
  if (isNumber(a) && isNumber(b)) return a.cmp(b);
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (isDate(a) && isDate(b)) return sign(instantNanos(a) - instantNanos(b));
  if (isTime(a) && isTime(b)) return (a.zone === null) === (b.zone === null) ? sign(timeNanos(a) - timeNanos(b)) : null;
  if (isDateTime(a) && isDateTime(b))
    return (a.zone === null) === (b.zone === null) ? sign(instantNanos(a) - instantNanos(b)) : null;
  if (isDays(a) && isDays(b)) return sign(a.nanos - b.nanos);
  if (isMonths(a) && isMonths(b)) return Math.sign(a.months - b.months);
  return null;
};
const sign = (value: bigint): number => (value < 0n ? -1 : value > 0n ? 1 : 0);

export const compare = (op: CompareOp, a: Value, b: Value): boolean | null => {
  if (op === '=' || op === '!=') {
    const same = equals(a, b);
    return same === null ? null : same === (op === '=');
  }
  const place = order(a, b);
  if (place === null) return null;
  switch (op) {
    case '<':
      return place < 0;
    case '<=':
      return place <= 0;
    case '>':
      return place > 0;
    default:
      return place >= 0;
  }
};

/** Whether a value lies in a range; null when it cannot be compared with an end. */
export const inRange = (value: Value, range: RangeValue): boolean | null => {
  if (range.negated) {
    const same = equals(value, range.low);
    return same === null ? null : !same;
  }
  const low = range.lowOpenEnded ? true : compare(range.lowClosed ? '>=' : '>', value, range.low);
  const high = range.highOpenEnded ? true : compare(range.highClosed ? '<=' : '<', value, range.high);
  return and(low, high);
};

/** Three-valued logic. */
export const and = (a: Value, b: Value): boolean | null =>
  a === false || b === false ? false : a === true && b === true ? true : null;
export const or = (a: Value, b: Value): boolean | null =>
  a === true || b === true ? true : a === false && b === false ? false : null;

export const negate = (value: Value): Value => {
  if (isNumber(value)) return value.neg();
  if (isDays(value)) return { ...value, nanos: -value.nanos };
  if (isMonths(value)) return { ...value, months: value.months === 0 ? 0 : -value.months };
  return null;
};

/** Arithmetic; null when the operation is not defined for the values. */
export const arithmetic = (op: ArithmeticOp, a: Value, b: Value): Value => {
  if (isNumber(a) && isNumber(b)) return numbers(op, a, b);
  switch (op) {
    case '+':
      return add(a, b);
    case '-':
      return subtract(a, b);
    case '*':
      if (isDuration(a) && isNumber(b)) return scale(a, b);
      return isNumber(a) && isDuration(b) ? scale(b, a) : null;
    case '/':
      return divide(a, b);
    default:
      return null;
  }
};

const numbers = (op: ArithmeticOp, a: Num, b: Num): Num | null => {
  switch (op) {
    case '+':
      return finite(a.add(b));
    case '-':
      return finite(a.sub(b));
    case '*':
      return finite(a.mul(b));
    case '/':
      return b.isZero() ? null : finite(a.div(b));
    default:
      return finite(a.pow(b));
  }
};

const add = (a: Value, b: Value): Value => {
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (isDays(a) && isDays(b)) return { ...a, nanos: a.nanos + b.nanos };
  if (isMonths(a) && isMonths(b)) return { ...a, months: a.months + b.months };
  if (isDuration(b)) return move(a, b);
  return isDuration(a) ? move(b, a) : null;
};

const move = (value: Value, duration: Duration): Value => {
  if (isMonths(duration)) return isDate(value) || isDateTime(value) ? addMonths(value, duration) : null;
  if (isDate(value)) return addDaysToDate(value, duration);
  if (isDateTime(value)) return addDays(value, duration);
  return isTime(value) ? addToTime(value, duration) : null;
};

const subtract = (a: Value, b: Value): Value => {
  if (isDuration(b)) {
    const negated = negate(b);
    return isDuration(negated) ? add(a, negated) : null;
  }
  if ((isDate(a) || isDateTime(a)) && (isDate(b) || isDateTime(b))) return between(a, b);
  return isTime(a) && isTime(b) ? betweenTimes(a, b) : null;
};

/** A date beside a date and time counts as midnight UTC; a zone on one side only leaves nothing to subtract. */
const between = (a: DateValue | DateTimeValue, b: DateValue | DateTimeValue): Value => {
  const zoned = (value: DateValue | DateTimeValue): boolean => value.kind === 'date' || value.zone !== null;
  if (a.kind !== b.kind || a.kind === 'date' ? !(zoned(a) && zoned(b)) : zoned(a) !== zoned(b)) return null;
  return { kind: 'days and time duration', nanos: instantNanos(a) - instantNanos(b) };
};

const betweenTimes = (a: TimeValue, b: TimeValue): Value =>
  (a.zone === null) === (b.zone === null)
    ? { kind: 'days and time duration', nanos: timeNanos(a) - timeNanos(b) }
    : null;

const scale = (duration: Duration, by: Num): Value => {
  if (isMonths(duration)) return { ...duration, months: by.mul(duration.months).trunc().toNumber() };
  return { ...duration, nanos: BigInt(by.mul(duration.nanos.toString()).trunc().toFixed(0)) };
};

const divide = (a: Value, b: Value): Value => {
  if (isDuration(a) && isNumber(b)) return b.isZero() ? null : scale(a, num(1).div(b));
  if (isDays(a) && isDays(b)) return b.nanos === 0n ? null : num(a.nanos).div(num(b.nanos));
  if (isMonths(a) && isMonths(b)) return b.months === 0 ? null : num(a.months).div(b.months);
  return null;
};
