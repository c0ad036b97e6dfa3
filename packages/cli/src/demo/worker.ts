import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { fromJson } from '@clearline/line';
import type { PortfolioSettings } from '@clearline/lab';
import { loadPolicies } from '../policies.ts';
import { type ShareOfPortfolio, simulateShare } from './simulate-ahead.ts';

const isShare = (data: unknown): data is ShareOfPortfolio =>
  typeof data === 'object' && data !== null && 'clearlineSimulation' in data;

/** The one bundle serves both threads: true when this is the simulating one, which has then done its work. */
export const actAsWorker = async (): Promise<boolean> => {
  const share: unknown = workerData;
  if (isMainThread || !isShare(share)) return false;
  const settings: PortfolioSettings = {
    ...fromJson<Omit<PortfolioSettings, 'policies'>>(share.settings),
    policies: await loadPolicies(null, share.policiesDir),
  };
  simulateShare(share, settings, (text) => parentPort?.postMessage(text));
  return true;
};
