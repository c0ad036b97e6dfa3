import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { EmbeddedPostgresError } from './failure.ts';

/** The account the server runs under. `null` where the platform has none, or where it is our own. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

async function accountNamed(names: readonly string[]): Promise<Account | null> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of names) {
    const [, , uid, gid] = lines.find((fields) => fields[0] === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return null;
}

/**
 * PostgreSQL refuses to run as root, and initdb refuses an account without a passwd entry: as root this is the owner of
 * the first of `folders` that is not root's own, else `postgres`, else `nobody`. As anyone else it is ourselves (`null`).
 */
export async function serverAccount(folders: readonly string[]): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  for (const folder of folders) {
    const owner = statSync(folder, { throwIfNoEntry: false });
    if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  }
  const account = await accountNamed(['postgres', 'nobody']);
  if (account !== null) return account;
  throw new EmbeddedPostgresError(
    'not_permitted',
    'PostgreSQL refuses to run as root, and /etc/passwd has neither postgres nor nobody. Start as a normal user.',
  );
}

/** Whether `account` may enter `path` and every folder above it. Folders that do not exist yet are skipped. */
export function canTraverse(path: string, account: Account): boolean {
  for (let dir = resolve(path); ; dir = dirname(dir)) {
    const stat = statSync(dir, { throwIfNoEntry: false });
    if (stat !== undefined) {
      const bit = stat.uid === account.uid ? 0o100 : stat.gid === account.gid ? 0o010 : 0o001;
      if ((stat.mode & bit) === 0) return false;
    }
    if (dir === dirname(dir)) return true;
  }
}
