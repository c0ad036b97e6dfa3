import type { SchemaStep } from './steps.ts';

/** What lets a day’s close find and sum the loans of a large book without reading the rest. */
export const closeSteps: readonly SchemaStep[] = [
  { name: 'loans_course', sql: 'ALTER TABLE loans ADD COLUMN course bytea' },
  {
    // Every close reads it of every loan, so it stays in the row.
    name: 'loans_course_inline',
    sql: 'ALTER TABLE loans ALTER COLUMN course SET STORAGE MAIN',
  },
  {
    // Loans written by an older program are looked at by every close until they are written again.
    name: 'loans_ageing_due_on',
    sql: `ALTER TABLE loans ADD COLUMN ageing_due_on date DEFAULT '1970-01-01'`,
  },
  {
    name: 'loans_ageing',
    sql: `CREATE INDEX loans_ageing ON loans (book_id, ageing_due_on) WHERE state = 'ACTIVE' AND ageing_due_on IS NOT NULL`,
  },
  {
    name: 'loans_unsettled',
    sql: 'CREATE INDEX loans_unsettled ON loans (book_id, loan_id) WHERE settled_on IS NULL AND account IS NOT NULL',
  },
  {
    name: 'loans_settled',
    sql: 'CREATE INDEX loans_settled ON loans (book_id, settled_on) WHERE settled_on IS NOT NULL',
  },
  {
    name: 'ledger_checkpoints',
    sql: `CREATE TABLE ledger_checkpoints (
      book_id text NOT NULL,
      date date NOT NULL,
      account text NOT NULL,
      last_seq bigint NOT NULL CHECK (last_seq >= 0),
      debit_fen bigint NOT NULL CHECK (debit_fen >= 0),
      credit_fen bigint NOT NULL CHECK (credit_fen >= 0),
      PRIMARY KEY (book_id, date, account)
    )`,
  },
  { name: 'borrowers_second_look', sql: 'ALTER TABLE borrowers ADD COLUMN second_look boolean NOT NULL DEFAULT false' },
  {
    name: 'borrowers_looked_at_again',
    sql: 'CREATE INDEX borrowers_looked_at_again ON borrowers (book_id, borrower_id) WHERE second_look',
  },
  {
    name: 'close_failures',
    sql: `CREATE TABLE close_failures (
      book_id text NOT NULL,
      date date NOT NULL,
      borrower_id text NOT NULL,
      code text NOT NULL CHECK (code IN ('FAULT', 'GUARANTEE', 'CONSTRAINT', 'REFUSED', 'EARLIER_DAY')),
      reason_zh text NOT NULL,
      reason_en text NOT NULL,
      detail text NOT NULL,
      tries integer NOT NULL CHECK (tries >= 0),
      first_failed_at timestamptz NOT NULL,
      last_failed_at timestamptz NOT NULL,
      closed_at timestamptz,
      PRIMARY KEY (book_id, date, borrower_id)
    )`,
  },
  {
    name: 'close_failures_open',
    sql: 'CREATE INDEX close_failures_open ON close_failures (book_id, borrower_id, date) WHERE closed_at IS NULL',
  },
  {
    // A day is closed although the balances of a loan cannot be worked out; whose it is stands in `close_failures`.
    name: 'close_failures_unproven',
    sql: `ALTER TABLE close_failures
      DROP CONSTRAINT close_failures_code_check,
      ADD CONSTRAINT close_failures_code_known
        CHECK (code IN ('FAULT', 'GUARANTEE', 'CONSTRAINT', 'REFUSED', 'EARLIER_DAY', 'UNPROVEN'))`,
  },
  {
    // Null in books of before: their derived tables are made again once.
    name: 'books_tables_version',
    sql: 'ALTER TABLE books ADD COLUMN tables_version text',
  },
  {
    name: 'day_closes_unproven_loans',
    sql: `ALTER TABLE day_closes
      ADD COLUMN unproven_loans text[] NOT NULL DEFAULT '{}',
      ADD CONSTRAINT unproven_is_no_match CHECK (NOT sub_ledger_matches OR unproven_loans = '{}')`,
  },
];
