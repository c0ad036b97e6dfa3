/**
 * What a person could change, and the model that decides. The question is always the same: which choice, of at most one
 * alternative from each group, is approved at the least total cost?
 */
export interface RecourseProblem {
  readonly model: RecourseModel;
  readonly x: readonly number[];
  readonly groups: readonly (readonly Alternative[])[];
}

/** One change: what is added to which features (induced effects inside), at what cost (an integer ≥ 1). */
export interface Alternative {
  readonly delta: Readonly<Record<string, number>>;
  readonly cost: number;
}

/** `[feature, low, high]`, both ends inclusive, null open. */
export type Condition = readonly [feature: number, low: number | null, high: number | null];

export interface TreeNode {
  readonly feature: number;
  readonly threshold: number;
  /** −1 at a leaf. */
  readonly left: number;
  readonly right: number;
  readonly value: number;
}

export type RecourseModel =
  | { readonly kind: 'scorecard'; readonly base: number; readonly points: readonly number[] }
  | {
      readonly kind: 'binned-scorecard';
      readonly base: number;
      readonly bins: readonly (readonly { readonly upTo: number | null; readonly points: number }[])[];
    }
  | { readonly kind: 'trees'; readonly base: number; readonly trees: readonly (readonly TreeNode[])[] }
  | {
      readonly kind: 'first-hit';
      readonly rules: readonly { readonly when: readonly Condition[]; readonly approve: boolean }[];
      readonly default: boolean;
    }
  | {
      readonly kind: 'collect';
      readonly rules: readonly { readonly when: readonly Condition[]; readonly severity: number }[];
      readonly limit: number;
    };

export interface RecourseOptions {
  /** Nodes of the search after which minimality is no longer proven. */
  readonly nodesMax?: number;
}

/** `change` holds, per group, the alternative taken or null. `proven` is false only when the budget ran out. */
export interface Recourse {
  readonly status: 'found' | 'none' | 'budget';
  readonly cost: number | null;
  readonly change: readonly (number | null)[] | null;
  readonly proven: boolean;
  readonly nodes: number;
}

export const NODES_MAX = 2_000_000;
