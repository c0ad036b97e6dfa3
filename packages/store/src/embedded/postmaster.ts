import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemCode } from './failure.ts';

/** What a server writes about itself into `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

const run = promisify(execFile);

/** Reads `postmaster.pid` of a cluster; `null` when there is none or it is not whole yet. */
export async function readPostmaster(clusterDir: string): Promise<Postmaster | null> {
  try {
    const lines = (await readFile(join(clusterDir, 'postmaster.pid'), 'utf8')).split('\n');
    const pid = Number(lines[0]);
    const port = Number(lines[3]);
    return Number.isInteger(pid) && pid > 0 && Number.isInteger(port) && port > 0 ? { pid, port } : null;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function commandOf(pid: number): Promise<string> {
  if (process.platform === 'win32') {
    return (await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'])).stdout;
  }
  if (process.platform === 'linux') return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  return (await run('ps', ['-o', 'command=', '-p', String(pid)])).stdout;
}

/**
 * Whether `pid` is the server of `clusterDir` now. The number alone says little: pids are reused, and a container starts
 * counting from 1 again.
 */
export async function isServerOf(pid: number, clusterDir: string): Promise<boolean> {
  try {
    const command = await commandOf(pid);
    return /postgres/i.test(command) && (process.platform === 'win32' || command.includes(clusterDir));
  } catch {
    // No such process: /proc has no entry, or ps found nothing and says so by its exit code.
    return false;
  }
}

/** Removes the pid file of a server that is gone, which would otherwise keep the next one from starting. */
export async function removeStalePid(clusterDir: string): Promise<void> {
  await rm(join(clusterDir, 'postmaster.pid'), { force: true });
}
