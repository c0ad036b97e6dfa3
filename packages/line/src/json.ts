import type { Fact } from './fact.ts';

/**
 * JSON for facts and records. Fields whose name ends in `Fen` or `Ppb` are bigint in memory and integer literals in
 * JSON; the name is the schema, so one pair of functions serves every shape.
 */
export const isBigField = (key: string): boolean => key.endsWith('Fen') || key.endsWith('Ppb');

/**
 * Serialises with bigint as integer literals.
 * @throws RangeError when an amount is beyond 2^53 - 1 in size (90 trillion yuan): such a number is a bug upstream.
 */
export const toJson = (value: unknown): string => JSON.stringify(withNumbers(value));

/**
 * With numbers for bigint; a copy only of what holds one, for most of what is written holds none. One walk ahead of a plain
 * `stringify` costs half of what a replacer does.
 */
const withNumbers = (value: unknown): unknown => {
  if (typeof value === 'bigint') {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw new RangeError(`amount ${value} does not fit a JSON integer`);
    return number;
  }
  if (value === null || typeof value !== 'object') return value;
  let copy: Record<string, unknown> | unknown[] | null = null;
  for (const key in value) {
    const inner = (value as Record<string, unknown>)[key];
    const written = withNumbers(inner);
    if (written === inner) continue;
    copy ??= Array.isArray(value) ? value.slice() : { ...value };
    (copy as Record<string, unknown>)[key] = written;
  }
  return copy ?? value;
};

/** Reads what `toJson` wrote; the caller names the type because only the caller knows what was written. */
export const fromJson = <T>(text: string): T => {
  const parsed: unknown = JSON.parse(text);
  reviveInPlace(parsed);
  return parsed as T;
};

/** Revives an already parsed value (a `jsonb` column, a request body), leaving the original as it is. */
export const reviveBigFields = <T>(value: unknown): T => {
  const copy: unknown = structuredClone(value);
  reviveInPlace(copy);
  return copy as T;
};

/** Revives a value that nobody else holds (what a schema has just made), sparing the copy. */
export const reviveOwn = <T>(value: unknown): T => {
  reviveInPlace(value);
  return value as T;
};

const reviveInPlace = (value: unknown): void => {
  if (value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    for (const item of value) reviveInPlace(item);
    return;
  }
  const record = value as Record<string, unknown>;
  for (const key of Object.keys(record)) {
    const inner = record[key];
    if (typeof inner === 'number') {
      if (isBigField(key)) record[key] = BigInt(inner);
    } else reviveInPlace(inner);
  }
};

export const encodeFact = (fact: Fact): string => toJson(fact);
export const decodeFact = (text: string): Fact => fromJson<Fact>(text);
