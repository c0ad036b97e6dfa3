import { ZenEngine } from '@gorules/zen-engine';
import { unaryTest } from 'feelin';
import { Engine } from 'json-rules-engine';
import { type BenchPolicy, cellOf, type Row } from './decision-policy.ts';

/** An engine of the field: decides one row, the number of the first rule or −1. */
export interface Rival {
  readonly name: string;
  /** Rows it is timed over; the slow ones would take minutes over all. */
  readonly rows: number;
  readonly decide: (row: Row) => Promise<number> | number;
}

export const rivals = (policy: BenchPolicy): Rival[] => [zen(policy), feelin(policy), jsonRules(policy)];

const zen = (policy: BenchPolicy): Rival => {
  const content = {
    nodes: [
      { id: 'in', type: 'inputNode', name: 'in', position: { x: 0, y: 0 } },
      {
        id: 'table',
        type: 'decisionTableNode',
        name: 'table',
        position: { x: 1, y: 0 },
        content: {
          hitPolicy: 'first',
          inputs: policy.inputs.map((field) => ({ id: field, name: field, field, type: 'expression' })),
          outputs: [{ id: 'action', name: 'action', field: 'action', type: 'expression' }],
          rules: policy.rules.map((tests, index) => ({
            _id: `rule_${index}`,
            ...Object.fromEntries(policy.inputs.map((input) => [input, cellOf(tests, input).replace(/^-$/, '')])),
            action: String(index),
          })),
        },
      },
      { id: 'out', type: 'outputNode', name: 'out', position: { x: 2, y: 0 } },
    ],
    edges: [
      { id: 'a', type: 'edge', sourceId: 'in', targetId: 'table' },
      { id: 'b', type: 'edge', sourceId: 'table', targetId: 'out' },
    ],
  };
  const decision = new ZenEngine().createDecision(content);
  return {
    name: '@gorules/zen-engine',
    rows: 5_000,
    decide: async (row) => {
      const { result } = (await decision.evaluate(row)) as { result: { action?: number } | null };
      return result?.action ?? -1;
    },
  };
};

const feelin = (policy: BenchPolicy): Rival => {
  const cells = policy.rules.map((tests) => policy.inputs.map((input) => cellOf(tests, input)));
  return {
    name: 'feelin',
    rows: 200,
    decide: (row) =>
      cells.findIndex((rule) =>
        rule.every(
          (cell, column) => cell === '-' || unaryTest(cell, { '?': row[policy.inputs[column] ?? ''] }).value === true,
        ),
      ),
  };
};

const jsonRules = (policy: BenchPolicy): Rival => {
  const engine = new Engine();
  policy.rules.forEach((tests, index) => {
    engine.addRule({
      priority: policy.rules.length - index,
      conditions: {
        all: tests.map((test) => ({
          fact: test.input,
          operator: test.op === '<' ? 'lessThan' : 'greaterThanInclusive',
          value: test.value,
        })),
      },
      event: { type: String(index) },
      // The first rule that fires ends the run, as in the other engines.
      onSuccess: () => void engine.stop(),
    });
  });
  return {
    name: 'json-rules-engine',
    rows: 500,
    decide: async (row) => {
      const { events } = await engine.run(row);
      return events.length === 0 ? -1 : Math.min(...events.map((event) => Number(event.type)));
    },
  };
};
