import { Decimal } from 'decimal.js';
import { NANOS } from '../temporal.ts';
import {
  type FunctionValue,
  finite,
  integerOf,
  isDays,
  isMonths,
  isNumber,
  Num,
  num,
  numberOfText,
  type Value,
} from '../values.ts';
import { define, number, single, text } from './define.ts';

/** Digits kept beyond which a scale is refused, as decimal128 has none there. */
const SCALE_MIN = -6_111;
const SCALE_MAX = 6_176;

const rounded =
  (mode: Decimal.Rounding, scaleOptional: boolean) =>
  ([value, scale]: readonly Value[]): Value => {
    const amount = number(value);
    const digits = scale === undefined || (scaleOptional && scale === null) ? num(0) : number(scale);
    const places = integerOf(digits?.trunc() ?? null);
    if (amount === null || places === null || places < SCALE_MIN || places > SCALE_MAX) return null;
    return places >= 0 ? amount.toDecimalPlaces(places, mode) : shift(amount, places, mode);
  };

/** Rounds to tens, hundreds, … for a negative scale. */
const shift = (amount: Num, places: number, mode: Decimal.Rounding): Num => {
  const unit = num(10).pow(-places);
  return amount.div(unit).toDecimalPlaces(0, mode).mul(unit);
};

const on =
  (use: (value: Num) => Value) =>
  ([value]: readonly Value[]): Value => {
    const amount = number(value);
    return amount === null ? null : use(amount);
  };

const modulo = ([dividend, divisor]: readonly Value[]): Value => {
  const [a, b] = [number(dividend), number(divisor)];
  return a === null || b === null || b.isZero() ? null : a.sub(b.mul(a.div(b).floor()));
};

const abs = ([value]: readonly Value[]): Value => {
  const item = single(value ?? null);
  if (isDays(item)) return { ...item, nanos: item.nanos < 0n ? -item.nanos : item.nanos };
  if (isMonths(item)) return { ...item, months: Math.abs(item.months) };
  return number(item)?.abs() ?? null;
};

/** `number("1 000,5", " ", ",")`. */
const parse = (args: readonly Value[]): Value => {
  if (args.length === 1 && isNumber(args[0] ?? null)) return args[0] ?? null;
  const source = text(args[0]);
  const [grouping, decimal] = [args[1] ?? null, args[2] ?? null];
  if (source === null || args.length === 2) return null;
  if (grouping !== null && grouping !== ' ' && grouping !== ',' && grouping !== '.') return null;
  if (decimal !== null && decimal !== ',' && decimal !== '.') return null;
  if (grouping !== null && grouping === decimal) return null;
  const plain = (grouping === null ? source : source.replaceAll(grouping, '')).replace(decimal ?? '.', '.');
  return /^-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(plain) ? finite(numberOfText(plain)) : null;
};

export const NUMBER_FUNCTIONS: readonly FunctionValue[] = [
  define('number', ['from, grouping separator?, decimal separator?'], parse),
  define('decimal', ['n, scale'], ([value, scale]) =>
    rounded(Decimal.ROUND_HALF_EVEN, false)([value ?? null, scale ?? null]),
  ),
  define('floor', ['n, scale?'], rounded(Decimal.ROUND_FLOOR, false)),
  define('ceiling', ['n, scale?'], rounded(Decimal.ROUND_CEIL, false)),
  define('round up', ['n, scale?'], rounded(Decimal.ROUND_UP, false)),
  define('round down', ['n, scale?'], rounded(Decimal.ROUND_DOWN, false)),
  define('round half up', ['n, scale?'], rounded(Decimal.ROUND_HALF_UP, false)),
  define('round half down', ['n, scale?'], rounded(Decimal.ROUND_HALF_DOWN, false)),
  define('abs', ['n'], abs),
  define('modulo', ['dividend, divisor'], modulo),
  define(
    'sqrt',
    ['number'],
    on((value) => (value.isNegative() && !value.isZero() ? null : value.sqrt())),
  ),
  define(
    'log',
    ['number'],
    on((value) => (value.gt(0) ? Num.ln(value) : null)),
  ),
  define(
    'exp',
    ['number'],
    on((value) => finite(Num.exp(value))),
  ),
  define(
    'odd',
    ['number'],
    on((value) => value.isInteger() && !value.mod(2).isZero()),
  ),
  define(
    'even',
    ['number'],
    on((value) => value.isInteger() && value.mod(2).isZero()),
  ),
];

/** Seconds with their fraction, as nanoseconds; null when out of a clock. */
export const secondsOf = (value: Num): { second: number; nano: number } | null => {
  const nanos = value.mul(NANOS.toString()).trunc();
  if (value.isNegative() || value.gte(60)) return null;
  const total = BigInt(nanos.toFixed(0));
  return { second: Number(total / NANOS), nano: Number(total % NANOS) };
};
