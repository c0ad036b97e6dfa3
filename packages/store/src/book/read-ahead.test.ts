import { emptyFile, type BorrowerFile } from '@clearline/line';
import { expect, it } from 'vitest';
import { StoreError } from '../errors.ts';
import type { Queryable, SqlRow } from '../db/sql.ts';
import type { FileCache } from './file-cache.ts';
import { readAhead } from './read-ahead.ts';

/** Ten borrowers with a line, of whom `d` has a stream that cannot be read; files without a database. */
const setting = (options: { readonly fullAt?: number; readonly failure?: Error } = {}) => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
  const asked: string[][] = [];
  const prepared: string[] = [];
  const files = new Map<string, BorrowerFile>();
  const cache = {
    get isMostlyFull() {
      return files.size >= (options.fullAt ?? Number.POSITIVE_INFINITY);
    },
    peek: (id: string) => files.get(id),
    load: (wanted: readonly string[]) => {
      asked.push([...wanted]);
      if (wanted.includes('d') && options.failure) return Promise.reject(options.failure);
      for (const id of wanted) files.set(id, emptyFile(id));
      return Promise.resolve(new Map(wanted.map((id) => [id, emptyFile(id)])));
    },
  } satisfies Pick<FileCache, 'isMostlyFull' | 'peek' | 'load'>;
  const query = <R extends SqlRow>(_text: string, values: readonly unknown[] = []): Promise<R[]> => {
    const rows = values[2] === 0 ? ids.map((id) => ({ borrower_id: id })) : [];
    return Promise.resolve(rows as unknown as R[]);
  };
  const idle = { now: true };
  const of = {
    sql: { query } satisfies Queryable,
    bookId: 'main',
    cache,
    isIdle: () => idle.now,
    isStopped: () => false,
    prepare: (file: BorrowerFile) => void prepared.push(file.borrowerId),
  };
  return { of, asked, prepared, files, idle };
};

it('S97 reads whom nobody asked for yet, a few at a time, and works out what their first event will ask', async () => {
  const { of, asked, prepared, files } = setting();
  files.set('b', emptyFile('b'));
  expect(await readAhead(of)).toBe(9);
  expect(asked.every((step) => step.length <= 4)).toBe(true);
  expect(asked.flat()).toEqual(['a', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']);
  expect(prepared).toEqual(asked.flat());
});

it('S97 ends when files take most of their memory, so that it pushes out nobody who came by himself', async () => {
  const { of, files } = setting({ fullAt: 4 });
  expect(await readAhead(of)).toBe(4);
  expect(files.size).toBe(4);
});

it('S97 waits while there is work, and ends when it is stopped', async () => {
  const { of, asked, idle } = setting();
  idle.now = false;
  let stopped = false;
  const reading = readAhead({ ...of, isStopped: () => stopped });
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(asked).toEqual([]);
  stopped = true;
  expect(await reading).toBe(0);
});

it('S97 passes over a stream that cannot be read; a database that is away ends it with its error', async () => {
  expect(await readAhead(setting({ failure: new Error('a stream that contradicts itself') }).of)).toBe(6);
  const away = new StoreError('database_unreachable', 'The database does not answer now.');
  await expect(readAhead(setting({ failure: away }).of)).rejects.toBe(away);
});
