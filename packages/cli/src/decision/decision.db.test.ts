import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulateBorrower } from '@clearline/lab';
import { addDays } from '@clearline/lending';
import {
  compilePolicySet,
  DEMO_LENDER,
  type DecisionRecord,
  isAdverse,
  lenderClockText,
  newestParameterDate,
  type PolicySet,
} from '@clearline/line';
import { checkNote } from '@clearline/server';
import { bulkLoad, createTestDatabase, openStore, type Queries, type Store } from '@clearline/store';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { explain } from '../commands/explain.ts';
import { replayDecision } from '../commands/replay-decision.ts';
import { BOOK_ID } from '../database.ts';
import { loadPolicies } from '../policies.ts';
import { policyFinder } from './find.ts';

const from = '2026-01-01';
const days = 200;
/** Lives of seed 7 with draws, holds, reductions and appeals between them. */
const chosen = [0, 1, 2, 28, 65, 67, 76, 87];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let store: Store;
let queries: Queries;
let policies: PolicySet;
let records: DecisionRecord[];
let dir: string;

/** A command as it is called, on the database of the test: its exit code and what it printed. */
const call = async (
  command: typeof explain,
  ...words: string[]
): Promise<{ code: number; out: string; err: string }> => {
  const out = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const err = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const code = await command.run([...words, '--data-dir', dir]);
  const text = (spy: typeof out): string => spy.mock.calls.flat().join('\n');
  const printed = { code, out: text(out), err: text(err) };
  vi.restoreAllMocks();
  return printed;
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'clearline decisions '));
  database = await createTestDatabase();
  const masterKey = new Uint8Array(32).fill(7);
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('CLEARLINE_MASTER_KEY', Buffer.from(masterKey).toString('hex'));
  store = await openStore({ databaseUrl: database.url, masterKey });
  policies = await loadPolicies(null);
  const settings = { seed: 7, borrowers: 200, days, from, lender: DEMO_LENDER, policies };
  const streams = chosen.map((index) => {
    const { borrowerId, facts, person } = simulateBorrower(settings, index);
    return { borrowerId, facts, personal: { phone: person.phone, name: person.name, idNumber: person.idNumber } };
  });
  await bulkLoad(store, { bookId: BOOK_ID, streams, from, through: addDays(from, days - 1) });
  queries = store.queries(BOOK_ID);
  const page = await queries.listDecisions({ limit: 1_000 });
  records = await Promise.all(
    page.items.map(async ({ id }) => {
      const found = await queries.decision(id);
      if (found === null) throw new Error(`decision ${id} is listed and not there`);
      return found.record;
    }),
  );
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await store.close();
  await database.drop();
  await rm(dir, { recursive: true });
});

const someAdverse = (): DecisionRecord => {
  const adverse = records.find(({ action, reasons }) => isAdverse(action) && reasons.length > 0);
  if (!adverse) throw new Error('the simulated lives hold an adverse decision');
  return adverse;
};

describe('clearline explain', () => {
  it('tells an adverse decision with every input, its source and date, every rule, reason and check', async () => {
    const record = someAdverse();
    const { code, out } = await call(explain, record.id);
    expect(code).toBe(0);
    expect(out).toContain(record.recordHash);
    for (const { name, observedAt } of record.inputs) {
      expect(out).toContain(`(${name})`);
      if (observedAt !== null) expect(out).toContain(lenderClockText(observedAt));
    }
    for (const rule of record.firedRuleIds) expect(out).toContain(`  ${rule}: `);
    for (const { code: reason } of record.reasons) {
      expect(out).toContain(policies.reasons[reason]?.title.zh);
      expect(out).toContain(policies.reasons[reason]?.title.en);
    }
    for (const { id } of record.guaranteeChecks) expect(out).toContain(`  ${id.padEnd(3)} ✓ `);
  });

  it('names what was missing (G5) as the catalogue does, in the language asked for, and no check by its form alone', async () => {
    const ofMissing = (record: DecisionRecord): string[] | undefined =>
      record.guaranteeChecks
        .map(({ note }) => /^missing, and so not counted: (.*)$/.exec(note)?.[1]?.split(', '))
        .find((found) => found !== undefined);
    const record = records.find((one) => ofMissing(one) !== undefined);
    const missing = record && ofMissing(record);
    if (!record || !missing) throw new Error('the simulated lives hold a decision without all its data');
    for (const lang of ['zh', 'en'] as const) {
      const { code, out } = await call(explain, record.id, '--lang', lang);
      expect(code).toBe(0);
      const check = out.split('\n').find((line) => line.startsWith('  G5 ')) ?? '';
      for (const name of missing) {
        expect(check).toContain(policies.inputs[name]?.label[lang]);
        expect(check).not.toContain(name);
      }
      // Each thing in the one language; names of the policy’s own stand in brackets, and a person has one name.
      const withoutNames = out.replaceAll(/\([^)]*\)/g, '').replace(/^.*\*$/m, '');
      if (lang === 'en') expect(withoutNames).not.toMatch(/\p{Script=Han}/u);
      else expect(withoutNames).not.toMatch(/Inputs|Reasons|none|stale|value|borrower|missing/);
    }
    for (const one of records)
      for (const check of one.guaranteeChecks)
        expect(checkNote(check, policies).en, check.note).not.toMatch(/: held$|narrowed the action$/);
  });

  it('speaks the languages that there are', async () => {
    expect(await call(explain, 'nowhere', '--lang', 'fr')).toMatchObject({ code: 2 });
    expect(await call(replayDecision, 'nowhere', '--lang', 'fr')).toMatchObject({ code: 2 });
    for (const command of [explain, replayDecision]) {
      const zh = await call(command, 'nowhere', '--lang', 'zh');
      expect(zh).toMatchObject({
        code: 1,
        err: '数据库里没有决定 nowhere。决定的编号见控制台，或通知书文件里的 decisionId。',
      });
      expect((await call(command, 'nowhere', '--lang', 'en')).err).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('tells each kind of decision that these lives hold', async () => {
    const kinds = new Map(records.map((record) => [`${record.kind} ${record.tableId} ${record.action}`, record]));
    expect(kinds.size).toBeGreaterThan(5);
    for (const record of kinds.values()) expect((await call(explain, record.id)).out).toContain(record.action);
  });

  it('says that there is no such decision, and how it is called', async () => {
    expect(await call(explain, 'nowhere')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no decision nowhere') as unknown,
    });
    expect((await call(explain)).code).toBe(2);
  });
});

describe('clearline replay-decision', () => {
  it('gives the same hash for one, and for all', async () => {
    const record = someAdverse();
    const one = await call(replayDecision, record.id, '--lang', 'en');
    const zh = await call(replayDecision, record.id, '--lang', 'zh');
    expect(zh.out).toContain(`记录的哈希 ${record.recordHash}\n重放的哈希 ${record.recordHash}\n逐位相同`);
    expect(one).toMatchObject({ code: 0 });
    expect(one.out).toContain(`recorded ${record.recordHash}\nreplayed ${record.recordHash}\nidentical, bit for bit`);
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const all = await call(replayDecision, '--all', '--lang', 'en');
    expect(all).toMatchObject({ code: 0, out: `${records.length} decisions replayed, 0 not identical` });
  });

  it('finds a record that someone altered in the database', async () => {
    const record = someAdverse();
    const body = async (): Promise<string> =>
      (
        await store.sql.query<{ body: string }>(`SELECT body FROM facts WHERE body LIKE '%' || $1 || '%'`, [
          record.recordHash,
        ])
      )[0]?.body ?? '';
    const before = await body();
    const check = record.guaranteeChecks[0]?.note ?? '';
    expect(before).toContain(check);
    const put = (text: string, hash: string) =>
      store.sql.query(`UPDATE facts SET body = $1 WHERE body LIKE '%' || $2 || '%'`, [text, hash]);
    await store.sql.query('ALTER TABLE facts DISABLE TRIGGER ALL', []);
    await put(before.replace(check, `${check}.`), record.recordHash);
    const altered = await call(replayDecision, record.id);
    expect(altered).toMatchObject({ code: 1 });
    expect(altered.out).toContain('NOT identical: ');
    await put(before, record.recordHash);
  });

  it('refuses what a later program decided, saying which it needs, and goes on to the others', async () => {
    const record = someAdverse();
    const rows = await store.sql.query<{ body: string }>(`SELECT body FROM facts WHERE body LIKE '%' || $1 || '%'`, [
      record.recordHash,
    ]);
    const before = rows[0]?.body ?? '';
    const later = before.replace(`"behaviour":${record.versions.behaviour}`, '"behaviour":99');
    expect(later).not.toBe(before);
    const put = (text: string) =>
      store.sql.query(`UPDATE facts SET body = $1 WHERE body LIKE '%' || $2 || '%'`, [text, record.recordHash]);
    await store.sql.query('ALTER TABLE facts DISABLE TRIGGER ALL', []);
    await put(later);
    for (const command of [explain, replayDecision]) {
      const refused = await call(command, record.id);
      expect(refused.code).toBe(1);
      expect(refused.err).toContain('behaviour version 99');
      expect(refused.err).toContain('请使用作出该决定的程序版本或更新的版本');
    }
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const all = await call(replayDecision, '--all', '--lang', 'en');
    expect(all.code).toBe(1);
    expect(all.out).toContain(
      `${records.length - 1} decisions replayed, 0 not identical\n1 could not be run\n  Decision`,
    );
    await put(before);
  });

  it('begins no database where there is none, and says where to look', async () => {
    const url = process.env['DATABASE_URL'];
    const empty = join(dir, 'mistyped');
    vi.stubEnv('DATABASE_URL', '');
    for (const command of [explain, replayDecision]) {
      const err = vi.spyOn(console, 'error').mockImplementation(() => undefined);
      expect(await command.run(['any', '--data-dir', empty])).toBe(1);
      expect(err.mock.calls.flat().join('\n')).toMatch(/没有数据库.*\n.*There is no database in .*--data-dir/s);
      vi.restoreAllMocks();
    }
    expect(existsSync(empty)).toBe(false);
    vi.stubEnv('DATABASE_URL', url);
  });

  it('is called with one decision, or --all', async () => {
    expect((await call(replayDecision)).code).toBe(2);
    expect((await call(replayDecision, 'a', '--all')).code).toBe(2);
  });

  it('runs a decision by the version that the book kept, and says which is wanted where none was', async () => {
    const files = { ...policies.files, 'note.json': '{}' };
    const compiled = compilePolicySet(files, newestParameterDate(files));
    if (!compiled.ok) throw new Error('a file more is no fault');
    const { version } = compiled.policies;
    const since = '2026-01-01T00:00:00.000Z';
    await queries.keepPolicyVersion({ version, since, files });
    await queries.keepPolicyVersion({ version: 'altered', since, files });
    const policyOf = await policyFinder(queries);
    expect(policyOf(version).files).toEqual(files);
    expect(() => policyOf('altered')).toThrow('not the files that it had');
    expect(policyOf(policies.version).version).toBe(policies.version);
    expect(() => policyOf('never-kept')).toThrow('did not keep that version');
  });
});
