import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { PortfolioSettings, WorldSettings } from '@clearline/lab';
import { fromJson } from '@clearline/line';
import { type ShareOfPortfolio, simulateShare } from './demo/simulate-ahead.ts';
import { loadPolicies } from './policies.ts';
import { type ShareOfWorld, simulateShareOfBooks } from './simulate/simulate-books.ts';
import { learnShare, type ShareOfTraining } from './train/train-threads.ts';

const holds = <T>(data: unknown, mark: string): data is T => typeof data === 'object' && data !== null && mark in data;

/** The one bundle serves all threads: true when this is one that works for another, which has then done its work. */
export const actAsWorker = async (): Promise<boolean> => {
  const share: unknown = workerData;
  if (isMainThread) return false;
  const send = (message: unknown): void => parentPort?.postMessage(message);
  if (holds<ShareOfPortfolio>(share, 'clearlineSimulation'))
    simulateShare(share, await withPolicies<PortfolioSettings>(share), send);
  else if (holds<ShareOfWorld>(share, 'clearlineWorld'))
    simulateShareOfBooks(share, await withPolicies<WorldSettings>(share), send);
  else if (holds<ShareOfTraining>(share, 'clearlineTraining')) learnShare(share);
  else return false;
  return true;
};

const withPolicies = async <T extends { readonly policies: unknown }>(share: {
  readonly settings: string;
  readonly policiesDir: string;
}): Promise<T> =>
  ({ ...fromJson<Omit<T, 'policies'>>(share.settings), policies: await loadPolicies(null, share.policiesDir) }) as T;
