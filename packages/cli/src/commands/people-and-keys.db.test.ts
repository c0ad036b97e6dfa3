import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { passwordMatches, tokenHash } from '@clearline/server';
import { createTestDatabase, openStore, type Queries, type Store } from '@clearline/store';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Command } from '../command.ts';
import { BOOK_ID } from '../database.ts';
import { key } from './key.ts';
import { staff } from './staff.ts';

/** What is typed at the question for a password. */
const typed = vi.hoisted(() => ({ secret: '' }));
vi.mock('../secret-input.ts', () => ({ secretInput: () => Promise.resolve(typed.secret) }));

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let store: Store;
let queries: Queries;
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'clearline-people-'));
  database = await createTestDatabase();
  const masterKey = new Uint8Array(32).fill(7);
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('CLEARLINE_MASTER_KEY', Buffer.from(masterKey).toString('hex'));
  store = await openStore({ databaseUrl: database.url, masterKey });
  queries = store.queries(BOOK_ID);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await store.close();
  await database.drop();
  await rm(dir, { recursive: true });
});
afterEach(() => vi.restoreAllMocks());

const call = async (command: Command, ...words: string[]): Promise<{ code: number; out: string; err: string }> => {
  const out = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const err = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const code = await command.run([...words, '--data-dir', dir]);
  const printed = { code, out: out.mock.calls.flat().join('\n'), err: err.mock.calls.flat().join('\n') };
  vi.restoreAllMocks();
  return printed;
};
const addLin = (...more: string[]): ReturnType<typeof call> =>
  call(staff, 'add', 'lin@lender.example', '--no', 'A7', '--name', '林审核', ...more);

describe('clearline staff', () => {
  it('adds nobody whose role, address or password will not do, and says which', async () => {
    typed.secret = 'a long enough password';
    expect(await addLin('--roles', 'reviewer,emperor')).toMatchObject({
      code: 1,
      err: expect.stringContaining('“emperor”'),
    });
    expect(await call(staff, 'add', 'lin', '--no', 'A7', '--name', '林', '--roles', 'reviewer')).toMatchObject({
      code: 1,
      err: '“lin” is not an e-mail address.',
    });
    typed.secret = 'too short';
    expect(await addLin('--roles', 'reviewer')).toMatchObject({
      code: 1,
      err: expect.stringContaining('fewer than 15'),
    });
    expect(await queries.listStaff()).toEqual([]);
  });

  it('adds one, who can sign in with the password typed; twice it refuses', async () => {
    typed.secret = 'correct horse battery';
    expect(await addLin('--roles', 'reviewer, second_approver')).toMatchObject({ code: 0 });
    const member = await queries.staffByEmail('lin@lender.example');
    expect(member).toMatchObject({ staffNo: 'A7', name: '林审核', roles: ['reviewer', 'second_approver'] });
    expect(await passwordMatches('correct horse battery', member?.passwordHash ?? '')).toBe(true);
    expect(await addLin('--roles', 'reviewer')).toMatchObject({ code: 1, err: expect.stringContaining('already') });
    expect(await call(staff, 'list')).toMatchObject({
      out: 'A7  lin@lender.example  林审核  reviewer, second_approver',
    });
  });

  it('sets a new password, which ends open sessions, and removes, which leaves what was done', async () => {
    const id = (await queries.staffByNo('A7'))?.id ?? '';
    const session = { tokenHash: 's', realm: 'staff' as const, subjectId: id };
    const [createdAt, expiresAt] = ['2026-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z'];
    await queries.createSession({ ...session, createdAt, expiresAt });
    typed.secret = 'another one, and longer';
    expect(await call(staff, 'password', 'lin@lender.example')).toMatchObject({ code: 0 });
    expect(await queries.findSession({ tokenHash: 's', realm: 'staff', now: createdAt })).toBeNull();
    const changed = await queries.staffByNo('A7');
    expect(await passwordMatches('another one, and longer', changed?.passwordHash ?? '')).toBe(true);
    expect(await call(staff, 'remove', 'lin@lender.example')).toMatchObject({ code: 0 });
    expect(await queries.staffByNo('A7')).toBeNull();
    expect(await call(staff, 'remove', 'lin@lender.example')).toMatchObject({ code: 1 });
  });

  it.each([[[]], [['promote', 'x']], [['add']]])('called as %j shows how', async (words) => {
    expect(await call(staff, ...words)).toMatchObject({
      code: 2,
      err: expect.stringContaining('Usage: clearline staff'),
    });
  });
});

describe('clearline key', () => {
  it('shows a key once and keeps only its hash, for one purpose', async () => {
    const added = await call(key, 'add', 'core-banking', '--for', 'events', '--feeds', 'app, bureau:*');
    const shown = added.out.split('\n')[0] ?? '';
    expect(added).toMatchObject({ code: 0, out: expect.stringContaining('shown once') });
    expect(await queries.apiKeyByHash(tokenHash(shown))).toMatchObject({
      name: 'core-banking',
      purpose: 'events',
      feeds: ['app', 'bureau:*'],
    });
    const listed = await call(key, 'list');
    expect(listed.out).toContain('core-banking');
    expect(listed.out).not.toContain(shown);
  });

  it('withdraws it by name', async () => {
    expect(await call(key, 'remove', 'core-banking')).toMatchObject({ code: 0 });
    expect(await queries.listApiKeys()).toEqual([]);
    expect(await call(key, 'remove', 'core-banking')).toMatchObject({
      code: 1,
      err: 'There is no key named core-banking.',
    });
  });

  it('wants a purpose that it knows', async () => {
    expect(await call(key, 'add', 'x', '--for', 'everything')).toMatchObject({ code: 2 });
    expect(await queries.listApiKeys()).toEqual([]);
  });
});
