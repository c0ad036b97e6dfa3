import { cheapestAbove, type Option } from './additive.ts';
import type { Budget, Cover } from './cover.ts';
import { applyChange, approves, binPoints } from './decide.ts';
import { Heap } from './heap.ts';
import {
  type Alternative,
  NODES_MAX,
  type Recourse,
  type RecourseModel,
  type RecourseOptions,
  type RecourseProblem,
} from './problem.ts';
import { collectRecourse, firstHitRecourse } from './rules.ts';
import { treesRecourse } from './trees.ts';

/**
 * The cheapest choice of changes that turns a denial into an approval, exact: `none` is a proof that no choice does.
 * When the node budget runs out the answer says so (`budget`), with the best choice met so far if there was one. What is
 * found is put through the plain decision before it is returned; a disagreement is a bug, and throws.
 */
export const counterfactuals = ({ model, x, groups }: RecourseProblem, options: RecourseOptions = {}): Recourse => {
  if (approves(model, x)) return { status: 'found', cost: 0, change: groups.map(() => null), proven: true, nodes: 0 };
  const budget: Budget = { nodes: 0, nodesMax: options.nodesMax ?? NODES_MAX };
  const found = solve(model, x, groups, budget);
  const proven = budget.nodes <= budget.nodesMax;
  if (!found) return { status: proven ? 'none' : 'budget', cost: null, change: null, proven, nodes: budget.nodes };
  if (!approves(model, applyChange(x, groups, found.taken)))
    throw new Error(
      `a counterfactual of a ${model.kind} model does not flip the decision: ${JSON.stringify(found.taken)}`,
    );
  return { status: proven ? 'found' : 'budget', cost: found.cost, change: found.taken, proven, nodes: budget.nodes };
};

type Groups = readonly (readonly Alternative[])[];

const solve = (model: RecourseModel, x: readonly number[], groups: Groups, budget: Budget): Cover | null => {
  switch (model.kind) {
    case 'scorecard':
      return additive(model.base, (feature, value) => (model.points[feature] ?? 0) * value, x, groups, budget);
    case 'binned-scorecard':
      return additive(model.base, (feature, value) => binPoints(model.bins[feature] ?? [], value), x, groups, budget);
    case 'trees':
      return treesRecourse(model, x, groups, budget);
    case 'first-hit':
      return firstHitRecourse(model, x, groups, budget);
    case 'collect':
      return collectRecourse(model, x, groups, budget);
  }
};

const additive = (
  base: number,
  worth: (feature: number, value: number) => number,
  x: readonly number[],
  groups: Groups,
  budget: Budget,
): Cover | null => {
  const score = x.reduce((sum, value, feature) => sum + worth(feature, value), base);
  const options = groups.map((group): Option[] => [
    { alternative: null, cost: 0, gain: 0 },
    ...group.map((alternative, index) => ({
      alternative: index,
      cost: alternative.cost,
      gain: gainOf(alternative, x, worth),
    })),
  ]);
  const found = cheapestAbove(options, -score);
  budget.nodes += found?.nodes ?? 1;
  return found && { cost: found.cost, taken: found.options.map((option) => option?.alternative ?? null) };
};

const gainOf = (
  alternative: Alternative,
  x: readonly number[],
  worth: (feature: number, value: number) => number,
): number => {
  let gain = 0;
  for (const [feature, by] of Object.entries(alternative.delta)) {
    const value = x[Number(feature)] ?? 0;
    gain += worth(Number(feature), value + by) - worth(Number(feature), value);
  }
  return gain;
};

/**
 * The cheapest choice under any decision at all, for what the kinds above do not cover (a scorecard inside a table, a
 * rule over several groups): all choices in order of cost until one is approved. Exact, and bounded by the budget.
 */
export const counterfactualsOf = (
  costs: readonly (readonly number[])[],
  approved: (change: readonly (number | null)[]) => boolean,
  options: RecourseOptions = {},
): Recourse => {
  const nodesMax = options.nodesMax ?? 20_000;
  const sorted = costs.map((group) =>
    [
      { alternative: null as number | null, cost: 0 },
      ...group.map((cost, alternative) => ({ alternative, cost })),
    ].sort((a, b) => a.cost - b.cost),
  );
  // Each choice is reached once: from the choice before it, by moving the last moved group on or by moving a later one.
  const queue = new Heap<{ cost: number; ranks: readonly number[]; last: number }>((a, b) => a.cost - b.cost);
  queue.push({ cost: 0, ranks: sorted.map(() => 0), last: 0 });
  let nodes = 0;
  for (let state = queue.pop(); state; state = queue.pop()) {
    if (++nodes > nodesMax) return { status: 'budget', cost: null, change: null, proven: false, nodes };
    const { cost, ranks, last } = state;
    const change = ranks.map((rank, group) => sorted[group]?.[rank]?.alternative ?? null);
    if (approved(change)) return { status: 'found', cost, change, proven: true, nodes };
    for (let group = last; group < sorted.length; group++) {
      const rank = ranks[group] ?? 0;
      const [now, next] = [sorted[group]?.[rank], sorted[group]?.[rank + 1]];
      if (now && next)
        queue.push({ cost: cost - now.cost + next.cost, ranks: ranks.with(group, rank + 1), last: group });
    }
  }
  return { status: 'none', cost: null, change: null, proven: true, nodes };
};
