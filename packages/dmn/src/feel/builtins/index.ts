import { type FunctionValue, isList, type Value } from '../values.ts';
import { typeOfBuiltIn } from './built-in-types.ts';
import { CONTEXT_FUNCTIONS } from './contexts.ts';
import { CONVERSION_FUNCTIONS } from './conversion.ts';
import { LIST_FUNCTIONS } from './lists.ts';
import { NUMBER_FUNCTIONS } from './numbers.ts';
import { RANGE_FUNCTIONS } from './ranges.ts';
import { STRING_FUNCTIONS } from './strings.ts';
import { TEMPORAL_FUNCTIONS } from './temporal.ts';

/** Every built-in function of FEEL by name, save `now` and `today`, which need a clock. */
export const BUILT_INS: ReadonlyMap<string, FunctionValue> = new Map(
  [
    ...CONVERSION_FUNCTIONS,
    ...STRING_FUNCTIONS,
    ...NUMBER_FUNCTIONS,
    ...LIST_FUNCTIONS,
    ...RANGE_FUNCTIONS,
    ...TEMPORAL_FUNCTIONS,
    ...CONTEXT_FUNCTIONS,
  ].map((builtIn) => [builtIn.name, { ...builtIn, type: typeOfBuiltIn(builtIn.name) }]),
);

export const BUILT_IN_NAMES: readonly string[] = [...BUILT_INS.keys(), 'now', 'today'];

/**
 * Puts the arguments of a call in order, or returns null when no form of the function takes them. A name must belong to
 * the form, unless the form passes others over; what a form marks optional may be left out.
 */
export const arrangeArguments = (
  callee: FunctionValue,
  args: readonly Value[],
  names: readonly string[] | null,
): readonly Value[] | null => {
  for (const signature of callee.signatures) {
    const arranged = names === null ? arrangePositional(signature, args) : arrangeNamed(signature, args, names);
    if (arranged !== null) return arranged;
  }
  return null;
};

const PASSES_OVER = '*';
const isOptional = (parameter: string): boolean => /[?…*]$/.test(parameter);
const plain = (parameter: string): string => parameter.replace(/[?…!]$/, '');

const arrangePositional = (signature: readonly string[], args: readonly Value[]): readonly Value[] | null => {
  const least = signature.filter((parameter) => !isOptional(parameter)).length;
  const most = signature.at(-1)?.endsWith('…')
    ? Number.POSITIVE_INFINITY
    : signature.filter((parameter) => parameter !== PASSES_OVER).length;
  return args.length >= least && args.length <= most ? args : null;
};

const arrangeNamed = (
  signature: readonly string[],
  args: readonly Value[],
  names: readonly string[],
): readonly Value[] | null => {
  const open = signature.includes(PASSES_OVER);
  if (
    new Set(names).size !== names.length ||
    (!open && names.some((name) => !signature.some((parameter) => plain(parameter) === name)))
  )
    return null;
  if (signature.some((parameter) => !isOptional(parameter) && !names.includes(plain(parameter)))) return null;
  if (signature.some((parameter) => parameter.endsWith('!') && isList(args[names.indexOf(plain(parameter))] ?? null)))
    return null;
  const last = signature.findLastIndex((parameter) => names.includes(plain(parameter)));
  return signature.slice(0, last + 1).map((parameter) => args[names.indexOf(plain(parameter))] ?? null);
};
