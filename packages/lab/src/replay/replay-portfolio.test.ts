import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultPolicies } from '../testing/default-policies.ts';
import { columnsOf, type Mapping, readMapping } from './mapping.ts';
import { replayPortfolio } from './replay-portfolio.ts';

const path = fileURLToPath(new URL('../../mappings/taiwan.json', import.meta.url));
const mapping: Mapping = readMapping(readFileSync(path, 'utf8'), path);
const columns = columnsOf(mapping);
const policies = defaultPolicies();

/** A client row: limit 100,000, every month used, with these statuses, oldest first. */
const row = (id: string, statuses: readonly string[], bad: string): string => {
  const values: Record<string, string> = { [mapping.id]: id, [mapping.limit]: '100000', [mapping.outcome.column]: bad };
  mapping.months.forEach((month, index) => {
    values[month.status] = statuses[index] ?? '-1';
    values[month.balance] = '50000';
    values[month.paid] = '2000';
  });
  return columns.map((column) => values[column]).join(',');
};
const base = mkdtempSync(join(tmpdir(), 'clearline-replay-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const folder = (): string => mkdtempSync(join(base, 'run-'));
const write = (name: string, text: string | Buffer): string => {
  const file = join(folder(), name);
  writeFileSync(file, text);
  return file;
};
const header = columns.join(',');
const good = row('1', [], '0');
const late = row('2', ['-1', '-1', '1', '2', '-1', '-1'], '1');

describe('replaying a portfolio', () => {
  it('restricts late clients, lifts when they pay, and never cuts one in good standing by machine alone', async () => {
    const report = await replayPortfolio({
      file: write('a.csv', `${header}\n${good}\n${late}\n`),
      mapping,
      policies,
      out: null,
    });
    expect(report.portfolio).toMatchObject({ clients: 2, defaulters: 1 });
    expect(report.outcome).toMatchObject({
      restricted: 1,
      goodRestricted: 0,
      defaultersRestricted: 1,
      precisionBp: 10_000,
    });
    expect(report.months.map((month) => month.reduced)).toEqual([0, 0, 1, 0, 0, 0]);
    expect(report.months.map((month) => month.lifted)).toEqual([0, 0, 0, 0, 1, 0]);
    expect(report.guarantees.machineOnlyCutsInGoodStanding).toBe(0);
    expect(report.inputsAbsent).toContain('debt_service_ratio');
  });

  it('writes both reports, the same bytes for the same input', async () => {
    const file = write('a.csv.gz', gzipSync(`${header}\n${good}\n${late}\n`));
    const [one, two] = [join(folder(), 'out'), join(folder(), 'out')];
    await replayPortfolio({ file, mapping, policies, out: one });
    await replayPortfolio({ file, mapping, policies, out: two });
    expect(readFileSync(join(one, 'report.json'))).toEqual(readFileSync(join(two, 'report.json')));
    expect(readFileSync(join(one, 'report.html'), 'utf8')).not.toContain('<script');
    expect(readdirSync(one).sort()).toEqual(['report.html', 'report.json']);
  });

  it.each([
    [
      'a missing column',
      'x.csv',
      `${columns.filter((name) => name !== 'PAY_3').join(',')}\n`,
      /row 1 lacks the column “PAY_3”/,
    ],
    [
      'text for a number',
      'x.csv',
      `${header}\n${good.replace('100000', 'plenty')}\n`,
      /row 2, column “LIMIT_BAL”: “plenty” is not a number/,
    ],
    ['an unknown status', 'x.csv', `${header}\n${row('1', ['99'], '0')}\n`, /row 2, column “PAY_6”: status “99”/],
    ['an empty cell', 'x.csv', `${header}\n${good.replace('100000', '')}\n`, /row 2, column “LIMIT_BAL”: empty/],
    ['an empty file', 'x.csv', '', /the file is empty/],
    ['a header alone', 'x.csv', `${header}\n`, /no row below it/],
    [
      'a truncated gzip',
      'x.csv.gz',
      gzipSync(`${header}\n${Array.from({ length: 400 }, (_, n) => row(String(n), [], '0')).join('\n')}`).subarray(
        0,
        300,
      ),
      /cut short or damaged/,
    ],
    ['no gzip at all', 'x.csv.gz', 'ID,LIMIT', /cut short or damaged/],
    ['a quote within a cell', 'x.csv', `${header}\n${good.replace('100000', '1"0')}\n`, /not valid CSV/],
    ['an open quote', 'x.csv', `${header}\n"${good}\n`, /not valid CSV/],
  ])('names file, row and column for %s, and writes nothing', async (_what, name, content, message) => {
    const file = write(name, content);
    const out = join(folder(), 'out');
    await expect(replayPortfolio({ file, mapping, policies, out })).rejects.toThrow(message);
    await expect(replayPortfolio({ file, mapping, policies, out })).rejects.toThrow(file);
    expect(existsSync(out)).toBe(false);
  });

  it('says so when there is no such file', async () => {
    await expect(replayPortfolio({ file: '/nowhere/x.csv', mapping, policies, out: null })).rejects.toThrow(
      'there is no such file',
    );
  });

  it.each([
    ['{', 'not valid JSON'],
    ['{}', '“name”'],
    [JSON.stringify({ ...mapping, months: [] }), '“months”'],
    [JSON.stringify({ ...mapping, minorUnitsPerUnit: 0 }), '“minorUnitsPerUnit”'],
  ])('refuses the mapping %s', (text, message) => {
    expect(() => readMapping(text, 'm.json')).toThrow(message);
  });
});
