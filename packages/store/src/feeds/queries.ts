import {
  type BehaviourEvent,
  type DataDoubt,
  type FactBody,
  type FeedState,
  type FeedTrouble,
  fromJson,
  type Instant,
  newFeed,
  toJson,
} from '@clearline/line';
import type { Queryable } from '../db/sql.ts';

/** Something wrong with a feed, from when it was seen to when it was over. */
export interface DataIncident {
  readonly id: string;
  readonly feed: string;
  readonly kind: FeedTrouble;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
}
export interface DoubtCount {
  readonly kind: DataDoubt['kind'];
  readonly source: string;
  readonly borrowers: number;
  readonly count: number;
  readonly lastAt: Instant;
}
/** An event of a borrower, by its id. */
export interface EventOf {
  readonly borrowerId: string;
  readonly eventId: string;
}
export interface ReportedEvent {
  readonly borrowerId: string;
  readonly event: BehaviourEvent;
}

export const feedQueries = (sql: Queryable, bookId: string) => ({
  feeds: async (): Promise<FeedState[]> => {
    const rows = await sql.query<{ feed: string; state: string }>(
      'SELECT feed, state FROM feeds WHERE book_id = $1 ORDER BY feed',
      [bookId],
    );
    // A state that an earlier version wrote lacks what was not counted then.
    return rows.map((row) => ({ ...newFeed(row.feed), ...fromJson<FeedState>(row.state) }));
  },
  putFeeds: async (feeds: readonly FeedState[]): Promise<void> => {
    if (feeds.length === 0) return;
    await sql.query(
      `INSERT INTO feeds (book_id, feed, state) SELECT $1, u.feed, u.state FROM unnest($2::text[], $3::text[]) AS u(feed, state)
       ON CONFLICT (book_id, feed) DO UPDATE SET state = EXCLUDED.state`,
      [bookId, feeds.map(({ feed }) => feed), feeds.map((feed) => toJson(feed))],
    );
  },
  openIncident: async (incident: Omit<DataIncident, 'closedAt'>): Promise<void> => {
    await sql.query(
      'INSERT INTO data_incidents (book_id, incident_id, feed, kind, opened_at) VALUES ($1, $2, $3, $4, $5)',
      [bookId, incident.id, incident.feed, incident.kind, incident.openedAt],
    );
  },
  closeIncident: async (id: string, closedAt: Instant): Promise<void> => {
    await sql.query(
      'UPDATE data_incidents SET closed_at = $3 WHERE book_id = $1 AND incident_id = $2 AND closed_at IS NULL',
      [bookId, id, closedAt],
    );
  },
  /** Open ones first, then the newest. */
  dataIncidents: async (limit: number): Promise<DataIncident[]> => {
    const rows = await sql.query<{
      incident_id: string;
      feed: string;
      kind: FeedTrouble;
      opened_at: string;
      closed_at: string | null;
    }>(
      `SELECT incident_id, feed, kind, opened_at, closed_at FROM data_incidents WHERE book_id = $1
       ORDER BY closed_at IS NOT NULL, opened_at DESC, incident_id LIMIT $2`,
      [bookId, limit],
    );
    return rows.map((row) => ({
      id: row.incident_id,
      feed: row.feed,
      kind: row.kind,
      openedAt: row.opened_at,
      closedAt: row.closed_at,
    }));
  },
  /** What was reported first under ids of events that the book knows; an id that it does not know is absent (S92). */
  reportedEvents: async (asked: readonly EventOf[]): Promise<ReportedEvent[]> => {
    const rows = await sql.query<{ borrower_id: string; body: string }>(
      `SELECT f.borrower_id, f.body FROM unnest($2::text[], $3::text[]) AS asked(borrower_id, event_id)
       JOIN behaviour_events e ON e.book_id = $1 AND e.borrower_id = asked.borrower_id AND e.event_id = asked.event_id
       JOIN facts f ON f.book_id = $1 AND f.borrower_id = e.borrower_id AND f.seq = e.fact_seq`,
      [bookId, asked.map(({ borrowerId }) => borrowerId), asked.map(({ eventId }) => eventId)],
    );
    return rows.flatMap((row) => {
      const body = fromJson<FactBody>(row.body);
      return body.type === 'behaviour.observed' ? [{ borrowerId: row.borrower_id, event: body.event }] : [];
    });
  },
  /** Doubts that files put on record since an instant, by kind and source. */
  doubtCounts: async (since: Instant): Promise<DoubtCount[]> => {
    const rows = await sql.query<{
      kind: DataDoubt['kind'];
      source: string;
      borrowers: bigint;
      count: bigint;
      last_at: string;
    }>(
      `SELECT kind, source, count(DISTINCT borrower_id) AS borrowers, count(*) AS count, max(at) AS last_at
       FROM data_doubts WHERE book_id = $1 AND at >= $2 GROUP BY kind, source ORDER BY max(at) DESC, kind, source`,
      [bookId, since],
    );
    return rows.map(({ last_at: lastAt, borrowers, count, ...row }) => ({
      ...row,
      borrowers: Number(borrowers),
      count: Number(count),
      lastAt,
    }));
  },
});
