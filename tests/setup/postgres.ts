import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../../packages/store/src/embedded/index.ts';
import { dropAbandonedTestDatabases, testServerVariable } from '../../packages/store/src/testing/index.ts';

/**
 * Vitest's global set-up of the projects that need a database: one embedded server for each project's run, which may be side
 * by side, unless the variable names a server to use instead. Test processes inherit the variable.
 */
export async function setup({ name }: { readonly name: string }): Promise<(() => Promise<void>) | undefined> {
  if (process.env[testServerVariable] !== undefined) return undefined;
  const server = await startEmbeddedPostgres({
    dataDir: fileURLToPath(new URL(`../../.clearline/test-pg-${name}`, import.meta.url)),
    log: () => undefined,
    fsync: false,
  });
  process.env[testServerVariable] = server.url;
  await dropAbandonedTestDatabases();
  return async () => {
    delete process.env[testServerVariable];
    await server.stop();
  };
}
