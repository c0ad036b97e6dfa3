import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { TrainingRow } from '../training-data.ts';

/*
 * Public credit files, read from a folder `shared` beside the repository where there is one; they are not part of the
 * repository. Amounts stay whole, ratios become parts per million, as a policy’s inputs are.
 */
const folder = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url));
export const hasPublicData = existsSync(folder);

type Record_ = Readonly<Record<string, string>>;

const readCsv = (path: string): Record_[] => {
  const [head = '', ...lines] = gunzipSync(readFileSync(`${folder}${path}`))
    .toString()
    .trim()
    .split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
};

const MILLION = 1_000_000;
const ppm = (part: number, whole: number): number => Math.round((part * MILLION) / whole);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const byMonth = (prefix: string, values: readonly number[]): Record<string, number> =>
  Object.fromEntries(values.map((value, month) => [`${prefix}${month}`, value]));

/** Card clients in Taiwan, 2005: six months of bills, payments and delays, and whether they defaulted in the next. */
export const taiwanRows = (): TrainingRow[] =>
  readCsv('taiwan_credit/clients.csv.gz').map((record) => {
    const number = (name: string) => Number(record[name]);
    const limit = number('LIMIT_BAL');
    const months = [1, 2, 3, 4, 5, 6];
    const bills = months.map((month) => number(`BILL_AMT${month}`));
    const paid = months.map((month) => number(`PAY_AMT${month}`));
    const delays = ['PAY_0', 'PAY_2', 'PAY_3', 'PAY_4', 'PAY_5', 'PAY_6'].map(number);
    const inputs = {
      limit,
      ...byMonth('delay', delays),
      ...byMonth('paid', paid),
      ...byMonth(
        'utilisationPpm',
        bills.map((bill) => ppm(bill, limit)),
      ),
      // How much of a month’s bill was paid in the next; -1 is a code for “nothing was owed”.
      ...byMonth(
        'coveragePpm',
        bills.slice(1).map((bill, month) => (bill > 0 ? Math.min(10 * MILLION, ppm(paid[month] ?? 0, bill)) : -1)),
      ),
      monthsLate: delays.filter((delay) => delay >= 1).length,
      monthsTwoLate: delays.filter((delay) => delay >= 2).length,
      worstDelay: Math.max(...delays),
      totalDelay: sum(delays.map((delay) => Math.max(0, delay))),
      latestDelays: 10 * Math.max(...delays.slice(0, 2)) + Math.min(...delays.slice(0, 2)),
      monthsPaid: paid.filter((amount) => amount > 0).length,
      paidToLimitPpm: ppm(sum(paid), limit),
      meanUtilisationPpm: ppm(sum(bills) / 6, limit),
      highestUtilisationPpm: ppm(Math.max(...bills), limit),
      growthPpm: ppm((bills[0] ?? 0) - (bills[5] ?? 0), limit),
    };
    const groups = {
      sex: record['SEX'] === '1' ? 'male' : 'female',
      age: number('AGE') < 30 ? 'under 30' : '30 and over',
    };
    return { inputs, bad: record['default_next_month'] === '1', groups };
  });
export const taiwanSpecialCodes = Object.fromEntries([0, 1, 2, 3, 4].map((month) => [`coveragePpm${month}`, [-1]]));

const UNORDERED = ['purpose', 'other_debtors', 'other_installment_plans', 'housing'];

const PROTECTED = ['personal_status_sex', 'age', 'foreign_worker'];

/**
 * South German credit, 1973-75: a thousand loans. Codes with an order are numbers, the others words; what no policy may
 * look at is left out.
 */
export const southGermanRows = (): TrainingRow[] =>
  readCsv('german_credit/south_german_credit.csv.gz').map(({ credit_risk, ...record }) => ({
    inputs: Object.fromEntries(
      Object.entries(record)
        .filter(([name]) => !PROTECTED.includes(name))
        .map(([name, value]) => [name, UNORDERED.includes(name) ? value : Number(value)]),
    ),
    bad: credit_risk === '0',
  }));

/** Polish companies in the year before bankruptcy or survival: 64 ratios, some missing. */
export const polishRows = (): TrainingRow[] =>
  readCsv('polish_bankruptcy/5year.csv.gz').map((record) => {
    const entries = Object.entries(record);
    const [, bankrupt] = entries.at(-1) ?? [];
    const inputs = entries
      .slice(0, -1)
      .map(([name, text]) => [
        name,
        text === '' ? null : Math.round(Math.max(-1000, Math.min(1000, Number(text))) * MILLION),
      ]);
    return { inputs: Object.fromEntries(inputs), bad: bankrupt === '1' };
  });
