import { Client } from 'pg';
import type { EmbeddedState } from './state-file.ts';

/** The role that owns everything in an embedded server. */
export const embeddedUser = 'clearline';
export const embeddedDatabase = 'clearline';

/** Each process that relies on the server keeps one session under this name; the last one to leave stops it. */
export const holderName = 'clearline-launcher';

/** The address of a database of the embedded server. It holds the password: keep it out of logs. */
export function databaseUrl(state: Pick<EmbeddedState, 'password'>, port: number, database = embeddedDatabase): string {
  return `postgres://${embeddedUser}:${state.password}@127.0.0.1:${port}/${database}`;
}

/** Opens the session that marks this process as relying on the server. Rejects with the driver's error. */
export async function openHolder(state: Pick<EmbeddedState, 'password'>, port: number): Promise<Client> {
  const client = new Client({
    connectionString: databaseUrl(state, port, 'postgres'),
    application_name: holderName,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  try {
    await client.connect();
  } catch (error) {
    client.on('error', () => undefined);
    await client.end();
    throw error;
  }
  return client;
}

/** How many other processes rely on the server. */
export async function otherHolders(holder: Client): Promise<number> {
  const { rows } = await holder.query<{ others: number }>(
    'select count(*)::int as others from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()',
    [holderName],
  );
  return rows[0]?.others ?? 0;
}

/** Creates the product's database on the first start. */
export async function ensureDatabase(holder: Client): Promise<void> {
  const { rowCount } = await holder.query('select 1 from pg_database where datname = $1', [embeddedDatabase]);
  if (rowCount === 0) await holder.query(`create database ${embeddedDatabase}`);
}
