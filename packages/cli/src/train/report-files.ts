import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reportHtml, tableHtml, wordsOf } from '@clearline/scorecard';
import type { LeftOut } from './choose-inputs.ts';
import type { CsvTable } from './read-csv.ts';
import type { Judged, Training, TrainingRequest } from './training.ts';

const judgedJson = ({ validation: { mean, aucSpread, folds }, report, outOfTime }: Judged) => ({
  mean,
  aucSpread,
  folds,
  report,
  outOfTime,
});

/** The report as plain data; the models are files of their own. */
const reportJson = (training: Training, request: TrainingRequest, table: CsvTable) => ({
  file: { sha256: table.sha256, rows: training.rows, bads: training.bads },
  request,
  inputs: training.columns.map((column) => ({
    name: column.name,
    kind: column.kind,
    // A model reads the cell times 10^decimals, as a whole number.
    decimals: column.kind === 'number' ? column.decimals : null,
  })),
  derived: training.derived.map(({ name, formula }) => ({ name, ...wordsOf(formula), formula })),
  leftOut: training.leftOut,
  scorecard: {
    version: training.scorecard.trained.model.version,
    way: training.scorecard.way,
    scale: training.scorecard.trained.scale,
    converged: training.scorecard.trained.converged,
    attributes: training.scorecard.trained.attributes,
    rejected: training.scorecard.trained.rejected,
    ...judgedJson(training.scorecard),
  },
  trees: judgedJson(training.trees),
});

const models = ({ scorecard, trees }: Training): readonly (readonly [string, Judged])[] => [
  ['评分卡 scorecard', scorecard],
  ['提升树 boosted trees', trees],
];

const comparison = (training: Training): string =>
  `<h2>挑战模型 Challenger</h2>${tableHtml(
    ['模型 model', 'AUC', 'KS', 'Brier'],
    models(training).map(
      ([
        name,
        {
          validation: { mean, aucSpread },
        },
      ]) => [name, `${mean.auc.toFixed(4)} ± ${aucSpread.toFixed(4)}`, mean.ks.toFixed(3), mean.brier.toFixed(4)],
    ),
  )}`;

/** What models of the earlier cases say of the later ones. */
const outOfTime = (training: Training): string => {
  const rows = models(training).flatMap(([name, { outOfTime: report }]) =>
    report === null
      ? []
      : [[name, String(report.count), report.auc.toFixed(4), report.ks.toFixed(3), report.brier.toFixed(4)]],
  );
  return rows.length === 0
    ? ''
    : `<h2>时间外验证 Out of time</h2>${tableHtml(['模型 model', '样本 cases', 'AUC', 'KS', 'Brier'], rows)}`;
};

const WHY_ZH: Readonly<Record<LeftOut['why'], string>> = {
  protected: '受保护属性（G6）',
  asked: '按 --exclude 排除',
  time: '决定时间（--time）',
  identifier: '每行不同的标识',
  'one value': '只有一个值',
  empty: '没有值',
};

const columnsLeftOut = ({ leftOut }: Training): string =>
  leftOut.length === 0
    ? ''
    : `<h2>未使用的列 Columns not learnt from</h2>${tableHtml(
        ['列 column', '原因 why'],
        leftOut.map(({ name, why, note }) => [name, `${WHY_ZH[why]} · ${note}`]),
      )}`;

const columnsDerived = ({ derived }: Training): string =>
  derived.length === 0
    ? ''
    : `<h2>派生输入 Derived inputs</h2>${tableHtml(
        ['输入 input', '中文', 'English'],
        derived.map(({ name, formula }) => [name, wordsOf(formula).zh, wordsOf(formula).en]),
      )}`;

/** Writes scorecard.json, trees.json, report.json and report.html; gives their paths. */
export const writeReport = async (
  dir: string,
  training: Training,
  request: TrainingRequest,
  table: CsvTable,
): Promise<string[]> => {
  await mkdir(dir, { recursive: true });
  const { trained, report } = training.scorecard;
  const html = reportHtml(report, trained.model).replace(
    '</main>',
    () => `${comparison(training)}${outOfTime(training)}${columnsDerived(training)}${columnsLeftOut(training)}</main>`,
  );
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  const files = {
    'scorecard.json': json(trained.model),
    'trees.json': `${JSON.stringify(training.trees.model)}\n`,
    'report.json': json(reportJson(training, request, table)),
    'report.html': html,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
  return Object.keys(files).map((name) => join(dir, name));
};
