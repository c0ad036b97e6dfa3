import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Account } from './account.ts';
import { canTraverse } from './account.ts';
import type { Binaries } from './binaries.ts';
import { EmbeddedPostgresError, fromServerLog } from './failure.ts';
import { embeddedUser } from './session.ts';
import { shelterFor } from './shelter.ts';
import { runAs } from './spawn-as.ts';

/** Where a new cluster goes: below the data folder, or under /var/tmp when the server's account cannot get there. */
export async function placeCluster(dataDir: string, account: Account | null): Promise<string> {
  if (account === null || canTraverse(dataDir, account)) return 'cluster';
  return join(await shelterFor(dataDir), 'cluster');
}

/**
 * Creates the files of a new cluster. They appear under their final name only when whole, so that an interrupted first
 * start leaves nothing that a second would trip over.
 */
export async function createCluster(
  clusterDir: string,
  account: Account | null,
  binaries: Binaries,
  options: { readonly password: string; readonly fsync: boolean },
): Promise<void> {
  const fresh = `${clusterDir}.new`;
  const passwordFile = `${clusterDir}.password`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await writeFile(passwordFile, options.password, { mode: 0o600 });
  try {
    if (account !== null) {
      await chown(fresh, account.uid, account.gid);
      await chown(passwordFile, account.uid, account.gid);
    }
    const result = await runAs(account, binaries.initdb, [
      `--pgdata=${fresh}`,
      `--username=${embeddedUser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      ...(options.fsync ? [] : ['--no-sync']),
    ]);
    if (result.code !== 0) throw fromServerLog(result.output, { port: 0, logFile: 'initdb, no log kept' });
    await rename(fresh, clusterDir);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Refuses a cluster that is gone or that another major version of PostgreSQL wrote. */
export async function checkCluster(clusterDir: string, binaries: Binaries): Promise<void> {
  const path = resolve(clusterDir, 'PG_VERSION');
  if (!existsSync(path)) {
    const advice = 'Put them back, or start with --fresh to begin anew.';
    throw new EmbeddedPostgresError('damaged', `The database files in ${clusterDir} are gone. ${advice}`);
  }
  const version = (await readFile(path, 'utf8')).trim();
  if (version === binaries.major) return;
  throw new EmbeddedPostgresError(
    'wrong_version',
    `${clusterDir} was written by PostgreSQL ${version}, but this is ${binaries.major}. ` +
      `Start with --fresh to begin anew, or set DATABASE_URL to a server of version ${version}.`,
  );
}
