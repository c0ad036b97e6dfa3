import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOOK, TestBook } from '../fixtures/test-book.ts';
import { TABLES } from '../project/tables.ts';
import { migrate } from './migrate.ts';
import { SCHEMA_STEPS } from './steps.ts';

let test: TestBook;
beforeAll(async () => {
  test = await TestBook.open();
  const life = await test.life().openLine();
  await life.draw(1_000_000n);
  const hold = await life.observe(life.bureau({ overdueAccounts: 2, overdueDaysMax: 95, overdueAmountFen: 900_000n }));
  if (!hold.ok) throw new Error('the bureau update was refused');
});
afterAll(() => test.close());

describe('S10: the schema', () => {
  it('has the columns that the writer fills, with their types', async () => {
    for (const spec of Object.values(TABLES)) {
      const rows = await test.store.sql.query<{ column_name: string; udt_name: string }>(
        `SELECT column_name, udt_name FROM information_schema.columns WHERE table_name = $1 AND table_schema = 'public'`,
        [spec.name],
      );
      const stored = new Map(rows.map((row) => [row.column_name, row.udt_name]));
      const names: Record<string, string> = { integer: 'int4', bigint: 'int8', boolean: 'bool' };
      for (const [column, type] of Object.entries(spec.columns))
        expect([spec.name, column, stored.get(column)]).toEqual([spec.name, column, names[type] ?? type]);
      expect(stored.has('book_id')).toBe(true);
    }
  });

  it('has every key and unique index begin with the book', async () => {
    const rows = await test.store.sql.query(
      `SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
       JOIN pg_namespace n ON n.oid = t.relnamespace
       JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
       WHERE n.nspname = 'public' AND a.attname <> 'book_id' AND t.relname <> 'schema_steps'`,
    );
    expect(rows).toEqual([]);
  });

  it('is applied once', async () => {
    expect(await migrate(test.store.sql)).toBe(0);
    expect(new Set(SCHEMA_STEPS.map((step) => step.name)).size).toBe(SCHEMA_STEPS.length);
    for (const step of SCHEMA_STEPS) expect(step.sql).not.toMatch(/;|TRIGGER|FUNCTION|SERIAL/i);
  });

  it('says in one line which rows a new constraint does not allow, and changes nothing', async () => {
    const { sql } = test.store;
    await sql.query('DROP INDEX personal_records_identity');
    await sql.query(`DELETE FROM schema_steps WHERE name = 'personal_records_identity'`);
    await sql.query(
      `INSERT INTO personal_records (book_id, borrower_id, id_number_lookup) VALUES ('${BOOK}', 'x', 'same'), ('${BOOK}', 'y', 'same')`,
    );
    await expect(migrate(sql)).rejects.toMatchObject({
      code: 'schema_refused',
      message: expect.stringContaining('personal_records_identity') as string,
    });
    await sql.query(`DELETE FROM personal_records WHERE borrower_id IN ('x', 'y')`);
    expect(await migrate(sql)).toBe(1);
  });

  it('refuses to run an older program on a newer database', async () => {
    await test.store.sql.query(`INSERT INTO schema_steps VALUES ('of_tomorrow', now())`);
    await expect(migrate(test.store.sql)).rejects.toMatchObject({ code: 'schema_newer' });
    await test.store.sql.query(`DELETE FROM schema_steps WHERE name = 'of_tomorrow'`);
  });
});

describe('S11: what the database itself refuses', () => {
  it.each([
    [
      'an adverse decision without a reason (G1)',
      `UPDATE decisions SET adverse = true, reason_codes = '[]'`,
      'g1_reasoned',
    ],
    [
      'a reduction by the machine alone in good standing (G3)',
      `UPDATE decisions SET kind = 'EVENT_MONITOR', good_standing = true, people = 0, action = 'LIMIT_REDUCED'`,
      'g3_proportionate',
    ],
    ['an adverse notice without a reason (G1)', `UPDATE notices SET adverse = true, reason_count = 0`, 'g1_reasoned'],
    [
      'a strategy notice that carries fault (G11)',
      `UPDATE notices SET cause_family = 'STRATEGY', no_fault = false`,
      'g11_strategy_carries_no_fault',
    ],
    ['an effective restriction without a notice (G2)', restriction({ notice_id: 'NULL' }), 'g2_told'],
    ['a hold without an end (G4)', restriction({ expires_at: 'NULL' }), 'g4_bounded'],
    [
      'a cap per draw without an end (G4)',
      restriction({ kind: `'SINGLE_DRAW_CAP'`, single_draw_cap_fen: '50000', expires_at: 'NULL' }),
      'g4_bounded',
    ],
    ['a cap per draw that says no amount', restriction({ kind: `'SINGLE_DRAW_CAP'` }), 'cap_has_an_amount'],
    ['a hold with the amount of a cap', restriction({ single_draw_cap_fen: '50000' }), 'cap_has_an_amount'],
    ['a restriction without a reason (G1)', restriction({ reason_codes: `'[]'` }), 'g1_reasoned'],
    [
      'a closure by one person in good standing (G3)',
      restriction({ kind: `'CLOSURE'`, approved_by: `'["A1"]'` }),
      'g3_proportionate',
    ],
    ['the same person twice', restriction({ approved_by: `'["A1", "A1"]'` }), 'first_is_not_second'],
    ['an appeal reviewed by its decider (G8)', appeal({ proposed_by: `'A1'` }), 'g8_reviewer_is_not_decider'],
    [
      'an appeal decided by one person (G8)',
      appeal({ outcome: `'upheld'`, decided_at: 'now()', proposed_by: `'A2'` }),
      'g8_decided_by_two',
    ],
    ['an appeal approved by its proposer', appeal({ proposed_by: `'A2'`, second_by: `'A2'` }), 'first_is_not_second'],
    [
      'a reduction of the limit without a notice (G2)',
      `UPDATE limit_changes SET kind = 'REDUCED', notice_id = NULL`,
      'g2_reduction_told',
    ],
    ['an entry that is debit and credit', 'UPDATE ledger_entries SET debit_fen = 1, credit_fen = 1', 'debit_or_credit'],
    ['an entry of nothing', 'UPDATE ledger_entries SET debit_fen = 0, credit_fen = 0', 'debit_or_credit'],
    [
      'a posting entered twice',
      `INSERT INTO ledger_entries SELECT book_id, account, seq + 1000, debit_fen, credit_fen, balance_after_fen, business_date, recorded_at, source, borrower_id, fact_seq, posting_no, loan_id FROM ledger_entries LIMIT 1`,
      'ledger_entries_once',
    ],
    [
      'a strategy approved by its author',
      `INSERT INTO strategies VALUES ('${BOOK}', 's', 'approved', 'A1', 'A1', now(), NULL, '{}')`,
      'first_is_not_second',
    ],
    [
      'evidence whose bytes are not what its hash says',
      `INSERT INTO evidence_files VALUES ('${BOOK}', 'e', 'b', repeat('0', 64), 'x')`,
      'evidence_files_check',
    ],
    [
      'one identity of two borrowers',
      `INSERT INTO personal_records SELECT book_id, 'another', NULL, id_number_lookup, wrapped_key, sealed FROM personal_records WHERE id_number_lookup IS NOT NULL LIMIT 1`,
      'personal_records_identity',
    ],
    [
      'a cost sheet signed before its time',
      'UPDATE cost_sheet_readings SET read_seconds = minimum_seconds - 1',
      'cost_sheet_read',
    ],
    ['a cost sheet signed unseen', 'UPDATE cost_sheet_readings SET scrolled_to_end = false', 'cost_sheet_read'],
    [
      'a proposal of a person withdrawn as the machine’s',
      restriction({ state: `'withdrawn'`, ended_at: 'now()', notice_id: 'NULL', proposed_by: `'staff:A1'` }),
      'withdrawn_touched_nobody',
    ],
    ['a proposal withdrawn on no day', restriction({ state: `'withdrawn'`, notice_id: 'NULL' }), 'ended_has_a_day'],
    ['a restriction in force whose notice is not in the log (G12)', restriction({}), 'g12_logged'],
    ['a negative limit', 'UPDATE lines SET granted_limit_fen = -1', 'lines_granted_limit_fen_check'],
  ])('%s', async (_what, sql, constraint) => {
    await expect(test.store.sql.transaction((tx) => tx.query(sql))).rejects.toMatchObject({ constraint });
  });
});

/** A sound row with one thing wrong. */
function restriction(wrong: Record<string, string>): string {
  return insert('restrictions', {
    book_id: `'${BOOK}'`,
    restriction_id: `'r'`,
    borrower_id: `'b'`,
    kind: `'DRAW_HOLD'`,
    state: `'effective'`,
    cause_family: `'SECURITY'`,
    reason_codes: `'["E2"]'`,
    decision_id: `'d'`,
    notice_id: `'n'`,
    proposed_at: 'now()',
    proposed_by: `'machine:monitor'`,
    approved_by: `'[]'`,
    expires_at: 'now()',
    good_standing: 'true',
    took_effect: 'true',
    ...wrong,
  });
}
function appeal(wrong: Record<string, string>): string {
  return insert('appeals', {
    book_id: `'${BOOK}'`,
    appeal_id: `'a'`,
    borrower_id: `'b'`,
    state: `'in_review'`,
    decision_id: `'d'`,
    submitted_at: 'now()',
    acknowledge_by: 'now()',
    answer_by: 'now()',
    urgent: 'false',
    evidence_count: '0',
    original_decider: `'A1'`,
    is_open: 'true',
    ...wrong,
  });
}
function insert(table: string, row: Record<string, string>): string {
  return `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.values(row).join(', ')})`;
}
