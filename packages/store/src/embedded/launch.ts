import { open, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { EmbeddedPostgresError, fromServerLog } from './failure.ts';
import { tryListen } from './free-port.ts';
import { isServerOf, readPostmaster, removeStalePid } from './postmaster.ts';
import { openHolder } from './session.ts';
import { serverArguments } from './settings.ts';
import { cannotRun, spawnAs } from './spawn-as.ts';

/** Everything needed to run the server of one cluster, any number of times. */
export interface LaunchPlan {
  readonly clusterDir: string;
  readonly account: Account | null;
  readonly binaries: Binaries;
  readonly password: string;
  /** The port of last time. */
  readonly port: number;
  /** True when no other port will do: it was asked for, or addresses with it are already in use. */
  readonly portIsFixed: boolean;
  readonly fsync: boolean;
  readonly logFile: string;
  readonly log: (line: string) => void;
}

export interface Running {
  readonly pid: number;
  readonly port: number;
  readonly holder: Client;
}

/** Recovery after a crash replays up to max_wal_size of log; on a slow disk that is minutes, not seconds. */
const readyWithinMs = 180_000;

async function waitUntilReady(plan: LaunchPlan, port: number, ended: () => Promise<boolean>): Promise<Client> {
  const startedAt = performance.now();
  let told = false;
  let last: unknown;
  while (performance.now() - startedAt < readyWithinMs) {
    try {
      return await openHolder(plan, port);
    } catch (error) {
      last = error;
    }
    if (await ended()) {
      throw fromServerLog(await readFile(plan.logFile, 'utf8'), { port, logFile: plan.logFile });
    }
    if (!told && performance.now() - startedAt > 2_000) {
      told = true;
      plan.log('Waiting for the database to finish recovering …');
    }
    await sleep(20);
  }
  const reason = last instanceof Error ? last.message : String(last);
  throw new EmbeddedPostgresError(
    'not_ready',
    `The database did not answer in 3 minutes: ${reason} (log: ${plan.logFile})`,
  );
}

/** Takes over the server that is already running on this cluster, left by a process that was killed; else `null`. */
async function adopt(plan: LaunchPlan): Promise<Running | null> {
  const found = await readPostmaster(plan.clusterDir);
  if (found === null || !(await isServerOf(found.pid, plan.clusterDir))) {
    await removeStalePid(plan.clusterDir);
    return null;
  }
  if (plan.portIsFixed && plan.port !== found.port) {
    throw new EmbeddedPostgresError(
      'in_use',
      `The database of this folder is already running, on port ${found.port} rather than ${plan.port}. ` +
        'Stop the other Clearline first, or leave the port out.',
    );
  }
  const gone = async () => !(await isServerOf(found.pid, plan.clusterDir));
  try {
    const holder = await waitUntilReady(plan, found.port, gone);
    return { pid: found.pid, port: found.port, holder };
  } catch (error) {
    // It was on its way out when we found it: killed a moment ago, or stopping. Then we start our own.
    if (!(await gone())) throw error;
    await removeStalePid(plan.clusterDir);
    return null;
  }
}

async function choosePort(plan: LaunchPlan): Promise<number> {
  const wished = await tryListen(plan.port);
  if (wished !== null) return wished;
  if (plan.portIsFixed) {
    throw new EmbeddedPostgresError(
      'port_taken',
      `Port ${plan.port} is taken by another program. Stop it, or give the database another port.`,
    );
  }
  const any = await tryListen(0);
  if (any !== null) return any;
  throw new EmbeddedPostgresError('port_taken', 'No free port on 127.0.0.1 for the database.');
}

async function launchOnce(plan: LaunchPlan, port: number): Promise<Running> {
  // Truncated at each start: the log is for finding out why this run failed, not a record to keep.
  const logHandle = await open(plan.logFile, 'w', 0o600);
  try {
    if (plan.account !== null) await logHandle.chown(plan.account.uid, plan.account.gid);
    const child = spawnAs(
      plan.account,
      plan.binaries.postgres,
      ['-D', plan.clusterDir, ...serverArguments({ port, fsync: plan.fsync })],
      // Detached, so that Ctrl-C reaches us first and the database only when we have finished with it.
      { detached: true, stdio: ['ignore', logHandle.fd, logHandle.fd] },
    );
    let failedToRun: Error | null = null;
    child.once('error', (error) => {
      failedToRun = error;
    });
    child.unref();
    const ended = async () => {
      if (failedToRun !== null) throw cannotRun(plan.binaries.postgres, failedToRun);
      return child.exitCode !== null || child.signalCode !== null;
    };
    const holder = await waitUntilReady(plan, port, ended);
    return { pid: child.pid ?? 0, port, holder };
  } finally {
    await logHandle.close();
  }
}

/** Adopts the running server or starts one, and gives a session on it. Rejects with an {@link EmbeddedPostgresError}. */
export async function adoptOrLaunch(plan: LaunchPlan): Promise<Running & { readonly adopted: boolean }> {
  const adopted = await adopt(plan);
  if (adopted !== null) return { ...adopted, adopted: true };
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(plan);
    try {
      return { ...(await launchOnce(plan, port)), adopted: false };
    } catch (error) {
      const code = error instanceof EmbeddedPostgresError ? error.code : '';
      const lostRace = code === 'port_taken' && !plan.portIsFixed && attempt < 5;
      // The sessions of a server that was killed take a moment to notice and let go of its memory.
      const remnants = code === 'in_use' && attempt < 40;
      if (!lostRace && !remnants) throw error;
      if (remnants) await sleep(250);
    }
  }
}
