import { randomBytes } from 'node:crypto';
import { chown, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from './failure.ts';

/** What one embedded server needs to remember between runs. Kept readable by its owner only, for the password. */
export interface EmbeddedState {
  readonly password: string;
  readonly port: number;
  /** The PGDATA folder: below the data folder, or under /var/tmp when the server's account cannot get there. */
  readonly clusterDir: string;
}

export const stateFileName = 'embedded-postgres.json';

/** A password that is safe in a connection URL. */
export function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

/** The remembered state of `dataDir`, or `null` before its first start. */
export async function readState(dataDir: string): Promise<EmbeddedState | null> {
  try {
    return JSON.parse(await readFile(join(dataDir, stateFileName), 'utf8')) as EmbeddedState;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Replaces the state in one step, so that a crash leaves the old one or the new one. It belongs to whom the folder
 * belongs to: root may start the database of a normal user, who must be able to start it again afterwards.
 */
export async function writeState(dataDir: string, state: EmbeddedState): Promise<void> {
  const path = join(dataDir, stateFileName);
  const fresh = `${path}.${process.pid}`;
  await writeFile(fresh, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600, flush: true });
  const folder = await stat(dataDir);
  if (process.getuid?.() === 0) await chown(fresh, folder.uid, folder.gid);
  await rename(fresh, path);
}
