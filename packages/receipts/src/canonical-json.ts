/** What canonical JSON can say. `bigint` is written as an integer literal, so money in fen hashes exactly. */
export type CanonicalValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly CanonicalValue[]
  | { readonly [key: string]: CanonicalValue };

const refuse = (path: string, problem: string): never => {
  throw new TypeError(`canonical JSON: ${path === '' ? 'the value' : path} ${problem}`);
};

const isPlainObject = (value: object): value is Record<string, unknown> => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const textOfString = (value: string, path: string): string => {
  if (/\p{Surrogate}/u.test(value)) refuse(path, 'holds half of a surrogate pair; such text has no UTF-8 form');
  return JSON.stringify(value);
};

const write = (value: unknown, path: string): string => {
  switch (typeof value) {
    case 'string':
      return textOfString(value, path);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return value.toString();
    case 'number':
      return Number.isFinite(value) ? JSON.stringify(value) : refuse(path, `is ${value}; give a finite number`);
    case 'object':
      return value === null ? 'null' : writeComposite(value, path);
    default:
      return refuse(path, `is of type ${typeof value}; leave it out or give null`);
  }
};

const writeComposite = (value: object, path: string): string => {
  if (Array.isArray(value)) {
    return `[${Array.from(value, (item, index) => write(item, `${path}[${index}]`)).join(',')}]`;
  }
  if (!isPlainObject(value)) {
    return refuse(path, `is a ${value.constructor.name}; only plain objects and arrays have one canonical form`);
  }
  // The default sort compares UTF-16 code units, which is what RFC 8785, section 3.2.3 asks for.
  const members = Object.keys(value)
    .sort()
    .map((key) => `${textOfString(key, path)}:${write(value[key], path === '' ? key : `${path}.${key}`)}`);
  return `{${members.join(',')}}`;
};

/**
 * The one text of a JSON value: keys sorted, no white space, numbers as ECMAScript prints them (RFC 8785). A `bigint` is
 * written as an integer literal of any size. Throws `TypeError`, naming the path, for NaN, infinities, undefined,
 * functions, symbols, objects of a class, and text that is not well-formed Unicode: those are bugs of the caller.
 */
export const canonicalJson = (value: unknown): string => write(value, '');
