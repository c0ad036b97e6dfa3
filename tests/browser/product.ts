import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeEmbeddedPostgres } from '../../packages/store/src/embedded/index.ts';
import { createTestDatabase } from '../../packages/store/src/testing/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface ProductOptions {
  /** How much of the demo lender to fill in. */
  readonly demo?: 'none' | 'small' | 'full';
  /** `embedded` insists on an embedded database of its own, even when CLEARLINE_TEST_DATABASE_URL names a server. */
  readonly database?: 'embedded';
  /** An earlier product's data folder, to start again on; left out, a new one. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** More words for `clearline serve`. */
  readonly parameters?: readonly string[];
}

/** The running product, as `npm start` runs it; only that it does not warm deciding up, which takes seconds of every start. */
export interface Product {
  readonly borrowerUrl: string;
  readonly consoleUrl: string;
  readonly apiUrl: string;
  readonly dataDir: string;
  /** Everything it printed so far. */
  output(): string;
  /** Asks it to end, as Ctrl-C does, and gives its exit code. The data stay. */
  stop(): Promise<number | null>;
  /** Kills it without a word; its database keeps running, as after a crash. The data stay. */
  kill9(): Promise<void>;
  /** Ends it in whatever state it is, and removes its data. */
  dispose(): Promise<void>;
}

/**
 * A port below those that systems lend to outgoing connections: one of these may be lent between our looking and the
 * product's listening, and was.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_240, 32_000);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false;
    throw error;
  }
  server.close();
  await once(server, 'close');
  return true;
}

async function newDataDir(): Promise<string> {
  const parent = join(root, '.clearline', 'test-data');
  await mkdir(parent, { recursive: true });
  return mkdtemp(join(parent, 'product-'));
}

/** Resolves once the product says that it serves; rejects with what it printed when it ends before. */
function ready(child: ChildProcess, printed: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (/^READY /m.test(printed())) resolve();
    });
    child.once('exit', (code) => reject(new Error(`The product ended with ${String(code)}:\n${printed()}`)));
  });
}

/**
 * Starts the real product on a free port and a data folder of its own. With CLEARLINE_TEST_DATABASE_URL set it runs on a
 * new database of that server instead of an embedded one.
 */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const port = await freePort();
  const dataDir = options.dataDir ?? (await newDataDir());
  const server = options.database === 'embedded' ? undefined : process.env['CLEARLINE_TEST_DATABASE_URL'];
  const database = server === undefined ? null : await createTestDatabase();
  const words = ['--port', String(port), '--data-dir', dataDir, '--demo', options.demo ?? 'none', '--skip-warm-up'];
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs'), ...words, ...(options.parameters ?? [])], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DATABASE_URL: database?.url,
      ...options.env,
      CLEARLINE_READY: 'json',
    },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      printed += text.toString();
    });
  }
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const [code] = await ended;
    return code;
  };
  const dispose = async () => {
    await end('SIGKILL');
    await database?.drop();
    await removeEmbeddedPostgres(join(dataDir, 'postgres'));
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await ready(child, () => printed);
  } catch (error) {
    await dispose();
    throw error;
  }
  const apiUrl = `http://127.0.0.1:${port}`;
  return {
    borrowerUrl: `${apiUrl}/`,
    consoleUrl: `${apiUrl}/console/`,
    apiUrl,
    dataDir,
    output: () => printed,
    stop: () => end('SIGTERM'),
    kill9: async () => void (await end('SIGKILL')),
    dispose,
  };
}
