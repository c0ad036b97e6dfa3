import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_LENDER } from '@clearline/line';
import { afterEach, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../embedded/index.ts';
import { BorrowerLife } from '../fixtures/borrower-life.ts';
import { hurryingClock, liveBusily } from '../fixtures/busy-life.ts';
import { defaultPolicies } from '../fixtures/policies.ts';
import { runProgram } from '../fixtures/run-program.ts';
import { BOOK, MASTER_KEY, TestBook } from '../fixtures/test-book.ts';
import { openStore, type Store } from '../store.ts';
import type { Book } from './types.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Every acknowledged command is in the facts, none twice; the ledger adds up; nothing differs from the facts. */
const expectSound = async (store: Store, acknowledged: readonly string[]): Promise<void> => {
  const report = await store.audit(BOOK, { noticeDays: DEMO_LENDER.noticeDays });
  expect(report.differences).toEqual([]);
  expect(report.violations).toEqual([]);
  const trial = await store.queries(BOOK).trialBalance();
  expect(trial.reduce((sum, account) => sum + account.balanceFen, 0n)).toBe(0n);
  const kept = await store.sql.query<{ key: string }>('SELECT key FROM idempotency_keys WHERE book_id = $1', [BOOK]);
  const keys = new Set(kept.map((row) => row.key));
  expect(acknowledged.filter((key) => !keys.has(key))).toEqual([]);
  const twice = await store.sql.query(
    `SELECT body FROM facts WHERE book_id = $1 AND type IN ('draw.paid', 'repayment.received')
     GROUP BY body HAVING count(*) > 1`,
    [BOOK],
  );
  expect(twice).toEqual([]);
};

describe('S5: a crash in the middle of a load', () => {
  it('the database is killed: what was acknowledged is there, nothing is there twice, and work goes on', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'clearline crash '));
    cleanUps.push(() => rm(dataDir, { recursive: true, force: true }));
    const server: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
    cleanUps.push(() => server.stop());
    const store = await openStore({ databaseUrl: server.url, masterKey: MASTER_KEY });
    cleanUps.push(() => store.close());
    const policies = await defaultPolicies();
    const contextOf = () => ({ lender: DEMO_LENDER, policies });
    const clock = hurryingClock('2026-03-02T02:00:00.000Z');
    const book: Book = await store.openBook({ bookId: BOOK, clock, contextOf });
    const lives = Array.from({ length: 12 }, (_, i) => new BorrowerLife(book, clock, `139000000${10 + i}`));
    for (const life of lives) await life.openLine();

    const acknowledged: string[] = [];
    let failures = 0;
    let stop = false;
    const failed = async (): Promise<void> => {
      failures += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
    };
    const load = Promise.all(
      lives.map((life, i) =>
        liveBusily(
          life,
          String(i),
          (key) => void acknowledged.push(key),
          failed,
          () => stop,
        ),
      ),
    );
    await until(() => acknowledged.length > 100);
    process.kill(server.pid, 'SIGKILL');
    const atKill = acknowledged.length;
    await until(() => failures > 0 && acknowledged.length > atKill + 100);
    stop = true;
    await load;
    await expectSound(store, acknowledged);
    await book.close();
  });

  it('the writer is killed: another takes the book over and finds everything acknowledged', async () => {
    const test = await TestBook.open();
    cleanUps.push(() => test.close());
    await test.book.close();
    const acknowledged: string[] = [];
    const program = await runProgram('./load-program.ts', test.url, (key) => acknowledged.push(key));
    cleanUps.push(() => program.kill());
    await until(() => acknowledged.length > 100);
    await program.kill();
    test.book = await test.openBook({ takeOver: true });
    await expectSound(test.store, acknowledged);
    expect(acknowledged.length).toBeGreaterThan(100);
    await (await test.life().register()).do({ type: 'change_consent', kind: 'PRIVACY', given: true, version: '1' });
  });
});

const until = async (holds: () => boolean): Promise<void> => {
  const deadline = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('waited 60 s in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
