import { readFile } from 'node:fs/promises';
import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { addDays } from '@clearline/lending';
import { dateOf, DEMO_LENDER } from '@clearline/line';
import {
  type Lender,
  openLender,
  serverLog,
  type StreamSettings,
  streamSettings,
  witnessPeers,
} from '@clearline/server';
import { liveLenderFrom, type LiveLender } from '../live-lender.ts';
import { StoreError } from '@clearline/store';
import type { Command } from '../command.ts';
import { dataDirFrom, repositoryRoot } from '../data-dir.ts';
import { BOOK_ID, type OpenDatabase, openDatabase } from '../database.ts';
import { DEMO_SIZES, type DemoSize, fillDemo } from '../demo/fill.ts';
import { keepLogKeys } from '../log-keys-file.ts';
import { loadPolicies } from '../policies.ts';
import { sampleBorrowers } from '../demo/sample-borrowers.ts';
import { fresh } from './fresh.ts';
import { rebuildTables } from './rebuild.ts';
import { noteServing, servingProcess } from './serve-pid.ts';
import { welcome, welcomeLive } from './welcome.ts';

interface Settings {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly demo: DemoSize | 'none';
  readonly logLevel: string;
  /** The lender file of a real lender; null serves the demo. */
  readonly lenderFile: string | null;
  readonly policies: string | null;
  readonly behindProxy: boolean;
  /** Whether deciding is warmed up, and files are read ahead, at the start (N108, S97). */
  readonly warm: boolean;
  readonly stream: StreamSettings | null;
}

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'];

/** Longer than a lease: within it a holder that has ended lets go. */
const leaseWaitMs = 12_000;

/** Fails at once when the port is taken, before minutes of work are put into filling a database. */
function probePort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createTcpServer();
    probe.once('error', reject);
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

/** The settings, or the one line that says which parameter is wrong. */
function settingsFrom(values: Readonly<Record<string, string | boolean | undefined>>): Settings | string {
  const text = (name: string): string => String(values[name]);
  const port = Number(values['port']);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return `--port is “${text('port')}”; it is a whole number from 0 to 65535.`;
  }
  const demo = String(values['demo'] ?? 'full');
  if (demo !== 'none' && !Object.hasOwn(DEMO_SIZES, demo)) {
    return `--demo is “${demo}”; it is one of: none, ${Object.keys(DEMO_SIZES).join(', ')}.`;
  }
  const logLevel = text('log');
  if (!logLevels.includes(logLevel)) return `--log is “${logLevel}”; it is one of: ${logLevels.join(', ')}.`;
  const given = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const lenderFile = given('lender') ?? null;
  if (lenderFile !== null && given('demo') !== undefined && demo !== 'none')
    return '--lender serves a real lender and --demo a fictional one; give one of them.';
  const streamUrl = given('nats') ?? process.env['CLEARLINE_NATS_URL'] ?? null;
  const stream = streamUrl === null ? null : streamSettings(streamUrl, process.env);
  if (typeof stream === 'string') return stream;
  return {
    host: text('host'),
    port,
    dataDir: dataDirFrom(given('data-dir')),
    demo: lenderFile === null ? (demo as Settings['demo']) : 'none',
    logLevel,
    lenderFile,
    policies: given('policies') ?? null,
    behindProxy: values['behind-proxy'] === true,
    warm: values['skip-warm-up'] !== true,
    stream,
  };
}

/** Fills an empty book with the demo lender; a book that holds anything is left as it is. */
async function fillIfEmpty(database: OpenDatabase, size: DemoSize): Promise<void> {
  const { store } = database;
  const { items } = await store.queries(BOOK_ID).searchBorrowers({ limit: 1 });
  if (items.length > 0) return;
  const started = performance.now();
  console.error('Filling the empty database with the demo lender …');
  const report = await fillDemo(store, {
    bookId: BOOK_ID,
    size,
    through: addDays(dateOf(new Date().toISOString()), -1),
    policies: await loadPolicies(null),
    onProgress: (made, of) => {
      if (process.stderr.isTTY) process.stderr.write(`\r  ${made} of ${of} borrowers`);
      else if (made % 500 === 0) console.error(`  ${made} of ${of} borrowers`);
    },
  });
  if (process.stderr.isTTY) process.stderr.write('\r');
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.error(
    `  ${report.borrowers} borrowers, ${report.facts} facts, ${report.entries} ledger entries in ${seconds} s`,
  );
}

/**
 * Opens the book. Where its lease is held: by a process of this data folder that has ended, it is taken over at once; by
 * any other, it is waited for, since a holder that has ended lets it run out, and one that lives keeps it.
 */
async function openWhenFree(
  open: (takeOver: boolean) => Promise<Lender>,
  dataDir: string,
  embedded: boolean,
): Promise<Lender> {
  const holder = embedded ? await servingProcess(dataDir) : null;
  const end = Date.now() + leaseWaitMs;
  for (let told = false; ; told = true) {
    try {
      return await open(embedded && holder === null);
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'lease_held' || Date.now() > end) throw error;
      if (!told) console.error('Another process holds the book, or ended without giving it back; waiting …');
      await sleep(1000);
    }
  }
}

/** Resolves with the exit code: 0 on Ctrl-C or SIGTERM, 1 when the book is lost to another process. */
function untilStopped(onLost: (lost: (message: string) => void) => void): Promise<number> {
  return new Promise((resolve) => {
    const stop = (): void => {
      // A second Ctrl-C does not wait for the drain.
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
      resolve(0);
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
    onLost((message) => {
      console.error(message);
      resolve(1);
    });
  });
}

async function versionOf(root: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}

async function serveOn(database: OpenDatabase, settings: Settings, live: LiveLender | null): Promise<number> {
  const { store, embedded } = database;
  if (settings.demo !== 'none') await fillIfEmpty(database, settings.demo);
  let lose = (message: string): void => console.error(message);
  const stopped = untilStopped((lost) => {
    lose = lost;
  });
  database.onLost((failure) => lose(failure.message));
  const root = repositoryRoot();
  const policies = await loadPolicies(null, settings.policies ?? undefined);
  const version = await versionOf(root);
  const witnesses = witnessPeers(process.env['CLEARLINE_WITNESSES']);
  const built = join(root, '.clearline', 'build');
  const open = async (takeOver: boolean): Promise<Lender> => {
    if (await store.tablesOutdated(BOOK_ID)) {
      console.error('This data was made by another version; making its tables again from the facts …');
      await rebuildTables(store, takeOver);
    }
    return openLender({
      store,
      bookId: BOOK_ID,
      lender: live?.lender ?? DEMO_LENDER,
      policies,
      apps: { borrower: join(built, 'borrower'), console: join(built, 'console') },
      adapters: live?.adapters ?? null,
      // Whoever serves real people does it over TLS, which the proxy in front ends.
      secureCookies: live !== null || settings.behindProxy,
      trustProxy: settings.behindProxy,
      log: serverLog(settings.logLevel),
      version,
      takeOver,
      witnesses,
      stream: settings.stream,
      warm: settings.warm,
      onLost: (error) => lose(error.message),
    });
  };
  const lender = await openWhenFree(open, settings.dataDir, embedded);
  const forget = await noteServing(settings.dataDir);
  await keepLogKeys(store, BOOK_ID, settings.dataDir, witnesses);
  try {
    await lender.app.listen({ host: settings.host, port: settings.port });
    const address = lender.app.server.address();
    const port = typeof address === 'object' && address !== null ? address.port : settings.port;
    console.error(
      live === null
        ? welcome(settings.host, port, await sampleBorrowers(store, lender.book, lender.clock.now()))
        : welcomeLive(settings.host, port, live.lender.name, (await store.queries(BOOK_ID).listStaff()).length),
    );
    if (process.env['CLEARLINE_READY'] === 'json') console.log(`READY ${JSON.stringify({ port })}`);
    const code = await stopped;
    console.error('Stopping: finishing what is under way …');
    return code;
  } finally {
    await lender.close();
    await forget();
  }
}

/** Runs a lender: API, both web apps, workers, and the embedded database unless DATABASE_URL names a server. */
export const serve: Command = {
  name: 'serve',
  summary: 'run the lender: API, web apps, workers and database',
  usage:
    '[--lender FILE] [--policies DIR] [--behind-proxy] [--skip-warm-up] [--nats URL] [--port N] [--host ADDRESS] [--data-dir DIR] [--demo none|small|full] [--fresh] [--log debug|info|warn|error|silent]',
  async run(parameters) {
    const { values } = parseArgs({
      args: [...parameters],
      options: {
        port: { type: 'string', default: '8080' },
        host: { type: 'string', default: '127.0.0.1' },
        'data-dir': { type: 'string' },
        demo: { type: 'string' },
        lender: { type: 'string' },
        policies: { type: 'string' },
        'behind-proxy': { type: 'boolean', default: false },
        'skip-warm-up': { type: 'boolean', default: false },
        nats: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        log: { type: 'string', default: 'warn' },
      },
    });
    const settings = settingsFrom(values);
    if (typeof settings === 'string') {
      console.error(settings);
      return 2;
    }
    const live = settings.lenderFile === null ? null : await liveLenderFrom(settings.lenderFile);
    await probePort(settings.host, settings.port);
    if (values.fresh) {
      const failed = await fresh.run(['--data-dir', settings.dataDir]);
      if (failed !== 0) return failed;
    }
    const database = await openDatabase(settings.dataDir);
    const stop = async (): Promise<void> => {
      await database.stop();
      console.error('Stopped.');
    };
    try {
      const code = await serveOn(database, settings, live);
      await stop();
      return code;
    } catch (error) {
      await stop();
      throw database.lost() ?? error;
    }
  },
};
