import { Worker } from 'node:worker_threads';
import { fromJson, toJson } from '@clearline/line';
import { type PortfolioSettings, simulateBorrower, type SimulatedBorrower } from '@clearline/lab';

/** What a worker is told: everything but the compiled policies, which hold functions and are compiled again there. */
export interface ShareOfPortfolio {
  readonly clearlineSimulation: true;
  readonly settings: string;
  readonly policiesDir: string;
  readonly first: number;
  readonly step: number;
}

/** How many borrowers travel in one message. */
const PER_MESSAGE = 10;

/**
 * Simulates with one core while the main thread simulates and writes with the other. Borrowers depend only on settings
 * and index, so the portfolio is the same however it is shared out; they arrive in whatever order they are done.
 */
export async function* simulateAhead(
  settings: PortfolioSettings,
  policiesDir: string,
): AsyncGenerator<SimulatedBorrower> {
  const { policies: _policies, ...plain } = settings;
  const share: ShareOfPortfolio = {
    clearlineSimulation: true,
    settings: toJson(plain),
    policiesDir,
    first: 1,
    step: 2,
  };
  const worker = new Worker(new URL(import.meta.url), { workerData: share });
  const arrived: SimulatedBorrower[] = [];
  let failure: Error | null = null;
  let finished = false;
  let wake = (): void => undefined;
  worker.on('message', (text: string) => {
    arrived.push(...fromJson<SimulatedBorrower[]>(text));
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
    for (let index = 0; index < settings.borrowers; index += 2) {
      yield simulateBorrower(settings, index);
      // Let the worker’s messages in between two of our own.
      await new Promise((resolve) => setImmediate(resolve));
      if (failure) throw failure;
      yield* arrived.splice(0);
    }
    for (;;) {
      if (failure) throw failure;
      yield* arrived.splice(0);
      if (finished && arrived.length === 0) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (finished || arrived.length > 0) resolve();
      });
    }
  } finally {
    await worker.terminate();
  }
}

/** The worker’s side. */
export const simulateShare = (
  share: ShareOfPortfolio,
  settings: PortfolioSettings,
  send: (text: string) => void,
): void => {
  let batch: SimulatedBorrower[] = [];
  for (let index = share.first; index < settings.borrowers; index += share.step) {
    batch.push(simulateBorrower(settings, index));
    if (batch.length < PER_MESSAGE) continue;
    send(toJson(batch));
    batch = [];
  }
  if (batch.length > 0) send(toJson(batch));
};
