import { createHash, randomBytes } from 'node:crypto';
import { connect } from '../db/sql.ts';
import { migrate } from '../schema/migrate.ts';
import { SCHEMA_STEPS } from '../schema/steps.ts';

/** The server that tests make their databases on. `npm test` starts an embedded one and sets this, unless it is set. */
export const testServerVariable = 'CLEARLINE_TEST_DATABASE_URL';

/** A migrated, empty database of its own for one test file. */
export interface TestDatabase {
  readonly url: string;
  /** Removes the database, cutting off sessions that are still open. */
  drop(): Promise<void>;
}

const prefix = 'clearline_test_';
const templateName = `clearline_template_${createHash('sha256').update(JSON.stringify(SCHEMA_STEPS)).digest('hex').slice(0, 12)}`;

function serverUrl(): string {
  const url = process.env[testServerVariable];
  if (url !== undefined) return url;
  throw new Error(
    `${testServerVariable} is not set. Run database tests as: npx vitest run --project db, which starts a server; ` +
      'or set it to the URL of a PostgreSQL server whose user may create databases.',
  );
}

function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
}

/** Runs statements on the server's own database; they name databases, which cannot be parameters. */
async function onServer<T>(
  work: (query: (text: string) => Promise<Record<string, unknown>[]>) => Promise<T>,
): Promise<T> {
  const sql = connect(serverUrl(), 1);
  try {
    return await work((text) => sql.query(text));
  } finally {
    await sql.close();
  }
}

/** How often, and how long apart, a drop is tried while the server itself works in the database. */
const DROP_ATTEMPTS_MAX = 40;
const DROP_PAUSE_MS = 250;
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Drops a database, sessions or not. An autovacuum worker in it is a session that only a superuser may end, so that a plain
 * role is refused until the worker has gone by itself.
 */
async function dropForced(query: (text: string) => Promise<unknown>, database: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1)
    try {
      await query(`drop database if exists ${database} with (force)`);
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== INSUFFICIENT_PRIVILEGE || attempt === DROP_ATTEMPTS_MAX) throw error;
      await new Promise((resolve) => setTimeout(resolve, DROP_PAUSE_MS));
    }
}

async function exists(query: (text: string) => Promise<Record<string, unknown>[]>, database: string): Promise<boolean> {
  return (await query(`select 1 as one from pg_database where datname = '${database}'`)).length > 0;
}

/**
 * Makes the template under another name and renames it when whole: of several test files that find it missing, one wins.
 */
async function ensureTemplate(): Promise<void> {
  const draft = `${templateName}_${randomBytes(4).toString('hex')}`;
  await onServer(async (query) => {
    if (await exists(query, templateName)) return;
    await query(`create database ${draft} template template0`);
    const sql = connect(urlOf(draft), 1);
    try {
      await migrate(sql);
    } finally {
      await sql.close();
    }
    try {
      await query(`alter database ${draft} rename to ${templateName}`);
    } catch (error) {
      await dropForced(query, draft);
      if (!(await exists(query, templateName))) throw error;
    }
  });
}

/**
 * Clones a migrated database; tens of milliseconds, where emptying every table takes hundreds. By copying its files: to pass
 * every page through the server’s memory and log, which is the usual way, takes twice as long where nothing is synced.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  await ensureTemplate();
  const name = `${prefix}${process.pid}_${randomBytes(4).toString('hex')}`;
  await onServer((query) => query(`create database ${name} template ${templateName} strategy file_copy`));
  return {
    url: urlOf(name),
    drop: () => onServer((query) => dropForced(query, name)),
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Drops what killed test runs left on a server of this machine: databases of dead processes, templates of old schemas. */
export async function dropAbandonedTestDatabases(): Promise<void> {
  await onServer(async (query) => {
    for (const { datname } of await query("select datname from pg_database where datname like 'clearline\\_t%'")) {
      const name = String(datname);
      const [pid] = name.startsWith(prefix) ? name.slice(prefix.length).split('_') : [];
      const abandoned = pid === undefined ? name !== templateName : !isAlive(Number(pid));
      if (abandoned) await dropForced(query, name);
    }
  });
}
