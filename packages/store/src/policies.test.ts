import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newId } from './db/new-id.ts';
import { readPolicyFiles } from './policies.ts';

it('S24: reads a policy folder by path, without what is written for people', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'clearline policies '));
  await mkdir(join(dir, 'tables'));
  await writeFile(join(dir, 'tables', 'draw.dmn'), '<x/>');
  await writeFile(join(dir, 'inputs.json'), '{}');
  await writeFile(join(dir, 'README.md'), '#');
  await writeFile(join(dir, '.hidden'), '');
  expect(await readPolicyFiles(dir)).toEqual({ 'inputs.json': '{}', 'tables/draw.dmn': '<x/>' });
  await rm(dir, { recursive: true });
});

it('S25: new ids are UUIDs of version 7 that sort by time', () => {
  const ids = Array.from({ length: 1000 }, (_, i) => newId(1_700_000_000_000 + i));
  expect(new Set(ids).size).toBe(1000);
  expect([...ids].sort()).toEqual(ids);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
