import type { Feel } from '../ast.ts';
import { formatValue } from '../format.ts';
import { equals, order } from '../operators.ts';
import { NameScope } from '../names.ts';
import { noNames, parseExpression } from '../parse.ts';
import { offsetOf, parseTemporal } from '../temporal.ts';
import { type FunctionValue, finite, isDateTime, isTime, kindOf, num, type Value } from '../values.ts';
import { define, single, text } from './define.ts';
import { TEMPORAL_FUNCTIONS } from './temporal.ts';

/** A range from its text; its ends are literals, in order, of one kind. */
const rangeFrom = ([source]: readonly Value[]): Value => {
  const written = text(source);
  const parsed =
    written === null ? null : parseExpression(written, { ...noNames(), names: new NameScope(LITERAL_CALLS) });
  if (!parsed?.ok || parsed.value.kind !== 'range') return null;
  const { lowClosed, highClosed } = parsed.value;
  const [low, high] = [literalValue(parsed.value.low), literalValue(parsed.value.high)];
  const place = low === null || high === null ? null : order(low, high);
  if (place === null || place > 0) return null;
  return { kind: 'range', low, high, lowClosed, highClosed, lowOpenEnded: false, highOpenEnded: false };
};

const LITERAL_CALLS: ReadonlySet<string> = new Set(['date', 'time', 'date and time', 'duration']);
const literalValue = (node: Feel): Value => {
  switch (node.kind) {
    case 'number':
      return finite(num(node.text));
    case 'negate': {
      const inner = node.of.kind === 'number' ? num(node.of.text) : null;
      return inner && finite(inner.neg());
    }
    case 'string':
      return node.value;
    case 'temporal':
      return parseTemporal(node.text);
    case 'call': {
      const [argument] = node.args;
      if (node.callee.kind !== 'name' || node.args.length !== 1 || argument?.kind !== 'string') return null;
      const { name } = node.callee;
      const known = LITERAL_CALLS.has(name) ? TEMPORAL_FUNCTIONS.find((builtIn) => builtIn.name === name) : undefined;
      return known?.call([argument.value]) ?? null;
    }
    default:
      return null;
  }
};

/** Whether two values are the same element of the semantic domain; times must agree in their clock and their offset. */
const is = ([a, b]: readonly Value[]): Value => {
  const [left, right] = [single(a ?? null), single(b ?? null)];
  if (kindOf(left) !== kindOf(right)) return false;
  if ((isTime(left) || isDateTime(left)) && (isTime(right) || isDateTime(right)))
    return offsetOf(left) === offsetOf(right) && equals({ ...left, zone: null }, { ...right, zone: null });
  return equals(left, right) ?? false;
};

export const CONVERSION_FUNCTIONS: readonly FunctionValue[] = [
  define('string', ['from'], ([value]) => (value === null || value === undefined ? null : formatValue(value))),
  define('range', ['from'], rangeFrom),
  define('not', ['negand'], ([value]) => {
    const item = single(value ?? null);
    return typeof item === 'boolean' ? !item : null;
  }),
  define('is', ['value1, value2, *'], is),
];
