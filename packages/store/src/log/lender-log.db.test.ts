import {
  followKeyRotations,
  type NoteSigner,
  parseLogProof,
  readCheckpoint,
  signCheckpoint,
  signKeyRotation,
  type TrustedKeys,
  type TrustedLog,
  verifyCheckpoint,
  verifyGrowth,
  verifyLogProof,
  verifyReceipt,
} from '@clearline/receipts';
import { DEMO_LENDER, type Notice, toJson } from '@clearline/line';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../audit/audit.ts';
import type { BorrowerLife } from '../fixtures/borrower-life.ts';
import { BOOK, TestBook } from '../fixtures/test-book.ts';
import { holdKey } from './keys.ts';
import { LENDER_LOG } from './lender-log.ts';

let test: TestBook;
let life: BorrowerLife;
/** Those who held a copy of the first key before anything was rotated. */
let first: TrustedLog;
/** The signers that the log had, oldest first. */
const signers: NoteSigner[] = [];
/** A checkpoint that somebody holds of each key’s time, oldest first. */
const held: string[] = [];
let notice: Notice;
let receiptBefore = '';

const log = () => test.store.lenderLog;
const trusting = (...logs: readonly (TrustedLog | null)[]): TrustedKeys => ({
  logs: logs.filter((each) => each !== null),
  witnesses: [],
  witnessesNeeded: 0,
});
const present = async (): Promise<NoteSigner> =>
  (await holdKey(test.store.sql, test.store.logSettings.box, LENDER_LOG, 'unused')).signer;
/** Something the book logs, and the lender’s log its checkpoint. */
const growOnce = async (): Promise<void> => {
  test.later({ days: 1 });
  expect(await life.send({ type: 'review' })).toMatchObject({ ok: true });
  await log().grow([BOOK], test.now);
};
const bothLogs = async (): Promise<TrustedKeys> =>
  trusting(...((await test.store.log(BOOK).trusted())?.logs ?? []), await log().trusted());
const sizeOf = (note: string): number => {
  const read = readCheckpoint(note);
  if (!read.ok) throw new Error(read.refusal.message);
  return read.value.size;
};

beforeAll(async () => {
  test = await TestBook.open();
  life = await test.life().openLine();
  await log().begin();
  const begun = await log().trusted();
  if (begun === null) throw new Error('the lender’s log has no key');
  first = begun;
  const facts = await test.book.facts(life.id);
  const told = facts.flatMap(({ body }) => (body.type === 'notice.issued' ? [body.notice] : []))[0];
  if (told === undefined) throw new Error('a notice is needed');
  notice = told;
  for (let key = 0; key < 3; key += 1) {
    if (key > 0) await log().rotateKey();
    signers.push(await present());
    await growOnce();
    await growOnce();
    const note = (await log().checkpoint()) ?? '';
    held.push(note);
    // As a witness did that saw it, so that receipts carry the proof under this key’s checkpoint.
    if (key === 0) {
      await log().addCosignature(sizeOf(note), 'witness.example/w1', '— witness.example/w1 AAAAAAA=\n');
      receiptBefore = (await test.store.log(BOOK).receipt(notice)) ?? '';
    }
  }
});
afterAll(() => test.close());

describe('S114: the lender’s log goes on under new keys', () => {
  it('each announced by a statement that the key before signed: who has only the first comes to the last', async () => {
    const rotations = await log().rotations();
    expect(rotations).toHaveLength(2);
    expect(followKeyRotations(rotations, trusting(first))).toEqual({
      ok: true,
      value: trusting(await log().trusted()),
    });
    // Without the statement between, nobody comes to the last.
    expect(followKeyRotations(rotations.slice(1), trusting(first))).toMatchObject({ ok: false });
    expect(await log().trusted()).toMatchObject({
      keys: [
        { fromSize: 0, untilSize: 2 },
        { fromSize: 2, untilSize: 4 },
        { fromSize: 4, untilSize: null },
      ],
    });
  });

  it('while checkpoints of every key verify, and that the log only grew between any two of them', async () => {
    const trusted = trusting(await log().trusted());
    for (const note of held) expect(verifyCheckpoint(note, trusted)).toMatchObject({ ok: true });
    for (const older of held)
      for (const newer of held.slice(held.indexOf(older))) {
        const proof = await log().consistency(sizeOf(older), sizeOf(newer));
        expect(verifyGrowth(older, newer, proof, trusted)).toMatchObject({ ok: true });
      }
  });

  it('and proofs verify that were taken before, and those taken after of what was logged before', async () => {
    const trusted = await bothLogs();
    expect(receiptBefore).not.toBe('');
    expect(verifyReceipt(toJson(notice), receiptBefore, trusted)).toMatchObject({ ok: true });
    const now = (await test.store.log(BOOK).receipt(notice)) ?? '';
    expect(verifyReceipt(toJson(notice), now, trusted)).toMatchObject({ ok: true });
    const newest = (await test.store.log(BOOK).checkpoint()) ?? '';
    const proof = parseLogProof((await log().proofOf(newest)) ?? '');
    if (!proof.ok) throw new Error(proof.refusal.message);
    expect(verifyLogProof(Buffer.from(newest), proof.value, trusted)).toMatchObject({ ok: true });
    // Who knows the first key alone is told so, and not that something was altered.
    expect(verifyLogProof(Buffer.from(newest), proof.value, trusting(first))).toMatchObject({
      refusal: { code: 'no_trusted_signature' },
    });
  });

  it('and a key that was replaced signs nothing more, neither a checkpoint nor its own successor', async () => {
    const trusted = trusting(await log().trusted());
    const size = sizeOf(held.at(-1) ?? '') + 1;
    for (const [at, signer] of signers.entries()) {
      const note = signCheckpoint({ origin: first.origin, size, root: new Uint8Array(32) }, [signer]);
      expect(verifyCheckpoint(note, trusted).ok).toBe(at === signers.length - 1);
      const other = (await holdKey(test.store.sql, test.store.logSettings.box, '_stranger', first.origin)).signer;
      const stolen = signKeyRotation(first.origin, size, signer, other);
      expect(followKeyRotations([stolen], trusted).ok).toBe(at === signers.length - 1);
    }
    await test.store.sql.query(`DELETE FROM log_keys WHERE book_id = '_stranger'`);
  });

  it('and while it grows: whoever grows it next signs with the key of its size', async () => {
    for (let round = 0; round < 4; round += 1) {
      test.later({ days: 1 });
      expect(await life.send({ type: 'review' })).toMatchObject({ ok: true });
      const grow = () => log().grow([BOOK], test.now);
      await Promise.all([grow(), log().rotateKey(), grow(), log().rotateKey(), grow()]);
    }
    const trusted = await log().trusted();
    expect(trusted?.keys).toHaveLength(3 + 8);
    expect(verifyCheckpoint((await log().checkpoint()) ?? '', trusting(trusted))).toMatchObject({ ok: true });
    const report = await test.store.audit(BOOK, { noticeDays: DEMO_LENDER.noticeDays });
    expect([report.differences, report.violations, report.lenderLog?.leaves]).toEqual([[], [], 6 + 4]);
  });
});

describe('S115: an audit finds in the lender’s log', () => {
  class Undo extends Error {}
  /** Where differences are, beside those of the book itself, after something was done that is undone again. */
  const foundAfter = async (tamper: string): Promise<string[]> => {
    let found: string[] = [];
    await test.store.sql
      .transaction(async (tx) => {
        await tx.query(tamper);
        const report = await audit(tx, test.store.logSettings.box, BOOK, { noticeDays: DEMO_LENDER.noticeDays });
        found = report.differences.map(({ where, key }) => `${where} ${key}`);
        throw new Undo();
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undo)) throw error;
      });
    return found;
  };

  it.each([
    [
      'a leaf altered',
      `UPDATE log_leaves SET leaf = leaf || ' ' WHERE book_id = '${LENDER_LOG}' AND leaf_index = 1`,
      'log_leaves 1',
    ],
    [
      'a leaf altered with its hash',
      `UPDATE log_leaves SET leaf = 'x', leaf_hash = sha256('\\x0078') WHERE book_id = '${LENDER_LOG}' AND leaf_index = 1`,
      'log_checkpoints 2',
    ],
    ['a leaf hidden', `DELETE FROM log_leaves WHERE book_id = '${LENDER_LOG}' AND leaf_index = 2`, 'log_leaves 2'],
    [
      'two leaves in another order',
      `UPDATE log_leaves AS l SET leaf = o.leaf, leaf_hash = o.leaf_hash FROM log_leaves AS o
       WHERE l.book_id = '${LENDER_LOG}' AND o.book_id = l.book_id AND l.leaf_index IN (1, 2) AND o.leaf_index = 3 - l.leaf_index`,
      'log_checkpoints 2',
    ],
    [
      'a checkpoint rewritten',
      `UPDATE log_checkpoints SET root = sha256('x') WHERE book_id = '${LENDER_LOG}' AND size = 3`,
      'log_checkpoints 3',
    ],
    [
      'the sizes moved at which a key began and another ended',
      `UPDATE log_keys SET until_size = 3 WHERE book_id = '${LENDER_LOG}' AND key_no = 1`,
      'log_keys 11',
    ],
    [
      'a statement of a new key lost',
      `UPDATE log_keys SET rotation = 'no statement' WHERE book_id = '${LENDER_LOG}' AND key_no = 2`,
      'log_keys 2',
    ],
  ])('%s', async (_what, tamper, where) => {
    expect(await foundAfter(tamper)).toContain(where);
  });

  it('what a key signed after it was replaced', async () => {
    const [row] = await test.store.sql.query<{ root: Buffer }>(
      `SELECT root FROM log_checkpoints WHERE book_id = $1 AND size = 3`,
      [LENDER_LOG],
    );
    const [replaced] = signers;
    if (row === undefined || replaced === undefined) throw new Error('three leaves are needed');
    const note = signCheckpoint({ origin: first.origin, size: 3, root: row.root }, [replaced]);
    expect(
      await foundAfter(
        `UPDATE log_checkpoints SET note = '${note.replaceAll("'", "''")}' WHERE book_id = '${LENDER_LOG}' AND size = 3`,
      ),
    ).toEqual(['log_checkpoints 3']);
  });

  it('nothing, where nothing was done', async () => {
    expect(await foundAfter('SELECT 1')).toEqual([]);
  });
});
