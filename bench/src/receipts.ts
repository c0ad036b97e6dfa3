import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { compilePolicySet, DEMO_LENDER, type Command, dateOf, type Instant, plusDays } from '@clearline/line';
import {
  type Book,
  openStore,
  readPolicyFiles,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
  type Store,
} from '@clearline/store';
import { openUnloggedBook } from '@clearline/store/bench';

/**
 * What the log adds to a commit: the same commands on two books of one database, turn about, one with its log and one
 * without. Each command is an application, which ends in a decision and a notice.
 */
const ROUNDS = 300;
const WARM_UP = 40;
const NOW: Instant = '2026-03-02T02:00:00.000Z';
const CONSENTS = ['SERVICE_TERMS', 'PRIVACY', 'BUREAU_QUERY', 'BEHAVIOUR_DATA'] as const;

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const summary = (times: readonly number[]) => {
  const sorted = times.toSorted((a, b) => a - b);
  return { p50Ms: at(sorted, 0.5), p95Ms: at(sorted, 0.95) };
};
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

const say = async (book: Book, borrowerId: string, command: Command): Promise<void> => {
  const result = await book.execute({ borrowerId, command, actor: { kind: 'borrower' } });
  if (!result.ok) throw new Error(`${command.type}: ${result.refusal.code} ${result.refusal.field ?? ''}`);
};

/** A clean report of the credit bureau, without which no machine offers a line. */
const report = (borrowerId: string, now: Instant): Command => ({
  type: 'observe',
  events: [
    {
      kind: 'BUREAU_UPDATE',
      eventId: `report-${borrowerId}`,
      occurredAt: now,
      source: 'bureau:bench',
      reportDate: dateOf(now),
      overdueAccounts: 0,
      overdueDaysMax: 0,
      overdueAmountFen: 0n,
      hardEnquiries1m: 0,
      hardEnquiries3m: 1,
      unsettledLenders: 1,
      newLenders3m: 0,
      totalDebtFen: 2_000_000n,
      monthlyDebtServiceFen: 150_000n,
      overdueMonths24m: 0,
      consecutiveOverdueMonths24m: 0,
    },
  ],
});

/** All that comes before an application. */
const prepare = async (book: Book, borrowerId: string, now: Instant): Promise<void> => {
  await say(book, borrowerId, { type: 'register', maskedPhone: '138****0000' });
  await say(book, borrowerId, { type: 'verify_identity', maskedName: '张*', maskedIdNumber: '1101**********1234' });
  for (const kind of CONSENTS) await say(book, borrowerId, { type: 'change_consent', kind, given: true, version: '1' });
  await say(book, borrowerId, report(borrowerId, now));
};

const apply: Command = {
  type: 'apply',
  kind: 'CONSUMER',
  monthlyIncomeFen: 1_000_000n,
  employment: 'EMPLOYED',
  monthsInWork: 30,
};

const timed = async (book: Book, borrowerId: string): Promise<number> => {
  const started = performance.now();
  await say(book, borrowerId, apply);
  return performance.now() - started;
};

const measure = async (store: Store): Promise<{ readonly with: number[]; readonly without: number[] }> => {
  const compiled = compilePolicySet(await readPolicyFiles(join(process.cwd(), 'policies')), '2026-01-01');
  if (!compiled.ok) throw new Error('the default policy does not compile');
  let now = NOW;
  const options = {
    clock: () => now,
    contextOf: () => ({ lender: DEMO_LENDER, policies: compiled.policies }),
  };
  const logged = await store.openBook({ bookId: 'logged', ...options });
  const unlogged = await openUnloggedBook(store, { bookId: 'unlogged', ...options });
  const times = { with: [] as number[], without: [] as number[] };
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    now = plusDays(NOW, Math.floor(round / 50));
    const id = `b${round}`;
    await prepare(logged, id, now);
    await prepare(unlogged, id, now);
    // Turn about, so that a busy moment of the machine falls on both alike.
    const first = round % 2 === 0;
    const a = first ? await timed(logged, id) : 0;
    const b = await timed(unlogged, id);
    const c = first ? a : await timed(logged, id);
    if (round < WARM_UP) continue;
    times.with.push(c);
    times.without.push(b);
  }
  const leaves = await store.log('logged').chain(`b${ROUNDS}`);
  if (leaves.length < 2) throw new Error('the logged book logged nothing');
  if ((await store.log('unlogged').checkpoint()) !== null) throw new Error('the unlogged book has a log');
  await logged.close();
  await unlogged.close();
  return times;
};

const dir = await mkdtemp(join(tmpdir(), 'clearline-bench-'));
const server = await startEmbeddedPostgres({ dataDir: join(dir, 'postgres'), log: () => undefined });
try {
  const store = await openStore({ databaseUrl: server.url, masterKey: new Uint8Array(32).fill(7) });
  const times = await measure(store);
  await store.close();
  const differences = times.with.map((time, round) => time - (times.without[round] ?? 0));
  const [withLog, without, added] = [summary(times.with), summary(times.without), summary(differences)];
  const result = {
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`,
    commits: times.with.length,
    withLogMs: { p50: rounded(withLog.p50Ms), p95: rounded(withLog.p95Ms) },
    withoutLogMs: { p50: rounded(without.p50Ms), p95: rounded(without.p95Ms) },
    addedMs: { p50OfDifferences: rounded(added.p50Ms), differenceOfP50: rounded(withLog.p50Ms - without.p50Ms) },
    ratioOfP50: rounded(withLog.p50Ms / without.p50Ms),
  };
  console.log(JSON.stringify(result, null, 2));
  await mkdir('bench/results', { recursive: true });
  await writeFile('bench/results/receipts.json', `${JSON.stringify(result, null, 2)}\n`);
} finally {
  await server.stop();
  await removeEmbeddedPostgres(join(dir, 'postgres'));
  await rm(dir, { recursive: true, force: true });
}
