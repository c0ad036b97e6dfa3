import { compilePolicySet, newestParameterDate, type PolicyFiles, policyVersion } from '@clearline/line';
import { createTestDatabase, openStore, readPolicyFiles } from '@clearline/store';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { keepPolicies } from './keep-policies.ts';

const compile = (files: PolicyFiles) => {
  const result = compilePolicySet(files, newestParameterDate(files));
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.policies;
};

it('G10: keeps each version that decided, and gives it back after another went live', async () => {
  const database = await createTestDatabase();
  const store = await openStore({ databaseUrl: database.url, masterKey: Buffer.alloc(32, 7) });
  try {
    const queries = store.queries('main');
    const log = pino({ level: 'silent' });
    const files = await readPolicyFiles(fileURLToPath(new URL('../../../policies', import.meta.url)));
    const first = compile(files);
    await keepPolicies(queries, first, '2026-01-01T00:00:00.000Z', log);
    const second = compile({ ...files, 'note.txt': 'changed' });
    expect(second.version).not.toBe(first.version);
    const live = await keepPolicies(queries, second, '2026-02-01T00:00:00.000Z', log);
    expect(live.version).toBe(second.version);
    expect(policyVersion(live, first.version)?.version).toBe(first.version);
    expect(policyVersion(live, 'nobody')).toBeNull();
    expect((await queries.policyVersions()).map(({ version }) => version)).toEqual([second.version, first.version]);
  } finally {
    await store.close();
    await database.drop();
  }
});
