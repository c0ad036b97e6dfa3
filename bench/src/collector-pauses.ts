import { constants, PerformanceObserver } from 'node:perf_hooks';

/** What the garbage collector of this process held it up for, in milliseconds. */
export interface Pauses {
  /** Of the young generation alone, and all others. */
  readonly minor: readonly number[];
  readonly major: readonly number[];
}

/** Notes the pauses from now on. @returns ends that, with what there were */
export const countPauses = (): (() => Pauses) => {
  const pauses = { minor: [] as number[], major: [] as number[] };
  const take = (entries: readonly { readonly duration: number; readonly detail?: unknown }[]): void => {
    for (const { duration, detail } of entries) {
      const { kind } = detail as { readonly kind: number };
      (kind === constants.NODE_PERFORMANCE_GC_MINOR ? pauses.minor : pauses.major).push(duration);
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
export const pausesText = ({ minor, major }: Pauses): string =>
  `pauses to collect garbage: ${kindText(minor)} for the young, ${kindText(major)} for the old`;

const kindText = (pauses: readonly number[]): string =>
  `${pauses.length} (${(pauses.reduce((sum, one) => sum + one, 0) / 1000).toFixed(2)} s, longest ${Math.max(0, ...pauses).toFixed(0)} ms)`;
