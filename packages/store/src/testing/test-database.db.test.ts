import { describe, expect, it } from 'vitest';
import { connect } from '../db/sql.ts';
import { SCHEMA_STEPS } from '../schema/steps.ts';
import { createTestDatabase } from './test-database.ts';

describe('a test database', () => {
  it('is migrated, and its own: what one test file writes no other sees', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    const [sqlOne, sqlOther] = [connect(one.url, 1), connect(other.url, 1)];
    try {
      const steps = await sqlOne.query('select name from schema_steps');
      expect(steps.length).toBe(SCHEMA_STEPS.length);
      await sqlOne.query('delete from schema_steps');
      expect(await sqlOther.query('select name from schema_steps')).toHaveLength(SCHEMA_STEPS.length);
    } finally {
      await sqlOne.close();
      await sqlOther.close();
      await one.drop();
      await other.drop();
    }
  });

  it('is gone once dropped, sessions or not', async () => {
    const database = await createTestDatabase();
    const sql = connect(database.url, 1);
    await sql.query('select 1 as one');
    await database.drop();
    await expect(sql.query('select 1 as one')).rejects.toThrow();
    await sql.close();
  });
});
