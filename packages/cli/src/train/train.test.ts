import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { crossValidate, scorecardLearner } from '@clearline/scorecard';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bestWay, WAYS } from './choose-ways.ts';
import { chooseInputs, prohibitionOf } from './choose-inputs.ts';
import { columnOf } from './columns.ts';
import { readCsv } from './read-csv.ts';
import { writeReport } from './report-files.ts';
import { targetOf } from './target.ts';
import { timesOf } from './time.ts';
import { train, type TrainingRequest } from './training.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'clearline train '));
});
afterAll(() => rm(dir, { recursive: true }));

let made = 0;
const fileOf = async (content: string | Buffer, ending = '.csv'): Promise<string> => {
  made += 1;
  const path = join(dir, `cases-${made}${ending}`);
  await writeFile(path, content);
  return path;
};
const tableOf = async (text: string) => readCsv(await fileOf(text));

const request: TrainingRequest = {
  target: 'ended',
  bad: null,
  exclude: [],
  seed: 3,
  folds: 3,
  id: 'cases',
  derive: true,
  time: null,
};
const quiet = (): void => undefined;

/** Cases whose odds of a bad end rise with debt; shops differ not at all; one column is protected, one names rows. */
const cases = (count: number): string => {
  const lines = ['case_id,debt,ratio,shop,applicant_age,ended'];
  for (let index = 0; index < count; index += 1) {
    const debt = (index * 7919) % 1000;
    const bad = (index * 104_729) % 1000 < debt * 0.6 ? 1 : 0;
    lines.push(`c${index},${debt},${(debt / 400).toFixed(2)},${'ab'[index % 2] ?? ''},${20 + (index % 50)},${bad}`);
  }
  return lines.join('\n');
};

describe('reading a CSV file', () => {
  it('takes quotes, a byte-order mark, gzip, blank lines, and GB18030', async () => {
    const table = await tableOf('\uFEFFa,"b c"\r\n1,"x, ""y"""\r\n\r\n2,z\r\n');
    expect(table).toMatchObject({
      names: ['a', 'b c'],
      rows: [
        ['1', 'x, "y"'],
        ['2', 'z'],
      ],
      lines: [2, 4],
    });
    expect((await readCsv(await fileOf(gzipSync('a,b\n1,2'), '.csv.gz'))).rows).toEqual([['1', '2']]);
    // 收入 in GB18030.
    expect((await readCsv(await fileOf(Buffer.from('cad5c8eb2c620a312c32', 'hex')))).names).toEqual(['收入', 'b']);
  });

  it.each([
    ['', 'is empty'],
    ['a,b\n', 'no row below it'],
    ['a,\n1,2', 'row 1: column 2 has no name'],
    ['a,a\n1,2', 'row 1: two columns are named a'],
    ['a,b\n1,2\n3', 'row 3: has 1 cells; the header names 2 columns (none for b)'],
    ['a,b\n1,2,3', 'row 2: has 3 cells'],
    ['a,b\n1,"2', 'Quote Not Closed'],
  ])('refuses %j with its place', async (text, why) => {
    await expect(tableOf(text)).rejects.toThrow(why);
  });

  it('refuses a file that is absent, a folder, a broken gzip, and bytes that are no text', async () => {
    await expect(readCsv(join(dir, 'absent.csv'))).rejects.toThrow('there is no such file');
    await expect(readCsv(dir)).rejects.toThrow('is a folder');
    await expect(readCsv(await fileOf(gzipSync('a,b\n1,2').subarray(0, 20), '.gz'))).rejects.toThrow(
      'not a whole gzip',
    );
    await expect(readCsv(await fileOf(Buffer.from('ff00ff00ff', 'hex')))).rejects.toThrow('neither UTF-8 nor GB18030');
  });
});

describe('the target', () => {
  it.each([
    ['1,0', [true, false]],
    ['no,YES', [false, true]],
    ['good,bad', [false, true]],
    ['正常,违约', [false, true]],
  ])('understands %s by itself', async (values, bad) => {
    const [first = '', second = ''] = values.split(',');
    expect(targetOf(await tableOf(`x,ended\n1,${first}\n2,${second}`), 'ended', null)).toEqual(bad);
  });

  it.each([
    ['x,ended\n1,A\n2,B', 'say which one is a bad end with --bad'],
    ['x,ended\n1,1\n2,1', 'every row says “1”'],
    ['x,ended\n1,1\n2,0\n3,2', 'row 4, column ended: “2” is a third value'],
    ['x,ended\n1,1\n2,\n3,0', 'row 3, column ended: is empty'],
    ['x,other\n1,1', 'there is no column ended; it has x, other'],
  ])('refuses %j', async (text, why) => {
    const table = await tableOf(text);
    expect(() => targetOf(table, 'ended', null)).toThrow(why);
  });

  it('takes the bad value that it is told', async () => {
    expect(targetOf(await tableOf('x,ended\n1,A\n2,B'), 'ended', 'B')).toEqual([false, true]);
  });
});

describe('the inputs', () => {
  it.each([
    'AGE',
    'applicantAge',
    'Marital Status',
    '性别',
    '申请人年龄',
    'early_repay_90d',
    'EDUCATION',
    'foreign_worker',
    'Nationality',
    '国籍',
  ])('G6: leaves out %s', (name) => {
    expect(prohibitionOf(name)).not.toBeNull();
  });

  it.each(['PAY_0', 'monthlyIncome', '月收入', 'savings', 'percentage'])('takes %s', (name) => {
    expect(prohibitionOf(name)).toBeNull();
  });

  it('leave out what was asked, row names, columns of one value, and empty ones, each with why', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => `${index},${index % 3},same,,k${index},${index % 2}`);
    const table = await tableOf(['ID,a,b,c,d,ended', ...rows].join('\n'));
    const { inputs, leftOut } = chooseInputs(table, 'ended', ['a']);
    expect(inputs).toEqual([]);
    expect(leftOut.map(({ name, why }) => `${name} ${why}`)).toEqual([
      'ID identifier',
      'a asked',
      'b one value',
      'c empty',
      'd identifier',
    ]);
  });

  it('become whole numbers by the decimals that the column has', async () => {
    const table = await tableOf('a,b,c\n1.5,NA,x\n-0.25,1e3,\n,2e-2,y');
    expect(columnOf(table, 'a')).toEqual({ kind: 'number', name: 'a', decimals: 2, values: [150, -25, null] });
    expect(columnOf(table, 'b')).toMatchObject({ decimals: 2, values: [null, 100_000, 2] });
    expect(columnOf(table, 'c')).toEqual({ kind: 'word', name: 'c', values: ['x', null, 'y'] });
  });

  it('keep fewer decimals where the numbers are so large that all would not be exact', async () => {
    const column = columnOf(await tableOf('a\n9000000000000.123456\n1'), 'a');
    expect(column).toMatchObject({ kind: 'number', decimals: 3 });
    for (const value of column.values) expect(Number.isSafeInteger(value)).toBe(true);
  });

  it('refuse a word among numbers, and a number past all exactness, naming row and column', async () => {
    const words = await tableOf('a,b\n1,1\n2,1\nmany,1');
    expect(() => columnOf(words, 'a')).toThrow('row 4, column a: “many” is not a number');
    const large = await tableOf('a\n1\n1e300');
    expect(() => columnOf(large, 'a')).toThrow('row 3, column a: 1e300 is too large');
  });
});

describe('training', () => {
  it('learns what tells, never sees what it may not, and writes models and reports', async () => {
    const table = await tableOf(cases(900));
    const training = await train(table, request, quiet);
    expect(training.leftOut.map(({ name }) => name)).toEqual(['case_id', 'applicant_age']);
    expect(training.groups).toEqual(['applicant_age']);
    expect(training.scorecard.validation.mean.auc).toBeGreaterThan(0.7);
    expect(training.trees.validation.mean.auc).toBeGreaterThan(0.7);
    expect(training.scorecard.report.groups.map(({ by }) => by)).toEqual(['applicant_age']);
    const paths = await writeReport(join(dir, 'out'), training, request, table);
    const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
    const [scorecard = '', trees = '', report = '', html = ''] = texts;
    expect(JSON.parse(scorecard)).toEqual(training.scorecard.trained.model);
    expect(JSON.parse(trees)).toEqual(training.trees.model);
    expect(`${scorecard}${trees}`).not.toContain('applicant_age');
    expect(JSON.parse(report)).toMatchObject({
      file: { rows: 900, sha256: table.sha256 },
      inputs: expect.arrayContaining([{ name: 'ratio', kind: 'number', decimals: 2 }]) as unknown,
      scorecard: { mean: { auc: training.scorecard.validation.mean.auc } },
    });
    expect(html).toContain('挑战模型 Challenger');
    expect(html).toContain('applicant_age');
  });

  it('gives the same models for the same file and request, and others for another seed', async () => {
    const table = await tableOf(cases(400));
    const one = await train(table, request, quiet);
    const again = await train(table, request, quiet);
    expect(again.scorecard.trained.model).toEqual(one.scorecard.trained.model);
    expect(again.trees.model).toEqual(one.trees.model);
    expect((await train(table, { ...request, seed: 4 }, quiet)).trees.model).not.toEqual(one.trees.model);
  });

  it('takes the way of binning that suits the file, from its own cases, and says which', async () => {
    const table = await tableOf(cases(400));
    const { scorecard } = await train(table, request, quiet);
    expect(WAYS.map(({ name }) => name)).toContain(scorecard.way);
    const rows = table.rows.map(([, debt = '', , , , ended]) => ({
      inputs: { debt: Number(debt) },
      bad: ended === '1',
    }));
    const best = bestWay(rows, { id: 'cases', version: '1', seed: 3 });
    const aucs = WAYS.map(({ options }) => {
      const judged = crossValidate(rows, scorecardLearner({ id: 'cases', version: '1', seed: 3, ...options }), {
        folds: 3,
        seed: 3,
      });
      return judged.ok ? judged.validation.mean.auc : 0;
    });
    expect(aucs[WAYS.indexOf(best)]).toBe(Math.max(...aucs));
  });

  it('judges on the later cases what it learnt from the earlier, and never learns from the time itself', async () => {
    const lines = cases(900).split('\n');
    const dated = lines.map((line, index) => (index === 0 ? `${line},decided` : `${line},2026-0${1 + (index % 9)}-15`));
    const table = await tableOf(dated.join('\n'));
    const training = await train(table, { ...request, time: 'decided' }, quiet);
    expect(training.leftOut.find(({ name }) => name === 'decided')?.why).toBe('time');
    expect(training.scorecard.report.periods.map(({ period }) => period).slice(0, 2)).toEqual([
      '2026-01-15',
      '2026-02-15',
    ]);
    const { outOfTime } = training.scorecard;
    expect(outOfTime?.periods.map(({ period }) => period)).toEqual(['2026-08-15', '2026-09-15']);
    expect(outOfTime?.count).toBe(200);
    expect(training.trees.outOfTime?.count).toBe(200);
    const html = await readFile((await writeReport(join(dir, 'timed'), training, request, table))[3] ?? '', 'utf8');
    expect(html).toContain('时间外验证 Out of time');
  });

  it('parts time without putting one moment on both sides, and many moments into few periods', async () => {
    const table = await tableOf(
      ['t,ended', ...Array.from({ length: 400 }, (_, row) => `${row >> 1},${row % 2}`)].join('\n'),
    );
    const { periods, laterOf } = timesOf(table, 't', targetOf(table, 'ended', null));
    expect(new Set(periods).size).toBe(12);
    expect([...laterOf].indexOf(1)).toBe(300);
    expect([...periods].sort()).toEqual([...periods]);
  });

  it.each([
    ['t,ended\n2026-01,1\nsoon,0', '“soon” is no time that sorts'],
    ['t,ended\n1,1\n1,0\n2,1\n2,1', 'the later cases do not hold both outcomes'],
    ['x,ended\n1,1\n1,0', '--time t: the file has no such column'],
  ])('refuses time in %j', async (text, why) => {
    const table = await tableOf(text);
    expect(() => timesOf(table, 't', targetOf(table, 'ended', null))).toThrow(why);
  });

  it.each([
    [{ exclude: ['nowhere'] }, '--exclude nowhere: the file has no such column'],
    [{ exclude: ['debt', 'ratio', 'shop'] }, 'no column is left'],
    [{ exclude: ['debt', 'ratio'] }, 'no column tells'],
  ])('refuses %j', async (asked, why) => {
    const table = await tableOf(cases(300));
    await expect(train(table, { ...request, ...asked }, quiet)).rejects.toThrow(why);
  });

  it('refuses too few cases of one outcome for the folds', async () => {
    const table = await tableOf('a,ended\n1,1\n2,0\n3,0\n4,0');
    await expect(train(table, request, quiet)).rejects.toThrow('cannot be dealt to 3 folds');
  });
});

const shared = fileURLToPath(new URL('../../../../../shared/data/german_credit/', import.meta.url));

describe.skipIf(!existsSync(shared))('on a public file', () => {
  it('reaches 0.79 and 0.80 on South German credit without its protected attributes', {
    timeout: 120_000,
  }, async () => {
    const table = await readCsv(join(shared, 'south_german_credit.csv.gz'));
    const training = await train(table, { ...request, target: 'credit_risk', bad: '0', folds: 5, seed: 1 }, quiet);
    expect(training.bads).toBe(300);
    expect(training.leftOut.map(({ name }) => name)).toEqual(['personal_status_sex', 'age', 'foreign_worker']);
    expect(training.scorecard.validation.mean.auc).toBeGreaterThanOrEqual(0.79);
    expect(training.trees.validation.mean.auc).toBeGreaterThanOrEqual(0.8);
  });
});
