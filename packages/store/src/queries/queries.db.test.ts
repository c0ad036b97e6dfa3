import { type FeedState, newFeed, plusMs } from '@clearline/line';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOOK, TestBook } from '../fixtures/test-book.ts';
import type { BorrowerLife } from '../fixtures/borrower-life.ts';
import type { Queries } from './queries.ts';

let test: TestBook;
let queries: Queries;
let lives: BorrowerLife[];
beforeAll(async () => {
  test = await TestBook.open();
  queries = test.store.queries(BOOK);
  lives = [];
  for (let i = 0; i < 5; i += 1) lives.push(await test.life().openLine());
});
afterAll(() => test.close());

describe('S12: lists are paged by place', () => {
  it('gives every borrower once over all pages', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await queries.searchBorrowers({ limit: 2, cursor });
      seen.push(...page.items.map((row) => row.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.sort()).toEqual(lives.map((life) => life.id).sort());
  });

  it('gives every decision once, the newest first', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await queries.listDecisions({ limit: 2, cursor });
      seen.push(...page.items.map((row) => row.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    const all = await queries.listDecisions({ limit: 200 });
    expect(all.nextCursor).toBeNull();
    expect(seen).toEqual(all.items.map((row) => row.id));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(5);
  });

  it('refuses a cursor that it did not give', async () => {
    for (const cursor of ['x', 'bnVsbA', 'WzEsMl0'])
      await expect(queries.searchBorrowers({ limit: 2, cursor })).rejects.toMatchObject({ code: 'bad_cursor' });
  });

  it('finds a borrower by phone and by ID number only in full, and takes wildcards as letters', async () => {
    const life = lives[1] as BorrowerLife;
    expect((await queries.searchBorrowers({ q: life.phone, limit: 9 })).items.map((row) => row.id)).toEqual([life.id]);
    expect((await queries.searchBorrowers({ q: life.idNumber, limit: 9 })).items.map((row) => row.id)).toEqual([
      life.id,
    ]);
    expect((await queries.searchBorrowers({ q: '13899999999', limit: 9 })).items).toEqual([]);
    expect((await queries.searchBorrowers({ q: '%', limit: 9 })).items).toEqual([]);
    expect((await queries.searchBorrowers({ q: '张', limit: 9 })).items).toHaveLength(5);
  });
});

describe('S13: the outbox delivers at least once', () => {
  it('hides what was taken, gives it again when its taker died, and never after it was acknowledged', async () => {
    const now = test.now;
    const first = await queries.takeOutbox({ now, limit: 1, holdMs: 1000 });
    expect(first).toHaveLength(1);
    const seq = first[0]?.seq ?? 0n;
    const others = await queries.takeOutbox({ now, limit: 100, holdMs: 1000 });
    expect(others.map((row) => row.seq)).not.toContain(seq);
    const again = await queries.takeOutbox({ now: plusMs(now, 1000), limit: 100, holdMs: 1000 });
    expect(again.find((row) => row.seq === seq)?.attempts).toBe(2);
    await queries.ackOutbox(seq, now);
    await queries.retryOutbox(seq, { nextAt: now, error: 'too late' });
    const last = await queries.takeOutbox({ now: plusMs(now, 9000), limit: 100, holdMs: 1000 });
    expect(last.map((row) => row.seq)).not.toContain(seq);
    expect((await queries.outboxDepth()).waiting).toBe(last.length);
  });

  it('gives each order to one of two workers', async () => {
    const now = plusMs(test.now, 60_000);
    const [one, other] = await Promise.all([
      queries.takeOutbox({ now, limit: 3, holdMs: 1000 }),
      queries.takeOutbox({ now, limit: 3, holdMs: 1000 }),
    ]);
    const seqs = [...one, ...other].map((row) => row.seq);
    expect(new Set(seqs).size).toBe(seqs.length);
  });
});

describe('S14: one-time codes', () => {
  const phone = '13700000000';
  const at = { createdAt: '2026-03-02T02:00:00.000Z', expiresAt: '2026-03-02T02:05:00.000Z' };
  const now = '2026-03-02T02:01:00.000Z';
  const put = (codeHash: string) => queries.putSignInCode({ realm: 'borrower', phone, codeHash, ...at });
  const check = (codeHash: string, when = now) =>
    queries.checkSignInCode({ realm: 'borrower', phone, codeHash, now: when });

  it('work once', async () => {
    await put('right');
    expect(await check('right')).toBe('ok');
    expect(await check('right')).toBe('expired');
  });
  it('end by time, and belong to one realm', async () => {
    await put('right');
    expect(await queries.checkSignInCode({ realm: 'step_up', phone, codeHash: 'right', now })).toBe('expired');
    expect(await check('right', at.expiresAt)).toBe('expired');
  });
  it('stop after five tries, even at once', async () => {
    await put('right');
    const verdicts = await Promise.all(Array.from({ length: 9 }, () => check('wrong')));
    expect(verdicts.filter((verdict) => verdict === 'wrong')).toHaveLength(5);
    expect(await check('right')).toBe('too_many');
  });
  it('are counted for the rate limit', async () => {
    expect(await queries.signInCodesSince({ phone, since: at.createdAt })).toBe(3);
    expect(await queries.signInCodesSince({ phone, since: now })).toBe(0);
  });
});

describe('S15: sessions and staff', () => {
  it('keeps the realms apart and ends by time', async () => {
    const session = {
      tokenHash: 't',
      realm: 'borrower' as const,
      subjectId: 'b',
      createdAt: test.now,
      expiresAt: plusMs(test.now, 1000),
    };
    await queries.createSession(session);
    expect(await queries.findSession({ tokenHash: 't', realm: 'borrower', now: test.now })).toMatchObject({
      subjectId: 'b',
    });
    expect(await queries.findSession({ tokenHash: 't', realm: 'staff', now: test.now })).toBeNull();
    expect(await queries.findSession({ tokenHash: 't', realm: 'borrower', now: plusMs(test.now, 1000) })).toBeNull();
    await queries.endSessionsOf('borrower', 'b');
    expect(await queries.findSession({ tokenHash: 't', realm: 'borrower', now: test.now })).toBeNull();
  });

  it('counts failures, locks, and clears', async () => {
    const member = {
      id: 's1',
      staffNo: 'A1001',
      name: '李雷',
      email: 'Li@Example.com',
      roles: ['reviewer' as const],
      passwordHash: 'h',
    };
    await queries.putStaff(member);
    expect(await queries.recordSignInFailure('s1', { now: test.now, lockUntil: null })).toBe(1);
    await queries.recordSignInFailure('s1', { now: test.now, lockUntil: plusMs(test.now, 1000) });
    expect(await queries.staffByEmail('li@example.COM')).toMatchObject({
      roles: ['reviewer'],
      failures: 2,
      lockedUntil: plusMs(test.now, 1000),
    });
    await queries.clearSignInFailures('s1');
    expect(await queries.staffByNo('A1001')).toMatchObject({ failures: 0, lockedUntil: null });
  });
});

describe('S16: what staff see', () => {
  it('counts lines, exposure and decisions as they are', async () => {
    await lives[0]?.draw(1_000_000n);
    const figures = await queries.overview({ now: test.now, businessDate: '2026-03-02' });
    const granted = await Promise.all(lives.map(async (life) => (await life.file()).line?.grantedLimitFen ?? 0n));
    expect(figures.lines).toEqual({ active: 5, closed: 0, restricted: 0 });
    expect(figures.exposure).toMatchObject({ grantedFen: granted.reduce((a, b) => a + b, 0n), drawnFen: 1_000_000n });
    expect(figures.months.at(-1)).toMatchObject({ month: '2026-03', draws: 1 });
    expect(figures.months).toHaveLength(13);
    expect(figures.wrongful).toEqual({ restricted: 0, wrongful: 0 });
  });

  it('shows a month of which no day is closed yet with the stocks of the last close', async () => {
    await test.book.closeDays({ through: '2026-03-02' });
    const { months } = await queries.overview({ now: test.now, businessDate: '2026-04-01' });
    expect(months.map(({ month, drawnFen }) => [month, drawnFen]).slice(-3)).toEqual([
      ['2026-02', 0n],
      ['2026-03', 1_000_000n],
      ['2026-04', 1_000_000n],
    ]);
  });

  it('lists who read a file, beside what no fact says', async () => {
    const life = lives[2] as BorrowerLife;
    await life.do({ type: 'read_file' }, { actor: { kind: 'staff', staffNo: 'A7', roles: ['reviewer'] } });
    await queries.recordAudit({
      at: plusMs(test.now, 1),
      actor: 'A7',
      action: 'sign_in',
      borrowerId: null,
      detail: '',
    });
    const trail = await queries.auditTrail({ limit: 10 });
    expect(trail.items.map((row) => [row.actor, row.action, row.borrowerId])).toEqual([
      ['A7', 'sign_in', null],
      ['A7', 'file.read', life.id],
    ]);
  });
});

describe('S17: erasure', () => {
  it('deletes the borrower’s key: neither data nor phone is found again, and the facts still stand', async () => {
    const life = lives[4] as BorrowerLife;
    expect(await test.store.vault.personal(BOOK, life.id)).toMatchObject({ phone: life.phone, name: '张三' });
    expect(await test.store.vault.erase(BOOK, life.id)).toBe(true);
    expect(await test.store.vault.personal(BOOK, life.id)).toBeNull();
    expect(await test.store.vault.borrowerByPhone(BOOK, life.phone)).toBeNull();
    expect(await test.store.vault.erase(BOOK, life.id)).toBe(false);
    expect((await test.store.audit(BOOK, { noticeDays: 7 })).differences).toEqual([]);
    const leaked = await test.store.sql.query('SELECT 1 FROM facts WHERE body LIKE $1', [`%${life.phone}%`]);
    expect(leaked).toEqual([]);
  });
});

describe('S92: what was reported under the id of an event', () => {
  it('is read back as it came first, amounts and all; an id that is not known, or another borrower’s, is absent', async () => {
    const [life, other] = lives as [BorrowerLife, BorrowerLife];
    const first = life.bureau();
    await life.observe(first);
    await life.observe({ ...first, source: 'elsewhere' });
    const asked = [
      { borrowerId: life.id, eventId: first.eventId },
      { borrowerId: life.id, eventId: 'never sent' },
      { borrowerId: other.id, eventId: first.eventId },
    ];
    expect(await queries.reportedEvents(asked)).toEqual([{ borrowerId: life.id, event: first }]);
  });

  it('S108: an incident of a feed waits among the work until it is over', async () => {
    const id = '00000000-0000-4000-8000-0000000000f1';
    await queries.openIncident({ id, feed: 'app:gateway', kind: 'REPLAYED', openedAt: test.now });
    const incidents = async () =>
      (await queries.work({ now: test.now, businessDate: '2026-04-06', limit: 9 })).items
        .filter((item) => item.id.startsWith('data:'))
        .map(({ kind, id: itemId, what, borrowerId, since }) => ({ kind, id: itemId, what, borrowerId, since }));
    expect(await incidents()).toEqual([
      { kind: 'INCIDENT', id: `data:${id}`, what: 'REPLAYED:app:gateway', borrowerId: null, since: test.now },
    ]);
    await queries.closeIncident(id, test.now);
    expect(await incidents()).toEqual([]);
  });

  it('S93: the state of a feed that an earlier version wrote is read with what it did not count as none', async () => {
    const { conflicts: _uncounted, ...older } = { ...newFeed('old'), events: 7 };
    await queries.putFeeds([older as FeedState]);
    expect(await queries.feeds()).toEqual([{ ...newFeed('old'), events: 7 }]);
  });
});
