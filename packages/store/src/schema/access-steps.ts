import type { SchemaStep } from './steps.ts';

/** Who may come in, what they did, and what the lender sets up. */
export const accessSteps: readonly SchemaStep[] = [
  {
    name: 'staff',
    sql: `CREATE TABLE staff (
      book_id text NOT NULL,
      staff_id text NOT NULL,
      staff_no text NOT NULL,
      name text NOT NULL,
      email text NOT NULL,
      roles jsonb NOT NULL,
      password_hash text NOT NULL,
      failures integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
      locked_until timestamptz,
      PRIMARY KEY (book_id, staff_id),
      UNIQUE (book_id, staff_no),
      UNIQUE (book_id, email)
    )`,
  },
  {
    name: 'sessions',
    sql: `CREATE TABLE sessions (
      book_id text NOT NULL,
      token_hash text NOT NULL,
      realm text NOT NULL CHECK (realm IN ('borrower', 'staff')),
      subject_id text NOT NULL,
      created_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      PRIMARY KEY (book_id, token_hash),
      CHECK (expires_at > created_at)
    )`,
  },
  { name: 'sessions_subject', sql: `CREATE INDEX sessions_subject ON sessions (book_id, realm, subject_id)` },
  {
    name: 'api_keys',
    sql: `CREATE TABLE api_keys (
      book_id text NOT NULL,
      key_hash text NOT NULL,
      key_id text NOT NULL,
      name text NOT NULL,
      created_at timestamptz NOT NULL,
      PRIMARY KEY (book_id, key_hash)
    )`,
  },
  {
    name: 'api_keys_purpose',
    sql: `ALTER TABLE api_keys ADD COLUMN purpose text NOT NULL DEFAULT 'events' CHECK (purpose IN ('events', 'rail'))`,
  },
  {
    name: 'sign_in_codes',
    sql: `CREATE TABLE sign_in_codes (
      book_id text NOT NULL,
      realm text NOT NULL CHECK (realm IN ('borrower', 'step_up')),
      phone_lookup bytea NOT NULL,
      created_at timestamptz NOT NULL,
      code_id text NOT NULL,
      code_hash text NOT NULL,
      expires_at timestamptz NOT NULL,
      tries integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
      used_at timestamptz,
      PRIMARY KEY (book_id, realm, phone_lookup, created_at, code_id)
    )`,
  },
  {
    name: 'demo_messages',
    sql: `CREATE TABLE demo_messages (
      book_id text NOT NULL,
      message_id text NOT NULL,
      borrower_id text,
      phone_lookup bytea NOT NULL,
      masked_phone text NOT NULL,
      at timestamptz NOT NULL,
      channel text NOT NULL,
      title_zh text NOT NULL,
      title_en text NOT NULL,
      body_zh text NOT NULL,
      body_en text NOT NULL,
      notice_id text,
      PRIMARY KEY (book_id, message_id)
    )`,
  },
  { name: 'demo_messages_phone', sql: `CREATE INDEX demo_messages_phone ON demo_messages (book_id, phone_lookup, at)` },
  {
    name: 'strategies',
    sql: `CREATE TABLE strategies (
      book_id text NOT NULL,
      strategy_id text NOT NULL,
      state text NOT NULL CHECK (state IN ('draft', 'approved', 'announced', 'in_force', 'withdrawn')),
      author text NOT NULL,
      approver text,
      created_at timestamptz NOT NULL,
      effective_on date,
      body text NOT NULL,
      PRIMARY KEY (book_id, strategy_id),
      CONSTRAINT first_is_not_second CHECK (approver IS DISTINCT FROM author),
      CHECK (state IN ('draft', 'withdrawn') OR approver IS NOT NULL)
    )`,
  },
  {
    name: 'audit_entries',
    sql: `CREATE TABLE audit_entries (
      book_id text NOT NULL,
      at timestamptz NOT NULL,
      entry_id text NOT NULL,
      actor text NOT NULL,
      action text NOT NULL,
      borrower_id text,
      fact_seq integer,
      detail text NOT NULL,
      PRIMARY KEY (book_id, at, entry_id)
    )`,
  },
  {
    name: 'settings',
    sql: `CREATE TABLE settings (
      book_id text NOT NULL,
      key text NOT NULL,
      value text NOT NULL,
      PRIMARY KEY (book_id, key)
    )`,
  },
  {
    name: 'policy_versions',
    sql: `CREATE TABLE policy_versions (
      book_id text NOT NULL,
      version text NOT NULL,
      since timestamptz NOT NULL,
      files text NOT NULL,
      PRIMARY KEY (book_id, version)
    )`,
  },
  {
    name: 'roll_backs',
    sql: `CREATE TABLE roll_backs (
      book_id text NOT NULL,
      roll_back_id text NOT NULL,
      state text NOT NULL CHECK (state IN ('proposed', 'approved', 'applied', 'rejected')),
      author text NOT NULL,
      approver text,
      created_at timestamptz NOT NULL,
      body text NOT NULL,
      PRIMARY KEY (book_id, roll_back_id),
      CONSTRAINT first_is_not_second CHECK (approver IS DISTINCT FROM author),
      CHECK (state IN ('proposed', 'rejected') OR approver IS NOT NULL)
    )`,
  },
  {
    // Keys from before feeds were declared speak for every feed, as they did.
    name: 'api_keys_feeds',
    sql: `ALTER TABLE api_keys ADD COLUMN feeds jsonb NOT NULL DEFAULT '["*"]'`,
  },
  {
    name: 'borrowers_phone_change',
    sql: 'ALTER TABLE borrowers ADD COLUMN phone_change_since timestamptz',
  },
  {
    name: 'borrowers_phone_change_waiting',
    sql: `CREATE INDEX borrowers_phone_change_waiting ON borrowers (book_id, phone_change_since)
      WHERE phone_change_since IS NOT NULL`,
  },
  {
    name: 'sign_in_codes_of_draws',
    sql: `ALTER TABLE sign_in_codes
      DROP CONSTRAINT sign_in_codes_realm_check,
      ADD CONSTRAINT sign_in_codes_realm_known CHECK (realm IN ('borrower', 'step_up', 'draw'))`,
  },
  {
    name: 'lines_temporary',
    sql: `ALTER TABLE lines
      ADD COLUMN temporary_next_at timestamptz,
      ADD COLUMN temporary_asked_at timestamptz`,
  },
  {
    name: 'lines_temporary_next',
    sql: `CREATE INDEX lines_temporary_next ON lines (book_id, temporary_next_at) WHERE temporary_next_at IS NOT NULL`,
  },
  // Where a borrower lives or trades, and how they work, as they last said: what a strategy may be about.
  { name: 'applications_region', sql: 'ALTER TABLE applications ADD COLUMN region text' },
  {
    name: 'borrowers_scope',
    sql: 'ALTER TABLE borrowers ADD COLUMN region text, ADD COLUMN employment text',
  },
  // One line at a time: a business line opens where the consumer line that it replaces has ended.
  {
    name: 'lines_one_open',
    sql: `CREATE UNIQUE INDEX lines_one_open ON lines (book_id, borrower_id) WHERE status = 'ACTIVE'`,
  },
];
