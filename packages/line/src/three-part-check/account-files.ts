import { inflowsOf } from '@clearline/statements';
import { refuse } from '../refusal.ts';
import type { IsoDate } from '../vocabulary.ts';
import type { AccountFile, RecordedStatement, ThreePartCheck } from './parts.ts';

/** Files beyond these are more accounts than a small business has. */
export const MOST_FILES = 20;

type Files = readonly AccountFile[];

/** What is wrong with a file that was read; null where it may stand beside those that are there. */
export const fileFault = (
  { sha256, tally }: AccountFile,
  { files = [] }: ThreePartCheck,
  today: IsoDate,
): ReturnType<typeof refuse> | null => {
  if (files.some((one) => one.sha256 === sha256)) return refuse('file_twice', { field: 'file' });
  if (files.length >= MOST_FILES) return refuse('too_many_files', { field: 'file', value: String(MOST_FILES) });
  return tally.from > today ? refuse('date_in_future', { field: 'file', value: today }) : null;
};

/** Statements with what the files show of their periods put beside them, and nothing else changed. */
export const withFiles = (statements: readonly RecordedStatement[], files: Files): RecordedStatement[] => {
  const sha256 = files.map((file) => file.sha256).sort();
  const tallies = files.map(({ tally }) => tally);
  return statements.map(({ fileInflows: _before, ...statement }) => {
    const inflowsFen = inflowsOf(tallies, statement.periodFrom, statement.periodTo);
    return inflowsFen === null ? statement : { ...statement, fileInflows: { inflowsFen, sha256 } };
  });
};
