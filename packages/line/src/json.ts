import type { Fact } from './fact.ts';

/**
 * JSON for facts and records. Fields whose name ends in `Fen` or `Ppb` are bigint in memory and integer literals in
 * JSON; the name is the schema, so one pair of functions serves every shape.
 */
const isBigField = (key: string): boolean => key.endsWith('Fen') || key.endsWith('Ppb');

/**
 * Serialises with bigint as integer literals.
 * @throws RangeError when an amount is beyond 2^53 - 1 in size (90 trillion yuan): such a number is a bug upstream.
 */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'bigint') return inner;
    const number = Number(inner);
    if (!Number.isSafeInteger(number)) throw new RangeError(`amount ${inner} does not fit a JSON integer`);
    return number;
  });

/** Reads what `toJson` wrote; the caller names the type because only the caller knows what was written. */
export const fromJson = <T>(text: string): T => JSON.parse(text, reviveBig) as T;

/** Revives an already parsed value (a `jsonb` column, a request body) in place of text. */
export const reviveBigFields = <T>(value: unknown): T => {
  const walk = (key: string, inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map((item) => walk('', item));
    if (inner !== null && typeof inner === 'object')
      return Object.fromEntries(Object.entries(inner).map(([name, item]) => [name, walk(name, item)]));
    return reviveBig(key, inner);
  };
  return walk('', value) as T;
};

const reviveBig = (key: string, inner: unknown): unknown =>
  typeof inner === 'number' && isBigField(key) ? BigInt(inner) : inner;

export const encodeFact = (fact: Fact): string => toJson(fact);
export const decodeFact = (text: string): Fact => fromJson<Fact>(text);
