import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import type { Product, ProductOptions } from './browser/product.ts';
import { startProduct } from './browser/product.ts';
import { readState } from '../packages/store/src/embedded/state-file.ts';
import { databaseUrl } from '../packages/store/src/embedded/session.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const running: Product[] = [];

/** On the embedded database whatever server the other tests use: these tests are about it. */
async function start(options: ProductOptions = {}): Promise<Product> {
  const product = await startProduct({ ...options, database: 'embedded' });
  running.push(product);
  return product;
}

afterEach(async () => {
  const all = running.splice(0);
  // All are ended before any is cleared away: two may have run on the same data.
  for (const product of all) await product.kill9();
  for (const product of all) await product.dispose();
});

async function query(product: Product, text: string): Promise<unknown[][]> {
  const state = await readState(join(product.dataDir, 'postgres'));
  if (state === null) throw new Error('no embedded database');
  const client = new Client({ connectionString: databaseUrl(state, state.port) });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows as unknown[][];
  } finally {
    await client.end();
  }
}

/** Runs `npm start`'s script to its end, for starts that must fail. */
async function failedStart(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs'), ...words], {
    cwd: '/',
    env: { ...process.env, DATABASE_URL: undefined, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (text: Buffer) => {
    told += text.toString();
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(1);
  return told.trim();
}

describe('npm start', () => {
  it('serves both apps and the API, keeps its data, ends on Ctrl-C, recovers after a kill, and --fresh forgets', async () => {
    const first = await start();
    const { dataDir } = first;
    for (const url of [first.borrowerUrl, first.consoleUrl, `${first.apiUrl}/openapi.json`]) {
      expect((await fetch(url)).status, url).toBe(200);
    }
    await query(first, 'create table kept (n int)');

    // While it runs nobody else may forget what it holds.
    const refused = await failedStart(['--fresh', '--data-dir', dataDir]);
    expect(refused).toMatch(/^A running Clearline uses .*\. Stop it first \(Ctrl-C\)\.$/);
    expect((await fetch(first.borrowerUrl)).status).toBe(200);

    expect(await first.stop()).toBe(0);
    await expect(query(first, 'select 1')).rejects.toThrow(/ECONNREFUSED/);

    const second = await start({ dataDir });
    expect(await query(second, 'select count(*)::int from kept')).toEqual([[0]]);
    await second.kill9();

    const third = await start({ dataDir });
    expect(await query(third, 'select count(*)::int from kept')).toEqual([[0]]);
    await third.kill9();

    const fourth = await start({ dataDir, parameters: ['--fresh'] });
    await expect(query(fourth, 'select count(*) from kept')).rejects.toThrow(/kept/);
  });

  it('says in one line that its port is taken', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const dataDir = await mkdtemp(join(tmpdir(), 'clearline-port-'));
    const told = await failedStart(['--demo', 'none', '--port', String(port), '--data-dir', dataDir]);
    listener.close();
    // Before anything is made: it costs no minute of filling a database to learn it.
    expect(await readdir(dataDir)).toEqual([]);
    await rm(dataDir, { recursive: true });
    expect(told.split('\n').at(-1)).toContain(`ort ${port} is taken`);
  });

  it.each([
    ['postgres://nobody:secret@127.0.0.1:9/none', /127\.0\.0\.1:9.*ECONNREFUSED/],
    ['not an address', /DATABASE_URL/],
  ])('says in one line what is wrong with DATABASE_URL=%s', async (url, expected) => {
    const told = await failedStart(['--demo', 'none', '--port', '0'], { DATABASE_URL: url });
    expect(told.split('\n').at(-1)).toMatch(expected);
    expect(told).not.toContain('secret');
    expect(told).not.toMatch(/^\s+at /m);
  });
});
