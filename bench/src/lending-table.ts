/** One measured figure. `peer` names the line of the same run that it is a ratio to. */
export interface Line {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly note?: string;
}

/** The least of several runs, in seconds: what the code costs, not what else the machine did. */
export const leastSeconds = (repeats: number, run: () => void): number => {
  let least = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const started = performance.now();
    run();
    least = Math.min(least, performance.now() - started);
  }
  return least / 1000;
};

export const secondsOf = async <T>(run: () => Promise<T>): Promise<[number, T]> => {
  const started = performance.now();
  const result = await run();
  return [(performance.now() - started) / 1000, result];
};

/** The most memory that this process held while something ran, in MB. */
export const peakMemory = async <T>(run: () => Promise<T>): Promise<[number, T]> => {
  let peak = process.memoryUsage().rss;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 50);
  try {
    const result = await run();
    return [Math.max(peak, process.memoryUsage().rss) / 2 ** 20, result];
  } finally {
    clearInterval(timer);
  }
};

export const ratio = (value: number, peer: number, of: string): string =>
  `${(value / peer).toFixed(value / peer < 10 ? 2 : 0)} × ${of}`;

export const printLine = ({ what, value, unit, note }: Line): void => {
  const digits = value < 10 ? 3 : value < 1000 ? 1 : 0;
  console.log(
    `${what.padEnd(62)} ${value.toFixed(digits).padStart(12)} ${unit}${note === undefined ? '' : `   ${note}`}`,
  );
};
