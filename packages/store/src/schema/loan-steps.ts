import type { SchemaStep } from './steps.ts';

/** What can happen to a loan after it was paid out: written off, returned and refunded payments, changes, statements. */
export const loanSteps: readonly SchemaStep[] = [
  {
    name: 'loans_written_off',
    sql: `ALTER TABLE loans
      DROP CONSTRAINT loans_state_check,
      DROP CONSTRAINT loans_check3,
      ADD CONSTRAINT loans_state_known CHECK (state IN ('PENDING', 'ACTIVE', 'SETTLED', 'FAILED', 'WRITTEN_OFF')),
      ADD CONSTRAINT loans_paid_out CHECK ((state IN ('ACTIVE', 'SETTLED', 'WRITTEN_OFF')) = (account IS NOT NULL)),
      ADD CONSTRAINT loans_written_off_owes_nothing CHECK (state <> 'WRITTEN_OFF' OR principal_outstanding_fen = 0)`,
  },
  {
    name: 'payments_purpose',
    sql: `ALTER TABLE payments
      DROP CONSTRAINT payments_state_check,
      ADD CONSTRAINT payments_state_known CHECK (state IN ('PENDING', 'SUCCEEDED', 'FAILED', 'REVERSED')),
      ADD COLUMN purpose text,
      ADD COLUMN reference text`,
  },
  {
    name: 'payments_purpose_of_old',
    sql: `UPDATE payments SET purpose = CASE direction WHEN 'OUT' THEN 'DRAW' ELSE 'REPAYMENT' END WHERE purpose IS NULL`,
  },
  {
    name: 'payments_purpose_known',
    sql: `ALTER TABLE payments
      ALTER COLUMN purpose SET NOT NULL,
      ADD CONSTRAINT payments_purpose_fits CHECK (
        (direction = 'IN' AND purpose = 'REPAYMENT') OR (direction = 'OUT' AND purpose IN ('DRAW', 'REFUND')))`,
  },
  {
    name: 'payments_reference',
    sql: `CREATE INDEX payments_reference ON payments (book_id, reference) WHERE reference IS NOT NULL`,
  },
  {
    name: 'loan_proposals',
    sql: `CREATE TABLE loan_proposals (
      book_id text NOT NULL,
      proposal_id text NOT NULL,
      borrower_id text NOT NULL,
      loan_id text NOT NULL,
      kind text NOT NULL,
      state text NOT NULL CHECK (state IN ('WAITING', 'APPROVED', 'REJECTED')),
      proposed_at timestamptz NOT NULL,
      proposed_by text NOT NULL,
      decided_by text,
      PRIMARY KEY (book_id, proposal_id),
      CONSTRAINT first_is_not_second CHECK (decided_by <> proposed_by),
      CHECK ((state = 'WAITING') = (decided_by IS NULL))
    )`,
  },
  {
    name: 'loan_proposals_waiting',
    sql: `CREATE INDEX loan_proposals_waiting ON loan_proposals (book_id, proposed_at) WHERE state = 'WAITING'`,
  },
  {
    name: 'reconciliation_cases_resolved',
    sql: `ALTER TABLE reconciliation_cases
      ADD COLUMN closed_by text,
      ADD COLUMN resolution text,
      ADD CONSTRAINT resolved_with_reason CHECK ((closed_by IS NULL) = (resolution IS NULL)),
      ADD CONSTRAINT open_is_unresolved CHECK (state = 'CLOSED' OR closed_by IS NULL)`,
  },
  {
    name: 'statements',
    sql: `CREATE TABLE statements (
      book_id text NOT NULL,
      statement_id text NOT NULL,
      borrower_id text NOT NULL,
      month text NOT NULL CHECK (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
      issued_at timestamptz NOT NULL,
      closing_owed_fen bigint NOT NULL,
      content_hash text NOT NULL,
      fact_seq integer NOT NULL,
      PRIMARY KEY (book_id, statement_id),
      UNIQUE (book_id, borrower_id, month)
    )`,
  },
];
