import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const OPTIONS = ['-M', 'prepared', '-j', '1'];
const SECONDS = 10;

/** `simple-update` leaves the rows alone that all transactions share; `tpcb-like` has every one update a row per branch. */
export type PgbenchScript = 'simple-update' | 'tpcb-like';

/** The tool that PostgreSQL itself is measured with, on the server that is measured; it makes tables of its own there. */
export interface Pgbench {
  /** Transactions a second, as many as go with so many clients. */
  throughput(clients: number, script?: PgbenchScript): Promise<number>;
  /** How long single transactions take that begin at this rate, in milliseconds, shortest first; waiting for a free client counts. */
  latenciesAt(rate: number, clients: number, seconds: number): Promise<number[]>;
}

/**
 * @param branches each with 100,000 accounts
 * @returns null where the tool is not at hand
 */
export const openPgbench = async (program: string, databaseUrl: string, branches = 5): Promise<Pgbench | null> => {
  try {
    await run(program, ['-i', '-q', '-s', String(branches), databaseUrl]);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  return {
    async throughput(clients, script = 'simple-update') {
      const load = ['-b', script, '-c', String(clients), '-T', String(SECONDS)];
      const { stdout } = await run(program, [...OPTIONS, ...load, databaseUrl]);
      const tps = Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
      if (!(tps > 0)) throw new Error(`pgbench said no transactions a second: ${stdout}`);
      return tps;
    },
    async latenciesAt(rate, clients, seconds) {
      const folder = await mkdtemp(join(tmpdir(), 'clearline-pgbench-'));
      try {
        const log = ['-l', `--log-prefix=${join(folder, 'log')}`];
        const paced = ['-N', '-R', String(rate), '-c', String(clients), '-T', String(seconds)];
        await run(program, [...OPTIONS, ...paced, ...log, databaseUrl]);
        const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
        // client, number, microseconds, script, second, microsecond, microseconds behind its time
        const taken = files
          .flatMap((text) => text.split('\n').filter((line) => line !== ''))
          .map((line) => Number(line.split(' ')[2]) / 1000)
          .sort((a, b) => a - b);
        if (taken.length < (rate * seconds) / 2) throw new Error(`pgbench logged only ${taken.length} transactions`);
        return taken;
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  };
};
