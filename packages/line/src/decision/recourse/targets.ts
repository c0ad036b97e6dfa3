import type { InputValue } from '../../decision-record.ts';
import type { PolicySet, PolicyTableEntry } from '../../policy/policy-set.ts';
import { linesOf } from '../fire.ts';

/** A scorecard attribute’s upper edges, where points may change. */
export interface Edges {
  readonly name: string;
  readonly upTo: readonly number[];
}

/** By input, ascending. */
export type Targets = ReadonlyMap<string, readonly number[]>;

/**
 * For each input, the values just beyond every line that a rule against the borrower tests it by, and beyond every bin that
 * scores it: between two of them no answer changes, so that these are all the values worth trying.
 */
export const targetsOf = (
  entry: PolicyTableEntry,
  adverseIndexes: readonly number[],
  edges: readonly Edges[],
  policies: PolicySet,
): Targets => {
  const targets = new Map<string, Set<number>>();
  const add = (input: string, value: number): void => {
    const known = targets.get(input) ?? new Set<number>();
    targets.set(input, known.add(value));
  };
  for (const index of adverseIndexes)
    for (const { input, op, value } of linesOf(entry, { index }, policies)) {
      const beyond = outside(op, value);
      if (beyond !== null) add(input, beyond);
    }
  // A bin holds its upper edge: going down enters it there, going up leaves it one above.
  for (const { name, upTo } of edges)
    for (const edge of upTo) add(name, policies.inputs[name]?.actionability === 'evidence' ? edge + 1 : edge);
  return new Map([...targets].map(([input, values]) => [input, [...values].sort((a, b) => a - b)]));
};

/** The nearest value on the other side of a test. */
const outside = (op: string, value: InputValue): number | null => {
  if (typeof value !== 'number') return null;
  switch (op) {
    case '>=':
      return value - 1;
    case '<=':
      return value + 1;
    case '>':
    case '<':
      return value;
    default:
      return null;
  }
};
