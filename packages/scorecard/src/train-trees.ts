import { withDerived } from './derive/derived-columns.ts';
import type { DerivedInput } from './derive/formula.ts';
import type { GrowOptions } from './grow-tree.ts';
import { growTree } from './grow-tree.ts';
import { randomFrom } from './random.ts';
import { treeColumnOf } from './tree-columns.ts';
import type { TreeModel, TreeNode } from './tree-model.ts';
import type { TrainingProblem, TrainingRow, TrainingTable } from './training-data.ts';
import { readRows } from './training-data.ts';

export interface TreeOptions extends Partial<GrowOptions> {
  readonly id: string;
  readonly version: string;
  readonly seed?: number;
  /** How many; this and how they grow are, where not given, as suits the number of rows. */
  readonly trees?: number;
  /** Share of rows, and of inputs, that each tree sees. */
  readonly rowShare?: number;
  readonly inputShare?: number;
  /** Bins that each input is cut into, at most 254. */
  readonly bins?: number;
  readonly without?: readonly string[];
  /** Inputs computed from the others, to learn from beside them; see `deriveInputs`. */
  readonly derived?: readonly DerivedInput[];
}

export type TreeTrainingResult =
  | { readonly ok: true; readonly model: TreeModel }
  | { readonly ok: false; readonly problems: readonly TrainingProblem[] };

type Growth = Omit<GrowOptions, 'leastWeight'> & Required<Pick<TreeOptions, 'trees' | 'rowShare' | 'inputShare'>>;

/** Share of all evidence (sum of second derivatives at the start) that a leaf rests on, where no least is given. */
const LEAST_EVIDENCE = 0.004;

/** Fewer rows than this are few. */
const FEW_ROWS = 2000;

/** On few rows, many weak trees that each see few inputs, as a random forest’s do: what one gets wrong others even out. */
const ON_FEW: Growth = {
  depth: 8,
  ridge: 2,
  learningRate: 0.015,
  trees: 300,
  rowShare: 0.7,
  inputShare: 0.15,
};
const ON_MANY: Growth = {
  depth: 5,
  ridge: 5,
  learningRate: 0.03,
  trees: 250,
  rowShare: 0.6,
  inputShare: 0.3,
};

const sampleOf = (size: number, share: number, random: () => number): Int32Array => {
  const chosen: number[] = [];
  for (let item = 0; item < size; item += 1) if (random() < share) chosen.push(item);
  return Int32Array.from(chosen);
};

const boost = (table: TrainingTable, options: TreeOptions): TreeModel => {
  const { seed = 1, bins = 64 } = options;
  const bads = table.bad.reduce((sum, value) => sum + value, 0);
  const usual = table.size < FEW_ROWS ? ON_FEW : ON_MANY;
  const { trees: count = usual.trees, rowShare = usual.rowShare, inputShare = usual.inputShare } = options;
  const grow: GrowOptions = {
    depth: options.depth ?? usual.depth,
    leastWeight: options.leastWeight ?? (LEAST_EVIDENCE * bads * (table.size - bads)) / table.size,
    ridge: options.ridge ?? usual.ridge,
    learningRate: options.learningRate ?? usual.learningRate,
  };
  const random = randomFrom(seed);
  const columns = table.columns.map((column) => treeColumnOf(column, table.bad, Math.min(bins, 254)));
  const base = Math.round(1000 * Math.log((table.size - bads) / bads));
  const scores = new Int32Array(table.size).fill(base);
  const gradient = new Float64Array(table.size);
  const hessian = new Float64Array(table.size);
  const trees: TreeNode[][] = [];
  for (let index = 0; index < count; index += 1) {
    for (let row = 0; row < table.size; row += 1) {
      const good = 1 / (1 + Math.exp(-scores[row]! / 1000));
      gradient[row] = 1 - table.bad[row]! - good;
      hessian[row] = good * (1 - good);
    }
    const chosen = [...sampleOf(columns.length, inputShare, random)];
    const usable = chosen.length > 0 ? chosen : [...columns.keys()];
    const sampled = sampleOf(table.size, rowShare, random);
    trees.push(growTree(columns, usable, sampled, { gradient, hessian }, scores, grow));
  }
  const formulas = new Map(options.derived?.map(({ name, formula }) => [name, formula]));
  const inputs = columns.map(({ input }) => {
    const formula = formulas.get(input.name);
    return formula === undefined ? input : { ...input, formula };
  });
  return { id: options.id, version: options.version, baseMilliLogOdds: base, inputs, trees };
};

/**
 * Learns boosted trees for the same rows as a scorecard, to show what its simplicity costs. Gradient boosting of the
 * logistic loss on binned inputs; the same rows, options and seed give the same trees.
 */
export const trainTrees = (rows: readonly TrainingRow[], options: TreeOptions): TreeTrainingResult => {
  const table = readRows(rows, {}, options.without);
  return 'size' in table
    ? { ok: true, model: boost(withDerived(table, options.derived), options) }
    : { ok: false, problems: table };
};
