import { PerformanceObserver } from 'node:perf_hooks';

/** What the garbage collector of this process held it up for. */
export interface Pauses {
  readonly count: number;
  /** Together, and the longest one, in milliseconds. */
  readonly sumMs: number;
  readonly longestMs: number;
}

/** Counts the pauses from now on. @returns ends the counting, with what there were */
export const countPauses = (): (() => Pauses) => {
  const pauses = { count: 0, sumMs: 0, longestMs: 0 };
  const take = (entries: readonly { readonly duration: number }[]): void => {
    for (const { duration } of entries) {
      pauses.count += 1;
      pauses.sumMs += duration;
      pauses.longestMs = Math.max(pauses.longestMs, duration);
    }
  };
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  return () => {
    take(observer.takeRecords());
    observer.disconnect();
    return pauses;
  };
};

/** As a line of a report says it. */
export const pausesText = ({ count, sumMs, longestMs }: Pauses): string =>
  `${count} pauses to collect garbage, ${(sumMs / 1000).toFixed(2)} s, the longest ${longestMs.toFixed(1)} ms`;
