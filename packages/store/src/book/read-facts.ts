import { fromJson, type Actor, type Fact, type FactBody } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';

export interface FactRow extends Record<string, unknown> {
  readonly borrower_id: string;
  readonly seq: number;
  readonly occurred_at: string;
  readonly recorded_at: string;
  readonly command_id: string;
  readonly actor: string;
  readonly body: string;
}
const COLUMNS = 'borrower_id, seq, occurred_at, recorded_at, command_id, actor, body';

export const factOf = (row: FactRow): Fact => ({
  seq: row.seq,
  occurredAt: row.occurred_at,
  recordedAt: row.recorded_at,
  commandId: row.command_id,
  actor: actorOf(row.actor),
  body: fromJson<FactBody>(row.body),
});

/** Runs of facts have one actor, and thousands are read for a borrower with a busy feed. */
const actorOf = (json: string): Actor => {
  if (read.json !== json) read = { json, actor: fromJson<Actor>(json) };
  return read.actor;
};
let read: { readonly json: string; readonly actor: Actor } = { json: '', actor: { kind: 'borrower' } };

/** The streams of several borrowers, each in order. Borrowers without facts are absent. */
export const readFacts = async (
  on: Queryable,
  bookId: string,
  borrowerIds: readonly string[],
): Promise<Map<string, Fact[]>> => {
  const rows = await on.query<FactRow>(
    `SELECT ${COLUMNS} FROM facts WHERE book_id = $1 AND borrower_id = ANY($2::text[]) ORDER BY borrower_id, seq`,
    [bookId, borrowerIds],
  );
  const streams = new Map<string, Fact[]>();
  for (const row of rows) {
    const stream = streams.get(row.borrower_id);
    if (stream === undefined) streams.set(row.borrower_id, [factOf(row)]);
    else stream.push(factOf(row));
  }
  return streams;
};

/** A part of one stream, for an answer that is given again. */
export const readFactRange = async (
  on: Queryable,
  bookId: string,
  borrowerId: string,
  first: number,
  count: number,
): Promise<Fact[]> => {
  const rows = await on.query<FactRow>(
    `SELECT ${COLUMNS} FROM facts WHERE book_id = $1 AND borrower_id = $2 AND seq >= $3 AND seq < $4 ORDER BY seq`,
    [bookId, borrowerId, first, first + count],
  );
  return rows.map(factOf);
};
