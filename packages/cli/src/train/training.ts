import {
  crossValidate,
  type CrossValidation,
  type Learner,
  trainScorecard,
  trainTrees,
  type TrainedScorecard,
  type TrainingProblem,
  type TrainingRow,
  treeLearner,
  type TreeModel,
  validateScorecard,
  type ValidationReport,
  validationReport,
} from '@clearline/scorecard';
import { CommandRefused } from '../policy/files.ts';
import { type Choice, chooseInputs, type LeftOut } from './choose-inputs.ts';
import { bestWay, choosingLearner } from './choose-ways.ts';
import { columnOf, type InputColumn } from './columns.ts';
import { groupsOf } from './groups.ts';
import type { CsvTable } from './read-csv.ts';
import { targetOf } from './target.ts';

export interface TrainingRequest {
  readonly target: string;
  /** The value that means a bad end; null lets it speak for itself. */
  readonly bad: string | null;
  readonly exclude: readonly string[];
  readonly seed: number;
  readonly folds: number;
  readonly id: string;
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

/**
 * Trains a scorecard and, beside it, boosted trees, and judges both by cross-validation on the same folds. The same file
 * and request give the same models.
 * @param say receives a line before each step that takes a while
 * @throws CommandRefused where the file cannot be learnt from, naming file, row and column
 */
export const train = (table: CsvTable, request: TrainingRequest, say: (line: string) => void): Training => {
  const { target, folds, seed, id, exclude } = request;
  const bad = targetOf(table, target, request.bad);
  const bads = bad.filter(Boolean).length;
  const choice = chooseInputs(table, target, exclude);
  refuseUnfit(table, choice, bads, folds, exclude);
  const columns = choice.inputs.map((name) => columnOf(table, name));
  const fairness = choice.leftOut.filter(({ note }) => note.includes('protected attribute')).map(({ name }) => name);
  const rows = rowsOf(columns, bad, groupsOf(table, fairness));
  const options = { id, version: versionOf(table, request), seed };

  const judge = (what: string, learner: Learner, title: string): Judged => {
    say(`${what}: ${folds} folds …`);
    const result = crossValidate(rows, learner, { folds, seed });
    if (!result.ok) throw refused(table, result.problems);
    return { validation: result.validation, report: validationReport(result.validation.cases, { title }) };
  };

  say(`${rows.length} cases, ${columns.length} inputs; fitting …`);
  const way = bestWay(rows, options);
  const fitted = trainScorecard(rows, { ...options, ...way.options });
  if (!fitted.ok) throw refused(table, fitted.problems);
  const { trained } = fitted;
  if (trained.model.attributes.length === 0)
    throw new CommandRefused(`${table.file}: no column tells cases that ended badly from the others.`);
  const flaw = validateScorecard(trained.model).find(({ severity }) => severity === 'error');
  if (flaw) throw new Error(`the trained scorecard is not valid: ${flaw.path} ${flaw.message}`);
  const scorecard = judge('scorecard', choosingLearner(options), `评分卡 Scorecard ${id}`);
  const challenger = trainTrees(rows, options);
  if (!challenger.ok) throw refused(table, challenger.problems);
  const trees = judge('trees', treeLearner(options), `挑战模型 Challenger ${id}`);
  return {
    rows: rows.length,
    bads,
    columns,
    leftOut: choice.leftOut,
    groups: fairness,
    scorecard: { ...scorecard, trained, way: way.name },
    trees: { ...trees, model: challenger.model },
  };
};

/** The same file, target, seed and columns give the same version; anything else gives another. */
const versionOf = (table: CsvTable, { target, bad, exclude, seed }: TrainingRequest): string =>
  [table.sha256.slice(0, 12), target, bad ?? '', [...exclude].sort().join('+'), `seed${seed}`]
    .filter(Boolean)
    .join('.');
