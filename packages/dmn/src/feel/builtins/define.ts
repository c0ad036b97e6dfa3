import { type FunctionValue, isContext, isList, isNumber, kindOf, type Num, type Value } from '../values.ts';

/**
 * A built-in function. `signatures` are its parameter lists, one per form; a name ending in `?` may be left out, one ending
 * in `…` takes all further positional arguments, one ending in `!` takes no list when given by name; `*` at the end passes
 * over names the form does not know. The implementation sees arguments by position, null for what was left out.
 */
export const define = (
  name: string,
  signatures: readonly string[],
  call: (args: readonly Value[]) => Value,
): FunctionValue => ({
  kind: 'function',
  name,
  signatures: signatures.map((signature) => (signature === '' ? [] : signature.split(',').map((part) => part.trim()))),
  type: null,
  call,
});

/** A list of one stands for its item where an item is wanted. */
export const single = (value: Value): Value => (isList(value) && value.length === 1 ? (value[0] ?? null) : value);

export const text = (value: Value | undefined): string | null => {
  const item = single(value ?? null);
  return typeof item === 'string' ? item : null;
};
export const number = (value: Value | undefined): Num | null => {
  const item = single(value ?? null);
  return isNumber(item) ? item : null;
};

/** Where a list is wanted an item stands for a list of one; null does not. */
export const list = (value: Value | undefined): readonly Value[] | null => {
  if (value === null || value === undefined) return null;
  return isList(value) ? value : [value];
};

export const context = (value: Value | undefined): ReadonlyMap<string, Value> | null => {
  const item = single(value ?? null);
  return isContext(item) ? item : null;
};

/** The arguments of a function that takes one list or many items. */
export const listOrItems = (args: readonly Value[]): readonly Value[] | null => {
  const [first] = args;
  if (args.length === 0) return null;
  return args.length === 1 ? list(first) : args;
};

/** All items if each is of one kind, else null. */
export const allNumbers = (items: readonly Value[]): readonly Num[] | null =>
  items.every((item) => isNumber(item)) ? items : null;

export const sameKind = (items: readonly Value[]): boolean => new Set(items.map(kindOf)).size <= 1;
