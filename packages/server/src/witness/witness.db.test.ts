import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  cosigner,
  followKeyRotations,
  parseLogProof,
  type TrustedKeys,
  type TrustedLog,
  verifierKeyText,
  verifyCheckpoint,
  verifyLogProof,
  verifyReceipt,
} from '@clearline/receipts';
import {
  createTestDatabase,
  LENDER_LOG,
  openStore,
  readPolicyFiles,
  sizeOfCheckpoint,
  type Store,
} from '@clearline/store';
import { type BehaviourEvent, compilePolicySet, DEMO_LENDER, toJson } from '@clearline/line';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lenderLogRound } from '../workers/lender-log.ts';
import type { WitnessPeer } from './ask-witness.ts';
import { createWitness } from './witness-server.ts';

const NOW = '2026-11-23T04:00:00.000Z';
const BOOK = 'main';
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let store: Store;
let book: Awaited<ReturnType<Store['openBook']>>;
let dir = '';
const witnesses: FastifyInstance[] = [];
const peers: WitnessPeer[] = [];
let trusted: TrustedKeys;
const complaints: string[] = [];
const round = (asked: readonly WitnessPeer[] = peers): Promise<void> =>
  lenderLogRound(store.lenderLog, { bookIds: [BOOK], now: NOW, witnesses: asked }, (why) => void complaints.push(why));

const startWitness = async (number: number, watched?: TrustedLog): Promise<WitnessPeer> => {
  const [name, seed] = [`witness.example/w${number}`, new Uint8Array(32).fill(number)];
  const log = watched ?? (await store.lenderLog.trusted());
  if (log === null) throw new Error('the lender’s log has no key');
  const app = await createWitness({
    name,
    seed,
    trusted: { logs: [log], witnesses: [], witnessesNeeded: 0 },
    stateDir: join(dir, `w${number}`),
    now: () => 1_795_406_400n,
  });
  witnesses.push(app);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, key: cosigner(name, seed, 0n).key };
};

/** Something that the book must log: an application is decided and told. */
const decideSomething = async (phone: string): Promise<void> => {
  const borrowerId = `b-${phone}`;
  const actor = { kind: 'borrower' } as const;
  const say = async (command: Parameters<typeof book.execute>[0]['command']): Promise<void> => {
    const result = await book.execute({ borrowerId, command, actor });
    if (!result.ok) throw new Error(`${command.type}: ${result.refusal.code}`);
  };
  await say({ type: 'register', maskedPhone: phone });
  await say({ type: 'verify_identity', maskedName: '张*', maskedIdNumber: '1101**********1234' });
  for (const kind of ['SERVICE_TERMS', 'PRIVACY', 'BUREAU_QUERY', 'BEHAVIOUR_DATA'] as const)
    await say({ type: 'change_consent', kind, given: true, version: '1' });
  await say({
    type: 'apply',
    kind: 'CONSUMER',
    monthlyIncomeFen: 1_000_000n,
    employment: 'EMPLOYED',
    monthsInWork: 30,
  });
};

/** A credit report, upon which the application that waited for it is decided and told. */
const reportOn = async (borrowerId: string): Promise<void> => {
  const report: BehaviourEvent = {
    kind: 'BUREAU_UPDATE',
    eventId: `report:${borrowerId}`,
    occurredAt: NOW,
    source: 'bureau:sandbox',
    reportDate: '2026-11-22',
    overdueAccounts: 0,
    overdueDaysMax: 0,
    overdueAmountFen: 0n,
    hardEnquiries1m: 0,
    hardEnquiries3m: 1,
    unsettledLenders: 1,
    newLenders3m: 0,
    totalDebtFen: 1_000_000n,
    monthlyDebtServiceFen: 100_000n,
    overdueMonths24m: 0,
    consecutiveOverdueMonths24m: 0,
  };
  const command = { type: 'observe', events: [report] } as const;
  const result = await book.execute({ borrowerId, command, actor: { kind: 'machine', name: 'feed' } });
  if (!result.ok) throw new Error(result.refusal.code);
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'clearline-witness-'));
  database = await createTestDatabase();
  store = await openStore({ databaseUrl: database.url, masterKey: new Uint8Array(32).fill(7) });
  const compiled = compilePolicySet(await readPolicyFiles(join(process.cwd(), 'policies')), '2026-01-01');
  if (!compiled.ok) throw new Error('the default policy does not compile');
  const contextOf = () => ({ lender: DEMO_LENDER, policies: compiled.policies });
  book = await store.openBook({ bookId: BOOK, clock: () => NOW, contextOf });
  await decideSomething('138****0001');
  await round([]);
  peers.push(await startWitness(1), await startWitness(2));
  const log = await store.lenderLog.trusted();
  if (log === null) throw new Error('the lender’s log has no key');
  trusted = { logs: [log], witnesses: peers.map(({ key }) => verifierKeyText(key)), witnessesNeeded: 2 };
});
afterAll(async () => {
  await Promise.all(witnesses.map((app) => app.close()));
  await book.close();
  await store.close();
  await database.drop();
  await rm(dir, { recursive: true });
});

describe('two witnesses (G12)', () => {
  it('cosign the lender’s log as it grows, and with them a book’s checkpoint is proven', async () => {
    for (const phone of ['138****0002', '138****0003']) {
      await round();
      await decideSomething(phone);
      await round();
      await round();
    }
    expect(complaints).toEqual([]);
    const note = (await store.lenderLog.checkpoint()) ?? '';
    expect(verifyCheckpoint(note, trusted)).toMatchObject({
      ok: true,
      value: { size: 3, witnesses: ['witness.example/w1', 'witness.example/w2'] },
    });
    const checkpoint = (await store.log(BOOK).checkpoint()) ?? '';
    const proof = parseLogProof((await store.lenderLog.proofOf(checkpoint)) ?? '');
    if (!proof.ok) throw new Error(proof.refusal.message);
    expect(verifyLogProof(Buffer.from(checkpoint), proof.value, trusted)).toMatchObject({ ok: true });
    expect(verifyLogProof(Buffer.from(`${checkpoint} `), proof.value, trusted)).toMatchObject({ ok: false });
  });

  it('stand behind the receipt that a borrower downloads, once they have seen it (R60)', async () => {
    const id = 'b-138****0004';
    const receiptNow = async (): Promise<[string, string]> => {
      const { notices } = await book.file(id);
      const [held] = Object.values(notices);
      if (held === undefined) throw new Error('nothing was told');
      const { readAt: _readAt, ...notice } = held;
      return [toJson(notice), (await store.log(BOOK).receipt(notice)) ?? ''];
    };
    const [ofBook] = (await store.log(BOOK).trusted())?.logs ?? [];
    if (ofBook === undefined) throw new Error('the book’s log has no key');
    const all: TrustedKeys = { ...trusted, logs: [...trusted.logs, ofBook] };
    await decideSomething('138****0004');
    await reportOn(id);
    expect(verifyReceipt(...(await receiptNow()), all)).toMatchObject({ refusal: { code: 'too_few_witnesses' } });
    expect(verifyReceipt(...(await receiptNow()), { ...all, witnessesNeeded: 0 })).toMatchObject({ ok: true });
    await round();
    expect(verifyReceipt(...(await receiptNow()), all)).toMatchObject({
      ok: true,
      value: { witnesses: ['witness.example/w1', 'witness.example/w2'] },
    });
    // What is decided later leaves the receipt under the checkpoint that was seen.
    await decideSomething('138****0005');
    expect(verifyReceipt(...(await receiptNow()), all)).toMatchObject({ ok: true });
  });

  it('refuse a log that was cut off or rewritten, also after they were started again', async () => {
    await Promise.all(witnesses.splice(0).map((app) => app.close()));
    peers.splice(0, 2, await startWitness(1), await startWitness(2));
    const before = sizeOfCheckpoint((await store.lenderLog.checkpoint()) ?? '');
    for (const table of ['log_cosignatures', 'log_leaves', 'log_checkpoints'])
      await store.sql.query(`DELETE FROM ${table} WHERE book_id = $1`, [LENDER_LOG]);
    complaints.length = 0;
    await round();
    expect(complaints).toHaveLength(2);
    expect(complaints[0]).toContain(`it has cosigned ${before} entries`);
    // One entry more than they remember: a log of another content that is longer than the one they cosigned.
    for (let more = 0; more < before; more += 1) {
      await decideSomething(`138****100${more}`);
      complaints.length = 0;
      await round();
    }
    expect(sizeOfCheckpoint((await store.lenderLog.checkpoint()) ?? '')).toBe(before + 1);
    expect(complaints).toHaveLength(2);
    expect(complaints[0]).toContain('422');
    expect(verifyCheckpoint((await store.lenderLog.checkpoint()) ?? '', trusted)).toMatchObject({
      refusal: { code: 'too_few_witnesses' },
    });
  });

  it('being away costs nobody anything: the log grows, and it is said who is missing', async () => {
    const away: WitnessPeer = { ...(peers[0] as WitnessPeer), url: 'http://127.0.0.1:9' };
    complaints.length = 0;
    await decideSomething('138****2000');
    await round([away]);
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain('witness.example/w1 did not cosign');
  });

  it('cosign nothing under a key that they were not told of, and go on once they follow its statement (H125)', async () => {
    const before = await store.lenderLog.trusted();
    if (before === null) throw new Error('the lender’s log has no key');
    // New ones: the others remember a log that was thrown away above.
    peers.splice(0, 2, await startWitness(3), await startWitness(4));
    complaints.length = 0;
    await round();
    expect(complaints).toEqual([]);
    const held = (await store.lenderLog.checkpoint()) ?? '';
    await store.lenderLog.rotateKey();
    await decideSomething('138****0006');
    await round();
    expect(complaints).toHaveLength(2);
    expect(complaints[0]).toMatch(/w3 did not cosign: it answered 403: none of its signers is trusted here/);
    // Started again with the key that they knew, and the statements that the lender publishes.
    const known = { logs: [before], witnesses: peers.map(({ key }) => verifierKeyText(key)), witnessesNeeded: 2 };
    const followed = followKeyRotations(await store.lenderLog.rotations(), known);
    if (!followed.ok) throw new Error(followed.refusal.message);
    const [watched] = followed.value.logs;
    await Promise.all(witnesses.splice(0).map((app) => app.close()));
    peers.splice(0, 2, await startWitness(3, watched), await startWitness(4, watched));
    complaints.length = 0;
    await round();
    expect(complaints).toEqual([]);
    // What they signed under the old key stands beside what they sign under the new one.
    for (const note of [held, (await store.lenderLog.checkpoint()) ?? ''])
      expect(verifyCheckpoint(note, followed.value)).toMatchObject({
        ok: true,
        value: { witnesses: ['witness.example/w3', 'witness.example/w4'] },
      });
  });
});
