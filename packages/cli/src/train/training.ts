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
import { type Times, timesOf } from './time.ts';
import type { AllLearnt, FoldLearnt, Lesson } from './train-fold.ts';
import { type Learn, learnHere, tasksOf } from './train-threads.ts';

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
  /** The column that says when each case was decided; null tests nothing out of time. */
  readonly time: string | null;
}

export interface Judged {
  readonly validation: CrossValidation;
  /** Over all cases, each scored by the model that did not see it. */
  readonly report: ValidationReport;
  /** On the later cases, by a model of the earlier ones; null where the file says no time. */
  readonly outOfTime: ValidationReport | null;
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

const rowsOf = (
  columns: readonly InputColumn[],
  bad: readonly boolean[],
  groups: ReturnType<typeof groupsOf>,
  times: Times | null,
) =>
  bad.map(
    (ended, row): TrainingRow => ({
      inputs: Object.fromEntries(columns.map(({ name, values }) => [name, values[row] ?? null])),
      bad: ended,
      groups: groups[row] ?? {},
      ...(times === null ? {} : { period: times.periods[row] ?? '' }),
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
  const { target, folds, seed, id, exclude, derive, time } = request;
  const bad = targetOf(table, target, request.bad);
  const bads = bad.filter(Boolean).length;
  const times = time === null ? null : timesOf(table, time, bad);
  const choice = chooseInputs(table, target, exclude, time);
  refuseUnfit(table, choice, bads, folds, exclude);
  const columns = choice.inputs.map((name) => columnOf(table, name));
  const fairness = choice.leftOut.filter(({ note }) => note.includes('protected attribute')).map(({ name }) => name);
  const rows = rowsOf(columns, bad, groupsOf(table, fairness), times);
  const decimals = Object.fromEntries(
    columns.flatMap((column) => (column.kind === 'number' ? [[column.name, column.decimals]] : [])),
  );
  const foldOf = foldsOf(rows, folds, seed);
  say(`${rows.length} cases, ${columns.length} columns to learn from; ${folds} folds …`);
  const laterOf = times?.laterOf ?? null;
  const lesson: Lesson = { rows, foldOf, laterOf, id, version: versionOf(table, request), seed, derive, decimals };
  const steps = tasksOf(lesson, folds).length;
  let done = 0;
  const learnt = await learn(lesson, folds, () => say(`${(done += 1)} of ${steps} done`));
  const judged = (which: (one: FoldLearnt) => FoldOutcome, title: string): Judged => {
    const result = gatherFolds(learnt.folds.map(which));
    if (!result.ok) throw refused(table, result.problems);
    const later = learnt.outOfTime === null ? null : which(learnt.outOfTime);
    if (later?.ok === false) throw refused(table, later.problems);
    return {
      validation: result.validation,
      report: validationReport(result.validation.cases, { title }),
      outOfTime: later === null ? null : validationReport(later.cases, { title: `${title} · 时间外 out of time` }),
    };
  };
  const { trained, model } = usable(table, learnt.all);
  return {
    rows: rows.length,
    bads,
    columns,
    leftOut: choice.leftOut,
    derived: learnt.all.derived,
    groups: fairness,
    scorecard: { ...judged(({ scorecard }) => scorecard, `评分卡 Scorecard ${id}`), trained, way: learnt.all.way },
    trees: { ...judged(({ trees }) => trees, `挑战模型 Challenger ${id}`), model },
  };
};

/** The same file, target, seed and columns give the same version; anything else gives another. */
const versionOf = (table: CsvTable, { target, bad, exclude, seed, derive, time }: TrainingRequest): string =>
  [
    table.sha256.slice(0, 12),
    target,
    bad ?? '',
    [...exclude].sort().join('+'),
    `seed${seed}`,
    derive ? '' : 'as-is',
    time === null ? '' : `by-${time}`,
  ]
    .filter(Boolean)
    .join('.');
