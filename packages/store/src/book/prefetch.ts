import { type BorrowerFile, EVENT_IDS_KEPT } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';
import type { Vault } from '../personal/vault.ts';
import type { Row } from '../project/table-spec.ts';
import type { FileCache } from './file-cache.ts';
import type { ExecuteRequest } from './types.ts';

export interface KeyUse {
  readonly commandHash: string;
  readonly firstSeq: number;
  readonly factCount: number;
}
/** All that deciding a batch reads from the database, read before anything is decided. */
export interface Prefetched {
  readonly files: ReadonlyMap<string, BorrowerFile>;
  readonly keys: Map<string, KeyUse>;
  /** Events (as `pairOf` borrower and event) that the table holds, for borrowers whose file may have forgotten some. */
  readonly knownEvents: ReadonlySet<string>;
  /** Phone → borrower who registered with it. */
  readonly phones: Map<string, string>;
  /** ID number (in capitals) → borrower who was identified by it. */
  readonly identities: Map<string, string>;
  readonly personRows: ReadonlyMap<ExecuteRequest, Row>;
}

/** A key of two parts, neither of which can hold the separator in PostgreSQL text. */
export const pairOf = (borrowerId: string, part: string): string => `${borrowerId}\u0000${part}`;

export const prefetch = async (
  on: Queryable,
  bookId: string,
  cache: FileCache,
  vault: Vault,
  requests: readonly ExecuteRequest[],
): Promise<Prefetched> => {
  const files = await cache.load(requests.map((request) => request.borrowerId));
  const phones = new Map<string, string>();
  const identities = new Map<string, string>();
  const personRows = new Map<ExecuteRequest, Row>();
  for (const request of requests)
    for (const attachment of request.attachments ?? []) {
      if (attachment.kind !== 'personal') continue;
      const { phone, idNumber } = attachment.data;
      const holder = phone === undefined ? null : await vault.borrowerByPhone(bookId, phone);
      if (phone !== undefined && holder !== null) phones.set(phone, holder);
      const identified = idNumber === undefined ? null : await vault.borrowerByIdNumber(bookId, idNumber);
      if (idNumber !== undefined && identified !== null) identities.set(idNumber.toUpperCase(), identified);
      personRows.set(request, await vault.rowFor(bookId, request.borrowerId, attachment.data));
    }
  return {
    files,
    keys: await readKeys(on, bookId, requests),
    knownEvents: await readEvents(on, bookId, files, requests),
    phones,
    identities,
    personRows,
  };
};

const readKeys = async (
  on: Queryable,
  bookId: string,
  requests: readonly ExecuteRequest[],
): Promise<Map<string, KeyUse>> => {
  const keyed = requests.filter((request) => request.idempotencyKey !== undefined);
  if (keyed.length === 0) return new Map();
  const rows = await on.query<{
    borrower_id: string;
    key: string;
    command_hash: string;
    first_seq: number;
    fact_count: number;
  }>(
    `SELECT k.borrower_id, k.key, k.command_hash, k.first_seq, k.fact_count
     FROM unnest($2::text[], $3::text[]) AS asked(borrower_id, key)
     JOIN idempotency_keys k ON k.book_id = $1 AND k.borrower_id = asked.borrower_id AND k.key = asked.key`,
    [bookId, keyed.map((request) => request.borrowerId), keyed.map((request) => request.idempotencyKey ?? '')],
  );
  return new Map(
    rows.map((row) => [
      pairOf(row.borrower_id, row.key),
      { commandHash: row.command_hash, firstSeq: row.first_seq, factCount: row.fact_count },
    ]),
  );
};

const readEvents = async (
  on: Queryable,
  bookId: string,
  files: ReadonlyMap<string, BorrowerFile>,
  requests: readonly ExecuteRequest[],
): Promise<Set<string>> => {
  const asked = requests.flatMap(({ borrowerId, command }) =>
    command.type === 'observe' && (files.get(borrowerId)?.behaviour.seenEventIds.size ?? 0) >= EVENT_IDS_KEPT
      ? command.events.map(({ eventId }) => ({ borrowerId, eventId }))
      : [],
  );
  if (asked.length === 0) return new Set();
  const rows = await on.query<{ borrower_id: string; event_id: string }>(
    `SELECT e.borrower_id, e.event_id FROM unnest($2::text[], $3::text[]) AS asked(borrower_id, event_id)
     JOIN behaviour_events e ON e.book_id = $1 AND e.borrower_id = asked.borrower_id AND e.event_id = asked.event_id`,
    [bookId, asked.map((event) => event.borrowerId), asked.map((event) => event.eventId)],
  );
  return new Set(rows.map((row) => pairOf(row.borrower_id, row.event_id)));
};
