import type { SchemaStep } from './steps.ts';

/** The truth: books, facts, what was asked before, what is still to be delivered. */
export const bookSteps: readonly SchemaStep[] = [
  {
    name: 'books',
    sql: `CREATE TABLE books (
      book_id text PRIMARY KEY,
      version bigint NOT NULL DEFAULT 0 CHECK (version >= 0),
      lease_owner text,
      lease_until timestamptz,
      last_closed_date date,
      outbox_seq bigint NOT NULL DEFAULT 0 CHECK (outbox_seq >= 0),
      CHECK ((lease_owner IS NULL) = (lease_until IS NULL))
    )`,
  },
  {
    name: 'facts',
    sql: `CREATE TABLE facts (
      book_id text NOT NULL,
      borrower_id text NOT NULL,
      seq integer NOT NULL CHECK (seq >= 0),
      occurred_at timestamptz NOT NULL,
      recorded_at timestamptz NOT NULL,
      command_id text NOT NULL,
      type text NOT NULL,
      actor text NOT NULL,
      body text NOT NULL,
      PRIMARY KEY (book_id, borrower_id, seq)
    )`,
  },
  {
    name: 'idempotency_keys',
    sql: `CREATE TABLE idempotency_keys (
      book_id text NOT NULL,
      borrower_id text NOT NULL,
      key text NOT NULL CHECK (key <> ''),
      command_hash text NOT NULL,
      first_seq integer NOT NULL CHECK (first_seq >= 0),
      fact_count integer NOT NULL CHECK (fact_count >= 0),
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (book_id, borrower_id, key)
    )`,
  },
  {
    name: 'outbox',
    sql: `CREATE TABLE outbox (
      book_id text NOT NULL,
      seq bigint NOT NULL CHECK (seq > 0),
      borrower_id text NOT NULL,
      kind text NOT NULL,
      payload text NOT NULL,
      state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'held', 'delivered')),
      attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
      created_at timestamptz NOT NULL,
      next_at timestamptz NOT NULL,
      delivered_at timestamptz,
      last_error text,
      PRIMARY KEY (book_id, seq),
      CHECK ((state = 'delivered') = (delivered_at IS NOT NULL))
    )`,
  },
  {
    name: 'outbox_waiting',
    sql: `CREATE INDEX outbox_waiting ON outbox (book_id, next_at, seq) WHERE state <> 'delivered'`,
  },
  {
    name: 'borrowers',
    sql: `CREATE TABLE borrowers (
      book_id text NOT NULL,
      borrower_id text NOT NULL,
      registered_at timestamptz,
      masked_phone text,
      masked_name text,
      masked_id_number text,
      stage text NOT NULL,
      kind text,
      display_state text NOT NULL,
      limit_fen bigint NOT NULL CHECK (limit_fen >= 0),
      used_fen bigint NOT NULL CHECK (used_fen >= 0),
      days_past_due integer NOT NULL CHECK (days_past_due >= 0),
      good_standing boolean NOT NULL,
      open_appeals integer NOT NULL CHECK (open_appeals >= 0),
      opened_at timestamptz,
      last_draw_at timestamptz,
      fact_count integer NOT NULL CHECK (fact_count > 0),
      PRIMARY KEY (book_id, borrower_id)
    )`,
  },
  {
    name: 'personal_records',
    sql: `CREATE TABLE personal_records (
      book_id text NOT NULL,
      borrower_id text NOT NULL,
      phone_lookup bytea,
      id_number_lookup bytea,
      wrapped_key bytea,
      sealed bytea,
      PRIMARY KEY (book_id, borrower_id),
      UNIQUE (book_id, phone_lookup)
    )`,
  },
  {
    name: 'personal_records_identity',
    sql: `CREATE UNIQUE INDEX personal_records_identity ON personal_records (book_id, id_number_lookup)`,
  },
  {
    name: 'behaviour_events',
    sql: `CREATE TABLE behaviour_events (
      book_id text NOT NULL,
      borrower_id text NOT NULL,
      event_id text NOT NULL,
      kind text NOT NULL,
      occurred_at timestamptz NOT NULL,
      recorded_at timestamptz NOT NULL,
      source text NOT NULL,
      fact_seq integer NOT NULL,
      PRIMARY KEY (book_id, borrower_id, event_id)
    )`,
  },
];

/** An observation changes nothing that the row of a borrower shows, and a count of facts would make it written each time. */
export const leanBorrowerSteps: readonly SchemaStep[] = [
  { name: 'borrowers_without_fact_count', sql: 'ALTER TABLE borrowers DROP COLUMN fact_count' },
];
