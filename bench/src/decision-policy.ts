import { compilePolicyTables, type PolicyInput, type PolicyModel, writePolicyXml } from '@clearline/dmn';

/** One test of a rule: an input against a whole number. */
export interface Test {
  readonly input: string;
  readonly op: '>=' | '<';
  readonly value: number;
}
/** A first-hit policy as plain tests, from which every engine gets its own form. */
export interface BenchPolicy {
  readonly inputs: readonly string[];
  readonly rules: readonly (readonly Test[])[];
}
export type Row = Record<string, number>;

/** A repeatable source of whole numbers (a linear congruence: quality does not matter here, repeatability does). */
export const numbers = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const VALUES_MAX = 100;

/** Rules of three to five tests over 12 inputs, like those of a monitoring policy; thresholds spread over the range. */
export const makePolicy = (rules: number, seed: number): BenchPolicy => {
  const next = numbers(seed);
  const inputs = Array.from({ length: 12 }, (_value, index) => `input_${index + 1}`);
  const made = Array.from({ length: rules }, () => {
    const tested = inputs.toSorted(() => next(3) - 1).slice(0, 3 + next(3));
    return tested.map(
      (input): Test =>
        next(2) === 0 ? { input, op: '>=', value: 40 + next(45) } : { input, op: '<', value: 15 + next(45) },
    );
  });
  return { inputs, rules: made };
};

export const makeRows = (policy: BenchPolicy, count: number, seed: number): Row[] => {
  const next = numbers(seed);
  return Array.from({ length: count }, () =>
    Object.fromEntries(policy.inputs.map((input) => [input, next(VALUES_MAX)])),
  );
};

/** The policy as a DMN decision table, compiled by our engine. */
export const compileBench = (policy: BenchPolicy, cell?: (rule: number, column: number) => string): PolicyModel => {
  const xml = writePolicyXml({
    name: 'bench',
    namespace: 'urn:clearline:bench',
    tables: [
      {
        id: 'bench',
        name: 'bench',
        hitPolicy: 'FIRST',
        inputs: policy.inputs.map((expression) => ({ expression })),
        outputs: [{ name: 'action' }],
        rules: policy.rules.map((tests, index) => ({
          id: `rule_${index}`,
          cells: policy.inputs.map((input, column) => cell?.(index, column) ?? cellOf(tests, input)),
          outputs: [String(index)],
        })),
      },
    ],
  });
  const declared = policy.inputs.map((name): PolicyInput => ({ name, type: 'integer' }));
  const compiled = compilePolicyTables(xml, declared);
  if (!compiled.ok) throw new Error(compiled.errors.map((error) => error.message).join('\n'));
  return compiled.value;
};

export const cellOf = (tests: readonly Test[], input: string): string => {
  const test = tests.find((candidate) => candidate.input === input);
  return test ? `${test.op} ${test.value}` : '-';
};

/**
 * The function a programmer would write: one `if` per rule, the tests in order. It is put together as text only so that
 * the bench can change the policy; what runs is the same straight code.
 */
export const handWritten = (policy: BenchPolicy): ((row: Row) => number) => {
  const lines = policy.rules.map(
    (tests, index) =>
      `if(${tests.map((test) => `row.${test.input}${test.op}${test.value}`).join('&&')})return ${index};`,
  );
  // oxlint-disable-next-line no-new-func, no-implied-eval
  return new Function('row', `"use strict";${lines.join('\n')}return -1;`) as (row: Row) => number;
};
