import * as fc from 'fast-check';
import { DEMO_LENDER, withEarlier, type Command, type PolicySet } from '@clearline/line';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BorrowerLife } from '../fixtures/borrower-life.ts';
import { defaultPolicies } from '../fixtures/policies.ts';
import { BOOK, TestBook } from '../fixtures/test-book.ts';
import type { Queryable } from '../db/sql.ts';
import { audit, type AuditReport } from './audit.ts';

let test: TestBook;
beforeAll(async () => {
  test = await TestBook.open();
  const [steady, late] = [await test.life().openLine(), await test.life().openLine()];
  await steady.draw(2_000_000n);
  await late.draw(1_000_000n, 3);
  test.later({ days: 35 });
  await steady.repay('DUE');
  await test.book.closeDays({ through: '2026-04-05' });
});
afterAll(() => test.close());

const audited = (): Promise<AuditReport> => test.store.audit(BOOK, { noticeDays: DEMO_LENDER.noticeDays });

/** An audit of what one transaction sees, so that each damage can be undone. */
const auditWithin = (tx: Queryable): Promise<AuditReport> =>
  audit(tx, test.store.logSettings.box, BOOK, { noticeDays: DEMO_LENDER.noticeDays });
class Undo extends Error {}

describe('S6: tables are what the facts make', () => {
  it('finds nothing in a book that was only written by its writer', async () => {
    const report = await audited();
    expect(report.differences).toEqual([]);
    expect(report.violations).toEqual([]);
    expect(report.ledger).toMatchObject({ balanced: true, balancesMatchEntries: true, subLedgerMatches: true });
    expect(report.rows.loans).toBe(2);
    expect(report.rows.ledger_entries).toBeGreaterThan(8);
  });

  it('S109: reads features again from the facts, those of every version that decided, and finds one served otherwise', async () => {
    const live = await defaultPolicies();
    const { draws_30d: draws } = live.features.features;
    if (draws === undefined) throw new Error('the default policy counts draws of 30 days');
    const declaration = { ...draws.declaration, name: 'draws_60d', window: { hours: 60 * 24 } };
    const another = (takes: () => boolean): PolicySet => ({
      ...live,
      version: 'another',
      files: { ...live.files, 'features.json': 'another' },
      features: { ...live.features, features: { draws_60d: { ...draws, declaration, takes } } },
    });
    const auditBy = (policies: PolicySet): Promise<AuditReport> =>
      test.store.audit(BOOK, { noticeDays: DEMO_LENDER.noticeDays, policies });
    const alone = await auditBy(live);
    expect(alone.differences).toEqual([]);
    expect(alone.featureValues).toBeGreaterThan(40);
    const both = await auditBy(withEarlier(live, [another(() => true)]));
    expect([both.differences, both.featureValues]).toEqual([[], alone.featureValues + both.borrowers]);
    const wrong = await auditBy(withEarlier(live, [another(() => false)]));
    expect(wrong.differences.map(({ where, detail }) => [where, detail])).toContainEqual([
      'features',
      'serving says 0, the facts say 1',
    ]);
  });

  it.each([
    ['a limit raised in the table', 'UPDATE lines SET granted_limit_fen = granted_limit_fen + 1', 'lines'],
    ['a loan that vanished', `DELETE FROM loans WHERE loan_id = (SELECT min(loan_id) FROM loans)`, 'loans'],
    ['a decision reworded', `UPDATE decisions SET record_hash = 'f'`, 'decisions'],
    [
      'a notice that no fact issued',
      `INSERT INTO notices SELECT book_id, 'forged', borrower_id, kind, issued_at, read_at, false, cause_family, no_fault, reason_count, restriction_id, decision_id, appeal_id, content_hash FROM notices LIMIT 1`,
      'notices',
    ],
    [
      'a borrower of whom there are no facts',
      `INSERT INTO payments VALUES ('main', 'p', 'nobody', 'OUT', 'PENDING', 5, now(), NULL, 'DRAW')`,
      'payments',
    ],
    ['a rule’s record invented', `INSERT INTO rule_records VALUES ('main', 'R1', 'v', 5, 0, 0, 0)`, 'rule_records'],
    ['a borrower’s debt hidden', 'UPDATE borrowers SET used_fen = 0', 'borrowers'],
    [
      'an entry moved to another day',
      `UPDATE ledger_entries SET business_date = business_date + 1 WHERE source = 'draw.paid'`,
      'ledger_entries',
    ],
    [
      'an amount changed on one side',
      `UPDATE ledger_entries SET debit_fen = debit_fen + 1 WHERE account = 'LOAN_PRINCIPAL' AND seq = 1`,
      'ledger_accounts',
    ],
    [
      'a balance carried wrong',
      `UPDATE ledger_entries SET balance_after_fen = balance_after_fen + 1 WHERE account = 'FUNDS' AND seq = 1`,
      'ledger_entries',
    ],
    ['an accrual overstated', 'UPDATE day_closes SET interest_accrued_fen = interest_accrued_fen + 1', 'day_closes'],
    ['a fact torn out of a stream', `DELETE FROM facts WHERE seq = 3`, 'facts'],
    [
      'a fact rewritten',
      `UPDATE facts SET body = replace(body, '"employment":"EMPLOYED"', '"employment":"RETIRED"') WHERE type = 'application.submitted'`,
      'applications',
    ],
  ])('finds %s', async (_what, tamper, where) => {
    await test.store.sql
      .transaction(async (tx) => {
        await tx.query(tamper);
        const report = await auditWithin(tx);
        expect(report.differences.map((difference) => difference.where)).toContain(where);
        throw new Undo();
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undo)) throw error;
      });
  });

  it('makes damaged tables again', async () => {
    await test.book.close();
    await test.store.sql.query('DELETE FROM loans');
    await test.store.sql.query('UPDATE borrowers SET used_fen = 0');
    expect((await audited()).differences.length).toBeGreaterThan(0);
    expect(await test.store.rebuild(BOOK)).toBe(2);
    expect((await audited()).differences).toEqual([]);
    test.book = await test.openBook();
  });

  it('S85: opens no book whose tables another version made, until they are made again', async () => {
    await test.book.close();
    expect(await test.store.tablesOutdated('no such book')).toBe(false);
    // A book of before has no version at all; its tables hold what that program made.
    for (const version of [null, '0-of-before']) {
      await test.store.sql.query('UPDATE books SET tables_version = $1', [version]);
      await test.store.sql.query('UPDATE borrowers SET used_fen = 0');
      expect(await test.store.tablesOutdated(BOOK)).toBe(true);
      await expect(test.openBook()).rejects.toMatchObject({
        code: 'tables_outdated',
        message: expect.stringContaining('npx clearline rebuild') as string,
      });
      const seen: number[] = [];
      expect(await test.store.rebuild(BOOK, { onProgress: (made, of) => seen.push(of - made) })).toBe(2);
      expect(seen).toEqual([2, 1]);
      expect(await test.store.tablesOutdated(BOOK)).toBe(false);
      expect((await audited()).differences).toEqual([]);
    }
    test.book = await test.openBook();
  });
});

describe('S7: any order of commands leaves tables that the facts make, and a ledger that adds up', () => {
  it('proves the last closed day although more was recorded of it since', async () => {
    const life = await test.life().openLine();
    await life.draw(3_000_000n);
    test.later({ days: 3 });
    await test.book.closeDays({ through: test.now.slice(0, 10) });
    await life.draw(1_000_000n);
    await life.repay('EARLY_PART', 500_000n);
    const settled = await test.life().openLine();
    await settled.draw(1_000_000n);
    await settled.repay('EARLY_FULL');
    expect((await audited()).ledger).toMatchObject({ subLedgerMatches: true });
  });

  it('over random lives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const lives = [await test.life().openLine(), await test.life().openLine()];
        for (const [who, act] of steps) await act(lives[who] as BorrowerLife);
        await test.book.closeDays({ through: test.now.slice(0, 10) });
        const report = await audited();
        expect(report.differences).toEqual([]);
        expect(report.violations).toEqual([]);
        expect(report.ledger).toMatchObject({ balanced: true, balancesMatchEntries: true, subLedgerMatches: true });
      }),
      // The book stays as a run leaves it: a smaller run would start from another one, so that shrinking tells nothing.
      { numRuns: 8, endOnFailure: true },
    );
  });
});

type Act = (life: BorrowerLife) => Promise<unknown>;
const send =
  (command: Command): Act =>
  (life) =>
    life.send(command);
const step: fc.Arbitrary<[number, Act]> = fc.tuple(
  fc.constantFrom(0, 1),
  fc.oneof(
    fc.bigInt({ min: 5n, max: 200n }).map(
      (hundreds): Act =>
        (life) =>
          life.draw(hundreds * 10_000n),
    ),
    fc.constantFrom<Act[]>(
      (life) => life.repay('DUE'),
      (life) => life.repay('EARLY_FULL'),
      (life) => life.repay('EARLY_PART', 12_345n),
      (life) => life.observe(life.bureau({ overdueAccounts: 1, overdueDaysMax: 40, overdueAmountFen: 500_000n })),
      send({ type: 'pause' }),
      send({ type: 'resume' }),
      send({ type: 'review' }),
      send({ type: 'pass_step_up' }),
      send({ type: 'lower_limit', limitFen: 3_000_000n }),
      async (life) => {
        const command = await life.drawCommand(100_000n);
        const result = await life.send(command);
        const asked = result.ok ? result.facts.find((fact) => fact.body.type === 'draw.requested')?.body : undefined;
        if (asked?.type === 'draw.requested') await life.answer(asked.paymentId, false);
      },
    ),
    fc.integer({ min: 1, max: 45 }).map(
      (days): Act =>
        () =>
          Promise.resolve(test.later({ days })),
    ),
  ),
);
