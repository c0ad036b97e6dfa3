import { StoreError } from '../errors.ts';

/** What is left of a log does not suffice to make the rest again. */
export const logDamaged = (bookId: string, problem: string): StoreError =>
  new StoreError(
    'log_damaged',
    `The log of ${bookId} cannot be made again: ${problem}. Nothing was written; restore its leaves from a backup, then run this again.`,
  );
