import { defineConfig } from 'vitest/config';

/**
 * Three projects, by what a test needs: nothing (`unit`), a database of its own (`*.db.test.ts`), or the running
 * product in a real browser (`*.browser.test.ts`). The first runs in threads, the others in processes of their own because they
 * start servers. None is isolated: no module of ours holds state that one file could leave to the next, and to load and
 * compile the product anew for each file took longer than most files do.
 */
const slow = ['**/*.db.test.ts', '**/*.browser.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'conformance/src/**/*.test.ts',
            'tests/**/*.test.ts',
            'apps/*/src/**/*.test.ts',
            'scripts/**/*.test.mjs',
          ],
          exclude: [...slow, '**/node_modules/**'],
          pool: 'threads',
          isolate: false,
          maxWorkers: 2,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'db',
          globalSetup: ['tests/setup/postgres.ts'],
          include: ['packages/*/src/**/*.db.test.ts', 'tests/**/*.db.test.ts'],
          pool: 'forks',
          isolate: false,
          fileParallelism: true,
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          globalSetup: ['tests/setup/postgres.ts'],
          include: ['tests/**/*.browser.test.ts'],
          pool: 'forks',
          isolate: false,
          maxWorkers: 2,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
