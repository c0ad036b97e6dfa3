import { DEMO_LENDER, toJson } from '@clearline/line';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../db/new-id.ts';
import { BookLost, StoreError } from '../errors.ts';
import { BORROWER, type BorrowerLife, FEED } from '../fixtures/borrower-life.ts';
import { BOOK, TestBook } from '../fixtures/test-book.ts';
import type { Book } from './types.ts';

let test: TestBook;
beforeEach(async () => {
  test = await TestBook.open();
});
afterEach(() => test.close());

const count = async (table: string): Promise<number> => {
  const [row] = await test.store.sql.query<{ n: bigint }>(`SELECT count(*) AS n FROM ${table}`);
  return Number(row?.n);
};

describe('S1: facts, tables and side effects are one transaction', () => {
  it('writes a draw as facts, loan, payment, balanced entries and a payment order', async () => {
    const life = await test.life().openLine();
    const drawn = await life.do(await life.drawCommand(1_000_000n));
    expect(drawn.facts.map((fact) => fact.body.type)).toContain('draw.requested');
    const [loan] = await test.store.sql.query('SELECT state, principal_fen, borrower_id FROM loans');
    expect(loan).toEqual({ state: 'PENDING', principal_fen: 1_000_000n, borrower_id: life.id });
    const [sum] = await test.store.sql.query(
      'SELECT sum(debit_fen) - sum(credit_fen) AS odds, count(*) AS n FROM ledger_entries',
    );
    expect(sum).toMatchObject({ odds: '0', n: 2n });
    const orders = await test.store
      .queries(BOOK)
      .takeOutbox({ kinds: ['payment_order'], now: test.now, limit: 9, holdMs: 1000 });
    expect(orders.map((order) => order.payload)).toMatchObject([{ direction: 'OUT', amountFen: 1_000_000n }]);
  });

  it('a command that breaks a constraint fails alone and leaves nothing, though it shared a batch', async () => {
    const [good, bad] = [await test.life().register(), await test.life().openLine()];
    const before = await count('facts');
    const evidence = newId();
    const broken = bad.send(
      { type: 'change_consent', kind: 'MARKETING', given: true, version: '1' },
      {
        attachments: [
          { kind: 'evidence_file', evidenceId: evidence, sha256: '0'.repeat(64), bytes: Buffer.from('other') },
        ],
      },
    );
    const fine = good.do({ type: 'change_consent', kind: 'MARKETING', given: true, version: '1' });
    await expect(broken).rejects.toThrow('evidence_files');
    await fine;
    expect(await count('facts')).toBe(before + 1);
    expect(await count('evidence_files')).toBe(0);
    expect((await bad.file()).consents.MARKETING).toBeUndefined();
    expect((await good.file()).consents.MARKETING).toBeDefined();
  });

  it('a refusal writes nothing', async () => {
    const life = await test.life().register();
    const before = await count('facts');
    const refused = await life.send({ type: 'pause' }, { idempotencyKey: 'p' });
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'no_line' } });
    expect(await count('facts')).toBe(before);
    expect(await count('idempotency_keys')).toBe(0);
  });
});

describe('S2: one key, one deed', () => {
  it('answers the same key with the first facts, from memory and after a restart', async () => {
    const life = await test.life().openLine();
    const command = await life.drawCommand(1_000_000n);
    const first = await life.do(command, { idempotencyKey: 'draw-1' });
    const again = await life.do(command, { idempotencyKey: 'draw-1' });
    expect(again.repeated).toBe(true);
    expect(toJson(again.facts)).toBe(toJson(first.facts));
    await test.book.close();
    test.book = await test.openBook();
    const later = await test.book.execute({ borrowerId: life.id, command, actor: BORROWER, idempotencyKey: 'draw-1' });
    expect(later).toMatchObject({ ok: true, repeated: true });
    expect(toJson(later.ok && later.facts)).toBe(toJson(first.facts));
    expect(await count('loans')).toBe(1);
  });

  it('takes the same key many times at once and draws once', async () => {
    const life = await test.life().openLine();
    const command = await life.drawCommand(1_000_000n);
    const results = await Promise.all(Array.from({ length: 20 }, () => life.do(command, { idempotencyKey: 'k' })));
    expect(results.filter((result) => !result.repeated)).toHaveLength(1);
    expect(await count('loans')).toBe(1);
  });

  it('refuses a key that stood for another request', async () => {
    const life = await test.life().openLine();
    await life.do({ type: 'pause' }, { idempotencyKey: 'k' });
    const other = await life.send({ type: 'resume' }, { idempotencyKey: 'k' });
    expect(other).toMatchObject({ ok: false, refusal: { code: 'idempotency_key_reused' } });
  });

  it('takes an event once, however often it comes', async () => {
    const life = await test.life().openLine();
    const event = life.bureau();
    await Promise.all([life.observe(event), life.observe(event), life.observe(event)]);
    await life.observe(event);
    const [row] = await test.store.sql.query('SELECT count(*) AS n FROM behaviour_events WHERE event_id = $1', [
      event.eventId,
    ]);
    expect(row).toEqual({ n: 1n });
  });

  it('S60: takes few events and many in one statement, whole, and none once another has the book', async () => {
    const life = await test.life().openLine();
    let sent = 0;
    const send = (book: Pick<Book, 'execute'>, events: number) =>
      book.execute({
        borrowerId: life.id,
        actor: FEED,
        command: {
          type: 'observe',
          events: Array.from({ length: events }, () => ({
            kind: 'LOGIN',
            // What text formats would have to escape.
            eventId: `e\t"\\${(sent += 1)}`,
            occurredAt: test.now,
            source: 'app',
            deviceId: 'd{1},NULL',
            province: '浙江',
            success: true,
          })),
        },
      });
    for (const events of [1, 20, 700]) expect((await send(test.book, events)).ok).toBe(true);
    const stored = await test.book.facts(life.id);
    const ids = stored.flatMap(({ body }) => (body.type === 'behaviour.observed' ? [body.event.eventId] : []));
    expect(ids.slice(1)).toEqual(Array.from({ length: 721 }, (_, n) => `e\t"\\${n + 1}`));
    expect((await test.store.audit(BOOK, { noticeDays: DEMO_LENDER.noticeDays })).differences).toEqual([]);
    for (const events of [1, 700]) {
      await test.book.close();
      const old = await test.openBook();
      test.book = await test.openBook({ takeOver: true });
      const before = await count('facts');
      await expect(send(old, events)).rejects.toThrow(BookLost);
      expect([await count('facts'), await count('behaviour_events')]).toEqual([before, 722]);
    }
  });

  it('S61: an event that decides nothing leaves the borrower’s row alone', async () => {
    const life = await test.life().openLine();
    const rowVersion = async () =>
      (
        await test.store.sql.query<{ xmin: string }>('SELECT xmin::text FROM borrowers WHERE borrower_id = $1', [
          life.id,
        ])
      )[0];
    const before = await rowVersion();
    const event = {
      kind: 'LOGIN',
      occurredAt: test.now,
      source: 'app',
      deviceId: 'd',
      province: '浙江',
      success: true,
    } as const;
    expect(await life.observe({ ...event, eventId: 'quiet' })).toMatchObject({ ok: true, facts: [{}] });
    expect(await rowVersion()).toEqual(before);
    await life.do({ type: 'pause' });
    expect(await rowVersion()).not.toEqual(before);
  });
});

describe('S73: decided upon what is still being committed', () => {
  const login = (eventId: string) =>
    ({
      kind: 'LOGIN',
      eventId,
      occurredAt: test.now,
      source: 'app',
      deviceId: 'd',
      province: '浙江',
      success: true,
    }) as const;
  const observe = (borrowerId: string, ids: readonly string[]) =>
    test.book.execute({ borrowerId, actor: FEED, command: { type: 'observe', events: ids.map(login) } });
  const newEvents = (result: Awaited<ReturnType<typeof observe>>): number => (result.ok ? result.facts.length : -1);
  /** Lets what was sent be decided and go on its way. */
  const goesOff = async (): Promise<void> => {
    for (let turns = 0; turns < 4; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  };

  it('knows the events and keys of the batch before, though the tables do not hold them yet', async () => {
    const life = await test.life().openLine();
    const many = Array.from({ length: 450 }, (_, n) => `m${n}`);
    const first = observe(life.id, many);
    const paused = life.do({ type: 'pause' }, { idempotencyKey: 'p' });
    await goesOff();
    // The file remembers four hundred ids; the first fifty only the batch on its way holds.
    const again = observe(life.id, ['m0', 'm449', 'new']);
    const pausedAgain = life.do({ type: 'pause' }, { idempotencyKey: 'p' });
    expect([newEvents(await first), newEvents(await again)]).toEqual([450, 1]);
    expect([(await paused).repeated, (await pausedAgain).repeated]).toEqual([false, true]);
    const stored = await test.book.facts(life.id);
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, n) => n));
    expect((await test.store.audit(BOOK, { noticeDays: DEMO_LENDER.noticeDays })).differences).toEqual([]);
  });

  it('is decided anew where the batch before did not come to be', async () => {
    const life = await test.life().openLine();
    const before = await count('facts');
    const broken = life.send(
      { type: 'pause' },
      {
        attachments: [
          { kind: 'evidence_file', evidenceId: newId(), sha256: '0'.repeat(64), bytes: Buffer.from('other') },
        ],
      },
    );
    const beside = observe(life.id, ['b1']);
    await goesOff();
    // To be resumed there must be a pause; the one on its way is refused by the table of files.
    const resumed = life.send({ type: 'resume' });
    const later = observe(life.id, ['b1', 'b2']);
    await expect(broken).rejects.toThrow('evidence_files');
    expect([newEvents(await beside), newEvents(await later)]).toEqual([1, 1]);
    expect(await resumed).toMatchObject({ ok: false, refusal: { code: 'line_not_paused' } });
    expect((await life.file()).line?.pausedAt).toBeNull();
    expect(await count('facts')).toBe(before + 2);
    expect(await count('behaviour_events WHERE source = $$app$$')).toBe(2);
  });
});

describe('S3: many at once', () => {
  it('never draws beyond the limit, though every request saw it whole', async () => {
    const life = await test.life().openLine();
    const limit = (await life.file()).line?.grantedLimitFen ?? 0n;
    const amount = (limit / 3n / 10_000n) * 10_000n;
    const command = await life.drawCommand(amount);
    const results = await Promise.all(Array.from({ length: 8 }, () => life.send(command)));
    const drawn = results.filter(
      (result) => result.ok && result.facts.some((fact) => fact.body.type === 'draw.requested'),
    );
    expect(drawn.length).toBeGreaterThan(0);
    expect(BigInt(drawn.length) * amount).toBeLessThanOrEqual(limit);
    const [row] = await test.store.sql.query<{ used: string }>('SELECT sum(principal_fen) AS used FROM loans');
    expect(BigInt(row?.used ?? 0)).toBe(BigInt(drawn.length) * amount);
  });

  it('serves hundreds of borrowers side by side, each with a gap-free stream', async () => {
    const lives = await Promise.all(Array.from({ length: 300 }, () => test.life().register()));
    await Promise.all(
      lives.map((life) => life.do({ type: 'change_consent', kind: 'PRIVACY', given: true, version: '1' })),
    );
    const rows = await test.store.sql.query(
      'SELECT borrower_id FROM facts GROUP BY borrower_id HAVING count(*) <> 2 OR max(seq) <> 1 OR min(seq) <> 0',
    );
    expect(rows).toEqual([]);
    expect(await count('borrowers')).toBe(300);
  });

  it('gives a phone to one borrower only', async () => {
    const [one, other] = [test.life(), test.life()];
    const attachments = [{ kind: 'personal' as const, data: { phone: one.phone } }];
    const results = await Promise.all(
      [one, other].map((life) => life.send({ type: 'register', maskedPhone: 'x' }, { attachments })),
    );
    expect(results.map((result) => result.ok)).toEqual([true, false]);
    expect(results[1]).toMatchObject({ refusal: { code: 'phone_taken' } });
    expect(await test.store.vault.borrowerByPhone(BOOK, one.phone)).toBe(one.id);
  });
});

describe('S3: one person, one borrower', () => {
  const identify = (life: BorrowerLife, idNumber: string, idempotencyKey = newId()) =>
    life.send(
      { type: 'verify_identity', maskedName: '张*', maskedIdNumber: 'x' },
      { attachments: [{ kind: 'personal', data: { name: '张三', idNumber } }], idempotencyKey },
    );

  it('refuses an identity that another borrower holds, whether they come after each other or at once', async () => {
    const lives = await Promise.all(Array.from({ length: 6 }, () => test.life().register()));
    const [first, second] = lives as [BorrowerLife, BorrowerLife];
    const atOnce = await Promise.all(lives.map((life) => identify(life, '11010119900101123X')));
    expect(atOnce.map((result) => result.ok)).toEqual([true, false, false, false, false, false]);
    const later = await identify(second, '11010119900101123x');
    expect(later).toMatchObject({ ok: false, refusal: { code: 'identity_taken', field: 'idNumber' } });
    for (const text of Object.values(later.ok ? {} : later.refusal.message)) expect(text).not.toContain('1101');
    expect((await second.file()).maskedName).toBeNull();
    expect(await test.store.vault.borrowerByIdNumber(BOOK, '11010119900101123X')).toBe(first.id);
    expect((await identify(second, '110101199001011248')).ok).toBe(true);
  });

  it('gives the first answer again to the one who holds it', async () => {
    const life = await test.life().register();
    const once = await identify(life, '110101199001011256', 'identity-1');
    const again = await identify(life, '110101199001011256', 'identity-1');
    expect([once, again]).toMatchObject([
      { ok: true, repeated: false },
      { ok: true, repeated: true },
    ]);
  });

  it('is free again once its holder was erased', async () => {
    const [gone, next] = [await test.life().register(), await test.life().register()];
    await identify(gone, '110101199001011264');
    await test.store.vault.erase(BOOK, gone.id);
    expect((await identify(next, '110101199001011264')).ok).toBe(true);
  });
});

describe('S4: one writer per book, fenced by its version', () => {
  it('refuses a second writer while the lease is held, and grants it after it was given back', async () => {
    await expect(test.openBook()).rejects.toThrow(StoreError);
    await test.book.close();
    test.book = await test.openBook();
  });

  it('fences off the writer whose book was taken over: its commands fail and write nothing', async () => {
    const life = await test.life().register();
    let lost: BookLost | null = null;
    await test.book.close();
    const old = await test.openBook({ onLost: (error) => (lost = error) });
    const fresh = await test.openBook({ takeOver: true });
    const before = await count('facts');
    const stale = old.execute({
      borrowerId: life.id,
      command: { type: 'change_consent', kind: 'PRIVACY', given: true, version: '1' },
      actor: BORROWER,
    });
    await expect(stale).rejects.toThrow(BookLost);
    expect(lost).toBeInstanceOf(BookLost);
    expect(await count('facts')).toBe(before);
    await expect(old.execute({ borrowerId: life.id, command: { type: 'pause' }, actor: BORROWER })).rejects.toThrow(
      BookLost,
    );
    const ok = await fresh.execute({
      borrowerId: life.id,
      command: { type: 'change_consent', kind: 'PRIVACY', given: true, version: '1' },
      actor: BORROWER,
    });
    expect(ok.ok).toBe(true);
    await old.close();
    test.book = fresh;
  });

  it('lets a dead writer’s lease run out', async () => {
    await test.book.close();
    const dead = await test.openBook({ leaseMs: 300 });
    await test.store.sql.query('UPDATE books SET lease_owner = $1', ['a process that died']);
    await expect(test.openBook()).rejects.toThrow('wait');
    test.book = await test.openBook({ waitMs: 2_000 });
    await dead.close();
  });

  it('keeps an idle lease alive', async () => {
    await test.book.close();
    test.book = await test.openBook({ leaseMs: 300 });
    await new Promise((resolve) => setTimeout(resolve, 700));
    await expect(test.openBook()).rejects.toThrow(StoreError);
  });
});
