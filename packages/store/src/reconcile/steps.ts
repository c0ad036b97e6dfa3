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
