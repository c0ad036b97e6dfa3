import { readdir, readFile } from 'node:fs/promises';

/** Ticks a second of the counts in `/proc`; Linux shows a hundred to programs, whatever it uses inside. */
const TICKS_A_SECOND = 100;

/**
 * Seconds of processor that a process has taken so far, with its children, those that ended included; null where the
 * system has no `/proc`.
 */
export const cpuSecondsOf = async (pid: number): Promise<number | null> => {
  if (process.platform !== 'linux') return null;
  const all = await Promise.all((await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(statOf));
  let ticks = 0;
  for (const stat of all) {
    if (stat?.pid === pid) ticks += stat.own + stat.endedChildren;
    else if (stat?.parent === pid) ticks += stat.own;
  }
  return ticks / TICKS_A_SECOND;
};

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly own: number;
  readonly endedChildren: number;
}

/** Null for a process that ended while we looked. */
const statOf = async (name: string): Promise<Stat | null> => {
  const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  // The name of the program stands in brackets and may hold anything.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const field = (number: number): number => fields[number - 3] ?? 0;
  return { pid: Number(name), parent: field(4), own: field(14) + field(15), endedChildren: field(16) + field(17) };
};

/**
 * Seconds of processor, over all cores, that the host has kept from this machine so far; null where the system does not say.
 * What is kept from it stands still whatever it does.
 */
export const stolenSeconds = async (): Promise<number | null> => {
  if (process.platform !== 'linux') return null;
  const [, , , , , , , , stolen] = (await readFile('/proc/stat', 'utf8')).split('\n', 1)[0]?.split(/\s+/) ?? [];
  return stolen === undefined ? null : Number(stolen) / TICKS_A_SECOND;
};
