import {
  applyKeyRotation,
  leafData,
  leafHashHex,
  readCheckpoint,
  verifyGrowth,
  verifyReceipt,
  verifyReceiptChain,
  type TrustedKeys,
  type VerifiedReceipt,
} from '@clearline/receipts';
import { DEMO_LENDER, toJson, type Command, type Notice } from '@clearline/line';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit, type AuditReport } from '../audit/audit.ts';
import type { Queryable } from '../db/sql.ts';
import type { BorrowerLife } from '../fixtures/borrower-life.ts';
import { BOOK, TestBook } from '../fixtures/test-book.ts';
import { writeRows } from '../book/write-rows.ts';
import { BookLog } from './book-log.ts';
import { entriesOf } from './catch-up.ts';
import { readLog } from './read-log.ts';

let test: TestBook;
let life: BorrowerLife;
let other: BorrowerLife;
beforeAll(async () => {
  test = await TestBook.open();
  [life, other] = [await test.life().openLine(), await test.life().openLine()];
  // Four draws in a day hold the next one, which is in force at once.
  for (let n = 0; n < 4; n += 1) {
    await life.draw(100_000n, 3);
    test.later({ hours: 1 });
  }
  test.later({ days: 1 });
  await other.observe(other.bureau({ overdueAccounts: 2, overdueDaysMax: 95, overdueAmountFen: 900_000n }));
  await life.observe(life.bureau({ overdueAccounts: 2, overdueDaysMax: 95, overdueAmountFen: 900_000n }));
});
afterAll(() => test.close());

const log = () => test.store.log(BOOK);
const trusted = async (): Promise<TrustedKeys> => {
  const keys = await log().trusted();
  if (keys === null) throw new Error('the log has no key');
  return keys;
};
const noticesOf = async (of: BorrowerLife): Promise<Notice[]> =>
  (await test.book.facts(of.id)).flatMap(({ body }) => (body.type === 'notice.issued' ? [body.notice] : []));

const verified = async (notice: Notice): Promise<VerifiedReceipt> => {
  const receipt = await log().receipt(notice);
  if (receipt === null) throw new Error(`notice ${notice.id} has no receipt`);
  const checked = verifyReceipt(toJson(notice), receipt, await trusted());
  if (!checked.ok) throw new Error(checked.refusal.message);
  return checked.value;
};

/** A command on the book as it is open now; a life knows only the one it began with. */
const say = (of: BorrowerLife, command: Command) =>
  test.book.execute({ borrowerId: of.id, command, actor: { kind: 'borrower' } });

class Undo extends Error {}
/** Runs in a transaction that is undone whatever happens. */
const undone = async (body: (tx: Queryable) => Promise<void>): Promise<void> => {
  await test.store.sql
    .transaction(async (tx) => {
      await body(tx);
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
};
const auditWithin = (tx: Queryable): Promise<AuditReport> =>
  audit(tx, test.store.logSettings.box, BOOK, { noticeDays: DEMO_LENDER.noticeDays });

describe('G12: every decision and notice is a leaf of a signed log', () => {
  it('has one leaf for each, and a checkpoint over all of them', async () => {
    const facts = [...(await test.book.facts(life.id)), ...(await test.book.facts(other.id))];
    const logged = facts.filter(({ body }) => body.type === 'decision.recorded' || body.type === 'notice.issued');
    const note = (await log().checkpoint()) ?? '';
    expect(readCheckpoint(note)).toMatchObject({ ok: true, value: { size: logged.length } });
    expect(await test.store.audit(BOOK, { noticeDays: DEMO_LENDER.noticeDays })).toMatchObject({
      differences: [],
      violations: [],
      log: { leaves: logged.length, origin: 'clearline.invalid/log/main' },
    });
  });

  it('gives a receipt for every notice, which verifies with the published keys alone', async () => {
    const notices = await noticesOf(life);
    expect(notices.length).toBeGreaterThan(1);
    const receipts: VerifiedReceipt[] = [];
    for (const notice of notices) receipts.push(await verified(notice));
    const between = (await log().chain(life.id)).map(({ leaf }) => leaf).filter((leaf) => leaf.notice === null);
    expect(between.length).toBeGreaterThan(0);
    expect(verifyReceiptChain(receipts, between)).toEqual({ ok: true, value: true });
    // Hidden: the same without one of the notices in the middle.
    expect(verifyReceiptChain(receipts.toSpliced(receipts.length - 2, 1), between)).toMatchObject({
      refusal: { code: 'receipt_hidden' },
    });
  });

  it('catches an altered notice, and the receipt of another', async () => {
    const [first, second] = await noticesOf(life);
    if (first === undefined || second === undefined) throw new Error('two notices are needed');
    const receipt = (await log().receipt(first)) ?? '';
    const altered = toJson({ ...first, title: { zh: '额度不变', en: 'Nothing changes' } });
    for (const notice of [altered, toJson(second)])
      expect(verifyReceipt(notice, receipt, await trusted())).toMatchObject({ refusal: { code: 'notice_altered' } });
    expect(await log().receipt({ id: 'unknown' })).toBeNull();
  });

  it('does not let a restriction be in force without its leaf, nor a leaf without a signed checkpoint', async () => {
    const tries: [string, string][] = [
      [`UPDATE restrictions SET notice_id = 'never-logged' WHERE state = 'effective'`, 'g12_logged'],
      [`DELETE FROM log_leaves WHERE notice_id IN (SELECT notice_id FROM restrictions)`, 'g12_logged'],
      [`DELETE FROM log_checkpoints`, 'log_leaves_book_id_checkpoint_size_fkey'],
      [`UPDATE log_leaves SET checkpoint_size = 99999`, 'log_leaves_book_id_checkpoint_size_fkey'],
      [`UPDATE log_leaves SET leaf_index = checkpoint_size WHERE leaf_index = 0`, 'g12_in_a_signed_checkpoint'],
    ];
    for (const [sql, constraint] of tries)
      await expect(test.store.sql.transaction((tx) => tx.query(sql))).rejects.toMatchObject({ constraint });
  });

  it('writes nothing of a command whose leaf cannot be written', async () => {
    const facts = (await test.book.facts(other.id)).length;
    const size = (await log().chain(other.id)).length;
    const [last] = await test.store.sql.query<{ size: bigint }>('SELECT max(size) AS size FROM log_checkpoints');
    // A leaf that stands where the next one should go.
    await test.store.sql.query(
      `INSERT INTO log_checkpoints SELECT book_id, size + 1, root, signed_at, note FROM log_checkpoints WHERE size = $1`,
      [last?.size ?? 0n],
    );
    await expect(other.send({ type: 'review' })).rejects.toMatchObject({ code: '23505' });
    await test.store.sql.query('DELETE FROM log_checkpoints WHERE size > $1', [last?.size ?? 0n]);
    expect((await test.book.facts(other.id)).length).toBe(facts);
    expect((await log().chain(other.id)).length).toBe(size);
    expect(await other.send({ type: 'review' })).toMatchObject({ ok: true });
  });
});

describe('G12: what an audit finds', () => {
  it.each([
    [
      'a leaf rewritten',
      `UPDATE log_leaves SET leaf = replace(leaf, '"version":1', '"version": 1') WHERE leaf_index = 1`,
      'log_leaves',
    ],
    [
      'a leaf cut off the end',
      `DELETE FROM log_leaves WHERE leaf_index = (SELECT max(leaf_index) FROM log_leaves WHERE notice_id IS NULL) `,
      'log_',
    ],
    ['a checkpoint of other leaves', `UPDATE log_checkpoints SET root = sha256('x')`, 'log_checkpoints'],
    [
      'a checkpoint without its signature',
      `UPDATE log_checkpoints SET note = replace(note, 'clearline.invalid', 'another.invalid')`,
      'log_checkpoints',
    ],
    ['a node invented', `INSERT INTO log_nodes VALUES ('main', 8, 0, sha256('x'))`, 'log_nodes'],
    [
      'a key slipped in',
      `INSERT INTO log_keys SELECT book_id, 2, replace(key, 'main', 'main'), sealed_seed, 0, NULL, 'no rotation' FROM log_keys`,
      'log_keys',
    ],
  ])('%s', async (_what, tamper, where) => {
    await undone(async (tx) => {
      await tx.query(tamper);
      const { differences } = await auditWithin(tx);
      expect(differences.map((difference) => difference.where).filter((each) => each.startsWith(where))).not.toEqual(
        [],
      );
    });
  });

  it.each([
    [
      'a notice rewritten after it was logged',
      `UPDATE facts SET body = replace(body, '"reportedToBureau":false', '"reportedToBureau":true') WHERE type = 'notice.issued'`,
    ],
    [
      'a leaf exchanged for another’s',
      `UPDATE log_leaves SET borrower_id = 'nobody', fact_seq = 0 WHERE leaf_index = 2`,
    ],
    ['a secret lost', 'DELETE FROM log_secrets'],
  ])('%s', async (_what, tamper) => {
    await undone(async (tx) => {
      await tx.query(tamper);
      const { violations } = await auditWithin(tx);
      expect(violations.map(({ guarantee }) => guarantee)).toContain('G12');
    });
  });
});

describe('S83: leaves that were lost', () => {
  it('are each named, by their place and by the fact they were of; those that are left are not blamed', async () => {
    const rows = await test.store.sql.query<{ leaf_index: bigint; borrower_id: string; fact_seq: number }>(
      `SELECT leaf_index, borrower_id, fact_seq FROM log_leaves WHERE book_id = $1 AND notice_id IS NULL ORDER BY leaf_index`,
      [BOOK],
    );
    const lost = [rows[0], rows[2]].flatMap((row) => row ?? []);
    expect(lost).toHaveLength(2);
    await undone(async (tx) => {
      await tx.query('DELETE FROM log_leaves WHERE book_id = $1 AND leaf_index = ANY($2::bigint[])', [
        BOOK,
        lost.map((row) => row.leaf_index),
      ]);
      const { violations, differences } = await auditWithin(tx);
      expect(violations.map(({ borrowerId, seq }) => `${borrowerId} ${seq}`).toSorted()).toEqual(
        lost.map((row) => `${row.borrower_id} ${row.fact_seq}`).toSorted(),
      );
      const gaps = differences.filter(({ detail }) => detail.startsWith('the log lacks'));
      expect(gaps.map(({ key }) => key)).toEqual(lost.map((row) => String(row.leaf_index)));
    });
  });
});

describe('the log beyond the database', () => {
  it('cannot be rewritten past a checkpoint that somebody holds, even by who has its key', async () => {
    const held = (await log().checkpoint()) ?? '';
    await life.send({ type: 'review' });
    test.later({ days: 1 });
    await life.do({ type: 'lower_limit', limitFen: 2_000_000n });
    const newer = (await log().checkpoint()) ?? '';
    const sizeOf = (note: string): number => {
      const checkpoint = readCheckpoint(note);
      if (!checkpoint.ok) throw new Error(checkpoint.refusal.message);
      return checkpoint.value.size;
    };
    const proof = await log().consistency(sizeOf(held), sizeOf(newer));
    expect(verifyGrowth(held, newer, proof, await trusted()).ok).toBe(true);
    await test.book.close();
    await undone(async (tx) => {
      // The lender throws its log away and signs another, of the same facts but with its own secrets and order.
      for (const table of ['restrictions', 'log_leaves', 'log_nodes', 'log_checkpoints', 'log_secrets'])
        await tx.query(`DELETE FROM ${table}`);
      const again = await BookLog.open(tx, test.store.logSettings, BOOK);
      for (const of of [other, life]) {
        const drafted = again.draftFresh(entriesOf(of.id, await test.book.facts(of.id)), test.now);
        if (drafted === null) throw new Error('nothing to log');
        await writeRows(tx, BOOK, drafted.rows);
        again.settle(drafted);
      }
      const forged = readLog(tx, test.store.logSettings.box, BOOK);
      const split = (await forged.checkpoint()) ?? '';
      expect(sizeOf(split)).toBe(sizeOf(newer));
      const forgedProof = await forged.consistency(sizeOf(held), sizeOf(split));
      expect(verifyGrowth(held, split, forgedProof, await trusted())).toMatchObject({
        refusal: { code: 'log_rewritten' },
      });
      // Split view: one size, two roots, both signed.
      expect(verifyGrowth(newer, split, [], await trusted())).toMatchObject({ refusal: { code: 'log_rewritten' } });
    });
    test.book = await test.openBook();
  });

  it('is served as tiles that hash to the leaves', async () => {
    const chain = await log().chain(life.id);
    const tile = await log().tile(0, 0, chain.length);
    const entries = await log().entries(0, 1);
    const [first] = chain;
    if (tile === null || entries === null || first === undefined) throw new Error('the log is too short');
    expect(Buffer.from(tile.subarray(first.index * 32, first.index * 32 + 32)).toString('hex')).toBe(
      leafHashHex(first.leaf),
    );
    const whole = await log().chain(first.index === 0 ? life.id : other.id);
    expect(Buffer.from(entries.subarray(2))).toEqual(Buffer.from(leafData((whole[0] ?? first).leaf)));
    expect(await log().tile(0, 0, 256)).toBeNull();
    expect(await log().tile(1, 0, 1)).toBeNull();
  });

  it('goes on under a new key, and the old key verifies what it signed and nothing more', async () => {
    const [notice] = await noticesOf(life);
    if (notice === undefined) throw new Error('a notice is needed');
    const before = await trusted();
    const oldReceipt = (await log().receipt(notice)) ?? '';
    await expect(test.store.rotateLogKey(BOOK)).rejects.toMatchObject({
      code: 'lease_held',
    });
    await test.book.close();
    await test.store.rotateLogKey(BOOK);
    test.book = await test.openBook();
    expect(await say(life, { type: 'review' })).toMatchObject({ ok: true });
    const after = await trusted();
    expect(after.logs[0]?.keys).toHaveLength(2);
    expect(verifyReceipt(toJson(notice), oldReceipt, after).ok).toBe(true);
    const newReceipt = (await log().receipt(notice)) ?? '';
    expect(verifyReceipt(toJson(notice), newReceipt, after).ok).toBe(true);
    expect(verifyReceipt(toJson(notice), newReceipt, before)).toMatchObject({
      refusal: { code: 'no_trusted_signature' },
    });
    const [rotation] = await log().rotations();
    expect(applyKeyRotation(rotation ?? '', before)).toEqual({ ok: true, value: after });
    expect((await test.store.audit(BOOK, { noticeDays: DEMO_LENDER.noticeDays })).differences).toEqual([]);
  });

  it('still verifies after a borrower was erased, who can no longer be found in it', async () => {
    const notices = await noticesOf(other);
    const notice = notices.at(-1);
    if (notice === undefined) throw new Error('a notice is needed');
    const held = (await log().receipt(notice)) ?? '';
    expect(await test.store.vault.erase(BOOK, other.id)).toBe(true);
    expect(await log().receipt(notice)).toBeNull();
    expect(await log().chain(other.id)).toEqual([]);
    expect(verifyReceipt(toJson(notice), held, await trusted()).ok).toBe(true);
    const again = await test.store.audit(BOOK, { noticeDays: DEMO_LENDER.noticeDays });
    expect([again.differences, again.violations]).toEqual([[], []]);
    // What is told to an erased borrower all the same begins a new chain under a new name.
    test.later({ days: 1 });
    expect(await say(other, { type: 'review' })).toMatchObject({ ok: true });
    test.later({ days: 1 });
    expect(await say(other, { type: 'review' })).toMatchObject({ ok: true });
    const renewed = await log().chain(other.id);
    expect(renewed.map(({ leaf }) => leaf.sequence)).toEqual(renewed.map((_, at) => at + 1));
    expect(renewed[0]?.leaf.previous).toBeNull();
    expect(renewed.length).toBeGreaterThan(1);
    const last = await test.store.audit(BOOK, { noticeDays: DEMO_LENDER.noticeDays });
    expect([last.differences, last.violations]).toEqual([[], []]);
  });

  it('logs what a book decided before it had a log, when the book is next opened', async () => {
    await test.book.close();
    await test.store.sql.transaction(async (tx) => {
      await tx.query('ALTER TABLE restrictions DROP CONSTRAINT g12_logged');
      for (const table of ['log_leaves', 'log_nodes', 'log_checkpoints', 'log_secrets', 'log_keys'])
        await tx.query(`DELETE FROM ${table}`);
      await tx.query(
        'ALTER TABLE restrictions ADD CONSTRAINT g12_logged FOREIGN KEY (book_id, notice_id) REFERENCES log_leaves (book_id, notice_id) NOT VALID',
      );
    });
    test.book = await test.openBook();
    const report = await test.store.audit(BOOK, { noticeDays: DEMO_LENDER.noticeDays });
    expect([report.differences, report.violations]).toEqual([[], []]);
    expect(report.log?.leaves).toBeGreaterThan(5);
  });
});
