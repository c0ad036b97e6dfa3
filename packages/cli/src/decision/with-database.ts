import type { Queries } from '@clearline/store';
import { dataDirFrom } from '../data-dir.ts';
import { BOOK_ID, openExistingDatabase } from '../database.ts';

/**
 * Does something with what the database of a data folder holds, and closes it.
 * @throws CommandRefused where there is none
 */
export const withDatabase = async (
  dataDir: string | undefined,
  work: (queries: Queries) => Promise<number>,
): Promise<number> => {
  const database = await openExistingDatabase(dataDirFrom(dataDir));
  try {
    return await work(database.store.queries(BOOK_ID));
  } finally {
    await database.stop();
  }
};
