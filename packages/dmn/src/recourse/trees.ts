import type { Budget, Cover } from './cover.ts';
import { changed } from './decide.ts';
import { Heap } from './heap.ts';
import type { Alternative, RecourseModel, TreeNode } from './problem.ts';

type Groups = readonly (readonly Alternative[])[];

/** A leaf that some choice reaches: its value and, per group, which options lead to it. */
interface Leaf {
  readonly value: number;
  /** Options per group as bits, option 0 being “leave as is”; a group absent here does not matter. */
  readonly needs: ReadonlyMap<number, bigint>;
}
interface Option {
  readonly alternative: number | null;
  readonly cost: number;
}
interface State {
  readonly cost: number;
  readonly depth: number;
  readonly taken: number;
  readonly before: State | null;
  /** Leaves of each tree still reachable. */
  readonly leaves: readonly (readonly Leaf[])[];
}

/**
 * The cheapest choice that lifts the sum of leaves above zero. Partial choices are taken in order of cost, so the first
 * complete one is the cheapest; one is dropped when even the best leaf still reachable in every tree is not enough.
 */
export const treesRecourse = (
  model: RecourseModel & { kind: 'trees' },
  x: readonly number[],
  groups: Groups,
  budget: Budget,
): Cover | null => {
  const options = groups.map((group): Option[] => [
    { alternative: null, cost: 0 },
    ...group.map((alternative, index) => ({ alternative: index, cost: alternative.cost })),
  ]);
  const values = groups.map((group) => [[...x], ...group.map((alternative) => changed(x, alternative))]);
  const trees = model.trees.map((tree) => leavesOf(tree, x, ownersOf(groups), values));
  const constant = trees
    .filter((leaves) => leaves.length === 1)
    .reduce((sum, leaves) => sum + (leaves[0]?.value ?? 0), model.base);
  const open = trees.filter((leaves) => leaves.length > 1);
  const order = byInfluence(groups.length, open);
  const queue = new Heap<State>((a, b) => a.cost - b.cost || b.depth - a.depth);
  queue.push({ cost: 0, depth: 0, taken: 0, before: null, leaves: open });
  for (let state = queue.pop(); state; state = queue.pop()) {
    if (++budget.nodes > budget.nodesMax) return null;
    if (state.depth === order.length) return { cost: state.cost, taken: choiceOf(state, order, options) };
    const group = order[state.depth] ?? 0;
    (options[group] ?? []).forEach((option, taken) => {
      const leaves = state.leaves.map((tree) => narrow(tree, group, taken));
      if (bestSum(leaves) + constant > 0)
        queue.push({ cost: state.cost + option.cost, depth: state.depth + 1, taken, before: state, leaves });
    });
  }
  return null;
};

const ownersOf = (groups: Groups): ReadonlyMap<number, number> =>
  new Map(
    groups.flatMap((group, index) =>
      group.flatMap((alternative) =>
        Object.keys(alternative.delta).map((feature): [number, number] => [Number(feature), index]),
      ),
    ),
  );

const leavesOf = (
  tree: readonly TreeNode[],
  x: readonly number[],
  owners: ReadonlyMap<number, number>,
  values: readonly (readonly (readonly number[])[])[],
): Leaf[] => {
  const leaves: Leaf[] = [];
  const walk = (at: number, needs: ReadonlyMap<number, bigint>): void => {
    const node = tree[at];
    if (!node) throw new RangeError(`a tree names node ${at}, which it does not hold`);
    if (node.left === -1) {
      leaves.push({ value: node.value, needs });
      return;
    }
    const group = owners.get(node.feature);
    if (group === undefined) return walk((x[node.feature] ?? 0) <= node.threshold ? node.left : node.right, needs);
    const rows = values[group] ?? [];
    const before = needs.get(group) ?? (1n << BigInt(rows.length)) - 1n;
    let left = 0n;
    rows.forEach((row, option) => {
      if ((row[node.feature] ?? 0) <= node.threshold) left |= 1n << BigInt(option);
    });
    const [goesLeft, goesRight] = [before & left, before & ~left];
    if (goesLeft !== 0n) walk(node.left, new Map(needs).set(group, goesLeft));
    if (goesRight !== 0n) walk(node.right, new Map(needs).set(group, goesRight));
  };
  walk(0, new Map());
  return leaves;
};

/** Groups that move most of the sum first: they decide soonest whether a partial choice can still succeed. */
const byInfluence = (groups: number, trees: readonly (readonly Leaf[])[]): number[] => {
  const spread = new Array<number>(groups).fill(0);
  for (const leaves of trees) {
    const values = leaves.map((leaf) => leaf.value);
    const range = Math.max(...values) - Math.min(...values);
    for (const group of new Set(leaves.flatMap((leaf) => [...leaf.needs.keys()])))
      spread[group] = (spread[group] ?? 0) + range;
  }
  return spread.map((_value, group) => group).sort((a, b) => (spread[b] ?? 0) - (spread[a] ?? 0));
};

const narrow = (leaves: readonly Leaf[], group: number, taken: number): readonly Leaf[] => {
  if (leaves.length === 1) return leaves;
  return leaves.filter((leaf) => {
    const needs = leaf.needs.get(group);
    return needs === undefined || ((needs >> BigInt(taken)) & 1n) === 1n;
  });
};

const bestSum = (trees: readonly (readonly Leaf[])[]): number => {
  let sum = 0;
  for (const leaves of trees) {
    let best = Number.NEGATIVE_INFINITY;
    for (const leaf of leaves) if (leaf.value > best) best = leaf.value;
    sum += best;
  }
  return sum;
};

const choiceOf = (
  last: State,
  order: readonly number[],
  options: readonly (readonly Option[])[],
): (number | null)[] => {
  const taken = new Array<number | null>(options.length).fill(null);
  for (let state: State | null = last; state?.before; state = state.before) {
    const group = order[state.depth - 1] ?? 0;
    taken[group] = options[group]?.[state.taken]?.alternative ?? null;
  }
  return taken;
};
