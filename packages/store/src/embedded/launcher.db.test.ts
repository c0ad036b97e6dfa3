import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedPostgres } from './index.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from './index.ts';
import { canTraverse } from './account.ts';

const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };
const repository = fileURLToPath(new URL('../../../..', import.meta.url));

let parent: string;
let dataDir: string;
let lines: string[];
const children: ChildProcess[] = [];

beforeAll(() => {
  // Bundles it, as ourselves: the user that a test runs it as may not write here. Without its argument it ends at once.
  spawnSync(process.execPath, holdScript);
});

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'clearline embedded '));
  await chmod(parent, 0o755);
  dataDir = join(parent, 'data');
  lines = [];
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await sleep(50);
  await removeEmbeddedPostgres(dataDir);
  await rm(parent, { recursive: true, force: true });
});

const start = (options: { port?: number } = {}) =>
  startEmbeddedPostgres({ dataDir, log: (line) => lines.push(line), ...options });

async function query(url: string, text: string): Promise<unknown[][]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows as unknown[][];
  } finally {
    await client.end();
  }
}

const holdScript = [join(repository, 'scripts/run-ts.mjs'), fileURLToPath(new URL('testing/hold.ts', import.meta.url))];

/** Another process that uses the same data folder. */
async function holdElsewhere(account?: {
  uid: number;
  gid: number;
}): Promise<{ child: ChildProcess; pid: number; url: string }> {
  const child = spawn(process.execPath, [...holdScript, dataDir], { stdio: ['ignore', 'pipe', 'inherit'], ...account });
  children.push(child);
  const text = await Promise.race([
    once(child.stdout, 'data').then(([data]) => data as Buffer),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`hold.ts ended with ${String(code)}`))),
  ]);
  return { child, ...(JSON.parse(text.toString()) as { pid: number; url: string }) };
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function failureOf(work: Promise<EmbeddedPostgres>): Promise<{ code: unknown; message: string }> {
  try {
    await (await work).stop();
  } catch (error) {
    return error as { code: unknown; message: string };
  }
  throw new Error('it started');
}

describe('the embedded database', () => {
  it('keeps data, port and password from one run to the next', async () => {
    const first = await start();
    await query(first.url, 'create table kept (n int)');
    await first.stop();
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'select count(*)::int from kept')).toEqual([[0]]);
    await second.stop();
  });

  it('listens on the loopback address only, wants its password, and keeps it to its owner', async () => {
    const server = await start();
    expect(await query(server.url, 'show listen_addresses')).toEqual([['127.0.0.1']]);
    expect(await query(server.url, 'show unix_socket_directories')).toEqual([['']]);
    expect(await query(server.url, 'show fsync')).toEqual([['on']]);
    const guessed = new URL(server.url);
    guessed.password = 'guess';
    await expect(query(guessed.href, 'select 1')).rejects.toThrow(/password/);
    expect((await stat(join(dataDir, 'embedded-postgres.json'))).mode & 0o777).toBe(0o600);
    await server.stop();
  });

  it('is adopted when the process that started it was killed', async () => {
    const { child, pid, url } = await holdElsewhere();
    await query(url, 'create table kept (n int); insert into kept values (7)');
    await killed(child);
    const server = await start();
    expect(server).toMatchObject({ adopted: true, pid, url });
    expect(await query(server.url, 'select n from kept')).toEqual([[7]]);
    await server.stop();
    await expect(query(url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
  });

  it('recovers when both were killed', async () => {
    const { child, pid, url } = await holdElsewhere();
    await query(url, 'create table kept (n int); insert into kept values (7)');
    await killed(child);
    process.kill(pid, 'SIGKILL');
    const server = await start();
    expect(server.adopted).toBe(false);
    expect(await query(server.url, 'select n from kept')).toEqual([[7]]);
    await server.stop();
  });

  it('comes back by itself, at the same address, when it is killed in use', async () => {
    const server = await start();
    const before = server.pid;
    process.kill(before, 'SIGKILL');
    while (server.pid === before) await sleep(20);
    expect(await query(server.url, 'select 1')).toEqual([[1]]);
    expect(lines.at(-1)).toContain('is back');
    await server.stop();
  });

  it('starts although a pid file names a process that is something else', async () => {
    await (await start()).stop();
    await writeFile(join(dataDir, 'cluster', 'postmaster.pid'), `${process.pid}\n/x\n1\n5432\n\n127.0.0.1\n`);
    const server = await start();
    expect(server.adopted).toBe(false);
    await server.stop();
  });

  it('stays up for a second process until that one stops as well', async () => {
    const server = await start();
    const other = await holdElsewhere();
    expect(other.pid).toBe(server.pid);
    await server.stop();
    expect(await query(server.url, 'select 1')).toEqual([[1]]);
    other.child.kill('SIGTERM');
    await once(other.child, 'exit');
    await expect(query(server.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
  });

  it('is created once when two processes start at the same moment', async () => {
    const [one, other] = await Promise.all([holdElsewhere(), holdElsewhere()]);
    expect(one).toMatchObject({ pid: other.pid, url: other.url });
  });

  it('begins anew where a first start was cut off', async () => {
    await mkdir(join(dataDir, 'cluster'), { recursive: true });
    await mkdir(join(dataDir, 'cluster.new'));
    await writeFile(join(dataDir, 'cluster', 'PG_VERSION'), '18\n');
    await writeFile(join(dataDir, 'starting.lock'), '999999999');
    const server = await start();
    expect(await query(server.url, 'select 1')).toEqual([[1]]);
    await server.stop();
  });

  it('says in one line that the port is taken, that the version is wrong, that the files are gone', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const taken = await failureOf(start({ port }));
    expect(taken.code).toBe('port_taken');
    expect(taken.message).toBe(`Port ${port} is taken by another program. Stop it, or give the database another port.`);
    listener.close();
    await writeFile(join(dataDir, 'cluster', 'PG_VERSION'), '12\n');
    const wrong = await failureOf(start());
    expect(wrong.code).toBe('wrong_version');
    expect(wrong.message).toMatch(/was written by PostgreSQL 12, but this is \d+\. Start with --fresh/);
    await rm(join(dataDir, 'cluster'), { recursive: true });
    const gone = await failureOf(start());
    expect(gone.code).toBe('damaged');
    expect(gone.message).toContain('are gone');
    expect([taken, wrong, gone].some(({ message }) => message.includes('\n'))).toBe(false);
  });

  it('is not removed while in use', async () => {
    const other = await holdElsewhere();
    await expect(removeEmbeddedPostgres(dataDir)).rejects.toMatchObject({ code: 'in_use' });
    expect(await query(other.url, 'select 1')).toEqual([[1]]);
    await killed(other.child);
    await removeEmbeddedPostgres(dataDir);
    await expect(stat(dataDir)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(query(other.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe.skipIf(!isRoot)('the embedded database on a machine where we are root', () => {
  it('lives under /var/tmp when its account cannot reach the data folder', async () => {
    await chmod(parent, 0o700);
    const server = await start();
    const [[directory]] = (await query(server.url, 'show data_directory')) as [[string]];
    expect(directory).toMatch(/^\/var\/tmp\/clearline-/);
    await server.stop();
    await removeEmbeddedPostgres(dataDir);
    await expect(stat(directory)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.skipIf(!canTraverse(repository, nobody))('serves a normal user, and then root on the same folder', async () => {
    await chown(parent, nobody.uid, nobody.gid);
    const { child, url } = await holdElsewhere(nobody);
    await query(url, 'create table kept (n int)');
    child.kill('SIGTERM');
    await once(child, 'exit');
    const server = await start();
    expect(await query(server.url, 'select count(*)::int from kept')).toEqual([[0]]);
    await server.stop();
    expect((await stat(join(dataDir, 'embedded-postgres.json'))).uid).toBe(nobody.uid);
    expect(await readFile(join(dataDir, 'embedded-postgres.json'), 'utf8')).toContain('password');
  });
});
