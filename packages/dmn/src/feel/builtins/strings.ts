import type { FunctionValue, Value } from '../values.ts';
import { integerOf, isList, num } from '../values.ts';
import { define, list, number, text } from './define.ts';
import { compileRegex, expandReplacement } from './regex.ts';

const both = (a: Value | undefined, b: Value | undefined, use: (a: string, b: string) => Value): Value => {
  const [left, right] = [text(a), text(b)];
  return left === null || right === null ? null : use(left, right);
};
const one = (a: Value | undefined, use: (a: string) => Value): Value => {
  const value = text(a);
  return value === null ? null : use(value);
};

/** Positions count characters, not UTF-16 units. */
const substring = (source: string, start: Value, length: Value | undefined): Value => {
  const characters = Array.from(source);
  const from = integerOf(number(start)?.trunc() ?? null);
  const count = length === null || length === undefined ? null : integerOf(number(length)?.trunc() ?? null);
  if (from === null || from === 0 || Math.abs(from) > characters.length) return null;
  if (length !== null && length !== undefined && (count === null || count < 1)) return null;
  const begin = from > 0 ? from - 1 : characters.length + from;
  return characters.slice(begin, count === null ? undefined : begin + count).join('');
};

const join = ([items, delimiter]: readonly Value[]): Value => {
  const all = list(items);
  if (all === null || (delimiter !== null && delimiter !== undefined && text(delimiter) === null)) return null;
  const parts = all.filter((item) => item !== null);
  return parts.every((part) => typeof part === 'string') ? parts.join(text(delimiter) ?? '') : null;
};

const matches = ([input, pattern, flags]: readonly Value[]): Value =>
  both(input, pattern, (source, expression) => {
    const regex = compileRegex(expression, flags ?? null);
    return regex === null ? null : regex.test(source);
  });

const replace = ([input, pattern, replacement, flags]: readonly Value[]): Value =>
  both(input, pattern, (source, expression) => {
    const regex = compileRegex(expression, flags ?? null);
    const template = text(replacement);
    if (regex === null || template === null || regex.test('')) return null;
    const global = new RegExp(regex.source, `${regex.flags}g`);
    const expand = expandReplacement(template, flags ?? null);
    return (
      expand &&
      source.replace(global, (...parts: unknown[]) =>
        expand(parts.filter((part, index) => index === 0 || typeof part !== 'number')),
      )
    );
  });

const split = ([input, delimiter]: readonly Value[]): Value =>
  both(input, delimiter, (source, expression) => {
    const regex = compileRegex(expression, null);
    if (regex === null) return null;
    const pieces: string[] = [];
    let from = 0;
    for (const match of source.matchAll(new RegExp(regex.source, `${regex.flags}g`))) {
      if (match[0] === '') return null;
      pieces.push(source.slice(from, match.index));
      from = match.index + match[0].length;
    }
    return [...pieces, source.slice(from)];
  });

export const STRING_FUNCTIONS: readonly FunctionValue[] = [
  define('substring', ['string, start position, length?'], ([source, start, length]) =>
    one(source, (value) => substring(value, start ?? null, length)),
  ),
  define('string length', ['string'], ([source]) => one(source, (value) => num(Array.from(value).length))),
  define('upper case', ['string'], ([source]) => one(source, (value) => value.toUpperCase())),
  define('lower case', ['string'], ([source]) => one(source, (value) => value.toLowerCase())),
  define('substring before', ['string, match'], ([source, match]) =>
    both(source, match, (value, part) => (value.includes(part) ? value.slice(0, value.indexOf(part)) : '')),
  ),
  define('substring after', ['string, match'], ([source, match]) =>
    both(source, match, (value, part) => (value.includes(part) ? value.slice(value.indexOf(part) + part.length) : '')),
  ),
  define('contains', ['string, match'], ([source, match]) =>
    both(source, match, (value, part) => value.includes(part)),
  ),
  define('starts with', ['string, match'], ([source, match]) =>
    both(source, match, (value, part) => value.startsWith(part)),
  ),
  define('ends with', ['string, match'], ([source, match]) =>
    both(source, match, (value, part) => value.endsWith(part)),
  ),
  define('matches', ['input, pattern, flags?'], matches),
  define('replace', ['input, pattern, replacement, flags?'], replace),
  define('split', ['string, delimiter'], split),
  define('string join', ['list, delimiter?'], (args) =>
    args[0] === null || isList(args[0] ?? null) || typeof args[0] === 'string' ? join(args) : null,
  ),
];
