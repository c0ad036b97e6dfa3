import type { Formula } from './derive/formula.ts';
import { derivedValueOf } from './derive/formula.ts';
import type { ScorecardInput, ScorecardInputs } from './model.ts';

/** Goes left when the value is at most `upTo`, or missing and `missingLeft`; children are positions in the same list. */
export interface TreeSplit {
  readonly input: number;
  readonly upTo: number;
  readonly missingLeft: boolean;
  readonly left: number;
  readonly right: number;
}

/** Thousandths of log-odds of a good end. Whole, so that sums do not depend on their order. */
export interface TreeLeaf {
  readonly milliLogOdds: number;
}

export type TreeNode = TreeSplit | TreeLeaf;

export interface TreeInput {
  readonly name: string;
  /** For a named input: its words in the order that splits refer to by position; a word not listed is missing. */
  readonly words?: readonly string[];
  /** How it is computed from other inputs; absent where it is an input itself. */
  readonly formula?: Formula;
}

/** Boosted trees: the challenger that a scorecard is measured against. It never decides an adverse action itself. */
export interface TreeModel {
  readonly id: string;
  readonly version: string;
  readonly baseMilliLogOdds: number;
  readonly inputs: readonly TreeInput[];
  readonly trees: readonly (readonly TreeNode[])[];
}

const valueOf = ({ name, formula }: TreeInput, inputs: ScorecardInputs): ScorecardInput | undefined =>
  formula === undefined || Object.hasOwn(inputs, name) ? inputs[name] : derivedValueOf(formula, inputs);

/** An input as splits see it: a number, the position of a word, or NaN for missing. */
const numberOf = (input: TreeInput, inputs: ScorecardInputs): number => {
  const value = valueOf(input, inputs);
  if (value === null || value === undefined) return Number.NaN;
  if (input.words === undefined) return typeof value === 'number' ? value : Number.NaN;
  const position = input.words.indexOf(String(value));
  return position < 0 ? Number.NaN : position;
};

/** The leaf that a case falls into, by walking from the first node. */
const leafOf = (tree: readonly TreeNode[], values: Float64Array): number => {
  for (let node = tree[0]; node !== undefined; ) {
    if ('milliLogOdds' in node) return node.milliLogOdds;
    const value = values[node.input]!;
    const goesLeft = Number.isNaN(value) ? node.missingLeft : value <= node.upTo;
    node = tree[goesLeft ? node.left : node.right];
  }
  throw new RangeError('a tree’s split names a child that is not there');
};

/** Thousandths of log-odds of a good end for one case; more is better, as with points. */
export const treeScoreOf = (model: TreeModel, inputs: ScorecardInputs): number => {
  const values = Float64Array.from(model.inputs, (input) => numberOf(input, inputs));
  return model.trees.reduce((sum, tree) => sum + leafOf(tree, values), model.baseMilliLogOdds);
};

export const probabilityOfBadByTrees = (milliLogOdds: number): number => 1 / (1 + Math.exp(milliLogOdds / 1000));
