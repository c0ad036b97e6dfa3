import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counterfactuals, counterfactualsOf } from './counterfactuals.ts';
import { applyChange, approves } from './decide.ts';
import type { Alternative, Condition, RecourseModel, RecourseProblem, TreeNode } from './problem.ts';

/** Every choice, by plain enumeration: the reference the search is compared with. */
const cheapest = ({ model, x, groups }: RecourseProblem): number | null => {
  let best: number | null = null;
  const visit = (group: number, change: readonly (number | null)[], cost: number): void => {
    const alternatives = groups[group];
    if (!alternatives) {
      if ((best === null || cost < best) && approves(model, applyChange(x, groups, change))) best = cost;
      return;
    }
    visit(group + 1, [...change, null], cost);
    alternatives.forEach((alternative, index) => visit(group + 1, [...change, index], cost + alternative.cost));
  };
  visit(0, [], 0);
  return best;
};

const FEATURES = 6;
const small = fc.integer({ min: -6, max: 6 });
const alternative = (features: readonly number[]): fc.Arbitrary<Alternative> =>
  fc
    .record({
      deltas: fc.tuple(...features.map(() => fc.oneof(fc.constant(0), small))),
      cost: fc.integer({ min: 1, max: 6 }),
    })
    .map(({ deltas, cost }) => ({
      cost,
      delta: Object.fromEntries(
        features.flatMap((feature, index) => (deltas[index] ? [[String(feature), deltas[index]]] : [])),
      ),
    }));
/** Groups of one or two features each, never sharing one; some empty. */
const groups = fc.tuple(
  ...[[0, 1], [2], [3], [4, 5]].map((features) => fc.array(alternative(features), { maxLength: 3 })),
);
const x = fc.array(small, { minLength: FEATURES, maxLength: FEATURES });
const condition: fc.Arbitrary<Condition> = fc.tuple(
  fc.nat(FEATURES - 1),
  fc.option(small, { nil: null }),
  fc.option(small, { nil: null }),
);
const when = fc.array(condition, { maxLength: 3 });
const tree = (depth: number): fc.Arbitrary<TreeNode[]> =>
  depth === 0
    ? fc.integer({ min: -9, max: 9 }).map((value) => [{ feature: 0, threshold: 0, left: -1, right: -1, value }])
    : fc
        .tuple(fc.nat(FEATURES - 1), fc.integer({ min: -12, max: 12 }), tree(depth - 1), tree(depth - 1))
        .map(([feature, half, left, right]) => {
          const shift = (nodes: TreeNode[], by: number): TreeNode[] =>
            nodes.map((node) => (node.left === -1 ? node : { ...node, left: node.left + by, right: node.right + by }));
          return [
            { feature, threshold: half / 2, left: 1, right: 1 + left.length, value: 0 },
            ...shift(left, 1),
            ...shift(right, 1 + left.length),
          ];
        });
const bins = fc
  .uniqueArray(small, { maxLength: 4 })
  .chain((edges) =>
    fc
      .array(small, { minLength: edges.length + 1, maxLength: edges.length + 1 })
      .map((points) =>
        points.map((value, index) => ({ upTo: edges.toSorted((a, b) => a - b)[index] ?? null, points: value })),
      ),
  );
const model: fc.Arbitrary<RecourseModel> = fc.oneof(
  fc.record({
    kind: fc.constant('scorecard' as const),
    base: small,
    points: fc.array(small, { minLength: FEATURES, maxLength: FEATURES }),
  }),
  fc.record({
    kind: fc.constant('binned-scorecard' as const),
    base: small,
    bins: fc.array(bins, { minLength: FEATURES, maxLength: FEATURES }),
  }),
  fc.record({
    kind: fc.constant('trees' as const),
    base: fc.integer({ min: -20, max: 5 }),
    trees: fc.array(tree(2), { maxLength: 5 }),
  }),
  fc.record({
    kind: fc.constant('first-hit' as const),
    rules: fc.array(fc.record({ when, approve: fc.boolean() }), { maxLength: 12 }),
    default: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('collect' as const),
    rules: fc.array(fc.record({ when, severity: fc.integer({ min: 1, max: 5 }) }), { maxLength: 12 }),
    limit: fc.constant(3),
  }),
);

describe('counterfactuals', () => {
  it('D20 finds the least cost there is, or proves that there is none, for every kind of model', () => {
    fc.assert(
      fc.property(fc.record({ model, x, groups }), (problem) => {
        const found = counterfactuals(problem);
        expect(found.proven).toBe(true);
        expect(found.cost).toBe(cheapest(problem));
        expect(found.status).toBe(found.cost === null ? 'none' : 'found');
      }),
      { numRuns: 3_000 },
    );
  });

  it('D20 so it does over many rules, which stand against one another', () => {
    const tight = fc.array(condition, { minLength: 1, maxLength: 4 });
    const many: fc.Arbitrary<RecourseModel> = fc.oneof(
      fc.record({
        kind: fc.constant('first-hit' as const),
        rules: fc.array(fc.record({ when: tight, approve: fc.boolean() }), { minLength: 30, maxLength: 80 }),
        default: fc.boolean(),
      }),
      fc.record({
        kind: fc.constant('collect' as const),
        rules: fc.array(fc.record({ when: tight, severity: fc.integer({ min: 1, max: 5 }) }), {
          minLength: 30,
          maxLength: 80,
        }),
        limit: fc.constant(3),
      }),
    );
    fc.assert(
      fc.property(fc.record({ model: many, x, groups }), (problem) => {
        expect(counterfactuals(problem)).toMatchObject({ cost: cheapest(problem), proven: true });
      }),
      { numRuns: 500 },
    );
  });

  it('D21 the change it names costs what it says and flips the decision', () => {
    fc.assert(
      fc.property(fc.record({ model, x, groups }), (problem) => {
        const { change, cost } = counterfactuals(problem);
        if (change === null) return;
        expect(
          change.reduce<number>(
            (sum, taken, group) => sum + (taken === null ? 0 : (problem.groups[group]?.[taken]?.cost ?? 0)),
            0,
          ),
        ).toBe(cost);
        expect(approves(problem.model, applyChange(problem.x, problem.groups, change))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('D22 says “budget”, never “none”, when it gives up', () => {
    const rules = Array.from({ length: 6 }, (_value, feature) => ({
      when: [[feature, 1, null] as const],
      severity: 3,
    }));
    const problem: RecourseProblem = {
      model: { kind: 'collect', rules, limit: 3 },
      x: [1, 1, 1, 1, 1, 1],
      groups: Array.from({ length: 6 }, (_value, feature) => [{ delta: { [feature]: -1 }, cost: 1 }]),
    };
    expect(counterfactuals(problem, { nodesMax: 2 })).toMatchObject({ status: 'budget', proven: false });
    expect(counterfactuals(problem)).toMatchObject({ status: 'found', cost: 6, proven: true });
  });

  it('D23 any other decision is searched in order of cost', () => {
    fc.assert(
      fc.property(fc.record({ model, x, groups }), (problem) => {
        const found = counterfactualsOf(
          problem.groups.map((group) => group.map((option) => option.cost)),
          (change) => approves(problem.model, applyChange(problem.x, problem.groups, change)),
        );
        expect(found.cost).toBe(cheapest(problem));
      }),
      { numRuns: 500 },
    );
    expect(counterfactualsOf([[1], [1]], () => false, { nodesMax: 3 })).toMatchObject({
      status: 'budget',
      proven: false,
    });
    expect(counterfactualsOf([[1], [1]], () => false)).toMatchObject({ status: 'none', proven: true, nodes: 4 });
  });
});
