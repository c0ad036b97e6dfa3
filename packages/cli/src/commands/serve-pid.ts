import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const fileIn = (dataDir: string): string => join(dataDir, 'serve.pid');

const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '');

/** Ended but not yet collected by its parent, as SIGKILL leaves processes in a container without an init. Linux only. */
async function isZombie(pid: number): Promise<boolean> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) === 'Z';
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return !isMissing(error);
  }
  return !(await isZombie(pid));
}

/** The process that last served a data folder, if one of its number lives; a number can be another’s by now. */
export async function servingProcess(dataDir: string): Promise<number | null> {
  try {
    const pid = Number(await readFile(fileIn(dataDir), 'utf8'));
    return Number.isInteger(pid) && pid > 0 && pid !== process.pid && (await isAlive(pid)) ? pid : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Notes that this process serves the folder; gives what takes the note away again. */
export async function noteServing(dataDir: string): Promise<() => Promise<void>> {
  await writeFile(fileIn(dataDir), `${process.pid}\n`);
  return () => rm(fileIn(dataDir), { force: true });
}
