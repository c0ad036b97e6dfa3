import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Three projects, by what a test needs: nothing (`unit`), a database of its own (`*.db.test.ts`), or the running
 * product in a real browser (`*.browser.test.ts`). The first runs in threads, the others in processes of their own because they
 * start servers. None is isolated: no module of ours holds state that one file could leave to the next, and to load and
 * compile the product anew for each file took longer than most files do.
 */
const slow = ['**/*.db.test.ts', '**/*.browser.test.ts'];

/**
 * The files that take longest, the longest first. Vitest begins with what it measured to be long, but in a fresh clone with
 * what is large, and one of these begun last leaves a core with nothing to do to the end.
 */
const longest = [
  'story.browser.test.ts',
  'pages.browser.test.ts',
  'applications.browser.test.ts',
  'money.browser.test.ts',
  'lender.browser.test.ts',
  'access.browser.test.ts',
  'large-close.db.test.ts',
  'launcher.db.test.ts',
  'start.db.test.ts',
  'audit.db.test.ts',
  'taiwan.test.ts',
  'polish.test.ts',
  'south-german.test.ts',
  'train/train.test.ts',
  'broken-repair.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex((end) => moduleId.endsWith(`/${end}`));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
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
          // Some start the product five times over, beside others that work: what hangs is found all the same.
          testTimeout: 240_000,
          hookTimeout: 240_000,
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
          // As long as a page is waited for: a second, Vitest's own, is short for a machine that has other work.
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
  },
});
