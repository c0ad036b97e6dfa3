import { Worker } from 'node:worker_threads';
import { toJson } from '@clearline/line';
import { type PortfolioSettings, simulateBorrower, type SimulatedBorrower } from '@clearline/lab';

/** What a worker is told: everything but the compiled policies, which hold functions and are compiled again there. */
export interface ShareOfPortfolio {
  readonly clearlineSimulation: true;
  readonly settings: string;
  readonly policiesDir: string;
  /** One number that all threads count up: the next borrower nobody has begun. */
  readonly next: SharedArrayBuffer;
}

/** How many borrowers travel in one message. */
const PER_MESSAGE = 10;

/** The next borrower to simulate, taken so that no other thread takes the same; null when all are taken. */
const takeNext = (next: Int32Array, borrowers: number): number | null => {
  const index = Atomics.add(next, 0, 1);
  return index < borrowers ? index : null;
};

/**
 * Simulates on one core, while the main thread takes what arrives and simulates too whenever nothing has. Borrowers
 * depend only on settings and index, so the portfolio is the same whoever makes which; they arrive in whatever order
 * they are done.
 */
export async function* simulateAhead(
  settings: PortfolioSettings,
  policiesDir: string,
): AsyncGenerator<SimulatedBorrower> {
  const { policies: _policies, ...plain } = settings;
  const next = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const counter = new Int32Array(next);
  const share: ShareOfPortfolio = { clearlineSimulation: true, settings: toJson(plain), policiesDir, next };
  const worker = new Worker(new URL(import.meta.url), { workerData: share });
  const arrived: SimulatedBorrower[] = [];
  let failure: Error | null = null;
  let finished = false;
  let made = 0;
  let wake = (): void => undefined;
  worker.on('message', (batch: SimulatedBorrower[]) => {
    arrived.push(...batch);
    wake();
  });
  worker.on('error', (error) => {
    failure = error instanceof Error ? error : new Error(String(error));
    wake();
  });
  worker.on('exit', () => {
    finished = true;
    wake();
  });
  try {
    for (;;) {
      // Let the worker’s messages in.
      await new Promise((resolve) => setImmediate(resolve));
      if (failure) throw failure;
      if (arrived.length > 0) {
        made += arrived.length;
        yield* arrived.splice(0);
        continue;
      }
      if (finished) break;
      const index = takeNext(counter, settings.borrowers);
      if (index !== null) {
        made += 1;
        yield simulateBorrower(settings, index);
      } else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
    if (made < settings.borrowers)
      throw new Error(
        `${settings.borrowers - made} borrowers of ${settings.borrowers} were begun by a thread that ended early`,
      );
  } finally {
    await worker.terminate();
  }
}

/** The worker’s side. */
export const simulateShare = (
  share: ShareOfPortfolio,
  settings: PortfolioSettings,
  send: (batch: readonly SimulatedBorrower[]) => void,
): void => {
  const counter = new Int32Array(share.next);
  let batch: SimulatedBorrower[] = [];
  for (;;) {
    const index = takeNext(counter, settings.borrowers);
    if (index === null) break;
    batch.push(simulateBorrower(settings, index));
    if (batch.length < PER_MESSAGE) continue;
    send(batch);
    batch = [];
  }
  if (batch.length > 0) send(batch);
};
