import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compilePolicySet, DEMO_LENDER, type Instant, type PolicySet } from '@clearline/line';
import {
  openStore,
  readPolicyFiles,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
  type OpenBook,
  type Store,
} from '@clearline/store';

export interface BenchServer {
  readonly url: string;
  readonly store: Store;
  readonly policies: PolicySet;
  bookAt(bookId: string, now: Instant): OpenBook;
  stop(): Promise<void>;
}

/**
 * The server that comes with the product, as it comes: durable, in a folder that is thrown away afterwards, or in one that
 * is kept for the next run.
 */
export const startBenchServer = async (keptIn: string | undefined): Promise<BenchServer> => {
  const compiled = compilePolicySet(await readPolicyFiles('policies'), '2026-01-01');
  if (!compiled.ok) throw new Error('the default policies do not compile');
  const { policies } = compiled;
  const dataDir = keptIn ?? (await mkdtemp(join(tmpdir(), 'clearline-bench-')));
  const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  const store = await openStore({ databaseUrl: server.url, masterKey: new Uint8Array(32).fill(7) });
  return {
    url: server.url,
    store,
    policies,
    bookAt: (bookId, now) => ({
      bookId,
      clock: () => now,
      contextOf: () => ({ lender: DEMO_LENDER, policies }),
      takeOver: true,
    }),
    stop: async () => {
      await store.close();
      await server.stop();
      if (keptIn === undefined) await removeEmbeddedPostgres(dataDir);
    },
  };
};
