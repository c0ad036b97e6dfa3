import { formatDate, formatDateTime, formatDuration, formatTime } from './temporal.ts';
import { isContext, isDate, isDateTime, isDuration, isList, isNumber, isRange, isTime, type Value } from './values.ts';

/** The text of a value as `string(…)` gives it: plain at the top, as a literal inside lists and contexts. */
export const formatValue = (value: Value, inside = false): string => {
  if (value === null) return 'null';
  if (typeof value === 'string') return inside ? `"${value.replace(/[\\"]/g, '\\$&')}"` : value;
  if (typeof value === 'boolean') return String(value);
  if (isNumber(value)) return value.toFixed();
  if (isList(value)) return `[${value.map((item) => formatValue(item, true)).join(', ')}]`;
  if (isContext(value))
    return `{${[...value].map(([key, item]) => `${formatKey(key)}: ${formatValue(item, true)}`).join(', ')}}`;
  if (isDate(value)) return formatDate(value);
  if (isTime(value)) return formatTime(value);
  if (isDateTime(value)) return formatDateTime(value);
  if (isDuration(value)) return formatDuration(value);
  if (!isRange(value)) return `function ${value.name}`;
  const [low, high] = [formatValue(value.low, true), formatValue(value.high, true)];
  if (value.negated) return `!=${low}`;
  if (value.lowOpenEnded) return `${value.highClosed ? '<=' : '<'} ${high}`;
  if (value.highOpenEnded) return `${value.lowClosed ? '>=' : '>'} ${low}`;
  return `${value.lowClosed ? '[' : '('}${low} .. ${high}${value.highClosed ? ']' : ')'}`;
};

const formatKey = (key: string): string => (/[{}:,"]/.test(key) || key === '' ? formatValue(key, true) : key);
