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
/** All that deciding some commands reads, read before they are decided. */
export interface Prefetched {
  readonly files: ReadonlyMap<string, BorrowerFile>;
  readonly keys: ReadonlyMap<string, KeyUse>;
  /** Events (as `pairOf` borrower and event) that the book holds, for borrowers whose file may have forgotten some. */
  readonly knownEvents: ReadonlySet<string>;
  /** Phone → borrower who registered with it. */
  readonly phones: ReadonlyMap<string, string>;
  /** ID number (in capitals) → borrower who was identified by it. */
  readonly identities: ReadonlyMap<string, string>;
  readonly personRows: ReadonlyMap<ExecuteRequest, Row>;
}
export const NOTHING_READ: Prefetched = {
  files: new Map(),
  keys: new Map(),
  knownEvents: new Set(),
  phones: new Map(),
  identities: new Map(),
  personRows: new Map(),
};

/** What is decided but not yet known to be committed: it counts as if it were, until it fails. */
export interface Uncommitted {
  changedFile(borrowerId: string): BorrowerFile | undefined;
  keyUse(pair: string): KeyUse | undefined;
  holdsEvent(pair: string): boolean;
}

/** Whether a file may have forgotten ids of events that the table still holds. */
export const mayForget = (file: BorrowerFile): boolean => file.behaviour.seenEventIds.size >= EVENT_IDS_KEPT;

/** A key of two parts, neither of which can hold the separator in PostgreSQL text. */
export const pairOf = (borrowerId: string, part: string): string => `${borrowerId}\u0000${part}`;

/** Where to read from. */
export interface ReadPlaces {
  readonly sql: Queryable;
  readonly bookId: string;
  readonly cache: FileCache;
  readonly vault: Vault;
}

/** @param before the transaction that is on its way, if one is; it is laid over what the tables hold */
export const prefetch = async (
  { sql: on, bookId, cache, vault }: ReadPlaces,
  requests: readonly ExecuteRequest[],
  before: Uncommitted | null,
): Promise<Prefetched> => {
  const files = await filesOf(cache, requests, before);
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
    keys: await readKeys(on, bookId, requests, before),
    knownEvents: await readEvents(on, bookId, files, requests, before),
    phones,
    identities,
    personRows,
  };
};

const filesOf = async (
  cache: FileCache,
  requests: readonly ExecuteRequest[],
  before: Uncommitted | null,
): Promise<Map<string, BorrowerFile>> => {
  const newer = new Map<string, BorrowerFile>();
  const stored: string[] = [];
  for (const { borrowerId } of requests) {
    const file = before?.changedFile(borrowerId);
    if (file === undefined) stored.push(borrowerId);
    else newer.set(borrowerId, file);
  }
  const files = await cache.load(stored);
  for (const [id, file] of newer) files.set(id, file);
  return files;
};

const readKeys = async (
  on: Queryable,
  bookId: string,
  requests: readonly ExecuteRequest[],
  before: Uncommitted | null,
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
  const uses = new Map(
    rows.map((row): [string, KeyUse] => [
      pairOf(row.borrower_id, row.key),
      { commandHash: row.command_hash, firstSeq: row.first_seq, factCount: row.fact_count },
    ]),
  );
  for (const { borrowerId, idempotencyKey = '' } of keyed) {
    const pair = pairOf(borrowerId, idempotencyKey);
    const use = before?.keyUse(pair);
    if (use !== undefined) uses.set(pair, use);
  }
  return uses;
};

const readEvents = async (
  on: Queryable,
  bookId: string,
  files: ReadonlyMap<string, BorrowerFile>,
  requests: readonly ExecuteRequest[],
  before: Uncommitted | null,
): Promise<Set<string>> => {
  const asked = requests.flatMap(({ borrowerId, command }) => {
    const file = files.get(borrowerId);
    if (command.type !== 'observe' || file === undefined || !mayForget(file)) return [];
    return command.events.map(({ eventId }) => ({ borrowerId, eventId }));
  });
  if (asked.length === 0) return new Set();
  const rows = await on.query<{ borrower_id: string; event_id: string }>(
    `SELECT e.borrower_id, e.event_id FROM unnest($2::text[], $3::text[]) AS asked(borrower_id, event_id)
     JOIN behaviour_events e ON e.book_id = $1 AND e.borrower_id = asked.borrower_id AND e.event_id = asked.event_id`,
    [bookId, asked.map((event) => event.borrowerId), asked.map((event) => event.eventId)],
  );
  const known = new Set(rows.map((row) => pairOf(row.borrower_id, row.event_id)));
  for (const { borrowerId, eventId } of asked) {
    const pair = pairOf(borrowerId, eventId);
    if (before?.holdsEvent(pair)) known.add(pair);
  }
  return known;
};
