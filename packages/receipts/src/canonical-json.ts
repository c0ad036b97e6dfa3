/** What canonical JSON can say. `bigint` is written as an integer literal, so money in fen hashes exactly. */
export type CanonicalValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly CanonicalValue[]
  | { readonly [key: string]: CanonicalValue };

/** Why a value has no canonical text; the place is looked for only once something is wrong. */
class NotCanonical extends Error {
  readonly problem: string;
  constructor(problem: string) {
    super(problem);
    this.problem = problem;
  }
}

const refuse = (problem: string): never => {
  throw new NotCanonical(problem);
};

const isPlainObject = (value: object): value is Record<string, unknown> => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const textOfString = (value: string): string => {
  const text = JSON.stringify(value);
  // `stringify` escapes half a pair, and so most text need not be looked through for one.
  if (text.includes('\\ud') && /\p{Surrogate}/u.test(value))
    refuse('holds half of a surrogate pair; such text has no UTF-8 form');
  return text;
};

/** The same few names come in every record, and asking for their text each time was a tenth of hashing it. */
const KEYS_KEPT = 5_000;
const keptKeys = new Map<string, string>();

const textOfKey = (key: string): string => {
  const known = keptKeys.get(key);
  if (known !== undefined) return known;
  const text = textOfString(key);
  if (keptKeys.size < KEYS_KEPT) keptKeys.set(key, text);
  return text;
};

const write = (value: unknown): string => {
  switch (typeof value) {
    case 'string':
      return textOfString(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return value.toString();
    case 'number':
      return Number.isFinite(value) ? JSON.stringify(value) : refuse(`is ${value}; give a finite number`);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? writeArray(value) : writeObject(value);
    default:
      return refuse(`is of type ${typeof value}; leave it out or give null`);
  }
};

// Strings are added piece by piece: a record is hashed at every decision, and lists of lists of parts cost twice the time.
const writeArray = (items: readonly unknown[]): string => {
  let text = '[';
  for (let index = 0; index < items.length; index += 1) text += (index === 0 ? '' : ',') + write(items[index]);
  return `${text}]`;
};

const writeObject = (value: object): string => {
  if (!isPlainObject(value))
    return refuse(`is a ${value.constructor.name}; only plain objects and arrays have one canonical form`);
  let text = '{';
  // The default sort compares UTF-16 code units, which is what RFC 8785, section 3.2.3 asks for.
  for (const key of Object.keys(value).sort())
    text += `${text.length === 1 ? '' : ','}${textOfKey(key)}:${write(value[key])}`;
  return `${text}}`;
};

const problemOf = (value: unknown): string | null => {
  try {
    write(value);
    return null;
  } catch (error) {
    if (error instanceof NotCanonical) return error.problem;
    throw error;
  }
};

/** Where the first thing without a canonical text is: the value itself, or the way down to it. */
const placeOf = (value: unknown, path: string): string => {
  if (typeof value !== 'object' || value === null) return path;
  if (Array.isArray(value)) {
    const index = Array.from(value).findIndex((item) => problemOf(item) !== null);
    return index < 0 ? path : placeOf(value[index], `${path}[${index}]`);
  }
  if (!isPlainObject(value)) return path;
  for (const key of Object.keys(value).sort()) {
    if (problemOf(key) !== null) return path;
    if (problemOf(value[key]) !== null) return placeOf(value[key], path === '' ? key : `${path}.${key}`);
  }
  return path;
};

/**
 * The one text of a JSON value: keys sorted, no white space, numbers as ECMAScript prints them (RFC 8785). A `bigint` is
 * written as an integer literal of any size. Throws `TypeError`, naming the path, for NaN, infinities, undefined,
 * functions, symbols, objects of a class, and text that is not well-formed Unicode: those are bugs of the caller.
 */
export const canonicalJson = (value: unknown): string => {
  try {
    return write(value);
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error;
    const place = placeOf(value, '');
    throw new TypeError(`canonical JSON: ${place === '' ? 'the value' : place} ${error.problem}`, { cause: error });
  }
};
