import {
  type CrossValidation,
  type DerivedInput,
  type FoldOutcome,
  foldsOf,
  gatherFolds,
  type TrainedScorecard,
  type TrainingProblem,
  type TrainingRow,
  type TreeModel,
  validateScorecard,
  type ValidationReport,
  validationReport,
} from '@clearline/scorecard';
import { CommandRefused } from '../policy/files.ts';
import { type Choice, chooseInputs, type LeftOut } from './choose-inputs.ts';
import { columnOf, type InputColumn } from './columns.ts';
import { groupsOf } from './groups.ts';
import type { CsvTable } from './read-csv.ts';
import { targetOf } from './target.ts';
import type { AllLearnt } from './train-fold.ts';
import { type Learn, learnHere } from './train-threads.ts';

export interface TrainingRequest {
  readonly target: string;
  /** The value that means a bad end; null lets it speak for itself. */
  readonly bad: string | null;
  readonly exclude: readonly string[];
  readonly seed: number;
  readonly folds: number;
  readonly id: string;
  /** Whether inputs may be derived from the columns. */
  readonly derive: boolean;
}

export interface Judged {
  readonly validation: CrossValidation;
  /** Over all cases, each scored by the model that did not see it. */
  readonly report: ValidationReport;
}

export interface Training {
  readonly rows: number;
  readonly bads: number;
  readonly columns: readonly InputColumn[];
  readonly leftOut: readonly LeftOut[];
  /** Inputs that were computed from the columns and learnt from beside them. */
  readonly derived: readonly DerivedInput[];
  /** Columns that the groups of the fairness figures come from; no model reads them. */
  readonly groups: readonly string[];
  readonly scorecard: Judged & {
    readonly trained: TrainedScorecard;
    /** The way of binning that suited all cases; see WAYS. */
    readonly way: string;
  };
  readonly trees: Judged & { readonly model: TreeModel };
}

const refused = (table: CsvTable, problems: readonly TrainingProblem[]): CommandRefused =>
  new CommandRefused(
    problems
      .map(({ row, input, message }) => {
        const place = row === null ? '' : ` row ${table.lines[row] ?? 0}`;
        return `${table.file}${place}${input === null ? '' : `, column ${input}`}: ${message}.`;
      })
      .join('\n'),
  );

const refuseUnfit = (table: CsvTable, { inputs }: Choice, bads: number, folds: number, exclude: readonly string[]) => {
  const unknown = exclude.find((name) => !table.names.includes(name));
  if (unknown !== undefined)
    throw new CommandRefused(`--exclude ${unknown}: the file has no such column; it has ${table.names.join(', ')}.`);
  if (inputs.length === 0) throw new CommandRefused(`${table.file}: no column is left to learn from.`);
  const fewer = Math.min(bads, table.rows.length - bads);
  if (fewer < folds)
    throw new CommandRefused(
      `${table.file}: ${fewer} cases of the rarer outcome cannot be dealt to ${folds} folds; bring more cases, or fewer --folds.`,
    );
};

const rowsOf = (columns: readonly InputColumn[], bad: readonly boolean[], groups: ReturnType<typeof groupsOf>) =>
  bad.map(
    (ended, row): TrainingRow => ({
      inputs: Object.fromEntries(columns.map(({ name, values }) => [name, values[row] ?? null])),
      bad: ended,
      groups: groups[row] ?? {},
    }),
  );

/** The scorecard and the trees of all rows, when they can be used. */
const usable = (table: CsvTable, { scorecard, trees }: AllLearnt) => {
  if (!scorecard.ok) throw refused(table, scorecard.problems);
  if (!trees.ok) throw refused(table, trees.problems);
  const { model } = scorecard.trained;
  if (model.attributes.length === 0)
    throw new CommandRefused(`${table.file}: no column tells cases that ended badly from the others.`);
  const flaw = validateScorecard(model).find(({ severity }) => severity === 'error');
  if (flaw) throw new Error(`the trained scorecard is not valid: ${flaw.path} ${flaw.message}`);
  return { trained: scorecard.trained, model: trees.model };
};

/**
 * Trains a scorecard and, beside it, boosted trees, and judges both by cross-validation on the same folds. The same file
 * and request give the same models, on however many threads.
 * @param say receives a line before and within what takes a while
 * @throws CommandRefused where the file cannot be learnt from, naming file, row and column
 */
export const train = async (
  table: CsvTable,
  request: TrainingRequest,
  say: (line: string) => void,
  learn: Learn = learnHere,
): Promise<Training> => {
  const { target, folds, seed, id, exclude, derive } = request;
  const bad = targetOf(table, target, request.bad);
  const bads = bad.filter(Boolean).length;
  const choice = chooseInputs(table, target, exclude);
  refuseUnfit(table, choice, bads, folds, exclude);
  const columns = choice.inputs.map((name) => columnOf(table, name));
  const fairness = choice.leftOut.filter(({ note }) => note.includes('protected attribute')).map(({ name }) => name);
  const rows = rowsOf(columns, bad, groupsOf(table, fairness));
  const decimals = Object.fromEntries(
    columns.flatMap((column) => (column.kind === 'number' ? [[column.name, column.decimals]] : [])),
  );
  const foldOf = foldsOf(rows, folds, seed);
  say(`${rows.length} cases, ${columns.length} columns to learn from; ${folds} folds and then all cases …`);
  let done = 0;
  const learnt = await learn(
    { rows, foldOf, id, version: versionOf(table, request), seed, derive, decimals },
    folds,
    () => say(`${(done += 1)} of ${folds + 1} done`),
  );
  const judged = (outcomes: readonly FoldOutcome[], title: string): Judged => {
    const result = gatherFolds(outcomes);
    if (!result.ok) throw refused(table, result.problems);
    return { validation: result.validation, report: validationReport(result.validation.cases, { title }) };
  };
  const { trained, model } = usable(table, learnt.all);
  const scorecards = learnt.folds.map(({ scorecard }) => scorecard);
  const trees = learnt.folds.map((fold) => fold.trees);
  return {
    rows: rows.length,
    bads,
    columns,
    leftOut: choice.leftOut,
    derived: learnt.all.derived,
    groups: fairness,
    scorecard: { ...judged(scorecards, `评分卡 Scorecard ${id}`), trained, way: learnt.all.way },
    trees: { ...judged(trees, `挑战模型 Challenger ${id}`), model },
  };
};

/** The same file, target, seed and columns give the same version; anything else gives another. */
const versionOf = (table: CsvTable, { target, bad, exclude, seed, derive }: TrainingRequest): string =>
  [table.sha256.slice(0, 12), target, bad ?? '', [...exclude].sort().join('+'), `seed${seed}`, derive ? '' : 'as-is']
    .filter(Boolean)
    .join('.');
