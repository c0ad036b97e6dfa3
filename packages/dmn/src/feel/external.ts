import { type FunctionValue, integerOf, isContext, isNumber, num, type Value } from './values.ts';

/**
 * Functions of Java that a model may name with `external`. No Java runs here: the ones below are defined by us over FEEL
 * values, and any other class or method gives a function that answers null.
 */
type Parameter =
  | 'double'
  | 'float'
  | 'int'
  | 'long'
  | 'short'
  | 'byte'
  | 'char'
  | 'java.lang.String'
  | '[Ljava.lang.Object;';

const unary =
  (use: (value: number) => number) =>
  ([value]: readonly unknown[]): Value =>
    fromNumber(use(Number(value)));
const fromNumber = (value: number): Value => (Number.isFinite(value) ? num(value) : null);

const parsed = ([text]: readonly unknown[]): Value =>
  typeof text === 'string' && /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? fromNumber(Number(text)) : null;
const parsedWhole = ([text]: readonly unknown[]): Value =>
  typeof text === 'string' && /^[+-]?\d+$/.test(text) ? fromNumber(Number(text)) : null;
const same = ([value]: readonly unknown[]): Value => (typeof value === 'number' ? fromNumber(value) : null);

const METHODS: Readonly<Record<string, (args: readonly unknown[]) => Value>> = {
  ...Object.fromEntries(
    (
      [
        'cos',
        'sin',
        'tan',
        'acos',
        'asin',
        'atan',
        'exp',
        'log',
        'log10',
        'sqrt',
        'cbrt',
        'ceil',
        'floor',
        'abs',
        'signum',
      ] as const
    ).map((name) => [`java.lang.Math.${name}`, unary(name === 'signum' ? Math.sign : Math[name])]),
  ),
  'java.lang.Math.max': ([a, b]) => fromNumber(Math.max(Number(a), Number(b))),
  'java.lang.Math.min': ([a, b]) => fromNumber(Math.min(Number(a), Number(b))),
  'java.lang.Math.pow': ([a, b]) => fromNumber(Number(a) ** Number(b)),
  'java.lang.Short.valueOf': same,
  'java.lang.Byte.valueOf': same,
  'java.lang.Integer.valueOf': (args) => (typeof args[0] === 'string' ? parsedWhole(args) : same(args)),
  'java.lang.Long.valueOf': (args) => (typeof args[0] === 'string' ? parsedWhole(args) : same(args)),
  'java.lang.Float.valueOf': (args) => (typeof args[0] === 'string' ? parsed(args) : same(args)),
  'java.lang.Double.valueOf': (args) => (typeof args[0] === 'string' ? parsed(args) : same(args)),
  'java.lang.String.valueOf': ([value]) => String(value),
  'java.lang.String.format': ([template, ...values]) => format(String(template), values),
};

/** `%s` and `%d` only; anything else is not understood. */
const format = (template: string, values: readonly unknown[]): Value => {
  let next = 0;
  const text = template.replace(/%([sd%])/g, (_whole, kind: string) => (kind === '%' ? '%' : String(values[next++])));
  return next > values.length ? null : text;
};

const LIMITS: Readonly<Record<string, number>> = {
  byte: 0x7f,
  short: 0x7f_ff,
  int: 0x7f_ff_ff_ff,
  long: Number.MAX_SAFE_INTEGER,
};

/** A FEEL value as a parameter of a Java type; undefined when it does not fit. */
const toJava = (value: Value, type: string): unknown => {
  if (type in LIMITS) {
    const whole = integerOf(value);
    return whole !== null && Math.abs(whole) <= (LIMITS[type] ?? 0) ? whole : undefined;
  }
  switch (type as Parameter) {
    case 'double':
    case 'float':
      return isNumber(value) ? value.toNumber() : undefined;
    case 'char':
      return typeof value === 'string' && value.length === 1 ? value : undefined;
    case 'java.lang.String':
      return typeof value === 'string' ? value : undefined;
    case '[Ljava.lang.Object;':
      return isNumber(value)
        ? value.toNumber()
        : typeof value === 'string' || typeof value === 'boolean'
          ? value
          : undefined;
    default:
      return undefined;
  }
};

/** Parameter types for which `max` and its like are not defined, although the conversion would succeed. */
const takesTypes = (method: string, types: readonly string[]): boolean =>
  !(method.startsWith('java.lang.Math.') && types.includes('java.lang.String'));

/** A function from `{java: {class, method signature}}`. */
export const externalFunction = (mapping: Value, names: readonly string[]): FunctionValue => {
  const java = isContext(mapping) ? mapping.get('java') : null;
  const className = java && isContext(java) ? java.get('class') : null;
  const signature = java && isContext(java) ? java.get('method signature') : null;
  const match = typeof signature === 'string' ? /^\s*(\w+)\s*\((.*)\)\s*$/.exec(signature) : null;
  const types = (match?.[2] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const method = `${typeof className === 'string' ? className : ''}.${match?.[1] ?? ''}`;
  const implementation = Object.hasOwn(METHODS, method) && takesTypes(method, types) ? METHODS[method] : undefined;
  return {
    kind: 'function',
    name: method,
    signatures: [names],
    type: null,
    call: (args) => {
      const values = args.map((argument, index) => toJava(argument, types[index] ?? ''));
      if (!implementation || args.length !== types.length || values.includes(undefined)) return null;
      return implementation(values);
    },
  };
};
