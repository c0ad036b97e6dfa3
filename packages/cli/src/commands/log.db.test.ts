import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_LENDER } from '@clearline/line';
import type { TrustedKeys } from '@clearline/receipts';
import { createTestDatabase, openStore, type Store } from '@clearline/store';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { BOOK_ID } from '../database.ts';
import { keepLogKeys, logKeysFileIn, trustedOf } from '../log-keys-file.ts';
import { loadPolicies } from '../policies.ts';
import { log } from './log.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let store: Store;
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'clearline-log-'));
  database = await createTestDatabase();
  const masterKey = new Uint8Array(32).fill(7);
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('CLEARLINE_MASTER_KEY', Buffer.from(masterKey).toString('hex'));
  store = await openStore({ databaseUrl: database.url, masterKey });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await store.close();
  await database.drop();
  await rm(dir, { recursive: true });
});
afterEach(() => vi.restoreAllMocks());

const call = async (...words: string[]): Promise<{ code: number; said: string }> => {
  const said: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line));
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  const code = await log.run([...words, '--data-dir', dir]);
  vi.restoreAllMocks();
  return { code, said: said.join('\n') };
};
const keysFile = (): Promise<string> => readFile(logKeysFileIn(dir), 'utf8');
const keysOf = (text: string): string[] =>
  (JSON.parse(text) as TrustedKeys).logs.map(({ origin, keys }) => `${origin} ${keys.length}`);

it('clearline log: keys are those of the book’s log and of the lender’s, from the first start on, and a new key joins them', async () => {
  expect(await call('keys')).toMatchObject({ code: 1, said: expect.stringContaining('no log yet') });
  expect((await call('key')).code).toBe(2);
  const policies = await loadPolicies(null);
  const clock = () => '2026-04-01T02:00:00.000Z';
  const book = await store.openBook({ bookId: BOOK_ID, clock, contextOf: () => ({ lender: DEMO_LENDER, policies }) });
  await book.close();
  // As a start does, before anything was logged.
  await keepLogKeys(store, BOOK_ID, dir, []);
  const first = await call('keys');
  expect(first).toEqual({ code: 0, said: await keysFile() });
  expect(keysOf(first.said)).toEqual(['clearline.invalid/log/main 1', 'clearline.invalid/log/lender 1']);

  const rotated = await call('rotate-key');
  expect(rotated).toMatchObject({ code: 0, said: expect.stringContaining('what the old one signed stays valid') });
  const second = await call('keys');
  expect(second).toEqual({ code: 0, said: await keysFile() });
  expect(keysOf(second.said)).toEqual(['clearline.invalid/log/main 2', 'clearline.invalid/log/lender 1']);
  expect((JSON.parse(second.said) as { rotations: unknown[] }).rotations).toHaveLength(1);
  expect(rotated.said).toContain((JSON.parse(second.said) as TrustedKeys).logs[0]?.keys[1]?.key);

  // The lender’s own log has keys of its own, and no leave to be quiet about its witnesses.
  expect((await call('keys', '--lender')).code).toBe(2);
  expect(await call('checkpoint', '--lender')).toEqual({ code: 0, said: 'The log is empty.\n' });
  await store.lenderLog.grow([BOOK_ID], clock());
  const lenders = await call('rotate-key', '--lender');
  expect(lenders).toMatchObject({ code: 0, said: expect.stringContaining('Give your witnesses') });
  expect(keysOf(await keysFile())).toEqual(['clearline.invalid/log/main 2', 'clearline.invalid/log/lender 2']);
  // Who held the first key of each comes to the present ones by the file alone; who held another key does not.
  const published = JSON.parse(await keysFile()) as TrustedKeys;
  const firsts = published.logs.map(({ keys }) => keys[0]?.key ?? '');
  expect((await trustedOf([...firsts, logKeysFileIn(dir)])).logs).toEqual(published.logs);
  expect((await trustedOf([logKeysFileIn(dir)])).logs).toEqual(published.logs);
});
