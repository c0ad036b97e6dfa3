import { and, arithmetic, equals, or, order } from '../operators.ts';
import { type FunctionValue, finite, integerOf, isFunction, isList, type Num, num, type Value } from '../values.ts';
import { allNumbers, define, list, listOrItems, number, sameKind } from './define.ts';

/** Items equal for the purpose of lists: null equals null, and what cannot be compared differs. */
const same = (a: Value, b: Value): boolean => equals(a, b) === true;

const extreme =
  (direction: 1 | -1) =>
  (args: readonly Value[]): Value => {
    const items = listOrItems(args);
    if (items === null || items.length === 0 || !sameKind(items)) return null;
    let best = items[0] ?? null;
    for (const item of items) {
      const place = order(item, best);
      if (place === null) return null;
      if (place * direction > 0) best = item;
    }
    return best;
  };

const overNumbers =
  (use: (numbers: readonly Num[]) => Value) =>
  (args: readonly Value[]): Value => {
    const items = listOrItems(args);
    const numbers = items && allNumbers(items);
    return numbers === null || numbers === undefined ? null : use(numbers);
  };

const total = (numbers: readonly Num[]): Num => numbers.reduce((sum, value) => sum.add(value), num(0));
const mean = (numbers: readonly Num[]): Num => total(numbers).div(numbers.length);
const ascending = (numbers: readonly Num[]): Num[] => [...numbers].sort((a, b) => a.cmp(b));

const sum = (args: readonly Value[]): Value => {
  const items = listOrItems(args);
  const [first, ...rest] = items ?? [];
  if (first === undefined || typeof first === 'string') return null;
  return rest.reduce<Value>(
    (left, right) => (left === null ? null : arithmetic('+', left, right)),
    arithmetic('*', first, num(1)),
  );
};

const median = overNumbers((numbers) => {
  const sorted = ascending(numbers);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : upper.add(sorted[middle - 1] ?? upper).div(2);
});

const mode = overNumbers((numbers) => {
  const counts = new Map<string, { value: Num; count: number }>();
  for (const value of numbers) {
    const seen = counts.get(value.toString());
    counts.set(value.toString(), { value, count: (seen?.count ?? 0) + 1 });
  }
  const most = Math.max(0, ...[...counts.values()].map((entry) => entry.count));
  return ascending([...counts.values()].filter((entry) => entry.count === most).map((entry) => entry.value));
});

const stddev = overNumbers((numbers) => {
  if (numbers.length < 2) return null;
  const centre = mean(numbers);
  return total(numbers.map((value) => value.sub(centre).pow(2)))
    .div(numbers.length - 1)
    .sqrt();
});

const truth =
  (fold: (a: Value, b: Value) => boolean | null, start: boolean) =>
  (args: readonly Value[]): Value => {
    const items = listOrItems(args);
    if (items === null) return null;
    return items.reduce<boolean | null>((result, item) => fold(result, typeof item === 'boolean' ? item : null), start);
  };

/** A position in a list, counted from 1, or from the end when negative; null when there is no such place. */
const place = (items: readonly Value[], position: Value | undefined): number | null => {
  const at = integerOf(number(position)?.trunc() ?? null);
  if (at === null || at === 0 || Math.abs(at) > items.length) return null;
  return at > 0 ? at - 1 : items.length + at;
};

const sublist = ([source, start, length]: readonly Value[]): Value => {
  const items = list(source);
  const from = items && place(items, start);
  if (items === null || from === null) return null;
  if (length === undefined || length === null) return items.slice(from);
  const count = integerOf(number(length)?.trunc() ?? null);
  return count === null || count < 1 || from + count > items.length ? null : items.slice(from, from + count);
};

const remove = ([source, position]: readonly Value[]): Value => {
  const items = list(source);
  const at = items && place(items, position);
  return items === null || at === null ? null : items.toSpliced(at, 1);
};

const insertBefore = ([source, position, item]: readonly Value[]): Value => {
  const items = list(source);
  const at = items && place(items, position);
  return items === null || at === null ? null : items.toSpliced(at, 0, item ?? null);
};

const listReplace = ([source, which, item]: readonly Value[]): Value => {
  const items = list(source);
  if (items === null) return null;
  if (isFunction(which ?? null)) return replaceMatching(items, which as FunctionValue, item ?? null);
  const at = place(items, which);
  return at === null ? null : items.with(at, item ?? null);
};

const replaceMatching = (items: readonly Value[], match: FunctionValue, newItem: Value): Value => {
  if (match.signatures.every((signature) => signature.length !== 2)) return null;
  const result: Value[] = [];
  for (const item of items) {
    const hit = match.call([item, newItem]);
    if (typeof hit !== 'boolean') return null;
    result.push(hit ? newItem : item);
  }
  return result;
};

const distinct = (items: readonly Value[]): Value[] => {
  const result: Value[] = [];
  for (const item of items) if (!result.some((known) => same(known, item))) result.push(item);
  return result;
};

const flatten = (items: readonly Value[]): Value[] => items.flatMap((item) => (isList(item) ? flatten(item) : [item]));

const concatenate = (args: readonly Value[]): readonly Value[] | null => {
  const lists = args.map((arg) => list(arg));
  return lists.length > 0 && lists.every((items) => items !== null) ? lists.flat() : null;
};

const sort = ([source, precedes]: readonly Value[]): Value => {
  const items = list(source);
  if (items === null) return null;
  if (precedes === undefined || precedes === null) return sortNaturally(items);
  if (!isFunction(precedes)) return null;
  // Merge sort by hand: the order may be any function, and only “precedes” is known, not “equal”.
  const merge = (left: readonly Value[], right: readonly Value[]): Value[] => {
    const merged: Value[] = [];
    let [l, r] = [0, 0];
    while (l < left.length && r < right.length)
      merged.push(
        precedes.call([right[r] ?? null, left[l] ?? null]) === true ? (right[r++] ?? null) : (left[l++] ?? null),
      );
    return [...merged, ...left.slice(l), ...right.slice(r)];
  };
  const sorted = (part: readonly Value[]): readonly Value[] => {
    if (part.length < 2) return part;
    const middle = part.length >>> 1;
    return merge(sorted(part.slice(0, middle)), sorted(part.slice(middle)));
  };
  return sorted(items);
};

const sortNaturally = (items: readonly Value[]): Value => {
  if (items.some((item) => order(item, items[0] ?? null) === null)) return null;
  return [...items].sort((a, b) => order(a, b) ?? 0);
};

const withList =
  (use: (items: readonly Value[], args: readonly Value[]) => Value) =>
  (args: readonly Value[]): Value => {
    const items = list(args[0]);
    return items === null ? null : use(items, args);
  };

export const LIST_FUNCTIONS: readonly FunctionValue[] = [
  define(
    'list contains',
    ['list, element'],
    withList((items, [, element]) => items.some((item) => same(item, element ?? null))),
  ),
  define(
    'count',
    ['list'],
    withList((items) => num(items.length)),
  ),
  define('min', ['list', 'items…'], extreme(-1)),
  define('max', ['list', 'items…'], extreme(1)),
  define('sum', ['list', 'items…'], sum),
  define(
    'mean',
    ['list', 'items…'],
    overNumbers((numbers) => (numbers.length === 0 ? null : mean(numbers))),
  ),
  define(
    'product',
    ['list', 'items…'],
    overNumbers((numbers) =>
      numbers.length === 0 ? null : finite(numbers.reduce((product, value) => product.mul(value), num(1))),
    ),
  ),
  define('median', ['list', 'items…'], median),
  define('mode', ['list', 'items…'], mode),
  define('stddev', ['list', 'items…'], stddev),
  define('all', ['list', 'items…'], truth(and, true)),
  define('any', ['list', 'items…'], truth(or, false)),
  define('sublist', ['list, start position, length?'], sublist),
  define('append', ['list, item…'], (args) =>
    args.length < 2 ? null : withList((items, [, ...rest]) => [...items, ...rest])(args),
  ),
  define('concatenate', ['list…'], concatenate),
  define('insert before', ['list, position, newItem'], insertBefore),
  define('remove', ['list, position'], remove),
  define('list replace', ['list, position, newItem', 'list, match, newItem'], listReplace),
  define(
    'reverse',
    ['list'],
    withList((items) => items.toReversed()),
  ),
  define(
    'index of',
    ['list, match'],
    withList((items, [, match]) => items.flatMap((item, index) => (same(item, match ?? null) ? [num(index + 1)] : []))),
  ),
  define('union', ['list…'], (args) => {
    const all = concatenate(args);
    return all && distinct(all);
  }),
  define(
    'distinct values',
    ['list'],
    withList((items) => distinct(items)),
  ),
  define(
    'flatten',
    ['list'],
    withList((items) => flatten(items)),
  ),
  define('sort', ['list, precedes?'], sort),
];
