import type { Sql } from '../db/sql.ts';
import { StoreError } from '../errors.ts';
import { SCHEMA_STEPS } from './steps.ts';

/**
 * Applies the steps that this database does not have yet, one DDL statement each, and remembers them by name.
 * Safe to run from several processes: whoever comes second finds the step taken and goes on.
 * @returns how many steps were applied.
 * @throws StoreError `schema_newer` when the database has steps that this program does not know.
 */
export const migrate = async (sql: Sql): Promise<number> => {
  await sql.query('CREATE TABLE IF NOT EXISTS schema_steps (name text PRIMARY KEY, applied_at timestamptz NOT NULL)');
  const known = new Set(SCHEMA_STEPS.map((step) => step.name));
  const done = new Set((await sql.query<{ name: string }>('SELECT name FROM schema_steps')).map((row) => row.name));
  const unknown = [...done].filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new StoreError(
      'schema_newer',
      `The database has schema steps that this version does not know (${unknown.join(', ')}). Start the newer version, or point DATABASE_URL at another database.`,
    );
  let applied = 0;
  for (const step of SCHEMA_STEPS) {
    if (done.has(step.name)) continue;
    await sql.transaction(async (tx) => {
      const claimed = await tx.query(
        'INSERT INTO schema_steps (name, applied_at) VALUES ($1, now()) ON CONFLICT DO NOTHING RETURNING name',
        [step.name],
      );
      if (claimed.length === 0) return;
      await tx.query(step.sql);
      applied += 1;
    });
  }
  return applied;
};
