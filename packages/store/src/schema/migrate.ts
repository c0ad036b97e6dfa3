import type { Sql } from '../db/sql.ts';
import { StoreError } from '../errors.ts';
import { SCHEMA_STEPS } from './steps.ts';

/** Rows that a new constraint does not allow need a person: which of them is right, no program can say. */
const asRefused = (step: string, error: unknown): unknown =>
  error instanceof Error && 'code' in error && (error.code === '23505' || error.code === '23514')
    ? new StoreError(
        'schema_refused',
        `The database holds rows that schema step ${step} no longer allows: ${'detail' in error && typeof error.detail === 'string' ? error.detail : error.message} Nothing was changed; mend them with the earlier version, then start again.`,
        error,
      )
    : error;

/**
 * Applies the steps that this database does not have yet, one DDL statement each, and remembers them by name.
 * Safe to run from several processes: whoever comes second finds the step taken and goes on.
 * @returns how many steps were applied.
 * @throws StoreError `schema_newer` when the database has steps that this program does not know, `schema_refused` when
 * its rows break a constraint that a step adds.
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
      await tx.query(step.sql).catch((error: unknown) => Promise.reject(asRefused(step.name, error)));
      applied += 1;
    });
  }
  return applied;
};
