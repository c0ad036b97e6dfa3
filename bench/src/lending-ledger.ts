import type { AccountCode } from '@clearline/lending';
import { openWriter, RowSet, type SourcedPosting } from '@clearline/store/bench';
import type { BenchServer } from './lending-server.ts';
import { ratio, type Line } from './lending-table.ts';
import { openPgbench } from './pgbench.ts';

const SECONDS = 8;
const CLIENTS = 16;
/** Transfers per commit, as the writer gathers them from what waits. */
const BATCH = 100;
const ACCOUNTS = 1_000;

/** Transfers per second through the book’s writer: numbered, balances carried, behind the fence, durable. */
const ourTransfers = async (server: BenchServer, kind: 'spread' | 'hot'): Promise<number> => {
  const now = '2026-06-15T02:00:00.000Z';
  const writer = await openWriter(server.store, server.bookAt(`ledger-${kind}`, now));
  let at = 0;
  // Accounts of a bench are no accounts of the chart; the ledger itself asks for no more than a name.
  const account = (n: number) => `A${n % ACCOUNTS}` as AccountCode;
  const leg = (name: AccountCode, debitFen: bigint, creditFen: bigint, postingNo: number): SourcedPosting => ({
    posting: { account: name, debitFen, creditFen },
    businessDate: '2026-06-15',
    recordedAt: now,
    source: 'bench',
    borrowerId: 'bench',
    factSeq: at,
    postingNo,
  });
  const transfer = (): SourcedPosting[] => {
    at += 1;
    const debited = kind === 'hot' ? ('HOT' as AccountCode) : account(at * 7);
    return [leg(debited, 100n, 0n, 0), leg(account(at * 13 + 1), 0n, 100n, 1)];
  };
  const started = performance.now();
  let seconds = 0;
  while (seconds < SECONDS) {
    const postings = Array.from({ length: BATCH }, transfer).flat();
    await writer.exclusive((exclusive) => exclusive.commit({ rows: new RowSet(), postings }));
    seconds = (performance.now() - started) / 1000;
  }
  await writer.close();
  const [sums] = await server.store.sql.query<{ n: bigint; odd: bigint }>(
    `SELECT count(*) AS n, sum(debit_fen - credit_fen)::bigint AS odd FROM ledger_entries WHERE book_id = $1`,
    [`ledger-${kind}`],
  );
  if (sums?.n !== BigInt(2 * at) || sums.odd !== 0n) throw new Error('the ledger does not hold what was transferred');
  return at / seconds;
};

/** Without pgbench: its `-N` transaction by our driver, which is slower than the tool itself. */
const driverLoop = async (server: BenchServer): Promise<number> => {
  const { sql } = server.store;
  await sql.query(
    'CREATE TABLE loop_accounts AS SELECT n AS aid, 0::bigint AS balance FROM generate_series(1, 100000) n',
  );
  await sql.query('ALTER TABLE loop_accounts ADD PRIMARY KEY (aid)');
  await sql.query('CREATE TABLE loop_history (aid integer, delta bigint, at timestamptz)');
  const until = performance.now() + SECONDS * 1000;
  let done = 0;
  const client = async (seed: number): Promise<void> => {
    for (let n = seed; performance.now() < until; n = (n * 48_271) % 2_147_483_647) {
      const aid = 1 + (n % 100_000);
      await sql.transaction(async (tx) => {
        await tx.query('UPDATE loop_accounts SET balance = balance + $2 WHERE aid = $1', [aid, 100]);
        await tx.query('SELECT balance FROM loop_accounts WHERE aid = $1', [aid]);
        await tx.query('INSERT INTO loop_history (aid, delta, at) VALUES ($1, $2, now())', [aid, 100]);
      });
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: 10 }, (_, i) => client(i + 1)));
  return done / SECONDS;
};

export const ledger = async (server: BenchServer, pgbenchPath: string): Promise<Line[]> => {
  // One branch, so that its row is the hot one.
  const pgbench = await openPgbench(pgbenchPath, server.url, 1);
  const spreadPeer = pgbench === null ? null : await pgbench.throughput(CLIENTS);
  const peer = spreadPeer ?? (await driverLoop(server));
  const peerName =
    spreadPeer === null ? 'our driver loop of the same statements (pgbench is not installed)' : 'pgbench -N';
  const hotPeer = pgbench === null ? null : await pgbench.throughput(CLIENTS, 'tpcb-like');
  const spread = await ourTransfers(server, 'spread');
  const hot = await ourTransfers(server, 'hot');
  return [
    { what: `${peerName}, ${CLIENTS} clients`, value: peer, unit: 'transactions/s' },
    ...(hotPeer === null
      ? []
      : [{ what: `pgbench on one hot row, ${CLIENTS} clients`, value: hotPeer, unit: 'transactions/s' }]),
    {
      what: `ledger transfers, ${ACCOUNTS} accounts, ${BATCH} a commit`,
      value: spread,
      unit: 'transfers/s',
      note: ratio(spread, peer, peerName),
    },
    {
      what: `ledger transfers, one hot account, ${BATCH} a commit`,
      value: hot,
      unit: 'transfers/s',
      note: ratio(hot, hotPeer ?? peer, hotPeer === null ? peerName : 'pgbench on one hot row'),
    },
  ];
};
