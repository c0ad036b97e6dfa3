import { type FunctionValue, isContext, isList, type Value } from '../values.ts';
import { context, define, list, text } from './define.ts';

const getEntries = ([source]: readonly Value[]): Value => {
  const entries = context(source);
  return (
    entries &&
    [...entries].map(
      ([key, value]) =>
        new Map<string, Value>([
          ['key', key],
          ['value', value],
        ]),
    )
  );
};

const put = ([source, where, value]: readonly Value[]): Value => {
  const entries = context(source);
  if (entries === null) return null;
  if (isList(where ?? null)) return putPath(entries, where as readonly Value[], value ?? null);
  return typeof where === 'string' ? new Map(entries).set(where, value ?? null) : null;
};

const putPath = (entries: ReadonlyMap<string, Value>, path: readonly Value[], value: Value): Value => {
  const [key, ...rest] = path;
  if (typeof key !== 'string') return null;
  if (rest.length === 0) return new Map(entries).set(key, value);
  const inner = entries.get(key) ?? null;
  if (!isContext(inner)) return null;
  const changed = putPath(inner, rest, value);
  return changed === null ? null : new Map(entries).set(key, changed);
};

const merge = ([source]: readonly Value[]): Value => {
  const contexts = list(source);
  if (contexts === null || !contexts.every((item) => isContext(item))) return null;
  return new Map(contexts.flatMap((item) => [...item]));
};

const fromEntries = ([source]: readonly Value[]): Value => {
  const entries = list(source);
  if (entries === null) return null;
  const result = new Map<string, Value>();
  for (const entry of entries) {
    if (!isContext(entry) || !entry.has('value')) return null;
    const key = text(entry.get('key'));
    if (key === null || result.has(key)) return null;
    result.set(key, entry.get('value') ?? null);
  }
  return result;
};

export const CONTEXT_FUNCTIONS: readonly FunctionValue[] = [
  define('get value', ['m, key', 'context, key'], ([source, key]) => {
    const name = text(key);
    return name === null ? null : (context(source)?.get(name) ?? null);
  }),
  define('get entries', ['m', 'context'], getEntries),
  define('context put', ['context, key!, value', 'context, keys, value'], put),
  define('context merge', ['contexts'], merge),
  define('context', ['entries'], fromEntries),
];
