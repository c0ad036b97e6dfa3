import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { removeEmbeddedPostgres } from '@clearline/store';
import type { Command } from '../command.ts';
import { databaseDirIn, dataDirFrom } from '../data-dir.ts';

/** Forgets the local lender: its database and its files. Refuses while a Clearline is running on them. */
export const fresh: Command = {
  name: 'fresh',
  summary: 'remove the local database and files, to start over',
  usage: '[--data-dir DIR]',
  async run(parameters) {
    const { values } = parseArgs({ args: [...parameters], options: { 'data-dir': { type: 'string' } } });
    const dataDir = dataDirFrom(values['data-dir']);
    if (process.env['DATABASE_URL'] !== undefined) {
      console.error(
        'DATABASE_URL is set: empty that database yourself, or unset it to start over with the embedded one.',
      );
      return 1;
    }
    if (!existsSync(dataDir)) return 0;
    // Never delete a folder that somebody named by mistake.
    if (!existsSync(databaseDirIn(dataDir)) && (await readdir(dataDir)).length > 0) {
      console.error(
        `${dataDir} does not look like data of Clearline (no ${databaseDirIn('')} in it): nothing removed.`,
      );
      return 1;
    }
    await removeEmbeddedPostgres(databaseDirIn(dataDir));
    for (const name of await readdir(dataDir)) await rm(join(resolve(dataDir), name), { recursive: true, force: true });
    return 0;
  },
};
