import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readWorkbook, type SheetValue, writeWorkbook } from '@clearline/dmn';
import { compilePolicySet, newestParameterDate, type PolicyFiles, type PolicySet } from '@clearline/line';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { policy } from '../commands/policy.ts';
import { exportTable, workbookXml } from './excel.ts';
import { filesOf } from './files.ts';

const defaultDir = fileURLToPath(new URL('../../../../policies', import.meta.url));
let dir: string;
let files: PolicyFiles;
let policies: PolicySet;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'clearline excel '));
  await cp(defaultDir, dir, { recursive: true });
  files = await filesOf(dir);
  const compiled = compilePolicySet(files, newestParameterDate(files));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  policies = compiled.policies;
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

/** The workbook of a table with one cell replaced; rows and columns count from 0. */
const edited = (table: string, row: number, column: number, value: SheetValue): Uint8Array => {
  const read = readWorkbook(exportTable(policies, files, table));
  if (!read.ok) throw new Error(read.errors.en);
  const rows = read.value.rows.map((cells, at) => (at === row ? cells.with(column, value) : cells));
  return writeWorkbook({ name: read.value.name, heading: 10, rows });
};

const command = async (...words: string[]): Promise<{ code: number; said: string }> => {
  const lines: string[] = [];
  const spies = (['log', 'error'] as const).map((way) =>
    vi.spyOn(console, way).mockImplementation((line: string) => void lines.push(line)),
  );
  const code = await policy.run(words);
  for (const spy of spies) spy.mockRestore();
  return { code, said: lines.join('\n') };
};

describe('policy excel', () => {
  it('takes every table of the default policy there and back, byte for byte', () => {
    for (const { id, file } of policies.entries) {
      expect(workbookXml(policies, files, id, exportTable(policies, files, id), 'x.xlsx')).toEqual({
        file,
        xml: files[file],
      });
    }
  });

  it('shows what would change, and writes only when told', async () => {
    const path = join(dir, 'draw.xlsx');
    const table = join(dir, 'tables/consumer_draw.dmn');
    const before = await readFile(table, 'utf8');
    await writeFile(path, edited('consumer_draw', 10, 1, '< 48'));
    const shown = await command('excel', 'import', dir, 'consumer_draw', path);
    expect(shown.said).toContain('rule W1 hours_since_new_device: < p_new_device_hours [24] → < 48');
    expect(shown.said).toContain('nothing is written');
    expect(await readFile(table, 'utf8')).toBe(before);
    const taken = await command('excel', 'import', dir, 'consumer_draw', path, '--accept');
    expect(taken.said).toContain('it is a draft until the 2 errors above are mended');
    expect(await readFile(table, 'utf8')).toBe(before.replace('&lt; p_new_device_hours', '&lt; 48'));
    expect((await command('excel', 'import', dir, 'consumer_draw', path)).said).toContain('no difference in meaning');
  });

  it('refuses with sheet and cell, or row, column, expression and a caret', async () => {
    const path = join(dir, 'draw.xlsx');
    await writeFile(path, edited('consumer_draw', 10, 1, '< p_nothing'));
    const unknown = await command('excel', 'import', dir, 'consumer_draw', path, '--accept');
    expect(unknown.code).toBe(1);
    expect(unknown.said).toMatch(
      /row 1, column “hours_since_new_device”: parameter p_nothing has no value[^]*< p_nothing\n\s+\^/,
    );
    await writeFile(path, edited('consumer_draw', 11, 0, 'W1'));
    const twice = await command('excel', 'import', dir, 'consumer_draw', path, '--accept');
    expect(twice.said).toContain('draw.xlsx sheet “consumer_draw” cell A12 “W1”: ');
    expect(twice.said).toContain('draw.xlsx 工作表 “consumer_draw” 单元格 A12 “W1”：');
    await writeFile(path, exportTable(policies, files, 'consumer_draw'));
    const other = await command('excel', 'import', dir, 'consumer_pricing', path);
    expect(other.said).toContain('not consumer_pricing');
    expect((await command('excel', 'import', dir, 'consumer_draw', join(dir, 'absent.xlsx'))).said).toContain(
      'there is no such file',
    );
    expect((await command('excel', 'export', dir, 'absent', path)).said).toContain('There is no table absent');
    expect((await command('excel', 'sideways', dir, 'consumer_draw', path)).code).toBe(2);
    expect((await command('excel')).code).toBe(2);
  });
});
