import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { compilePolicySet, dateOf, DEMO_LENDER, plusDays, type Instant } from '@clearline/line';
import { demoApiKey, lenderClock, openLender, serverLog } from '@clearline/server';
import {
  bulkLoad,
  openStore,
  readPolicyFiles,
  startEmbeddedPostgres,
  type BorrowerHistory,
  type Store,
} from '@clearline/store';
import { explanationMs } from './monitoring-explain.ts';
import { KNOWN_DAYS, pastLife } from './monitoring-lines.ts';
import type { LoadOrder, LoadReport } from './monitoring-load.ts';
import { printLine, ratio, type Line } from './lending-table.ts';

/**
 * Events through HTTP into committed decisions: latency at a steady rate, and how many a batch intake takes, with features
 * and monitoring on, on the embedded database with fsync; beside `pgbench -N` on the same server in the same run.
 */
const { values } = parseArgs({
  options: {
    borrowers: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '20' },
    rate: { type: 'string', default: '500' },
    batch: { type: 'string', default: '1000' },
    'past-events': { type: 'string', default: '40' },
    'heavy-events': { type: 'string', default: '900' },
    pgbench: { type: 'string', default: 'pgbench' },
    part: { type: 'string', multiple: true, default: ['rate', 'batch', 'heavy', 'explain', 'pgbench'] },
  },
});
const wanted = new Set(values.part);
const RATE = Number(values.rate);
const BOOK = 'main';
const HEAVY = 20;
const IN_FLIGHT = 4;
const PGBENCH_SECONDS = 10;
const PGBENCH_CLIENTS = 8;

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Fills the book with borrowers who have a line, a loan and a past. @returns their ids, the heavy ones apart. */
const fill = async (store: Store, policies: Parameters<typeof pastLife>[1]['policies'], until: Instant) => {
  const everyone: string[] = [];
  const heavy: string[] = [];
  const streams = async function* (): AsyncIterable<BorrowerHistory> {
    const borrowers = Number(values.borrowers);
    for (let n = 0; n < borrowers + HEAVY; n += 1) {
      const isHeavy = n >= borrowers;
      const events = Number(isHeavy ? values['heavy-events'] : values['past-events']);
      const history = await pastLife(n, { policies, until, events });
      (isHeavy ? heavy : everyone).push(history.borrowerId);
      yield history;
    }
  };
  const through = dateOf(plusDays(until, -1));
  const loaded = await bulkLoad(store, {
    bookId: BOOK,
    streams: streams(),
    from: dateOf(plusDays(until, -KNOWN_DAYS)),
    through,
  });
  console.log(`${loaded.borrowers} borrowers with ${loaded.facts} facts`);
  return { everyone, heavy };
};

/** Runs the lender’s systems in a process of their own. */
const load = async (order: LoadOrder): Promise<LoadReport> => {
  const child = spawn(process.execPath, ['scripts/run-ts.mjs', 'bench/src/monitoring-load.ts', JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`the load ended with ${String(code)}`);
  return JSON.parse(text.trim().split('\n').at(-1) ?? '') as LoadReport;
};

/** What a phase left in the database must be what it was told: one fact an event, each in the events table. */
const proveTaken = async (store: Store, name: string, accepted: number): Promise<void> => {
  const [row] = await store.sql.query<{ events: bigint; facts: bigint }>(
    `SELECT count(*) AS events, count(f.seq) AS facts FROM behaviour_events e
     LEFT JOIN facts f ON f.book_id = e.book_id AND f.borrower_id = e.borrower_id AND f.seq = e.fact_seq
     WHERE e.book_id = $1 AND e.event_id LIKE $2`,
    [BOOK, `${name}-%`],
  );
  if (row?.events !== BigInt(accepted) || row.facts !== BigInt(accepted))
    throw new Error(
      `${name}: ${accepted} events were accepted, the book holds ${row?.events} with ${row?.facts} facts`,
    );
};

/** Transactions a second of `pgbench -N` with prepared statements, or null where it is not at hand. */
const pgbench = async (databaseUrl: string): Promise<number | null> => {
  const run = promisify(execFile);
  try {
    await run(values.pgbench, ['-i', '-q', '-s', '5', databaseUrl]);
    const clients = String(PGBENCH_CLIENTS);
    const options = ['-N', '-M', 'prepared', '-c', clients, '-j', '1', '-T', String(PGBENCH_SECONDS), databaseUrl];
    const { stdout } = await run(values.pgbench, options);
    return Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
};

interface Statistics {
  readonly commits: number;
  readonly walBytes: number;
}
const statistics = async (store: Store): Promise<Statistics> => {
  const [row] = await store.sql.query<{ version: bigint; wal: bigint }>(
    `SELECT version, (pg_current_wal_lsn() - '0/0')::bigint AS wal FROM books WHERE book_id = $1`,
    [BOOK],
  );
  return { commits: Number(row?.version), walBytes: Number(row?.wal) };
};

const main = async (): Promise<void> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'clearline-bench-'));
  const database = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  const store = await openStore({ databaseUrl: database.url, masterKey: new Uint8Array(randomBytes(32)) });
  const lines: Line[] = [];
  try {
    const until = new Date().toISOString();
    const compiled = compilePolicySet(await readPolicyFiles('policies'), dateOf(plusDays(until, -KNOWN_DAYS)));
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
    const { policies } = compiled;
    const { everyone, heavy } = await fill(store, policies, until);
    const clock = lenderClock(0);
    const lender = await openLender({
      store,
      bookId: BOOK,
      lender: DEMO_LENDER,
      policies,
      apps: { borrower: null, console: null },
      adapters: null,
      log: serverLog('error'),
      version: 'bench',
      takeOver: true,
      clock,
    });
    try {
      const url = new URL('/v1/events', await lender.app.listen({ host: '127.0.0.1', port: 0 })).href;
      const files = { everyone: join(dataDir, 'everyone.txt'), heavy: join(dataDir, 'heavy.txt') };
      await writeFile(files.everyone, everyone.join('\n'));
      await writeFile(files.heavy, heavy.join('\n'));
      const phase = async (name: string, rate: number | null, seconds: number, of: keyof typeof files) => {
        const before = await statistics(store);
        const cpu = process.cpuUsage();
        const report = await load({
          url,
          apiKey: demoApiKey,
          idsFile: files[of],
          seconds,
          name,
          rate,
          batch: Number(values.batch),
          inFlight: IN_FLIGHT,
        });
        const { user, system } = process.cpuUsage(cpu);
        const after = await statistics(store);
        await proveTaken(store, name, report.accepted);
        console.log(
          `${name}: ${report.accepted} events in ${report.seconds.toFixed(1)} s, ${report.decisions} told of a decision; an event: ${((user + system) / report.accepted).toFixed(0)} µs of the server’s CPU, ${((after.walBytes - before.walBytes) / report.accepted).toFixed(0)} bytes of WAL; ${(report.accepted / (after.commits - before.commits)).toFixed(1)} events a commit`,
        );
        return report;
      };
      const seconds = Number(values.seconds);
      const latency = async (name: string, of: keyof typeof files, what: string): Promise<void> => {
        const { latencies } = await phase(name, RATE, seconds, of);
        for (const [share, label] of [
          [0.5, 'p50'],
          [0.99, 'p99'],
          [1, 'max'],
        ] as const)
          lines.push({ what: `${what} at ${RATE} events/s, ${label}`, value: quantile(latencies, share), unit: 'ms' });
      };
      await phase('warm', RATE, 8, 'everyone');
      if (wanted.has('rate')) await latency('rate', 'everyone', `HTTP to committed, ${everyone.length} borrowers,`);
      if (wanted.has('heavy')) await latency('heavy', 'heavy', `HTTP to committed, ${HEAVY} heavy borrowers,`);
      const peer = wanted.has('pgbench') ? await pgbench(database.url) : null;
      if (peer !== null)
        lines.push({ what: `pgbench -N, prepared, ${PGBENCH_CLIENTS} clients`, value: peer, unit: 'transactions/s' });
      if (wanted.has('batch')) {
        const { accepted, seconds: took } = await phase('batch', null, seconds, 'everyone');
        const note = peer === null ? 'pgbench is not installed' : ratio(accepted / took, peer, 'pgbench -N');
        lines.push({
          what: `batches of ${values.batch} (NDJSON, ${IN_FLIGHT} in flight)`,
          value: accepted / took,
          unit: 'events/s',
          note,
        });
      }
      if (wanted.has('explain')) {
        const explained = explanationMs(policies).sort((a, b) => a - b);
        lines.push({ what: 'explanation added to a decision, p50', value: quantile(explained, 0.5), unit: 'ms' });
        lines.push({ what: 'explanation added to a decision, p99', value: quantile(explained, 0.99), unit: 'ms' });
      }
    } finally {
      await lender.close();
    }
  } finally {
    await store.close();
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
  console.log();
  for (const line of lines) printLine(line);
  await mkdir('bench/results', { recursive: true });
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    note: 'load, server and database share the machine',
  };
  await writeFile('bench/results/monitoring.json', `${JSON.stringify({ machine, lines }, null, 2)}\n`);
};
await main();
