import type { SchemaStep } from '../schema/steps.ts';

/** Reconciliation with the payment rail: one run a day, and a case for each difference. */
export const reconcileSteps: readonly SchemaStep[] = [
  {
    name: 'reconciliations',
    sql: `CREATE TABLE reconciliations (
      book_id text NOT NULL,
      date date NOT NULL,
      run_at timestamptz NOT NULL,
      run_by text NOT NULL,
      file_sha256 text NOT NULL CHECK (length(file_sha256) = 64),
      matched integer NOT NULL CHECK (matched >= 0),
      missing integer NOT NULL CHECK (missing >= 0),
      extra integer NOT NULL CHECK (extra >= 0),
      different integer NOT NULL CHECK (different >= 0),
      PRIMARY KEY (book_id, date)
    )`,
  },
  {
    name: 'reconciliation_cases',
    sql: `CREATE TABLE reconciliation_cases (
      book_id text NOT NULL,
      date date NOT NULL,
      external_id text NOT NULL,
      kind text NOT NULL CHECK (kind IN ('MISSING_WITH_US', 'EXTRA_WITH_US', 'DIFFERENT')),
      fields text NOT NULL,
      state text NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
      opened_at timestamptz NOT NULL,
      closed_at timestamptz,
      borrower_id text,
      rail_direction text,
      rail_amount_fen bigint,
      rail_status text,
      our_direction text,
      our_amount_fen bigint,
      our_state text,
      our_date date,
      PRIMARY KEY (book_id, date, external_id),
      CHECK ((state = 'CLOSED') = (closed_at IS NOT NULL)),
      CHECK ((kind = 'DIFFERENT') = (fields <> '')),
      CHECK ((kind = 'MISSING_WITH_US') = (our_state IS NULL)),
      CHECK ((kind = 'EXTRA_WITH_US') = (rail_status IS NULL))
    )`,
  },
];

/** The day from which a payment counts, and lines that came with a later day’s file. After the steps that name what a payment is for. */
export const valueDateSteps: readonly SchemaStep[] = [
  { name: 'payments_value_date', sql: 'ALTER TABLE payments ADD COLUMN value_date date' },
  {
    name: 'payments_value_date_of_old',
    sql: `UPDATE payments p SET value_date = coalesce(
        (SELECT coalesce(f.body::jsonb ->> 'paidOn', f.body::jsonb ->> 'date', f.body::jsonb #>> '{recorded,event,date}')
         FROM facts f WHERE f.book_id = p.book_id AND f.borrower_id = p.borrower_id
           AND f.type IN ('draw.paid', 'repayment.received', 'repayment.recorded', 'refund.paid')
           AND f.body::jsonb ->> 'paymentId' = p.payment_id)::date,
        (p.answered_at AT TIME ZONE 'Asia/Shanghai')::date)
      WHERE p.answered_at IS NOT NULL`,
  },
  {
    name: 'payments_value_date_known',
    sql: `ALTER TABLE payments ADD CONSTRAINT payments_value_date_when_answered
      CHECK ((value_date IS NULL) = (answered_at IS NULL))`,
  },
  { name: 'payments_by_value_date', sql: 'CREATE INDEX payments_by_value_date ON payments (book_id, value_date)' },
  {
    name: 'reconciliations_late',
    sql: 'ALTER TABLE reconciliations ADD COLUMN late integer NOT NULL DEFAULT 0 CHECK (late >= 0)',
  },
  {
    name: 'reconciliation_cases_late',
    sql: `ALTER TABLE reconciliation_cases
      DROP CONSTRAINT reconciliation_cases_kind_check,
      ADD CONSTRAINT reconciliation_cases_kind_known CHECK (kind IN ('MISSING_WITH_US', 'EXTRA_WITH_US', 'DIFFERENT', 'LATE')),
      ADD CONSTRAINT reconciliation_cases_late_agrees CHECK (kind <> 'LATE' OR state = 'CLOSED')`,
  },
  {
    name: 'reconciliation_cases_late_by_payment',
    sql: `CREATE INDEX reconciliation_cases_late_by_payment ON reconciliation_cases (book_id, external_id) WHERE kind = 'LATE'`,
  },
  {
    // Of what failed, too, the rail says the day; the step above had taken the day on which we heard of it.
    name: 'payments_value_date_of_failed',
    sql: `UPDATE payments p SET value_date = (f.body::jsonb ->> 'date')::date FROM facts f
      WHERE f.book_id = p.book_id AND f.borrower_id = p.borrower_id AND p.state = 'FAILED'
        AND f.type IN ('draw.failed', 'repayment.failed', 'refund.failed')
        AND f.body::jsonb ->> 'paymentId' = p.payment_id AND f.body::jsonb ->> 'date' IS NOT NULL`,
  },
];
