import type { Alternative, Condition, RecourseModel, TreeNode } from './problem.ts';

/** Whether a model approves a case: the plain reading of the model, by which every counterfactual is checked. */
export const approves = (model: RecourseModel, x: readonly number[]): boolean => {
  switch (model.kind) {
    case 'scorecard':
      return model.points.reduce((score, points, feature) => score + points * (x[feature] ?? 0), model.base) > 0;
    case 'binned-scorecard':
      return model.bins.reduce((score, bins, feature) => score + binPoints(bins, x[feature] ?? 0), model.base) > 0;
    case 'trees':
      return model.trees.reduce((score, tree) => score + leafOf(tree, x), model.base) > 0;
    case 'first-hit':
      return model.rules.find((rule) => holds(rule.when, x))?.approve ?? model.default;
    case 'collect':
      return !model.rules.some((rule) => rule.severity >= model.limit && holds(rule.when, x));
  }
};

export const binPoints = (
  bins: readonly { readonly upTo: number | null; readonly points: number }[],
  value: number,
): number => bins.find((bin) => bin.upTo === null || value <= bin.upTo)?.points ?? 0;

const leafOf = (tree: readonly TreeNode[], x: readonly number[]): number => {
  for (let at = 0; ; ) {
    const node = tree[at];
    if (!node) throw new RangeError(`a tree names node ${at}, which it does not hold`);
    if (node.left === -1) return node.value;
    at = (x[node.feature] ?? 0) <= node.threshold ? node.left : node.right;
  }
};

export const within = ([feature, low, high]: Condition, x: readonly number[]): boolean => {
  const value = x[feature] ?? 0;
  return (low === null || value >= low) && (high === null || value <= high);
};

export const holds = (when: readonly Condition[], x: readonly number[]): boolean =>
  when.every((condition) => within(condition, x));

/** The case after an alternative. */
export const changed = (x: readonly number[], alternative: Alternative | undefined): number[] => {
  const result = [...x];
  for (const [feature, by] of Object.entries(alternative?.delta ?? {}))
    result[Number(feature)] = (result[Number(feature)] ?? 0) + by;
  return result;
};

/** The case after a whole choice. */
export const applyChange = (
  x: readonly number[],
  groups: readonly (readonly Alternative[])[],
  change: readonly (number | null)[],
): number[] =>
  change.reduce<number[]>((now, taken, group) => (taken === null ? now : changed(now, groups[group]?.[taken])), [...x]);
