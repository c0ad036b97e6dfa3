import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import type { Command } from '../command.ts';
import { CommandRefused } from '../policy/files.ts';
import { readCsv } from '../train/read-csv.ts';
import { writeReport } from '../train/report-files.ts';
import { learnOnThreads } from '../train/train-threads.ts';
import { type Judged, train as runTraining, type Training, type TrainingRequest } from '../train/training.ts';

const wholeFrom = (name: string, text: string, least: number, most: number): number => {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most))
    throw new CommandRefused(`--${name} is “${text}”; it is a whole number from ${least} to ${most}.`);
  return value;
};

const aucLine = (name: string, { validation: { mean, aucSpread, folds } }: Judged): string =>
  `${name.padEnd(9)}  AUC ${mean.auc.toFixed(4)} ± ${aucSpread.toFixed(4)} over ${folds.length} folds, KS ${mean.ks.toFixed(3)}, Brier ${mean.brier.toFixed(4)}`;

const laterLines = ({ scorecard, trees }: Training): string[] =>
  [['scorecard', scorecard.outOfTime] as const, ['trees', trees.outOfTime] as const].flatMap(([name, report]) =>
    report === null
      ? []
      : [
          `${name.padEnd(9)}  AUC ${report.auc.toFixed(4)} on the ${report.count} latest cases, by a model of the earlier ones`,
        ],
  );

/** What is said at the end: what was not learnt from, how good both are, and what the scorecard is made of. */
const told = (training: Training): string[] => {
  const { leftOut, scorecard, trees, rows, bads } = training;
  const { attributes } = scorecard.trained.model;
  const guarded = leftOut.filter(({ why }) => why === 'protected');
  return [
    `${rows} cases, ${bads} ended badly (${((100 * bads) / rows).toFixed(2)}%)`,
    ...(guarded.length === 0
      ? []
      : [
          `not learnt from, because no policy may look at it (G6): ${guarded.map(({ name }) => name).join(', ')}. Rename a column that is something else.`,
        ]),
    ...leftOut.filter(({ why }) => why !== 'protected').map(({ name, note }) => `not learnt from: ${name}, ${note}`),
    aucLine('scorecard', scorecard),
    aucLine('trees', trees),
    ...laterLines(training),
    `${attributes.length} attributes: ${attributes.map(({ name }) => name).join(', ')}`,
  ];
};

export const train: Command = {
  name: 'train',
  summary: 'learn a scorecard from past cases, and boosted trees to measure it by',
  usage:
    'CSV --target COLUMN [--bad VALUE] [--exclude a,b] [--out DIR] [--seed N] [--folds 5] [--no-derive] [--time COLUMN]',
  async run(parameters) {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: {
        target: { type: 'string' },
        bad: { type: 'string' },
        exclude: { type: 'string', multiple: true, default: [] },
        out: { type: 'string', default: 'model' },
        seed: { type: 'string', default: '1' },
        folds: { type: 'string', default: '5' },
        time: { type: 'string' },
        'no-derive': { type: 'boolean', default: false },
      },
    });
    const [file] = positionals;
    const { target } = values;
    if (file === undefined || positionals.length > 1 || target === undefined) {
      console.error(`Usage: clearline train ${train.usage}`);
      return 2;
    }
    try {
      const request: TrainingRequest = {
        target,
        bad: values.bad ?? null,
        exclude: values.exclude.flatMap((list) => list.split(',')).filter((name) => name !== ''),
        seed: wholeFrom('seed', values.seed, 0, 4_294_967_295),
        folds: wholeFrom('folds', values.folds, 2, 20),
        time: values.time ?? null,
        derive: !values['no-derive'],
        id: basename(file).replace(/(?:\.csv)?(?:\.gz)?$/i, ''),
      };
      const table = await readCsv(file);
      const training = await runTraining(
        table,
        request,
        (line) => console.error(line),
        learnOnThreads(availableParallelism()),
      );
      console.log(told(training).join('\n'));
      const paths = await writeReport(values.out, training, request, table);
      console.log(`written: ${paths.join(', ')}`);
      return 0;
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      console.error(error.message);
      return 1;
    }
  },
};
