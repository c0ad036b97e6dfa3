import type { Action, CounterfactualRecord, InputValue, RecordedInput } from '../decision-record.ts';
import type { InputDeclaration, PolicySet, PolicyTableEntry } from '../policy/policy-set.ts';
import { type FiredRule, linesOf } from './fire.ts';
import { isAdverse } from './severity.ts';

interface Search {
  readonly entry: PolicyTableEntry;
  readonly rules: readonly FiredRule[];
  readonly inputs: readonly RecordedInput[];
  readonly policies: PolicySet;
  /** The production decision on changed inputs. */
  readonly again: (changes: Readonly<Record<string, InputValue>>) => Action;
}

/** A value that would leave a test of a fired rule, reachable the way the input may move. */
interface Change {
  readonly input: string;
  readonly to: InputValue;
}

/** At most this many combinations are tried; adverse rules that fire together are few, so it is a guard, not a limit met. */
const COMBINATIONS_MAX = 4_096;
const SHOWN_MAX = 3;

/**
 * The search of behaviour version 1, kept so that decisions made by it replay to the bit (G10); nothing new uses it.
 * Smallest sets of changes that flip an adverse decision. Every fired adverse rule must be left by one of its tests, so
 * the candidates are one change per rule; the least changes come first, and each set is put through the production
 * decision before it counts. Empty when nothing the borrower can do flips it.
 */
export const searchCounterfactuals = ({ entry, rules, inputs, policies, again }: Search): CounterfactualRecord[] => {
  const adverse = rules.filter((rule) => isAdverse(rule.action));
  if (adverse.length === 0) return [];
  const choices = adverse.map((rule) =>
    linesOf(entry, rule, policies).flatMap((line) => {
      const declaration = policies.inputs[line.input];
      const input = inputs.find((candidate) => candidate.name === line.input);
      return declaration && input ? escapes(declaration, input, line) : [];
    }),
  );
  if (choices.some((choice) => choice.length === 0)) return [];
  const found: CounterfactualRecord[] = [];
  const sets = combine(choices).sort((a, b) => a.length - b.length);
  let fewest = Number.POSITIVE_INFINITY;
  for (const changes of sets) {
    if (changes.length > fewest || found.length >= SHOWN_MAX) break;
    // Of two changes of one input the first counted.
    const actionAfter = again(Object.fromEntries(changes.toReversed().map(({ input, to }) => [input, to])));
    if (isAdverse(actionAfter)) continue;
    fewest = changes.length;
    found.push({
      changes: changes.map((change) => ({
        input: change.input,
        from: inputs.find((input) => input.name === change.input)?.value ?? null,
        to: change.to,
      })),
      actionAfter,
      byDate: null,
    });
  }
  return found;
};

/** The nearest value on the other side of a test, if the borrower can move the input there. */
const escapes = (
  declaration: InputDeclaration,
  input: RecordedInput,
  line: { input: string; op: string; value: InputValue },
): Change[] => {
  const nearest = outside(line.op, line.value);
  const target = nearest === null ? null : (declaration.settlesTo ?? nearest);
  if (target === null || typeof input.value !== 'number') return [];
  const direction = target > input.value ? 'up' : 'down';
  const free = declaration.actionability === 'either' || declaration.actionability === 'evidence';
  return free || declaration.actionability === direction ? [{ input: line.input, to: target }] : [];
};

const outside = (op: string, value: InputValue): number | null => {
  if (typeof value !== 'number') return null;
  switch (op) {
    case '>=':
      return value - 1;
    case '>':
      return value;
    case '<=':
      return value + 1;
    case '<':
      return value;
    default:
      return null;
  }
};

/** One change from each choice, the same input counted once (the further change wins when two rules ask for both). */
const combine = (choices: readonly (readonly Change[])[]): Change[][] => {
  let sets: Change[][] = [[]];
  for (const choice of choices) {
    const next: Change[][] = [];
    for (const set of sets)
      for (const change of choice) if (next.length < COMBINATIONS_MAX) next.push(merge(set, change));
    sets = next;
  }
  return sets;
};
const merge = (set: readonly Change[], change: Change): Change[] => {
  const same = set.find((other) => other.input === change.input);
  if (!same) return [...set, change];
  const further = Number(same.to) < Number(change.to) ? same : change;
  return [...set.filter((other) => other !== same), further];
};
