import type { SchemaStep } from '../schema/steps.ts';

/** The health of feeds, what went wrong with data, and the doubts that borrowers’ files put on record (G5). */
export const feedSteps: readonly SchemaStep[] = [
  {
    name: 'feeds',
    sql: `CREATE TABLE feeds (
      book_id text NOT NULL,
      feed text NOT NULL,
      state text NOT NULL,
      PRIMARY KEY (book_id, feed)
    )`,
  },
  {
    name: 'data_incidents',
    sql: `CREATE TABLE data_incidents (
      book_id text NOT NULL,
      incident_id text NOT NULL,
      feed text NOT NULL,
      kind text NOT NULL CHECK (kind IN ('OUTAGE', 'REPLAYED')),
      opened_at timestamptz NOT NULL,
      closed_at timestamptz,
      PRIMARY KEY (book_id, incident_id),
      CHECK (closed_at >= opened_at)
    )`,
  },
  {
    name: 'data_doubts',
    sql: `CREATE TABLE data_doubts (
      book_id text NOT NULL,
      borrower_id text NOT NULL,
      fact_seq integer NOT NULL,
      at timestamptz NOT NULL,
      kind text NOT NULL,
      source text NOT NULL,
      PRIMARY KEY (book_id, borrower_id, fact_seq)
    )`,
  },
  { name: 'data_doubts_at', sql: `CREATE INDEX data_doubts_at ON data_doubts (book_id, at)` },
];
