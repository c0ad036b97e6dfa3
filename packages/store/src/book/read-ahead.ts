import type { BorrowerFile } from '@clearline/line';
import { mayBeOnes, type Queryable } from '../db/sql.ts';
import type { FileCache } from './file-cache.ts';

/** Files read in one go: some milliseconds of work, for which a request that comes in just then has to wait. */
const STEP = 4;
/** A page of ids, a few at a time in memory however many borrowers there are. */
const PAGE = 20_000;
const PAUSE_MS = 5;

/** What reading ahead asks of the writer whose files it reads. */
export interface ReadAhead {
  readonly sql: Queryable;
  readonly bookId: string;
  readonly cache: Pick<FileCache, 'isMostlyFull' | 'peek' | 'load'>;
  /** Whether nothing waits to be decided or committed. */
  readonly isIdle: () => boolean;
  readonly isStopped: () => boolean;
  /** Works out what the first event about a file will ask of it. */
  readonly prepare: (file: BorrowerFile) => void;
}

/**
 * Reads the files of borrowers with a line before anybody asks for them, those who drew last first, while the writer has
 * nothing else to do: after a start, the first event of each borrower would otherwise wait for their whole past. Ends when
 * all are read, when files take most of the memory they may have, or when it is stopped. @returns how many it read
 */
export const readAhead = async (of: ReadAhead): Promise<number> => {
  let read = 0;
  for (let offset = 0; ; offset += PAGE) {
    const ids = await mostRecent(of, offset);
    for (let from = 0; from < ids.length; from += STEP) {
      do {
        await pause(of.isIdle() ? 0 : PAUSE_MS);
        if (of.isStopped() || of.cache.isMostlyFull) return read;
      } while (!of.isIdle());
      const step = ids.slice(from, from + STEP).filter((id) => of.cache.peek(id) === undefined);
      read += await readStep(of, step);
    }
    if (ids.length < PAGE) return read;
  }
};

const readStep = async ({ cache, prepare }: ReadAhead, borrowerIds: readonly string[]): Promise<number> => {
  try {
    const files = await cache.load(borrowerIds);
    for (const file of files.values()) prepare(file);
    return files.size;
  } catch (error) {
    // A stream that cannot be read fails the command that asks for it, and no other.
    if (!mayBeOnes(error)) throw error;
    return 0;
  }
};

const mostRecent = async ({ sql, bookId }: ReadAhead, offset: number): Promise<string[]> => {
  const rows = await sql.query<{ borrower_id: string }>(
    `SELECT borrower_id FROM borrowers WHERE book_id = $1 AND opened_at IS NOT NULL
     ORDER BY last_draw_at DESC NULLS LAST, borrower_id LIMIT $2 OFFSET $3`,
    [bookId, PAGE, offset],
  );
  return rows.map((row) => row.borrower_id);
};

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    if (ms === 0) setImmediate(resolve);
    else setTimeout(resolve, ms);
  });
