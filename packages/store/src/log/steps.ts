import type { SchemaStep } from '../schema/steps.ts';

/**
 * The append-only logs of G12: one for each book, and one of the lender under `LENDER_LOG`. A leaf exists only under a
 * checkpoint that is signed, and a restriction only with its notice’s leaf; both are foreign keys.
 */
export const logSteps: readonly SchemaStep[] = [
  {
    name: 'log_keys',
    sql: `CREATE TABLE log_keys (
      book_id text NOT NULL,
      key_no integer NOT NULL CHECK (key_no > 0),
      key text NOT NULL,
      sealed_seed bytea NOT NULL,
      from_size bigint NOT NULL CHECK (from_size >= 0),
      until_size bigint CHECK (until_size >= from_size),
      rotation text,
      PRIMARY KEY (book_id, key_no),
      CHECK ((rotation IS NULL) = (key_no = 1))
    )`,
  },
  {
    name: 'log_checkpoints',
    sql: `CREATE TABLE log_checkpoints (
      book_id text NOT NULL,
      size bigint NOT NULL CHECK (size > 0),
      root bytea NOT NULL CHECK (length(root) = 32),
      signed_at timestamptz NOT NULL,
      note text NOT NULL,
      PRIMARY KEY (book_id, size)
    )`,
  },
  {
    name: 'log_leaves',
    sql: `CREATE TABLE log_leaves (
      book_id text NOT NULL,
      leaf_index bigint NOT NULL CHECK (leaf_index >= 0),
      checkpoint_size bigint NOT NULL,
      borrower_id text,
      fact_seq integer,
      notice_id text,
      leaf text NOT NULL,
      leaf_hash bytea NOT NULL CHECK (length(leaf_hash) = 32),
      PRIMARY KEY (book_id, leaf_index),
      UNIQUE (book_id, borrower_id, fact_seq),
      UNIQUE (book_id, notice_id),
      FOREIGN KEY (book_id, checkpoint_size) REFERENCES log_checkpoints (book_id, size),
      CONSTRAINT g12_in_a_signed_checkpoint CHECK (leaf_index < checkpoint_size)
    )`,
  },
  {
    name: 'log_nodes',
    sql: `CREATE TABLE log_nodes (
      book_id text NOT NULL,
      level integer NOT NULL CHECK (level > 0 AND level % 8 = 0),
      node_index bigint NOT NULL CHECK (node_index >= 0),
      hash bytea NOT NULL CHECK (length(hash) = 32),
      PRIMARY KEY (book_id, level, node_index)
    )`,
  },
  {
    name: 'log_secrets',
    sql: `CREATE TABLE log_secrets (
      book_id text NOT NULL,
      borrower_id text NOT NULL,
      sealed bytea,
      erased_through bigint,
      PRIMARY KEY (book_id, borrower_id)
    )`,
  },
  {
    // NOT VALID: restrictions of before this step have no leaf until the book is next opened, which logs them.
    name: 'restrictions_g12',
    sql: `ALTER TABLE restrictions ADD CONSTRAINT g12_logged
      FOREIGN KEY (book_id, notice_id) REFERENCES log_leaves (book_id, notice_id) NOT VALID`,
  },
  {
    name: 'log_leaves_of_lender',
    sql: `CREATE INDEX log_leaves_of_lender ON log_leaves (book_id, leaf_hash) WHERE borrower_id IS NULL`,
  },
  {
    name: 'log_cosignatures',
    sql: `CREATE TABLE log_cosignatures (
      book_id text NOT NULL,
      size bigint NOT NULL,
      witness text NOT NULL,
      line text NOT NULL,
      PRIMARY KEY (book_id, size, witness),
      FOREIGN KEY (book_id, size) REFERENCES log_checkpoints (book_id, size)
    )`,
  },
];
