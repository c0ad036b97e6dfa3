import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadMasterKey, openStore, startEmbeddedPostgres, type Store } from '@clearline/store';
import { databaseDirIn } from './data-dir.ts';
import { CommandRefused } from './policy/files.ts';

/** The database a command works on: the server that DATABASE_URL names, or the embedded one of a data folder. */
export interface OpenDatabase {
  readonly store: Store;
  readonly embedded: boolean;
  /** Why the embedded server went away for good; whatever else fails then fails because of it. */
  lost(): Error | null;
  /** Calls back when that happens. */
  onLost(tell: (failure: Error) => void): void;
  /** Closes connections, and stops the embedded server if this command started it. */
  stop(): Promise<void>;
}

/** The book of a lender that has not sharded yet. */
export const BOOK_ID = 'main';

/**
 * Opens what is there, for a command that only reads: a folder mistyped is no reason to begin a new lender in it and to say
 * that it holds nothing.
 * @throws CommandRefused where there is no database
 */
export const openExistingDatabase = (
  dataDir: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<OpenDatabase> => {
  const url = environment['DATABASE_URL'];
  if ((url === undefined || url === '') && !existsSync(databaseDirIn(dataDir)))
    throw new CommandRefused(
      `There is no database in ${dataDir}. Name the folder of the lender with --data-dir, or its server with DATABASE_URL.`,
      `${dataDir} 里没有数据库。请用 --data-dir 给出数据文件夹，或用 DATABASE_URL 给出数据库服务器。`,
    );
  return openDatabase(dataDir, environment);
};

/** Opens and migrates it. */
export const openDatabase = async (
  dataDir: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<OpenDatabase> => {
  const url = environment['DATABASE_URL'];
  let lost: Error | null = null;
  let tell: (failure: Error) => void = () => undefined;
  const server =
    url === undefined || url === ''
      ? await startEmbeddedPostgres({
          dataDir: databaseDirIn(dataDir),
          log: (line) => console.error(line),
          onLost: (failure) => {
            lost = failure;
            tell(failure);
          },
        })
      : null;
  try {
    const masterKey = await loadMasterKey({
      env: environment['CLEARLINE_MASTER_KEY'],
      file: join(dataDir, 'master-key'),
    });
    const logOrigin = environment['CLEARLINE_LOG_ORIGIN'];
    const store = await openStore({
      databaseUrl: server?.url ?? url ?? '',
      masterKey,
      ...(logOrigin === undefined || logOrigin === '' ? {} : { logOrigin }),
    });
    return {
      store,
      embedded: server !== null,
      lost: () => lost,
      onLost: (listener) => {
        tell = listener;
      },
      stop: async () => {
        await store.close();
        await server?.stop();
      },
    };
  } catch (error) {
    await server?.stop();
    throw error;
  }
};
