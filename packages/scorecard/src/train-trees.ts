import { withDerived } from './derive/derived-columns.ts';
import type { DerivedInput } from './derive/formula.ts';
import type { GrowOptions } from './grow-tree.ts';
import { growTree } from './grow-tree.ts';
import { dealFolds, randomFrom } from './random.ts';
import { type TreeColumn, treeColumnOf } from './tree-columns.ts';
import type { TreeModel, TreeNode } from './tree-model.ts';
import type { TrainingProblem, TrainingRow, TrainingTable } from './training-data.ts';
import { readRows } from './training-data.ts';

export interface TreeOptions extends Partial<GrowOptions> {
  readonly id: string;
  readonly version: string;
  readonly seed?: number;
  /**
   * How many. Where not given: on few rows a set number, else as many as serve rows held out for that. How they grow
   * suits the number of rows too.
   */
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

type Growth = Omit<GrowOptions, 'leastWeight'> &
  Required<Pick<TreeOptions, 'rowShare' | 'inputShare'>> & { readonly trees: number | null };

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
  depth: 4,
  ridge: 5,
  learningRate: 0.03,
  // As many as serve rows held out.
  trees: null,
  rowShare: 0.6,
  inputShare: 0.4,
};

const sampleOf = (size: number, share: number, random: () => number): Int32Array => {
  const chosen: number[] = [];
  for (let item = 0; item < size; item += 1) if (random() < share) chosen.push(item);
  return Int32Array.from(chosen);
};

interface Setting {
  readonly columns: readonly TreeColumn[];
  /** Positions of the columns that trees may split on. */
  readonly from: readonly number[];
  readonly bad: Uint8Array;
  readonly base: number;
  readonly grow: GrowOptions;
  readonly rowShare: number;
  readonly inputShare: number;
  readonly seed: number;
}

/**
 * Boosts one tree after the other, for as long as `goOn` says.
 * @param held 1 for rows that no tree is grown from; they are scored all the same
 * @param goOn asked after each tree, with the scores so far
 */
const boost = (
  { columns, from, bad, base, grow, rowShare, inputShare, seed }: Setting,
  held: Uint8Array | null,
  goOn: (trees: number, scores: Int32Array) => boolean,
): TreeNode[][] => {
  const size = bad.length;
  const random = randomFrom(seed);
  const scores = new Int32Array(size).fill(base);
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size);
  const trees: TreeNode[][] = [];
  do {
    for (let row = 0; row < size; row += 1) {
      const good = 1 / (1 + Math.exp(-scores[row]! / 1000));
      gradient[row] = 1 - bad[row]! - good;
      hessian[row] = good * (1 - good);
    }
    const chosen = [...sampleOf(from.length, inputShare, random)].map((at) => from[at]!);
    const usable = chosen.length > 0 ? chosen : from;
    const sampled = sampleOf(size, rowShare, random);
    const grown = held === null ? sampled : sampled.filter((row) => held[row] === 0);
    trees.push(growTree(columns, usable, grown, { gradient, hessian }, scores, grow));
  } while (goOn(trees.length, scores));
  return trees;
};

/** One of so many rows is held out to find how many trees serve. */
const HELD_OUT_OF = 4;
const MOST_TREES = 500;
/** After so many trees without a gain, none is awaited. */
const PATIENCE = 50;

/** How many trees serve rows that none of them was grown from: where the loss on rows held out is least. */
const treesThatServe = (setting: Setting): number => {
  const held = Uint8Array.from(dealFolds(setting.bad, HELD_OUT_OF, setting.seed), (fold) => (fold === 0 ? 1 : 0));
  let best = { trees: 1, loss: Number.POSITIVE_INFINITY };
  boost(setting, held, (trees, scores) => {
    let loss = 0;
    for (let row = 0; row < held.length; row += 1)
      if (held[row] === 1) loss += Math.log1p(Math.exp(((setting.bad[row] === 1 ? 1 : -1) * scores[row]!) / 1000));
    if (loss < best.loss) best = { trees, loss };
    return trees < MOST_TREES && trees - best.trees < PATIENCE;
  });
  return best.trees;
};

/** The mean of several ensembles as one: each leaf counts its share. */
const meanOf = (ensembles: readonly TreeNode[][][]): TreeNode[][] =>
  ensembles
    .flat()
    .map((tree) =>
      tree.map((node) =>
        'milliLogOdds' in node ? { milliLogOdds: Math.round(node.milliLogOdds / ensembles.length) + 0 } : node,
      ),
    );

/**
 * What trees are grown from. On few rows derived inputs crowd the columns they come from out of many trees, as much by
 * luck as by merit, so a second ensemble sees the columns alone, and the mean of both is taken.
 */
const viewsOf = (columns: readonly TreeColumn[], rows: number, derived: ReadonlySet<string>): readonly number[][] => {
  const all = [...columns.keys()];
  const plain = all.filter((column) => !derived.has(columns[column]!.input.name));
  return rows < FEW_ROWS && plain.length > 0 && plain.length < all.length ? [all, plain] : [all];
};

const grown = (table: TrainingTable, options: TreeOptions): TreeModel => {
  const bads = table.bad.reduce((sum, value) => sum + value, 0);
  const usual = table.size < FEW_ROWS ? ON_FEW : ON_MANY;
  const columns = table.columns.map((column) => treeColumnOf(column, table.bad, Math.min(options.bins ?? 64, 254)));
  const base = Math.round(1000 * Math.log((table.size - bads) / bads));
  const formulas = new Map(options.derived?.map(({ name, formula }) => [name, formula]));
  const views = viewsOf(columns, table.size, new Set(formulas.keys()));
  const setting: Setting = {
    columns,
    from: views[0]!,
    bad: table.bad,
    base,
    grow: {
      depth: options.depth ?? usual.depth,
      leastWeight: options.leastWeight ?? (LEAST_EVIDENCE * bads * (table.size - bads)) / table.size,
      ridge: options.ridge ?? usual.ridge,
      learningRate: options.learningRate ?? usual.learningRate,
    },
    rowShare: options.rowShare ?? usual.rowShare,
    inputShare: options.inputShare ?? usual.inputShare,
    seed: options.seed ?? 1,
  };
  const count = options.trees ?? usual.trees ?? treesThatServe(setting);
  const inputs = columns.map(({ input }) => {
    const formula = formulas.get(input.name);
    return formula === undefined ? input : { ...input, formula };
  });
  const trees = meanOf(views.map((from) => boost({ ...setting, from }, null, (made) => made < count)));
  return { id: options.id, version: options.version, baseMilliLogOdds: base, inputs, trees };
};

/**
 * Learns boosted trees for the same rows as a scorecard, to show what its simplicity costs. Gradient boosting of the
 * logistic loss on binned inputs; the same rows, options and seed give the same trees.
 */
export const trainTrees = (rows: readonly TrainingRow[], options: TreeOptions): TreeTrainingResult => {
  const table = readRows(rows, {}, options.without);
  return 'size' in table
    ? { ok: true, model: grown(withDerived(table, options.derived), options) }
    : { ok: false, problems: table };
};
