import type { Budget, Cover } from './cover.ts';
import { Heap } from './heap.ts';
import type { Alternative, RecourseModel, TreeNode } from './problem.ts';

type Groups = readonly (readonly Alternative[])[];

/** A leaf that some choice reaches: its value and, per group that matters, whether each option leads to it. */
interface Leaf {
  readonly value: number;
  readonly needs: ReadonlyMap<number, readonly boolean[]>;
}

/**
 * All leaves as bits, tree after tree, each tree’s leaves in falling value: the best leaf a tree can still reach is then
 * the lowest bit set in its words.
 */
interface Forest {
  /** First word of each tree, and the end. */
  readonly starts: Int32Array;
  readonly values: Float64Array;
  /** Per group, the words of each of its options after one another. */
  readonly masks: readonly Int32Array[];
  readonly constant: number;
}

interface State {
  readonly cost: number;
  readonly depth: number;
  readonly taken: number;
  readonly before: State | null;
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
  const owners = new Map(
    groups.flatMap((group, index) =>
      group.flatMap(({ delta }) => Object.keys(delta).map((feature): [number, number] => [Number(feature), index])),
    ),
  );
  const trees = model.trees.map((tree) => leavesOf(tree, x, groups, owners));
  const forest = forestOf(trees, groups, model.base);
  const order = byInfluence(groups.length, trees);
  const queue = new Heap<State>((a, b) => a.cost - b.cost || b.depth - a.depth);
  queue.push({ cost: 0, depth: 0, taken: 0, before: null });
  for (let state = queue.pop(); state; state = queue.pop()) {
    if (++budget.nodes > budget.nodesMax) return null;
    if (state.depth === order.length) return { cost: state.cost, taken: choiceOf(state, order) };
    const group = order[state.depth] ?? 0;
    const mask = forest.masks[group] as Int32Array;
    const alternatives = groups[group] ?? [];
    // Not kept in the state: what is reachable is quickly found again, and a long queue must not fill the memory.
    const reachable = reachableOf(forest, state, order);
    for (let taken = 0; taken <= alternatives.length; taken++)
      if (bestSum(forest, reachable, mask, taken) > 0)
        queue.push({
          cost: state.cost + (alternatives[taken - 1]?.cost ?? 0),
          depth: state.depth + 1,
          taken,
          before: state,
        });
  }
  return null;
};

/** The leaves that the person’s fixed features leave open. Option 0 of a group is to leave it as it is. */
const leavesOf = (
  tree: readonly TreeNode[],
  x: readonly number[],
  groups: Groups,
  owners: ReadonlyMap<number, number>,
): Leaf[] => {
  const leaves: Leaf[] = [];
  const walk = (at: number, needs: ReadonlyMap<number, readonly boolean[]>): void => {
    const node = tree[at];
    if (!node) throw new RangeError(`a tree names node ${at}, which it does not hold`);
    if (node.left === -1) {
      leaves.push({ value: node.value, needs });
      return;
    }
    const now = x[node.feature] ?? 0;
    const group = owners.get(node.feature);
    if (group === undefined) return walk(now <= node.threshold ? node.left : node.right, needs);
    const before = needs.get(group);
    const values = [now, ...(groups[group] ?? []).map(({ delta }) => now + (delta[node.feature] ?? 0))];
    const left = values.map((value, option) => (before?.[option] ?? true) && value <= node.threshold);
    const right = values.map((value, option) => (before?.[option] ?? true) && !(value <= node.threshold));
    if (left.includes(true)) walk(node.left, new Map(needs).set(group, left));
    if (right.includes(true)) walk(node.right, new Map(needs).set(group, right));
  };
  walk(0, new Map());
  return leaves;
};

const forestOf = (trees: readonly (readonly Leaf[])[], groups: Groups, base: number): Forest => {
  const open = trees
    .filter((leaves) => leaves.length > 1)
    .map((leaves) => leaves.toSorted((a, b) => b.value - a.value));
  const constant = trees
    .filter((leaves) => leaves.length === 1)
    .reduce((sum, leaves) => sum + (leaves[0]?.value ?? 0), base);
  const starts = new Int32Array(open.length + 1);
  open.forEach((leaves, tree) => {
    starts[tree + 1] = (starts[tree] as number) + Math.ceil(leaves.length / 32);
  });
  const words = starts[open.length] as number;
  const values = new Float64Array(words * 32);
  const masks = groups.map((group) => new Int32Array((group.length + 1) * words));
  open.forEach((leaves, tree) => {
    leaves.forEach((leaf, index) => {
      const place = (starts[tree] as number) * 32 + index;
      values[place] = leaf.value;
      masks.forEach((mask, group) => {
        for (let option = 0; option <= (groups[group]?.length ?? 0); option++) {
          const word = option * words + (place >>> 5);
          if (leaf.needs.get(group)?.[option] ?? true) mask[word] = (mask[word] as number) | (1 << (place & 31));
        }
      });
    });
  });
  return { starts, values, masks, constant };
};

/** Groups that move most of the sum first: they decide soonest whether a partial choice can still succeed. */
const byInfluence = (groups: number, trees: readonly (readonly Leaf[])[]): number[] => {
  const spread = new Float64Array(groups);
  for (const leaves of trees) {
    const values = leaves.map((leaf) => leaf.value);
    const range = Math.max(...values) - Math.min(...values);
    for (const group of new Set(leaves.flatMap((leaf) => [...leaf.needs.keys()])))
      spread[group] = (spread[group] ?? 0) + range;
  }
  return Array.from(spread.keys()).sort((a, b) => (spread[b] ?? 0) - (spread[a] ?? 0));
};

/** The leaves that the options taken so far leave open. */
const reachableOf = ({ starts, masks }: Forest, last: State, order: readonly number[]): Int32Array => {
  const words = starts.at(-1) ?? 0;
  const reachable = new Int32Array(words).fill(-1);
  for (let state: State | null = last; state?.before; state = state.before) {
    const mask = masks[order[state.depth - 1] ?? 0] as Int32Array;
    const offset = state.taken * words;
    for (let word = 0; word < words; word++)
      reachable[word] = (reachable[word] as number) & (mask[offset + word] as number);
  }
  return reachable;
};

/**
 * The sum if every tree reached its best leaf that one more option leaves open. A tree always has one: the options taken
 * lead to at least one leaf each.
 */
const bestSum = (
  { starts, values, constant }: Forest,
  reachable: Int32Array,
  mask: Int32Array,
  option: number,
): number => {
  const offset = option * reachable.length;
  let sum = constant;
  for (let tree = 0; tree + 1 < starts.length; tree++) {
    let word = starts[tree] as number;
    let bits = (reachable[word] as number) & (mask[offset + word] as number);
    while (bits === 0) {
      word++;
      bits = (reachable[word] as number) & (mask[offset + word] as number);
    }
    sum += values[word * 32 + 31 - Math.clz32(bits & -bits)] as number;
  }
  return sum;
};

const choiceOf = (last: State, order: readonly number[]): (number | null)[] => {
  const choice = Array.from(order, (): number | null => null);
  for (let state: State | null = last; state?.before; state = state.before)
    if (state.taken > 0) choice[order[state.depth - 1] ?? 0] = state.taken - 1;
  return choice;
};
