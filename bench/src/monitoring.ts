import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compilePolicySet, DEMO_LENDER } from '@clearline/line';
import { demoApiKey, lenderClock, openLender, serverLog } from '@clearline/server';
import { newId, openStore, readPolicyFiles, startEmbeddedPostgres } from '@clearline/store';
import { explanationMs } from './monitoring-explain.ts';
import { openLines } from './monitoring-lines.ts';

/**
 * Events through HTTP into committed decisions: latency at a steady rate, and how many a batch intake takes, with features
 * and monitoring on, on the embedded database with fsync; beside `pgbench -N` on the same server in the same run.
 */
const BORROWERS = 400;
const RATE = 500;
const SECONDS = 20;
const BATCH = 1_000;
const IN_FLIGHT = 4;
const PGBENCH_SECONDS = 10;

interface Line {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly note?: string;
}
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

const post = (url: URL, type: string, body: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const headers = {
      'content-type': type,
      authorization: `Bearer ${demoApiKey}`,
      'content-length': Buffer.byteLength(body),
    };
    const sent = request(url, { method: 'POST', agent, headers }, (reply) => {
      let text = '';
      reply.setEncoding('utf8');
      reply.on('data', (part: string) => (text += part));
      reply.on('end', () =>
        reply.statusCode === 200 ? resolve(text) : reject(new Error(`${reply.statusCode} ${text}`)),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });

let made = 0;
/** Everyday events: mostly purchases, some sign-ins, of a known device. */
const eventOf = (borrowerId: string): Record<string, unknown> => {
  made += 1;
  const base = { eventId: `b${made}`, borrowerId, occurredAt: new Date().toISOString(), source: 'app' };
  return made % 4 === 0
    ? { ...base, kind: 'LOGIN', deviceId: 'd1', province: '浙江', success: true }
    : { ...base, kind: 'PURCHASE', amountFen: 1_000 + (made % 9_000), category: 'food', payee: `m${made % 97}` };
};
const pick = (ids: readonly string[]): string => ids[Math.floor(Math.random() * ids.length)] as string;

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Latency from when an event was due to be sent, so that a stall counts for all that waited behind it. */
const atRate = async (url: URL, ids: readonly string[]): Promise<number[]> => {
  const latencies: number[] = [];
  const started = performance.now();
  const sends: Promise<void>[] = [];
  for (let n = 0; n < RATE * SECONDS; n += 1) {
    const due = started + (n * 1000) / RATE;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    sends.push(
      post(url, 'application/json', JSON.stringify(eventOf(pick(ids)))).then((text) => {
        if (!text.includes('"ACCEPTED"')) throw new Error(`an event was not accepted: ${text}`);
        latencies.push(performance.now() - due);
      }),
    );
  }
  await Promise.all(sends);
  return latencies.sort((a, b) => a - b);
};

const inBatches = async (url: URL, ids: readonly string[]): Promise<number> => {
  const started = performance.now();
  let taken = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() - started < SECONDS * 1000) {
      const lines = Array.from({ length: BATCH }, () => JSON.stringify(eventOf(pick(ids)))).join('\n');
      const text = await post(url, 'application/x-ndjson', lines);
      taken += text.split('"ACCEPTED"').length - 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return (taken * 1000) / (performance.now() - started);
};

/** Transactions a second of `pgbench -N` with prepared statements, or null where it is not at hand. */
const pgbench = async (databaseUrl: string): Promise<number | null> => {
  const run = promisify(execFile);
  try {
    await run('pgbench', ['-i', '-q', '-s', '5', databaseUrl]);
    const { stdout } = await run('pgbench', [
      '-N',
      '-M',
      'prepared',
      '-c',
      '8',
      '-j',
      '1',
      '-T',
      String(PGBENCH_SECONDS),
      databaseUrl,
    ]);
    return Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
};

const main = async (): Promise<void> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'clearline-bench-'));
  const database = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  const store = await openStore({ databaseUrl: database.url, masterKey: new Uint8Array(randomBytes(32)) });
  const files = await readPolicyFiles(fileURLToPath(new URL('../../policies', import.meta.url)));
  const compiled = compilePolicySet(files, new Date().toISOString().slice(0, 10));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  const lender = await openLender({
    store,
    bookId: 'main',
    lender: DEMO_LENDER,
    policies: compiled.policies,
    apps: { borrower: null, console: null },
    adapters: null,
    log: serverLog('error'),
    version: 'bench',
    takeOver: true,
    clock: lenderClock(0),
  });
  const lines: Line[] = [];
  try {
    const ids = Array.from({ length: BORROWERS }, () => newId());
    await openLines(lender.book, ids);
    const address = await lender.app.listen({ host: '127.0.0.1', port: 0 });
    const url = new URL('/v1/events', address);
    await inBatches(url, ids.slice(0, 50)).then((rate) =>
      lines.push({ what: 'warm-up, batches', value: rate, unit: 'events/s' }),
    );
    const latencies = await atRate(url, ids);
    for (const [name, share] of [
      ['p50', 0.5],
      ['p99', 0.99],
      ['max', 1],
    ] as const)
      lines.push({
        what: `HTTP to committed at ${RATE} events/s, ${name}`,
        value: quantile(latencies, share),
        unit: 'ms',
      });
    const batched = await inBatches(url, ids);
    lines.push({ what: `batches of ${BATCH}`, value: batched, unit: 'events/s', note: 'NDJSON, four in flight' });
    const peer = await pgbench(database.url);
    if (peer === null) lines.push({ what: 'pgbench -N', value: Number.NaN, unit: 'tps', note: 'not at hand' });
    else
      lines.push(
        { what: 'pgbench -N, prepared, 8 clients', value: peer, unit: 'tps' },
        { what: 'batch intake over pgbench -N', value: batched / peer, unit: 'events per transaction' },
      );
    const explained = explanationMs(compiled.policies).sort((a, b) => a - b);
    lines.push({ what: 'explanation added to a decision, p99', value: quantile(explained, 0.99), unit: 'ms' });
  } finally {
    await lender.close();
    await store.close();
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
    agent.destroy();
  }
  for (const { what, value, unit, note } of lines)
    console.log(`${what}: ${value.toFixed(2)} ${unit}${note === undefined ? '' : ` (${note})`}`);
  await mkdir('bench/results', { recursive: true });
  const machine = { cores: cpus().length, model: cpus()[0]?.model, node: process.version };
  await writeFile('bench/results/monitoring.json', `${JSON.stringify({ machine, lines }, null, 2)}\n`);
};
await main();
