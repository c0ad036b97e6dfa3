import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import type { Account } from './account.ts';
import { EmbeddedPostgresError } from './failure.ts';

/** The environment a PostgreSQL program gets: ours without PG* variables, which would change what it does. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && !name.startsWith('LC_'));
  return { ...Object.fromEntries(kept), LANG: 'C', LC_ALL: 'C', TZ: 'UTC' };
}

/** Starts a PostgreSQL program under `account`, in a folder that any account may enter. */
export function spawnAs(
  account: Account | null,
  program: string,
  parameters: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const identity = account === null ? {} : { uid: account.uid, gid: account.gid };
  const cwd = process.platform === 'win32' ? process.cwd() : '/';
  return spawn(program, parameters, { ...options, ...identity, cwd, env: cleanEnvironment(), windowsHide: true });
}

/** Runs a PostgreSQL program to its end and gives its exit code and everything it printed. */
export function runAs(
  account: Account | null,
  program: string,
  parameters: readonly string[],
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawnAs(account, program, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const gather = (text: Buffer) => {
      output += text.toString();
    };
    child.stdout?.on('data', gather);
    child.stderr?.on('data', gather);
    child.once('error', (error) => reject(cannotRun(program, error)));
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** The failure of a program that the system would not even start. */
export function cannotRun(program: string, error: Error): EmbeddedPostgresError {
  const hint = 'On a system without glibc (Alpine), or one that forbids changing user, set DATABASE_URL instead.';
  return new EmbeddedPostgresError('not_runnable', `Cannot run ${program} (${error.message}). ${hint}`, {
    cause: error,
  });
}
