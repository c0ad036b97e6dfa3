import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '@clearline/store';

/** Where the public keys of the logs are left, so that `verify` needs neither a database nor a network. */
export const logKeysFileIn = (dataDir: string): string => join(dataDir, 'log-keys.json');

/** Writes them as they are served at `/.well-known/clearline-log-keys`. They are public. */
export const keepLogKeys = async (store: Store, bookId: string, dataDir: string): Promise<void> => {
  const log = store.log(bookId);
  const trusted = await log.trusted();
  if (trusted === null) return;
  const keys = { ...trusted, rotations: await log.rotations() };
  await writeFile(logKeysFileIn(dataDir), `${JSON.stringify(keys, null, 2)}\n`);
};
