import { existsSync } from 'node:fs';
import { mkdir, rm, rmdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { checkCluster, createCluster, placeCluster } from './cluster.ts';
import { EmbeddedPostgresError, fromSystemError } from './failure.ts';
import type { LaunchPlan, Running } from './launch.ts';
import { adoptOrLaunch } from './launch.ts';
import { isServerOf, readPostmaster } from './postmaster.ts';
import { databaseUrl, ensureDatabase, otherHolders } from './session.ts';
import { runAs } from './spawn-as.ts';
import { withStartLock } from './start-lock.ts';
import { newPassword, readState, writeState } from './state-file.ts';

export interface EmbeddedOptions {
  /** Folder for the database files and the generated password. Created when missing. */
  readonly dataDir: string;
  /** The port to listen on. Left out: the one of last time if free, else any. */
  readonly port?: number;
  /** Receives one line per thing worth telling: creation, adoption, recovery. */
  readonly log: (line: string) => void;
  /** Throw-away test servers may pass `false`; anything else keeps the default, `true`. */
  readonly fsync?: boolean;
  /** Called when the server died while in use and could not be started again. */
  readonly onLost?: (error: EmbeddedPostgresError) => void;
}

export interface EmbeddedPostgres {
  /** Connection URL with the password in it. It stays the same while this process runs. */
  readonly url: string;
  /** Process id of the server now; it changes when the server had to be started again. */
  readonly pid: number;
  /** True when the server was found running, left by a killed process or shared with another one. */
  readonly adopted: boolean;
  /** Stops the server, unless another process still relies on it. */
  stop(): Promise<void>;
}

async function makePlan(options: EmbeddedOptions, dataDir: string): Promise<LaunchPlan> {
  await mkdir(dataDir, { recursive: true });
  const remembered = await readState(dataDir);
  const account = await serverAccount([resolve(dataDir, remembered?.clusterDir ?? 'cluster'), dataDir]);
  const binaries = await findBinaries(account);
  const fsync = options.fsync ?? true;
  const clusterName = remembered?.clusterDir ?? (await placeCluster(dataDir, account));
  const clusterDir = resolve(dataDir, clusterName);
  const password = remembered?.password ?? newPassword();
  if (remembered === null) {
    options.log('Creating the database files …');
    // Left by a first start that was cut off before it could note the password: nothing in there yet.
    await rm(clusterDir, { recursive: true, force: true });
    await createCluster(clusterDir, account, binaries, { password, fsync });
    await writeState(dataDir, { password, port: options.port ?? 0, clusterDir: clusterName });
  }
  await checkCluster(clusterDir, binaries);
  return {
    clusterDir,
    account,
    binaries,
    password,
    port: options.port ?? remembered?.port ?? 0,
    portIsFixed: options.port !== undefined,
    fsync,
    logFile: join(dataDir, 'postgres.log'),
    log: options.log,
  };
}

/** Keeps one session open, and starts the server again when it dies under us. */
class Supervisor {
  readonly plan: LaunchPlan;
  running: Running;
  readonly #onLost: (error: EmbeddedPostgresError) => void;
  #stopping = false;
  #recovery: Promise<void> = Promise.resolve();

  constructor(plan: LaunchPlan, running: Running, onLost: (error: EmbeddedPostgresError) => void) {
    this.plan = { ...plan, port: running.port, portIsFixed: true };
    this.running = running;
    this.#onLost = onLost;
    this.#watch();
  }

  #watch(): void {
    // The driver tells a lost session by 'error' and then 'end'; the second alone is enough to act on.
    this.running.holder.on('error', () => undefined);
    this.running.holder.once('end', () => {
      if (!this.#stopping) this.#recovery = this.#recover();
    });
  }

  async #recover(): Promise<void> {
    this.plan.log('The database went away; bringing it back …');
    let failed: EmbeddedPostgresError | null = null;
    for (let attempt = 1; attempt <= 5 && !this.#stopping; attempt += 1) {
      try {
        this.running = await adoptOrLaunch(this.plan);
        this.plan.log(`The database is back (process ${this.running.pid}).`);
        this.#watch();
        return;
      } catch (error) {
        const failure = fromSystemError(error, this.plan.clusterDir);
        if (failure.message !== failed?.message) this.plan.log(failure.message);
        failed = failure;
        await sleep(attempt * 1_000);
      }
    }
    if (failed !== null) this.#onLost(failed);
  }

  async stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    await this.#recovery;
    const { plan, running } = this;
    const others = await otherHolders(running.holder).catch(() => 0);
    await running.holder.end().catch(() => undefined);
    if (others > 0) {
      plan.log('The database stays up: another Clearline uses it.');
      return;
    }
    await stopServer(plan);
  }
}

async function stopServer(plan: Pick<LaunchPlan, 'clusterDir' | 'account' | 'binaries'>): Promise<void> {
  const found = await readPostmaster(plan.clusterDir);
  if (found === null || !(await isServerOf(found.pid, plan.clusterDir))) return;
  const { code, output } = await runAs(plan.account, plan.binaries.pgCtl, [
    'stop',
    `--pgdata=${plan.clusterDir}`,
    '--mode=fast',
    '--timeout=120',
    '--wait',
  ]);
  if (code !== 0 && (await isServerOf(found.pid, plan.clusterDir))) {
    throw new EmbeddedPostgresError('not_ready', `The database (process ${found.pid}) did not stop: ${output.trim()}`);
  }
}

/**
 * Starts the embedded PostgreSQL of `dataDir`, or adopts the one already running there, and makes sure the product's
 * database exists. It listens on 127.0.0.1 only. Rejects with an {@link EmbeddedPostgresError} whose message is one line.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  try {
    await mkdir(dataDir, { recursive: true });
    const { supervisor, adopted } = await withStartLock(join(dataDir, 'starting.lock'), async () => {
      const plan = await makePlan(options, dataDir);
      const running = await adoptOrLaunch(plan);
      await ensureDatabase(running.holder);
      if (running.adopted) options.log(`Using the database that is already running (process ${running.pid}).`);
      const remembered = await readState(dataDir);
      if (remembered !== null && remembered.port !== running.port) {
        await writeState(dataDir, { ...remembered, port: running.port });
      }
      const onLost = options.onLost ?? ((error) => options.log(error.message));
      return { supervisor: new Supervisor(plan, running, onLost), adopted: running.adopted };
    });
    return {
      url: databaseUrl(supervisor.plan, supervisor.plan.port),
      get pid() {
        return supervisor.running.pid;
      },
      adopted,
      stop: () => supervisor.stop(),
    };
  } catch (error) {
    throw fromSystemError(error, dataDir);
  }
}

/** A process that was killed is still counted until the server has noticed, which takes a busy machine a moment. */
const LEAVING_LOOKS = 6;
const LEAVING_PAUSE_MS = 250;

/**
 * Removes the embedded database of `dataDir` for good. A server left by a killed process is stopped first; one that
 * another process relies on makes this reject with `in_use`.
 */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  const dir = resolve(dataDir);
  if (!existsSync(dir)) return;
  try {
    const state = await readState(dir);
    if (state !== null) {
      const clusterDir = resolve(dir, state.clusterDir);
      const found = await readPostmaster(clusterDir);
      if (found !== null && (await isServerOf(found.pid, clusterDir))) {
        for (let attempt = 1; await isServerOf(found.pid, clusterDir); attempt += 1) {
          if (attempt > LEAVING_LOOKS) {
            throw new EmbeddedPostgresError('in_use', `A running Clearline uses ${dir}. Stop it first (Ctrl-C).`);
          }
          if (attempt > 1) await sleep(LEAVING_PAUSE_MS);
          const server = await startEmbeddedPostgres({ dataDir: dir, log: () => undefined });
          await server.stop();
        }
      }
      await rm(clusterDir, { recursive: true, force: true });
      if (isAbsolute(state.clusterDir)) await rmdir(dirname(clusterDir));
    }
    await rm(dir, { recursive: true, force: true });
  } catch (error) {
    throw fromSystemError(error, dir);
  }
}
