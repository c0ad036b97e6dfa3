import type { XmlElement } from './xml-tree.ts';
import { childrenNamed } from './xml-tree.ts';

/** What a bin’s condition is asked about: a whole number, a word, or a value that is missing. */
export type Probe = number | string | null;

/** A condition on one field, as PMML states it, and the values at which it may change. */
export interface Predicate {
  readonly field: string | null;
  readonly holds: (probe: Probe) => boolean;
  /** Greatest whole numbers below which, and at which, the answer may differ from above. */
  readonly ends: readonly number[];
  readonly words: readonly string[];
}

/** By what a field’s numbers are multiplied; null for a field of words, whose digits are not numbers. */
export type ScaleOf = (field: string) => number | null;

export type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string };

const no = (message: string): { readonly ok: false; readonly message: string } => ({ ok: false, message });
const yes = <Value>(value: Value): Read<Value> => ({ ok: true, value });

const everywhere = (field: string | null, holds: Predicate['holds']): Read<Predicate> =>
  yes({ field, holds, ends: [], words: [] });

/** For each comparison with a number: the last whole number on its lower side, and whether it holds there or above. */
const COMPARISONS: Readonly<Record<string, { readonly end: (value: number) => number; readonly below: boolean }>> = {
  lessOrEqual: { end: Math.floor, below: true },
  lessThan: { end: (value) => Math.ceil(value) - 1, below: true },
  greaterThan: { end: Math.floor, below: false },
  greaterOrEqual: { end: (value) => Math.ceil(value) - 1, below: false },
};

const simple = (element: XmlElement, scaleOf: ScaleOf): Read<Predicate> => {
  const { field, operator = '', value = '' } = element.attributes;
  if (field === undefined) return no('a SimplePredicate names no field');
  if (operator === 'isMissing') return everywhere(field, (probe) => probe === null);
  if (operator === 'isNotMissing') return everywhere(field, (probe) => probe !== null);
  if (operator === 'equal') return oneOf(field, [value], scaleOf(field));
  const comparison = COMPARISONS[operator];
  if (comparison === undefined) return no(`the operator ${JSON.stringify(operator)} on ${field} is not supported`);
  const scaled = Number(value) * (scaleOf(field) ?? 1);
  if (value.trim() === '' || !Number.isFinite(scaled))
    return no(`${field} is compared with ${JSON.stringify(value)}, not a number`);
  const end = comparison.end(scaled);
  const holds = (probe: Probe) => typeof probe === 'number' && probe <= end === comparison.below;
  return yes({ field, holds, ends: [end], words: [] });
};

const oneOf = (field: string, words: readonly string[], scale: number | null): Read<Predicate> => {
  // A listed number is met as a number when scores are taken, and so is told as the number that it will be met as.
  const isNumber = (word: string) => word.trim() !== '' && Number.isFinite(Number(word));
  const known = words.map((word) => (scale !== null && isNumber(word) ? String(Number(word) * scale) : word));
  return yes({ field, holds: (probe) => probe !== null && known.includes(String(probe)), ends: [], words: known });
};

/** The items of a PMML array: bare words, or words in quotes with backslashes before quotes within. */
const itemsOf = (text: string): readonly string[] =>
  [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, bare]) =>
    quoted === undefined ? (bare ?? '') : quoted.replaceAll(/\\(.)/g, '$1'),
  );

const set = (element: XmlElement, scaleOf: ScaleOf): Read<Predicate> => {
  const { field, booleanOperator } = element.attributes;
  const [array] = childrenNamed(element, 'Array');
  if (field === undefined || array === undefined) return no('a SimpleSetPredicate names no field or has no Array');
  if (booleanOperator !== 'isIn')
    return no(`the set operator ${JSON.stringify(booleanOperator)} on ${field} is not supported`);
  return oneOf(field, itemsOf(array.text), scaleOf(field));
};

const compound = (element: XmlElement, scaleOf: ScaleOf): Read<Predicate> => {
  const { booleanOperator } = element.attributes;
  if (booleanOperator !== 'and' && booleanOperator !== 'or')
    return no(`the compound operator ${JSON.stringify(booleanOperator)} is not supported`);
  const parts: Predicate[] = [];
  for (const child of element.children) {
    const part = readPredicate(child, scaleOf);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  const fields = [...new Set(parts.flatMap(({ field }) => field ?? []))];
  if (fields.length > 1) return no(`one condition asks about ${fields.join(' and ')}; a bin is about one input`);
  const holds = (probe: Probe) =>
    booleanOperator === 'and' ? parts.every((part) => part.holds(probe)) : parts.some((part) => part.holds(probe));
  return yes({
    field: fields[0] ?? null,
    holds,
    ends: parts.flatMap(({ ends }) => ends),
    words: parts.flatMap(({ words }) => words),
  });
};

/** Reads one predicate. Numbers are multiplied by the field’s scale, because our inputs are whole. */
export const readPredicate = (element: XmlElement, scaleOf: ScaleOf): Read<Predicate> => {
  switch (element.name) {
    case 'True':
      return everywhere(null, () => true);
    case 'False':
      return everywhere(null, () => false);
    case 'SimplePredicate':
      return simple(element, scaleOf);
    case 'SimpleSetPredicate':
      return set(element, scaleOf);
    case 'CompoundPredicate':
      return compound(element, scaleOf);
    default:
      return no(`the condition ${element.name} is not supported`);
  }
};

export const isPredicate = (element: XmlElement): boolean =>
  ['True', 'False', 'SimplePredicate', 'SimpleSetPredicate', 'CompoundPredicate'].includes(element.name);
