import { createHash } from 'node:crypto';
import { Pool, types as builtIn, type CustomTypesConfig, type PoolClient } from 'pg';
import { BookLost, StoreError } from '../errors.ts';

export type SqlValue = string | number | bigint | boolean | null | Buffer | readonly SqlValue[];
export type SqlRow = Record<string, unknown>;

/** What a query may run on: the pool, or one transaction. */
export interface Queryable {
  query<R extends SqlRow = SqlRow>(text: string, values?: readonly SqlValue[]): Promise<R[]>;
}
export interface Sql extends Queryable {
  readonly pool: Pool;
  /**
   * For statements whose plan never depends on their values: planned once a connection. Left to itself the server plans an
   * insertion of few rows anew each time, which for a commit of ten tables takes longer than the commit.
   */
  readonly plannedOnce: Queryable;
  /** Ends all connections. */
  close(): Promise<void>;
  /**
   * Runs a body as one transaction, again from the start when the database answers 40001 or 40P01. The body must
   * therefore change nothing outside the database.
   */
  transaction<T>(body: (tx: Queryable) => Promise<T>): Promise<T>;
  /** One connection to itself, outside any transaction (for COPY). */
  withClient<T>(body: (client: PoolClient) => Promise<T>): Promise<T>;
}

const RETRIED_STATES = new Set(['40001', '40P01']);
const ATTEMPTS_MAX = 5;

/** Dates stay 'YYYY-MM-DD', instants become ISO strings in UTC, 64-bit integers become bigint. */
const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  20: BigInt,
  1082: (text) => text,
  1184: (text) => instantOf(text),
};
/** Most rows hold the same instant twice: a fact is recorded when it happens. */
const instantOf = (text: string): string => {
  if (instant.text !== text) instant = { text, iso: isoOf(text) };
  return instant.iso;
};
const isoOf = (text: string): string => {
  const [, day, time, part = ''] = IN_UTC.exec(text) ?? [];
  // A file of thousands of facts is read for one answer: what only has to be spelled otherwise is not worked out.
  if (day !== undefined) return `${day}T${time}.${part.padEnd(3, '0').slice(0, 3)}Z`;
  return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString();
};
const IN_UTC = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/;
let instant = { text: '', iso: '' };
/** The driver’s declaration wants its own list of type ids here; every other type has an id too. */
const builtInParsers = builtIn as unknown as { getTypeParser(oid: number): (text: string) => unknown };
const types: CustomTypesConfig = {
  getTypeParser: (oid: number) => parsers[oid] ?? builtInParsers.getTypeParser(oid),
};

/** Names a statement by its text, so that the server plans it once per connection. */
const statementName = new Map<string, string>();
const nameOf = (text: string): string => {
  const known = statementName.get(text);
  if (known !== undefined) return known;
  const name = `s${createHash('sha256').update(text).digest('hex').slice(0, 20)}`;
  statementName.set(text, name);
  return name;
};

const run = async <R extends SqlRow>(
  on: Pool | PoolClient,
  text: string,
  values?: readonly SqlValue[],
): Promise<R[]> => {
  try {
    if (values === undefined) return (await on.query<R>(text)).rows;
    return (await on.query<R>({ name: nameOf(text), text, values: values as unknown[] })).rows;
  } catch (error) {
    throw asAway(error);
  }
};

const AWAY_CODES = /^(08|53|57P0|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_)/;
const AWAY_WORDS = /^(Connection terminated|timeout exceeded|Client has encountered a connection error)/;

/** An error that says the database is away for now becomes one that callers know; every other stays as it is. */
const asAway = (error: unknown): unknown => {
  if (!(error instanceof Error) || (!AWAY_CODES.test(sqlState(error)) && !AWAY_WORDS.test(error.message))) return error;
  return new StoreError(
    'database_unreachable',
    `The database does not answer now (${error.message || sqlState(error)}). Nothing was acknowledged; send the request again with the same idempotency key.`,
    error,
  );
};

/** Queries on one connection, for who manages its transaction. */
export const onClient = (client: PoolClient): Queryable => ({ query: (text, values) => run(client, text, values) });

const sqlState = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const transactionOnce = async <T>(client: PoolClient, body: (tx: Queryable) => Promise<T>): Promise<T> => {
  try {
    await client.query('BEGIN');
    const result = await body(onClient(client));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // A connection that broke cannot roll back; the server does it. The first error is the one to report.
    await client.query('ROLLBACK').catch(() => undefined);
    throw asAway(error);
  }
};

/** Books of one process that commit at the same moment, at most; others wait for a connection. */
const WRITERS_MAX = 4;

/** Connects a pool. Idle connections that the server ends are dropped and opened anew; they must not end the process. */
export const connect = (databaseUrl: string, maxConnections = 10): Sql => {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: maxConnections,
    types,
    connectionTimeoutMillis: 10_000,
  });
  pool.on('error', () => undefined);
  const planning = new Pool({
    connectionString: databaseUrl,
    max: WRITERS_MAX,
    types,
    connectionTimeoutMillis: 10_000,
    verify: (client, done) => {
      client.query('SET plan_cache_mode = force_generic_plan').then(() => done(), done);
    },
  });
  planning.on('error', () => undefined);
  const withClient = async <T>(body: (client: PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect().catch((error: unknown) => Promise.reject(asAway(error)));
    let broken: Error | undefined;
    const onError = (error: Error): void => {
      broken = error;
    };
    client.on('error', onError);
    try {
      return await body(client);
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  };
  return {
    pool,
    withClient,
    plannedOnce: { query: (text, values) => run(planning, text, values) },
    close: async () => {
      await Promise.all([pool.end(), planning.end()]);
    },
    query: (text, values) => run(pool, text, values),
    transaction: (body) =>
      withClient(async (client) => {
        for (let attempt = 1; ; attempt += 1) {
          try {
            return await transactionOnce(client, body);
          } catch (error) {
            if (!RETRIED_STATES.has(sqlState(error)) || attempt >= ATTEMPTS_MAX) throw error;
          }
        }
      }),
  };
};

/** True for an error that concerns the one statement (a constraint, a type), not the connection or the server. */
export const isStatementError = (error: unknown): boolean => /^(22|23)/.test(sqlState(error));

/**
 * True for an error that may be one command’s own: a constraint that its rows break, or a fault of the program on its
 * borrower’s data. What the database says of itself, and a lost book, concern everybody.
 */
export const mayBeOnes = (error: unknown): boolean =>
  isStatementError(error) ||
  !(error instanceof StoreError || error instanceof BookLost || /^[0-9A-Z]{5}$/.test(sqlState(error)));

/** The first query; turns what a driver says of a wrong DATABASE_URL into one clear line. */
export const checkConnection = async (sql: Sql, databaseUrl: string): Promise<void> => {
  try {
    await sql.query('SELECT 1 AS one');
  } catch (error) {
    const first = error instanceof StoreError ? error.cause : error;
    const detail = first instanceof Error ? first.message || sqlState(first) : String(first);
    throw new StoreError(
      'database_unreachable',
      `Cannot reach the database ${redactUrl(databaseUrl)}: ${detail}. Check DATABASE_URL, or unset it to use the embedded server.`,
      error,
    );
  }
};

const redactUrl = (url: string): string => url.replace(/\/\/([^:@/]*)(:[^@/]*)?@/, '//$1@');
