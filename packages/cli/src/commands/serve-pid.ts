import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const fileIn = (dataDir: string): string => join(dataDir, 'serve.pid');

/** Whether a process of that id exists, ours to signal or not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The process that serves, or last served, a data folder, if it still lives. */
export async function servingProcess(dataDir: string): Promise<number | null> {
  try {
    const pid = Number(await readFile(fileIn(dataDir), 'utf8'));
    return Number.isInteger(pid) && pid > 0 && pid !== process.pid && isAlive(pid) ? pid : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Notes that this process serves the folder; gives what takes the note away again. */
export async function noteServing(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true });
  await writeFile(fileIn(dataDir), `${process.pid}\n`);
  return () => rm(fileIn(dataDir), { force: true });
}
