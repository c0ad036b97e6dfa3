import { Worker } from 'node:worker_threads';
import { type BookOutcome, BORROWERS_PER_BOOK, simulateBook, type WorldSettings } from '@clearline/lab';
import { fromJson, toJson } from '@clearline/line';

/** What a worker is told: everything but the compiled policies, which hold functions and are compiled again there. */
export interface ShareOfWorld {
  readonly clearlineWorld: true;
  readonly settings: string;
  readonly policiesDir: string;
  readonly first: number;
  readonly step: number;
}

export const booksOf = (borrowers: number): number => Math.ceil(borrowers / BORROWERS_PER_BOOK);

/**
 * Simulates books on `threads` cores. A book depends only on settings and number, so the outcome is the same however
 * they are shared out.
 */
export const simulateBooks = async (
  settings: WorldSettings,
  o: { readonly policiesDir: string; readonly threads: number; readonly onBook: (outcome: BookOutcome) => void },
): Promise<void> => {
  const { policies: _policies, ...plain } = settings;
  const threads = Math.max(1, Math.min(o.threads, booksOf(settings.borrowers)));
  const workers = Array.from({ length: threads }, (_, first) => {
    const share: ShareOfWorld = {
      clearlineWorld: true,
      settings: toJson(plain),
      policiesDir: o.policiesDir,
      first,
      step: threads,
    };
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker.on('message', (text: string) => o.onBook(fromJson<BookOutcome>(text)));
    return worker;
  });
  try {
    await Promise.all(
      workers.map(
        (worker) =>
          new Promise<void>((resolve, reject) => {
            worker.on('error', reject);
            worker.on('exit', (code) =>
              code === 0 ? resolve() : reject(new Error(`a simulating thread ended with ${code}`)),
            );
          }),
      ),
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
};

/** The worker’s side. */
export const simulateShareOfBooks = (
  share: ShareOfWorld,
  settings: WorldSettings,
  send: (text: string) => void,
): void => {
  for (let book = share.first; book < booksOf(settings.borrowers); book += share.step)
    send(toJson(simulateBook(settings, book)));
};
