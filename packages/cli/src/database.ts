import { join } from 'node:path';
import { loadMasterKey, openStore, startEmbeddedPostgres, type Store } from '@clearline/store';
import { databaseDirIn } from './data-dir.ts';

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
